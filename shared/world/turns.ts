/**
 * Who has a turn in every tick: performers, and what moves freely. In: a world. Out: lists in the order of its entities,
 * kept from tick to tick, since most of a street neither acts nor moves and a server goes through many worlds.
 */
import type { Entity } from "./entity.ts";
import type { World } from "./world.ts";

/** Lists of a world's entities. */
export interface Turns {
  /** The table that the lists are of; null: they have to be made again. */
  of: ReadonlyMap<number, Entity> | null;
  readonly performers: Entity[];
  /** With a body that physics moves. */
  readonly free: Entity[];
}

/** Lists that have to be made. */
export const createTurns = (): Turns => ({ of: null, performers: [], free: [] });

/** The world's lists as they are now. */
export function turnsOf(world: World): Turns {
  const { turns, entities } = world;
  if (turns.of === entities) return turns;
  turns.of = entities;
  turns.performers.length = 0;
  turns.free.length = 0;
  for (const entity of entities.values()) {
    if (entity.performer !== null) turns.performers.push(entity);
    if (entity.body?.motion === "free") turns.free.push(entity);
  }
  return turns;
}

/** Something has come or gone, or has got a body or lost it. */
export function forgetTurns(world: World): void {
  world.turns.of = null;
}
