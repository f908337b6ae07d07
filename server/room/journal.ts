/**
 * What a room writes down: its own state, and what it did in a run of ticks, as forms. In: plain records. Out: the
 * bytes that the library keeps (server/library/library.ts, `Group.entries` and `Milestone.room`).
 */
import {
  bool,
  decode,
  encode,
  type Form,
  FormError,
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
import { SetError } from "../../shared/world/set.ts";

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

/** A room's own state, as it was written before there was a project. */
const oldRoomFields = {
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
};
const oldRoomForm = record(oldRoomFields);
const projectFields = {
  ...oldRoomFields,
  /** Running slate number. */
  number: uint(99999),
  /** Delivery ratio and rate of the project, by their names. */
  ratio: text(16),
  rate: text(16),
};
/** A room's own state, as it was written before it named its baseline. */
const projectRoomForm = record(projectFields);
const baselineFields = {
  ...projectFields,
  /** SHA-256 of the world after the set's loading, which every checkpoint of the stage is told from; empty: not known. */
  baseline: text(64),
};
/** A room's own state, as it was written before it kept its set. */
const baselineRoomForm = record(baselineFields);
/** A room's own state. */
const roomForm = record({
  ...baselineFields,
  /** The physics engine that its worlds are of. */
  engine: text(200),
  /** Blob of the set that it stands on (shared/world/as-built.ts); empty: not known. */
  built: text(64),
});
/** A room's own state. */
export type KeptRoom = Of<typeof roomForm>;

const groupFields = {
  ticks: list(record({ tick: tickForm, orders: list(orderForm, 65536) }), 65536),
  /** People whose serials went on. */
  serials: list(record({ person: personId, commands: uint(), batches: uint() }), 1000),
  /** Hashes of the world at whole seconds, for takes. */
  hashes: list(record({ tick: tickForm, hash: text(16) }), 4096),
  /** True in the last group of a server that stopped in good order. */
  stopped: bool,
};
/** Order of the fields is that of the bytes. */
const groupFormOf = <T>(room: Form<T>) => {
  const { ticks, serials, ...rest } = groupFields;
  /** The room's own state, where it changed. */
  return record({ ticks, serials, room: nullable(room), ...rest });
};
const groupForm = groupFormOf(roomForm);
const baselineGroupForm = groupFormOf(baselineRoomForm);
const projectGroupForm = groupFormOf(projectRoomForm);
const oldGroupForm = groupFormOf(oldRoomForm);
/** What a room did in a run of ticks. */
export type GroupEntries = Of<typeof groupForm>;

/** What was written before there was a project, before there was a baseline, and before sets were kept. */
const withProject = (old: Of<typeof oldRoomForm>): Of<typeof projectRoomForm> => ({
  ...old,
  number: 1,
  ratio: "2.39",
  rate: "24",
});
const withBaseline = (old: Of<typeof projectRoomForm>): Of<typeof baselineRoomForm> => ({
  ...old,
  baseline: "",
});
const withSet = (old: Of<typeof baselineRoomForm>): KeptRoom => ({ ...old, engine: "", built: "" });

/** The first reading that fits. Throws the first's FormError where none does. */
function firstThatFits<T>(first: () => T, ...others: (() => T)[]): T {
  try {
    return first();
  } catch (fault) {
    if (!(fault instanceof FormError)) throw fault;
    for (const other of others) {
      try {
        return other();
      } catch (another) {
        if (!(another instanceof FormError)) throw another;
      }
    }
    throw fault;
  }
}

/** Bytes of a room's own state. Throws FormError. */
export const encodeRoom = (room: KeptRoom): Uint8Array => encode(roomForm, room);
/** A room's own state from its bytes. Throws FormError. */
export const decodeRoom = (bytes: Uint8Array): KeptRoom =>
  firstThatFits(
    () => decode(roomForm, bytes),
    () => withSet(decode(baselineRoomForm, bytes)),
    () => withSet(withBaseline(decode(projectRoomForm, bytes))),
    () => withSet(withBaseline(withProject(decode(oldRoomForm, bytes)))),
  );
/** Bytes of what a room did in a run of ticks. Throws FormError. */
export const encodeEntries = (entries: GroupEntries): Uint8Array => encode(groupForm, entries);
/** What a room did in a run of ticks, from its bytes. Throws FormError. */
export const decodeEntries = (bytes: Uint8Array): GroupEntries =>
  firstThatFits(
    () => decode(groupForm, bytes),
    () => {
      const old = decode(baselineGroupForm, bytes);
      return { ...old, room: old.room === null ? null : withSet(old.room) };
    },
    () => {
      const old = decode(projectGroupForm, bytes);
      return { ...old, room: old.room === null ? null : withSet(withBaseline(old.room)) };
    },
    () => {
      const old = decode(oldGroupForm, bytes);
      return { ...old, room: old.room === null ? null : withSet(withBaseline(withProject(old.room))) };
    },
  );
/** Bytes of a take's line. Throws FormError. */
export const encodeLine = (line: Of<typeof takeLineForm>): Uint8Array => encode(takeLineForm, line);
/** A take's line from its bytes. Throws FormError. */
export const decodeLine = (bytes: Uint8Array): Of<typeof takeLineForm> => decode(takeLineForm, bytes);

/** Throws SetError where what was kept is of another set, or another engine, than there is now. Empty: not known. */
export function needSame(set: string, kept: string, now: string): void {
  if (kept === "" || kept === now) return;
  throw new SetError(
    `sets/${set}/set.json`,
    "this set, something in its opening, or the physics engine has changed since the stage was left; " +
      "put back what it was, or make a new stage",
  );
}
