/**
 * What a body does to a camera that it carries: breath, muscle and gait, as smooth seeded noise.
 *
 * In: a seed, a time, a distance walked and a speed. Out: small offsets in metres and radians. A pure function, so a
 * take replayed gives the same sway to the bit, and no frame rate changes it. Every channel stays within the
 * amplitude that {@link Sway} states for it.
 */
import { smoothstep } from "../math/scalar.ts";
import { sin, TWO_PI } from "../math/trig.ts";
import type { Degrees, Metres, MetresPerSecond, Millimetres, Seconds } from "../math/units.ts";
import { radians } from "../math/units.ts";
import type { Vec3 } from "../math/vec3.ts";

/** Largest offsets, standing still and added by walking. Not averages: nothing exceeds them. */
export interface Sway {
  /** Heading, tilt and roll when standing, degrees. */
  turn: readonly [Degrees, Degrees, Degrees];
  /** Sideways, upwards and along the lens when standing, millimetres. */
  shift: readonly [Millimetres, Millimetres, Millimetres];
  /** Heading, tilt and roll that a full stride adds, degrees. */
  strideTurn: readonly [Degrees, Degrees, Degrees];
  /** Sideways, upwards and along the lens that a full stride adds, millimetres. */
  strideShift: readonly [Millimetres, Millimetres, Millimetres];
  /** Way of two steps, left and right. */
  stride: Metres;
  /** Speed from which strides are full. */
  fullSpeed: MetresPerSecond;
}

/** A trained operator with a shoulder rig. */
export const OPERATOR: Sway = {
  turn: [0.25, 0.2, 0.15],
  shift: [4, 5, 3],
  strideTurn: [0.25, 0.2, 0.3],
  strideShift: [10, 12, 5],
  stride: 1.4,
  fullSpeed: 1.3,
};

/** Offsets from where the camera would be without a body. */
export interface SwayOffset {
  /** Camera axes: right, up, back; metres. */
  shift: Vec3;
  /** Heading, tilt, roll; radians. */
  turn: Vec3;
}

/** A new offset record, all zero. */
export function createOffset(): SwayOffset {
  return { shift: [0, 0, 0], turn: [0, 0, 0] };
}

/**
 * Sway at a moment, into `out`.
 * @param seed unsigned 32-bit; whose body it is.
 * @param time seconds since the rig was taken up.
 * @param walked metres walked since then: the phase of the gait.
 * @param speed of walking at the moment.
 * @param amount share of the stated amplitudes, from 0 (none).
 */
export function at(
  out: SwayOffset,
  body: Sway,
  seed: number,
  time: Seconds,
  walked: Metres,
  speed: MetresPerSecond,
  amount = 1,
): SwayOffset {
  const gait = smoothstep(0, body.fullSpeed, speed);
  const phase = (walked / body.stride) * TWO_PI;
  // The body falls twice in a stride, once on each foot, and leans once to each side.
  const bob = sin(2 * phase);
  const lean = sin(phase);
  const nod = sin(2 * phase + 0.9);
  for (let i = 0; i < 3; i++) {
    const stride = i === 1 ? bob : i === 0 ? lean : nod;
    const strideTurn = i === 1 ? nod : lean;
    out.shift[i] =
      (amount * (body.shift[i]! * noise(seed, i, time) + gait * body.strideShift[i]! * stride)) / 1000;
    out.turn[i] =
      amount * radians(body.turn[i]! * noise(seed, i + 3, time) + gait * body.strideTurn[i]! * strideTurn);
  }
  return out;
}

/** Smooth noise from −1 to 1: slow drift, breath and tremor (0.35, 0.9 and 2.3 Hz) in the measure 6 : 3 : 1. */
export function noise(seed: number, channel: number, time: Seconds): number {
  const base = Math.imul(seed ^ Math.imul(channel + 1, 0x9e3779b1), 0x85ebca6b);
  return (
    0.6 * wave(base, time * 0.35) +
    0.3 * wave(base ^ 0x68e31da4, time * 0.9) +
    0.1 * wave(base ^ 0x1b56c4e9, time * 2.3)
  );
}

/** Gradient noise on a line, −1 to 1, smooth to its second derivative. */
function wave(seed: number, x: number): number {
  const cell = Math.floor(x);
  const t = x - cell;
  const fade = t * t * t * (t * (t * 6 - 15) + 10);
  const a = slope(seed, cell) * t;
  const b = slope(seed, cell + 1) * (t - 1);
  return 2 * (a + (b - a) * fade);
}

function slope(seed: number, cell: number): number {
  let h = Math.imul((cell | 0) ^ seed, 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 15), 0x297a2d39);
  h ^= h >>> 16;
  return (h >>> 0) * 4.656612873077393e-10 - 1;
}
