/**
 * Time as a session knows it: milliseconds and calls later on. Injected, so that a test runs an hour of network in a
 * second, and the same way each time.
 */

/** A clock that only goes forward, and that can call back. */
export interface Timer {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Calls `then` once, `ms` from now or later; answers a function that calls it off. */
  after(ms: number, then: () => void): () => void;
}

/** The machine's own clock, in milliseconds since 1970 with fractions, so that worker and page agree on it. */
export const machineTimer: Timer = {
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, then) => {
    const id = setTimeout(then, ms);
    return () => clearTimeout(id);
  },
};

/** A timer that stands still until it is told to go. */
export interface ManualTimer extends Timer {
  /** Goes on by `ms`, calling what is due in order of time. */
  advance(ms: number): void;
  /** Time of the next call that is due, or Infinity. */
  next(): number;
}

/** A timer for tests and simulations; begins at `start` ms. */
export function createManualTimer(start = 0): ManualTimer {
  // A binary heap by time, then by order of asking.
  interface Due {
    at: number;
    order: number;
    call: (() => void) | null;
  }
  const heap: Due[] = [];
  let time = start;
  let asked = 0;
  const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

  const push = (due: Due): void => {
    let k = heap.push(due) - 1;
    while (k > 0) {
      const up = (k - 1) >> 1;
      if (!before(due, heap[up]!)) break;
      heap[k] = heap[up]!;
      k = up;
    }
    heap[k] = due;
  };
  const pop = (): Due => {
    const first = heap[0]!;
    const last = heap.pop()!;
    const n = heap.length;
    if (n > 0) {
      let k = 0;
      for (;;) {
        let down = 2 * k + 1;
        if (down >= n) break;
        if (down + 1 < n && before(heap[down + 1]!, heap[down]!)) down++;
        if (!before(heap[down]!, last)) break;
        heap[k] = heap[down]!;
        k = down;
      }
      heap[k] = last;
    }
    return first;
  };

  return {
    now: () => time,
    after(ms, then) {
      const due: Due = { at: time + Math.max(0, ms), order: asked++, call: then };
      push(due);
      return () => {
        due.call = null;
      };
    },
    advance(ms) {
      const until = time + ms;
      while (heap.length > 0 && heap[0]!.at <= until) {
        const due = pop();
        time = Math.max(time, due.at);
        due.call?.();
      }
      time = until;
    },
    next: () => heap[0]?.at ?? Number.POSITIVE_INFINITY,
  };
}
