/**
 * The world: one plain record that `stepWorld` alone changes. Everything in it is either plain data that a checkpoint
 * carries, or (marked so) derived from the set, or the outcome of the last step.
 */

import * as quat from "../math/quat.ts";
import * as random from "../math/random.ts";
import type { Physics } from "../physics/physics.ts";
import * as bodies from "./bodies.ts";
import { type Checkpoint, type Differing, differing } from "./checkpoint.ts";
import type { Command, Cue, Look, Order, Reason } from "./command.ts";
import {
  AHEAD,
  type Entity,
  type Framing,
  type Kind,
  NO_WAIT,
  type Performer,
  type Pose,
  plainMark,
} from "./entity.ts";
import { createGround, type Ground } from "./ground.ts";
import { fround } from "./number.ts";
import type { LoadedSet } from "./set.ts";
import { createTurns, forgetTurns, type Turns } from "./turns.ts";

/** A cue and the tick at which it fired (−1: not yet). */
export interface CueState {
  id: number;
  cue: Cue;
  fired: number;
}

/** One undoable edit: what each touched entity, cue and the look were before it; null where it did not exist. */
export interface Edit {
  label: string;
  tick: number;
  entities: { id: number; before: Entity | null; after: number }[];
  cues: { id: number; before: Cue | null }[];
  framings: { id: number; before: Framing | null }[];
  look: Look | null;
  /** For a restore: the checkpoint that it replaced. */
  restore: string;
}

/** A person's undo stacks, newest last. */
export interface History {
  undo: Edit[];
  redo: Edit[];
}

/** An edit of the blocking made during a performance, to be done again at the next return to one. */
export interface Pending {
  person: number;
  command: Command;
  /** Ids given to what it created, so that it has the same ones again. */
  ids: number[];
}

/** What became of an order in the last step. */
export interface Outcome {
  person: number;
  serial: number;
  /** null: done. */
  reason: Reason | null;
  /** In words, with names: what happened and what to do. Empty when done. */
  text: string;
  /** Entities that it created. */
  created: readonly number[];
}

/** Where restores find their checkpoints. */
export interface CheckpointSource {
  find(hash: string): Checkpoint | undefined;
}

/** A world. */
export interface World {
  readonly physics: Physics;
  readonly set: LoadedSet;
  /** Derived from the set: where one can walk. */
  readonly ground: Ground;
  /** Derived from the set: the heap after the set's loading, against which checkpoints are taken. */
  baseline: Uint8Array;
  /** Finds the pages of a checkpoint; a machine that compares memory faster puts its own in. */
  differing: Differing;
  checkpoints: CheckpointSource;

  tick: number;
  seed: random.RandomState;
  nextId: number;
  /** Counts every edit; never goes back. */
  revision: number;
  entities: Map<number, Entity>;
  /** Derived from the entities: see turns.ts. */
  readonly turns: Turns;
  cues: Map<number, CueState>;
  /** Kept framings by id. Notes about the stage: restores leave them as they are. */
  framings: Map<number, Framing>;
  look: Look;
  phase: "one" | "performance";
  /** Tick at which the world left one, −1 at one. */
  left: number;
  /** Tick that names the kept opening: as `left`, but not moved by restores. */
  opening: number;
  /** Tick of Action, −1 when it has not been called. */
  action: number;
  frozen: boolean;
  /** Take that is rolling, or empty; Action is due at `actionDue` (−1: called by hand). */
  rolling: string;
  actionDue: number;
  pending: Pending[];
  histories: Map<number, History>;

  /** Outcomes of the last step's orders. */
  outcomes: Outcome[];
  /** Entities edited, added or moved outside physics in the last step; emptied by whoever fills a mirror. */
  edited: Set<number>;
  removed: number[];
  /** Cues or framings have changed since a mirror was filled; lowered by whoever fills one. */
  noted: boolean;
  /** The table was replaced in the last step. */
  replaced: boolean;
  /** Copies that the last step asked to keep: taken before it changed anything. */
  kept: { why: "one" | "before"; hash: string; checkpoint: Checkpoint }[];
}

