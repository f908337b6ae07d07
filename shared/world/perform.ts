/**
 * Performance: actors and vehicles go from mark to mark, wait and do what the marks say. Positions are the world's;
 * limbs are the picture's, driven by `travelled`, `speed` and the clip named here.
 */
import * as quat from "../math/quat.ts";
import * as scalar from "../math/scalar.ts";
import { atan2, cos, PI, sin } from "../math/trig.ts";
import * as bodies from "./bodies.ts";
import * as cues from "./cues.ts";
import { drive } from "./drive.ts";
import { AHEAD, type Entity, type Mark, type Performer } from "./entity.ts";
import { heightAt, obstruct } from "./ground.ts";
import { carrier } from "./hands.ts";
import { turnsOf } from "./turns.ts";
import * as way from "./way.ts";
import type { World } from "./world.ts";

const TICK = 1 / 60;
/** m/s. */
const WALK = 1.35;
const RUN = 3.6;
/** m/s². */
const START = 1.6;
const STOP = 2.2;
/** rad/s at which somebody turns on the spot, and while walking. */
const TURN = 2.6;
const TURN_WALKING = 5;
/** Seconds that deeds take where the clip does not say. */
const DEED_SECONDS = {
  stand: 0,
  sit: 1.6,
  gesture: 2,
  "pick up": 1.8,
  "put down": 1.6,
  "hand over": 1.4,
  take: 1.2,
  reach: 1.4,
  "look around": 3,
};
/** Clip of a deed. */
const DEED_CLIP = {
  stand: "",
  sit: "sit-down",
  gesture: "",
  "pick up": "pick-up",
  "put down": "pick-up",
  "hand over": "hand-over",
  take: "take",
  reach: "reach",
  "look around": "look-around",
};
/** Metres from the hips of somebody seated to between her feet. */
const SEAT_DEPTH = 0.42;
/** Seconds of getting up. */
const STAND_UP = 1.5;

const spot = [0, 0, 0, 0, 0];
const rotation = [0, 0, 0, 1];

/** Starts everybody: called by Action. */
export function start(world: World): void {
  for (const entity of turnsOf(world).performers) {
    if (entity.performer!.stage === "at one") enter(world, entity, entity.performer!, "waiting");
  }
}

/** One tick of everybody's performance; aims the keyed bodies. */
export function advance(world: World): void {
  for (const entity of turnsOf(world).performers) {
    const performer = entity.performer!;
    if (world.phase === "performance" && world.action >= 0) follow(world, entity, performer);
    if (entity.body !== null) world.physics.aimAt(entity.body, entity.pose.position, entity.pose.rotation);
    if (performer.holds !== 0) hold(world, entity, performer);
  }
}

function enter(world: World, entity: Entity, performer: Performer, stage: Performer["stage"]): void {
  performer.stage = stage;
  performer.since = world.tick;
  world.edited.add(entity.id);
}

function markOf(world: World, performer: Performer, index: number): Mark | null {
  return world.entities.get(performer.marks[index] ?? 0)?.mark ?? null;
}

function follow(world: World, entity: Entity, performer: Performer): void {
  switch (performer.stage) {
    case "at one":
    case "done":
      return;
    case "waiting": {
      const mark = performer.at < 0 ? null : markOf(world, performer, performer.at);
      settle(performer, mark?.facing ?? null, entity);
      if (!cues.isOver(world, mark === null ? performer.start : mark.wait, performer.since)) return;
      if (performer.at + 1 >= performer.marks.length) {
        enter(world, entity, performer, "done");
        return;
      }
      if (performer.posture === "sit") {
        rise(world, entity, performer);
        return;
      }
      setOut(world, entity, performer);
      return;
    }
    case "going":
      if (entity.kind === "vehicle") drive(world, entity, performer, topSpeed(world, entity, performer));
      else walk(world, entity, performer);
      if (performer.along >= way.length(performer.way) - 1e-3 && performer.speed < 1e-3)
        arrive(world, entity, performer);
      return;
    case "doing":
      act(world, entity, performer);
      return;
  }
}

/** Gets up from a seat; the way begins when she stands. */
function rise(world: World, entity: Entity, performer: Performer): void {
  if (performer.clip !== "stand-up") {
    play(world, entity, performer, "stand-up");
    return;
  }
  if ((world.tick - performer.clipSince) * TICK < STAND_UP) return;
  performer.posture = "stand";
  play(world, entity, performer, "");
}

function play(world: World, entity: Entity, performer: Performer, clip: string): void {
  performer.clip = clip;
  performer.clipSince = world.tick;
  world.edited.add(entity.id);
}

/** Finds the way to the next mark and goes. */
function setOut(world: World, entity: Entity, performer: Performer): void {
  const markEntity = world.entities.get(performer.marks[performer.at + 1] ?? 0);
  const mark = markEntity?.mark;
  if (!mark || !markEntity) {
    performer.at++;
    return;
  }
  const from = entity.pose.position;
  const goal = goalOf(world, markEntity, mark);
  if (mark.path.length >= 4) {
    performer.way = way.through(world.ground, [from[0], from[2], ...mark.path, goal[0]!, goal[2]!], from[1]);
  } else if (entity.kind === "vehicle") {
    performer.way = way.through(world.ground, ahead(entity, performer, goal), from[1]);
  } else {
    performer.way = way.find(world.ground, obstacles(world, entity, mark), from, goal);
  }
  if (performer.way.length > 4096) performer.way.length = 4095;
  performer.along = 0;
  performer.gaze = AHEAD;
  play(world, entity, performer, "");
  enter(world, entity, performer, "going");
}

