/** The rewinder's thread. See rewind.ts. */
import type { World } from "../../shared/world/world.ts";
import { giveWay } from "./background.ts";
import { answerErrands } from "./errand.ts";
import { type Rewind, rewindNow } from "./rewind.ts";
import { createWorlds, rebuilt } from "./stages.ts";

giveWay();
const stages = createWorlds();
/** Worlds kept. */
const MOST = 4;
/** One world for each set, used again: loading is the dear part. Least recently used first. */
const worlds = new Map<string, World>();

answerErrands(async (what: Rewind) => {
  const { hash, bytes } = what.built;
  const world = worlds.get(hash) ?? (await stages.stand(rebuilt(hash, bytes))).world;
  // A world in which a step breaks is not used again: it is put back when all has gone well, and last.
  worlds.delete(hash);
  const found = rewindNow(world, what);
  worlds.set(hash, world);
  for (const oldest of worlds.keys()) {
    if (worlds.size <= MOST) break;
    worlds.delete(oldest);
  }
  return found;
});
