import { describe, expect, it } from "vitest";
import * as random from "../../../shared/math/random.ts";
import { createSpace } from "../../../shared/space/bvh.ts";
import { triangulate } from "../../../shared/space/solids.ts";
import { yard } from "../../fixtures/yard.ts";

const set = yard();
const solids = triangulate([...set.colliders.values()].slice(0, 2));
const space = createSpace(solids);

describe("space", () => {
  it("rays meet the floor, the wall and a mover, whichever is first", () => {
    expect(space.ray([0, 2, 5], [0, -1, 0], 10)).toMatchObject({ entity: 0, normal: [0, 1, 0] });
    expect(space.ray([0, 2, 5], [0, -1, 0], 10)!.distance).toBeCloseTo(2, 6);
    expect(space.ray([0, 1, 5], [0, 0, -1], 10)!.distance).toBeCloseTo(4.9, 5);
    const box = { centre: [0, 0.5, 0], rotation: [0, 0, 0, 1], half: [0.5, 0.5, 0.5] };
    space.move(7, { boxes: [box], position: [0, 0, 2], rotation: [0, 0, 0, 1] });
    expect(space.ray([0, 0.5, 5], [0, 0, -1], 10)).toMatchObject({ entity: 7 });
    expect(space.ray([0, 0.5, 5], [0, 0, -1], 10)!.distance).toBeCloseTo(2.5, 6);
    expect(space.blocked([0, 0.5, 5], [0, 0, -1], 2)).toBe(false);
    space.move(7, null);
    expect(space.ray([0, 0.5, 5], [0, 0, -1], 3)).toBe(null);
  });

  it("a strike says from which side it came, and which vertex it met", () => {
    const above = space.strike([0, 2, 5], [0, -1, 0], 10)!;
    expect(above).toMatchObject({ behind: false, normal: [0, 1, 0] });
    expect(above.vertex).toBeLessThan(solids.positions.length / 3);
    const within = space.strike([0, -0.5, 5], [0, 1, 0], 10)!;
    expect(within).toMatchObject({ behind: true });
    expect(within.distance).toBeCloseTo(0.5, 6);
    expect(space.strike([0, 2, 5], [0, 1, 0], 10)).toBe(null);
  });

  it("a swept ball stops a radius before the wall, and may leave what it touches", () => {
    const hit = space.sweep([0, 1, 3], 0.25, [0, 0, -1], 10);
    expect(hit!.distance).toBeCloseTo(3 - 0.1 - 0.25, 1);
    expect(hit!.normal[2]).toBeCloseTo(1, 3);
    expect(space.sweep([0, 1, 0.35], 0.25, [0, 0, 1], 5)).toBe(null);
    expect(space.sweep([0, 1, 0.35], 0.25, [0, 0, -1], 5)!.distance).toBeLessThan(0.01);
  });

  it("agrees with itself: what a sweep of a tiny ball meets, a ray meets (seed 11)", () => {
    const state = random.create(11);
    for (let k = 0; k < 200; k++) {
      const origin = [
        random.between(state, -3, 3),
        random.between(state, 0.5, 3),
        random.between(state, 1, 6),
      ];
      const direction = [random.between(state, -0.4, 0.4), random.between(state, -0.3, 0.3), -1];
      const size = Math.sqrt(direction.reduce((sum, d) => sum + d * d, 0));
      for (let c = 0; c < 3; c++) direction[c] = direction[c]! / size;
      const ray = space.ray(origin, direction, 20);
      const sweep = space.sweep(origin, 0.001, direction, 20);
      expect((ray === null) === (sweep === null)).toBe(true);
      if (ray !== null) expect(Math.abs(ray.distance - sweep!.distance)).toBeLessThan(0.05);
    }
  });
});

it("a passable mover is met by rays and not by sweeps", () => {
  const space = createSpace({ positions: new Float32Array(0), indices: new Uint32Array(0) });
  const boxes = [{ centre: [0, 0, 0], rotation: [0, 0, 0, 1], half: [0.5, 0.5, 0.5] }];
  const mover = { boxes, position: [0, 0, -3], rotation: [0, 0, 0, 1], passable: true };
  space.move(7, mover);
  expect(space.ray([0, 0, 0], [0, 0, -1], 10)?.entity).toBe(7);
  expect(space.sweep([0, 0, 0], 0.2, [0, 0, -1], 10)).toBeNull();
  space.move(7, { ...mover, passable: false });
  expect(space.sweep([0, 0, 0], 0.2, [0, 0, -1], 10)?.entity).toBe(7);
});
