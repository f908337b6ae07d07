/**
 * Checkpoints by their names: fetched once, checked against the name, and kept as far as memory allows. In: names, and
 * this peer's own copies of states that the room has named. Out: checkpoints, now or soon; a world steps on none that
 * is missing.
 */
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../shared/world/checkpoint.ts";
import type { Timer } from "./timer.ts";

/** Fetches the bytes of a blob, uncompressed. Throws where it cannot be had. */
export type FetchBlob = (hash: string) => Promise<Uint8Array>;
/** SHA-256 of bytes, 64 hex digits. */
export type Seal = (bytes: Uint8Array) => Promise<string>;

/** Bytes of checkpoints kept. */
const ROOM = 192e6;
/** Pauses before another try, ms. */
const PAUSES = [250, 500, 1000, 2000, 5000] as const;

/** Checkpoints at hand. */
export interface Blobs {
  /** The checkpoint of that name, if it is at hand. */
  find(hash: string): Checkpoint | undefined;
  /** Fetches it, if it is not at hand or under way. Tries until it succeeds or is disposed. */
  want(hash: string): void;
  /** The checkpoint, when it is there; rejects when this is disposed. */
  get(hash: string): Promise<Checkpoint>;
  /**
   * Offers this peer's own copy of a state that the room has named. It is kept where its bytes bear that name; where
   * they do not, this peer has another idea of that state, and `differs` is told.
   */
  offer(hash: string, checkpoint: Checkpoint): void;
  /** Takes a copy in whose name this peer worked out itself. */
  keep(hash: string, checkpoint: Checkpoint): void;
  /** Asks for it no more; whoever waits for it is told so. */
  forget(hash: string): void;
  /** Lets nothing be fetched any more. */
  dispose(): void;
}

/** What happens with blobs. */
export interface BlobEvents {
  /** A checkpoint that was wanted is at hand. */
  arrived(hash: string): void;
  /** A try failed, the so-manieth; another follows. */
  failed(hash: string, text: string, tries: number): void;
  /** This peer's own copy does not bear the name that the room gave it. */
  differs(hash: string): void;
}

const sizeOf = (checkpoint: Checkpoint): number => checkpoint.pages.length + checkpoint.table.length;

/** An empty store. */
export function createBlobs(fetchBlob: FetchBlob, seal: Seal, timer: Timer, events: BlobEvents): Blobs {
  // A Map keeps the order of insertion; what is used is put last, and the first is let go.
  const kept = new Map<string, Checkpoint>();
  const underWay = new Map<string, Promise<Checkpoint>>();
  const forgotten = new Set<string>();
  let size = 0;
  let over = false;

  const keep = (hash: string, checkpoint: Checkpoint): void => {
    if (kept.has(hash)) return;
    kept.set(hash, checkpoint);
    size += sizeOf(checkpoint);
    for (const [oldest, old] of kept) {
      if (size <= ROOM || oldest === hash) break;
      kept.delete(oldest);
      size -= sizeOf(old);
    }
  };

  const pause = (ms: number): Promise<void> => new Promise((done) => timer.after(ms, done));

  const fetchUntilHad = async (hash: string): Promise<Checkpoint> => {
    for (let tries = 0; ; tries++) {
      // An own copy may have come meanwhile.
      const own = kept.get(hash);
      if (own !== undefined) return own;
      if (over) throw new Error("the session is closed");
      if (forgotten.delete(hash)) throw new Error("it is not needed any more");
      try {
        const bytes = await fetchBlob(hash);
        const name = await seal(bytes);
        if (name !== hash) throw new Error("what came is damaged");
        const checkpoint = decodeCheckpoint(bytes);
        keep(hash, checkpoint);
        return checkpoint;
      } catch (fault) {
        if (over) throw fault;
        events.failed(hash, fault instanceof Error ? fault.message : String(fault), tries + 1);
      }
      await pause(PAUSES[Math.min(tries, PAUSES.length - 1)]!);
    }
  };

  const get = (hash: string): Promise<Checkpoint> => {
    const had = kept.get(hash);
    if (had !== undefined) return Promise.resolve(had);
    let promise = underWay.get(hash);
    if (promise === undefined) {
      promise = fetchUntilHad(hash).finally(() => underWay.delete(hash));
      underWay.set(hash, promise);
    }
    return promise;
  };

  return {
    find(hash) {
      const found = kept.get(hash);
      if (found !== undefined) {
        kept.delete(hash);
        kept.set(hash, found);
      }
      return found;
    },
    get,
    want(hash) {
      if (kept.has(hash) || underWay.has(hash)) return;
      get(hash).then(
        () => events.arrived(hash),
        () => {},
      );
    },
    offer(hash, checkpoint) {
      if (kept.has(hash)) return;
      seal(encodeCheckpoint(checkpoint)).then((name) => {
        if (over) return;
        if (name === hash) {
          keep(hash, checkpoint);
          events.arrived(hash);
        } else events.differs(hash);
      });
    },
    keep,
    forget(hash) {
      if (underWay.has(hash)) forgotten.add(hash);
    },
    dispose() {
      over = true;
      kept.clear();
      size = 0;
    },
  };
}
