/**
 * The bounce: what arrives at each probe, worked out from its rays' first hits and the light of the moment. Sun and lamps
 * reach a hit by shadow rays, which are kept, so that what has not changed is not cast again. What the hits give back is
 * carried on from probe to probe until next to nothing is left, so that light goes round corners as often as it does.
 *
 * In: hits, sources, and a function that says whether light is held up. Out: radiance at each probe as harmonics (L1),
 * cd/m². Worked through in batches; the order of batches may differ, the settled result does not.
 */
import { arriving, BIAS, corners, type LightField, weigh } from "../../shared/anchors/light-field.ts";
import { arrive, arrived, type LampLight } from "../../shared/look/lamps.ts";
import { BASIS, DIRECTIONS, RAYS } from "./directions.ts";
import { type Grid, slotsOf } from "./grid.ts";
import { type Hits, SKY } from "./hits.ts";

/** Whether light is held up on its way; `except` is an entity that does not count. */
export type Occluded = (
  origin: ArrayLike<number>,
  direction: ArrayLike<number>,
  reach: number,
  except: number,
) => boolean;

/** The light of a moment. */
export interface Sources {
  /** Unit direction towards sun or moon, and lux on a surface that faces it. */
  sun: { direction: readonly number[]; lux: readonly number[] };
  /** Mean luminance of the sky over each ray's share: RAYS × RGB, cd/m². */
  sky: Float32Array;
  /** Share of what glows at night that does so. */
  night: number;
  /** In the order of their entities. */
  lamps: readonly LampLight[];
}

/** What has to be worked out again at a hit. */
export const STALE = { sun: 1, lamps: 2 } as const;

/** Metres that a shadow ray begins off its surface. */
const OFF = 0.04;
/** Metres of a gap between solids that lets no sun through, and metres within which something may stand before it. */
const SLIT = 0.15;
/** Points of a ray's footprint that are asked for the sun. */
const SAMPLES = 5;
/** Radius of those points: share of the ray's length (two thirds of what the ray stands for), and its limits in metres. */
const FOOTPRINT = { share: 0.17, least: 0.15, most: 2 } as const;
const FAR = 1000;
/** Metres before a lamp at which its shadow ray ends: the bulb and its glass. */
const SHORT = 0.2;
/** cd/m² below which a lamp's light at a hit is not worth a ray. */
const FAINT = 1e-3;
/** Share of all light below which another carrying changes nothing that can be seen. */
const ENOUGH = 0.003;
const MOST_CARRIES = 32;

/** A bounce under way. */
export interface Bounce {
  readonly hits: Hits;
  readonly occluded: Occluded;
  /** The grid with its valid probes. */
  readonly lattice: Grid & Pick<LightField, "valid" | "walls" | "lamps" | "seen">;
  sources: Sources;
  /** For each ray: STALE bits. */
  readonly stale: Uint8Array;
  /** For each live probe whether anything of its own changed. */
  readonly waiting: Uint8Array;
  /** Order in which live probes are worked through. */
  readonly order: Uint32Array;
  /** For each ray how many of SAMPLES points round its hit see the sun. */
  readonly sunlit: Uint8Array;
  /** For each ray RGB of the lamps at its hit, irradiance over π. */
  readonly lamplit: Float32Array;
  /** For each ray the first of the eight probes round its hit, and the share of each in 255ths. */
  readonly cell: Uint32Array;
  readonly share: Uint8Array;
  /** Steps from the first of eight probes to each. */
  readonly steps: readonly number[];
  /** For each slot 12 harmonics: without any carrying, the field as it stands, and what a carrying reads and writes. */
  readonly base: Float32Array;
  readonly field: Float32Array;
  carried: Float32Array;
  next: Float32Array;
  sum: Float32Array;
  /** Where in `order` the work stands, and which carrying it is: −1 while hits are lit. */
  at: number;
  carry: number;
  settled: boolean;
  /** Shadow rays cast since the beginning, for budgets. */
  rays: number;
}

const DARK: Sources = {
  sun: { direction: [0, 1, 0], lux: [0, 0, 0] },
  sky: new Float32Array(RAYS * 3),
  night: 0,
  lamps: [],
};

const NO_WALLS = { walls: new Float32Array(0), lamps: [], seen: new Float32Array(0) };

