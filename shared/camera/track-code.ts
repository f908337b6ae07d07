/**
 * The bytes of a camera track: what goes over the wire in batches and into a take.
 *
 * In: a stretch of a track, or bytes. Out: bytes, or samples appended to a track, the same to the bit. Every stretch stands
 * by itself, so a batch can be lost, relayed or read alone. Camera tracks move smoothly, so what is written is the
 * difference to where the last two samples would lead, in whole lattice steps: a walking hand-held camera takes about
 * 12 bytes a sample, a tripod 2.
 *
 * Layout: version (1 byte), number of samples (varint), then each sample:
 *   flags (1 byte): what follows, by {@link FLAG}
 *   time (zigzag varint): change of the step to the last sample, unless regular
 *   position, direction (three zigzag varints each): difference to the prediction
 *   focal, focus, tStop (zigzag varint each); shutter, nd and rate (three): difference to the last sample
 * The first sample counts from zero, with no motion. Version 1 had no rate: its cameras ran at the project's.
 */
import type { TickPosition } from "../clock/tick.ts";
import type { Lattice, Refusal, Track } from "./track.ts";
import {
  appendLattice,
  CAPACITY,
  createLattice,
  createSample,
  create as createTrack,
  cutBack,
  fault,
  firstTick,
  lensFault,
  read,
  STEP,
  toLattice,
  wrap,
} from "./track.ts";

/** Version of the layout; the first byte. Version 1 is read, too. */
export const VERSION = 2;

/** What a sample's flags mean. */
export const FLAG = {
  /** The step in time has changed. */
  time: 1,
  /** The position is not where it was predicted. */
  position: 2,
  /** The direction is not where it was predicted. */
  direction: 4,
  focal: 8,
  focus: 16,
  tStop: 32,
  /** Shutter, ND or rate has changed; all follow. */
  light: 64,
  cut: 128,
} as const;

/** What reading found. A failed reading leaves the track as it was. */
export type Decoded =
  | { readonly ok: true; readonly count: number }
  | { readonly ok: false; readonly reason: string };

/** What reader and writer both know after each sample. */
interface Course {
  last: Lattice;
  /** Steps of time from the sample before the last to the last. */
  step: number;
  /** Lattice steps that the six pose values moved over that time. */
  moved: Float64Array;
}

const createCourse = (): Course => ({ last: createLattice(), step: 0, moved: new Float64Array(6) });

/** Where pose value `i` (0 to 5) should be after `step` more steps of time, if it moves on as it did. */
function predicted(course: Course, i: number, step: number): number {
  const going = course.step > 0 ? Math.round((course.moved[i]! * step) / course.step) : 0;
  return course.last[1 + i]! + going;
}

/** Takes a sample into the course. A cut, and a first sample, leave no motion behind. */
function follow(course: Course, now: Lattice, first: boolean, cut: boolean): void {
  const still = first || cut;
  for (let i = 0; i < 6; i++) {
    const way = now[1 + i]! - course.last[1 + i]!;
    course.moved[i] = still ? 0 : i < 3 ? way : wrap(way);
  }
  course.step = first ? 0 : now[0]! - course.last[0]!;
  course.last.set(now);
}

let bytes = new Uint8Array(4096);
let length = 0;

function put(value: number): void {
  if (length + 16 > bytes.length) {
    const grown = new Uint8Array(bytes.length * 2);
    grown.set(bytes);
    bytes = grown;
  }
  bytes[length++] = value;
}

/** Whole number from 0 up to 2^53, seven bits a byte, low first. By arithmetic: shifts would end at 32 bits. */
function putVarint(value: number): void {
  while (value > 127) {
    put((value % 128) + 128);
    value = Math.floor(value / 128);
  }
  put(value);
}

/** Whole number of either sign: 0, −1, 1, −2 … as 0, 1, 2, 3 … */
function putSigned(value: number): void {
  putVarint(value < 0 ? -2 * value - 1 : 2 * value);
}