/** A set's look at its opening. */
function openingLook(set: LoadedSet): Look {
  const { time, north, latitude, date } = set.sheet.look;
  const [, month = 6, day = 21] = date.split("-").map(Number);
  const before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
  return {
    time: fround(time),
    north: fround(north),
    latitude: fround(latitude),
    day: (before[month - 1] ?? 0) + day,
    cloud: 0,
    turbidity: fround(2.6),
    exposure: 0,
    practicals: set.sheet.look.practicals ?? "dusk",
  };
}

/** Where one can walk on a set. It never changes, so that worlds of one set can share it. */
export function groundOf(set: LoadedSet): Ground {
  const fixed = [set.sheet.collider, ...set.sheet.parts.map((part) => part.collider)];
  return createGround(
    fixed.map((hash) => set.colliders.get(hash)!),
    set.sheet.bounds,
  );
}

/** Makes a world at its set's opening: the deterministic loading that every peer does alike. */
export function createWorld(physics: Physics, set: LoadedSet, seed = 1, ground = groundOf(set)): World {
  const world: World = {
    physics,
    set,
    ground,
    baseline: new Uint8Array(0),
    differing,
    checkpoints: { find: () => undefined },
    tick: 0,
    seed: random.create(seed),
    nextId: 1,
    revision: 0,
    entities: new Map(),
    turns: createTurns(),
    cues: new Map(),
    framings: new Map(),
    look: openingLook(set),
    phase: "one",
    left: -1,
    opening: -1,
    action: -1,
    frozen: false,
    rolling: "",
    actionDue: -1,
    pending: [],
    histories: new Map(),
    outcomes: [],
    edited: new Set(),
    removed: [],
    noted: true,
    replaced: true,
    kept: [],
  };
  openSet(world);
  // One step settles the engine's own structures, so that every world begins from the same warm state.
  physics.settle();
  physics.step(1 / 60);
  world.baseline = physics.memory().slice();
  return world;
}

/** Adds the set's own collider, its parts, and everything of its opening. */
function openSet(world: World): void {
  const { sheet } = world.set;
  bodies.addGround(world, sheet.collider);
  for (const part of sheet.parts) {
    const entity = blank(world, "prop", part.id, part.label, "", {
      position: [0, 0, 0],
      rotation: [0, 0, 0, 1],
    });
    entity.locked = true;
    insert(world, entity);
  }
  const ids = new Map<string, number>();
  for (const entry of sheet.opening) {
    const rotation: [number, number, number, number] = [0, 0, 0, 1];
    if (entry.rotation !== undefined) quat.normalise(rotation, entry.rotation);
    else quat.fromHeading(rotation, entry.heading ?? 0);
    const pose = { position: rounded3(entry.position), rotation: rounded4(rotation) };
    const entity = blank(world, entry.kind, entry.id, entry.label, entry.thing ?? entry.actor ?? "", pose);
    entity.variant = entry.variant ?? "";
    if (entity.lamp !== null) entity.lamp.on = entry.on ?? true;
    ids.set(entry.id, entity.id);
    if (entry.kind === "mark" && entity.mark !== null) {
      const owner = world.entities.get(ids.get(entry.owner ?? "") ?? 0);
      if (owner?.performer === null || owner === undefined) continue;
      entity.mark.owner = owner.id;
      entity.mark.speed = fround(entry.speed ?? 0);
      entity.mark.path = (entry.path ?? []).map(fround);
      owner.performer.marks.push(entity.id);
    }
    insert(world, entity);
  }
  for (const camera of sheet.cameras.slice(0, 1)) {
    const rotation: [number, number, number, number] = [0, 0, 0, 1];
    quat.fromHeadingTiltRoll(rotation, camera.heading, camera.tilt, 0);
    const pose = { position: rounded3(camera.position), rotation: rounded4(rotation) };
    const entity = blank(world, "camera", "camera-a", "Camera A", "", pose);
    entity.camera!.letter = "A";
    entity.camera!.focal = camera.lens;
    insert(world, entity);
  }
}

