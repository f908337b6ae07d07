/**
 * Where one can walk: a grid of floor heights and obstacles over a set, worked out from colliders by arithmetic alone,
 * so that paths are the same on every peer and never ask the physics engine.
 */
import * as quat from "../math/quat.ts";
import { cos, sin, TWO_PI } from "../math/trig.ts";
import type { Collider, Shape } from "../physics/physics.ts";
import type { Pose } from "./entity.ts";

/** Edge of a cell, metres. */
export const CELL = 0.25;
/** Height that a foot or a wheel climbs, metres. */
const STEP = 0.35;
/** Height that a person needs over the floor, metres. */
const HEADROOM = 1.9;
/** Room kept between a person's middle and what she walks round, metres. */
export const CLEARANCE = 0.32;
const NOWHERE = -1e9;

/** Floor and obstacles of a set, row by row from the least x and z. */
export interface Ground {
  readonly x0: number;
  readonly z0: number;
  readonly columns: number;
  readonly rows: number;
  /** Floor height of each cell in metres; far below where there is no floor. */
  readonly floor: Float32Array;
  /** 1 where a person cannot stand, with CLEARANCE. */
  readonly blocked: Uint8Array;
}

/** Outline of one shape on the ground, with its lowest and highest point. */
interface Footprint {
  /** Convex polygon, x z pairs, counter-clockwise. */
  outline: number[];
  bottom: number;
  top: number;
}

const IDENTITY: Pose = { position: [0, 0, 0], rotation: [0, 0, 0, 1] };
const ROUND = 12;

/** Outlines of a collider's shapes standing at `pose`. */
function footprints(collider: Collider, pose: Pose): Footprint[] {
  return collider.shapes.map((shape) => {
    const points: number[] = [];
    let bottom = Infinity;
    let top = -Infinity;
    const out = [0, 0, 0];
    for (const point of corners(shape)) {
      quat.rotate(out, pose.rotation, point);
      const y = out[1]! + pose.position[1];
      bottom = Math.min(bottom, y);
      top = Math.max(top, y);
      points.push(out[0]! + pose.position[0], out[2]! + pose.position[2]);
    }
    return { outline: hull(points), bottom, top };
  });
}

/** Points whose hull is (or closely holds) the shape. */
function corners(shape: Shape): number[][] {
  switch (shape.type) {
    case "box": {
      const [w, h, d] = [shape.size[0]! / 2, shape.size[1]! / 2, shape.size[2]! / 2];
      const out: number[][] = [];
      for (let k = 0; k < 8; k++) {
        const corner = [k & 1 ? w : -w, k & 2 ? h : -h, k & 4 ? d : -d];
        quat.rotate(corner, shape.rotation, corner);
        out.push([
          corner[0]! + shape.position[0]!,
          corner[1]! + shape.position[1]!,
          corner[2]! + shape.position[2]!,
        ]);
      }
      return out;
    }
    case "sphere":
      return around(shape.position, shape.radius, shape.radius);
    case "capsule":
      return [
        ...around(shape.from, shape.radius, shape.radius),
        ...around(shape.to, shape.radius, shape.radius),
      ];
    case "cylinder":
      return [...around(shape.from, shape.radius, 0), ...around(shape.to, shape.radius, 0)];
    case "hull":
      return shape.points.map((p) => [p[0]!, p[1]!, p[2]!]);
  }
}

function around(centre: readonly number[], radius: number, height: number): number[][] {
  const out: number[][] = [];
  for (let k = 0; k < ROUND; k++) {
    const angle = (TWO_PI * k) / ROUND;
    out.push([centre[0]! + radius * sin(angle), centre[1]!, centre[2]! + radius * cos(angle)]);
  }
  out.push([centre[0]!, centre[1]! - height, centre[2]!], [centre[0]!, centre[1]! + height, centre[2]!]);
  return out;
}

