/**
 * Walls that people put up: large fixed things that light memory takes for part of the place, as the set's own solids are.
 * Rays end at them, probes within them do not count, and planes in the cells of the grid keep what lies on one side from
 * being told by probes on the other. In: placed walls. Out: what rays meet, and a grid's planes. Deterministic.
 */
import { WALLS } from "../../shared/anchors/light-field.ts";
import * as quat from "../../shared/math/quat.ts";
import * as boxes from "../../shared/space/boxes.ts";
import { DIRECTIONS, RAYS, within } from "./directions.ts";
import { type Grid, placeOf, slotsOf } from "./grid.ts";
import { type Hits, SKY } from "./hits.ts";
import { passes, REACH } from "./solid-tracer.ts";
import { ballOf, type PlacedMover, type PlacedWall } from "./watch.ts";

/** Number of a part that is a wall somebody put up. */
export const PUT_UP = 254;
/** Of the directions within a ray's share every so many are followed too, so that a window counts by its size. */
const SPARSE = 6;
/** A box is a wall where it is thinner than this and wider than that, metres from its middle. */
const THIN = 0.2;
const WIDE = 0.2;
/** Metres around a wall within which a probe counts as within it. */
const SKIN = 0.03;
/** Square metres of a wall in a cell below which it parts nothing. */
const LEAST = 0.08;
/** Walls as parallel and as near to each other as this are one. */
const ONE = { cosine: 0.98, metres: 0.25 };

/** A wall with its ball. */
export interface Wall extends PlacedWall {
  centre: [number, number, number];
  radius: number;
}

/** Walls with the balls round them. */
export function standing(placed: readonly PlacedWall[]): Wall[] {
  return placed.map((one) => {
    const ball = ballOf(one);
    const centre: Wall["centre"] = [0, 0, 0];
    quat.rotate(centre, one.rotation, ball.centre);
    for (let c = 0; c < 3; c++) centre[c] = centre[c]! + one.position[c]!;
    return { ...one, centre, radius: ball.radius };
  });
}

const struck = { distance: 0, normal: [0, 0, 0], wall: null as Wall | null };

/** The first wall along a unit direction within `reach` metres, into `struck`. */
function strike(walls: readonly Wall[], from: readonly number[], towards: readonly number[], reach: number) {
  struck.wall = null;
  struck.distance = reach;
  for (const wall of walls) {
    if (!passes(wall, from, towards, struck.distance)) continue;
    if (!boxes.ray(wall, from, towards, struck.distance)) continue;
    struck.wall = wall;
    struck.distance = boxes.found.distance;
    for (let c = 0; c < 3; c++) struck.normal[c] = boxes.found.normal[c]!;
  }
  return struck.wall !== null;
}

const from = [0, 0, 0];
const towards = [0, 0, 0];

/** Whether a ray, or another within its share, may meet any of these. */
export function concerns(walls: readonly Wall[], hits: Hits, ray: number): boolean {
  const p = Math.floor(ray / RAYS) * 3;
  const k = (ray % RAYS) * 3;
  for (const { centre, radius } of walls) {
    const x = centre[0] - hits.places[p]!;
    const y = centre[1] - hits.places[p + 1]!;
    const z = centre[2] - hits.places[p + 2]!;
    const along = x * DIRECTIONS[k]! + y * DIRECTIONS[k + 1]! + z * DIRECTIONS[k + 2]!;
    if (along < -radius) continue;
    // A ray's share is a cone of some 15°.
    const wide = radius + 0.3 * Math.max(0, along);
    if (x * x + y * y + z * z - along * along <= wide * wide) return true;
  }
  return false;
}

