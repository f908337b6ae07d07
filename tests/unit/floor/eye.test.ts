import { beforeAll, expect, it } from "vitest";
import { standing } from "../../../client/floor/eye.ts";
import * as pointing from "../../../client/floor/pointing.ts";
import { createSpace } from "../../../shared/space/bvh.ts";
import { triangulate } from "../../../shared/space/solids.ts";
import type { Space } from "../../../shared/space/space.ts";
import { yard } from "../../fixtures/yard.ts";

let space: Space;
const under = (from: readonly number[], to: readonly number[]) => {
  const towards = to.map((v, k) => v - from[k]!);
  const length = Math.hypot(...towards);
  return standing(
    space,
    pointing.point(
      space,
      from,
      towards.map((v) => v / length),
    )!,
  );
};

beforeAll(async () => {
  const set = yard();
  const post = { type: "box", position: [0, 1, -6], size: [0.2, 2, 0.2], rotation: [0, 0, 0, 1] } as const;
  const ground = set.colliders.get(set.sheet.collider)!;
  space = createSpace(triangulate([{ ...ground, shapes: [...ground.shapes, post] }]));
  const boxes = [{ centre: [0, 0.25, 0], rotation: [0, 0, 0, 1], half: [0.25, 0.25, 0.25] }];
  space.move(7, { boxes, position: [2, 0, 2], rotation: [0, 0, 0, 1] });
});

it("sends people to the ground that is pointed at, on a kerb too", () => {
  expect(under([0, 2, 4], [1, 0, 0])).toEqual([1, expect.closeTo(0, 5), 0]);
  expect(under([0, 2, 4], [8, 0.12, 3])[1]).toBeCloseTo(0.12, 5);
});

it("sends them beside a post and under what can be moved, never up on it", () => {
  const beside = under([0, 1, 0], [0, 1, -6]);
  expect(beside[1]).toBeCloseTo(0, 5);
  expect(beside[2]).toBeGreaterThan(-5.9 + 0.2);
  const beneath = under([2, 4, 2.1], [2, 0.5, 2]);
  expect(beneath[0]).toBeCloseTo(2, 5);
  expect(beneath[1]).toBeCloseTo(0, 5);
});