/** A bounce over these hits, in the dark. */
export function create(hits: Hits, occluded: Occluded): Bounce {
  const live = hits.slots.length;
  const slots = slotsOf(hits.grid);
  const [nx, ny] = hits.grid.counts;
  const steps = Array.from({ length: 8 }, (_, k) => (k & 1) + nx * (((k >> 1) & 1) + ny * (k >> 2)));
  const bounce: Bounce = {
    hits,
    occluded,
    lattice: { ...hits.grid, valid: hits.valid, ...NO_WALLS },
    sources: DARK,
    stale: new Uint8Array(live * RAYS).fill(STALE.sun | STALE.lamps),
    waiting: new Uint8Array(live).fill(1),
    order: Uint32Array.from({ length: live }, (_, p) => p),
    sunlit: new Uint8Array(live * RAYS),
    lamplit: new Float32Array(live * RAYS * 3),
    cell: new Uint32Array(live * RAYS),
    share: new Uint8Array(live * RAYS * 8),
    steps,
    base: new Float32Array(slots * 12),
    field: new Float32Array(slots * 12),
    carried: new Float32Array(slots * 12),
    next: new Float32Array(slots * 12),
    sum: new Float32Array(slots * 12),
    at: 0,
    carry: -1,
    settled: false,
    rays: 0,
  };
  for (let r = 0; r < live * RAYS; r++) place(bounce, r);
  return bounce;
}

const point = [0, 0, 0];
const normal = [0, 0, 0];

/** Where a ray's hit lies, moved off its surface, into `point`; its normal into `normal`. */
function locate({ hits }: Bounce, ray: number, off: number): void {
  const p = Math.floor(ray / RAYS) * 3;
  const k = (ray % RAYS) * 3;
  const d = hits.distance[ray]!;
  for (let c = 0; c < 3; c++) {
    normal[c] = hits.normal[ray * 3 + c]!;
    point[c] = hits.places[p + c]! + DIRECTIONS[k + c]! * d + normal[c]! * off;
  }
}

/** Notes which probes tell the light that arrives at a ray's hit. To be called again where a hit has changed. */
export function place(bounce: Bounce, ray: number): void {
  const { hits, cell, share } = bounce;
  share.fill(0, ray * 8, ray * 8 + 8);
  if (hits.part[ray] === SKY) return;
  locate(bounce, ray, BIAS);
  if (!weigh(bounce.lattice, point, normal)) return;
  cell[ray] = corners.index[0]!;
  let left = 255;
  let largest = 0;
  for (let k = 0; k < 8; k++) {
    const part = Math.round(corners.share[k]! * 255);
    if (part > share[ray * 8 + largest]!) largest = k;
    share[ray * 8 + k] = part;
    left -= part;
  }
  // Rounding may neither make light nor take it.
  share[ray * 8 + largest] = share[ray * 8 + largest]! + left;
}

/** Everything is to be worked out again, or the rays that `which` names. */
export function spoil(bounce: Bounce, bits: number, which?: (ray: number) => boolean): void {
  const { stale, waiting, hits } = bounce;
  for (let r = 0; r < stale.length; r++) {
    if (which !== undefined && (hits.part[r] === SKY || !which(r))) continue;
    stale[r] = stale[r]! | bits;
    waiting[Math.floor(r / RAYS)] = 1;
  }
  restart(bounce);
}

/** All probes add up their rays again; shadow rays are cast only where they are stale. */
export function refresh(bounce: Bounce): void {
  bounce.waiting.fill(1);
  restart(bounce);
}

function restart(bounce: Bounce): void {
  bounce.at = 0;
  bounce.carry = -1;
  bounce.settled = false;
}

/** Place of a ray's hit, for those who ask which hits a change concerns. Overwritten by the next call. */
export function hitOf(bounce: Bounce, ray: number): readonly number[] {
  locate(bounce, ray, OFF);
  return point;
}

/** Works on the next `count` probes; true while there is more to do. */
export function advance(bounce: Bounce, count: number): boolean {
  if (bounce.settled) return false;
  let budget = count;
  while (budget > 0 && !bounce.settled) {
    if (bounce.carry < 0) budget = lightHits(bounce, budget);
    else budget = carryOn(bounce, budget);
  }
  return !bounce.settled;
}

/** Works until nothing is left to do. */
export function settle(bounce: Bounce): void {
  while (advance(bounce, 1 << 20));
}

