/**
 * The world between ticks: which two mirrors the picture lies between, and how far. In: mirrors as they arrive, the
 * display's time. Out: the pair, the share, and the position in ticks. Mirrors come at tick rate but not evenly, so
 * the display runs one tick behind the newest and closes in softly.
 */
import type { Mirror } from "../../shared/world/mirror.ts";

/** Ticks that the display stays behind the newest mirror. */
const BEHIND = 1.2;
/** Ticks beyond which it jumps instead of closing in. */
const JUMP = 20;
/** Mirrors kept to interpolate between. */
const KEPT = 8;

/** The world between ticks. */
export interface LiveWorld {
  /** A mirror has come; it stays as it is from now on. */
  arrive(mirror: Mirror): void;
  /** Goes on to the display's time, ms. */
  advance(now: number): void;
  /** Position of the display in ticks. */
  position(): number;
  readonly from: Mirror | null;
  readonly to: Mirror | null;
  readonly alpha: number;
  /** Forgets everything: another world begins. */
  reset(): void;
}

/** No world yet. */
export function createLiveWorld(): LiveWorld {
  const kept: Mirror[] = [];
  let at = 0;
  let last = 0;
  let from: Mirror | null = null;
  let to: Mirror | null = null;
  let alpha = 0;

  return {
    get from() {
      return from;
    },
    get to() {
      return to;
    },
    get alpha() {
      return alpha;
    },
    position: () => at,
    reset() {
      kept.length = 0;
      from = null;
      to = null;
    },
    arrive(mirror) {
      // A world that was replaced is not to be interpolated with the one before.
      if (mirror.whole) kept.length = 0;
      kept.push(mirror);
      if (kept.length > KEPT) kept.shift();
    },
    advance(now) {
      const passed = last === 0 ? 0 : (now - last) / 1000;
      last = now;
      const newest = kept[kept.length - 1];
      if (newest === undefined) return;
      const goal = newest.tick - BEHIND;
      at += passed * 60;
      const gap = goal - at;
      if (Math.abs(gap) > JUMP) at = goal;
      else at += gap * Math.min(1, passed * 4);
      at = Math.min(newest.tick, at);
      from = kept[0]!;
      to = newest;
      for (let k = 0; k + 1 < kept.length; k++) {
        if (kept[k]!.tick <= at) {
          from = kept[k]!;
          to = kept[k + 1]!;
        }
      }
      const span = to.tick - from.tick;
      alpha = span <= 0 ? 1 : Math.max(0, Math.min(1, (at - from.tick) / span));
    },
  };
}
