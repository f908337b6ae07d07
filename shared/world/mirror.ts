/**
 * The mirror: what a stepping peer (the session's worker, or a player) hands to the picture after each tick. Fixed
 * floats per entity for what moves, and the entities themselves only when they were edited. Reading it never touches
 * the physics engine.
 */

import type { Look } from "./command.ts";
import type { Entity } from "./entity.ts";

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
  /** at one · performance · frozen; Action's tick, or −1. */
  phase: "one" | "performance";
  frozen: boolean;
  action: number;
  rolling: string;
}
