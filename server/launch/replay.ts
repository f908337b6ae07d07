/**
 * Replaying a take file. In: a path and where to print. Out: 0 when every hash is the take's, 1 when one differs, 2
 * when the file cannot be read.
 */
import { readFile } from "node:fs/promises";
import { brotliDecompressSync } from "node:zlib";
import { createHavok } from "../../shared/physics/havok.ts";
import { chain, open, replay } from "../../shared/takes/replay.ts";
import { boardOf } from "../../shared/takes/slate.ts";
import { decodeTake, type Take, TakeError } from "../../shared/takes/take.ts";
import { sha256 } from "../room/press.ts";
import { loadEngine } from "../room/stages.ts";

/** Bytes of a take, decompressed: a small file fills nobody's memory. */
const MOST = 1 << 29;

async function readTake(path: string): Promise<Take> {
  const bytes = await readFile(path);
  let whole: Uint8Array;
  try {
    whole = brotliDecompressSync(bytes, { maxOutputLength: MOST });
  } catch {
    throw new TakeError("this is not a take file, or it is damaged");
  }
  return decodeTake(new Uint8Array(whole));
}

/** Replays the take at `path`. */
export async function replayFile(path: string, print: (line: string) => void): Promise<number> {
  let take: Take;
  try {
    take = await readTake(path);
  } catch (error) {
    print(`${path}: ${error instanceof Error ? error.message : error}`);
    return 2;
  }
  const world = open(take, await createHavok(await loadEngine()));
  const { line } = take;
  print(
    `${line.slate > 0 ? "Slate" : "Scene"} ${boardOf(line)}, take ${line.number}, recorded on ${take.engine}`,
  );
  const began = performance.now();
  const result = replay(take, world, sha256(world.baseline));
  const seconds = (performance.now() - began) / 1000;
  print(`ticks ${result.ticks} (${(result.ticks / 60).toFixed(2)} s, replayed in ${seconds.toFixed(2)} s)`);
  print(`final hash ${result.final}`);
  if (result.baseline !== null) {
    print(`the world after loading differs: ${result.baseline.found}, recorded ${result.baseline.wanted}`);
  }
  if (result.differences.length === 0) {
    print(`hash chain holds (${take.hashes.length} hashes, ${chain(take.hashes)})`);
    return 0;
  }
  for (const { tick, wanted, found } of result.differences) {
    print(`tick ${tick} (${((tick - take.from) / 60).toFixed(2)} s): ${found}, recorded ${wanted}`);
  }
  print("hash chain broken");
  return 1;
}
