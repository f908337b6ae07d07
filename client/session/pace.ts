/**
 * Pace: when each tick is played. Ticks arrive with the network's jitter and are played at 60 a second from a buffer
 * whose depth follows that jitter; a wrong depth is put right by playing a few percent faster or slower, never by a
 * jump that a person could see. In: arrivals and the time. Out: the position (in ticks, continuous) that is due.
 *
 * The lateness of a tick is its arrival less its nominal time. The buffer has the right depth when ticks are played at
 * the largest lateness of the last seconds; that is the target, and it drifts with both machines' clocks by itself.
 */

/** Milliseconds in a tick. */
export const TICK_MS = 1000 / 60;

const SPAN = 500;
const SPANS = 16;
/** Kept in hand over the target: a timer's own unpunctuality. */
const MARGIN = 4;
/** Errors smaller than this are left alone. */
const DEAD = 2;
/** An error is put right over about this time, in ms: by 2 % at 40 ms, and never by more than 5 %. */
const OVER = 2000;
const MOST = 0.05;
/** Farther behind than this, ticks are stepped as fast as the budget allows. */
export const CATCH_UP_MS = 500;
/** Catching up ends within this of where it should be. */
const CAUGHT_MS = 20;
/** Deepest buffer that is built for a bad network. */
const DEEPEST = 1500;

/** The largest values of the last seconds, a span at a time, so that one stray value does not stay for long. */
export interface Lateness {
  readonly highs: Float64Array;
  readonly lows: Float64Array;
  /** Number of the newest span, counted from time 0; −1 before anything came. */
  span: number;
}

/** Nothing measured yet. */
export function createLateness(): Lateness {
  return {
    highs: new Float64Array(SPANS).fill(Number.NEGATIVE_INFINITY),
    lows: new Float64Array(SPANS).fill(Number.POSITIVE_INFINITY),
    span: -1,
  };
}

/** Notes a value measured `now`, milliseconds both. */
export function note(lateness: Lateness, value: number, now: number): void {
  const span = Math.floor(now / SPAN);
  if (lateness.span < 0) lateness.span = span;
  const gone = Math.min(span - lateness.span, SPANS);
  for (let k = 1; k <= gone; k++) {
    const slot = (lateness.span + k) % SPANS;
    lateness.highs[slot] = Number.NEGATIVE_INFINITY;
    lateness.lows[slot] = Number.POSITIVE_INFINITY;
  }
  if (span > lateness.span) lateness.span = span;
  const slot = lateness.span % SPANS;
  if (value > lateness.highs[slot]!) lateness.highs[slot] = value;
  if (value < lateness.lows[slot]!) lateness.lows[slot] = value;
}

/**
 * The lateness to be ready for: the second highest span of those measured, so that a single stall is ridden out once
 * and not paid for during the next eight seconds; −Infinity before anything was measured.
 */
export function high(lateness: Lateness): number {
  let first = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (const value of lateness.highs) {
    if (value > first) {
      second = first;
      first = value;
    } else if (value > second) second = value;
  }
  return second === Number.NEGATIVE_INFINITY ? first : second;
}

/** The smallest lateness of the last seconds: the network at its best. */
export function low(lateness: Lateness): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of lateness.lows) if (value < least) least = value;
  return least;
}

/** When ticks are played. */
export interface Pace {
  readonly lateness: Lateness;
  /** At time `since` the position was `from`, and it goes on at `rate`. */
  since: number;
  from: number;
  rate: number;
  started: boolean;
  /** Set forward until all that was late is made good: the world jumps anyway, so it jumps all the way. */
  catching: boolean;
}

/** A pace that begins at the first arrival. */
export function create(): Pace {
  return { lateness: createLateness(), since: 0, from: 0, rate: 1, started: false, catching: false };
}

/** Notes that ticks from `from` on have arrived `now`. */
export function arrived(pace: Pace, from: number, now: number): void {
  note(pace.lateness, now - from * TICK_MS, now);
}

/** Position at a time: ticks below it are due. Does not change anything. */
export function position(pace: Pace, now: number): number {
  return pace.from + ((now - pace.since) * pace.rate) / TICK_MS;
}

/** Milliseconds by which playing is later than it need be; negative: earlier than is safe. */
export function error(pace: Pace, now: number): number {
  const floor = low(pace.lateness);
  const target = Math.min(high(pace.lateness), floor + DEEPEST) + MARGIN;
  return now - position(pace, now) * TICK_MS - target;
}

/** Milliseconds of buffer that the pace keeps over the network at its best. */
export function depth(pace: Pace, now: number): number {
  if (!pace.started) return 0;
  return Math.max(0, now - position(pace, now) * TICK_MS - low(pace.lateness));
}

/**
 * Brings the pace up to date: `through` is the last tick that has arrived, so the position never passes `through` + 1.
 * `catching`: the position was set forward at once, and what lies before it is to be stepped as fast as can be.
 */
export function update(pace: Pace, now: number, through: number): "steady" | "starved" | "catching" {
  if (pace.lateness.span < 0) return "starved";
  if (!pace.started) {
    pace.started = true;
    pace.since = now;
    pace.rate = 1;
    pace.from = Math.min((now - high(pace.lateness) - MARGIN) / TICK_MS, through + 1);
    return "steady";
  }
  let at = position(pace, now);
  let state: "steady" | "starved" | "catching" = "steady";
  if (at > through + 1) {
    at = through + 1;
    state = "starved";
  }
  pace.from = at;
  pace.since = now;
  const off = error(pace, now);
  pace.catching = off > (pace.catching ? CAUGHT_MS : CATCH_UP_MS);
  if (pace.catching && state !== "starved") {
    pace.from = Math.min(at + off / TICK_MS, through + 1);
    pace.rate = 1;
    return "catching";
  }
  const size = Math.abs(off);
  if (size <= DEAD) pace.rate = 1;
  else pace.rate = 1 + Math.sign(off) * Math.min(MOST, (size - DEAD) / OVER);
  return state;
}

/** Begins again from `tick` after a restore to another time. */
export function restart(pace: Pace): void {
  pace.started = false;
  pace.catching = false;
  pace.lateness.highs.fill(Number.NEGATIVE_INFINITY);
  pace.lateness.lows.fill(Number.POSITIVE_INFINITY);
  pace.lateness.span = -1;
}
