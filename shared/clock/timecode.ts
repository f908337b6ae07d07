/**
 * SMPTE timecode: hours, minutes, seconds and frames as a name for a whole frame number.
 *
 * In: frame numbers with their rate, or text. Out: text, or frame numbers. Frames are the truth, timecode is how
 * they are read. Drop-frame skips numbers (two a minute at 29.97, four at 59.94, none in every tenth minute) so
 * that the clock keeps up with the wall; no picture is dropped. `;` before the frames marks it.
 */
import type { Rate } from "./rate.ts";
import { canDrop, equals, label, nominal, PROJECT_RATES } from "./rate.ts";

/** A timecode taken apart. Names a moment in one day: 00:00:00:00 follows 23:59:59:29. */
export interface Timecode {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly frames: number;
  readonly drop: boolean;
}

/** What {@link parse} found: a timecode, or why there is none, in words for the person who typed it. */
export type Parsed =
  | { readonly ok: true; readonly timecode: Timecode }
  | { readonly ok: false; readonly reason: string };

/** Numbers skipped at the start of a minute. */
function dropped(rate: Rate): number {
  return nominal(rate) / 15;
}

function requireRate(rate: Rate, drop: boolean): void {
  if (!PROJECT_RATES.some((known) => equals(known, rate))) {
    throw new RangeError(`timecode: no timecode is defined at ${label(rate)} frames a second`);
  }
  if (drop && !canDrop(rate)) {
    throw new RangeError(`timecode: drop-frame exists at 29.97 and 59.94 only, not at ${label(rate)}`);
  }
}

/** Frames in 24 hours of timecode. @throws RangeError for a rate without timecode, or drop where there is none. */
export function framesPerDay(rate: Rate, drop = false): number {
  requireRate(rate, drop);
  return nominal(rate) * 86_400 - (drop ? dropped(rate) * 9 * 144 : 0);
}

/**
 * Timecode of frame number `frame` (whole; negative and beyond a day wrap round).
 * @throws RangeError for a rate without timecode, drop where there is none, or a frame that is not whole.
 */
export function fromFrames(frame: number, rate: Rate, drop = false): Timecode {
  const day = framesPerDay(rate, drop);
  if (!Number.isSafeInteger(frame)) throw new RangeError(`timecode.fromFrames: not a whole frame: ${frame}`);
  let n = frame % day;
  if (n < 0) n += day;
  const base = nominal(rate);
  if (drop) {
    const skip = dropped(rate);
    const minute = base * 60 - skip;
    const tenMinutes = minute * 10 + skip;
    const tens = Math.floor(n / tenMinutes);
    const rest = n % tenMinutes;
    n += 9 * skip * tens + (rest >= skip ? skip * Math.floor((rest - skip) / minute) : 0);
  }
  return {
    frames: n % base,
    seconds: Math.floor(n / base) % 60,
    minutes: Math.floor(n / (base * 60)) % 60,
    hours: Math.floor(n / (base * 3600)) % 24,
    drop,
  };
}

/**
 * Frame number of a timecode.
 * @throws RangeError for a rate without timecode, drop where there is none, or a name that does not exist.
 */
export function toFrames(timecode: Timecode, rate: Rate): number {
  requireRate(rate, timecode.drop);
  const fault = faultOf(timecode, rate);
  if (fault) throw new RangeError(`timecode.toFrames: ${fault}`);
  const { hours, minutes, seconds, frames, drop } = timecode;
  const base = nominal(rate);
  const allMinutes = hours * 60 + minutes;
  const skipped = drop ? dropped(rate) * (allMinutes - Math.floor(allMinutes / 10)) : 0;
  return (allMinutes * 60 + seconds) * base + frames - skipped;
}

/** What is wrong with the parts, in words; `null` where nothing is. */
function faultOf(timecode: Timecode, rate: Rate): string | null {
  const { hours, minutes, seconds, frames, drop } = timecode;
  const base = nominal(rate);
  const parts = [
    [hours, 23, "hours"],
    [minutes, 59, "minutes"],
    [seconds, 59, "seconds"],
    [frames, base - 1, "frames"],
  ] as const;
  for (const [value, most, name] of parts) {
    if (!(Number.isInteger(value) && value >= 0 && value <= most)) {
      return `${name} go from 0 to ${most}, got ${value}`;
    }
  }
  if (drop && seconds === 0 && minutes % 10 !== 0 && frames < dropped(rate)) {
    return `${format(timecode)} is one of the numbers that drop-frame skips`;
  }
  return null;
}

/** `01:02:03:04`, or `01:02:03;04` with drop-frame. */
export function format(timecode: Timecode): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const { hours, minutes, seconds, frames, drop } = timecode;
  return `${two(hours)}:${two(minutes)}:${two(seconds)}${drop ? ";" : ":"}${two(frames)}`;
}

/** Text of frame number `frame`: {@link fromFrames}, then {@link format}. */
export function formatFrames(frame: number, rate: Rate, drop = false): string {
  return format(fromFrames(frame, rate, drop));
}

/**
 * Timecode from text: `hh:mm:ss:ff`, or `hh:mm:ss;ff` for drop-frame. Leading parts may be left out (`12:10` is
 * twelve seconds and ten frames), and digits alone are read from the right (`1210` likewise). Never throws.
 */
export function parse(text: string, rate: Rate): Parsed {
  const trimmed = text.trim();
  let drop = false;
  let fields: string[];
  if (/^\d{1,8}$/.test(trimmed)) {
    const all = trimmed.padStart(8, "0");
    fields = [all.slice(0, 2), all.slice(2, 4), all.slice(4, 6), all.slice(6)];
  } else if (/^(\d{1,2}:){0,2}\d{1,2}[:;]\d{1,2}$/.test(trimmed)) {
    drop = trimmed.includes(";");
    fields = trimmed.split(/[:;]/);
    while (fields.length < 4) fields.unshift("0");
  } else {
    return { ok: false, reason: `a timecode reads hh:mm:ss:ff, got “${trimmed}”` };
  }
  const [hours, minutes, seconds, frames] = fields.map(Number) as [number, number, number, number];
  const timecode: Timecode = { hours, minutes, seconds, frames, drop };
  if (!PROJECT_RATES.some((known) => equals(known, rate))) {
    return { ok: false, reason: `no timecode is defined at ${label(rate)} frames a second` };
  }
  if (drop && !canDrop(rate)) {
    return { ok: false, reason: `drop-frame (;) exists at 29.97 and 59.94 only, not at ${label(rate)}` };
  }
  const fault = faultOf(timecode, rate);
  return fault ? { ok: false, reason: fault } : { ok: true, timecode };
}
