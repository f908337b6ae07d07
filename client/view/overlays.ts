/**
 * What the overlays say: T-marks in their performer's colour, the ways between them, cameras with their cones. In:
 * entities and the colours that people have. Out: lines for the pass, and labels as places on the picture, which the
 * interface writes in its own type. Space: world, metres.
 */
import * as quat from "../../shared/math/quat.ts";
import type { Entity } from "../../shared/world/entity.ts";
import { headingOf } from "./handles.ts";
import type { Lines } from "./pass/overlay.ts";
import type { CameraPose, Projection, ShotOverlays } from "./shot.ts";
import { screenOf } from "./shot.ts";

/** A camera to be drawn: where it is, its lens, whose it is. */
export interface CameraBody {
  /** Entity. */
  readonly id: number;
  readonly letter: string;
  readonly pose: CameraPose;
  /** Tangents of half its gate. */
  readonly tanX: number;
  readonly tanY: number;
  readonly focus: number;
  /** sRGB 0…1. */
  readonly colour: readonly [number, number, number];
}

/** One performer's way to one of her marks. */
export interface Leg {
  /** The mark. */
  readonly mark: number;
  /** Seconds after Action; null: nobody can say yet. */
  readonly arrives: number | null;
  /** x y z triples, metres. */
  readonly way: readonly number[];
}

/** A word at a place of the picture. */
export interface Label {
  id: number;
  text: string;
  /** Fractions from the top left. */
  x: number;
  y: number;
  /** Metres away. */
  depth: number;
  shown: boolean;
}

type Colour = readonly [number, number, number];

const PALETTE: readonly Colour[] = [
  [0.91, 0.52, 0.36],
  [0.42, 0.72, 0.86],
  [0.6, 0.78, 0.42],
  [0.85, 0.68, 0.3],
  [0.74, 0.56, 0.86],
  [0.9, 0.5, 0.64],
];

/** Colour of a performer's marks: the same on every machine. */
export function markColour(id: number): Colour {
  return PALETTE[id % PALETTE.length]!;
}

const ARM = 0.22;
const STEM = 0.32;
const LIFT = 0.012;

/** Draws marks, ways and cameras into `lines`, as far as they are asked for. */
export function drawOverlays(
  lines: Lines,
  shown: ShotOverlays,
  entities: ReadonlyMap<number, Entity>,
  cameras: readonly CameraBody[],
  selected: ReadonlySet<number>,
  legs: ReadonlyMap<number, readonly Leg[]>,
  ghosts: Ghosts,
): void {
  lines.clear();
  if (shown.marks) {
    for (const e of entities.values()) {
      if (e.performer && !e.hidden) {
        const strong = isStrong(e, entities, selected);
        way(lines, e, entities, strong, legs.get(e.id));
        if (strong) for (const id of e.performer.marks) ghost(lines, e, entities.get(id), ghosts);
      } else if (e.mark && !e.hidden) tee(lines, e, selected.has(e.id) || selected.has(e.mark.owner));
    }
  }
  if (shown.cameras) for (let i = 0; i < cameras.length; i++) body(lines, cameras[i]!);
}

/** What ghosts are drawn with: where the eye is, and how large who is. */
export interface Ghosts {
  readonly eye: readonly [number, number, number];
  /** Bounds of an entity in its own space, metres. */
  bounds(entity: Entity): { readonly min: readonly number[]; readonly max: readonly number[] };
}

/** A performer of whom something is selected: she, or one of her marks. */
function isStrong(e: Entity, entities: ReadonlyMap<number, Entity>, selected: ReadonlySet<number>): boolean {
  if (selected.has(e.id)) return true;
  for (const id of selected) if (entities.get(id)?.mark?.owner === e.id) return true;
  return false;
}