/** A vehicle's way: a little straight on, then to the goal. */
function ahead(entity: Entity, performer: Performer, goal: readonly number[]): number[] {
  const from = entity.pose.position;
  const dx = goal[0]! - from[0];
  const dz = goal[2]! - from[2];
  const lead = Math.min(3, Math.sqrt(dx * dx + dz * dz) / 3);
  const h = performer.heading;
  return [from[0], from[2], from[0] + sin(h) * lead, from[2] + cos(h) * lead, goal[0]!, goal[2]!];
}

/** Where a mark brings her: the mark itself, or before the seat that she sits down on. */
function goalOf(world: World, markEntity: Entity, mark: Mark): number[] {
  const seat = mark.deed === "sit" ? seatOf(world, markEntity, mark) : null;
  if (seat === null) return [...markEntity.pose.position];
  return [seat.x, markEntity.pose.position[1], seat.z];
}

/** The seat of a sit mark: of its target, else the nearest within two metres; where feet go, and the facing. */
export function seatOf(
  world: World,
  markEntity: Entity,
  mark: Mark,
): { x: number; z: number; heading: number } | null {
  let best: { x: number; z: number; heading: number } | null = null;
  let least = 2;
  for (const entity of world.entities.values()) {
    if (mark.target !== 0 && entity.id !== mark.target) continue;
    const seats = world.set.things.get(entity.asset)?.seats;
    if (seats === undefined || entity.hidden) continue;
    for (const seat of seats) {
      quat.rotate(spot, entity.pose.rotation, seat.position);
      const heading = bodies.heading(entity.pose.rotation) + seat.heading;
      const x = entity.pose.position[0] + spot[0]! + sin(heading) * SEAT_DEPTH;
      const z = entity.pose.position[2] + spot[2]! + cos(heading) * SEAT_DEPTH;
      const dx = x - markEntity.pose.position[0];
      const dz = z - markEntity.pose.position[2];
      const d = Math.sqrt(dx * dx + dz * dz);
      if (mark.target !== 0 ? best === null || d < least : d < least) {
        least = d;
        best = { x, z, heading };
      }
    }
  }
  return best;
}

/** Cells taken by what stands about, but not by herself nor by what she sits on. */
function obstacles(world: World, self: Entity, mark: Mark): Uint8Array {
  const blocked = world.ground.blocked.slice();
  for (const entity of world.entities.values()) {
    if (entity === self || entity.hidden || entity.id === mark.target || entity.kind === "actor") continue;
    if (entity.asset === "") continue;
    const collider = bodies.colliderOf(world, entity);
    if (collider !== null) obstruct(world.ground, blocked, collider, entity.pose);
  }
  return blocked;
}

function topSpeed(world: World, entity: Entity, performer: Performer): number {
  const mark = markOf(world, performer, performer.at + 1);
  if (mark?.gait === "timed" && mark.seconds > 0) {
    // Time for gathering speed and for stopping is made up on the way.
    return Math.min(40, (way.length(performer.way) / mark.seconds) * 1.15);
  }
  if (mark !== null && mark.speed > 0) return mark.speed;
  if (entity.kind === "vehicle")
    return Math.min(8, world.set.things.get(entity.asset)?.vehicle?.topSpeed ?? 8);
  return mark?.gait === "run" ? RUN : WALK;
}

/** A step along the way. */
function walk(world: World, entity: Entity, performer: Performer): void {
  const left = way.length(performer.way) - performer.along;
  const top = Math.min(topSpeed(world, entity, performer), Math.sqrt(2 * STOP * Math.max(0, left)));
  const quick = top > 2.2 ? 2 : 1;
  performer.speed = scalar.approach(
    performer.speed,
    top,
    (top < performer.speed ? STOP * 3 : START) * quick * TICK,
  );
  const step = Math.min(left, performer.speed * TICK);
  performer.along += step;
  performer.travelled += step;
  if (left - step < 0.004) {
    performer.along += left - step;
    performer.speed = 0;
  }
  way.at(performer.way, performer.along, spot);
  const towards = atan2(spot[3]!, spot[4]!);
  performer.heading = turnTo(performer.heading, towards, TURN_WALKING * TICK);
  const floor = heightAt(world.ground, spot[0]!, spot[2]!, spot[1]!);
  const climb = 0.9 * TICK;
  setPlace(
    entity,
    spot[0]!,
    scalar.approach(entity.pose.position[1], floor, Math.max(climb, step * 0.6)),
    spot[2]!,
    performer.heading,
  );
}

