/**
 * Holding: a command comes back after a round trip, and what one holds is drawn at the hand at once all the same. In: what
 * this person's hand has done, and how far the world has got with it. Out: an offset for the picture that is there at once
 * and fades as the world catches up. The world stays the only truth: what is refused falls back.
 */
import * as quat from "../../shared/math/quat.ts";
import type { Pose } from "../../shared/world/entity.ts";

/** Seconds in which an offset without cause fades to a third. */
const FADE = 0.12;
/** Metres of an offset beyond which nothing is drawn away from where it is. */
const FARTHEST = 3;
const GRAVITY = 9.81;

/** What the hand did under one serial. */
interface Deed {
  serial: number;
  hand: Pose;
}

/** Where a held thing is drawn, against where the world has it. Written anew each frame. */
export interface HoldOffset {
  /** Entity; 0: nothing is held, nor fading. */
  entity: number;
  /** Metres to be added to its place. */
  position: [number, number, number];
  /** Rotation about the hand, to be put before its own. */
  rotation: [number, number, number, number];
  /** The point about which it turns: where the world has the hand. */
  about: [number, number, number];
}

/** This person's hand. */
export interface Hold {
  readonly offset: HoldOffset;
  /** Where the hand is now, sent or not. */
  readonly hand: Pose;
  /** Deeds that the world has not executed, oldest first; before them the last one that it has. */
  readonly deeds: Deed[];
  /** Seconds since the release; −1 while the hand holds. */
  released: number;
  /** Serial of the release; 0 while the hand holds. */
  releaseSerial: number;
  velocity: [number, number, number];
  /** Slid to its place, not let go of in the air. */
  placed: boolean;
  /** The world has the release, or has refused the hold: what is left fades. */
  fading: boolean;
}

/** An empty hand. */
export function create(): Hold {
  return {
    offset: { entity: 0, position: [0, 0, 0], rotation: [0, 0, 0, 1], about: [0, 0, 0] },
    hand: { position: [0, 0, 0], rotation: [0, 0, 0, 1] },
    deeds: [],
    released: -1,
    releaseSerial: 0,
    velocity: [0, 0, 0],
    placed: false,
    fading: false,
  };
}

/** The hand is here now; what it sends of that follows by `carry`. Allocates nothing. */
export function aim(hold: Hold, position: readonly number[], rotation: readonly number[]): void {
  for (let k = 0; k < 3; k++) hold.hand.position[k] = position[k]!;
  quat.copy(hold.hand.rotation, rotation);
}

const copy = (hand: Pose): Pose => ({ position: [...hand.position], rotation: [...hand.rotation] });

/** The hand takes hold of a thing; `serial` is that of the grab, `hand` its pose then. */
export function grab(hold: Hold, entity: number, serial: number, hand: Pose): void {
  hold.offset.entity = entity;
  hold.offset.position = [0, 0, 0];
  hold.offset.rotation = [0, 0, 0, 1];
  hold.deeds.length = 0;
  hold.deeds.push({ serial, hand: copy(hand) });
  aim(hold, hand.position, hand.rotation);
  hold.released = -1;
  hold.releaseSerial = 0;
  hold.velocity = [0, 0, 0];
  hold.placed = false;
  hold.fading = false;
}

/** The hand has moved. */
export function carry(hold: Hold, serial: number, hand: Pose): void {
  if (hold.offset.entity === 0 || hold.released >= 0) return;
  hold.deeds.push({ serial, hand: copy(hand) });
  aim(hold, hand.position, hand.rotation);
}

/** What was slid to a place stays there: the offset ends when the world has it, at the last `carry`. */
export function settle(hold: Hold): void {
  hold.placed = true;
}

/** The hand lets go, at a velocity in m/s. */
export function release(hold: Hold, serial: number, velocity: readonly number[]): void {
  if (hold.offset.entity === 0) return;
  hold.released = 0;
  hold.releaseSerial = serial;
  hold.velocity = [velocity[0]!, velocity[1]!, velocity[2]!];
}

/** A command was refused: the hold with it, if it was the grab or a later deed. */
export function refuse(hold: Hold, serial: number): void {
  const known = serial === hold.releaseSerial || hold.deeds.some((deed) => deed.serial === serial);
  if (known) hold.fading = true;
}

/**
 * One frame of `seconds`. `applied` is the highest serial that the world on display has executed (see Heard).
 * Allocates nothing.
 */
export function frame(hold: Hold, applied: number, seconds: number): void {
  const { offset, deeds } = hold;
  if (offset.entity === 0) return;
  if (hold.releaseSerial !== 0 && applied >= hold.releaseSerial) hold.fading = true;
  if (hold.fading) {
    fade(hold, Math.exp(-seconds / FADE));
    return;
  }
  while (deeds.length > 1 && deeds[1]!.serial <= applied) deeds.shift();
  const world = deeds[0]!.hand;
  const own = hold.hand;
  if (hold.placed && deeds.length === 1) {
    end(hold);
    return;
  }
  if (hold.released >= 0) hold.released += seconds;
  const flown = Math.max(0, hold.released);
  for (let k = 0; k < 3; k++) {
    offset.position[k] =
      own.position[k]! - world.position[k]! + hold.velocity[k]! * (hold.released < 0 ? 0 : flown);
    offset.about[k] = world.position[k]!;
  }
  if (hold.released >= 0) offset.position[1] = offset.position[1]! - (GRAVITY * flown * flown) / 2;
  quat.conjugate(offset.rotation, world.rotation);
  quat.multiply(offset.rotation, own.rotation, offset.rotation);
  const [x, y, z] = offset.position;
  const far = Math.sqrt(x * x + y * y + z * z);
  if (far > FARTHEST) for (let k = 0; k < 3; k++) offset.position[k] = (offset.position[k]! * FARTHEST) / far;
}

function fade(hold: Hold, share: number): void {
  const { offset } = hold;
  for (let k = 0; k < 3; k++) offset.position[k] = offset.position[k]! * share;
  quat.slerp(offset.rotation, IDENTITY, offset.rotation, share);
  const [x, y, z] = offset.position;
  if (x * x + y * y + z * z > 1e-6 || Math.abs(offset.rotation[3]) < 0.99999) return;
  end(hold);
}

function end(hold: Hold): void {
  hold.offset.entity = 0;
  hold.deeds.length = 0;
}

const IDENTITY = [0, 0, 0, 1] as const;
