/**
 * The hash of a world: sixteen hex digits over its canonical state, bodies and entities, never the heap. Ticks count
 * relative to now and counters are left out, so that "back to one" gives the very hash that one had.
 */
import * as hash from "../math/hash.ts";
import type { Entity } from "./entity.ts";
import type { World } from "./world.ts";

const state = hash.create();
const matrix = new Float32Array(16);

/** Sixteen hex digits. Allocates only the text. */
export function hashWorld(world: World): string {
  hash.reset(state);
  hash.word(state, world.entities.size);
  hash.word(state, world.phase === "one" ? 0 : 1);
  hash.word(state, ago(world, world.action));
  hash.word(state, world.frozen ? 1 : 0);
  hash.word(state, world.seed.a);
  hash.word(state, world.seed.d);
  for (const entity of world.entities.values()) add(world, entity);
  for (const { id, fired } of world.cues.values()) {
    hash.word(state, id);
    hash.word(state, ago(world, fired));
  }
  hash.float32(state, world.look.time);
  hash.float32(state, world.look.exposure);
  return hash.digest(state);
}

/** Ticks since a tick, or −1 where it never was. */
function ago(world: World, tick: number): number {
  return tick < 0 ? -1 : (world.tick - tick) | 0;
}

function add(world: World, entity: Entity): void {
  hash.word(state, entity.id);
  hash.word(state, (entity.hidden ? 1 : 0) | (entity.locked ? 2 : 0) | (entity.body === null ? 4 : 0));
  hash.word(state, entity.holder);
  if (entity.body !== null) {
    world.physics.readMatrix(entity.body, matrix, 0);
    hash.float32s(state, matrix, 0, 16);
  } else {
    for (let k = 0; k < 3; k++) hash.float32(state, entity.pose.position[k]!);
    for (let k = 0; k < 4; k++) hash.float32(state, entity.pose.rotation[k]!);
  }
  const { performer } = entity;
  if (performer === null) return;
  hash.word(state, performer.at);
  hash.word(state, performer.holds);
  hash.word(state, performer.marks.length);
  hash.word(state, performer.stage === "at one" ? -1 : ago(world, performer.since));
  hash.float64(state, performer.along);
  hash.float64(state, performer.speed);
  hash.float64(state, performer.travelled);
  hash.float64(state, performer.heading);
  hash.float64(state, performer.steer);
}
