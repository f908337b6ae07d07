/**
 * Messages between the page and the worker in which its session runs.
 */
import type { Notice, RelayedBatch } from "../../shared/protocol/messages.ts";
import type { Command } from "../../shared/world/command.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { Presence } from "./link.ts";
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
  | { type: "close" };

/** From the worker. */
export type FromSession =
  | { type: "state"; state: SessionState }
  | { type: "welcome"; welcome: Extract<Notice, { type: "welcome" }> }
  | { type: "mirror"; mirror: Mirror }
  | { type: "commands"; changes: CommandStatus[] }
  | { type: "notice"; notice: Notice }
  | { type: "presence"; presence: Presence }
  | { type: "camera"; batch: RelayedBatch }
  | { type: "statistics"; statistics: Statistics }
  | { type: "defect"; text: string };
