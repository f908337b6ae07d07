/**
 * The frames that a stretch of time is written as: which there are at a rate, and where each lies in the world.
 *
 * In: a stretch in frames of the project, the rate to write at. Out: whole frame numbers; for each, the tick before it and
 * the share of the way to the next, worked out in whole numbers, so that frame k lies at exactly k/rate seconds from the
 * stretch's frame 0 however long it is.
 */
import type { Rate } from "./rate.ts";
import { TICK_RATE } from "./tick.ts";

/** Frames of one rate, without a hole. */
export interface Frames {
  readonly rate: Rate;
  /** Number of the first, counted from the beginning of the take. */
  readonly first: number;
  readonly count: number;
}

/** A moment between two ticks. */
export interface Moment {
  /** Whole ticks from frame 0. */
  readonly tick: number;
  /** 0 at that tick, below 1 at the next; rounded once. */
  readonly alpha: number;
}

/**
 * The frames at `rate` that lie within frames `from` to `to` (both included) of the project: those at or after the
 * beginning of `from` and before the end of `to`.
 * @throws RangeError unless both are whole numbers from 0 on, in order.
 */
export function within(project: Rate, from: number, to: number, rate: Rate): Frames {
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && to >= from)) {
    throw new RangeError(`frames.within: needs whole frames from 0 on in order, got ${from} to ${to}`);
  }
  const first = firstFrom(project, from, rate);
  return { rate, first, count: firstFrom(project, to + 1, rate) - first };
}

/** The first frame at `rate` that does not lie before frame `frame` of the project. */
function firstFrom(project: Rate, frame: number, rate: Rate): number {
  const over = whole(frame * project.den * rate.num);
  const under = project.num * rate.den;
  const rest = over % under;
  return (over - rest) / under + (rest > 0 ? 1 : 0);
}

/** Where frame `frame` (from 0 on) of a rate lies. Exact but for one rounding of `alpha`. */
export function momentOf(rate: Rate, frame: number): Moment {
  const over = whole(frame * rate.den * TICK_RATE);
  const rest = over % rate.num;
  return { tick: (over - rest) / rate.num, alpha: rest / rate.num };
}

function whole(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`frames: ${value} is too large to be exact`);
  return value;
}
