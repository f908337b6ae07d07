/**
 * A take out of the library as a `.take` file: everything that a machine without the stage needs to play it again. In:
 * a stage and a take that has been cut. Out: the file's bytes (brotli over shared/takes/take.ts) and its name.
 */
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { boardOf } from "../../shared/takes/slate.ts";
import { assetsOf, type CameraTrack, encodeTake } from "../../shared/takes/take.ts";
import { catalogueFor } from "../../shared/world/as-built.ts";
import { assetsIn, decodeCheckpoint } from "../../shared/world/checkpoint.ts";
import { SetError } from "../../shared/world/set.ts";
import { blobOf } from "../room/footing.ts";
import { decodeEntries, decodeLine, decodeRoom } from "../room/journal.ts";
import type { Press } from "../room/press.ts";
import { rebuilt } from "../room/stages.ts";
import type { Library, StageLine } from "./library.ts";

const brotli = promisify(brotliCompress);

/** What it is made with. */
export interface TakeFileHouse {
  library: Library;
  press: Pick<Press, "open">;
}

/**
 * The file of a take, with the set that it was shot on; null where there is none, or it has not been cut. Throws SetError
 * where nobody wrote down what it was shot on, and its stage has not been opened since that is done.
 */
export async function takeFile(
  house: TakeFileHouse,
  stage: StageLine,
  id: string,
): Promise<{ name: string; bytes: Uint8Array } | null> {
  const { library } = house;
  const whole = await library.readTake(stage.id, id);
  if (whole === null || whole.opening === "") return null;
  const line = decodeLine(whole.line);
  if (line.to === 0) return null;
  const opening = await blobOf(house, stage.id, whole.opening);
  const kept = await library.readRoom(stage.id);
  const room = kept === null ? null : decodeRoom(kept);
  if (room === null || room.built === "")
    throw new SetError(
      `sets/${stage.set}/set.json`,
      "it is not known on what set this take was shot; open its stage, and ask again",
    );
  // A stage stays on worlds that begin alike and run by the same engine; what else can be put up on it may change.
  const built = whole.built === "" ? room.built : whole.built;
  const { set } = rebuilt(built, await blobOf(house, stage.id, built));
  const entries = whole.groups.map((group) => decodeEntries(group.entries));
  const ticks = entries
    .flatMap((each) => each.ticks)
    .filter(({ tick }) => tick >= line.from && tick < line.to);
  const hashes = entries.flatMap((each) => each.hashes).map(({ hash }) => hash);
  const present = assetsIn(decodeCheckpoint(opening));
  const cameras = line.cameras.map(({ camera, letter }): CameraTrack => {
    const samples = whole.batches.filter((batch) => batch.camera === camera).map((batch) => batch.samples);
    return { camera, letter, samples };
  });
  const bytes = encodeTake({
    engine: room.engine,
    line,
    sheet: set.sheet,
    catalogue: catalogueFor(set, assetsOf(set.sheet, present, ticks)),
    baseline: room.baseline,
    opening,
    from: line.from,
    to: line.to,
    ticks,
    hashes,
    cameras,
  });
  const squeezed = await brotli(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 7, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  const name = `${stage.id}-${boardOf(line)}-${line.number}.take`.replace(/[^A-Za-z0-9._-]/g, "_");
  return { name, bytes: squeezed };
}