const rounded3 = (v: readonly number[]): [number, number, number] => [
  fround(v[0]!),
  fround(v[1]!),
  fround(v[2]!),
];
const rounded4 = (v: readonly number[]): [number, number, number, number] => [
  fround(v[0]!),
  fround(v[1]!),
  fround(v[2]!),
  fround(v[3]!),
];

/** An entity of a kind with nothing decided yet; it takes the next id and is not in the world. */
export function blank(
  world: World,
  kind: Kind,
  name: string,
  label: string,
  asset: string,
  pose: Pose,
  id = world.nextId,
): Entity {
  world.nextId = Math.max(world.nextId, id + 1);
  const performs = kind === "actor" || kind === "vehicle";
  return {
    id,
    kind,
    name,
    label,
    asset,
    variant: "",
    hidden: false,
    locked: false,
    group: "",
    one: copyPose(pose),
    pose: copyPose(pose),
    body: null,
    revision: ++world.revision,
    editor: 0,
    holder: 0,
    hand: copyPose(pose),
    grip: [0, 0, 0],
    mark: kind === "mark" ? plainMark(0) : null,
    performer: performs ? standingBy(pose) : null,
    lamp: kind === "light" ? { on: true, level: 1, kelvin: 0 } : null,
    camera: kind === "camera" ? blankCamera() : null,
  };
}

function blankCamera(): NonNullable<Entity["camera"]> {
  return {
    letter: "",
    filmback: "alexa-35-46k-og",
    lensSet: "signature-prime",
    focal: 35,
    squeeze: 1,
    tStop: fround(2.8),
    focus: 5,
    follows: 0,
    shutter: fround(172.8),
    rig: "hand-held, light",
  };
}

/** A performer at her opening place, alive but waiting. */
export function standingBy(pose: Pose): Performer {
  return {
    marks: [],
    start: NO_WAIT,
    eyeline: AHEAD,
    stage: "at one",
    at: -1,
    since: 0,
    way: [],
    along: 0,
    speed: 0,
    travelled: 0,
    heading: headingOf(pose),
    steer: 0,
    posture: "stand",
    clip: "",
    clipSince: 0,
    gaze: AHEAD,
    holds: 0,
  };
}

/** Heading of a pose: radians about +Y from +Z. */
export function headingOf(pose: Pose): number {
  return bodies.heading(pose.rotation);
}

/** Copy of a pose. */
export function copyPose(pose: Pose): Pose {
  return { position: [...pose.position], rotation: [...pose.rotation] };
}

/** Puts an entity, with its body, into the world. */
export function insert(world: World, entity: Entity): void {
  world.entities.set(entity.id, entity);
  forgetTurns(world);
  bodies.embody(world, entity);
  world.edited.add(entity.id);
}

/** Takes an entity, with its body, out of the world. */
export function extract(world: World, entity: Entity): void {
  bodies.disembody(world, entity);
  world.entities.delete(entity.id);
  forgetTurns(world);
  world.edited.delete(entity.id);
  world.removed.push(entity.id);
}

/** Marks an entity as edited by a person. */
export function touch(world: World, entity: Entity, person: number): void {
  entity.revision = ++world.revision;
  entity.editor = person;
  world.edited.add(entity.id);
}

/** The checkpoints that these orders need and that are not at hand; they must be fetched before the step. */
export function missingBlobs(world: World, orders: readonly Order[]): string[] {
  const missing: string[] = [];
  for (const { command } of orders) {
    if (command.type === "restore" && world.checkpoints.find(command.checkpoint) === undefined) {
      missing.push(command.checkpoint);
    }
  }
  return missing;
}
