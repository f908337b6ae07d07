/**
 * A camera track: what one camera did, as samples with times between ticks, and where it was at any moment.
 *
 * In: samples as they happen, each later than the last. Out: the camera at any position in time. Samples are rounded to a
 * fine lattice when they are appended (bounds below), so that what the operator keeps, what is written and what others read
 * (`track-code.ts`) is the same to the bit. Append only.
 *
 * Position is interpolated by a cubic through the samples (Hermite, tangents from both neighbours), direction by slerp, lens
 * values straight. A sample marked as a cut is not bridged: until then the camera stays where it was.
 */
import type { TickPosition } from "../clock/tick.ts";
import type { Quat } from "../math/quat.ts";
import * as quat from "../math/quat.ts";
import { lerp } from "../math/scalar.ts";
import { TWO_PI } from "../math/trig.ts";
import type { Degrees, Metres, Millimetres } from "../math/units.ts";
import type { Vec3 } from "../math/vec3.ts";
import * as vec3 from "../math/vec3.ts";

/** A camera at one moment. */
export interface CameraSample {
  /** When, in ticks of the world, fractions allowed. */
  tick: TickPosition;
  position: Vec3;
  rotation: Quat;
  /** Focal length that optics use. */
  focal: Millimetres;
  /** From the sensor plane; may be infinite. */
  focus: Metres;
  tStop: number;
  shutter: Degrees;
  /** Neutral density in stops. */
  nd: number;
  /** Pictures a second; 0: the project's. */
  rate: number;
  /** Whether the camera jumped here instead of moving: a framing brought back, another camera's place taken. */
  cut: boolean;
}

/** A new sample, to be reused. */
export function createSample(): CameraSample {
  return {
    tick: 0,
    position: [0, 0, 0],
    rotation: [0, 0, 0, 1],
    focal: 35,
    focus: 4,
    tStop: 2.8,
    shutter: 180,
    nd: 0,
    rate: 0,
    cut: false,
  };
}

/** Steps of the lattice. A value read back differs by at most half a step from the value appended. */
export const STEP = {
  /** Ticks: 4 µs. */
  tick: 1 / 4096,
  /** Metres: 0.1 mm, so at most 0.09 mm off in space. */
  position: 1e-4,
  /** Radians of heading, tilt and roll: a millionth of a turn, so at most 0.0006° off in direction. */
  angle: TWO_PI / 1048576,
  /** Millimetres. */
  focal: 1e-3,
  /** Metres. */
  focus: 1e-4,
  tStop: 1e-3,
  /** Degrees. */
  shutter: 1e-2,
  /** Stops. */
  nd: 1e-3,
  /** Pictures a second. */
  rate: 1e-3,
} as const;

/** Steps of {@link STEP}.angle in a turn. */
export const ANGLE_STEPS = 1048576;
/** What an infinite focus distance is written as, in steps. */
export const INFINITE_FOCUS = 2147483647;

/** A sample on the lattice, as whole numbers: what is written. In this order. */
export const FIELDS = [
  "tick",
  "x",
  "y",
  "z",
  "heading",
  "tilt",
  "roll",
  "focal",
  "focus",
  "tStop",
  "shutter",
  "nd",
  "rate",
] as const;

/** A sample on the lattice: one whole number for each of {@link FIELDS}. */
export type Lattice = Float64Array;

/** A new lattice record, all zero. */
export function createLattice(): Lattice {
  return new Float64Array(FIELDS.length);
}

/** Largest whole number that each of {@link FIELDS} may have, up or down (time and lens values: up only). */
const LIMIT = [
  4096 * 2 ** 36,
  1e9,
  1e9,
  1e9,
  524288,
  262144,
  524288,
  1e7,
  INFINITE_FOCUS,
  1e6,
  36_000,
  1e5,
  1e6,
];

const angles: Vec3 = [0, 0, 0];

/** Rounds a sample onto the lattice, into `out`. */
export function toLattice(out: Lattice, sample: CameraSample): Lattice {
  quat.toHeadingTiltRoll(angles, sample.rotation);
  // Adding 0 turns −0 into 0, which is all that could come back.
  out[0] = Math.round(sample.tick / STEP.tick) + 0;
  for (let i = 0; i < 3; i++) {
    out[1 + i] = Math.round(sample.position[i]! / STEP.position) + 0;
    out[4 + i] = wrap(Math.round(angles[i]! / STEP.angle));
  }
  out[7] = Math.round(sample.focal / STEP.focal);
  out[8] = sample.focus === Number.POSITIVE_INFINITY ? INFINITE_FOCUS : Math.round(sample.focus / STEP.focus);
  out[9] = Math.round(sample.tStop / STEP.tStop);
  out[10] = Math.round(sample.shutter / STEP.shutter);
  out[11] = Math.round(sample.nd / STEP.nd);
  out[12] = Math.round(sample.rate / STEP.rate);
  return out;
}

