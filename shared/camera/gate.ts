/**
 * The gate: the part of the filmback that is delivered, and where it lies in a window.
 *
 * In: filmbacks in millimetres, windows in pixels. Out: frames in millimetres, rectangles in pixels or in shares of their
 * parent (0 to 1, origin top left). What lies in the gate is exactly what is recorded; the window shows more around it.
 */
import { atan, tan } from "../math/trig.ts";
import type { Radians } from "../math/units.ts";
import type { Filmback } from "./filmback.ts";
import type { Frame } from "./optics.ts";
import { UnknownPreset } from "./preset.ts";

/** A shape that pictures are delivered in. */
export interface DeliveryRatio {
  /** What is saved and shown. */
  readonly id: string;
  /** What the trade calls it. */
  readonly label: string;
  /** Width over height. */
  readonly ratio: number;
}

/** DCI Flat, 1.85: the size of the container. */
export const DCI_FLAT = { width: 3996, height: 2160 } as const;
/** DCI Scope, 2.39: the size of the container. */
export const DCI_SCOPE = { width: 4096, height: 1716 } as const;

/** Every delivery ratio. */
export const DELIVERY_RATIOS: readonly DeliveryRatio[] = [
  { id: "1.33", label: "4:3", ratio: 4 / 3 },
  { id: "1.37", label: "Academy", ratio: 1.375 },
  { id: "1.43", label: "IMAX film", ratio: 1.43 },
  { id: "1.66", label: "European flat", ratio: 5 / 3 },
  { id: "1.78", label: "16:9", ratio: 16 / 9 },
  { id: "1.85", label: "DCI Flat", ratio: DCI_FLAT.width / DCI_FLAT.height },
  { id: "1.90", label: "DCI full, 17:9", ratio: 4096 / 2160 },
  { id: "2.00", label: "2:1", ratio: 2 },
  { id: "2.20", label: "70 mm", ratio: 2.2 },
  { id: "2.35", label: "Scope before 1970", ratio: 2.35 },
  { id: "2.39", label: "DCI Scope", ratio: DCI_SCOPE.width / DCI_SCOPE.height },
  { id: "2.76", label: "Ultra Panavision", ratio: 2.76 },
  { id: "9:16", label: "upright", ratio: 9 / 16 },
  { id: "1:1", label: "square", ratio: 1 },
];

/** The delivery ratio with this id. @throws UnknownPreset where there is none. */
export function ratioNamed(id: string): DeliveryRatio {
  const found = findRatio(id);
  if (!found) {
    throw new UnknownPreset(
      "delivery ratio",
      id,
      DELIVERY_RATIOS.map((ratio) => ratio.id),
    );
  }
  return found;
}

/** The delivery ratio with this id, or `null`: for ids that come from outside. */
export function findRatio(id: string): DeliveryRatio | null {
  return DELIVERY_RATIOS.find((ratio) => ratio.id === id) ?? null;
}

/** A rectangle, origin top left. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * The largest frame of a ratio that fits a filmback, in the middle, in millimetres on the sensor (before the
 * squeeze is taken out, so that it goes into the optics as it is).
 */
export function onFilmback(filmback: Pick<Filmback, "width" | "height">, ratio: number, squeeze = 1): Frame {
  const sensorRatio = ratio / squeeze;
  return filmback.width / filmback.height > sensorRatio
    ? { width: filmback.height * sensorRatio, height: filmback.height }
    : { width: filmback.width, height: filmback.width / sensorRatio };
}

/** Where that frame lies within the filmback, in shares of its width and height. */
export function withinFilmback(
  filmback: Pick<Filmback, "width" | "height">,
  ratio: number,
  squeeze = 1,
): Rectangle {
  const frame = onFilmback(filmback, ratio, squeeze);
  const width = frame.width / filmback.width;
  const height = frame.height / filmback.height;
  return { x: (1 - width) / 2, y: (1 - height) / 2, width, height };
}

