/**
 * What lamps see of things and actors: in which tiles each stands, which rest and which move. Resting things are drawn
 * with what stands, so that a lit room costs only what stirs in it. In: seats, casters, slots. Out: the tiles to be drawn
 * again. No engine here; nothing is allocated but when there are more slots than ever.
 */
import { type Caster, type Cluster, reach } from "../asset/cluster.ts";
import { SLOT_TEXELS } from "../pass/forms.ts";
import { SEATS, seesBall, TILES } from "./lamp-tiles.ts";
import type { Seat } from "./seats.ts";

/** Frames that a thing must keep still to count as resting; looked at every SETTLE frames, so that many settle at once. */
const REST = 30;
const SETTLE = 16;
/** Metres that a thing must reach from its own origin to throw a shadow. */
const LEAST = 0.05;
/** Metres that skinned pieces may reach beyond their pose at rest. */
const LIMBS = 0.3;
/** Floats of a slot that say where it stands now, and where its entity is told. */
const ROWS = 12;
const ENTITY = 36;
const FLOATS = SLOT_TEXELS * 4;
/** All tiles of a seat. */
const ALL = (1 << TILES) - 1;

/** The watch of one device. Bits are those of a seat's tiles, one byte for each slot and seat. */
export interface LampWatch {
  now: Uint8Array;
  /** Where a slot is drawn among what rests, and among what moves. */
  resting: Uint8Array;
  moving: Uint8Array;
  /** For each slot: where it stood, what stood there (0: nothing), whether it rests, and for how many frames. */
  rows: Float32Array;
  what: Int32Array;
  whatNow: Int32Array;
  rests: Uint8Array;
  quiet: Uint8Array;
  /** 1 for slots whose shape changes of itself. */
  alive: Uint8Array;
  /** For each seat: tiles of what rests and of what moves that are to be drawn again; tiles that hold what moves. */
  readonly staleResting: Uint8Array;
  readonly staleMoving: Uint8Array;
  readonly held: Uint8Array;
  frame: number;
}

/** A watch that has seen nothing. */
export const createWatch = (): LampWatch => ({
  ...room(0),
  staleResting: new Uint8Array(SEATS),
  staleMoving: new Uint8Array(SEATS),
  held: new Uint8Array(SEATS),
  frame: 0,
});

const room = (capacity: number) => ({
  now: new Uint8Array(capacity * SEATS),
  resting: new Uint8Array(capacity * SEATS),
  moving: new Uint8Array(capacity * SEATS),
  rows: new Float32Array(capacity * ROWS),
  what: new Int32Array(capacity),
  whatNow: new Int32Array(capacity),
  rests: new Uint8Array(capacity),
  quiet: new Uint8Array(capacity),
  alive: new Uint8Array(capacity),
});

/**
 * Looks at a frame. Seats that are not drawn yet are to be drawn whole: at once those whose shadow is shown, of the others
 * one a frame; they count as drawn from now on. `exact`: everything but actors rests, whatever it did before.
 */
export function look(
  watch: LampWatch,
  seats: readonly Seat[],
  casters: readonly Caster[],
  places: Float32Array,
  exact: boolean,
): void {
  const capacity = Math.floor(places.length / FLOATS);
  if (watch.alive.length < capacity) {
    Object.assign(watch, room(capacity));
    for (let s = 0; s < SEATS; s++) seats[s]!.drawn = false;
  }
  watch.frame++;
  begin(watch, seats);
  find(watch, seats, casters, places);
  for (let slot = 0; slot < capacity; slot++) judge(watch, seats, places, slot, exact);
  // Tiles that hold nothing that moves are not read.
  for (let s = 0; s < SEATS; s++) watch.staleMoving[s] = watch.staleMoving[s]! & watch.held[s]!;
}

const isUsed = (one: Seat): boolean => one.index >= 0 && one.drawn;

