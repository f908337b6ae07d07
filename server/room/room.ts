/**
 * A room as one plain record: the stage it plays, its world, its people, what waits to be ordered, and what waits to
 * be written down. It knows no network and no clock of its own: people come with an Outlet, time with `advance`
 * (tick.ts), everything that leaves the process goes through the ports. One file beside this for each verb.
 */
import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { Slate } from "../../shared/takes/slate.ts";
import type { Checkpoint } from "../../shared/world/checkpoint.ts";
import type { Command, Order } from "../../shared/world/command.ts";
import type { World } from "../../shared/world/world.ts";
import type { Bucket } from "../access/bucket.ts";
import type { Group, Library, StageLine } from "../library/library.ts";
import type { Press } from "./press.ts";
import type { Rewinder } from "./rewind.ts";
import type { Built } from "./stages.ts";

/** Where a person's messages go. */
export interface Outlet {
  /** Sends the bytes of one form under a channel's letter. */
  send(channel: string, bytes: Uint8Array): void;
  /** Bytes that have been sent and have not left this machine. */
  backlog(): number;
  /** Ends the connection, with a code of CLOSE. */
  close(code: number, text: string): void;
}

/** What a room tells the log. */
export interface RoomLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/** What a room counts. */
export interface RoomMeters {
  /** A tick was done: ms after it was due, and ms it took. */
  tick(late: number, took: number): void;
  received(bytes: number): void;
  sent(bytes: number): void;
  refused(reason: string): void;
  defect(): void;
}

/** A world of a client that differed from the room's. */
export interface Defect {
  stage: string;
  person: number;
  tick: number;
  /** Hash of the client's world, and of the room's. */
  theirs: string;
  ours: string;
  /** The room's world soon after, as a blob. */
  checkpoint: string;
  squeezed: Uint8Array;
}

/** Everything that a room uses of the outside. */
export interface RoomPorts {
  library: Library;
  press: Press;
  rewinder: Rewinder;
  /** Milliseconds that never step back. */
  clock: () => number;
  /** Milliseconds since 1970. */
  wall: () => number;
  /** Draws a name that is not used yet. */
  draw: () => string;
  log: RoomLog;
  meters: RoomMeters;
  keepDefect: (defect: Defect) => void;
}

/** Somebody in a room. */
export interface Person {
  readonly number: number;
  /** Print of the token. */
  readonly print: string;
  name: string;
  colour: string;
  mans: number;
  on: "camera" | "village" | "foot";
  outlet: Outlet | null;
  /** absent: no connection · waiting: for a checkpoint · live · stalled: too slow for what is sent. */
  state: "absent" | "waiting" | "live" | "stalled";
  /** What a waiting person is told. */
  hail: "welcome" | "resynchronise";
  /** When `state` began. */
  since: number;
  /** Next serial to come; next one not yet ordered or refused; last one told to be on disk. */
  expected: number;
  done: number;
  acknowledged: number;
  batchExpected: number;
  batchDone: number;
  batchAcknowledged: number;
  /** Samples kept of this person's camera in the take filmed last. */
  filmed: { take: string; samples: number };
  messages: Bucket;
  bytes: Bucket;
  /** What costs a checkpoint within a tick: restores, new openings, rolls, a first hand laid on something. */
  readonly costly: Bucket;
  /** Orders in the tick being gathered. */
  inTick: number;
  /** When this person's world was last set right. */
  mended: number;
}

/** What a person asks under a serial and the room turns into an order. */
export type Ask =
  | { type: "one" }
  | { type: "makeOne" }
  | { type: "pickUp"; take: string; tick: number }
  | { type: "roll"; preRoll: number; callsAction: boolean; cameras: readonly number[] };

/** Something that waits to be ordered. */
export interface Item {
  person: number;
  serial: number;
  wish: Command | Ask;
}

/** Camera samples on their way to disk. */
export interface PendingBatch {
  person: number;
  serial: number;
  camera: number;
  take: string;
  samples: Uint8Array;
}

/** A pick-up being worked out. */
export interface PickUp {
  state: "working" | "ready" | "failed";
  hash: string;
  /** Not before: clients fetch the blob meanwhile. */
  notBefore: number;
}

/** Ticks that have not been closed into a group. */
export interface OpenGroup {
  from: number;
  ticks: { tick: number; orders: Order[] }[];
  hashes: { tick: number; hash: string }[];
  take: string;
  opens: Uint8Array | null;
}

/** A checkpoint that newcomers can begin from. */
export interface Newest {
  tick: number;
  hash: string;
}

/** A room. */
export interface Room {
  readonly stage: StageLine;
  readonly world: World;
  readonly ports: RoomPorts;
  /** SHA-256 of the heap after the set's loading. */
  readonly baseline: string;
  /** The set that it stands on. */
  readonly built: Built;
  people: Map<number, Person>;
  nextPerson: number;
  /** Slate for the next roll; its take is worked out from the takes (slating.ts). */
  slate: Slate;
  /** Delivery ratio and rate of the project, by their names. */
  ratio: string;
  rate: string;
  takes: Map<string, TakeLine>;
  shown: { take: string; by: number };
  /** Takes cut whose cameras' samples may still come, and until when (clock). */
  unsealed: Map<string, number>;

  /** Tick `originTick` is due at `origin` (clock, ms). */
  origin: number;
  originTick: number;
  queue: Item[];
  /** Orders of the room itself for the next tick. */
  own: Order[];
  /** Orders of ticks since `historyFrom`, for newcomers. */
  history: { tick: number; orders: Order[] }[];
  historyFrom: number;
  /** Next tick to be sent to everybody who is live. */
  sent: number;
  /** Whether ticks beyond `sent` hold orders. */
  unsentOrders: boolean;
  /** The room's own hashes at whole seconds, newest last. */
  hashes: Map<number, string>;

  /** Checkpoints at hand by hash, least recently used first, and their bytes. */
  checkpoints: Map<string, Checkpoint>;
  checkpointBytes: number;
  /** Blobs that are on disk for sure. */
  saved: Set<string>;
  /** Blobs that people were told of last, and may be fetching just now. */
  told: string[];
  /** Blobs that the library does not have. */
  missing: Set<string>;
  /** Openings by the tick at which a performance left one; empty while it is being pressed. */
  ones: Map<number, string>;
  /** Blobs being fetched from the library. */
  fetching: Set<string>;
  pickUps: Map<string, PickUp>;
  newest: Newest | null;
  /** The milestone being pressed, and when one last failed (clock). */
  pressing: Promise<void> | null;
  pressedBadly: number;
  /** Orders since the last milestone, and when it was (clock). */
  ordersSince: number;
  milestoneAt: number;

  open: OpenGroup;
  closed: Group[];
  batches: PendingBatch[];
  /** Ticks below are on disk. */
  flushed: number;
  flushing: Promise<void> | null;
  flushAt: number;
  /** Failed attempts in a row to write. */
  failures: number;
  /** The room's own state has changed since it was last written. */
  dirty: boolean;

  /** Told when presence has changed. */
  onPresence: () => void;
  /** Told once when the room has ended by a fault. */
  onFailure: (error: unknown) => void;
  over: boolean;
}

/** Somebody of this number. Throws where there is none: a programmer's error. */
export function personOf(room: Room, number: number): Person {
  const person = room.people.get(number);
  if (person === undefined) throw new Error(`room ${room.stage.id} has no person ${number}`);
  return person;
}

/** Everybody who is connected and in step. */
export function* live(room: Room): Generator<Person> {
  for (const person of room.people.values()) if (person.state === "live") yield person;
}
