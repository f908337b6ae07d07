/**
 * Slots: the rows of transforms that the passes read on the device. In: mirrors of the world before and after the
 * picture's moment. Out: one float array, `SLOT_TEXELS` texels for each slot: the transform now, when the shutter
 * opened, and at the model's step before; entity number, glow, bones, paint. Slot 0 is the set, in place.
 * No engine here, so that Node can test it; nothing is allocated from frame to frame.
 */
import * as quat from "../../shared/math/quat.ts";
import { MIRROR, MIRROR_STRIDE, type Mirror } from "../../shared/world/mirror.ts";
import { SLOT_TEXELS, SLOT_WIDTH } from "./pass/forms.ts";

/** Floats of one slot. */
export const SLOT_FLOATS = SLOT_TEXELS * 4;
/** Slots in one row of the texture. */
export const SLOTS_A_ROW = SLOT_WIDTH / SLOT_TEXELS;

/** The rows of all slots. */
export interface Slots {
  /** Rows of the texture × SLOT_WIDTH × 4. */
  data: Float32Array;
  rows: number;
  /** Slots in use are below this. */
  used: number;
  readonly free: number[];
}

/** Room for some slots, of which 0 stands still at the origin. */
export function createSlots(rows: number): Slots {
  const slots: Slots = { data: new Float32Array(rows * SLOT_WIDTH * 4), rows, used: 0, free: [] };
  takeSlot(slots);
  writeFacts(slots, 0, 0, 1);
  return slots;
}

/** A slot that nobody has, standing at the origin. Returns −1 where there is no room (see `growSlots`). */
export function takeSlot(slots: Slots): number {
  const slot = slots.free.pop() ?? (slots.used < slots.rows * SLOTS_A_ROW ? slots.used++ : -1);
  if (slot < 0) return slot;
  const at = offset(slot);
  slots.data.fill(0, at, at + SLOT_FLOATS);
  for (let k = 0; k < 3; k++) {
    slots.data[at + k * 12] = 1;
    slots.data[at + k * 12 + 5] = 1;
    slots.data[at + k * 12 + 10] = 1;
  }
  return slot;
}

/** Twice the room. */
export function growSlots(slots: Slots): void {
  const data = new Float32Array(slots.data.length * 2);
  data.set(slots.data);
  slots.data = data;
  slots.rows *= 2;
}

/** First float of a slot: slots never straddle two rows of the texture. */
export function offset(slot: number): number {
  return slot * SLOT_FLOATS;
}

/** Entity number and glow (share of full light) of a slot. */
export function writeFacts(slots: Slots, slot: number, entity: number, glow: number): void {
  const at = offset(slot) + 36;
  slots.data[at] = entity;
  slots.data[at + 1] = glow;
}

/** First texel of the bones and share of a closed eye. */
export function writeBones(slots: Slots, slot: number, base: number, blink: number): void {
  const at = offset(slot) + 40;
  slots.data[at] = base;
  slots.data[at + 1] = blink;
}

/** Paint of a variant, linear; `share` 0 keeps the asset's own. */
export function writePaint(slots: Slots, slot: number, r: number, g: number, b: number, share: number): void {
  const at = offset(slot) + 44;
  slots.data[at] = r;
  slots.data[at + 1] = g;
  slots.data[at + 2] = b;
  slots.data[at + 3] = share;
}

/** Keeps the present transform as that of "the step before", for the next anchors. */
export function keepHistory(slots: Slots): void {
  const d = slots.data;
  for (let s = 0; s < slots.used; s++) d.copyWithin(offset(s) + 24, offset(s), offset(s) + 12);
}

/** Which of a slot's transforms is written. */
export const NOW = 0;
/** Transform when the shutter opened. */
export const THEN = 12;
/** Transform at the model's step before. */
export const BEFORE = 24;

/** Writes a rotation and place as three rows. */
export function writeRows(
  slots: Slots,
  slot: number,
  which: number,
  q: { readonly [i: number]: number },
  x: number,
  y: number,
  z: number,
): void {
  const d = slots.data;
  const o = offset(slot) + which;
  const qx = q[0]!;
  const qy = q[1]!;
  const qz = q[2]!;
  const qw = q[3]!;
  d[o] = 1 - 2 * (qy * qy + qz * qz);
  d[o + 1] = 2 * (qx * qy - qw * qz);
  d[o + 2] = 2 * (qx * qz + qw * qy);
  d[o + 3] = x;
  d[o + 4] = 2 * (qx * qy + qw * qz);
  d[o + 5] = 1 - 2 * (qx * qx + qz * qz);
  d[o + 6] = 2 * (qy * qz - qw * qx);
  d[o + 7] = y;
  d[o + 8] = 2 * (qx * qz - qw * qy);
  d[o + 9] = 2 * (qy * qz + qw * qx);
  d[o + 10] = 1 - 2 * (qx * qx + qy * qy);
  d[o + 11] = z;
}

/** A transform between two ticks (or beyond them: alpha outside 0…1 goes on evenly). */
export interface Between {
  readonly position: [number, number, number];
  readonly rotation: [number, number, number, number];
}

const qa: [number, number, number, number] = [0, 0, 0, 1];
const qb: [number, number, number, number] = [0, 0, 0, 1];

/** Metres in one tick beyond which a thing was put elsewhere rather than moved: it is not swept across the picture. */
const JUMP = 3;

/** Interpolates an entity between two mirrors. `i` and `j` are its places in them; `j` is the later. */
export function between(out: Between, from: Mirror, i: number, to: Mirror, j: number, alpha: number): void {
  const b = to.data;
  const jo = j * MIRROR_STRIDE + MIRROR.position;
  const p = out.position;
  const q = out.rotation;
  if (i >= 0) {
    const a = from.data;
    const io = i * MIRROR_STRIDE + MIRROR.position;
    const dx = b[jo]! - a[io]!;
    const dy = b[jo + 1]! - a[io + 1]!;
    const dz = b[jo + 2]! - a[io + 2]!;
    if (dx * dx + dy * dy + dz * dz < JUMP * JUMP) {
      p[0] = a[io]! + dx * alpha;
      p[1] = a[io + 1]! + dy * alpha;
      p[2] = a[io + 2]! + dz * alpha;
      quat.read(qa, a, i * MIRROR_STRIDE + MIRROR.rotation);
      quat.read(qb, b, j * MIRROR_STRIDE + MIRROR.rotation);
      quat.slerp(q, qa, qb, alpha);
      return;
    }
  }
  p[0] = b[jo]!;
  p[1] = b[jo + 1]!;
  p[2] = b[jo + 2]!;
  quat.read(q, b, j * MIRROR_STRIDE + MIRROR.rotation);
}
