/**
 * Frame rates as exact fractions, and where their frames lie in time.
 *
 * In: whole frame numbers, positions in ticks. Out: exact fractions, or doubles rounded once, so that frame k of
 * a ten-hour take at 23.976 lies as exactly as frame 1 and nothing drifts.
 */
import type { Seconds } from "../math/units.ts";
import type { TickPosition } from "./tick.ts";
import { TICK_RATE } from "./tick.ts";

/** Frames a second as a fraction in lowest terms. */
export interface Rate {
  readonly num: number;
  readonly den: number;
}

/** An exact time: `num / den` seconds, in lowest terms. */
export interface RationalSeconds {
  readonly num: number;
  readonly den: number;
}

/** 24000/1001, called 23.976. */
export const FILM_NTSC: Rate = { num: 24000, den: 1001 };
/** 24. */
export const FILM: Rate = { num: 24, den: 1 };
/** 25. */
export const PAL: Rate = { num: 25, den: 1 };
/** 30000/1001, called 29.97. */
export const NTSC: Rate = { num: 30000, den: 1001 };
/** 30. */
export const THIRTY: Rate = { num: 30, den: 1 };
/** 48. */
export const FORTY_EIGHT: Rate = { num: 48, den: 1 };
/** 50. */
export const FIFTY: Rate = { num: 50, den: 1 };
/** 60000/1001, called 59.94. */
export const NTSC_DOUBLE: Rate = { num: 60000, den: 1001 };
/** 60. */
export const SIXTY: Rate = { num: 60, den: 1 };

/** The rates that a project may have, slowest first. */
export const PROJECT_RATES: readonly Rate[] = [
  FILM_NTSC,
  FILM,
  PAL,
  NTSC,
  THIRTY,
  FORTY_EIGHT,
  FIFTY,
  NTSC_DOUBLE,
  SIXTY,
];

/** Highest rate that is accepted, frames a second: high-speed cameras included. */
export const MAX_RATE = 10_000;

/**
 * A rate of its own, for a camera off the project's rate. Brought to lowest terms.
 * @throws RangeError unless both are whole, above 0, at most 10^6, and the rate is at most {@link MAX_RATE}.
 */
export function create(num: number, den = 1): Rate {
  if (!isTerm(num) || !isTerm(den) || num > den * MAX_RATE) {
    throw new RangeError(
      `rate.create: needs whole numbers from 1 to 1000000 and at most ${MAX_RATE} frames a second, got ${num}/${den}`,
    );
  }
  const divisor = commonDivisor(num, den);
  return { num: num / divisor, den: den / divisor };
}

/** A rate times another over a third, in lowest terms. @throws RangeError where its terms or the rate are too large. */
export function scale(a: Rate, by: Rate, over: Rate): Rate {
  const first = commonDivisor(a.num * by.num, a.den * by.den);
  const num = ((a.num * by.num) / first) * over.den;
  const den = ((a.den * by.den) / first) * over.num;
  const second = commonDivisor(num, den);
  return create(num / second, den / second);
}

function isTerm(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 1_000_000;
}

