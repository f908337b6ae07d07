/**
 * What a room writes down: its own state, and what it did in a run of ticks, as forms. In: plain records. Out: the
 * bytes that the library keeps (server/library/library.ts, `Group.entries` and `Milestone.room`).
 */
import {
  bool,
  decode,
  encode,
  list,
  nullable,
  type Of,
  oneOf,
  record,
  text,
  uint,
} from "../../shared/protocol/form.ts";
import { takeLineForm } from "../../shared/protocol/messages.ts";
import { orderForm } from "../../shared/world/command.ts";
import { entityId, personId, tickForm } from "../../shared/world/entity.ts";

/** Somebody, as a room remembers them over a restart. */
const keptPersonForm = record({
  number: personId,
  /** Print of the token (access/keys.ts). */
  print: text(32),
  name: text(40),
  colour: text(7),
  mans: entityId,
  on: oneOf(["camera", "village", "foot"]),
  /** Next serial: everything below has been ordered or refused. */
  commands: uint(),
  batches: uint(),
});
/** Somebody, as a room remembers them over a restart. */
export type KeptPerson = Of<typeof keptPersonForm>;

/** A room's own state. */
export const roomForm = record({
  /** Next person number. */
  next: personId,
  people: list(keptPersonForm, 1000),
  scene: text(16),
  setup: text(8),
  style: oneOf(["us", "uk"]),
  /** Kept openings: the tick at which the world left one, and the blob. */
  ones: list(record({ tick: tickForm, hash: text(64) }), 4096),
  /** Takes that have been cut and still wait for camera samples. */
  unsealed: list(text(64), 1000),
});
/** A room's own state. */
export type KeptRoom = Of<typeof roomForm>;

const groupForm = record({
  ticks: list(record({ tick: tickForm, orders: list(orderForm, 65536) }), 65536),
  /** People whose serials went on. */
  serials: list(record({ person: personId, commands: uint(), batches: uint() }), 1000),
  /** The room's own state, where it changed. */
  room: nullable(roomForm),
  /** Hashes of the world at whole seconds, for takes. */
  hashes: list(record({ tick: tickForm, hash: text(16) }), 4096),
  /** True in the last group of a server that stopped in good order. */
  stopped: bool,
});
/** What a room did in a run of ticks. */
export type GroupEntries = Of<typeof groupForm>;

/** Bytes of a room's own state. Throws FormError. */
export const encodeRoom = (room: KeptRoom): Uint8Array => encode(roomForm, room);
/** A room's own state from its bytes. Throws FormError. */
export const decodeRoom = (bytes: Uint8Array): KeptRoom => decode(roomForm, bytes);
/** Bytes of what a room did in a run of ticks. Throws FormError. */
export const encodeEntries = (entries: GroupEntries): Uint8Array => encode(groupForm, entries);
/** What a room did in a run of ticks, from its bytes. Throws FormError. */
export const decodeEntries = (bytes: Uint8Array): GroupEntries => decode(groupForm, bytes);
/** Bytes of a take's line. Throws FormError. */
export const encodeLine = (line: Of<typeof takeLineForm>): Uint8Array => encode(takeLineForm, line);
/** A take's line from its bytes. Throws FormError. */
export const decodeLine = (bytes: Uint8Array): Of<typeof takeLineForm> => decode(takeLineForm, bytes);
