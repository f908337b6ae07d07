/**
 * Pictures of what is put into a set that is open: those of its opening are read with it, every other one when somebody
 * first puts it in. In: the set, how files are read, assets as entities come. Out: each one's picture, once.
 */
import type { LoadedSet } from "../../shared/world/set.ts";
import {
  type DecodeImage,
  type Entry,
  movableNodes,
  pictureOf,
  type Read,
  readEntry,
  wanted,
} from "./library.ts";

/** What arrivals need, and where they go. */
export interface ArrivalParts {
  set: LoadedSet;
  read: Read;
  decode: DecodeImage;
  /** What another view has read already. */
  library: ReadonlyMap<string, Entry> | undefined;
  arrive(id: string, entry: Entry): void;
  fail(path: string, why: unknown): void;
  /** Milliseconds before a file that could not be read is asked for again, try by try. */
  pauses?: readonly number[];
}

/** Pictures on their way into an open set. */
export interface Arrivals {
  /** Something with this asset is in the set: its picture is read, unless it has been. */
  need(asset: string): void;
  /** Resolves once nothing is on its way. */
  all(): Promise<void>;
}

/** A line that drops for a moment should leave nobody with a box for the day. */
const PAUSES = [1000, 4000];

/** Arrivals of one set. Never throws: what cannot be read is handed to `fail`. */
export function createArrivals(parts: ArrivalParts): Arrivals {
  const { set, read, decode, library, pauses = PAUSES } = parts;
  const asked = new Set(wanted(set).map((one) => one.id));
  const coming = new Set<Promise<void>>();

  const bring = async (id: string, path: string): Promise<void> => {
    for (let tried = 0; ; tried++) {
      try {
        const entry = library?.get(id) ?? (await readEntry(read, decode, path, movableNodes(set, id), true));
        parts.arrive(id, entry);
        return;
      } catch (why) {
        const pause = pauses[tried];
        if (pause === undefined) {
          parts.fail(path, why);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  };

  return {
    need(asset) {
      if (asset === "" || asked.has(asset)) return;
      const picture = pictureOf(set, asset);
      if (!picture) return;
      asked.add(asset);
      const one = bring(asset, picture.path).finally(() => coming.delete(one));
      coming.add(one);
    },
    async all() {
      while (coming.size > 0) await Promise.all(coming);
    },
  };
}
