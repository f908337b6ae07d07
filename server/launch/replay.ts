/**
 * Replaying a take file. In: a path and where to print. Out: 0 when every hash is the take's, 1 when one differs, 2
 * when the file cannot be read.
 */
import { readFile, stat } from "node:fs/promises";
import { brotliDecompressSync } from "node:zlib";
import { createHavok, type HavokModule } from "../../shared/physics/havok.ts";
import { chain, HASH_EVERY, open, type Replay, replay } from "../../shared/takes/replay.ts";
import { boardOf } from "../../shared/takes/slate.ts";
import { decodeTake, type Take, TakeError } from "../../shared/takes/take.ts";
import type { World } from "../../shared/world/world.ts";
import { sha256 } from "../room/press.ts";
import { loadEngine } from "../room/stages.ts";

/** Bytes of a take, decompressed: a small file fills nobody's memory. */
const MOST = 1 << 28;
/** Bytes of a take file. */
const MOST_SQUEEZED = 1 << 28;

async function readTake(path: string): Promise<Take> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new TakeError("there is no such file");
  if (!found.isFile()) throw new TakeError("this is no file");
  const { size } = found;
  if (size > MOST_SQUEEZED) throw new TakeError(`this is no take file: it has ${size} bytes`);
  const bytes = await readFile(path);
  let whole: Uint8Array;
  try {
    whole = brotliDecompressSync(bytes, { maxOutputLength: MOST });
  } catch {
    throw new TakeError("this is not a take file, or it is damaged");
  }
  return decodeTake(new Uint8Array(whole));
}

/** Words from a file, without what would move a terminal's cursor. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, "?");

/** Replays the take at `path`; `beat` is called each second of it. */
export async function replayFile(
  path: string,
  print: (line: string) => void,
  beat: () => void = () => {},
): Promise<number> {
  const say = (line: string): void => print(plain(line));
  let take: Take;
  let world: World;
  let engine: HavokModule;
  try {
    take = await readTake(path);
    engine = await loadEngine();
  } catch (error) {
    say(`${path}: ${error instanceof Error ? error.message : error}`);
    return 2;
  }
  const { line } = take;
  say(
    `${line.slate > 0 ? "Slate" : "Scene"} ${boardOf(line)}, take ${line.number}, recorded on ${take.engine}`,
  );
  const began = performance.now();
  let result: Replay;
  try {
    world = open(take, await createHavok(engine));
    beat();
    result = replay(take, world, sha256(world.baseline), ({ tick }) => {
      if (tick % HASH_EVERY === 0) beat();
      return false;
    });
  } catch (error) {
    // Whatever a world stumbles over was in the file: what is whole plays.
    say(
      `${path}: the take is damaged, and cannot be played: ${error instanceof Error ? error.message : error}`,
    );
    return 2;
  }
  const seconds = (performance.now() - began) / 1000;
  say(`ticks ${result.ticks} (${(result.ticks / 60).toFixed(2)} s, replayed in ${seconds.toFixed(2)} s)`);
  say(`final hash ${result.final}`);
  if (result.baseline !== null) {
    say(`the world after loading differs: ${result.baseline.found}, recorded ${result.baseline.wanted}`);
  }
  if (result.differences.length === 0) {
    say(`hash chain holds (${take.hashes.length} hashes, ${chain(take.hashes)})`);
    return 0;
  }
  for (const { tick, wanted, found } of result.differences) {
    say(`tick ${tick} (${((tick - take.from) / 60).toFixed(2)} s): ${found}, recorded ${wanted}`);
  }
  say("hash chain broken");
  return 1;
}
