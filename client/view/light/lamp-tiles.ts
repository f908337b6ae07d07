/**
 * Tiles of lamps' shadows: how the space round a lamp is laid out in the atlas. A seat has room for six faces of a cube,
 * three by two; a spot that is narrow enough looks through one tile of twice their edge. In: where a lamp points, and how
 * wide. Out: axes of each tile, and which tiles a ball or a box may be seen in. No engine here.
 */
import type { Bounds } from "../asset/cluster.ts";
import { FACES } from "../pass/cube.ts";

/** Lamps that can throw shadows at a time. */
export const SEATS = 8;
/** Tiles of one seat. */
export const TILES = 6;
/** Seats side by side in the atlas. */
export const COLUMNS = 2;
/** Texels that a tile goes on beyond its edge, for the filter. */
const MARGIN = 4;
/** Cosine of half the angle up to which a spot has one tile: 60°. */
const NARROW = 0.4999;
/** Radians from the middle of a cube's face to its corner. */
const CORNER = 0.9554;

/** One tile: the camera of a lamp's shadow. */
export interface Tile {
  readonly right: [number, number, number];
  readonly up: [number, number, number];
  readonly forward: [number, number, number];
  /** Tangent of half its angle, margin included. */
  wide: number;
  /** Corner in the atlas, texels from the bottom left, and edge. */
  x: number;
  y: number;
  edge: number;
  /** Number of the face of the cube; a spot's one tile is 0. */
  face: number;
  readonly seatX: number;
  readonly seatY: number;
  readonly faceEdge: number;
}

/** Tiles of seat `seat`, whose cube faces are `edge` texels wide. */
export const createTiles = (seat: number, edge: number): Tile[] =>
  Array.from({ length: TILES }, () => ({
    right: [1, 0, 0],
    up: [0, 1, 0],
    forward: [0, 0, -1],
    wide: 1,
    x: 0,
    y: 0,
    edge,
    face: 0,
    seatX: (seat % COLUMNS) * 3 * edge,
    seatY: Math.floor(seat / COLUMNS) * 2 * edge,
    faceEdge: edge,
  }));

/** Tangent of half the angle of a seat's tiles, margin included; `cosine` as in LampState. */
export const widthOf = (cosine: number, edge: number): number =>
  cosine >= NARROW
    ? (Math.sqrt(1 - cosine * cosine) / cosine) * (edge / (edge - MARGIN))
    : edge / (edge - 2 * MARGIN);

/** Whether a lamp has one tile. */
export const isNarrow = (cosine: number): boolean => cosine >= NARROW;

/** Lays a seat's tiles out for a lamp; returns how many are needed. */
export function aim(tiles: readonly Tile[], direction: readonly number[], cosine: number): number {
  const first = tiles[0]!;
  if (isNarrow(cosine)) {
    copy(first.forward, direction);
    // As in the shader: any axis that does not lie along the lamp's.
    const tilted = Math.abs(direction[1]!) > 0.9;
    cross(first.right, direction, tilted ? X : Y);
    const size = Math.hypot(...first.right);
    for (let c = 0; c < 3; c++) first.right[c]! /= size;
    cross(first.up, first.right, direction);
    first.face = 0;
    first.edge = first.faceEdge * 2;
    first.x = first.seatX;
    first.y = first.seatY;
    first.wide = widthOf(cosine, first.faceEdge);
    return 1;
  }
  const reach = Math.acos(Math.max(-1, Math.min(1, cosine))) + CORNER;
  let count = 0;
  for (let face = 0; face < FACES.length; face++) {
    const { forward, up } = FACES[face]!;
    const along = forward[0]! * direction[0]! + forward[1]! * direction[1]! + forward[2]! * direction[2]!;
    if (Math.acos(Math.max(-1, Math.min(1, along))) > reach) continue;
    const tile = tiles[count++]!;
    copy(tile.forward, forward);
    copy(tile.up, up);
    cross(tile.right, forward, up);
    tile.face = face;
    tile.edge = tile.faceEdge;
    tile.x = tile.seatX + (face % 3) * tile.edge;
    tile.y = tile.seatY + Math.floor(face / 3) * tile.edge;
    tile.wide = widthOf(cosine, tile.edge);
  }
  return count;
}

/** Whether a ball, its centre against the lamp, may be seen in a tile. */
export function seesBall(t: Tile, x: number, y: number, z: number, radius: number): boolean {
  const depth = x * t.forward[0] + y * t.forward[1] + z * t.forward[2];
  if (depth < -radius) return false;
  const side = depth * t.wide + radius * Math.sqrt(1 + t.wide * t.wide);
  return (
    Math.abs(x * t.right[0] + y * t.right[1] + z * t.right[2]) <= side &&
    Math.abs(x * t.up[0] + y * t.up[1] + z * t.up[2]) <= side
  );
}

/** Whether a box in world space may be seen in a tile of a lamp at `place`, within its range. */
export function seesBox(t: Tile, place: readonly number[], range: number, { min, max }: Bounds): boolean {
  let apart = 0;
  for (let c = 0; c < 3; c++) {
    const out = Math.max(min[c]! - place[c]!, place[c]! - max[c]!, 0);
    apart += out * out;
  }
  if (apart > range * range) return false;
  // The box lies beyond a side if its foremost corner towards the inside does.
  for (let side = 0; side < 4; side++) {
    const axis = side < 2 ? t.right : t.up;
    const sign = side % 2 === 0 ? 1 : -1;
    let most = 0;
    for (let c = 0; c < 3; c++) {
      const inward = t.forward[c]! * t.wide + axis[c]! * sign;
      most += Math.max(inward * (min[c]! - place[c]!), inward * (max[c]! - place[c]!));
    }
    if (most < 0) return false;
  }
  return true;
}

const X = [1, 0, 0] as const;
const Y = [0, 1, 0] as const;

function copy(out: [number, number, number], from: readonly number[]): void {
  for (let c = 0; c < 3; c++) out[c] = from[c]!;
}

function cross(out: [number, number, number], a: readonly number[], b: readonly number[]): void {
  const x = a[1]! * b[2]! - a[2]! * b[1]!;
  const y = a[2]! * b[0]! - a[0]! * b[2]!;
  out[2] = a[0]! * b[1]! - a[1]! * b[0]!;
  out[0] = x;
  out[1] = y;
}
