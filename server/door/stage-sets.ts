/**
 * The set that a stage stands on, for whoever joins: as its files are now, or as the stage keeps it. In: stages. Out:
 * the set as built (shared/world/as-built.ts), in brotli.
 */
import type { StageLine } from "../library/library.ts";
import { decodeRoom } from "../room/journal.ts";
import type { Built } from "../room/stages.ts";
import type { House } from "./keyed.ts";

/** Squeezed sets at hand. */
const MOST = 8;

/** Sets of stages. */
export interface StageSets {
  /** Throws SetError, or what reading its files throws, where there is none that the stage can stand on. */
  of(stage: StageLine): Promise<Uint8Array>;
}

/** Sets of this house's stages. */
export function createStageSets({ library, stages, hall, press }: House): StageSets {
  /** Brotli of sets as their files are now, by their names. */
  const squeezed = new Map<string, Promise<Uint8Array>>();
  const squeeze = ({ hash, bytes }: Built): Promise<Uint8Array> => {
    let work = squeezed.get(hash);
    if (work === undefined) {
      squeezed.set(hash, (work = press.squeeze(bytes)));
      work.catch(() => squeezed.delete(hash));
      for (const oldest of squeezed.keys()) if (squeezed.size > MOST) squeezed.delete(oldest);
    }
    return work;
  };
  const kept = async (stage: string): Promise<string> => {
    const room = await library.readRoom(stage);
    return room === null ? "" : decodeRoom(room).built;
  };
  return {
    async of(stage) {
      let now: Built | null = null;
      let fault: unknown = null;
      try {
        now = await stages.now(stage.set);
      } catch (error) {
        fault = error;
      }
      let built = hall.find(stage.id)?.built ?? (await kept(stage.id));
      // The files have changed since: only a world tells whether the stage can go on with what they are now.
      if (built !== "" && built !== now?.hash) built = (await hall.enter(stage.id))?.built ?? "";
      if (now !== null && (built === "" || built === now.hash)) return squeeze(now);
      const blob = built === "" ? null : await library.findBlob(stage.id, built);
      if (blob === null) throw fault ?? new Error(`stage ${stage.id} has lost the set ${built}`);
      return blob;
    },
  };
}