/** Convex hull of x z pairs (Andrew's monotone chain), counter-clockwise. */
function hull(points: number[]): number[] {
  const sorted: [number, number][] = [];
  for (let k = 0; k < points.length; k += 2) sorted.push([points[k]!, points[k + 1]!]);
  sorted.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = (o: [number, number], a: [number, number], b: [number, number]) =>
    (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (list: [number, number][]): [number, number][] => {
    const out: [number, number][] = [];
    for (const p of list) {
      while (out.length >= 2 && turn(out[out.length - 2]!, out[out.length - 1]!, p) <= 0) out.pop();
      out.push(p);
    }
    out.pop();
    return out;
  };
  const lower = half(sorted);
  const upper = half(sorted.reverse());
  return [...lower, ...upper].flat();
}

/** Signed distance of a point outside a convex outline, metres; negative within. Corners are not rounded. */
function outside(outline: number[], x: number, z: number): number {
  let far = -Infinity;
  const n = outline.length;
  for (let k = 0; k < n; k += 2) {
    const ax = outline[k]!;
    const az = outline[k + 1]!;
    const dx = outline[(k + 2) % n]! - ax;
    const dz = outline[(k + 3) % n]! - az;
    const length = Math.sqrt(dx * dx + dz * dz);
    if (length < 1e-9) continue;
    far = Math.max(far, ((x - ax) * dz - (z - az) * dx) / length);
  }
  return far;
}

/** Calls `visit` for each cell whose middle lies within `margin` of the outline. */
function cells(ground: Ground, outline: number[], margin: number, visit: (cell: number) => void): void {
  let minX = Infinity;
  let maxX = -Infinity;
  let minZ = Infinity;
  let maxZ = -Infinity;
  for (let k = 0; k < outline.length; k += 2) {
    minX = Math.min(minX, outline[k]!);
    maxX = Math.max(maxX, outline[k]!);
    minZ = Math.min(minZ, outline[k + 1]!);
    maxZ = Math.max(maxZ, outline[k + 1]!);
  }
  const c0 = Math.max(0, Math.floor((minX - margin - ground.x0) / CELL));
  const c1 = Math.min(ground.columns - 1, Math.floor((maxX + margin - ground.x0) / CELL));
  const r0 = Math.max(0, Math.floor((minZ - margin - ground.z0) / CELL));
  const r1 = Math.min(ground.rows - 1, Math.floor((maxZ + margin - ground.z0) / CELL));
  for (let r = r0; r <= r1; r++) {
    const z = ground.z0 + (r + 0.5) * CELL;
    for (let c = c0; c <= c1; c++) {
      const x = ground.x0 + (c + 0.5) * CELL;
      if (outside(outline, x, z) <= margin) visit(r * ground.columns + c);
    }
  }
}

/** Works out floor and obstacles of a set's fixed colliders (in place, in world space) within `bounds`. */
export function createGround(
  colliders: readonly Collider[],
  bounds: { min: readonly number[]; max: readonly number[] },
): Ground {
  const x0 = Math.floor(bounds.min[0]!) - 1;
  const z0 = Math.floor(bounds.min[2]!) - 1;
  const columns = Math.ceil((bounds.max[0]! + 1 - x0) / CELL);
  const rows = Math.ceil((bounds.max[2]! + 1 - z0) / CELL);
  const floor = new Float32Array(columns * rows).fill(NOWHERE);
  const ground: Ground = { x0, z0, columns, rows, floor, blocked: new Uint8Array(columns * rows) };
  const all = colliders.flatMap((collider) => footprints(collider, IDENTITY));
  // From the lowest up: each shape is either a step up from the floor so far, or something in the way.
  all.sort((a, b) => a.top - b.top || a.bottom - b.bottom);
  for (const shape of all) {
    cells(ground, shape.outline, 0, (cell) => {
      const height = floor[cell]!;
      if (height === NOWHERE ? shape.top < 1 : shape.top - height <= STEP) {
        floor[cell] = Math.max(height, shape.top);
      }
    });
  }
  for (const shape of all) block(ground, ground.blocked, shape);
  for (let cell = 0; cell < floor.length; cell++) if (floor[cell] === NOWHERE) ground.blocked[cell] = 1;
  return ground;
}

function block(ground: Ground, blocked: Uint8Array, shape: Footprint): void {
  cells(ground, shape.outline, CLEARANCE, (cell) => {
    const height = ground.floor[cell]!;
    if (shape.top > height + STEP && shape.bottom < height + HEADROOM) blocked[cell] = 1;
  });
}

/** Marks in `blocked` the cells that a collider standing at `pose` takes away. */
export function obstruct(ground: Ground, blocked: Uint8Array, collider: Collider, pose: Pose): void {
  for (const shape of footprints(collider, pose)) block(ground, blocked, shape);
}

/** Cell of a point, or −1 outside the ground. */
export function cellAt(ground: Ground, x: number, z: number): number {
  const c = Math.floor((x - ground.x0) / CELL);
  const r = Math.floor((z - ground.z0) / CELL);
  if (c < 0 || r < 0 || c >= ground.columns || r >= ground.rows) return -1;
  return r * ground.columns + c;
}

/** Floor height under a point in metres; `otherwise` where there is none. */
export function heightAt(ground: Ground, x: number, z: number, otherwise: number): number {
  const cell = cellAt(ground, x, z);
  const height = cell < 0 ? NOWHERE : ground.floor[cell]!;
  return height === NOWHERE ? otherwise : height;
}
