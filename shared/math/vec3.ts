/**
 * Vectors of three numbers: points, directions, velocities.
 *
 * In: anything indexed 0, 1, 2 (a tuple, a `Float32Array`, a slice of one through {@link read}). Out: written into
 * `out`, which comes first, may be one of the inputs, and is returned. Nothing allocates but {@link create} and {@link clone}.
 */
import { atan2, hypot } from "./trig.ts";
import type { Radians } from "./units.ts";

/** A vector as a plain tuple. */
export type Vec3 = [x: number, y: number, z: number];

/** What the functions read: indices 0, 1 and 2 must be there. */
export type Vec3Source = { readonly [index: number]: number };

/** What the functions write. */
export type Vec3Target = { [index: number]: number };

/** A new vector. */
export function create(x = 0, y = 0, z = 0): Vec3 {
  return [x, y, z];
}

/** A new tuple with the same values. */
export function clone(a: Vec3Source): Vec3 {
  return [a[0]!, a[1]!, a[2]!];
}

/** Sets all three values. */
export function set<T extends Vec3Target>(out: T, x: number, y: number, z: number): T {
  const o: Vec3Target = out;
  o[0] = x;
  o[1] = y;
  o[2] = z;
  return out;
}

/** Copies `a`. */
export function copy<T extends Vec3Target>(out: T, a: Vec3Source): T {
  return set(out, a[0]!, a[1]!, a[2]!);
}

/** Reads three numbers of `array` from `offset` on. */
export function read<T extends Vec3Target>(out: T, array: ArrayLike<number>, offset: number): T {
  return set(out, array[offset]!, array[offset + 1]!, array[offset + 2]!);
}

/** Writes `a` into `array` from `offset` on. */
export function write(array: Vec3Target, offset: number, a: Vec3Source): void {
  array[offset] = a[0]!;
  array[offset + 1] = a[1]!;
  array[offset + 2] = a[2]!;
}

/** a + b. */
export function add<T extends Vec3Target>(out: T, a: Vec3Source, b: Vec3Source): T {
  return set(out, a[0]! + b[0]!, a[1]! + b[1]!, a[2]! + b[2]!);
}

/** a − b. */
export function subtract<T extends Vec3Target>(out: T, a: Vec3Source, b: Vec3Source): T {
  return set(out, a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);
}

/** a · k. */
export function scale<T extends Vec3Target>(out: T, a: Vec3Source, k: number): T {
  return set(out, a[0]! * k, a[1]! * k, a[2]! * k);
}

/** a + b·k. */
export function addScaled<T extends Vec3Target>(out: T, a: Vec3Source, b: Vec3Source, k: number): T {
  return set(out, a[0]! + b[0]! * k, a[1]! + b[1]! * k, a[2]! + b[2]! * k);
}

/** a · b, value by value. */
export function multiply<T extends Vec3Target>(out: T, a: Vec3Source, b: Vec3Source): T {
  return set(out, a[0]! * b[0]!, a[1]! * b[1]!, a[2]! * b[2]!);
}

/** −a. */
export function negate<T extends Vec3Target>(out: T, a: Vec3Source): T {
  return set(out, -a[0]!, -a[1]!, -a[2]!);
}

/** The smaller of each pair. */
export function min<T extends Vec3Target>(out: T, a: Vec3Source, b: Vec3Source): T {
  return set(out, Math.min(a[0]!, b[0]!), Math.min(a[1]!, b[1]!), Math.min(a[2]!, b[2]!));
}

/** The larger of each pair. */
export function max<T extends Vec3Target>(out: T, a: Vec3Source, b: Vec3Source): T {
  return set(out, Math.max(a[0]!, b[0]!), Math.max(a[1]!, b[1]!), Math.max(a[2]!, b[2]!));
}

/** From `a` at t = 0 to `b` at t = 1, exact at both ends. */
export function lerp<T extends Vec3Target>(out: T, a: Vec3Source, b: Vec3Source, t: number): T {
  const s = 1 - t;
  return set(out, a[0]! * s + b[0]! * t, a[1]! * s + b[1]! * t, a[2]! * s + b[2]! * t);
}

/** Scalar product. */
export function dot(a: Vec3Source, b: Vec3Source): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
}

/** Vector product, right-handed: x × y = z. */
export function cross<T extends Vec3Target>(out: T, a: Vec3Source, b: Vec3Source): T {
  const ax = a[0]!;
  const ay = a[1]!;
  const az = a[2]!;
  const bx = b[0]!;
  const by = b[1]!;
  const bz = b[2]!;
  return set(out, ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
}

/** Length, safe against overflow and underflow. */
export function length(a: Vec3Source): number {
  return hypot(a[0]!, a[1]!, a[2]!);
}

/** Square of the length. */
export function lengthSquared(a: Vec3Source): number {
  return dot(a, a);
}

/** Distance between two points. */
export function distance(a: Vec3Source, b: Vec3Source): number {
  return hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);
}

/** `a` at length 1; zero stays zero. */
export function normalise<T extends Vec3Target>(out: T, a: Vec3Source): T {
  const size = length(a);
  return size > 0 ? set(out, a[0]! / size, a[1]! / size, a[2]! / size) : set(out, 0, 0, 0);
}

/** Angle between two directions of any length, 0 to π; 0 if either is zero. Sharp at 0 and π too. */
export function angle(a: Vec3Source, b: Vec3Source): Radians {
  const cx = a[1]! * b[2]! - a[2]! * b[1]!;
  const cy = a[2]! * b[0]! - a[0]! * b[2]!;
  const cz = a[0]! * b[1]! - a[1]! * b[0]!;
  return atan2(hypot(cx, cy, cz), dot(a, b));
}

/** Whether all three values are finite. */
export function finite(a: Vec3Source): boolean {
  return Number.isFinite(a[0]) && Number.isFinite(a[1]) && Number.isFinite(a[2]);
}

/** Whether all three values are equal, to the bit but for the sign of zero. */
export function equals(a: Vec3Source, b: Vec3Source): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}