/** Whole steps of angle within half a turn each way; half a turn counts as negative. */
export function wrap(steps: number): number {
  const rest = (steps + ANGLE_STEPS / 2) % ANGLE_STEPS;
  return (rest < 0 ? rest + ANGLE_STEPS : rest) - ANGLE_STEPS / 2;
}

/** Why a sample was not taken. */
export type Refusal = "not finite" | "out of range" | "not later than the last sample" | "track is full";

/** What is wrong with a lattice record; `null` where nothing is. */
export function fault(lattice: Lattice): Refusal | null {
  for (let i = 0; i < FIELDS.length; i++) {
    const value = lattice[i]!;
    if (!Number.isFinite(value)) return "not finite";
    const low = i === 0 || i > 6 ? 0 : -LIMIT[i]!;
    if (value < low || value > LIMIT[i]!) return "out of range";
  }
  return lattice[7] === 0 || lattice[8] === 0 || lattice[9] === 0 ? "out of range" : null;
}

/** What lenses, shutters and rates can be at all, in steps: far beyond any camera, near enough to be drawn. */
const LENS: readonly (readonly [field: number, low: number, high: number])[] = [
  [7, 1 / STEP.focal, 5000 / STEP.focal],
  [8, 0.01 / STEP.focus, INFINITE_FOCUS],
  [9, 0.25 / STEP.tStop, 128 / STEP.tStop],
  [10, 0.5 / STEP.shutter, 360 / STEP.shutter],
  [11, 0, 20 / STEP.nd],
];

/** What no camera's lens, shutter or rate is, though the lattice could hold it; `null` where they may be. */
export function lensFault(lattice: Lattice): Refusal | null {
  for (let i = 0; i < LENS.length; i++) {
    const value = lattice[LENS[i]![0]]!;
    if (value < LENS[i]![1] || value > LENS[i]![2]) return "out of range";
  }
  // 0: the project's rate.
  const rate = lattice[12]!;
  return rate === 0 || (rate >= 0.5 / STEP.rate && rate <= 1000 / STEP.rate) ? null : "out of range";
}

/** Numbers that a stored sample takes: tick, position, rotation, five lens values, cut, rate. */
const STRIDE = 15;

/** A camera track. Plain data; `data` holds `count` samples of 15 numbers each. */
export interface Track {
  data: Float64Array;
  count: number;
  /** Where the last search ended: playing on finds its place at once. */
  cursor: number;
}

/** Samples that one track holds at most: ten hours at 60 a second. */
export const CAPACITY = 2_160_000;

/** A new, empty track. */
export function create(): Track {
  return { data: new Float64Array(STRIDE * 64), count: 0, cursor: 0 };
}

const rounded = createLattice();
const back = quat.create();

/** Appends a sample, rounded onto the lattice. Returns why not, or `null`; a refused sample changes nothing. */
export function append(track: Track, sample: CameraSample): Refusal | null {
  return appendLattice(track, toLattice(rounded, sample), sample.cut);
}

/** As {@link append} for a sample on the lattice. */
export function appendLattice(track: Track, lattice: Lattice, cut: boolean): Refusal | null {
  const wrong = fault(lattice);
  if (wrong) return wrong;
  const tick = lattice[0]! * STEP.tick;
  if (track.count > 0 && tick <= track.data[(track.count - 1) * STRIDE]!)
    return "not later than the last sample";
  if (track.count >= CAPACITY) return "track is full";
  const at = track.count * STRIDE;
  if (at + STRIDE > track.data.length) {
    const grown = new Float64Array(track.data.length * 2);
    grown.set(track.data);
    track.data = grown;
  }
  const { data } = track;
  data[at] = tick;
  for (let i = 1; i < 4; i++) data[at + i] = lattice[i]! * STEP.position;
  quat.fromHeadingTiltRoll(
    back,
    lattice[4]! * STEP.angle,
    lattice[5]! * STEP.angle,
    lattice[6]! * STEP.angle,
  );
  quat.write(data, at + 4, back);
  data[at + 8] = lattice[7]! * STEP.focal;
  data[at + 9] = lattice[8] === INFINITE_FOCUS ? Number.POSITIVE_INFINITY : lattice[8]! * STEP.focus;
  data[at + 10] = lattice[9]! * STEP.tStop;
  data[at + 11] = lattice[10]! * STEP.shutter;
  data[at + 12] = lattice[11]! * STEP.nd;
  data[at + 13] = cut ? 1 : 0;
  data[at + 14] = lattice[12]! * STEP.rate;
  track.count++;
  return null;
}

/** Reads sample `index` into `out`. @throws RangeError where there is none. */
export function read(out: CameraSample, track: Track, index: number): CameraSample {
  if (!(index >= 0 && index < track.count)) {
    throw new RangeError(`track.read: sample ${index} of ${track.count}`);
  }
  const { data } = track;
  const at = index * STRIDE;
  out.tick = data[at]!;
  vec3.read(out.position, data, at + 1);
  quat.read(out.rotation, data, at + 4);
  out.focal = data[at + 8]!;
  out.focus = data[at + 9]!;
  out.tStop = data[at + 10]!;
  out.shutter = data[at + 11]!;
  out.nd = data[at + 12]!;
  out.cut = data[at + 13] === 1;
  out.rate = data[at + 14]!;
  return out;
}

