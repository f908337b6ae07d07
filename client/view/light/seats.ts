/**
 * Seats: which of a frame's lamps throw shadows, and how that changes without a jump. In: the frame's lamps with their
 * weights. Out: seats with the lamp that each holds and how much of its shadow is shown. No engine here, so that Node can
 * test it; nothing is allocated from frame to frame.
 */
import { MAX_LAMPS } from "../pass/forms.ts";
import { aim, createTiles, SEATS, type Tile } from "./lamp-tiles.ts";

/** Frames in which the shadow of a lamp that burnt without one appears, and goes again. */
const FADE = 20;
/** How much heavier than a seated lamp another must be to take its seat. */
const STEADY = 1.3;
/** Metres and radians, about, that a lamp may stray from where its shadow was drawn. */
const STRAY = 0.0005;

/** What a seat needs to know of a lamp. */
export interface Seated {
  readonly entity: number;
  /** World space. */
  readonly place: readonly [number, number, number];
  /** Unit; where a spot points. */
  readonly direction: readonly [number, number, number];
  /** Metres. */
  readonly range: number;
  /** Cosine of half the spot's angle; −1 for a point. */
  readonly cosine: number;
  /** How much it matters to this picture. */
  readonly weight: number;
}

/** A place for one lamp's shadow. */
export interface Seat {
  /** Whose lamp holds it; −1: nobody. */
  entity: number;
  /** Number of that lamp among the frame's; −1: it does not burn. */
  index: number;
  /** Share of its shadow that is shown, 0…1. */
  fade: number;
  /** Whether what stands is drawn in its tiles as they are now. */
  drawn: boolean;
  /** Lamp as it was when the tiles were laid out. */
  readonly place: [number, number, number];
  readonly direction: [number, number, number];
  range: number;
  cosine: number;
  /** Tiles in use are the first `count`. */
  readonly tiles: readonly Tile[];
  count: number;
}

/** How seats are given: `live` by and by, `cut` at once, `exact` at once and as though nothing had been before. */
export type Manner = "live" | "cut" | "exact";

/** All seats. */
export interface Seating {
  readonly seats: readonly Seat[];
  /** Lamps that burnt in the frame before. */
  readonly lit: Int32Array;
  litCount: number;
}

/** Empty seats whose cube faces are `edge` texels wide. */
export function createSeating(edge: number): Seating {
  return {
    seats: Array.from({ length: SEATS }, (_, k) => ({
      entity: -1,
      index: -1,
      fade: 0,
      drawn: false,
      place: [0, 0, 0],
      direction: [0, -1, 0],
      range: 0,
      cosine: -1,
      tiles: createTiles(k, edge),
      count: 0,
    })),
    lit: new Int32Array(MAX_LAMPS),
    litCount: 0,
  };
}

/** 1 for the lamps that are to have seats. */
const wanted = new Uint8Array(MAX_LAMPS);
const order = new Int32Array(SEATS);

/** Gives seats to the lamps that matter most among the first `used`. */
export function seat(seating: Seating, lamps: readonly Seated[], used: number, manner: Manner): void {
  const { seats } = seating;
  for (let s = 0; s < SEATS; s++) seats[s]!.index = numberOf(lamps, used, seats[s]!.entity);
  const count = choose(seats, lamps, used, manner === "exact");
  if (manner === "exact") line(seats, lamps, count);
  else settle(seating, lamps, used, manner === "cut");
  for (let s = 0; s < SEATS; s++) {
    const one = seats[s]!;
    if (one.index >= 0) follow(one, lamps[one.index]!, manner === "exact" ? 0 : STRAY);
  }
  for (let i = 0; i < used; i++) seating.lit[i] = lamps[i]!.entity;
  seating.litCount = used;
}

function numberOf(lamps: readonly Seated[], used: number, entity: number): number {
  if (entity < 0) return -1;
  for (let i = 0; i < used; i++) if (lamps[i]!.entity === entity) return i;
  return -1;
}