const sample = createSample();
const now = createLattice();
const rest = new Float64Array(6);

/** Bytes of samples `from` up to but not including `to` (default: all). @throws RangeError where they do not exist. */
export function encode(track: Track, from = 0, to = track.count): Uint8Array<ArrayBuffer> {
  if (!(from >= 0 && to <= track.count && from <= to)) {
    throw new RangeError(`track.encode: samples ${from} to ${to} of ${track.count}`);
  }
  length = 0;
  put(VERSION);
  putVarint(to - from);
  const course = createCourse();
  for (let index = from; index < to; index++) {
    read(sample, track, index);
    toLattice(now, sample);
    write(course, now, index === from, sample.cut);
    follow(course, now, index === from, sample.cut);
  }
  return bytes.slice(0, length);
}

function write(course: Course, values: Lattice, first: boolean, cut: boolean): void {
  const { last } = course;
  const step = values[0]! - last[0]!;
  const time = first ? step : step - course.step;
  let flags = cut ? FLAG.cut : 0;
  if (time !== 0) flags |= FLAG.time;
  for (let i = 0; i < 6; i++) {
    const off = values[1 + i]! - predicted(course, i, step);
    rest[i] = i < 3 ? off : wrap(off);
    if (rest[i] !== 0) flags |= i < 3 ? FLAG.position : FLAG.direction;
  }
  if (values[7] !== last[7]) flags |= FLAG.focal;
  if (values[8] !== last[8]) flags |= FLAG.focus;
  if (values[9] !== last[9]) flags |= FLAG.tStop;
  for (let i = 10; i < 13; i++) if (values[i] !== last[i]) flags |= FLAG.light;
  put(flags);
  if (flags & FLAG.time) putSigned(time);
  if (flags & FLAG.position) for (let i = 0; i < 3; i++) putSigned(rest[i]!);
  if (flags & FLAG.direction) for (let i = 3; i < 6; i++) putSigned(rest[i]!);
  if (flags & FLAG.focal) putSigned(values[7]! - last[7]!);
  if (flags & FLAG.focus) putSigned(values[8]! - last[8]!);
  if (flags & FLAG.tStop) putSigned(values[9]! - last[9]!);
  if (flags & FLAG.light) {
    putSigned(values[10]! - last[10]!);
    putSigned(values[11]! - last[11]!);
    putSigned(values[12]! - last[12]!);
  }
}

/** Thrown and caught within this file only. */
class Cut extends Error {}

let input: Uint8Array = new Uint8Array(0);
let at = 0;

function take(): number {
  if (at >= input.length) throw new Cut("cut short");
  return input[at++]!;
}

function takeVarint(): number {
  let value = 0;
  let weight = 1;
  for (let i = 0; i < 8; i++) {
    const byte = take();
    value += (byte & 127) * weight;
    if (byte < 128) {
      if (value > Number.MAX_SAFE_INTEGER) break;
      return value;
    }
    weight *= 128;
  }
  throw new Cut("a number is too long");
}

