/**
 * What a stage stands on: its set as the files are now, where its worlds begin there as they did when it was left; else
 * the set as the stage keeps it. Checkpoints tell a world from what it was after loading, and make nonsense of another.
 */
import type { Library, StageLine } from "../library/library.ts";
import { decodeRoom } from "./journal.ts";
import { openBlob, type Press } from "./press.ts";
import { type Footing, rebuilt, type Stages } from "./stages.ts";

/** What it is found with. */
export interface FootingHouse {
  library: Pick<Library, "readRoom" | "findBlob">;
  press: Pick<Press, "open">;
  stages: Stages;
}

/** The bytes of a blob of a stage. Throws where it is not there, or not what its name says. */
export async function blobOf(
  { library, press }: Pick<FootingHouse, "library" | "press">,
  stage: string,
  hash: string,
): Promise<Uint8Array> {
  const squeezed = await library.findBlob(stage, hash);
  if (squeezed === null) throw new Error(`the blob ${hash} of stage ${stage} is not there`);
  return openBlob(press, stage, hash, squeezed);
}

/**
 * A world at a stage's opening. Where neither the present set nor the kept one begins as it did, the physics engine is
 * another: then whoever reads the stage's worlds refuses them (journal.ts, `needSame`). Throws SetError, or what reading
 * the files throws, where the stage keeps no set.
 */
export async function footingOf(house: FootingHouse, stage: StageLine): Promise<Footing> {
  const { library, stages } = house;
  const room = await library.readRoom(stage.id);
  const kept = room === null ? null : decodeRoom(room);
  let now: Footing | null = null;
  try {
    now = await stages.stand(await stages.now(stage.set));
  } catch (error) {
    if (kept === null || kept.built === "") throw error;
  }
  if (now !== null && (kept === null || kept.built === "" || kept.baseline === now.baseline)) return now;
  const hash = kept!.built;
  return stages.stand(rebuilt(hash, await blobOf(house, stage.id, hash)));
}
