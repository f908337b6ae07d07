/**
 * The grid that probes stand on: even along x and z over the set's bounds, its layers closer near the ground.
 * In: bounds and a spacing. Out: a Grid, as in LightField.
 */
import type { LightField } from "../../shared/anchors/light-field.ts";

/** Where probes stand. */
export type Grid = Pick<LightField, "origin" | "spacing" | "counts" | "heights">;

/** Metres above the ground of the layers of a place seen from some way off, and of a room. */
const LAYERS = [0.5, 1.5, 3, 6, 10, 16, 24, 36, 52];
const ROOM_LAYERS = [0.4, 1.1, 1.9, 2.9, 4.2, 6, 8.5, 12, 17];
/** Spacing up to which a grid counts as a room's. */
const ROOM = 1.3;

/** Share of the spacing that a probe may be moved off its place on the grid. */
const MOVE = 0.32;

/** Spacings that are tried, metres: the closest that keeps within the budget is taken. */
export const SPACINGS: readonly number[] = [1, 1.5, 2, 2.5, 3, 4, 6, 8, 12];

/** Lays a grid over bounds with about this spacing. */
export function layGrid(bounds: { min: readonly number[]; max: readonly number[] }, spacing: number): Grid {
  const { min, max } = bounds;
  const along = (c: number): number => Math.max(2, Math.ceil((max[c]! - min[c]!) / spacing - 0.1) + 1);
  const [nx, nz] = [along(0), along(2)];
  const ground = Math.floor(min[1]! * 10) / 10;
  const top = max[1]! - 0.3;
  const heights = (spacing <= ROOM ? ROOM_LAYERS : LAYERS).map((h) => ground + h);
  const above = heights.findIndex((h) => h >= top);
  const count = Math.max(2, above < 0 ? heights.length : above + 1);
  heights.length = count;
  heights[count - 1] = Math.max(heights[count - 2]! + 0.3, Math.min(heights[count - 1]!, top));
  return {
    origin: [min[0]!, heights[0]!, min[2]!],
    spacing: [(max[0]! - min[0]!) / (nx - 1), (max[2]! - min[2]!) / (nz - 1)],
    counts: [nx, count, nz],
    heights: Float32Array.from(heights),
  };
}

/** Probes of a grid, in solids or not. */
export const slotsOf = (grid: Grid): number => grid.counts[0] * grid.counts[1] * grid.counts[2];

/** Place on the grid of a slot, into `out` from `at` on. */
export function placeOf(grid: Grid, slot: number, out: { [index: number]: number }, at = 0): void {
  const [nx, ny] = grid.counts;
  const x = slot % nx;
  const y = Math.floor(slot / nx) % ny;
  const z = Math.floor(slot / (nx * ny));
  out[at] = grid.origin[0] + x * grid.spacing[0];
  out[at + 1] = grid.heights[y]!;
  out[at + 2] = grid.origin[2] + z * grid.spacing[1];
}

/** Metres that a slot's probe may be moved along axis `c` to stand clear of surfaces. */
export function roomOf(grid: Grid, slot: number, c: number): number {
  if (c !== 1) return grid.spacing[c === 0 ? 0 : 1]! * MOVE;
  const y = Math.floor(slot / grid.counts[0]) % grid.counts[1];
  const up = (grid.heights[y + 1] ?? Infinity) - grid.heights[y]!;
  const down = y > 0 ? grid.heights[y]! - grid.heights[y - 1]! : up;
  return Math.min(up, down) * MOVE;
}
