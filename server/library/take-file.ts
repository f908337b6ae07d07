/**
 * A take out of the library as a `.take` file: everything that a machine without the stage needs to play it again. In:
 * a stage and a take that has been cut. Out: the file's bytes (brotli over shared/takes/take.ts) and its name.
 */
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { boardOf } from "../../shared/takes/slate.ts";
import { assetsOf, type CameraTrack, catalogueFor, encodeTake } from "../../shared/takes/take.ts";
import { assetsIn, decodeCheckpoint } from "../../shared/world/checkpoint.ts";
import { decodeEntries, decodeLine, decodeRoom, needSame } from "../room/journal.ts";
import { type Press, sha256 } from "../room/press.ts";
import type { Stages } from "../room/stages.ts";
import type { Library, StageLine } from "./library.ts";

const brotli = promisify(brotliCompress);

/** What it is made with. */
export interface TakeFileHouse {
  library: Library;
  stages: Pick<Stages, "set" | "recorder">;
  press: Press;
}

/**
 * The file of a take; null where there is none, or it has not been cut. Throws SetError where its stage was left on another
 * set than there is now, with which it would not play.
 */
export async function takeFile(
  { library, stages, press }: TakeFileHouse,
  stage: StageLine,
  id: string,
): Promise<{ name: string; bytes: Uint8Array } | null> {
  const whole = await library.readTake(stage.id, id);
  if (whole === null || whole.opening === "") return null;
  const line = decodeLine(whole.line);
  if (line.to === 0) return null;
  const blob = await library.findBlob(stage.id, whole.opening);
  if (blob === null) return null;
  const opening = await press.open(blob);
  if (sha256(opening) !== whole.opening) throw new Error(`the opening of take ${id} is damaged`);
  const set = await stages.set(stage.set);
  const entries = whole.groups.map((group) => decodeEntries(group.entries));
  const ticks = entries
    .flatMap((each) => each.ticks)
    .filter(({ tick }) => tick >= line.from && tick < line.to);
  const hashes = entries.flatMap((each) => each.hashes).map(({ hash }) => hash);
  const present = assetsIn(decodeCheckpoint(opening));
  const { engine, baseline } = await stages.recorder(stage.set);
  const room = await library.readRoom(stage.id);
  if (room !== null) needSame(stage.set, decodeRoom(room).baseline, baseline);
  const cameras = line.cameras.map(({ camera, letter }): CameraTrack => {
    const samples = whole.batches.filter((batch) => batch.camera === camera).map((batch) => batch.samples);
    return { camera, letter, samples };
  });
  const bytes = encodeTake({
    engine,
    line,
    sheet: set.sheet,
    catalogue: catalogueFor(set, assetsOf(set.sheet, present, ticks)),
    baseline,
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
