/**
 * Pointing into the set: from a ray to what lies there. In: rays, the space of set and movers. Out: entities and points.
 * Never asks the world's physics.
 */
import { boxOf } from "../../shared/space/boxes.ts";
import type { Hit, Mover, Space } from "../../shared/space/space.ts";
import type { Entity } from "../../shared/world/entity.ts";
import { MIRROR, MIRROR_FLAG, type Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import { offsetOf, type Roster } from "./roster.ts";

/** Metres within which things can be pointed at. */
export const REACH = 300;

/** A place pointed at. */
export interface Pointed {
  point: [number, number, number];
  hit: Hit;
}

/** What lies first along a ray. */
export function point(space: Space, from: readonly number[], towards: readonly number[]): Pointed | null {
  const hit = space.ray(from, towards, REACH);
  if (hit === null) return null;
  const at = (k: number) => from[k]! + towards[k]! * hit.distance;
  return { point: [at(0), at(1), at(2)], hit };
}

/** Boxes by which a thing is hit, in its own space: its collider's shapes, each in its box. */
export function boxesOf(set: LoadedSet, entity: Entity): Mover["boxes"] {
  const thing = set.things.get(entity.asset);
  if (thing) return (set.colliders.get(thing.collider)?.shapes ?? []).map(boxOf);
  const sheet = set.actors.get(entity.asset);
  if (sheet) {
    const { radius, height } = sheet.capsule;
    return [{ centre: [0, height / 2, 0], rotation: [0, 0, 0, 1], half: [radius, height / 2, radius] }];
  }
  const part = set.sheet.parts.find((one) => one.id === entity.name);
  if (part) return (set.colliders.get(part.collider)?.shapes ?? []).map(boxOf);
  if (entity.kind === "mark")
    return [{ centre: [0, 0.02, 0], rotation: [0, 0, 0, 1], half: [0.2, 0.02, 0.2] }];
  if (entity.kind === "camera")
    return [{ centre: [0, 0, 0], rotation: [0, 0, 0, 1], half: [0.15, 0.15, 0.25] }];
  return [];
}

interface Placed extends Mover {
  position: number[];
  rotation: number[];
}

/** Keeps a space's movers where the newest mirror has them. */
export class Movers {
  private readonly space: Space;
  private readonly placed = new Map<number, Placed>();
  /** Entity left out, because it is being dragged; 0 none. */
  leftOut = 0;

  constructor(space: Space) {
    this.space = space;
  }

  /** Takes over places; allocates only for what is new. */
  follow(roster: Roster, mirror: Mirror, set: LoadedSet, own: number): void {
    for (const id of this.placed.keys()) if (!roster.entities.has(id)) this.drop(id);
    for (const entity of roster.entities.values()) {
      const at = offsetOf(roster, entity.id);
      const hidden = at < 0 || (mirror.data[at + MIRROR.flags]! & MIRROR_FLAG.hidden) !== 0;
      if (hidden || entity.id === own || entity.id === this.leftOut) {
        this.drop(entity.id);
        continue;
      }
      const known = this.placed.get(entity.id);
      const passable = entity.kind === "mark" || entity.kind === "camera";
      const boxes = known?.boxes ?? boxesOf(set, entity);
      const placed = known ?? { boxes, passable, position: [0, 0, 0], rotation: [0, 0, 0, 1] };
      for (let k = 0; k < 3; k++) placed.position[k] = mirror.data[at + MIRROR.position + k]!;
      for (let k = 0; k < 4; k++) placed.rotation[k] = mirror.data[at + MIRROR.rotation + k]!;
      if (known === undefined) {
        this.placed.set(entity.id, placed);
        this.space.move(entity.id, placed);
      }
    }
  }

  private drop(id: number): void {
    if (!this.placed.delete(id)) return;
    this.space.move(id, null);
  }
}
