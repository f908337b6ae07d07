/** Floors for tests: on the yard as it opens, and in a room that takes down what it is sent. */
import { createFloor } from "../../../client/floor/create-floor.ts";
import type { Floor } from "../../../client/floor/floor.ts";
import * as roster from "../../../client/floor/roster.ts";
import { createStill } from "../../../shared/physics/still.ts";
import type { Command } from "../../../shared/world/command.ts";
import type { Entity } from "../../../shared/world/entity.ts";
import { createMirror, fillMirror, type Mirror } from "../../../shared/world/mirror.ts";
import { createWorld } from "../../../shared/world/world.ts";
import { yard } from "../../fixtures/yard.ts";

/** A floor on the yard, and its first crate. */
export function floorOnYard(phase: Mirror["phase"] = "one"): { floor: Floor; crate: Entity } {
  const floor = createFloor();
  floor.set = yard();
  const world = createWorld(createStill(), floor.set);
  const mirror = createMirror();
  fillMirror(world, mirror, true);
  floor.mirror = { ...mirror, phase };
  roster.take(floor.roster, floor.mirror, 0);
  const crate = [...world.entities.values()].find((e) => e.name.startsWith("crate"))!;
  return { floor, crate };
}

/** Brings a floor into a room; answers the list of what it sends from now on. */
export function enter(floor: Floor): Command[] {
  const sent: Command[] = [];
  floor.room = {
    person: 1,
    send: (commands) => sent.push(...commands),
    ask: () => 1,
    wish: () => {},
    camera: () => {},
  };
  return sent;
}