function takeSigned(): number {
  const value = takeVarint();
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Hears of each sample of a stretch, on the lattice; answers why it may not be, or null. */
type Hear = (lattice: Lattice, cut: boolean) => Refusal | null;

const course = createCourse();

/** Goes through a stretch of at most `most` samples, and answers how many there were. Throws {@link Cut}. */
function go(data: Uint8Array, most: number, hear: Hear): number {
  input = data;
  at = 0;
  try {
    const version = take();
    if (version !== VERSION && version !== 1)
      throw new Cut(`version ${version} is unknown; this is ${VERSION}`);
    const samples = takeVarint();
    // Each takes a byte at least: a huge number in a small message is a lie.
    if (samples > data.length || samples > most) throw new Cut(`${samples} samples in ${data.length} bytes`);
    course.last.fill(0);
    course.moved.fill(0);
    course.step = 0;
    for (let i = 0; i < samples; i++) {
      const cut = readSample(course, i === 0, version);
      const refusal = hear(now, cut);
      if (refusal) throw new Cut(`sample ${i}: ${refusal}`);
      follow(course, now, i === 0, cut);
    }
    if (at !== data.length) throw new Cut(`${data.length - at} bytes left over`);
    return samples;
  } finally {
    input = new Uint8Array(0);
  }
}

/**
 * Appends the samples of one stretch to a track. Bytes may come from anybody: whatever is wrong with them comes back as a
 * reason, and the track is then as it was.
 */
export function decode(track: Track, data: Uint8Array): Decoded {
  const count = track.count;
  try {
    return { ok: true, count: go(data, CAPACITY, (lattice, cut) => appendLattice(track, lattice, cut)) };
  } catch (error) {
    track.count = count;
    track.cursor = 0;
    if (error instanceof Cut) return { ok: false, reason: error.message };
    throw error;
  }
}

/**
 * Appends a take's stretches in the order in which they came; answers what is wrong with one, or null. A stretch that
 * begins before the last one's end takes its place from there on: the room had crashed, went back to what was on its
 * disk, and those ticks were played, and filmed, anew.
 */
export function join(track: Track, stretches: readonly Uint8Array[]): string | null {
  for (const stretch of stretches) {
    if (decode(track, stretch).ok) continue;
    const alone = createTrack();
    const read = decode(alone, stretch);
    if (!read.ok) return read.reason;
    cutBack(track, firstTick(alone));
    const again = decode(track, stretch);
    if (!again.ok) return again.reason;
  }
  return null;
}

/** What a stretch holds, without its samples. */
export interface Stretch {
  count: number;
  /** Ticks of the first and the last sample; 0 where there is none. */
  first: TickPosition;
  last: TickPosition;
}

/** A new record for {@link examine}. */
export function createStretch(): Stretch {
  return { count: 0, first: 0, last: 0 };
}

let found = createStretch();

function look(lattice: Lattice): Refusal | null {
  const wrong = fault(lattice) ?? lensFault(lattice);
  if (wrong) return wrong;
  const tick = lattice[0]! * STEP.tick;
  if (found.count === 0) found.first = tick;
  else if (tick <= found.last) return "not later than the last sample";
  found.last = tick;
  found.count++;
  return null;
}

/**
 * Reads a stretch without keeping its samples, for whoever passes it on: all that {@link decode} would refuse, more than
 * `most` samples, and lenses that no camera has. Into `out`; answers what is wrong with it, or null. Allocates nothing
 * where nothing is.
 */
export function examine(out: Stretch, data: Uint8Array, most: number): string | null {
  found = out;
  out.count = out.first = out.last = 0;
  try {
    go(data, most, look);
    return null;
  } catch (error) {
    if (error instanceof Cut) return error.message;
    throw error;
  }
}

/** Reads one sample into `now`; returns whether it is a cut. */
function readSample(course: Course, first: boolean, version: number): boolean {
  const { last } = course;
  const flags = take();
  const time = flags & FLAG.time ? takeSigned() : 0;
  const step = first ? time : course.step + time;
  now[0] = last[0]! + step;
  for (let i = 0; i < 6; i++) {
    const present = flags & (i < 3 ? FLAG.position : FLAG.direction);
    const value = predicted(course, i, step) + (present ? takeSigned() : 0);
    now[1 + i] = i < 3 ? value : wrap(value);
  }
  now[7] = last[7]! + (flags & FLAG.focal ? takeSigned() : 0);
  now[8] = last[8]! + (flags & FLAG.focus ? takeSigned() : 0);
  now[9] = last[9]! + (flags & FLAG.tStop ? takeSigned() : 0);
  const light = flags & FLAG.light;
  now[10] = last[10]! + (light ? takeSigned() : 0);
  now[11] = last[11]! + (light ? takeSigned() : 0);
  now[12] = last[12]! + (light && version > 1 ? takeSigned() : 0);
  return (flags & FLAG.cut) !== 0;
}