/** Outline of somebody standing, and of somebody seated: across and up, in shares of her height. */
const STANDING = [
  [0.05, 0],
  [0.06, 0.28],
  [0.085, 0.5],
  [0.065, 0.6],
  [0.125, 0.8],
  [0.03, 0.85],
] as const;
const SEATED = [
  [0.05, 0],
  [0.07, 0.24],
  [0.11, 0.28],
  [0.07, 0.36],
  [0.125, 0.55],
  [0.03, 0.6],
] as const;
const HEAD = 0.065;
const HEAD_SIDES = 10;

/** A ghost of a performer on a mark: an outline towards the eye, or the box that a vehicle will fill. */
function ghost(lines: Lines, owner: Entity, mark: Entity | undefined, ghosts: Ghosts): void {
  if (mark?.mark == null || mark.hidden) return;
  const c = markColour(owner.id);
  const { min, max } = ghosts.bounds(owner);
  const [x, y, z] = mark.pose.position;
  if (owner.kind === "vehicle") {
    boxGhost(lines, x, y, z, mark.mark.facing ?? headingOf(mark.pose.rotation), min, max, c);
    return;
  }
  const dx = x - ghosts.eye[0];
  const dz = z - ghosts.eye[2];
  const away = Math.hypot(dx, dz);
  // From right above there is nothing to see of a flat ghost.
  if (away < 0.3 || ghosts.eye[1] - y > away * 6) return;
  const height = max[1]! - min[1]!;
  const shape = mark.mark.deed === "sit" ? SEATED : STANDING;
  const rx = (dz / away) * height;
  const rz = (-dx / away) * height;
  for (const side of [-1, 1]) {
    for (let k = 0; k + 1 < shape.length; k++) {
      const [u0, v0] = shape[k]!;
      const [u1, v1] = shape[k + 1]!;
      const a = side * u0;
      const b = side * u1;
      lines.add(x + rx * a, y + v0 * height, z + rz * a, x + rx * b, y + v1 * height, z + rz * b, 2, c, 0.7);
    }
  }
  const middle = shape[shape.length - 1]![1] + HEAD + 0.01;
  for (let k = 0; k < HEAD_SIDES; k++) {
    const a = (k / HEAD_SIDES) * 2 * Math.PI;
    const b = ((k + 1) / HEAD_SIDES) * 2 * Math.PI;
    const [ua, va] = [Math.sin(a) * HEAD * 0.8, middle + Math.cos(a) * HEAD];
    const [ub, vb] = [Math.sin(b) * HEAD * 0.8, middle + Math.cos(b) * HEAD];
    lines.add(
      x + rx * ua,
      y + va * height,
      z + rz * ua,
      x + rx * ub,
      y + vb * height,
      z + rz * ub,
      2,
      c,
      0.7,
    );
  }
}

function boxGhost(
  lines: Lines,
  x: number,
  y: number,
  z: number,
  heading: number,
  min: readonly number[],
  max: readonly number[],
  c: Colour,
): void {
  const s = Math.sin(heading);
  const k = Math.cos(heading);
  const at = (corner: number): [number, number] => {
    const u = corner === 0 || corner === 3 ? min[0]! : max[0]!;
    const v = corner < 2 ? min[2]! : max[2]!;
    return [x + u * k + v * s, z - u * s + v * k];
  };
  for (let i = 0; i < 4; i++) {
    const [ax, az] = at(i);
    const [bx, bz] = at((i + 1) % 4);
    for (const h of [LIFT, max[1]!]) lines.add(ax, y + h, az, bx, y + h, bz, 2, c, 0.7);
    lines.add(ax, y + LIFT, az, ax, y + max[1]!, az, 2, c, 0.7);
  }
}

/** A T on the ground; its stem points where she comes from, its bar lies before her toes. */
function tee(lines: Lines, e: Entity, strong: boolean): void {
  const c = markColour(e.mark!.owner);
  const [x, y, z] = e.pose.position;
  const facing = e.mark!.facing ?? headingOf(e.pose.rotation);
  const s = Math.sin(facing);
  const k = Math.cos(facing);
  const width = strong ? 4 : 3;
  const h = y + LIFT;
  lines.add(x - k * ARM, h, z + s * ARM, x + k * ARM, h, z - s * ARM, width, c, 1);
  lines.add(x, h, z, x - s * STEM, h, z - k * STEM, width, c, 1);
}

