import { describe, expect, it } from "vitest";
import { createHandles, moves, type Sight } from "../../../client/floor/handles.ts";
import { armPoint, type HandleKind, RING, ringPoint } from "../../../client/view/handles.ts";
import { createProjection, project, rayOf, type Shot, screenOf } from "../../../client/view/shot.ts";
import * as quat from "../../../shared/math/quat.ts";
import { floorOnYard } from "./on-yard.ts";

const WIDTH = 1000;
const HEIGHT = 500;

/** A floor on the yard with the crate selected, seen from three metres up, six metres off, a little from the left. */
function open() {
  const { floor, crate } = floorOnYard();
  floor.selection = [crate.id];
  const [x, y, z] = crate.pose.position;
  const rotation: [number, number, number, number] = [0, 0, 0, 1];
  quat.fromHeadingTiltRoll(rotation, -0.3, -0.42, 0);
  const shot: Shot = {
    pose: { position: [x - 2, y + 3, z + 6], rotation },
    lens: { focal: 24, squeeze: 1, tStop: 4, focus: 6, shutter: 180, rate: 24 },
    gate: { width: 28, height: 14 },
    frame: { x: 0, y: 0, width: 1, height: 1 },
    outside: 1,
    exposure: 0,
  };
  const projection = createProjection();
  project(projection, shot, shot.pose, WIDTH, HEIGHT, false);
  const at: [number, number, number] = [0, 0, 0];
  const sight: Sight = {
    shot,
    scale: () => 0,
    pixel(out, point) {
      screenOf(at, projection, shot.pose.position, point);
      out[0] = at[0] * WIDTH;
      out[1] = at[1] * HEIGHT;
      return at[2] > 0.05;
    },
    ray(from, towards, px, py) {
      rayOf(towards, projection, px / WIDTH, py / HEIGHT);
      for (let k = 0; k < 3; k++) from[k] = shot.pose.position[k]!;
    },
  };
  const handles = createHandles(floor, sight);
  const shape = handles.frame()!;
  /** Pixel of a world point. */
  const pixel = (place: (out: [number, number, number]) => void): [number, number] => {
    const point: [number, number, number] = [0, 0, 0];
    place(point);
    const out: [number, number] = [0, 0];
    sight.pixel(out, point);
    return out;
  };
  const tip = (kind: HandleKind, share: number) => pixel((out) => armPoint(out, shape, kind, share));
  return { floor, crate, handles, shape, pixel, tip };
}

describe("handles", () => {
  it("are found under the pointer, and nothing beside them", () => {
    const { handles, tip, pixel, shape } = open();
    for (const kind of ["front", "right", "up"] as const) expect(handles.over(...tip(kind, 0.6))).toBe(kind);
    expect(handles.over(...pixel((out) => ringPoint(out, shape, RING * 0.6)))).toBe("turn");
    expect(handles.over(20, 20)).toBe("");
  });

  it.each(["front", "right", "up"] as const)("slide along %s only, as far as the pointer goes", (kind) => {
    const { handles, crate, tip, shape } = open();
    expect(handles.take(...tip(kind, 0.5))).toBe(crate.id);
    const length = shape.arm;
    const to = tip(kind, 1.5);
    const pose = handles.to(...to, false)!;
    const moved = pose.position.map((v, k) => v - crate.pose.position[k]!);
    expect(Math.hypot(...moved)).toBeCloseTo(length, 2);
    expect(moved[kind === "up" ? 1 : kind === "front" ? 2 : 0]).toBeCloseTo(length, 2);
    expect(pose.rotation).toEqual(crate.pose.rotation);
    const snapped = handles.to(...to, true)!.position.map((v, k) => v - crate.pose.position[k]!);
    const steps = Math.hypot(...snapped) * 10;
    expect(steps).toBeCloseTo(Math.round(steps), 6);
  });

  it("turn about the vertical, with Shift to fifteen degrees", () => {
    const { handles, crate, pixel, shape } = open();
    const still = { ...shape, base: [...shape.base] as [number, number, number] };
    const corner = (k: number) => pixel((out) => ringPoint(out, still, k));
    expect(handles.take(...corner(RING * 0.6))).toBe(crate.id);
    const heading = (shift: boolean): number => {
      const { rotation, position } = handles.to(...corner(RING * 0.6 + 3), shift)!;
      expect(position).toEqual([...crate.pose.position]);
      return 2 * Math.atan2(rotation[1], rotation[3]);
    };
    // Three of forty corners are 27 degrees; the ring lies a little above the ground that the ray is met on.
    expect(heading(false)).toBeCloseTo((27 * Math.PI) / 180, 1);
    expect(heading(true)).toBeCloseTo((30 * Math.PI) / 180, 6);
  });

  it("are there for what one person may move now, and for nothing else", () => {
    const { floor, crate } = open();
    expect(moves(floor)?.id).toBe(crate.id);
    const entity = floor.roster.entities.get(crate.id)!;
    floor.roster.entities.set(crate.id, { ...entity, locked: true });
    expect(moves(floor)).toBeNull();
    floor.roster.entities.set(crate.id, { ...entity, holder: 2 });
    expect(moves(floor)).toBeNull();
    floor.roster.entities.set(crate.id, entity);
    floor.selection = [crate.id, 1];
    expect(moves(floor)).toBeNull();
    floor.selection = [crate.id];
    floor.mirror!.phase = "performance";
    expect(moves(floor)).toBeNull();
  });
});
