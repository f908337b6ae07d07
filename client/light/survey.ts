/**
 * The survey: stands a probe on every place of a grid, leaves out those within solids, moves those close to a surface a
 * little way off, and notes what their rays meet. In: a grid and a tracer. Out: Hits. Deterministic.
 */
import { DIRECTIONS, RAYS } from "./directions.ts";
import { type Grid, placeOf, roomOf, slotsOf } from "./grid.ts";
import { createMet, type Hits, MAX_GLOWS, type Met, SKY, type Tracer } from "./hits.ts";

/** Share of rays that meet surfaces from behind, above which a probe is within a solid. */
const SOLID = 0.25;
/** The same for a probe that is clear of solids. */
const CLEAR = 0.04;
/** Metres that a probe keeps from surfaces where it can. */
const KEEP = 0.22;
/** Of a place that is only tried, every so many rays are followed. */
const TRIED = 4;

/** Offsets that are tried, as shares of the allowed move: level ones first, then up, then down. */
const TRIES: number[][] = [];
for (const y of [0, 1, -1])
  for (const [x, z] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
    [0.7, 0.7],
    [-0.7, 0.7],
    [0.7, -0.7],
    [-0.7, -0.7],
    [0, 0],
  ] as const)
    if (x !== 0 || y !== 0 || z !== 0) TRIES.push([x, y, z]);

interface Standing {
  /** Share of rays that meet surfaces from behind. */
  behind: number;
  /** Metres to the nearest surface, and to the nearest met from behind. */
  nearest: number;
  nearestBehind: number;
}

/** Surveys a grid. `parts` are the ids of the numbers that the tracer tells. */
export function survey(grid: Grid, parts: readonly string[], tracer: Tracer): Hits {
  const slots: number[] = [];
  const places: number[] = [];
  const valid = new Uint8Array(slotsOf(grid));
  const place = [0, 0, 0];
  for (let slot = 0; slot < valid.length; slot++) {
    placeOf(grid, slot, place);
    if (!stand(grid, tracer, slot, place)) continue;
    valid[slot] = 1;
    slots.push(slot);
    places.push(place[0]!, place[1]!, place[2]!);
  }
  const rays = slots.length * RAYS;
  const hits: Hits = {
    grid,
    parts,
    valid,
    slots: Uint32Array.from(slots),
    places: Float32Array.from(places),
    distance: new Float32Array(rays),
    normal: new Float32Array(rays * 3),
    albedo: new Float32Array(rays * 3),
    through: new Float32Array(rays).fill(1),
    part: new Uint8Array(rays).fill(SKY),
    glow: new Uint8Array(rays),
    glows: new Float32Array(4),
  };
  follow(hits, tracer);
  return hits;
}

/** Moves a place clear of surfaces; false where it is within a solid and there is no way out. */
function stand(grid: Grid, tracer: Tracer, slot: number, place: number[]): boolean {
  const first = look(tracer, place, 1);
  if (first.behind <= CLEAR && first.nearest >= KEEP) return true;
  const room = [0, 1, 2].map((c) => roomOf(grid, slot, c));
  const farthest = Math.max(...room);
  // Deep within a solid there is no way out.
  if (first.behind > SOLID && first.nearestBehind > farthest) return false;
  const asked = [0, 0, 0];
  let best = first;
  let at = [...place];
  for (const share of [0.5, 1]) {
    for (const t of TRIES) {
      for (let c = 0; c < 3; c++) asked[c] = place[c]! + t[c]! * room[c]! * share;
      const here = look(tracer, asked, TRIED);
      if (!better(here, best)) continue;
      best = here;
      at = [...asked];
      if (here.behind <= CLEAR && here.nearest >= KEEP) break;
    }
    if (best.behind <= CLEAR && best.nearest >= KEEP) break;
  }
  if (best.behind > (first.behind > SOLID ? CLEAR : SOLID)) return false;
  for (let c = 0; c < 3; c++) place[c] = at[c]!;
  return true;
}

function better(a: Standing, b: Standing): boolean {
  if (Math.max(a.behind, CLEAR) !== Math.max(b.behind, CLEAR)) return a.behind < b.behind;
  return Math.min(a.nearest, KEEP) > Math.min(b.nearest, KEEP) + 0.01;
}

