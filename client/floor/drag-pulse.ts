/**
 * What keeps a drag one step of undo while the hand rests: the world takes edits of a thing for one drag as long as they
 * follow one another within half a second, and a hand may stand still for longer without letting go. So the last edit is
 * said again, until the drag ends. In: a call that says it. Out: that call, now and then.
 */

/** Milliseconds between two; well below the world's half second, which a slow frame eats into. */
const EVERY = 200;
/** Milliseconds after which a drag that nobody ended is over: it must not hold a thing against others for ever. */
const LONGEST = 30_000;

/** A drag's pulse. */
export interface Pulse {
  /** The drag goes on: `again` says its last edit once more, from time to time, until the next call or the end. */
  keep(again: () => void): void;
  /** The drag is over. */
  end(): void;
}

/** A pulse that rests. */
export function createPulse(): Pulse {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: () => void = () => {};
  let left = 0;
  const beat = (): void => {
    if (--left < 0) return;
    timer = setTimeout(beat, EVERY);
    last();
  };
  return {
    keep(again) {
      last = again;
      left = LONGEST / EVERY;
      clearTimeout(timer);
      timer = setTimeout(beat, EVERY);
    },
    end() {
      clearTimeout(timer);
    },
  };
}
