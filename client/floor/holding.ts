/**
 * Holding on this page: what a hand has or slides is drawn where the hand is, at once. In: what the hand does with the
 * serials of its commands, how far the world on display has got with them. Out: an offset for the picture.
 */
import type { Pose } from "../../shared/world/entity.ts";
import * as hold from "../session/hold.ts";

/** Mirrors whose serials are remembered: more than a display keeps. */
const REMEMBERED = 128;

/** This page's hand. */
export interface Holding {
  readonly hold: hold.Hold;
  /** Ticks of the newest mirrors, and the highest serial executed by each; a ring. */
  readonly ticks: Float64Array;
  readonly applied: Float64Array;
  next: number;
}

/** An empty hand. */
export function createHolding(): Holding {
  return {
    hold: hold.create(),
    ticks: new Float64Array(REMEMBERED).fill(Number.POSITIVE_INFINITY),
    applied: new Float64Array(REMEMBERED),
    next: 0,
  };
}

/** A mirror of this tick has executed everything up to this serial. */
export function note(holding: Holding, tick: number, applied: number): void {
  holding.ticks[holding.next] = tick;
  holding.applied[holding.next] = applied;
  holding.next = (holding.next + 1) % REMEMBERED;
}

/** Highest serial executed by what is on display at a position. */
export function shownAt(holding: Holding, position: number): number {
  let best = 0;
  for (let k = 0; k < REMEMBERED; k++) {
    // Half way to a tick its state is already the nearer one.
    if (holding.ticks[k]! <= position + 0.5 && holding.applied[k]! > best) best = holding.applied[k]!;
  }
  return best;
}

/** One frame: the offset follows hand and world. Allocates nothing. */
export function frame(holding: Holding, position: number, seconds: number): void {
  if (holding.hold.offset.entity !== 0) hold.frame(holding.hold, shownAt(holding, position), seconds);
}

/** The hand takes hold of a thing under a serial; 0: it slides it, which takes no command to begin. */
export const grab = (holding: Holding, id: number, serial: number, at: Pose): void =>
  hold.grab(holding.hold, id, serial, at);
/** The hand is here. */
export const aim = (holding: Holding, position: readonly number[], rotation: readonly number[]): void => {
  if (holding.hold.offset.entity !== 0) hold.aim(holding.hold, position, rotation);
};
/** The hand has told where it is, under a serial. */
export const carry = (holding: Holding, serial: number, at: Pose): void =>
  hold.carry(holding.hold, serial, at);
/** What was slid stays. */
export const settle = (holding: Holding): void => hold.settle(holding.hold);
/** The hand lets go, m/s. */
export const release = (holding: Holding, serial: number, velocity: readonly number[]): void =>
  hold.release(holding.hold, serial, velocity);
/** A command was refused. */
export const refuse = (holding: Holding, serial: number): void => hold.refuse(holding.hold, serial);