function begin(watch: LampWatch, seats: readonly Seat[]): void {
  let late = false;
  for (let s = 0; s < SEATS; s++) {
    const one = seats[s]!;
    watch.staleResting[s] = 0;
    watch.staleMoving[s] = 0;
    watch.held[s] = 0;
    if (one.index < 0 || one.drawn || (one.fade <= 0 && late)) continue;
    if (one.fade <= 0) late = true;
    one.drawn = true;
    watch.staleResting[s] = ALL;
    watch.staleMoving[s] = ALL;
  }
  watch.now.fill(0);
  watch.whatNow.fill(0);
  watch.alive.fill(0);
}

/** Finds what stands in which tiles. */
function find(
  watch: LampWatch,
  seats: readonly Seat[],
  casters: readonly Caster[],
  places: Float32Array,
): void {
  const { now, whatNow, alive } = watch;
  let last: Cluster | null = null;
  for (let i = 0; i < casters.length; i++) {
    const c = casters[i]!.cluster;
    if (c === last || c.fixed || c.hidden) continue;
    last = c;
    const radius = reach(c.bounds) + (c.skinned ? LIMBS : 0);
    if (radius < LEAST) continue;
    for (let k = 0; k < c.count; k++) {
      const slot = c.slots[k]!;
      const at = slot * FLOATS;
      whatNow[slot] = (Math.imul(whatNow[slot]!, 31) + c.serial) | 1;
      if (c.skinned) alive[slot] = 1;
      for (let s = 0; s < SEATS; s++) {
        const one = seats[s]!;
        // A lamp's own housing does not stand in its light.
        if (!isUsed(one) || places[at + ENTITY] === one.entity) continue;
        const bits = bitsOf(one, places[at + 3]!, places[at + 7]!, places[at + 11]!, radius);
        now[slot * SEATS + s] = now[slot * SEATS + s]! | bits;
      }
    }
  }
}

/** Whether a slot rests, and what of it is to be drawn again. */
function judge(
  watch: LampWatch,
  seats: readonly Seat[],
  places: Float32Array,
  slot: number,
  exact: boolean,
): void {
  const { now, resting, moving, what, whatNow, rests, quiet, staleResting, staleMoving, held } = watch;
  const alive = watch.alive[slot] === 1;
  const appeared = what[slot] === 0;
  let changed = what[slot] !== whatNow[slot];
  what[slot] = whatNow[slot]!;
  for (let k = 0; k < ROWS; k++) {
    if (watch.rows[slot * ROWS + k] === places[slot * FLOATS + k]) continue;
    watch.rows[slot * ROWS + k] = places[slot * FLOATS + k]!;
    changed = true;
  }
  quiet[slot] = changed ? 0 : Math.min(255, quiet[slot]! + 1);
  if (alive) rests[slot] = 0;
  else if (exact || appeared) rests[slot] = 1;
  else if (changed) rests[slot] = 0;
  else if (watch.frame % SETTLE === 0 && quiet[slot]! >= REST) rests[slot] = 1;
  for (let s = 0; s < SEATS; s++) {
    if (!isUsed(seats[s]!)) continue;
    const at = slot * SEATS + s;
    const rest = rests[slot] === 1 ? now[at]! : 0;
    const move = rests[slot] === 1 ? 0 : now[at]!;
    if (changed || rest !== resting[at]) staleResting[s] = staleResting[s]! | rest | resting[at]!;
    if (changed || alive || move !== moving[at]) staleMoving[s] = staleMoving[s]! | move | moving[at]!;
    resting[at] = rest;
    moving[at] = move;
    held[s] = held[s]! | move;
  }
}

/** Bits of the tiles of a seat in which a ball may be seen. */
function bitsOf(one: Seat, x: number, y: number, z: number, radius: number): number {
  const dx = x - one.place[0];
  const dy = y - one.place[1];
  const dz = z - one.place[2];
  const far = one.range + radius;
  if (dx * dx + dy * dy + dz * dz > far * far) return 0;
  let bits = 0;
  for (let k = 0; k < one.count; k++) {
    if (seesBall(one.tiles[k]!, dx, dy, dz, radius)) bits |= 1 << one.tiles[k]!.face;
  }
  return bits;
}
