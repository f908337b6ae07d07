/**
 * The step: one tick of a world. The same world and the same orders give the same bits on every machine.
 */
import * as bodies from "./bodies.ts";
import type { Order } from "./command.ts";
import * as cues from "./cues.ts";
import { action, execute } from "./execute.ts";
import * as hands from "./hands.ts";
import { WORLD_REACH } from "./limits.ts";
import * as perform from "./perform.ts";
import { turnsOf } from "./turns.ts";
import type { World } from "./world.ts";

/** Seconds of a tick. */
const TICK = 1 / 60;
/** Metres from the origin beyond which a body has left the stage. */
const EDGE = WORLD_REACH / 2;

/**
 * Advances the world by one tick. `outcomes`, `kept`, `removed`, `edited` and `replaced` tell of this tick until the
 * next. Every restore's checkpoint must be at hand: see `missingBlobs`.
 */
export function stepWorld(world: World, orders: readonly Order[]): void {
  forget(world);
  for (const order of orders) execute(world, order);
  if (world.actionDue >= 0 && world.tick >= world.actionDue && world.action < 0) action(world);
  if (!world.frozen) {
    cues.advance(world);
    perform.advance(world);
    hands.pull(world);
    world.physics.settle();
    world.physics.step(TICK);
    cues.hear(world);
  }
  bodies.read(world);
  recover(world);
  world.tick++;
}

function forget(world: World): void {
  world.outcomes.length = 0;
  world.kept.length = 0;
  world.removed.length = 0;
  world.edited.clear();
  world.replaced = false;
}

/** What has fallen out of the world is put back where it opened, at rest. */
function recover(world: World): void {
  for (const entity of turnsOf(world).free) {
    const [x, y, z] = entity.pose.position;
    // Written so that NaN is caught too.
    if (x > -EDGE && x < EDGE && y > -60 && y < EDGE && z > -EDGE && z < EDGE) continue;
    entity.pose.position = [...entity.one.position];
    entity.pose.rotation = [...entity.one.rotation];
    world.physics.moveTo(entity.body!, entity.one.position, entity.one.rotation);
    entity.holder = 0;
    world.edited.add(entity.id);
  }
}