/** Puts probes near a place, and those before a camera there, first in what comes. */
export function attend(bounce: Bounce, position: ArrayLike<number>, forward: ArrayLike<number>): void {
  const { places } = bounce.hits;
  const rank = new Float64Array(bounce.order.length);
  for (let p = 0; p < rank.length; p++) {
    const x = places[p * 3]! - position[0]!;
    const y = places[p * 3 + 1]! - position[1]!;
    const z = places[p * 3 + 2]! - position[2]!;
    const size = Math.sqrt(x * x + y * y + z * z);
    const ahead = x * forward[0]! + y * forward[1]! + z * forward[2]!;
    rank[p] = size - (ahead > 0.6 * size ? 0.6 * size : 0);
  }
  bounce.order.sort((a, b) => rank[a]! - rank[b]! || a - b);
  if (bounce.carry < 0) bounce.at = 0;
}

/** Lights the hits of waiting probes. */
function lightHits(bounce: Bounce, budget: number): number {
  const { order, waiting } = bounce;
  while (bounce.at < order.length && budget > 0) {
    const p = order[bounce.at++]!;
    if (waiting[p] === 0) continue;
    waiting[p] = 0;
    budget--;
    castShadows(bounce, p);
    addUp(bounce, p);
    // A first guess that is already right but for what its neighbours do not know yet.
    const at = bounce.hits.slots[p]! * 12;
    carryTo(bounce, p, bounce.field, bounce.next);
    for (let h = 0; h < 12; h++) bounce.field[at + h] = bounce.base[at + h]! + bounce.next[at + h]!;
  }
  if (bounce.at >= order.length) {
    bounce.carry = 0;
    bounce.at = 0;
    bounce.carried.set(bounce.base);
    bounce.sum.set(bounce.base);
  }
  return budget;
}

const aside = [0, 0, 0];
const along = [0, 0, 0];
const beside = [0, 0, 0];
const nearby = [0, 0, 0];
const reaches = new Uint8Array(SAMPLES);
/** Corners of a square round the middle, turned so that its sides lie along no axis of a building. */
const PLACES = [0, 0, 0.92, 0.39, -0.39, 0.92, -0.92, -0.39, 0.39, -0.92];

/** Two directions at right angles to a unit one (Duff and others, 2017), into `aside` and `along`. */
function across(x: number, y: number, z: number): void {
  const sign = z < 0 ? -1 : 1;
  const a = -1 / (sign + z);
  const b = x * y * a;
  aside[0] = 1 + sign * x * x * a;
  aside[1] = sign * b;
  aside[2] = -sign * x;
  along[0] = b;
  along[1] = sign + y * y * a;
  along[2] = -y;
}

/** Place `k` of a footprint into `beside`. */
function standAt(k: number, radius: number): void {
  const u = PLACES[k * 2]! * radius;
  const v = PLACES[k * 2 + 1]! * radius;
  for (let c = 0; c < 3; c++) beside[c] = point[c]! + aside[c]! * u + along[c]! * v;
}

/**
 * How many of SAMPLES points of a ray's footprint the sun reaches: `point` and those round it on its surface. One point
 * alone would make a sunbeam on a floor count for metres, or for nothing.
 */
function sunShare(bounce: Bounce, direction: readonly number[], distance: number): number {
  across(normal[0]!, normal[1]!, normal[2]!);
  const radius = Math.min(FOOTPRINT.most, Math.max(FOOTPRINT.least, distance * FOOTPRINT.share));
  let reached = 0;
  for (let k = 0; k < SAMPLES; k++) {
    standAt(k, radius);
    bounce.rays++;
    reaches[k] = bounce.occluded(beside, direction, FAR, 0) || (k > 0 && isApart(bounce)) ? 0 : 1;
    reached += reaches[k]!;
  }
  if (reached === 0 || reached === SAMPLES) return reached;
  // Solids seldom meet to the millimetre: what comes through a slit under a wall may not stand for a square metre.
  for (let k = 0; k < SAMPLES; k++) {
    if (reaches[k] === 0) continue;
    across(normal[0]!, normal[1]!, normal[2]!);
    standAt(k, radius);
    across(direction[0]!, direction[1]!, direction[2]!);
    if (!isOpen(bounce, direction, aside) || !isOpen(bounce, direction, along)) reached--;
  }
  return reached;
}

