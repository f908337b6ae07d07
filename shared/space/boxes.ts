/**
 * Movers as oriented boxes: ray and distance by arithmetic, without allocating.
 */
import * as quat from "../math/quat.ts";
import type { Shape } from "../physics/physics.ts";
import type { Mover } from "./space.ts";

/** What the last query found; read before the next. */
export const found = { distance: 0, normal: [0, 0, 0] };

const centre = [0, 0, 0];
const from = [0, 0, 0];
const towards = [0, 0, 0];
const turned: [number, number, number, number] = [0, 0, 0, 1];

/** Places box `k` of a mover: its middle into `centre`, its rotation into `turned`. */
function placeBox(mover: Mover, k: number): readonly number[] {
  const box = mover.boxes[k]!;
  quat.multiply(turned, mover.rotation, box.rotation);
  quat.rotate(centre, mover.rotation, box.centre);
  for (let c = 0; c < 3; c++) centre[c] = centre[c]! + mover.position[c]!;
  return box.half;
}

/** Ray against a mover's boxes; true and `found` where one is met nearer than `reach`. */
export function ray(
  mover: Mover,
  origin: ArrayLike<number>,
  direction: ArrayLike<number>,
  reach: number,
): boolean {
  let best = reach;
  let hit = false;
  for (let k = 0; k < mover.boxes.length; k++) {
    const half = placeBox(mover, k);
    for (let c = 0; c < 3; c++) from[c] = origin[c]! - centre[c]!;
    quat.unrotate(from, turned, from);
    quat.unrotate(towards, turned, direction);
    let near = 0;
    let far = best;
    let axis = -1;
    for (let c = 0; c < 3 && near <= far; c++) {
      if (Math.abs(towards[c]!) < 1e-12) {
        if (Math.abs(from[c]!) > half[c]!) far = -1;
        continue;
      }
      const a = (-half[c]! - from[c]!) / towards[c]!;
      const b = (half[c]! - from[c]!) / towards[c]!;
      if (Math.min(a, b) > near) {
        near = Math.min(a, b);
        axis = c;
      }
      far = Math.min(far, Math.max(a, b));
    }
    if (near > far || axis < 0) continue;
    best = near;
    hit = true;
    found.distance = near;
    found.normal[0] = 0;
    found.normal[1] = 0;
    found.normal[2] = 0;
    found.normal[axis] = towards[axis]! > 0 ? -1 : 1;
    quat.rotate(found.normal, turned, found.normal);
  }
  return hit;
}

/** Distance of a point from a mover's boxes (0 within), with the direction away from them in `found.normal`. */
export function distance(mover: Mover, point: ArrayLike<number>): number {
  let least = Infinity;
  for (let k = 0; k < mover.boxes.length; k++) {
    const half = placeBox(mover, k);
    for (let c = 0; c < 3; c++) from[c] = point[c]! - centre[c]!;
    quat.unrotate(from, turned, from);
    let sum = 0;
    for (let c = 0; c < 3; c++) {
      const over = Math.max(0, Math.abs(from[c]!) - half[c]!);
      towards[c] = from[c]! < 0 ? -over : over;
      sum += over * over;
    }
    const d = Math.sqrt(sum);
    if (d >= least) continue;
    least = d;
    if (d < 1e-9) continue;
    for (let c = 0; c < 3; c++) towards[c] = towards[c]! / d;
    quat.rotate(found.normal, turned, towards);
  }
  return least;
}

/** The box round a collider's shape, in the thing's own space. */
export function boxOf(shape: Shape): Mover["boxes"][number] {
  if (shape.type === "box") {
    return { centre: shape.position, rotation: shape.rotation, half: shape.size.map((s) => s / 2) };
  }
  const points =
    shape.type === "hull"
      ? shape.points
      : shape.type === "sphere"
        ? [shape.position]
        : [shape.from, shape.to];
  const swell = shape.type === "hull" ? 0 : shape.radius;
  const low = [0, 1, 2].map((k) => Math.min(...points.map((p) => p[k]!)) - swell);
  const high = [0, 1, 2].map((k) => Math.max(...points.map((p) => p[k]!)) + swell);
  return {
    centre: low.map((l, k) => (l + high[k]!) / 2),
    rotation: [0, 0, 0, 1],
    half: low.map((l, k) => (high[k]! - l) / 2),
  };
}
