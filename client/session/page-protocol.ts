/**
 * Messages between the page and the worker in which its session runs.
 */
import type { Notice, RelayedBatch } from "../../shared/protocol/messages.ts";
import type { Presence } from "../../shared/protocol/presence.ts";
import type { Command } from "../../shared/world/command.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { DisplayClock } from "./display.ts";
import type { Ledger } from "./ledger.ts";
import type { Asked, Wish } from "./outbox.ts";
import type { CommandStatus, SessionState, Statistics } from "./status.ts";

/** To the worker. */
export type ToSession =
  | { type: "open"; endpoint: string; stage: string; key: string; token: string; name: string }
  | { type: "send"; commands: readonly Command[] }
  | { type: "ask"; request: Asked }
  | { type: "wish"; wish: Wish }
  | { type: "camera"; camera: number; take: string; samples: Uint8Array }
  | { type: "whole" }
  /** Floats of a mirror that the page has done with, to be filled again. */
  | { type: "back"; data: Float32Array<ArrayBuffer> }
  | { type: "close" };

/** A mirror on its way: its ids and its look only where they are not those of the one before. */
export interface MirrorMessage {
  type: "mirror";
  mirror: Omit<Mirror, "ids"> & { ids: Uint32Array | null };
  /** Highest serial of this person's commands that the world has executed. */
  applied: number;
  clock: DisplayClock;
}

/** From the worker. */
export type FromSession =
  | { type: "state"; state: SessionState }
  | { type: "welcome"; welcome: Extract<Notice, { type: "welcome" }> }
  | MirrorMessage
  | { type: "commands"; changes: CommandStatus[] }
  | { type: "notice"; notice: Notice }
  | { type: "presence"; presence: Presence }
  | { type: "camera"; batch: RelayedBatch }
  | { type: "statistics"; statistics: Statistics }
  | { type: "ledger"; ledger: Ledger }
  | { type: "defect"; text: string };

/** What the page hears: as the worker tells it, with mirrors made whole again. */
export type Heard =
  | Exclude<FromSession, MirrorMessage>
  | { type: "mirror"; mirror: Mirror; applied: number; clock: DisplayClock };