/** The way as it was found, or will be; else straight from mark to mark. */
function way(
  lines: Lines,
  e: Entity,
  entities: ReadonlyMap<number, Entity>,
  strong: boolean,
  legs: readonly Leg[] | undefined,
): void {
  const p = e.performer!;
  const c = markColour(e.id);
  const alpha = strong ? 0.95 : 0.6;
  let from: readonly number[] = e.one.position;
  for (let i = 0; i < p.marks.length; i++) {
    const mark = entities.get(p.marks[i]!);
    if (!mark?.mark) continue;
    const to = mark.pose.position;
    const leg = legs?.[i];
    if (leg !== undefined && leg.mark === mark.id && leg.way.length >= 6) {
      polyline(lines, leg.way, c, alpha);
      from = to;
      continue;
    }
    const path = mark.mark.path;
    if (path.length >= 4) {
      let x = from[0]!;
      let z = from[2]!;
      for (let k = 0; k + 1 < path.length; k += 2) {
        dash(lines, x, to[1], z, path[k]!, to[1], path[k + 1]!, c, alpha);
        x = path[k]!;
        z = path[k + 1]!;
      }
      dash(lines, x, to[1], z, to[0], to[1], to[2], c, alpha);
    } else if (i === p.at + 1 && p.way.length >= 6) {
      polyline(lines, p.way, c, alpha);
    } else dash(lines, from[0]!, from[1]!, from[2]!, to[0], to[1], to[2], c, alpha);
    from = to;
  }
}

/** Metres of a dash, and of a dash with its gap. */
const DASH = 0.22;
const DASHES = 0.36;

/** Dashes of even length along x y z triples, round every corner. */
function polyline(lines: Lines, way: readonly number[], c: Colour, alpha: number): void {
  let gone = 0;
  for (let k = 3; k + 2 < way.length; k += 3) {
    gone = dashes(
      lines,
      way[k - 3]!,
      way[k - 2]!,
      way[k - 1]!,
      way[k]!,
      way[k + 1]!,
      way[k + 2]!,
      c,
      alpha,
      gone,
    );
  }
}

function dash(
  lines: Lines,
  x0: number,
  y0: number,
  z0: number,
  x1: number,
  y1: number,
  z1: number,
  c: Colour,
  alpha: number,
): void {
  dashes(lines, x0, y0, z0, x1, y1, z1, c, alpha, 0);
}

/** Dashes along one piece, which begins `gone` metres along; answers where it ends. */
function dashes(
  lines: Lines,
  x0: number,
  y0: number,
  z0: number,
  x1: number,
  y1: number,
  z1: number,
  c: Colour,
  alpha: number,
  gone: number,
): number {
  const length = Math.hypot(x1 - x0, y1 - y0, z1 - z0);
  if (length < 1e-6 || length > 2000) return gone;
  const end = gone + length;
  for (let begin = Math.floor(gone / DASHES) * DASHES; begin < end; begin += DASHES) {
    const a = (Math.max(begin, gone) - gone) / length;
    const b = (Math.min(begin + DASH, end) - gone) / length;
    if (b <= a) continue;
    lines.add(
      x0 + (x1 - x0) * a,
      y0 + (y1 - y0) * a + LIFT,
      z0 + (z1 - z0) * a,
      x0 + (x1 - x0) * b,
      y0 + (y1 - y0) * b + LIFT,
      z0 + (z1 - z0) * b,
      2.5,
      c,
      alpha,
    );
  }
  return end;
}

const corners: [number, number, number][] = [
  [0, 0, 0],
  [0, 0, 0],
  [0, 0, 0],
  [0, 0, 0],
];
const point: [number, number, number] = [0, 0, 0];