/** Forgets the samples at and after a position in time. */
export function cutBack(track: Track, position: TickPosition): void {
  const { data } = track;
  while (track.count > 0 && data[(track.count - 1) * STRIDE]! >= position) track.count--;
  track.cursor = 0;
}

/** When the first sample lies; NaN in an empty track. */
export function firstTick(track: Track): TickPosition {
  return track.count > 0 ? track.data[0]! : Number.NaN;
}

/** When the last sample lies; NaN in an empty track. */
export function lastTick(track: Track): TickPosition {
  return track.count > 0 ? track.data[(track.count - 1) * STRIDE]! : Number.NaN;
}

/** Index of the last sample at or before a position; −1 where all are later. */
export function indexAt(track: Track, position: TickPosition): number {
  const { data, count } = track;
  if (count === 0 || position < data[0]!) return -1;
  let low = Math.min(track.cursor, count - 1);
  if (data[low * STRIDE]! <= position) {
    // Playing on: the next sample or the one after is nearly always it.
    for (let i = 0; i < 4; i++) {
      if (low + 1 >= count || data[(low + 1) * STRIDE]! > position) return (track.cursor = low);
      low++;
    }
  } else {
    low = 0;
  }
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (data[middle * STRIDE]! <= position) low = middle;
    else high = middle;
  }
  return (track.cursor = low);
}

const before = createSample();
const after = createSample();
const tangentA: Vec3 = [0, 0, 0];
const tangentB: Vec3 = [0, 0, 0];

/**
 * The camera at a position in time, into `out`. Before the first and after the last sample it stands still. Returns
 * false, and leaves `out` alone, where the track is empty. Allocates nothing.
 */
export function sampleAt(out: CameraSample, track: Track, position: TickPosition): boolean {
  if (track.count === 0) return false;
  const index = indexAt(track, position);
  if (index < 0 || index === track.count - 1) {
    read(out, track, Math.max(index, 0));
    out.tick = position;
    return true;
  }
  read(before, track, index);
  read(after, track, index + 1);
  if (after.cut || position === before.tick) {
    const { cut } = before;
    read(out, track, index);
    out.cut = cut && position === before.tick;
    out.tick = position;
    return true;
  }
  const span = after.tick - before.tick;
  const t = (position - before.tick) / span;
  tangent(tangentA, track, index);
  tangent(tangentB, track, index + 1);
  hermite(out.position, before.position, tangentA, after.position, tangentB, span, t);
  quat.slerp(out.rotation, before.rotation, after.rotation, t);
  // A lens that is not changed stays exactly the one that it is.
  out.focal = before.focal === after.focal ? before.focal : lerp(before.focal, after.focal, t);
  out.focus = blendFocus(before.focus, after.focus, t);
  out.tStop = lerp(before.tStop, after.tStop, t);
  out.shutter = lerp(before.shutter, after.shutter, t);
  out.nd = lerp(before.nd, after.nd, t);
  out.rate = before.rate;
  out.cut = false;
  out.tick = position;
  return true;
}

/** Straight between finite distances; in 1/distance from or to infinity. */
function blendFocus(a: Metres, b: Metres, t: number): Metres {
  if (a === b) return a;
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) return 1 / ((1 - t) / a + t / b);
  return lerp(a, b, t);
}

/** Velocity at a sample, per tick: the slopes to both neighbours, each weighted by the other's distance. */
function tangent(out: Vec3, track: Track, index: number): void {
  const { data, count } = track;
  const at = index * STRIDE;
  const hasBefore = index > 0 && data[at + 13] !== 1;
  const hasAfter = index + 1 < count && data[at + STRIDE + 13] !== 1;
  const h0 = hasBefore ? data[at]! - data[at - STRIDE]! : 0;
  const h1 = hasAfter ? data[at + STRIDE]! - data[at]! : 0;
  for (let i = 0; i < 3; i++) {
    const here = data[at + 1 + i]!;
    const d0 = hasBefore ? (here - data[at - STRIDE + 1 + i]!) / h0 : 0;
    const d1 = hasAfter ? (data[at + STRIDE + 1 + i]! - here) / h1 : 0;
    out[i] = hasBefore && hasAfter ? (d0 * h1 + d1 * h0) / (h0 + h1) : d0 + d1;
  }
}

/** Cubic from `a` with slope `ma` to `b` with slope `mb` over `span`, at share `t`. */
function hermite(out: Vec3, a: Vec3, ma: Vec3, b: Vec3, mb: Vec3, span: number, t: number): void {
  const s = 1 - t;
  const wa = (1 + 2 * t) * s * s;
  const wb = t * t * (3 - 2 * t);
  const wma = t * s * s * span;
  const wmb = -t * t * s * span;
  for (let i = 0; i < 3; i++) out[i] = a[i]! * wa + ma[i]! * wma + b[i]! * wb + mb[i]! * wmb;
}
