/**
 * Replays take files in Node: prints ticks, final hash and whether the hash chain holds; where it does not, what
 * differs first. In: paths. Out: exit code 0 where all hold, 1 where one differs, 2 where one cannot be read.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { compileHavok, createHavok } from "../../shared/physics/havok.ts";
import { open, type Replay, replay } from "../../shared/takes/replay.ts";
import { decodeTake, type Take, TakeError } from "../../shared/takes/take.ts";

const unzip = promisify(gunzip);
/** Bytes that a take may unpack to. */
const MAX_BYTES = 1 << 29;

/** Reads a take file, compressed or not. Throws TakeError. */
export async function readTake(file: string): Promise<Take> {
  const bytes = await readFile(file);
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return decodeTake(zipped ? await unzip(bytes, { maxOutputLength: MAX_BYTES }) : bytes);
  } catch (error) {
    if (error instanceof TakeError) throw error;
    throw new TakeError(`the take could not be unpacked: ${error instanceof Error ? error.message : error}`);
  }
}

/** Replays one take on a fresh instance. */
export async function replayTake(take: Take): Promise<Replay> {
  const code = createRequire(import.meta.url).resolve("@babylonjs/havok/package.json");
  const wasm = await readFile(code.replace(/package\.json$/, "lib/esm/HavokPhysics.wasm"));
  const physics = await createHavok(await compileHavok(new Uint8Array(wasm)));
  const world = open(take, physics);
  const sealed = createHash("sha256").update(world.baseline).digest("hex");
  return replay(take, world, sealed);
}

/** The command. */
export async function main(files: readonly string[]): Promise<number> {
  if (files.length === 0) {
    process.stderr.write("Which take? npm run replay -- FILE.take\n");
    return 2;
  }
  let worst = 0;
  for (const file of files) worst = Math.max(worst, await report(file));
  return worst;
}

async function report(file: string): Promise<number> {
  let take: Take;
  try {
    take = await readTake(file);
  } catch (error) {
    process.stderr.write(`${file}: ${error instanceof Error ? error.message : error}\n`);
    return 2;
  }
  const result = await replayTake(take);
  const holds = result.differences.length === 0 && take.hashes.length > 0;
  const { scene, setup, number } = take.line;
  process.stdout.write(`${file}: ${scene}${setup}_T${number} on ${take.sheet.label}\n`);
  process.stdout.write(`ticks ${result.ticks} · final hash ${result.final} · chain ${result.chain}\n`);
  if (result.baseline !== null) {
    process.stdout.write(
      `this machine's ${take.sheet.label} loads differently (baseline ${result.baseline.found.slice(0, 12)}…, the take's ${result.baseline.wanted.slice(0, 12)}…): engine or colliders are not the recorder's\n`,
    );
  }
  for (const { tick, wanted, found } of result.differences) {
    process.stdout.write(`tick ${tick}: ${found}, recorded ${wanted}\n`);
  }
  process.stdout.write(holds ? "hash chain holds\n" : "hash chain does not hold\n");
  return holds ? 0 : 1;
}
