/**
 * Refusals: a command that cannot be done says why, in words with names, and the world stays as it was. Thrown before
 * anything has changed and caught by `execute` alone.
 */
import type { Reason } from "./command.ts";
import type { Entity, Kind } from "./entity.ts";
import type { World } from "./world.ts";

/** Why a command was not done. */
export class Refusal extends Error {
  readonly reason: Reason;
  constructor(reason: Reason, text: string) {
    super(text);
    this.name = "Refusal";
    this.reason = reason;
  }
}

/** Refuses. */
export function refuse(reason: Reason, text: string): never {
  throw new Refusal(reason, text);
}

/** The entity of this number. Refuses where there is none, or none of this kind. */
export function entityOf(world: World, id: number, ...kinds: Kind[]): Entity {
  const entity = world.entities.get(id);
  if (entity === undefined) refuse("unknown entity", `There is no entity ${id} any more.`);
  if (kinds.length > 0 && !kinds.includes(entity.kind)) {
    refuse("wrong kind", `${entity.label} is a ${entity.kind}, not a ${kinds.join(" or ")}.`);
  }
  return entity;
}

/** The entity of this number, free to be changed by this person: neither locked nor in somebody else's hand. */
export function changeable(world: World, id: number, person: number, ...kinds: Kind[]): Entity {
  const entity = entityOf(world, id, ...kinds);
  if (entity.locked) refuse("locked", `${entity.label} is locked. Unlock it first.`);
  notHeld(entity, person);
  return entity;
}

/** Refuses where somebody else holds the entity. */
export function notHeld(entity: Entity, person: number): void {
  if (entity.holder !== 0 && entity.holder !== person) {
    refuse("held by somebody", `${entity.label} is held by person ${entity.holder}.`);
  }
}