/** Puts walls into what a ray meets: it ends there, and the sky shines in by so much less. */
export function stop(walls: readonly Wall[], hits: Hits, ray: number): void {
  const p = Math.floor(ray / RAYS) * 3;
  const around = within(ray % RAYS);
  const far = hits.part[ray] === SKY ? REACH : hits.distance[ray]!;
  let met: Wall | null = null;
  let count = 0;
  let stopped = 0;
  let distance = 0;
  const normal = [0, 0, 0];
  for (let c = 0; c < 3; c++) from[c] = hits.places[p + c]!;
  for (let k = -1; k < around.length / 3; k += k < 0 ? 1 + (SPARSE >> 1) : SPARSE) {
    for (let c = 0; c < 3; c++) towards[c] = k < 0 ? DIRECTIONS[(ray % RAYS) * 3 + c]! : around[k * 3 + c]!;
    count++;
    if (!strike(walls, from, towards, far)) continue;
    stopped++;
    // The ray's own wall counts; another's only where there would be none and no ground behind it.
    if (met !== null || (k >= 0 && hits.part[ray] !== SKY)) continue;
    met = struck.wall;
    distance = struck.distance;
    for (let c = 0; c < 3; c++) normal[c] = struck.normal[c]!;
  }
  if (stopped === 0) return;
  const share = stopped / count;
  hits.open[ray] = hits.open[ray]! * (1 - share);
  hits.through[ray] = share + hits.through[ray]! * (1 - share);
  if (met === null) return;
  if (hits.part[ray] === SKY) hits.through[ray] = share;
  hits.part[ray] = PUT_UP;
  hits.glow[ray] = 0;
  hits.distance[ray] = distance;
  for (let c = 0; c < 3; c++) {
    hits.normal[ray * 3 + c] = normal[c]!;
    hits.albedo[ray * 3 + c] = met.colour[c]!;
  }
}

/** Whether walls hold light up between a point and `reach` metres along a unit direction. */
export const stopped = (
  walls: readonly Wall[],
  from: readonly number[],
  towards: readonly number[],
  reach: number,
) => strike(walls, from, towards, reach);

/** Whether a probe counts among walls: not within one, nor moved through one off its place on the grid. */
export function counts(walls: readonly Wall[], hits: Hits, p: number): boolean {
  let gone = 0;
  placeOf(hits.grid, hits.slots[p]!, from);
  for (let c = 0; c < 3; c++) {
    towards[c] = hits.places[p * 3 + c]! - from[c]!;
    gone += towards[c]! * towards[c]!;
  }
  gone = Math.sqrt(gone);
  for (const wall of walls) {
    const reach = wall.radius + SKIN + gone;
    let apart = 0;
    for (let c = 0; c < 3; c++) apart += (wall.centre[c]! - from[c]!) ** 2;
    if (apart > reach * reach) continue;
    const place = [from[0]! + towards[0]!, from[1]! + towards[1]!, from[2]! + towards[2]!];
    if (boxes.distance(wall, place) < SKIN || boxes.distance(wall, from) < 1e-6) return false;
    if (gone < 1e-3) continue;
    const unit = towards.map((v) => v / gone);
    if (boxes.ray(wall, from, unit, gone)) return false;
  }
  return true;
}

interface Plane {
  at: [number, number, number, number];
  area: number;
}

/** The planes of every cell that walls part, as LightField has them; empty where none stand. */
export function partition(walls: readonly Wall[], grid: Grid): Float32Array<ArrayBuffer> {
  const cells = new Map<number, Plane[]>();
  for (const wall of walls)
    for (let k = 0; k < wall.boxes.length; k++) {
      const { half } = wall.boxes[k]!;
      const thin = half.indexOf(Math.min(...half));
      if (half[thin]! <= THIN && half.every((h, c) => c === thin || h >= WIDE))
        part(wall, k, thin, grid, cells);
    }
  if (cells.size === 0) return new Float32Array(0);
  const out = new Float32Array(slotsOf(grid) * WALLS * 4);
  for (const [cell, planes] of cells) {
    planes.sort((a, b) => b.area - a.area);
    planes
      .filter((plane) => plane.area >= LEAST)
      .slice(0, WALLS)
      .forEach((plane, n) => {
        out.set(plane.at, (cell * WALLS + n) * 4);
      });
  }
  return out;
}