const met: Met = createMet();
const direction = [0, 0, 0];

function aim(ray: number): void {
  for (let c = 0; c < 3; c++) direction[c] = DIRECTIONS[ray * 3 + c]!;
}

function look(tracer: Tracer, place: readonly number[], step: number): Standing {
  const out: Standing = { behind: 0, nearest: Infinity, nearestBehind: Infinity };
  let rays = 0;
  for (let k = step >> 1; k < RAYS; k += step) {
    aim(k);
    rays++;
    if (!tracer.trace(place, direction, met)) continue;
    out.nearest = Math.min(out.nearest, met.distance);
    if (!met.behind) continue;
    out.behind++;
    out.nearestBehind = Math.min(out.nearestBehind, met.distance);
  }
  out.behind /= rays;
  return out;
}

/** Follows every ray of the live probes. */
function follow(hits: Hits, tracer: Tracer): void {
  const raw = new Map<string, number[]>();
  const ofRay: (string | null)[] = [];
  const place = [0, 0, 0];
  for (let p = 0; p < hits.slots.length; p++) {
    for (let c = 0; c < 3; c++) place[c] = hits.places[p * 3 + c]!;
    for (let k = 0; k < RAYS; k++) {
      const r = p * RAYS + k;
      aim(k);
      const hit = tracer.trace(place, direction, met);
      hits.through[r] = met.through;
      ofRay.push(null);
      if (!hit) continue;
      write(hits, r, met);
      if (Math.max(...met.emission) <= 0) continue;
      const key = glowKey(met);
      const sum = raw.get(key) ?? [0, 0, 0, met.night ? 1 : 0, 0];
      for (let c = 0; c < 3; c++) sum[c] = sum[c]! + met.emission[c]!;
      sum[4] = sum[4]! + 1;
      raw.set(key, sum);
      ofRay[r] = key;
    }
  }
  number(hits, raw, ofRay);
}

/** Writes what a ray met; surfaces met from behind give no light back. */
export function write(hits: Hits, ray: number, of: Met): void {
  hits.distance[ray] = of.distance;
  hits.part[ray] = of.part;
  for (let c = 0; c < 3; c++) {
    hits.normal[ray * 3 + c] = of.normal[c]!;
    hits.albedo[ray * 3 + c] = of.behind ? 0 : of.albedo[c]!;
  }
}

/** Emissions that differ by less than a fifth count as one glow. */
function glowKey(of: Met): string {
  const step = (v: number): number => Math.round(Math.log2(v + 1e-3) * 4);
  return `${of.night ? 1 : 0} ${step(of.emission[0])} ${step(of.emission[1])} ${step(of.emission[2])}`;
}

/** Gives the commonest glows their numbers; what is left takes the nearest in brightness. */
function number(hits: Hits, raw: Map<string, number[]>, ofRay: readonly (string | null)[]): void {
  const sorted = [...raw].sort((a, b) => b[1][4]! - a[1][4]! || (a[0] < b[0] ? -1 : 1));
  const kept = sorted.slice(0, MAX_GLOWS - 1);
  const glows: number[] = [0, 0, 0, 0];
  const numbers = new Map<string, number>();
  for (const [key, sum] of kept) {
    numbers.set(key, glows.length / 4);
    glows.push(sum[0]! / sum[4]!, sum[1]! / sum[4]!, sum[2]! / sum[4]!, sum[3]!);
  }
  for (const [key, sum] of sorted.slice(MAX_GLOWS - 1)) {
    let best = 0;
    let least = Infinity;
    for (let g = 1; g < glows.length / 4; g++) {
      let apart = glows[g * 4 + 3] === sum[3] ? 0 : 1e9;
      for (let c = 0; c < 3; c++) apart += Math.abs(glows[g * 4 + c]! - sum[c]! / sum[4]!);
      if (apart < least) {
        least = apart;
        best = g;
      }
    }
    numbers.set(key, best);
  }
  hits.glows = Float32Array.from(glows);
  for (let r = 0; r < ofRay.length; r++) {
    const key = ofRay[r];
    if (key !== null && key !== undefined) hits.glow[r] = numbers.get(key)!;
  }
}