function commonDivisor(a: number, b: number): number {
  while (b !== 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/**
 * A rate from text: `24`, `24000/1001`, or a familiar name such as `23.976`, `23.98`, `29.97` or `59.94`, which
 * stands for the 1001 fraction. `null` where it is none of these.
 */
export function parse(text: string): Rate | null {
  const trimmed = text.trim();
  const fraction = /^(\d{1,7})\s*\/\s*(\d{1,7})$/.exec(trimmed);
  if (fraction) return checked(Number(fraction[1]), Number(fraction[2]));
  if (/^\d{1,7}$/.test(trimmed)) return checked(Number(trimmed), 1);
  if (!/^\d{1,4}\.\d{1,6}$/.test(trimmed)) return null;
  const value = Number(trimmed);
  const digits = trimmed.length - trimmed.indexOf(".") - 1;
  const nominal = Math.ceil(value);
  // 23.98, 23.976 and 23.97602 all name 24000/1001 when that is what they round from.
  const ntsc = (nominal * 1000) / 1001;
  if (
    digits >= 2 &&
    (ntsc.toFixed(digits) === trimmed || (digits === 3 && ntsc.toFixed(2) === value.toFixed(2)))
  ) {
    return checked(nominal * 1000, 1001);
  }
  // A plain decimal such as 12.5 is the fraction that it writes.
  let den = 1;
  for (let i = 0; i < digits; i++) den *= 10;
  return checked(Math.round(value * den), den);
}

function checked(num: number, den: number): Rate | null {
  if (!(num >= 1 && den >= 1)) return null;
  const divisor = commonDivisor(num, den);
  const rate = { num: num / divisor, den: den / divisor };
  return isTerm(rate.num) && isTerm(rate.den) && rate.num <= rate.den * MAX_RATE ? rate : null;
}

/** What people call the rate: `23.976`, `24`, `29.97`, `59.94`; others at most three decimals. */
export function label(rate: Rate): string {
  if (rate.den === 1) return String(rate.num);
  if (equals(rate, NTSC) || equals(rate, NTSC_DOUBLE)) return (rate.num / rate.den).toFixed(2);
  return String(Number((rate.num / rate.den).toFixed(3)));
}

/** The fraction as text, `24000/1001` or `24`: exact, for files. {@link parse} reads it back. */
export function exact(rate: Rate): string {
  return rate.den === 1 ? String(rate.num) : `${rate.num}/${rate.den}`;
}

/** Whether both are the same rate. */
export function equals(a: Rate, b: Rate): boolean {
  return a.num * b.den === b.num * a.den;
}

/** Frames a second as a double. */
export function perSecond(rate: Rate): number {
  return rate.num / rate.den;
}

/** Frames that timecode counts in a second: 24 for 23.976, 30 for 29.97. */
export function nominal(rate: Rate): number {
  return Math.round(rate.num / rate.den);
}

/** Whether timecode at this rate may drop frames: 29.97 and 59.94 only. */
export function canDrop(rate: Rate): boolean {
  return equals(rate, NTSC) || equals(rate, NTSC_DOUBLE);
}

/** Length of a frame in seconds. */
export function frameSeconds(rate: Rate): Seconds {
  return rate.den / rate.num;
}

/** Exact time of frame `frame` (whole, may be negative) from frame 0: `frame·den/num` seconds in lowest terms. */
export function frameTime(rate: Rate, frame: number): RationalSeconds {
  const num = frame * rate.den;
  const divisor = commonDivisor(Math.abs(num), rate.num);
  return { num: num / divisor, den: rate.num / divisor };
}

/** Time of frame `frame` from frame 0, rounded once. */
export function frameToSeconds(rate: Rate, frame: number): Seconds {
  return (frame * rate.den) / rate.num;
}

/** Where frame `frame` lies, in ticks from frame 0, rounded once; exact wherever the position is whole. */
export function frameToTicks(rate: Rate, frame: number): TickPosition {
  return (frame * rate.den * TICK_RATE) / rate.num;
}

/**
 * The frame on screen at a position in ticks from frame 0: the last that lies at or before it. Inverse of
 * {@link frameToTicks} for every whole frame.
 */
export function frameAtTicks(rate: Rate, position: TickPosition): number {
  let frame = Math.floor((position * rate.num) / (rate.den * TICK_RATE));
  // The product may round across a frame's edge.
  while (frameToTicks(rate, frame + 1) <= position) frame++;
  while (frameToTicks(rate, frame) > position) frame--;
  return frame;
}

/** As {@link frameAtTicks} for seconds. Inverse of {@link frameToSeconds} for every whole frame. */
export function frameAtSeconds(rate: Rate, seconds: Seconds): number {
  let frame = Math.floor((seconds * rate.num) / rate.den);
  while (frameToSeconds(rate, frame + 1) <= seconds) frame++;
  while (frameToSeconds(rate, frame) > seconds) frame--;
  return frame;
}

/** Frames of `rate` needed to show all of `ticks` ticks: the number of frames that begin before the end. */
export function framesIn(rate: Rate, ticks: number): number {
  return ticks <= 0 ? 0 : Math.ceil((ticks * rate.num) / (rate.den * TICK_RATE));
}
