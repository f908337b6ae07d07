/**
 * Hands on things: grab, carry, release, push. They are performance: the first one at one starts a performance without
 * Action. What is held follows the hand by a spring of limited strength, so heavy things lag.
 */
import * as quat from "../math/quat.ts";
import type { Command, CommandType } from "./command.ts";
import type { Body, Entity } from "./entity.ts";
import { MAX_LIFT } from "./limits.ts";
import { changeable, entityOf, refuse } from "./refusal.ts";
import { turnsOf } from "./turns.ts";
import { copyPose, type World } from "./world.ts";

type Of<T extends CommandType> = Extract<Command, { type: T }>;

/** Strength of an arm, newtons: what it can add to lifting the thing. */
const STRENGTH = 450;
/** Torque of a wrist, newton metres. */
const WRIST = 25;
/** How fast the hand closes in on where it should be: share of the way each second. */
const STIFFNESS = 14;
const TICK = 1 / 60;
const GRAVITY = 9.81;
/** Metres between hand and thing beyond which the grip is lost. */
const REACH = 6;

/** Refuses unless this person may take hold of the thing. Changes nothing. */
export function mayGrab(world: World, person: number, command: Of<"grab">): Entity {
  const entity = changeable(world, command.id, person, "prop", "light");
  if (entity.body?.motion !== "free") refuse("wrong kind", `${entity.label} cannot be lifted.`);
  if (entity.body.mass > MAX_LIFT) {
    refuse(
      "too heavy",
      `${entity.label} weighs ${Math.round(entity.body.mass)} kg; a hand lifts ${MAX_LIFT} kg.`,
    );
  }
  if (carrier(world, entity) !== null) refuse("held by somebody", `${entity.label} is in an actor's hand.`);
  return entity;
}

/** Takes hold of a thing. */
export function grab(world: World, person: number, command: Of<"grab">): void {
  const entity = mayGrab(world, person, command);
  for (const other of world.entities.values()) if (other.holder === person) letGo(world, other);
  entity.holder = person;
  entity.hand = copyPose(command.hand);
  entity.grip = [...command.grip];
  world.edited.add(entity.id);
}

/** The actor who holds an entity, or null. */
export function carrier(world: World, entity: Entity): Entity | null {
  for (const other of world.entities.values()) if (other.performer?.holds === entity.id) return other;
  return null;
}

/** Moves the hand. */
export function carry(world: World, person: number, command: Of<"carry">): void {
  const entity = entityOf(world, command.id);
  if (entity.holder !== person) refuse("not held by you", `${entity.label} is not in your hand.`);
  entity.hand = copyPose(command.hand);
}

/** Lets go, with the hand's velocity. */
export function release(world: World, person: number, command: Of<"release">): void {
  const entity = entityOf(world, command.id);
  if (entity.holder !== person) refuse("not held by you", `${entity.label} is not in your hand.`);
  letGo(world, entity);
  const [x, y, z] = command.velocity;
  if (entity.body !== null && x * x + y * y + z * z > 0) {
    world.physics.spin(entity.body, spin);
    world.physics.setVelocity(entity.body, command.velocity, spin);
  }
}

/** Ends a hold. */
export function letGo(world: World, entity: Entity): void {
  entity.holder = 0;
  world.edited.add(entity.id);
}

/** Everything that a person holds is let go. */
export function letAllGo(world: World, person: number): void {
  for (const entity of world.entities.values()) if (entity.holder === person) letGo(world, entity);
}

/** Refuses unless this person may push the thing. Changes nothing. */
export function mayPush(world: World, person: number, command: Of<"push">): Body {
  const entity = changeable(world, command.id, person);
  if (entity.body?.motion !== "free") {
    refuse("wrong kind", `${entity.label} does not move when it is pushed.`);
  }
  return entity.body;
}

/** Pushes a thing at a point. */
export function push(world: World, person: number, command: Of<"push">): void {
  world.physics.push(mayPush(world, person, command), command.point, command.impulse);
}

const velocity = [0, 0, 0];
const spin = [0, 0, 0];
const grip = [0, 0, 0];
const error = [0, 0, 0, 1];
const turn = [0, 0, 0];

/** Pulls every held thing towards its hand; called once a tick before physics. */
export function pull(world: World): void {
  for (const entity of turnsOf(world).free) {
    if (entity.holder === 0 || entity.body === null) continue;
    const { body, hand } = entity;
    const { position, rotation } = entity.pose;
    world.physics.velocity(body, velocity);
    world.physics.spin(body, spin);
    quat.rotate(grip, rotation, entity.grip);
    let far = 0;
    for (let k = 0; k < 3; k++) {
      const gap = hand.position[k]! - position[k]! - grip[k]!;
      far += gap * gap;
    }
    if (far > REACH * REACH) {
      letGo(world, entity);
      continue;
    }
    steer(
      velocity,
      (k) => (hand.position[k]! - position[k]! - grip[k]!) * STIFFNESS,
      (STRENGTH / body.mass) * TICK,
    );
    velocity[1] = velocity[1]! + GRAVITY * TICK;
    // error = hand × rotation⁻¹, as a rotation vector in world space.
    quat.conjugate(error, rotation);
    quat.multiply(error, hand.rotation, error);
    quat.toRotationVector(turn, error);
    steer(spin, (k) => turn[k]! * STIFFNESS, (WRIST / Math.max(0.02, body.mass * 0.05)) * TICK);
    world.physics.setVelocity(body, velocity, spin);
  }
}

/** Brings a velocity towards what is wanted, by at most `most`. */
function steer(v: number[], wanted: (k: number) => number, most: number): void {
  const x = wanted(0) - v[0]!;
  const y = wanted(1) - v[1]!;
  const z = wanted(2) - v[2]!;
  const size = Math.sqrt(x * x + y * y + z * z);
  const share = size > most ? most / size : 1;
  v[0] = v[0]! + x * share;
  v[1] = v[1]! + y * share;
  v[2] = v[2]! + z * share;
}
