/**
 * The Link port: how a session reaches its room. In: what to join, and handlers for what comes. Out: a connection
 * that carries bytes under one-letter channels (CHANNEL in shared/protocol/messages.ts), in order, or not at all.
 *
 * An adapter reconnects by itself for as long as the room keeps the seat; meanwhile `send` answers false and keeps
 * nothing, because the session's outbox sends again what has not been acknowledged. Once `onLeave` has been called
 * nothing follows, and the session joins afresh if it wants to.
 */

import type { Presence } from "../../shared/protocol/presence.ts";

/** Channels that carry bytes; the letters of CHANNEL. */
export type Channel = "i" | "c" | "h" | "t" | "n";
/** Channels on which a room speaks to a client. */
export const INBOUND: readonly Channel[] = ["c", "t", "n"];

/** Why nothing more comes. */
export type LeaveReason =
  /** This side left. */
  | "left"
  /** The room put this client out, with words. */
  | "put out"
  /** The room closed or restarts. */
  | "closed"
  /** The connection broke and the seat could not be had back. */
  | "lost";

/** What to join. */
export interface JoinOptions {
  /** `https://host:port`; adapters without a network ignore it. */
  endpoint: string;
  /** Name or number of the room. */
  room: string;
  /** Plain values for the room's door: its key, the protocol's version, the person's name and secret. */
  door: Record<string, string | number | boolean>;
}

/** Calls that an adapter makes. Bytes belong to the handler during the call only. */
export interface LinkEvents {
  message(channel: Channel, bytes: Uint8Array): void;
  presence(presence: Presence): void;
  /** The connection broke; the adapter is trying to have it back. */
  drop(): void;
  /** The same seat again. Messages in between are lost in both directions. */
  reconnect(): void;
  leave(reason: LeaveReason, text: string): void;
}

/** A joined room. */
export interface Connection {
  readonly open: boolean;
  /** Sends bytes; false where the connection is broken, and then nothing was kept. The bytes may be used again. */
  send(channel: Channel, bytes: Uint8Array): boolean;
  /** Measures the round trip in ms; never answers where the connection breaks meanwhile. */
  ping(answer: (ms: number) => void): void;
  /** Breaks the connection and has it back: for when nothing comes although nothing says that it is broken. */
  renew(): void;
  /** Leaves for good; `events.leave("left")` follows. */
  leave(): void;
}

/** Why a room could not be joined. */
export type RefusalReason =
  | "unreachable"
  /** The room is closing, or too many come at once: a moment later it may be joined. */
  | "not now"
  | "refused"
  | "other version"
  | "full"
  | "no such room";

/** A room could not be joined; `reason` is for the program and the message for the person. */
export class JoinError extends Error {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, text: string) {
    super(text);
    this.name = "JoinError";
    this.reason = reason;
  }
}

/** How rooms are reached. */
export interface Link {
  /** Joins a room. `events` is called from the first message on, even before this resolves. Throws JoinError. */
  join(options: JoinOptions, events: LinkEvents): Promise<Connection>;
}
