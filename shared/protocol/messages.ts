/**
 * Every message between a client and its room, as forms. Bytes travel under the one-letter channel names of CHANNEL.
 * Change anything here and PROTOCOL goes up by one, with a line in CHANGELOG.md.
 */
import { commandForm, orderForm } from "../world/command.ts";
import { entityId, personId, tickForm } from "../world/entity.ts";
import { MAX_COMMANDS_PER_TICK } from "../world/limits.ts";
import { bool, bytes, f32, f64, int, list, type Of, oneOf, record, text, uint, union } from "./form.ts";

/** Version of the protocol; a client of another version is told to reload. */
export const PROTOCOL = 2;

/** Colyseus message types, each carrying the bytes of one form. */
export const CHANNEL = {
  /** client → room: Intent */
  intent: "i",
  /** client → room: CameraBatch · room → clients: RelayedBatch */
  camera: "c",
  /** client → room: Report */
  report: "h",
  /** room → clients: Ticks */
  ticks: "t",
  /** room → client: Notice */
  notice: "n",
} as const;

/** SHA-256 of a blob, 64 hex digits. */
export const blobHash = text(64);

/** What a client asks of its room. */
export const intentForm = union(
  {
    commands: 1,
    one: 2,
    pickUp: 3,
    roll: 4,
    cut: 5,
    rate: 6,
    mark: 7,
    man: 8,
    hello: 9,
    slate: 10,
    show: 11,
    makeOne: 12,
    project: 13,
  },
  {
    /** World commands in order; serials rise by one for each, for as long as a person is in the room. */
    commands: record({ first: uint(), list: list(commandForm, MAX_COMMANDS_PER_TICK) }),
    /** Back to one. */
    one: record({ serial: uint() }),
    /** Go live from a tick of a take. */
    pickUp: record({ serial: uint(), take: text(64), tick: tickForm }),
    /** Roll every manned camera; `preRoll` seconds, then Action, unless the person calls it. */
    roll: record({ serial: uint(), preRoll: f32(0, 30), callsAction: bool, cameras: list(entityId, 32) }),
    cut: record({ serial: uint() }),
    /** Rates, circles or describes a take. */
    rate: record({
      take: text(64),
      rating: uint(5),
      circled: bool,
      status: oneOf(["none", "ng", "ok", "print"]),
      description: text(200),
      notes: text(4000),
    }),
    /** Sets or removes a flag in a take, at a tick. */
    mark: record({ take: text(64), tick: tickForm, label: text(64), remove: bool }),
    /** Mans a camera (an entity), or steps off (0) into the village or on foot. */
    man: record({ camera: entityId, on: oneOf(["camera", "village", "foot"]) }),
    /** Name and colour that a person chose. */
    hello: record({ name: text(40) }),
    /** Scene and style of the slate; `letter` asks for the next setup. */
    slate: record({ scene: text(16), style: oneOf(["us", "uk"]), nextSetup: bool }),
    /** The present state becomes the opening (Shift+B). */
    makeOne: record({ serial: uint() }),
    /** Everybody follows this take's review, or no longer (empty); `rate`: 1 is real time, 0 stands. */
    show: record({ take: text(64), tick: f64(), rate: f32(-16, 16) }),
    /** Delivery ratio and rate of the project, by their names. */
    project: record({ ratio: text(16), rate: text(16) }),
  },
);
/** What a client asks of its room. */
export type Intent = Of<typeof intentForm>;

/**
 * Camera samples of one operator, in the track's own bytes (shared/camera/track). `serial` rises by one a batch and is
 * acknowledged when the journal has it on disk.
 */
export const cameraBatchForm = record({
  serial: uint(),
  camera: entityId,
  take: text(64),
  samples: bytes(65536),
});
/** Camera samples of one operator. */
export type CameraBatch = Of<typeof cameraBatchForm>;

/** Camera samples as others receive them. */
export const relayedBatchForm = record({ person: personId, camera: entityId, samples: bytes(65536) });
/** Camera samples as others receive them. */
export type RelayedBatch = Of<typeof relayedBatchForm>;

/** What a client tells of its own world, once a second. */
export const reportForm = record({
  tick: tickForm,
  hash: text(16),
  /** Ticks that it is behind what it received. */ behind: int(-600, 36000),
});
/** What a client tells of its own world. */
export type Report = Of<typeof reportForm>;

/** Ordered ticks `from`…`through`, both included; ticks without orders are not listed. */
export const ticksForm = record({
  from: tickForm,
  /** Number of ticks, 1… */
  count: uint(3600),
  /** `ahead`: ticks after `from`. */
  orders: list(record({ ahead: uint(3600), order: orderForm }), 65536),
});
/** Ordered ticks. */
export type Ticks = Of<typeof ticksForm>;

/** One take as everybody sees it in the strip. */
export const takeLineForm = record({
  id: text(64),
  scene: text(16),
  setup: text(8),
  number: uint(9999),
  slate: uint(99999),
  cameras: list(record({ camera: entityId, letter: text(4), focal: f32(1, 2000), person: personId }), 32),
  opened: f64(),
  from: tickForm,
  /** Tick of Action. */
  action: tickForm,
  /** Tick of the cut; 0 while it rolls. */
  to: tickForm,
  rating: uint(5),
  circled: bool,
  status: oneOf(["none", "ng", "ok", "print"]),
  description: text(200),
  notes: text(4000),
  flags: list(record({ tick: tickForm, label: text(64) }), 256),
});
/** One take as everybody sees it in the strip. */
export type TakeLine = Of<typeof takeLineForm>;

/** What a room tells one client, or all. */
export const noticeForm = union(
  { welcome: 1, acknowledged: 2, checkpoint: 3, refused: 4, resynchronise: 5, take: 6, shown: 7, closing: 8 },
  {
    /** Where a newcomer begins: load the set, fetch the blob, then step the ticks that follow. */
    welcome: record({
      person: personId,
      stage: text(64),
      label: text(64),
      set: text(64),
      /** SHA-256 of the heap after the set's loading, as the server has it. */
      baseline: blobHash,
      checkpoint: blobHash,
      tick: tickForm,
      /** First serial that the room expects for commands and for camera batches. */
      commands: uint(),
      batches: uint(),
      takes: list(takeLineForm, 1000),
      scene: text(16),
      style: oneOf(["us", "uk"]),
    }),
    /** Everything up to these serials is on disk. */
    acknowledged: record({ commands: uint(), batches: uint(), tick: tickForm }),
    /** A blob that a command will name, or that names the state at a tick: peers keep their own copy under this name. */
    checkpoint: record({ hash: blobHash, tick: tickForm, why: oneOf(["one", "before", "take", "seek"]) }),
    /** Something was refused at the door or in the world. */
    refused: record({ serial: uint(), reason: text(64), text: text(300) }),
    /** This client's world differs: take this blob instead. */
    resynchronise: record({ checkpoint: blobHash, tick: tickForm }),
    /** A take began, ended or changed. */
    take: record({ take: takeLineForm }),
    shown: record({ person: personId, take: text(64), tick: f64(), rate: f32(-16, 16) }),
    /** The room closes or restarts; clients reconnect. */
    closing: record({ text: text(200) }),
  },
);
/** What a room tells one client, or all. */
export type Notice = Of<typeof noticeForm>;
