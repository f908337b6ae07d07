/**
 * Where camera and entities stood when anchors were drawn, and how each has moved since: so that light that a network
 * worked out for that moment finds its surfaces now. In: the slots of the scene, then and now. Out: a table for the
 * relighting pass. No engine here; nothing is allocated from frame to frame.
 */
import { createProjection, type Projection } from "./shot.ts";
import { offset, type Slots } from "./slots.ts";

/** Entities that the table holds at most; what it does not hold counts as unmoved. */
export const MOVE_BUCKETS = 512;
/** Texels of one entity: its number and state, then the three rows that take a place now to its place then. */
export const MOVE_TEXELS = 4;
/** Buckets looked through for a number before it counts as unmoved. */
export const MOVE_PROBES = 8;
/** State of an entity: it has moved as a rigid body, or was not there. */
export const MOVED = 1;
/** It was not there: nothing is known of its light. */
export const NEW = 2;

/** What stood where. */
export interface Moment {
  readonly projection: Projection;
  readonly eye: [number, number, number];
  /** Entities, as many as `count`. */
  ids: Int32Array;
  /** Twelve floats each: rows of the transform. */
  rows: Float32Array;
  count: number;
}

/** Anything that has a slot. */
export interface Placed {
  readonly id: number;
  readonly slot: number;
}

/** An empty moment. */
export function createMoment(): Moment {
  return {
    projection: createProjection(),
    eye: [0, 0, 0],
    ids: new Int32Array(64),
    rows: new Float32Array(64 * 12),
    count: 0,
  };
}

/** Keeps where everything stands now. */
export function keepMoment(
  moment: Moment,
  from: Projection,
  eye: readonly [number, number, number],
  order: readonly Placed[],
  slots: Slots,
): void {
  copyProjection(moment.projection, from);
  for (let k = 0; k < 3; k++) moment.eye[k] = eye[k]!;
  if (moment.ids.length < order.length) {
    moment.ids = new Int32Array(order.length * 2);
    moment.rows = new Float32Array(order.length * 24);
  }
  moment.count = order.length;
  for (let i = 0; i < order.length; i++) {
    moment.ids[i] = order[i]!.id;
    const at = offset(order[i]!.slot);
    for (let k = 0; k < 12; k++) moment.rows[i * 12 + k] = slots.data[at + k]!;
  }
}

function copyProjection(out: Projection, from: Projection): void {
  out.clipFromWorld.set(from.clipFromWorld);
  for (let k = 0; k < 3; k++) {
    out.right[k] = from.right[k]!;
    out.up[k] = from.up[k]!;
    out.forward[k] = from.forward[k]!;
  }
  out.tanX = from.tanX;
  out.tanY = from.tanY;
  out.gateX = from.gateX;
  out.gateY = from.gateY;
}

/** An empty table. */
export function createMoves(): Float32Array {
  return new Float32Array(MOVE_BUCKETS * MOVE_TEXELS * 4);
}

/** Fills a table with all that has moved or come since a moment. Returns how many. */
export function writeMoves(
  table: Float32Array,
  moment: Moment,
  order: readonly Placed[],
  slots: Slots,
): number {
  for (let b = 0; b < MOVE_BUCKETS; b++) table[b * 16 + 1] = 0;
  let count = 0;
  for (let i = 0; i < order.length; i++) {
    const { id, slot } = order[i]!;
    const then = moment.ids[i] === id && i < moment.count ? i : find(moment, id);
    const now = offset(slot);
    if (then >= 0 && sameRows(moment.rows, then * 12, slots.data, now)) continue;
    const b = bucket(table, id);
    if (b < 0) continue;
    table[b * 16] = id;
    table[b * 16 + 1] = then < 0 ? NEW : MOVED;
    if (then >= 0) carry(table, b * 16 + 4, moment.rows, then * 12, slots.data, now);
    count++;
  }
  return count;
}

function find(moment: Moment, id: number): number {
  for (let i = 0; i < moment.count; i++) if (moment.ids[i] === id) return i;
  return -1;
}

function sameRows(a: Float32Array, i: number, b: Float32Array, j: number): boolean {
  for (let k = 0; k < 12; k++) if (a[i + k] !== b[j + k]) return false;
  return true;
}

/** The first free bucket for a number, or −1 where its neighbourhood is full. */
function bucket(table: Float32Array, id: number): number {
  for (let k = 0; k < MOVE_PROBES; k++) {
    const b = (id + k) % MOVE_BUCKETS;
    if (table[b * 16 + 1] === 0) return b;
  }
  return -1;
}

/** Rows of then × the inverse of now, both rigid. */
function carry(
  out: Float32Array,
  o: number,
  then: Float32Array,
  a: number,
  now: Float32Array,
  b: number,
): void {
  for (let r = 0; r < 3; r++) {
    let along = then[a + r * 4 + 3]!;
    for (let c = 0; c < 3; c++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += then[a + r * 4 + k]! * now[b + c * 4 + k]!;
      out[o + r * 4 + c] = sum;
      along -= sum * now[b + c * 4 + 3]!;
    }
    out[o + r * 4 + 3] = along;
  }
}