/** Whether something stands between `point` and `beside`: then that is another place, behind a wall. */
function isApart(bounce: Bounce): boolean {
  let size = 0;
  for (let c = 0; c < 3; c++) size += (beside[c]! - point[c]!) ** 2;
  size = Math.sqrt(size);
  for (let c = 0; c < 3; c++) nearby[c] = (beside[c]! - point[c]!) / size;
  bounce.rays++;
  return bounce.occluded(point, nearby, size, 0);
}

/** Whether the sun reaches a point SLIT away from `beside`. */
function isOpen(bounce: Bounce, direction: readonly number[], towards: readonly number[]): boolean {
  for (let c = 0; c < 3; c++) nearby[c] = beside[c]! + towards[c]! * SLIT;
  bounce.rays++;
  return !bounce.occluded(nearby, direction, FAR, 0);
}

/** Casts the stale shadow rays of a probe's hits. */
function castShadows(bounce: Bounce, p: number): void {
  const { hits, stale, sunlit, lamplit, occluded, sources } = bounce;
  const { direction } = sources.sun;
  const sun = sources.sun.lux.some((v) => v > 0);
  for (let r = p * RAYS; r < (p + 1) * RAYS; r++) {
    const bits = stale[r]!;
    stale[r] = 0;
    if (bits === 0 || hits.part[r] === SKY) continue;
    locate(bounce, r, OFF);
    if (bits & STALE.sun) {
      const facing = normal[0]! * direction[0]! + normal[1]! * direction[1]! + normal[2]! * direction[2]!;
      sunlit[r] = 0;
      if (sun && facing > 0) {
        sunlit[r] = sunShare(bounce, direction, hits.distance[r]!);
      }
    }
    if ((bits & STALE.lamps) === 0) continue;
    let [red, green, blue] = [0, 0, 0];
    for (const lamp of sources.lamps) {
      const dx = lamp.place[0] - point[0]!;
      const dy = lamp.place[1] - point[1]!;
      const dz = lamp.place[2] - point[2]!;
      if (dx * dx + dy * dy + dz * dz > lamp.range * lamp.range) continue;
      if (dx * normal[0]! + dy * normal[1]! + dz * normal[2]! <= 0) continue;
      arrive(lamp, point[0]!, point[1]!, point[2]!);
      const { towards, distance } = arrived;
      const cosine = towards[0]! * normal[0]! + towards[1]! * normal[1]! + towards[2]! * normal[2]!;
      const share = (arrived.share * cosine) / Math.PI;
      if (share * Math.max(lamp.colour[0], lamp.colour[1], lamp.colour[2]) < FAINT) continue;
      bounce.rays++;
      if (occluded(point, towards, Math.max(0, distance - SHORT), lamp.entity)) continue;
      red += lamp.colour[0] * share;
      green += lamp.colour[1] * share;
      blue += lamp.colour[2] * share;
    }
    lamplit[r * 3] = red;
    lamplit[r * 3 + 1] = green;
    lamplit[r * 3 + 2] = blue;
  }
}

/** Adds up a probe's rays into `base`: sky, glow, and what hits give back of sun and lamps. */
function addUp(bounce: Bounce, p: number): void {
  const { hits, base, sunlit, lamplit, sources } = bounce;
  const { sun, sky, night } = sources;
  const [sx, sy, sz] = [sun.direction[0]!, sun.direction[1]!, sun.direction[2]!];
  const at = hits.slots[p]! * 12;
  base.fill(0, at, at + 12);
  for (let k = 0; k < RAYS; k++) {
    const r = p * RAYS + k;
    const open = hits.open[r]!;
    if (open > 0) deposit(base, at, k, sky[k * 3]! * open, sky[k * 3 + 1]! * open, sky[k * 3 + 2]! * open);
    if (hits.part[r] === SKY) continue;
    const through = hits.through[r]!;
    const n = r * 3;
    const g = hits.glow[r]! * 4;
    const glow = hits.glows[g + 3] === 1 ? night : 1;
    let facing = 0;
    if (sunlit[r]! > 0) {
      const cosine = hits.normal[n]! * sx + hits.normal[n + 1]! * sy + hits.normal[n + 2]! * sz;
      facing = (Math.max(0, cosine) * sunlit[r]!) / (SAMPLES * Math.PI);
    }
    const { albedo, glows } = hits;
    deposit(
      base,
      at,
      k,
      (glows[g]! * glow + albedo[n]! * (facing * sun.lux[0]! + lamplit[n]!)) * through,
      (glows[g + 1]! * glow + albedo[n + 1]! * (facing * sun.lux[1]! + lamplit[n + 1]!)) * through,
      (glows[g + 2]! * glow + albedo[n + 2]! * (facing * sun.lux[2]! + lamplit[n + 2]!)) * through,
    );
  }
}

