/**
 * What the network's eye sees: the anchors' shot of a picture's, and whether it follows the one before or is a cut. In: the
 * shot that was drawn, which camera, the world's tick and phase. No engine here.
 */
import type { Shot } from "../view/shot.ts";

/** What may be written into. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };

/** What was seen last. */
export interface Sight {
  camera: number;
  focal: number;
  squeeze: number;
  tick: number;
  phase: string;
  readonly position: [number, number, number];
  readonly rotation: [number, number, number, number];
}

/** Nothing seen yet. */
export function createSight(): Sight {
  return {
    camera: -1,
    focal: 0,
    squeeze: 1,
    tick: 0,
    phase: "",
    position: [0, 0, 0],
    rotation: [0, 0, 0, 1],
  };
}

/** Metres and cosine of half an angle (30°) that no operator covers between two steps. */
const JUMP = 1.5;
const TURN = 0.866;
/** Ratio of focal lengths beyond which a lens was changed rather than zoomed. */
const LENS = 1.06;
/** Ticks between two steps beyond which time has jumped. */
const AHEAD = 120;

/** Whether a shot is of something else than the last: another camera, place, lens or time. Remembers it. */
export function isCut(sight: Sight, shot: Shot, camera: number, tick: number, phase: string): boolean {
  const { position: p, rotation: q } = shot.pose;
  const { position, rotation } = sight;
  const dx = p[0] - position[0];
  const dy = p[1] - position[1];
  const dz = p[2] - position[2];
  const turn = Math.abs(q[0] * rotation[0] + q[1] * rotation[1] + q[2] * rotation[2] + q[3] * rotation[3]);
  const zoom = shot.lens.focal / sight.focal;
  const cut =
    camera !== sight.camera ||
    dx * dx + dy * dy + dz * dz > JUMP * JUMP ||
    turn < TURN ||
    !(zoom < LENS && zoom > 1 / LENS) ||
    shot.lens.squeeze !== sight.squeeze ||
    tick < sight.tick ||
    tick > sight.tick + AHEAD ||
    (phase !== sight.phase && phase === "one");
  sight.camera = camera;
  sight.focal = shot.lens.focal;
  sight.squeeze = shot.lens.squeeze;
  sight.tick = tick;
  sight.phase = phase;
  for (let k = 0; k < 3; k++) position[k] = p[k]!;
  for (let k = 0; k < 4; k++) rotation[k] = q[k]!;
  return cut;
}

/** A shot to be filled by `seeGate`. */
export function createSeen(): Mutable<Shot> {
  return {
    pose: { position: [0, 0, 0], rotation: [0, 0, 0, 1] },
    lens: { focal: 35, squeeze: 1, tStop: 4, focus: 4, shutter: 180, rate: 24 },
    gate: { width: 28, height: 19 },
    frame: { x: 0, y: 0, width: 1, height: 1 },
    outside: 1,
    exposure: 0,
  };
}

/** Width over height of a shot's gate as it is seen, desqueezed. */
export const shapeOf = (shot: Shot): number => (shot.gate.width * shot.lens.squeeze) / shot.gate.height;

/**
 * The anchors' shot of a picture's: all of what it shows, `shape` its width over height, lies in an image of this aspect,
 * which may show more.
 */
export function seeGate(out: Mutable<Shot>, shot: Shot, aspect: number, shape: number): void {
  const { gate } = out;
  Object.assign(out, shot);
  out.gate = gate;
  gate.width = shot.gate.width * Math.max(1, aspect / shape);
  gate.height = shot.gate.height;
}
