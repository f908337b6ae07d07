/**
 * Review: a take in a world of its own, while the live one goes on. Seeks to any tick, plays at any rate, forwards and
 * backwards, through the very step that the live world takes. In: a world of the take's set, a timeline, wishes. Out:
 * mirrors of the ticks around the position, and the clock by which they are shown.
 */
import { restore, take as takeCheckpoint } from "../../shared/world/checkpoint.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import { stepWorld } from "../../shared/world/step.ts";
import type { World } from "../../shared/world/world.ts";
import type { DisplayClock } from "./display.ts";
import * as frames from "./frames.ts";
import { TICK_MS } from "./pace.ts";
import * as seeks from "./seeks.ts";
import * as timeline from "./timeline.ts";
import type { Timer } from "./timer.ts";

/** Where a review stands. */
export interface ReviewState {
  /** Position in ticks of the take, fractions allowed. */
  position: number;
  from: number;
  to: number;
  playing: boolean;
  /** 1 is real time; negative plays backwards. */
  rate: number;
  /** False while the position asked for is still being stepped to. */
  ready: boolean;
}

/** What a review tells. */
export interface ReviewEvents {
  /** A tick to show. Its floats belong to the receiver. */
  mirror(mirror: Mirror): void;
  /** The clock has been set. */
  clock(clock: DisplayClock): void;
  state(state: ReviewState): void;
}

/** A take under review. */
export interface Review {
  readonly world: World;
  readonly state: ReviewState;
  /** Goes to a position and stands there, or plays on from there. */
  seek(position: number): void;
  /** Plays at a rate; 0 pauses. */
  play(rate: number): void;
  /** Cached checkpoints are kept; nothing is stepped any more. */
  close(): void;
}

/** Opens a take in `world`, which stands on the take's set and is nobody else's. */
export function createReview(
  world: World,
  take: timeline.Timeline,
  timer: Timer,
  budget: number,
  events: ReviewEvents,
): Review {
  const kept = frames.create(take.from);
  const ways = seeks.create();
  let since = timer.now();
  let at = take.from;
  let rate = 0;
  /** Last tick shown. */
  let shown = -1;
  let ready = false;
  /** What was told of `ready`: a tick that comes a moment late is no news. */
  let told = false;
  let over = false;
  let fetching = false;
  let wake: (() => void) | null = null;

  const begin = (checkpoint: Parameters<typeof restore>[1]): void => {
    restore(world, checkpoint);
    frames.rewind(kept, world);
    frames.keep(kept, world);
  };
  world.checkpoints = { find: () => undefined };
  seeks.add(ways, take.opening);
  begin(take.opening);

  const position = (): number => {
    const now = at + ((timer.now() - since) * rate) / TICK_MS;
    return Math.max(take.from, Math.min(take.to, now));
  };
  const state = (): ReviewState => ({
    position: position(),
    from: take.from,
    to: take.to,
    playing: rate !== 0,
    rate,
    ready,
  });

  /** Sets the clock: from now on the position is `to`, at a rate. */
  const set = (to: number, speed: number): void => {
    at = Math.max(take.from, Math.min(take.to, to));
    since = timer.now();
    rate = speed;
    ready = frames.has(kept, Math.floor(at)) && frames.has(kept, Math.min(take.to, Math.floor(at) + 1));
    told = ready;
    events.clock({ at: since, tick: at, rate, from: take.from, to: take.to });
    events.state(state());
    run();
  };

  /** One step on the way to a tick; false where a checkpoint must be had first. */
  const approach = (tick: number): boolean => {
    const start = seeks.before(ways, tick);
    if (world.tick > tick || world.tick < start) {
      fetching = true;
      void seeks.get(ways, start).then((checkpoint) => {
        fetching = false;
        if (over) return;
        begin(checkpoint);
        run();
      });
      return false;
    }
    stepWorld(world, timeline.at(take, world.tick));
    frames.keep(kept, world);
    if (world.tick === frames.stretchOf(kept, world.tick)) seeks.add(ways, takeCheckpoint(world));
    return true;
  };

  const show = (tick: number): void => {
    if (tick === shown) return;
    const mirror = frames.mirrorAt(kept, tick, shown);
    if (mirror === null) return;
    shown = tick;
    events.mirror(mirror);
  };

  /** The first tick that is wanted and not there, or −1. */
  const missing = (low: number, high: number): number => {
    if (!frames.has(kept, low)) return low;
    if (!frames.has(kept, high)) return high;
    if (rate === 0) return -1;
    if (rate > 0) return high < take.to && !frames.has(kept, high + 1) ? high + 1 : -1;
    // Backwards the stretch before is made ready in good time, from its first tick to its last.
    const first = frames.stretchOf(kept, low);
    return first > take.from && !frames.has(kept, first - 1) ? first - 1 : -1;
  };

  const run = (): void => {
    wake?.();
    wake = null;
    if (over) return;
    const begun = timer.now();
    let now = position();
    if ((rate > 0 && now >= take.to) || (rate < 0 && now <= take.from)) {
      set(now, 0);
      return;
    }
    for (;;) {
      now = position();
      const low = Math.floor(now);
      const high = Math.min(take.to, low + 1);
      ready = frames.has(kept, low) && frames.has(kept, high);
      if (ready) {
        // Shown in the direction of play, so that what is between them is always there.
        show(rate < 0 ? high : low);
        show(rate < 0 ? low : high);
        if (!told) {
          told = true;
          events.state(state());
        }
      }
      const wanted = missing(low, high);
      if (wanted < 0 || fetching) break;
      if (!approach(wanted)) break;
      if (timer.now() - begun > budget) {
        wake = timer.after(0, run);
        return;
      }
    }
    if (rate !== 0) wake = timer.after(Math.max(2, TICK_MS / Math.max(1, Math.abs(rate)) / 2), run);
  };

  set(take.from, 0);
  return {
    world,
    get state() {
      return state();
    },
    seek: (to) => set(to, rate),
    play: (speed) => set(position(), speed),
    close() {
      over = true;
      wake?.();
    },
  };
}
