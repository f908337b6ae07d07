/** The rewinder's thread. See rewind.ts. */
import { parentPort, workerData } from "node:worker_threads";
import type { World } from "../../shared/world/world.ts";
import { createAssetReader } from "../library/assets.ts";
import { giveWay } from "./background.ts";
import { type RewindAnswer, type RewindCall, type Rewound, rewindNow } from "./rewind.ts";
import { createStages } from "./stages.ts";

giveWay();
const { assets } = workerData as { assets: string };
const stages = createStages(createAssetReader(assets));
/** One world for each set, used again: loading is the dear part. */
const worlds = new Map<string, World>();

async function rewind({ what }: RewindCall): Promise<Rewound> {
  let world = worlds.get(what.set);
  if (world === undefined) worlds.set(what.set, (world = await stages.world(what.set)));
  return rewindNow(world, what);
}

parentPort?.on("message", async (call: RewindCall) => {
  let answer: RewindAnswer;
  try {
    answer = { id: call.id, value: await rewind(call) };
  } catch (error) {
    // A world in which a step broke is not used again.
    worlds.delete(call.what.set);
    answer = { id: call.id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
