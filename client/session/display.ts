/**
 * The world between ticks: which two mirrors the picture lies between, and how far, for the live world and for a review
 * alike. In: mirrors as they arrive, the clock that the stepping side keeps, the display's time. Out: the pair, the share,
 * the position in ticks. What is on display is never taken back; what was shown is handed back to be filled again.
 */
import type { Mirror } from "../../shared/world/mirror.ts";

/** When which tick is to be on display. */
export interface DisplayClock {
  /** Milliseconds since 1970. */
  at: number;
  /** Position on display at that time, in ticks. */
  tick: number;
  /** Ticks shown in a tick's time: 1 is real time. */
  rate: number;
  /** What the position may not pass; absent: no bounds. */
  from?: number;
  to?: number;
}

/** Mirrors kept to lie between. */
const KEPT = 12;
/** Ticks by which the live display lags the stepping side: a tick to lie between, and the way from the worker. */
export const LAG = 1.3;
/** Ticks by which the clock may be off before the display jumps there. */
const JUMP = 12;
const TICK_MS = 1000 / 60;

/** The world between ticks. */
export interface Display {
  /** A mirror has come. It stays as it is until it is handed back. */
  arrive(mirror: Mirror, clock?: DisplayClock): void;
  /** The clock has been set. */
  set(clock: DisplayClock): void;
  /** Goes on to the display's time: `performance.now()`. */
  advance(now: number): void;
  /** Position on display, in ticks. */
  position(): number;
  /** Position that would be on display now (`performance.now()`) if nothing were shown late: to time what arrives. */
  live(now: number): number;
  /** Ticks by which everything is shown later than it could be: to see another's camera with the world it saw. */
  behind: number;
  readonly from: Mirror | null;
  readonly to: Mirror | null;
  /** 0 at `from` … 1 at `to`. */
  readonly alpha: number;
  /** Forgets everything: another world begins. */
  reset(): void;
}

/** Nothing on display. `spare` is given the floats of mirrors that nobody looks at any more. */
export function createDisplay(spare: (data: Float32Array) => void = () => {}): Display {
  let kept: Mirror[] = [];
  let clock: DisplayClock | null = null;
  let at = Number.NaN;
  let last = Number.NaN;
  let from: Mirror | null = null;
  let to: Mirror | null = null;
  let alpha = 0;
  /** Let go while on display: handed back once they are not. */
  let pinned: Mirror[] = [];

  const drop = (mirror: Mirror): void => {
    if (mirror === from || mirror === to) pinned.push(mirror);
    else spare(mirror.data);
  };
  const choose = (): void => {
    // Few, and in no order that could be relied on: a review goes either way.
    let before: Mirror | null = null;
    let after: Mirror | null = null;
    for (const mirror of kept) {
      if (mirror.tick <= at && (before === null || mirror.tick > before.tick)) before = mirror;
      if (mirror.tick > at && (after === null || mirror.tick < after.tick)) after = mirror;
    }
    from = before ?? after;
    to = after ?? before;
    const span = from === null || to === null ? 0 : to.tick - from.tick;
    alpha = span <= 0 ? 0 : Math.max(0, Math.min(1, (at - from!.tick) / span));
    if (pinned.length === 0) return;
    const free = pinned.filter((mirror) => mirror !== from && mirror !== to);
    pinned = pinned.filter((mirror) => mirror === from || mirror === to);
    for (const mirror of free) spare(mirror.data);
  };

  const dueAt = (now: number, newest: number): number =>
    clock === null
      ? newest - LAG
      : bounded(clock, clock.tick + ((performance.timeOrigin + now - clock.at) * clock.rate) / TICK_MS);

  const display: Display = {
    behind: 0,
    live: (now) => (clock === null ? display.position() + display.behind : dueAt(now, 0)),
    get from() {
      return from;
    },
    get to() {
      return to;
    },
    get alpha() {
      return alpha;
    },
    position: () => (Number.isNaN(at) ? 0 : at),
    reset() {
      for (const mirror of kept) drop(mirror);
      kept = [];
      clock = null;
      at = Number.NaN;
    },
    set(next) {
      // A paused review is exactly where it is set.
      if (next.rate === 0) at = next.tick;
      clock = next;
    },
    arrive(mirror, next) {
      if (mirror.whole) {
        // A world that was replaced is not to be mixed with the one before.
        for (const old of kept) drop(old);
        kept = [];
      }
      const same = kept.findIndex((old) => old.tick === mirror.tick);
      if (same >= 0) for (const old of kept.splice(same, 1)) drop(old);
      kept.push(mirror);
      if (kept.length > KEPT + display.behind) drop(kept.shift()!);
      if (next !== undefined) clock = next;
    },
    advance(now) {
      const passed = Number.isNaN(last) ? 0 : Math.max(0, now - last);
      last = now;
      if (kept.length === 0) return;
      let newest = kept[0]!.tick;
      let oldest = newest;
      for (const { tick } of kept) {
        if (tick > newest) newest = tick;
        if (tick < oldest) oldest = tick;
      }
      const goal = dueAt(now, newest) - display.behind;
      const rate = clock?.rate ?? 1;
      const gap = goal - at;
      if (Number.isNaN(at) || rate === 0 || Math.abs(gap) > JUMP) at = goal;
      else {
        // Clocks of worker and page agree within a fraction of a tick; what is left is closed in on softly.
        at += (passed * rate) / TICK_MS;
        at += (goal - at) * Math.min(1, passed / 60);
      }
      at = Math.max(oldest, Math.min(newest, at));
      choose();
    },
  };
  return display;
}

const bounded = ({ from, to }: DisplayClock, tick: number): number =>
  Math.max(from ?? Number.NEGATIVE_INFINITY, Math.min(to ?? Number.POSITIVE_INFINITY, tick));
