/**
 * The mirror: what a stepping peer (the session's worker, or a player) hands to the picture after each tick. Fixed
 * floats per entity for what moves, and the entities themselves only when they were edited. Reading it never touches
 * the physics engine.
 */

import type { Look } from "./command.ts";
import { type Entity, type Framing, STAGES } from "./entity.ts";
import type { CueState, World } from "./world.ts";

/** Floats for each entity in `Mirror.data`. */
export const MIRROR_STRIDE = 24;

/** Place of each value among an entity's floats. */
export const MIRROR = {
  /** World position, metres (3). */
  position: 0,
  /** Unit quaternion x y z w (4). */
  rotation: 3,
  /** Bits: see MIRROR_FLAG. */
  flags: 7,
  /** Performers: metres moved since one. */
  travelled: 8,
  /** m/s along the way. */
  speed: 9,
  /** Radians about +Y. */
  heading: 10,
  /** Radians, front wheels. */
  steer: 11,
  /** Index in STAGES. */
  stage: 12,
  /** Index of the mark stood on, −1 at the opening place. */
  at: 13,
  /** Seconds in this stage. */
  stageSeconds: 14,
  /** Seconds since the clip began; the clip's name is in the entity. */
  clipSeconds: 15,
  /** 0 standing … 1 seated. */
  seated: 16,
  /** Index of the gaze kind: ahead, entity, point, lens. */
  gaze: 17,
  /** Where the eyes aim, world metres (3); for `lens` the picture knows better. */
  gazeAt: 18,
  /** Person who holds it. */
  holder: 21,
  /** Entity held in the hand. */
  holds: 22,
  /** m/s, for motion blur of bodies. */
  velocity: 23,
} as const;

/** Bits of `MIRROR.flags`. */
export const MIRROR_FLAG = { hidden: 1, free: 2, held: 4 } as const;

/** What is kept about a stage beside its entities. */
export interface Notes {
  readonly cues: readonly CueState[];
  readonly framings: readonly { readonly id: number; readonly framing: Framing }[];
}

/** The state of a world after a tick, for the picture. */
export interface Mirror {
  tick: number;
  /** Entities in `data`, in the order of `ids`. */
  count: number;
  /** Entity of each slot. Stays the same array until an entity is added or removed. */
  ids: Uint32Array;
  /** count × MIRROR_STRIDE. Owned by the receiver until it is handed back or replaced. */
  data: Float32Array;
  /** Entities edited, added since the mirror before; all of them after a restore (`whole`). */
  edited: Entity[];
  removed: number[];
  whole: boolean;
  look: Look | null;
  /** Cues and framings, all of them; absent where none has changed. */
  notes?: Notes;
  /** at one · performance · frozen; Action's tick, or −1. */
  phase: "one" | "performance";
  frozen: boolean;
  action: number;
  rolling: string;
}

/** An empty mirror with room for `capacity` entities. */
export function createMirror(capacity = 64): Mirror {
  return {
    tick: 0,
    count: 0,
    ids: new Uint32Array(0),
    data: new Float32Array(capacity * MIRROR_STRIDE),
    edited: [],
    removed: [],
    whole: false,
    look: null,
    phase: "one",
    frozen: false,
    action: -1,
    rolling: "",
  };
}

/**
 * Fills a mirror with the world after its last step. Allocates only where entities were edited, came or went.
 * `whole` asks for every entity, for a receiver who has none yet.
 */
export function fillMirror(world: World, mirror: Mirror, whole = false): void {
  const all = whole || world.replaced;
  mirror.tick = world.tick;
  mirror.whole = all;
  mirror.edited.length = 0;
  mirror.removed.length = 0;
  mirror.phase = world.phase;
  mirror.frozen = world.frozen;
  mirror.action = world.action;
  mirror.rolling = world.rolling;
  mirror.look = world.look;
  if (all || world.noted) {
    mirror.notes = {
      cues: [...world.cues.values()].map((state) => ({ ...state })),
      framings: [...world.framings].map(([id, framing]) => ({ id, framing })),
    };
    world.noted = false;
  } else delete mirror.notes;
  resize(world, mirror, all);
  let slot = 0;
  for (const entity of world.entities.values()) {
    fill(world, entity, mirror.data, slot * MIRROR_STRIDE);
    slot++;
    if (all || world.edited.has(entity.id)) mirror.edited.push(entity);
  }
  if (!all) for (const id of world.removed) mirror.removed.push(id);
}

