/**
 * Where the gate lies. In: the free area between the panels, and the picture's aspect. Out: rectangles in CSS pixels.
 * No DOM here: the camera's projection is laid on the same rectangle.
 */
import { inWindow } from "../../shared/camera/gate.ts";

/** A rectangle in CSS pixels. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Pixels kept free round the gate, so that an operator sees what is about to enter. */
export const MARGIN = 12;
/** Pixels under the gate for the read-outs. */
export const READ_OUT = 24;

/**
 * Writes into `out` the largest gate of `aspect` (width over height) in the middle of `free`, a margin round it and the
 * read-outs under it, and answers it. In whole pixels, so that its lines are sharp. Never smaller than 1 × 1.
 */
export function layGate(free: Rect, aspect: number, out: Rect, margin = MARGIN): Rect {
  insets.left = free.x + margin;
  insets.top = free.y + margin;
  insets.right = margin;
  insets.bottom = margin + READ_OUT;
  return inWindow(out, aspect, free.x + free.width, free.y + free.height, insets);
}

/** Kept, so that a frame allocates nothing. */
const insets = { left: 0, top: 0, right: 0, bottom: 0 };

/** The largest rectangle of `aspect` inside `gate`: a guide for another delivery. */
export function layGuide(gate: Rect, aspect: number): Rect {
  const width = Math.min(gate.width, gate.height * aspect);
  const height = width / aspect;
  return { x: gate.x + (gate.width - width) / 2, y: gate.y + (gate.height - height) / 2, width, height };
}

/** The middle `share` of a rectangle: 0.93 for safe action, 0.90 for safe titles (SMPTE ST 2046-1). */
export function shrink(rect: Rect, share: number): Rect {
  const width = rect.width * share;
  const height = rect.height * share;
  return { x: rect.x + (rect.width - width) / 2, y: rect.y + (rect.height - height) / 2, width, height };
}

/**
 * A round length for a scale bar: 1, 2 or 5 times a power of ten metres, as near to `wanted` pixels as it comes
 * without passing it.
 */
export function scaleLength(pixelsPerMetre: number, wanted: number): number {
  const most = wanted / pixelsPerMetre;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = most / power >= 5 ? 5 : most / power >= 2 ? 2 : 1;
  return step * power;
}
