/**
 * Joining a room: what a client says, and the codes with which a room closes a connection. The link to a stage is
 * `/s/<stage>#key=<key>`; the fragment never leaves the browser by itself.
 */

/** Options of a join, as JSON. */
export interface JoinOptions {
  /** The room's key from the link. */
  key: string;
  /** 32 hex digits drawn by the client and kept for this stage: who comes back with them is the same person. */
  token: string;
  /** Name that a person chose; at most 40 characters, empty for none. */
  name: string;
  /** PROTOCOL of the client. */
  protocol: number;
}

/** Why a room closed a connection, or refused a join. */
export const CLOSE = {
  /** A message that no form allows. */
  malformed: 4400,
  /** Wrong key, or no such stage: the two are not told apart. */
  denied: 4401,
  /** The room is full. */
  full: 4403,
  /** The same person has joined from another connection. */
  elsewhere: 4409,
  /** Another version of the protocol: reload the page. */
  outdated: 4426,
  /** Too many messages, or too many bytes. */
  flooding: 4429,
  /** The room failed; it reopens when somebody joins. */
  failed: 4500,
  /** The server stops or restarts: come back in a moment. */
  closing: 4503,
} as const;

/** Seconds for which a person who has lost the connection keeps everything. */
export const GRACE_SECONDS = 60;

/** Messages a second from one client. */
export const MESSAGES_PER_SECOND = 120;
/** Messages that may come at once from one client. */
export const MESSAGES_AT_ONCE = 240;
/** Bytes a second from one client. */
export const BYTES_PER_SECOND = 256 * 1024;
/** Bytes that may come at once from one client. */
export const BYTES_AT_ONCE = 1024 * 1024;
/** Bytes of one message. */
export const MAX_MESSAGE_BYTES = 128 * 1024;
