/**
 * Floats of mirrors, used again and again: they travel to the page with a mirror and come back when nobody looks at it
 * any more, so that a running world allocates none. In: a mirror. Out: a copy of its floats in a buffer of its own.
 */
import { MIRROR_STRIDE, type Mirror } from "../../shared/world/mirror.ts";

/** Buffers kept. */
const KEPT = 24;

/** Buffers to be filled. */
export interface FloatPool {
  /** A mirror's floats in a buffer of their own, which may be longer. */
  fill(mirror: Mirror): Float32Array<ArrayBuffer>;
  /** Takes a buffer back. */
  back(data: Float32Array<ArrayBuffer>): void;
  /** Buffers made since the beginning. */
  readonly made: number;
}

/** An empty pool. */
export function createFloatPool(): FloatPool {
  const free: Float32Array<ArrayBuffer>[] = [];
  let made = 0;
  return {
    fill(mirror) {
      const length = mirror.ids.length * MIRROR_STRIDE;
      let data = free.pop();
      if (data === undefined || data.length < length) {
        made++;
        // Room to grow, so that a stage being dressed does not make a buffer for each thing that is added.
        data = new Float32Array(Math.ceil((length * 1.25) / 1024 + 1) * 1024);
      }
      data.set(mirror.data.subarray(0, length));
      return data;
    },
    back(data) {
      if (free.length < KEPT) free.push(data);
    },
    get made() {
      return made;
    },
  };
}
