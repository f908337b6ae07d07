/**
 * The survey: stands a probe on every place of a grid, leaves out those within solids, moves those close to a surface a
 * little way off, and notes what their rays meet. In: a grid and a tracer. Out: Hits. Deterministic.
 */
import { DIRECTIONS, RAYS, within } from "./directions.ts";
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

/** Share of downward rays that meet nothing, above which a probe stands off the set. */
const BOTTOMLESS = 0.9;

interface Standing {
  /** Share of downward rays that meet nothing. */
  bottomless: number;
  /** Share of rays that meet surfaces from behind. */
  behind: number;
  /** Metres to the nearest surface, and to the nearest met from behind. */
  nearest: number;
  nearestBehind: number;
}

/** How a survey is made. */
export interface SurveyOptions {
  /** The set is known to have a ground: probes that stand off it are left out. Default false. */
  grounded?: boolean;
  /** Of the directions within a ray's share every so many are followed too. Default 8, which makes some four. */
  sparse?: number;
  /** Live probes beyond which the survey is given up. Default: no end. */
  most?: number;
}

/** Surveys a grid. `parts` are the ids of the numbers that the tracer tells. Null where it was given up. */
export function tryGrid(
  grid: Grid,
  parts: readonly string[],
  tracer: Tracer,
  { grounded = false, most = Infinity, sparse = 8 }: SurveyOptions = {},
): Hits | null {
  const slots: number[] = [];
  const places: number[] = [];
  const valid = new Uint8Array(slotsOf(grid));
  const place = [0, 0, 0];
  for (let slot = 0; slot < valid.length; slot++) {
    placeOf(grid, slot, place);
    if (!stand(grid, tracer, slot, place, grounded)) continue;
    valid[slot] = 1;
    if (slots.length >= most) return null;
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
    open: new Float32Array(rays),
    through: new Float32Array(rays),
    part: new Uint8Array(rays).fill(SKY),
    glow: new Uint8Array(rays),
    glows: new Float32Array(4),
  };
  follow(hits, tracer, sparse);
  return hits;
}

/** Surveys a grid to the end. */
export function survey(grid: Grid, parts: readonly string[], tracer: Tracer): Hits {
  return tryGrid(grid, parts, tracer)!;
}

/** Moves a place clear of surfaces; false where it is within a solid and there is no way out. */
function stand(grid: Grid, tracer: Tracer, slot: number, place: number[], grounded: boolean): boolean {
  const first = look(tracer, place, 1);
  if (grounded && first.bottomless > BOTTOMLESS) return false;
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
  const out: Standing = { behind: 0, nearest: Infinity, nearestBehind: Infinity, bottomless: 0 };
  let rays = 0;
  let downward = 0;
  for (let k = step >> 1; k < RAYS; k += step) {
    aim(k);
    rays++;
    const down = direction[1]! < -0.25;
    if (down) downward++;
    if (!tracer.trace(place, direction, met)) {
      if (down) out.bottomless++;
      continue;
    }
    out.nearest = Math.min(out.nearest, met.distance);
    if (!met.behind) continue;
    out.behind++;
    out.nearestBehind = Math.min(out.nearestBehind, met.distance);
  }
  out.behind /= rays;
  out.bottomless /= Math.max(1, downward);
  return out;
}

/** Follows every ray of the live probes. */
function follow(hits: Hits, tracer: Tracer, sparse: number): void {
  const raw = new Map<string, number[]>();
  const ofRay: (string | null)[] = [];
  const place = [0, 0, 0];
  for (let p = 0; p < hits.slots.length; p++) {
    for (let c = 0; c < 3; c++) place[c] = hits.places[p * 3 + c]!;
    for (let k = 0; k < RAYS; k++) {
      const mean = gather(tracer, place, k, sparse);
      const r = p * RAYS + k;
      hits.open[r] = mean.open;
      hits.through[r] = mean.through;
      ofRay.push(null);
      if (!mean.hit) continue;
      write(hits, r, found);
      if (Math.max(...found.emission) <= 0) continue;
      const key = glowKey(found);
      const sum = raw.get(key) ?? [0, 0, 0, found.night ? 1 : 0, 0];
      for (let c = 0; c < 3; c++) sum[c] = sum[c]! + found.emission[c]!;
      sum[4] = sum[4]! + 1;
      raw.set(key, sum);
      ofRay[r] = key;
    }
  }
  number(hits, raw, ofRay);
}

/** What `gather` found. */
const found: Met = createMet();

/**
 * Follows a ray and others within its share of the ball, so that a small bright opening or sign counts by its size and
 * not by chance. Where light comes back from, and how the surface stands there, is the ray's own; colour and glow are
 * means. Into `found`.
 */
function gather(tracer: Tracer, place: readonly number[], ray: number, sparse: number) {
  const around = within(ray);
  const albedo = [0, 0, 0];
  const emission = [0, 0, 0];
  let nightly = 0;
  let [open, through, count] = [0, 0, 0];
  let hit = false;
  for (let k = -1; k < around.length / 3; k += k < 0 ? 1 + (sparse >> 1) : sparse) {
    if (k < 0) aim(ray);
    else for (let c = 0; c < 3; c++) direction[c] = around[k * 3 + c]!;
    count++;
    if (!tracer.trace(place, direction, met)) {
      open += met.through;
      continue;
    }
    if (!hit) {
      found.distance = met.distance;
      found.part = met.part;
      found.behind = false;
      for (let c = 0; c < 3; c++) found.normal[c] = met.normal[c]!;
    }
    hit = true;
    through += met.through;
    for (let c = 0; c < 3; c++) {
      albedo[c] = albedo[c]! + (met.behind ? 0 : met.albedo[c]!) * met.through;
      emission[c] = emission[c]! + (met.behind ? 0 : met.emission[c]!) * met.through;
      nightly += (met.night ? 1 : -1) * met.emission[c]!;
    }
  }
  for (let c = 0; c < 3; c++) {
    found.albedo[c] = through > 0 ? albedo[c]! / through : 0;
    found.emission[c] = through > 0 ? emission[c]! / through : 0;
  }
  found.night = nightly > 0;
  return { hit, open: open / count, through: through / count };
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