/** Adds the radiance of ray k to the harmonics at `at`. */
function deposit(out: Float32Array, at: number, k: number, red: number, green: number, blue: number): void {
  for (let b = 0; b < 4; b++) {
    const w = BASIS[k * 4 + b]!;
    const i = at + b * 3;
    out[i] = out[i]! + red * w;
    out[i + 1] = out[i + 1]! + green * w;
    out[i + 2] = out[i + 2]! + blue * w;
  }
}

/** Carries the light of all probes to `budget` of them; after the last, looks whether another carrying is worth it. */
function carryOn(bounce: Bounce, budget: number): number {
  const { hits, sum } = bounce;
  const end = Math.min(hits.slots.length, bounce.at + budget);
  const done = end - bounce.at;
  for (let p = bounce.at; p < end; p++) {
    carryTo(bounce, p, bounce.carried, bounce.next);
    const at = hits.slots[p]! * 12;
    for (let h = at; h < at + 12; h++) sum[h] = sum[h]! + bounce.next[h]!;
  }
  bounce.at = end;
  if (end < hits.slots.length) return 0;
  bounce.at = 0;
  bounce.carry++;
  const { carried } = bounce;
  bounce.carried = bounce.next;
  bounce.next = carried;
  const added = brightness(bounce.hits, bounce.carried);
  if (added > ENOUGH * brightness(bounce.hits, sum) && bounce.carry < MOST_CARRIES) return budget - done;
  bounce.field.set(sum);
  bounce.settled = true;
  return 0;
}

function brightness(hits: Hits, field: Float32Array): number {
  let total = 0;
  for (const slot of hits.slots) total += field[slot * 12]! + field[slot * 12 + 1]! + field[slot * 12 + 2]!;
  return total;
}

const blend = new Float64Array(12);

/** What a probe's hits give back of the light of `from`, as harmonics into `to`. */
function carryTo(bounce: Bounce, p: number, from: Float32Array, to: Float32Array): void {
  const { hits, cell, share, steps } = bounce;
  const { normal: normals, albedo, through } = hits;
  const out = hits.slots[p]! * 12;
  to.fill(0, out, out + 12);
  for (let k = 0; k < RAYS; k++) {
    const r = p * RAYS + k;
    if (hits.part[r] === SKY) continue;
    const n = r * 3;
    if (albedo[n]! + albedo[n + 1]! + albedo[n + 2]! === 0) continue;
    blend.fill(0);
    for (let c = 0; c < 8; c++) {
      const s = share[r * 8 + c]!;
      if (s === 0) continue;
      const at = (cell[r]! + steps[c]!) * 12;
      for (let h = 0; h < 12; h++) blend[h] = blend[h]! + from[at + h]! * s;
    }
    const scale = through[r]! / 255;
    const [x, y, z] = [normals[n]!, normals[n + 1]!, normals[n + 2]!];
    deposit(
      to,
      out,
      k,
      albedo[n]! * arriving(blend[0]!, blend[9]!, blend[3]!, blend[6]!, x, y, z) * scale,
      albedo[n + 1]! * arriving(blend[1]!, blend[10]!, blend[4]!, blend[7]!, x, y, z) * scale,
      albedo[n + 2]! * arriving(blend[2]!, blend[11]!, blend[5]!, blend[8]!, x, y, z) * scale,
    );
  }
}

/** The field over a key luminance, as it is handed on; `of` the field as it stands unless another is given. */
export function fieldOf(bounce: Bounce, key: number, of: Float32Array = bounce.field): LightField {
  const { heights, valid, walls, lamps, seen, ...grid } = bounce.lattice;
  return {
    ...grid,
    heights: heights.slice(),
    valid: valid.slice(),
    walls: walls.slice(),
    lamps: [...lamps],
    seen: seen.slice(),
    harmonics: of.map((v) => v / key),
  };
}
