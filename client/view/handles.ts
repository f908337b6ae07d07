/**
 * Handles of a selected thing: an arrow along its front, one along its right, one up, and a ring on the ground that turns
 * it. In: where it stands, how large it is, which handle is under the pointer. Out: lines for the pass, and the same ends
 * as points for whoever aims at them. Space: world, metres; heading 0 faces +Z.
 */
import type { Lines } from "./pass/overlay.ts";

/** A handle; `front`, `right` and `up` slide, `turn` turns about the vertical. */
export type HandleKind = "front" | "right" | "up" | "turn";
/** The handles that slide. */
export const ARMS = ["front", "right", "up"] as const;

/** Handles as they stand. */
export interface HandleShape {
  base: [number, number, number];
  /** Radians about +Y. */
  heading: number;
  /** Of the ring. */
  radius: number;
  /** Length of an arrow. */
  arm: number;
  /** Height from which the upward arrow rises. */
  height: number;
  hot: HandleKind | "";
}

/** Corners of the ring. */
export const RING = 40;
/** How far above the ground the handles lie, so that they are not half in it. */
const LIFT = 0.02;
const PLAIN = [0.94, 0.94, 0.94] as const;
const HOT = [1, 0.78, 0.25] as const;

/** Heading of the rotation that begins at `k`, radians. For pictures: the world's own is `headingOf` of world.ts. */
export const headingOf = (q: ArrayLike<number>, k = 0): number =>
  Math.atan2(2 * (q[k]! * q[k + 2]! + q[k + 3]! * q[k + 1]!), 1 - 2 * (q[k]! ** 2 + q[k + 1]! ** 2));

/** Direction in which an arrow points. */
export function directionOf(out: [number, number, number], shape: HandleShape, kind: HandleKind): void {
  const s = Math.sin(shape.heading);
  const c = Math.cos(shape.heading);
  out[0] = kind === "front" ? s : kind === "right" ? c : 0;
  out[1] = kind === "up" ? 1 : 0;
  out[2] = kind === "front" ? c : kind === "right" ? -s : 0;
}

/** Where an arrow begins (`share` 0), ends (1), or a place between. */
export function armPoint(
  out: [number, number, number],
  shape: HandleShape,
  kind: HandleKind,
  share: number,
): void {
  directionOf(out, shape, kind);
  const along = (kind === "up" ? shape.height : shape.radius) + shape.arm * share;
  for (let k = 0; k < 3; k++) out[k] = shape.base[k]! + out[k]! * along;
  if (kind !== "up") out[1] += LIFT;
}

/** A corner of the ring. */
export function ringPoint(out: [number, number, number], shape: HandleShape, corner: number): void {
  const a = shape.heading + (corner / RING) * 2 * Math.PI;
  out[0] = shape.base[0] + Math.sin(a) * shape.radius;
  out[1] = shape.base[1] + LIFT;
  out[2] = shape.base[2] + Math.cos(a) * shape.radius;
}

const a: [number, number, number] = [0, 0, 0];
const b: [number, number, number] = [0, 0, 0];
const side: [number, number, number] = [0, 0, 0];

/** Draws the handles. */
export function drawHandles(lines: Lines, shape: HandleShape): void {
  for (const kind of ARMS) {
    const hot = shape.hot === kind;
    const colour = hot ? HOT : PLAIN;
    const width = hot ? 4 : 2.5;
    armPoint(a, shape, kind, 0);
    armPoint(b, shape, kind, 1);
    lines.add(a[0], a[1], a[2], b[0], b[1], b[2], width, colour, 1);
    directionOf(side, shape, kind === "front" ? "right" : "front");
    armPoint(a, shape, kind, 0.7);
    for (const way of [-1, 1]) {
      const off = way * shape.arm * 0.16;
      lines.add(
        a[0] + side[0] * off,
        a[1] + side[1] * off,
        a[2] + side[2] * off,
        b[0],
        b[1],
        b[2],
        width,
        colour,
        1,
      );
    }
  }
  const hot = shape.hot === "turn";
  ringPoint(a, shape, 0);
  for (let corner = 1; corner <= RING; corner++) {
    ringPoint(b, shape, corner);
    lines.add(a[0], a[1], a[2], b[0], b[1], b[2], hot ? 4 : 2, hot ? HOT : PLAIN, hot ? 1 : 0.8);
    for (let k = 0; k < 3; k++) a[k] = b[k]!;
  }
}