function arrive(world: World, entity: Entity, performer: Performer): void {
  performer.at++;
  const mark = markOf(world, performer, performer.at);
  performer.gaze = mark?.gaze.kind === "ahead" ? performer.eyeline : (mark?.gaze ?? performer.eyeline);
  enter(world, entity, performer, "doing");
}

/** What the mark says is done here: turn first, then the deed. */
function act(world: World, entity: Entity, performer: Performer): void {
  const markEntity = world.entities.get(performer.marks[performer.at] ?? 0);
  const mark = markEntity?.mark;
  if (!mark || !markEntity || entity.kind === "vehicle") {
    enter(world, entity, performer, "waiting");
    return;
  }
  const seat = mark.deed === "sit" ? seatOf(world, markEntity, mark) : null;
  const facing = seat !== null ? seat.heading : facingOf(world, entity, mark);
  const clip = mark.deed === "gesture" ? mark.gesture : DEED_CLIP[mark.deed];
  if (performer.clip === "" && !settle(performer, facing, entity)) return;
  if (performer.clip !== clip) {
    play(world, entity, performer, clip);
    if (clip !== "") return;
  }
  const sheet = world.set.actors.get(entity.asset)?.clips.find((c) => c.name === clip);
  const seconds = clip === "" ? 0 : (sheet?.seconds ?? DEED_SECONDS[mark.deed]);
  const played = (world.tick - performer.clipSince) * TICK;
  if (played >= seconds / 2) give(world, entity, performer, mark);
  if (played < seconds) return;
  if (mark.deed === "sit") performer.posture = "sit";
  play(world, entity, performer, "");
  enter(world, entity, performer, "waiting");
}

/** Heading wanted at a mark, or null: as she came. Whoever takes or gives something faces it. */
function facingOf(world: World, entity: Entity, mark: Mark): number | null {
  if (mark.facing !== null) return mark.facing;
  const target =
    mark.deed === "stand" || mark.deed === "gesture" ? undefined : world.entities.get(mark.target);
  if (target === undefined) return null;
  return atan2(
    target.pose.position[0] - entity.pose.position[0],
    target.pose.position[2] - entity.pose.position[2],
  );
}

/** Turns towards a facing; true when there. */
function settle(performer: Performer, facing: number | null, entity: Entity): boolean {
  if (facing === null || performer.posture === "sit") return true;
  performer.heading = turnTo(performer.heading, facing, TURN * TICK);
  const { position } = entity.pose;
  setPlace(entity, position[0], position[1], position[2], performer.heading);
  return Math.abs(scalar.angleBetween(performer.heading, facing)) < 0.02;
}

function turnTo(heading: number, target: number, most: number): number {
  const turn = scalar.clamp(scalar.angleBetween(heading, target), -most, most);
  return scalar.wrapAngle(heading + turn);
}

/** Changes what is in whose hand, once. */
function give(world: World, entity: Entity, performer: Performer, mark: Mark): void {
  const target = world.entities.get(mark.target);
  if (
    mark.deed === "pick up" &&
    performer.holds === 0 &&
    target?.body?.motion === "free" &&
    target.holder === 0
  ) {
    if (carrier(world, target) !== null) return;
    performer.holds = target.id;
    world.physics.setMotion(target.body, "keyed");
  } else if (
    mark.deed === "hand over" &&
    performer.holds !== 0 &&
    target?.performer &&
    target.performer.holds === 0
  ) {
    target.performer.holds = performer.holds;
    performer.holds = 0;
    world.edited.add(target.id);
  } else if (mark.deed === "put down" && performer.holds !== 0) {
    const held = world.entities.get(performer.holds);
    performer.holds = 0;
    if (held?.body) world.physics.setMotion(held.body, "free");
  } else {
    return;
  }
  world.edited.add(entity.id);
}

/** Keeps what an actor holds at the right hand, as the world sees it; the picture puts it in the fingers. */
function hold(world: World, entity: Entity, performer: Performer): void {
  const held = world.entities.get(performer.holds);
  if (held?.body == null) {
    performer.holds = 0;
    return;
  }
  const h = performer.heading;
  const { position } = entity.pose;
  const reach = 0.34;
  const side = -0.2;
  held.pose.position[0] = Math.fround(position[0] + sin(h) * reach + cos(h) * side);
  held.pose.position[1] = Math.fround(position[1] + 1.02);
  held.pose.position[2] = Math.fround(position[2] + cos(h) * reach - sin(h) * side);
  quat.fromHeading(held.pose.rotation, h);
  for (let k = 0; k < 4; k++) held.pose.rotation[k] = Math.fround(held.pose.rotation[k]!) + 0;
  world.physics.aimAt(held.body, held.pose.position, held.pose.rotation);
}

/** Places a performer, upright, in single precision. */
export function setPlace(entity: Entity, x: number, y: number, z: number, heading: number): void {
  const { pose } = entity;
  pose.position[0] = Math.fround(x) + 0;
  pose.position[1] = Math.fround(y) + 0;
  pose.position[2] = Math.fround(z) + 0;
  quat.fromHeading(rotation, scalar.clamp(heading, -2 * PI, 2 * PI));
  for (let k = 0; k < 4; k++) pose.rotation[k] = Math.fround(rotation[k]!) + 0;
}
