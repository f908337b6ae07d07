/**
 * Seek checkpoints of a review: worlds on the way, from which any tick is a short stretch of steps away. In: checkpoints
 * as a review passes them. Out: the nearest one before a tick. Bounded: they are squeezed beside the steps, and where that
 * is not enough every other one is let go.
 */
import type { Checkpoint } from "../../shared/world/checkpoint.ts";

/** Bytes of seek checkpoints: ten minutes of 500 bodies at one for each stretch. */
const ROOM = 400e6;

interface Seek {
  readonly tick: number;
  readonly heap: number;
  readonly numbers: readonly number[];
  /** Bytes of pages and table before they were squeezed. */
  readonly pages: number;
  readonly table: number;
  /** As it was taken, until it is squeezed. */
  checkpoint: Checkpoint | null;
  /** Pages, then table. A Blob, so that a browser may put it on disk. */
  squeezed: Blob | null;
}

/** Seek checkpoints by tick. */
export interface Seeks {
  readonly byTick: Map<number, Seek>;
  bytes: number;
  room: number;
}

/** None. */
export function create(room = ROOM): Seeks {
  return { byTick: new Map(), bytes: 0, room };
}

const sizeOf = (seek: Seek): number => seek.squeezed?.size ?? seek.pages + seek.table;

/** Keeps a checkpoint, and squeezes it beside. */
export function add(seeks: Seeks, checkpoint: Checkpoint): void {
  const { tick, heap, numbers, pages, table } = checkpoint;
  if (seeks.byTick.has(tick)) return;
  const seek: Seek = {
    tick,
    heap,
    numbers,
    pages: pages.length,
    table: table.length,
    checkpoint,
    squeezed: null,
  };
  seeks.byTick.set(tick, seek);
  seeks.bytes += sizeOf(seek);
  thin(seeks);
  const parts = [pages, table] as Uint8Array<ArrayBuffer>[];
  through(new Blob(parts), new CompressionStream("gzip")).then(
    (squeezed) => {
      if (seeks.byTick.get(tick) !== seek) return;
      seeks.bytes -= sizeOf(seek);
      seek.squeezed = squeezed;
      seek.checkpoint = null;
      seeks.bytes += sizeOf(seek);
    },
    () => {},
  );
}

/** Lets every other one go, but for the first and the last. */
function thin(seeks: Seeks): void {
  while (seeks.bytes > seeks.room && seeks.byTick.size > 2) {
    const ticks = [...seeks.byTick.keys()].sort((a, b) => a - b);
    for (let k = 1; k < ticks.length - 1; k += 2) {
      const seek = seeks.byTick.get(ticks[k]!)!;
      seeks.byTick.delete(seek.tick);
      seeks.bytes -= sizeOf(seek);
    }
  }
}

/** Tick of the last checkpoint at or before a tick; −1 where there is none. */
export function before(seeks: Seeks, tick: number): number {
  let best = -1;
  for (const at of seeks.byTick.keys()) if (at <= tick && at > best) best = at;
  return best;
}

/** The checkpoint of exactly this tick. Throws where it is not kept: a programmer's error. */
export async function get(seeks: Seeks, tick: number): Promise<Checkpoint> {
  const seek = seeks.byTick.get(tick);
  if (seek === undefined) throw new Error(`no checkpoint is kept at tick ${tick}`);
  if (seek.checkpoint !== null) return seek.checkpoint;
  const opened = await through(seek.squeezed!, new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await opened.arrayBuffer());
  const { heap, numbers } = seek;
  return { tick, heap, numbers, pages: bytes.subarray(0, seek.pages), table: bytes.subarray(seek.pages) };
}

const through = (blob: Blob, stream: GenericTransformStream): Promise<Blob> =>
  new Response(blob.stream().pipeThrough(stream as never)).blob();