/** Marks the lamps that are to have seats, in `wanted`; into `order` the same by number. Returns how many. */
function choose(seats: readonly Seat[], lamps: readonly Seated[], used: number, exact: boolean): number {
  wanted.fill(0);
  let count = 0;
  for (; count < Math.min(SEATS, used); count++) {
    let best = -1;
    let most = -1;
    for (let i = 0; i < used; i++) {
      if (wanted[i] === 1) continue;
      let weight = lamps[i]!.weight;
      if (!exact) for (let s = 0; s < SEATS; s++) if (seats[s]!.index === i) weight *= STEADY;
      if (weight <= most) continue;
      most = weight;
      best = i;
    }
    wanted[best] = 1;
    order[count] = best;
  }
  return count;
}

/** Seats in the order of the lamps' entities: a pure function of what burns and from where it is seen. */
function line(seats: readonly Seat[], lamps: readonly Seated[], count: number): void {
  for (let i = 1; i < count; i++) {
    const one = order[i]!;
    let k = i;
    for (; k > 0 && lamps[order[k - 1]!]!.entity > lamps[one]!.entity; k--) order[k] = order[k - 1]!;
    order[k] = one;
  }
  for (let s = 0; s < SEATS; s++) {
    if (s >= count) leave(seats[s]!);
    else if (seats[s]!.entity !== lamps[order[s]!]!.entity) take(seats[s]!, lamps, order[s]!);
    seats[s]!.fade = s < count ? 1 : 0;
  }
}

function settle(seating: Seating, lamps: readonly Seated[], used: number, cut: boolean): void {
  const { seats } = seating;
  for (let s = 0; s < SEATS; s++) {
    const one = seats[s]!;
    if (one.entity < 0) continue;
    if (one.index >= 0 && wanted[one.index] === 1) {
      wanted[one.index] = 0;
      if (one.drawn || cut) one.fade = cut ? 1 : Math.min(1, one.fade + 1 / FADE);
      continue;
    }
    one.fade -= 1 / FADE;
    if (one.index < 0 || cut || one.fade <= 0) leave(one);
  }
  for (let i = 0; i < used; i++) {
    if (wanted[i] === 0) continue;
    const free = freeSeat(seats);
    if (free === null) break;
    take(free, lamps, i);
    // Nobody has seen what did not burn: its shadow comes with its light.
    free.fade = cut || !burnt(seating, free.entity) ? 1 : 0;
  }
}

function freeSeat(seats: readonly Seat[]): Seat | null {
  for (let s = 0; s < SEATS; s++) if (seats[s]!.entity < 0) return seats[s]!;
  return null;
}

function burnt(seating: Seating, entity: number): boolean {
  for (let i = 0; i < seating.litCount; i++) if (seating.lit[i] === entity) return true;
  return false;
}

function leave(one: Seat): void {
  one.entity = -1;
  one.index = -1;
  one.fade = 0;
  one.drawn = false;
  one.count = 0;
}

function take(one: Seat, lamps: readonly Seated[], index: number): void {
  one.entity = lamps[index]!.entity;
  one.index = index;
  one.count = 0;
  one.drawn = false;
}

/** Lays out a seat's tiles anew where its lamp is elsewhere since. */
function follow(one: Seat, lamp: Seated, stray: number): void {
  let apart = Math.abs(one.cosine - lamp.cosine) + Math.abs(one.range - lamp.range);
  for (let c = 0; c < 3; c++) {
    apart = Math.max(apart, Math.abs(one.place[c]! - lamp.place[c]!));
    apart = Math.max(apart, Math.abs(one.direction[c]! - lamp.direction[c]!));
  }
  if (one.count > 0 && apart <= stray) return;
  for (let c = 0; c < 3; c++) {
    one.place[c] = lamp.place[c]!;
    one.direction[c] = lamp.direction[c]!;
  }
  one.range = lamp.range;
  one.cosine = lamp.cosine;
  one.count = aim(one.tiles, one.direction, one.cosine);
  one.drawn = false;
}
