/**
 * What a session tells of itself: where it stands, what became of this person's commands, and figures. Plain records,
 * so that they travel from the worker to the page as they are.
 */
import type { Reason } from "../../shared/world/command.ts";

/** Where a session stands. */
export type Phase =
  /** Asking to be let in. */
  | "joining"
  /** Let in; loading the set, or fetching the world. */
  | "loading"
  /** The world runs. */
  | "live"
  /** The connection is broken; the world stands still, and what one does is kept and sent later. */
  | "dropped"
  /** Left for good: by choice, put out, or refused. */
  | "over";

/** Why a session could not begin or go on. */
export type FailureReason =
  | "unreachable"
  | "refused"
  | "other version"
  | "full"
  | "no such room"
  | "put out"
  | "set"
  | "physics"
  | "baseline differs";

/** Where a session stands, in words too. */
export interface SessionState {
  phase: Phase;
  /** What it is doing or waiting for, for people; empty when all is well. */
  text: string;
  /** Why it is over; null otherwise, and when one left by choice. */
  failure: FailureReason | null;
  /** Ticks that the world is behind what has arrived. */
  behind: number;
}

/** What became of a command. */
export interface CommandStatus {
  /** The number that `send` gave. */
  serial: number;
  /**
   * ordered: the room has put it into a tick · done or refused: the world has executed it · kept: it is on disk, or
   * was refused and needs no keeping.
   */
  state: "ordered" | "done" | "refused" | "kept";
  /** Why it was refused: the world's reason, or the door's. */
  reason: Reason | string | null;
  text: string;
  /** Entities that it created. */
  created: readonly number[];
}

/** Figures of a session. */
export interface Statistics {
  tick: number;
  /** Ticks due and not stepped. */
  behind: number;
  /** Smoothed round trip, ms; −1 before the first. */
  roundTrip: number;
  /** Buffer kept against jitter, ms. */
  depth: number;
  /** 1 is real time. */
  rate: number;
  /** Of one step. */
  stepMs: number;
  /** Commands and camera batches not yet on disk. */
  unacknowledged: number;
  /** Times that this world was replaced by the room's because it differed. */
  resynchronised: number;
  /** The newest hash told to the room, and its tick. */
  hashed: { tick: number; hash: string };
}
