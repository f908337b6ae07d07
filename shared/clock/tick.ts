/**
 * The world's clock: whole ticks of 1/60 s.
 *
 * In and out: ticks (branded whole numbers), positions between ticks (plain numbers), seconds. A tick never goes
 * backwards, whatever state it carries.
 */
import type { Seconds } from "../math/units.ts";

declare const tickBrand: unique symbol;

/** A whole tick, from 0 on. Made by {@link at} only, so that a float or a frame number is never taken for one. */
export type Tick = number & { readonly [tickBrand]: "tick" };

/** A moment on the world's clock in ticks, fractions allowed: 90.5 lies midway between ticks 90 and 91. */
export type TickPosition = number;

/** Ticks in a second. */
export const TICK_RATE = 60;

/** Length of a tick. */
export const TICK_SECONDS: Seconds = 1 / TICK_RATE;

/** The first tick. */
export const FIRST = 0 as Tick;

/**
 * The tick with this number.
 * @throws RangeError unless it is a whole number from 0 to 2^53 − 1.
 */
export function at(number: number): Tick {
  if (!(Number.isSafeInteger(number) && number >= 0)) {
    throw new RangeError(`tick.at: a tick is a whole number from 0 on, got ${number}`);
  }
  return number as Tick;
}

/** The tick that comes `count` (whole, may be negative) later. @throws RangeError below 0. */
export function plus(tick: Tick, count: number): Tick {
  return at(tick + count);
}

/** The tick after. */
export function next(tick: Tick): Tick {
  return (tick + 1) as Tick;
}

/** Time from tick 0 to a tick or position, in seconds. */
export function toSeconds(position: TickPosition): Seconds {
  return position / TICK_RATE;
}

/** Position on the world's clock after so many seconds from tick 0. */
export function fromSeconds(seconds: Seconds): TickPosition {
  return seconds * TICK_RATE;
}

/** The last tick at or before a position; positions below 0 give tick 0. */
export function before(position: TickPosition): Tick {
  return at(Math.max(0, Math.floor(position)));
}
