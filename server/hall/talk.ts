/**
 * What the sockets' thread and a thread of rooms say to each other. Both are one program: nothing here comes from
 * outside, and nothing is checked. Messages arrive in the order in which they were sent, parcels among them.
 */
import type { MessagePort } from "node:worker_threads";
import type { Presence } from "../../shared/protocol/presence.ts";
import type { Defect } from "../room/room.ts";

/** What a thread of rooms is started with. */
export interface ThreadData {
  /** Folder of sets, things and actors. */
  assets: string;
  /** The library, shared (server/library/sqlite.ts). */
  library: MessagePort;
  /** Memory of its counts (counts.ts). */
  counts: SharedArrayBuffer;
}

/** What is asked of a thread, and its answer. */
export interface Questions {
  /** Opens a stage's room, or finds it open. Null where there is no such stage. Fails with a Failure. */
  enter: { ask: { stage: string }; answer: Opened | null };
  /** Somebody joins by a connection. The person's number, or why not. */
  join: {
    ask: { stage: string; connection: number; print: string; name: string };
    answer: number | "full" | "closed";
  };
  /** Closes a room in good order. */
  close: { ask: { stage: string; text: string }; answer: null };
  /** Puts a room's present state on disk, for whoever copies it. */
  keep: { ask: { stage: string }; answer: "kept" | "rolling" | "closed" };
  /** Tells everybody in the room of a take again. False where there is no such take. */
  announce: { ask: { stage: string; take: string }; answer: boolean };
  /** Whether the room has such a take. */
  hasTake: { ask: { stage: string; take: string }; answer: boolean };
  /** The stage has another name. */
  rename: { ask: { stage: string; label: string }; answer: null };
  /** Closes all rooms and ends the thread. */
  stop: { ask: { text: string }; answer: null };
}
/** What can be asked. */
export type Verb = keyof Questions;

/** A room that is open. */
export interface Opened {
  presence: Presence;
  /** Blob of the set that it stands on. */
  built: string;
}

/** An error that crosses threads. */
export interface Failure {
  text: string;
  stack: string;
  /** What a SetError names, where the stage's set cannot be used. */
  set: { file: string; what: string } | null;
}

/** To a thread of rooms. */
export type ToRooms =
  | { [V in Verb]: { type: "ask"; call: number; verb: V; ask: Questions[V]["ask"] } }[Verb]
  /** Messages of people. */
  | { type: "parcel"; parcel: ArrayBuffer }
  /** A connection has ended; `leaves`: they meant to. */
  | { type: "ended"; connection: number; leaves: boolean }
  /** For each connection that something was sent to: its number, bytes handed to its socket, bytes that still wait there. */
  | { type: "lines"; lines: Float64Array };

/** From a thread of rooms. */
export type FromRooms =
  | { type: "answer"; call: number; answer: unknown }
  | { type: "failed"; call: number; failure: Failure }
  /** Messages for people. */
  | { type: "parcel"; parcel: ArrayBuffer }
  /** A connection is to end. */
  | { type: "end"; connection: number; code: number; text: string }
  | { type: "presence"; stage: string; presence: Presence }
  /** A room is not open any more. */
  | { type: "over"; stage: string }
  | { type: "log"; level: "info" | "warn" | "error"; fields: object; text: string }
  | { type: "refused"; reason: string }
  | { type: "defect" }
  | { type: "keepDefect"; defect: Defect };
