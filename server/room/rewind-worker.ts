/** The rewinder's thread. See rewind.ts. */
import { parentPort } from "node:worker_threads";
import type { World } from "../../shared/world/world.ts";
import { giveWay } from "./background.ts";
import { type RewindAnswer, type RewindCall, type Rewound, rewindNow } from "./rewind.ts";
import { createWorlds, rebuilt } from "./stages.ts";

giveWay();
const stages = createWorlds();
/** Worlds kept. */
const MOST = 4;
/** One world for each set, used again: loading is the dear part. Least recently used first. */
const worlds = new Map<string, World>();

async function rewind({ what }: RewindCall): Promise<Rewound> {
  const { hash, bytes } = what.built;
  const world = worlds.get(hash) ?? (await stages.stand(rebuilt(bytes))).world;
  worlds.delete(hash);
  worlds.set(hash, world);
  for (const oldest of worlds.keys()) {
    if (worlds.size <= MOST) break;
    worlds.delete(oldest);
  }
  return rewindNow(world, what);
}

parentPort?.on("message", async (call: RewindCall) => {
  let answer: RewindAnswer;
  try {
    answer = { id: call.id, value: await rewind(call) };
  } catch (error) {
    // A world in which a step broke is not used again.
    worlds.delete(call.what.built.hash);
    answer = { id: call.id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
