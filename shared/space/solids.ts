/**
 * Solids as triangles: a collider's shapes turned into a closed surface, for rays against them. Curved shapes get
 * enough facets to be within a centimetre at the size of a person.
 */
import * as quat from "../math/quat.ts";
import { cos, sin, TWO_PI } from "../math/trig.ts";
import type { Collider, Shape } from "../physics/physics.ts";
import type { Triangles } from "./space.ts";

const AROUND = 16;
const RINGS = 8;

/** The surfaces of several colliders, all in world space. */
export function triangulate(colliders: readonly Collider[]): Triangles {
  const positions: number[] = [];
  const indices: number[] = [];
  for (const { shapes } of colliders) for (const shape of shapes) add(shape, positions, indices);
  return { positions: Float32Array.from(positions), indices: Uint32Array.from(indices) };
}

function add(shape: Shape, positions: number[], indices: number[]): void {
  const first = positions.length / 3;
  switch (shape.type) {
    case "box": {
      const corner = [0, 0, 0];
      for (let k = 0; k < 8; k++) {
        for (let c = 0; c < 3; c++) corner[c] = ((k >> c) & 1 ? 0.5 : -0.5) * shape.size[c]!;
        quat.rotate(corner, shape.rotation, corner);
        positions.push(
          corner[0]! + shape.position[0]!,
          corner[1]! + shape.position[1]!,
          corner[2]! + shape.position[2]!,
        );
      }
      for (const face of BOX_FACES) indices.push(first + face);
      return;
    }
    case "sphere":
      turned(shape.position, shape.position, shape.radius, true, positions, indices);
      return;
    case "capsule":
      turned(shape.from, shape.to, shape.radius, true, positions, indices);
      return;
    case "cylinder":
      turned(shape.from, shape.to, shape.radius, false, positions, indices);
      return;
    case "hull":
      wrap(shape.points, positions, indices);
      return;
  }
}

const BOX_FACES = [
  0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5,
];

/** A surface of revolution between two points: rounded ends for balls and capsules, flat ones for cylinders. */
function turned(
  from: readonly number[],
  to: readonly number[],
  radius: number,
  rounded: boolean,
  positions: number[],
  indices: number[],
): void {
  const first = positions.length / 3;
  const axis = [to[0]! - from[0]!, to[1]! - from[1]!, to[2]! - from[2]!];
  const rotation: [number, number, number, number] = [0, 0, 0, 1];
  const along = Math.sqrt(axis[0]! * axis[0]! + axis[1]! * axis[1]! + axis[2]! * axis[2]!);
  if (along > 1e-9) quat.between(rotation, [0, 1, 0], [axis[0]! / along, axis[1]! / along, axis[2]! / along]);
  const point = [0, 0, 0];
  for (let r = 0; r <= RINGS; r++) {
    const lower = r <= RINGS / 2 - (rounded ? 0 : 0.5);
    const angle = (Math.PI * r) / RINGS;
    const flat = r === 0 || r === RINGS;
    const width = rounded ? radius * sin(angle) : flat ? 0 : radius;
    const rise = rounded ? -radius * cos(angle) : 0;
    for (let k = 0; k < AROUND; k++) {
      const turn = (TWO_PI * k) / AROUND;
      point[0] = width * sin(turn);
      point[1] = rise;
      point[2] = width * cos(turn);
      quat.rotate(point, rotation, point);
      const end = lower ? from : to;
      positions.push(point[0]! + end[0]!, point[1]! + end[1]!, point[2]! + end[2]!);
    }
  }
  for (let r = 0; r < RINGS; r++) {
    for (let k = 0; k < AROUND; k++) {
      const a = first + r * AROUND + k;
      const b = first + r * AROUND + ((k + 1) % AROUND);
      indices.push(a, b, a + AROUND, b, b + AROUND, a + AROUND);
    }
  }
}

/** Convex hull by trying every three points: colliders have at most 64, and it runs once. */
function wrap(points: readonly (readonly number[])[], positions: number[], indices: number[]): void {
  const first = positions.length / 3;
  for (const p of points) positions.push(p[0]!, p[1]!, p[2]!);
  const n = points.length;
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      for (let c = b + 1; c < n; c++) {
        const side = sideOf(points, a, b, c);
        if (side > 0) indices.push(first + a, first + b, first + c);
        else if (side < 0) indices.push(first + a, first + c, first + b);
      }
    }
  }
}

/** 1 or −1 where all points lie on one side of the plane through three; 0 otherwise. */
function sideOf(points: readonly (readonly number[])[], a: number, b: number, c: number): number {
  const [p, q, r] = [points[a]!, points[b]!, points[c]!];
  const u = [q[0]! - p[0]!, q[1]! - p[1]!, q[2]! - p[2]!];
  const v = [r[0]! - p[0]!, r[1]! - p[1]!, r[2]! - p[2]!];
  const normal = [
    u[1]! * v[2]! - u[2]! * v[1]!,
    u[2]! * v[0]! - u[0]! * v[2]!,
    u[0]! * v[1]! - u[1]! * v[0]!,
  ];
  const size = Math.sqrt(normal[0]! * normal[0]! + normal[1]! * normal[1]! + normal[2]! * normal[2]!);
  if (size < 1e-12) return 0;
  let above = false;
  let below = false;
  for (const s of points) {
    const d =
      (normal[0]! * (s[0]! - p[0]!) + normal[1]! * (s[1]! - p[1]!) + normal[2]! * (s[2]! - p[2]!)) / size;
    if (d > 1e-5) above = true;
    if (d < -1e-5) below = true;
  }
  return above === below ? 0 : below ? 1 : -1;
}
