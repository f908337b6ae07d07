/**
 * The Physics port: rigid bodies whose whole state is one block of memory plus a small table of plain data, so that
 * copying both is an exact checkpoint. Only the step of a world calls an adapter; everybody else reads poses through
 * `readPose`, which touches memory and never the engine.
 * Space: right-handed, Y up, metres, kilograms, seconds.
 */
import { f32, handle, list, type Of, record, text, uint } from "../protocol/form.ts";

/** One primitive or hull of a collider, in the thing's own space. */
export type Shape =
  | { type: "box"; position: readonly number[]; rotation: readonly number[]; size: readonly number[] }
  | { type: "sphere"; position: readonly number[]; radius: number }
  | { type: "capsule" | "cylinder"; from: readonly number[]; to: readonly number[]; radius: number }
  | { type: "hull"; points: readonly (readonly number[])[] };

/** What physics sees of a thing. */
export interface Collider {
  shapes: readonly Shape[];
}

/** How a body takes part: never moves · moved by the world and pushes others · moved by physics. */
export type Motion = "fixed" | "keyed" | "free";

/** Surface of a shape: Coulomb friction and bounce, 0…1. */
export interface Material {
  friction: number;
  restitution: number;
}

/** A body as plain data that travels with a checkpoint. */
export interface Body {
  handle: bigint;
  /** Bytes from the body buffer to this body's transform. */
  offset: number;
  motion: Motion;
  mass: number;
}

/** Shapes that the world has made so far, by key, with their centre and inertia for a mass of 1 kg. */
export const shapeRowForm = record({
  key: text(160),
  shape: handle,
  centre: list(f32(), 3),
  inertia: list(f32(), 3),
  orientation: list(f32(), 4),
});
/** A shape that the world has made. */
export type ShapeRow = Of<typeof shapeRowForm>;

/** What an adapter knows beside its memory; it travels with a checkpoint. */
export const engineTableForm = record({
  world: handle,
  /** Address of the world's body buffer. */
  buffer: uint(0xffffffff),
  shapes: list(shapeRowForm, 4096),
});
/** What an adapter knows beside its memory. */
export type EngineTable = Of<typeof engineTableForm>;

/** Rigid bodies behind a port. Every method but `readPose`, `readMatrix` and `memory` belongs to the step alone. */
export interface Physics {
  /** Name of the adapter, part of a baseline's name. */
  readonly engine: string;
  /** Plain data beside the memory; replaced by `restore`. */
  readonly table: EngineTable;
  /** Makes (or finds) the shape of a collider; `key` names collider and material together. */
  shape(key: string, collider: Collider, material: Material): ShapeRow;
  /** Adds a body; free bodies take `mass` kg. */
  add(
    shape: ShapeRow,
    motion: Motion,
    mass: number,
    position: ArrayLike<number>,
    rotation: ArrayLike<number>,
  ): Body;
  remove(body: Body): void;
  /** Changes how a body takes part, keeping its place. */
  setMotion(body: Body, motion: Motion): void;
  /** Puts a body somewhere at once, at rest. */
  moveTo(body: Body, position: ArrayLike<number>, rotation: ArrayLike<number>): void;
  /** Gives a keyed body the velocity that brings it there in the next step. */
  aimAt(body: Body, position: ArrayLike<number>, rotation: ArrayLike<number>): void;
  setVelocity(body: Body, linear: ArrayLike<number>, angular: ArrayLike<number>): void;
  /** Linear velocity into `out`, m/s. */
  velocity(body: Body, out: number[]): void;
  /** Angular velocity into `out`, rad/s. */
  spin(body: Body, out: number[]): void;
  /** Impulse in newton seconds at a world point. */
  push(body: Body, point: ArrayLike<number>, impulse: ArrayLike<number>): void;
  /** Impulse about the centre of mass, newton metre seconds. */
  twist(body: Body, impulse: ArrayLike<number>): void;
  /** Whether contacts of this body are told by `contacts`. */
  watch(body: Body, on: boolean): void;
  /** Fetches the buffer's address again after bodies came or went; the step calls it once a tick where they did. */
  settle(): void;
  /** Advances by `seconds`. */
  step(seconds: number): void;
  /** Contacts that began in the last step between bodies of which at least one is watched. */
  contacts(visit: (a: bigint, b: bigint) => void): void;
  /** Place and unit quaternion of a body, from memory. */
  readPose(body: Body, position: number[], rotation: number[]): void;
  /** The sixteen floats of a body's transform, column by column, from memory, into `out` at `at`. */
  readMatrix(body: Body, out: Float32Array, at: number): void;
  /** The whole memory, live: valid until the next call that may grow it. */
  memory(): Uint8Array;
  /** Puts back a table and lets `write` fill a memory of `length` bytes. */
  restore(table: EngineTable, length: number, write: (memory: Uint8Array) => void): void;
}

/**
 * Unit quaternion of a rotation in the upper 3×3 of a column-major 4×4, into `out` (x y z w). Portable: sqrt only.
 */
export function quaternionOf(m: ArrayLike<number>, at: number, out: number[]): void {
  const m00 = m[at]!;
  const m11 = m[at + 5]!;
  const m22 = m[at + 10]!;
  const trace = m00 + m11 + m22;
  let x: number;
  let y: number;
  let z: number;
  let w: number;
  if (trace > 0) {
    const s = Math.sqrt(trace + 1) * 2;
    w = s / 4;
    x = (m[at + 6]! - m[at + 9]!) / s;
    y = (m[at + 8]! - m[at + 2]!) / s;
    z = (m[at + 1]! - m[at + 4]!) / s;
  } else if (m00 > m11 && m00 > m22) {
    const s = Math.sqrt(1 + m00 - m11 - m22) * 2;
    w = (m[at + 6]! - m[at + 9]!) / s;
    x = s / 4;
    y = (m[at + 1]! + m[at + 4]!) / s;
    z = (m[at + 8]! + m[at + 2]!) / s;
  } else if (m11 > m22) {
    const s = Math.sqrt(1 + m11 - m00 - m22) * 2;
    w = (m[at + 8]! - m[at + 2]!) / s;
    x = (m[at + 1]! + m[at + 4]!) / s;
    y = s / 4;
    z = (m[at + 6]! + m[at + 9]!) / s;
  } else {
    const s = Math.sqrt(1 + m22 - m00 - m11) * 2;
    w = (m[at + 1]! - m[at + 4]!) / s;
    x = (m[at + 8]! + m[at + 2]!) / s;
    y = (m[at + 6]! + m[at + 9]!) / s;
    z = s / 4;
  }
  const n = 1 / Math.sqrt(x * x + y * y + z * z + w * w);
  // Adding zero turns −0 into 0, which some engines print and compare differently.
  out[0] = Math.fround(x * n) + 0;
  out[1] = Math.fround(y * n) + 0;
  out[2] = Math.fround(z * n) + 0;
  out[3] = Math.fround(w * n) + 0;
}