function resize(world: World, mirror: Mirror, all: boolean): void {
  const count = world.entities.size;
  if (mirror.data.length < count * MIRROR_STRIDE) mirror.data = new Float32Array(count * 2 * MIRROR_STRIDE);
  if (!all && mirror.ids.length === count && world.removed.length === 0 && !hasNew(world, mirror)) return;
  mirror.count = count;
  mirror.ids = Uint32Array.from(world.entities.keys());
}

function hasNew(world: World, mirror: Mirror): boolean {
  // New entities come last, so looking at the last one is enough unless some were removed.
  let last = 0;
  for (const id of world.edited) last = Math.max(last, id);
  return last > (mirror.ids[mirror.ids.length - 1] ?? 0);
}

function fill(world: World, entity: Entity, data: Float32Array, at: number): void {
  const { position, rotation } = entity.pose;
  let moved = 0;
  for (let k = 0; k < 3; k++) {
    const step = position[k]! - data[at + MIRROR.position + k]!;
    moved += step * step;
    data[at + MIRROR.position + k] = position[k]!;
  }
  for (let k = 0; k < 4; k++) data[at + MIRROR.rotation + k] = rotation[k]!;
  data[at + MIRROR.velocity] = Math.sqrt(moved) * 60;
  data[at + MIRROR.flags] =
    (entity.hidden ? MIRROR_FLAG.hidden : 0) |
    (entity.body?.motion === "free" ? MIRROR_FLAG.free : 0) |
    (entity.holder !== 0 ? MIRROR_FLAG.held : 0);
  data[at + MIRROR.holder] = entity.holder;
  const { performer } = entity;
  if (performer === null) return;
  data[at + MIRROR.travelled] = performer.travelled;
  data[at + MIRROR.speed] = performer.speed;
  data[at + MIRROR.heading] = performer.heading;
  data[at + MIRROR.steer] = performer.steer;
  data[at + MIRROR.stage] = STAGES.indexOf(performer.stage);
  data[at + MIRROR.at] = performer.at;
  data[at + MIRROR.stageSeconds] = (world.tick - performer.since) / 60;
  data[at + MIRROR.clipSeconds] = (world.tick - performer.clipSince) / 60;
  data[at + MIRROR.seated] = performer.posture === "sit" ? 1 : 0;
  data[at + MIRROR.gaze] = GAZES.indexOf(performer.gaze.kind);
  aim(
    world,
    performer.gaze.kind === "entity" ? performer.gaze.on : 0,
    performer.gaze.point,
    data,
    at + MIRROR.gazeAt,
  );
  data[at + MIRROR.holds] = performer.holds;
}

const GAZES = ["ahead", "entity", "point", "lens"];

/** The point that eyes aim at: an actor's eyes, a thing's middle, or a place. */
function aim(world: World, id: number, point: readonly number[], data: Float32Array, at: number): void {
  const target = id === 0 ? undefined : world.entities.get(id);
  for (let k = 0; k < 3; k++) data[at + k] = target === undefined ? point[k]! : target.pose.position[k]!;
  if (target === undefined) return;
  const sheet = world.set.actors.get(target.asset);
  const bounds = world.set.things.get(target.asset)?.bounds;
  const seated = target.performer?.posture === "sit" ? 0.42 : 0;
  const rise =
    sheet !== undefined
      ? sheet.eyes - seated
      : bounds === undefined
        ? 0
        : (bounds.min[1] + bounds.max[1]) / 2;
  data[at + 1] = data[at + 1]! + rise;
}
