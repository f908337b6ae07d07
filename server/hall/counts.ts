/**
 * What a thread of rooms counts thousands of times a second: ticks, how late they were and how long they took, and
 * bytes. In: shared memory. Out: counters that allocate nothing; the sockets' thread reads them whenever somebody asks.
 */

/** Upper bounds of the spread of how late ticks were, in seconds. */
export const LATE_BOUNDS = [0.001, 0.002, 0.005, 0.01, 0.0167, 0.0333, 0.05, 0.1, 0.5] as const;
/** Upper bounds of the spread of how long ticks took, in seconds. */
export const TOOK_BOUNDS = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.0167, 0.05] as const;

/** Counts of one thread. A spread holds a count for each bound, one for what is beyond, and the sum of the values. */
export interface Counts {
  late: Float64Array;
  took: Float64Array;
  /** Bytes from clients, and to them. */
  bytes: Float64Array;
  /** Goes up as long as the thread comes to its turn. */
  turns: Float64Array;
}

const LATE = LATE_BOUNDS.length + 2;
const TOOK = TOOK_BOUNDS.length + 2;

/** Memory for the counts of one thread, all nought. */
export const createCountsMemory = (): SharedArrayBuffer => new SharedArrayBuffer((LATE + TOOK + 3) * 8);

/** The counts in such a memory. */
export const countsIn = (memory: SharedArrayBuffer): Counts => ({
  late: new Float64Array(memory, 0, LATE),
  took: new Float64Array(memory, LATE * 8, TOOK),
  bytes: new Float64Array(memory, (LATE + TOOK) * 8, 2),
  turns: new Float64Array(memory, (LATE + TOOK + 2) * 8, 1),
});

/** Counts a value in a spread. */
export function observe(spread: Float64Array, bounds: readonly number[], value: number): void {
  let k = 0;
  while (k < bounds.length && value > bounds[k]!) k++;
  spread[k]! += 1;
  spread[bounds.length + 1]! += value;
}