const turned: [number, number, number, number] = [0, 0, 0, 1];
const middle = [0, 0, 0];
const low = [0, 0, 0];
const high = [0, 0, 0];
const offset = [0, 0, 0];
/** Axes of a box in the world, three rows. */
const axes = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** Adds the plane of one box to the cells that it passes through. */
function part(wall: Wall, k: number, thin: number, grid: Grid, cells: Map<number, Plane[]>): void {
  const box = wall.boxes[k]!;
  quat.multiply(turned, wall.rotation as PlacedMover["rotation"], box.rotation);
  quat.rotate(middle, wall.rotation, box.centre);
  for (let c = 0; c < 3; c++) {
    middle[c] = middle[c]! + wall.position[c]!;
    quat.rotate(axes[c]!, turned, [c === 0 ? 1 : 0, c === 1 ? 1 : 0, c === 2 ? 1 : 0]);
  }
  const extent = [0, 1, 2].map((c) =>
    axes.reduce((sum, axis, a) => sum + Math.abs(axis[c]!) * box.half[a]!, 0),
  );
  const normal = axes[thin]!;
  const plane = normal[0]! * middle[0]! + normal[1]! * middle[1]! + normal[2]! * middle[2]!;
  const [nx, ny, nz] = grid.counts;
  for (let z = 0; z < nz - 1; z++)
    for (let y = 0; y < ny - 1; y++)
      for (let x = 0; x < nx - 1; x++) {
        const cell = x + nx * (y + ny * z);
        placeOf(grid, cell, low);
        placeOf(grid, cell + 1 + nx * (1 + ny), high);
        // Below the lowest layer and above the highest, the cells go on.
        if (y === 0) low[1] = low[1]! - 1;
        const area = shareOf(box.half, thin, extent);
        if (area <= 0 || !parts(normal, plane)) continue;
        add(cells, cell, normal, plane, area);
      }
}

/** Square metres of a box, thin along `thin`, that lie about the cell between `low` and `high`. */
function shareOf(half: readonly number[], thin: number, extent: readonly number[]): number {
  for (let c = 0; c < 3; c++) {
    const size = (high[c]! - low[c]!) / 2;
    offset[c] = (high[c]! + low[c]!) / 2 - middle[c]!;
    if (Math.abs(offset[c]!) >= size + extent[c]!) return 0;
  }
  let area = 1;
  for (let a = 0; a < 3; a++) {
    const axis = axes[a]!;
    let reach = 0;
    let along = 0;
    for (let c = 0; c < 3; c++) {
      reach += (Math.abs(axis[c]!) * (high[c]! - low[c]!)) / 2;
      along += axis[c]! * offset[c]!;
    }
    const shared = Math.min(half[a]!, along + reach) - Math.max(-half[a]!, along - reach);
    if (shared <= 0) return 0;
    if (a !== thin) area *= shared;
  }
  return area;
}

/** Whether a plane has probes of the cell on both sides. */
function parts(normal: readonly number[], plane: number): boolean {
  let before = 0;
  for (let k = 0; k < 8; k++) {
    const x = k & 1 ? high[0]! : low[0]!;
    const y = k & 2 ? high[1]! : low[1]!;
    const z = k & 4 ? high[2]! : low[2]!;
    if (normal[0]! * x + normal[1]! * y + normal[2]! * z > plane) before++;
  }
  return before > 0 && before < 8;
}

function add(
  cells: Map<number, Plane[]>,
  cell: number,
  normal: readonly number[],
  plane: number,
  area: number,
) {
  const planes = cells.get(cell) ?? [];
  cells.set(cell, planes);
  const same = planes.find(({ at }) => {
    const cosine = at[0] * normal[0]! + at[1] * normal[1]! + at[2] * normal[2]!;
    return Math.abs(cosine) > ONE.cosine && Math.abs(at[3] - Math.sign(cosine) * plane) < ONE.metres;
  });
  if (same !== undefined) same.area += area;
  else planes.push({ at: [normal[0]!, normal[1]!, normal[2]!, plane], area });
}