/** A camera's body and the cone of its gate, with the plane of focus. */
function body(lines: Lines, camera: CameraBody): void {
  const p = camera.pose.position;
  const q = camera.pose.rotation;
  const box = 0.09;
  for (const depth of [0.6, Math.min(camera.focus, 12)]) {
    for (let k = 0; k < 4; k++) {
      const sx = k === 0 || k === 3 ? -1 : 1;
      const sy = k < 2 ? -1 : 1;
      point[0] = sx * camera.tanX * depth;
      point[1] = sy * camera.tanY * depth;
      point[2] = -depth;
      quat.rotate(corners[k]!, q, point);
      for (let c = 0; c < 3; c++) corners[k]![c]! += p[c]!;
    }
    for (let k = 0; k < 4; k++) {
      const a = corners[k]!;
      const b = corners[(k + 1) % 4]!;
      lines.add(a[0], a[1], a[2], b[0], b[1], b[2], 2, camera.colour, depth === 0.6 ? 0.9 : 0.45);
      if (depth !== 0.6) lines.add(p[0], p[1], p[2], a[0], a[1], a[2], 1.5, camera.colour, 0.45);
    }
  }
  for (let k = 0; k < 4; k++) {
    point[0] = (k === 0 || k === 3 ? -1 : 1) * box * 0.7;
    point[1] = (k < 2 ? -1 : 1) * box;
    point[2] = 0;
    quat.rotate(corners[k]!, q, point);
  }
  point[0] = 0;
  point[1] = 0;
  point[2] = 0.24;
  quat.rotate(point, q, point);
  for (let k = 0; k < 4; k++) {
    const a = corners[k]!;
    const b = corners[(k + 1) % 4]!;
    lines.add(
      p[0] + a[0],
      p[1] + a[1],
      p[2] + a[2],
      p[0] + b[0],
      p[1] + b[1],
      p[2] + b[2],
      2.5,
      camera.colour,
      1,
    );
    lines.add(
      p[0] + a[0] + point[0],
      p[1] + a[1] + point[1],
      p[2] + a[2] + point[2],
      p[0] + b[0] + point[0],
      p[1] + b[1] + point[1],
      p[2] + b[2] + point[2],
      2.5,
      camera.colour,
      1,
    );
    lines.add(
      p[0] + a[0],
      p[1] + a[1],
      p[2] + a[2],
      p[0] + a[0] + point[0],
      p[1] + a[1] + point[1],
      p[2] + a[2] + point[2],
      2.5,
      camera.colour,
      1,
    );
  }
}

const at: [number, number, number] = [0, 0, 0];

/**
 * Where names and numbers of marks stand on the picture. Fills and returns `labels`, whose records are used again.
 */
export function placeLabels(
  labels: Label[],
  entities: ReadonlyMap<number, Entity>,
  placeOf: (id: number) => readonly number[] | null,
  heightOf: (entity: Entity) => number,
  projection: Projection,
  eye: readonly [number, number, number],
): Label[] {
  let n = 0;
  for (const e of entities.values()) {
    if (e.hidden || (!e.mark && !e.camera && (e.asset === "" || e.label === ""))) continue;
    const place = placeOf(e.id) ?? e.pose.position;
    point[0] = place[0]!;
    point[1] = place[1]! + (e.mark ? 0.05 : e.camera ? 0.16 : heightOf(e) + 0.08);
    point[2] = place[2]!;
    screenOf(at, projection, eye, point);
    let label = labels[n];
    if (!label) labels.push((label = { id: 0, text: "", x: 0, y: 0, depth: 0, shown: false }));
    n++;
    label.id = e.id;
    if (e.mark) {
      const owner = entities.get(e.mark.owner);
      label.text = String((owner?.performer?.marks.indexOf(e.id) ?? 0) + 1);
    } else label.text = e.camera ? e.camera.letter : e.label;
    label.x = at[0];
    label.y = at[1];
    label.depth = at[2];
    label.shown = at[2] > 0.2 && at[0] > -0.05 && at[0] < 1.05 && at[1] > -0.05 && at[1] < 1.05;
  }
  labels.length = n;
  return labels;
}
