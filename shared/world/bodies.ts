/**
 * Bodies: what each entity is to the physics engine. Props and lamps with mass are free, without mass fixed; vehicles
 * and actors are keyed: they follow their marks and push what is in their way. Marks and cameras have none.
 */

import { atan2 } from "../math/trig.ts";
import type { Collider, Motion, ShapeRow } from "../physics/physics.ts";
import type { Entity } from "./entity.ts";
import { fround } from "./number.ts";
import { forgetTurns, turnsOf } from "./turns.ts";
import type { World } from "./world.ts";

const STONE = { friction: 0.8, restitution: 0.05 };

/** Adds the fixed rest of a set. */
export function addGround(world: World, collider: string): void {
  const { physics, set } = world;
  const shape = physics.shape(`ground:${collider}`, set.colliders.get(collider)!, STONE);
  physics.add(shape, "fixed", 0, [0, 0, 0], [0, 0, 0, 1]);
}

/** What physics sees of an entity, or null where it sees nothing. */
export function colliderOf(world: World, entity: Entity): Collider | null {
  const { set } = world;
  if (entity.kind === "mark" || entity.kind === "camera") return null;
  if (entity.kind === "actor") {
    const sheet = set.actors.get(entity.asset);
    if (sheet === undefined) return null;
    const { radius, height } = sheet.capsule;
    return { shapes: [{ type: "capsule", from: [0, radius, 0], to: [0, height - radius, 0], radius }] };
  }
  const thing = set.things.get(entity.asset);
  const part = thing === undefined ? set.sheet.parts.find((p) => p.id === entity.name) : undefined;
  const hash = thing?.collider ?? part?.collider;
  return hash === undefined ? null : (set.colliders.get(hash) ?? null);
}

/** Whether an entity of this asset moves under physics. */
export function isFree(world: World, entity: Entity): boolean {
  return (
    (entity.kind === "prop" || entity.kind === "light") && (world.set.things.get(entity.asset)?.mass ?? 0) > 0
  );
}

/** Kilograms of an entity; 0 for what never moves. */
export function massOf(world: World, entity: Entity): number {
  // Single precision, as a checkpoint carries it: a newcomer's mass is the same to the bit.
  return fround(world.set.things.get(entity.asset)?.mass ?? 0);
}

/** Free bodies in the world, for its limit. */
export function countFree(world: World): number {
  return turnsOf(world).free.length;
}

/** Gives an entity its body, at its pose, unless it is hidden or has none to give. */
export function embody(world: World, entity: Entity): void {
  if (entity.hidden || entity.body !== null) return;
  const shape = shapeOf(world, entity);
  if (shape === null) return;
  const performs = entity.kind === "actor" || entity.kind === "vehicle";
  const motion: Motion = performs ? "keyed" : isFree(world, entity) ? "free" : "fixed";
  const { position, rotation } = entity.pose;
  entity.body = world.physics.add(shape, motion, massOf(world, entity), position, rotation);
  forgetTurns(world);
}

/** Takes an entity's body away. */
export function disembody(world: World, entity: Entity): void {
  if (entity.body === null) return;
  world.physics.remove(entity.body);
  entity.body = null;
  forgetTurns(world);
}

function shapeOf(world: World, entity: Entity): ShapeRow | null {
  const collider = colliderOf(world, entity);
  if (collider === null) return null;
  const thing = world.set.things.get(entity.asset);
  const material = thing ?? STONE;
  const key = `${entity.kind === "actor" ? "actor" : thing === undefined ? "part" : "thing"}:${entity.asset || entity.name}`;
  return world.physics.shape(key, collider, material);
}

/** Reads where every free body is into its entity's pose. */
export function read(world: World): void {
  for (const entity of turnsOf(world).free)
    world.physics.readPose(entity.body!, entity.pose.position, entity.pose.rotation);
}

/** Heading of a rotation: radians about +Y of where +Z points, flattened. */
export function heading(rotation: readonly number[]): number {
  const [x, y, z, w] = [rotation[0]!, rotation[1]!, rotation[2]!, rotation[3]!];
  return atan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y));
}