/** Room that panels take from the window's edges, in pixels. */
export interface Insets {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const NO_INSETS: Insets = { left: 0, top: 0, right: 0, bottom: 0 };

/**
 * Where the gate lies in a window: as large as fits between the insets, in their middle, in whole pixels (so that its
 * edges are sharp). Never smaller than 1 × 1. Writes `out`.
 */
export function inWindow(
  out: Rectangle,
  ratio: number,
  windowWidth: number,
  windowHeight: number,
  insets: Insets = NO_INSETS,
): Rectangle {
  const width = Math.max(1, windowWidth - insets.left - insets.right);
  const height = Math.max(1, windowHeight - insets.top - insets.bottom);
  const wide = width / height > ratio;
  out.width = Math.max(1, Math.floor(wide ? height * ratio : width));
  out.height = Math.max(1, Math.floor(wide ? height : width / ratio));
  out.x = insets.left + Math.floor((width - out.width) / 2);
  out.y = insets.top + Math.floor((height - out.height) / 2);
  return out;
}

/**
 * Vertical field of view that a whole window must be drawn with so that the gate within it shows exactly
 * `gateFov`. The window's middle must be the gate's; {@link shift} says how far it is off.
 */
export function windowFov(gateFov: Radians, gate: Rectangle, windowHeight: number): Radians {
  return 2 * atan((tan(gateFov / 2) * windowHeight) / gate.height);
}

/** How far the gate's middle lies from the window's, in clip space: x right, y up, ±1 at the window's edges. */
export function shift(gate: Rectangle, windowWidth: number, windowHeight: number): [x: number, y: number] {
  return [
    ((gate.x + gate.width / 2) * 2) / windowWidth - 1,
    1 - ((gate.y + gate.height / 2) * 2) / windowHeight,
  ];
}

/**
 * Pixels of a delivered picture of a ratio: both even (encoders need that), the width at most `maxWidth`, the
 * height at most `maxHeight`.
 */
export function deliverySize(
  ratio: number,
  maxWidth: number,
  maxHeight = Number.POSITIVE_INFINITY,
): { width: number; height: number } {
  const wide = maxWidth / maxHeight > ratio;
  const even = (size: number) => Math.max(2, Math.round(size / 2) * 2);
  const width = even(wide ? maxHeight * ratio : Math.floor(maxWidth / 2) * 2);
  const height = even(wide ? Math.floor(maxHeight / 2) * 2 : width / ratio);
  return { width, height };
}

/** A guide line in the gate, in shares of its width and height. */
export type Line = readonly [x1: number, y1: number, x2: number, y2: number];

/** Guides that can be laid over the gate. */
export type GuideKind = "thirds" | "cross" | "diagonals" | "golden";

const GOLDEN = 0.3819660112501051;

/** Lines of a guide. */
export function guideLines(kind: GuideKind): readonly Line[] {
  if (kind === "thirds") return grid(1 / 3);
  if (kind === "golden") return grid(GOLDEN);
  if (kind === "diagonals") {
    return [
      [0, 0, 1, 1],
      [0, 1, 1, 0],
    ];
  }
  return [
    [0.47, 0.5, 0.53, 0.5],
    [0.5, 0.47, 0.5, 0.53],
  ];
}

function grid(at: number): readonly Line[] {
  return [
    [at, 0, at, 1],
    [1 - at, 0, 1 - at, 1],
    [0, at, 1, at],
    [0, 1 - at, 1, 1 - at],
  ];
}

/** Share of width and height that is safe for action (SMPTE RP 2046-1, EBU R 95). */
export const ACTION_SAFE = 0.93;
/** Share of width and height that is safe for titles (SMPTE RP 2046-1, EBU R 95). */
export const TITLE_SAFE = 0.9;

/** A safe area within the gate, in shares of it. */
export function safeArea(share: number): Rectangle {
  return { x: (1 - share) / 2, y: (1 - share) / 2, width: share, height: share };
}

/**
 * Where another ratio's frame lies within a gate, in shares of the gate: to protect a second delivery (9:16 within
 * 2.39, say).
 */
export function nested(gateRatio: number, otherRatio: number): Rectangle {
  return withinFilmback({ width: gateRatio, height: 1 }, otherRatio);
}
