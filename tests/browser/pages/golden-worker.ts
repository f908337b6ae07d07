/** The worker of golden.ts: the product's own reader and step over the product's own engine, and nothing else. */
import engineUrl from "@babylonjs/havok/lib/esm/HavokPhysics.wasm?url";
import { seal } from "../../../client/session/seal.ts";
import { compileHavok, createHavok } from "../../../shared/physics/havok.ts";
import { open, replay } from "../../../shared/takes/replay.ts";
import { decodeTake } from "../../../shared/takes/take.ts";
import type { ReplayAnswer, ReplayCall } from "./golden.ts";

const get = async (url: string): Promise<Uint8Array<ArrayBuffer>> => {
  const got = await fetch(url);
  if (!got.ok) throw new Error(`${url}: ${got.status}`);
  return new Uint8Array(await got.arrayBuffer());
};

async function run({ url, ticks }: ReplayCall): Promise<ReplayAnswer> {
  const take = decodeTake(await get(url));
  const world = open(take, await createHavok(await compileHavok(await get(engineUrl))));
  const end = take.from + ticks;
  return { result: replay(take, world, await seal(world.baseline), ({ tick }) => tick >= end) };
}

addEventListener("message", ({ data }: MessageEvent<ReplayCall>) => {
  run(data).then(
    (answer) => postMessage(answer),
    (fault: unknown) => postMessage({ fault: String(fault) } satisfies ReplayAnswer),
  );
});
