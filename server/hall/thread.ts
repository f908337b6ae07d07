/**
 * A thread of rooms: everything of a room but its sockets. In: what the sockets' thread says (talk.ts). Out: answers,
 * parcels for people, presence, log lines. Beside it the press and the rewinder of its rooms, threads of their own.
 */
import { randomBytes } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { CLOSE } from "../../shared/protocol/join.ts";
import { SetError } from "../../shared/world/set.ts";
import { createAssetReader } from "../library/assets.ts";
import { libraryOver } from "../library/sqlite.ts";
import { takeMilestone } from "../room/checkpoints.ts";
import { drop, join, leave } from "../room/people.ts";
import { notifyAll } from "../room/post.ts";
import { createPress } from "../room/press.ts";
import { putOut, receive } from "../room/receive.ts";
import { createRewinder } from "../room/rewind.ts";
import type { Outlet, Person, Room, RoomLog } from "../room/room.ts";
import { createRooms } from "../room/rooms.ts";
import { createStages } from "../room/stages.ts";
import { countsIn, LATE_BOUNDS, observe, TOOK_BOUNDS } from "./counts.ts";
import { createPacker, unpack } from "./parcel.ts";
import { presenceOf } from "./presence.ts";
import type { Failure, FromRooms, Opened, Questions, ThreadData, ToRooms, Verb } from "./talk.ts";

const port = parentPort;
if (port === null) throw new Error("thread.ts runs as a worker only");
const data = workerData as ThreadData;

/** Milliseconds between two signs of life. */
const TURN_EVERY = 250;

const packer = createPacker();
/** Rooms whose presence has changed since it was told. */
const changed = new Set<Room>();
let telling = false;

/** Tells what waits, soon: what one turn of the thread brings about goes together. */
function tellSoon(): void {
  if (telling) return;
  telling = true;
  queueMicrotask(tellNow);
}

function tellNow(): void {
  telling = false;
  if (!packer.empty) {
    const parcel = packer.take();
    port!.postMessage({ type: "parcel", parcel } satisfies FromRooms, [parcel]);
  }
  for (const room of changed) {
    const presence = presenceOf(room);
    port!.postMessage({ type: "presence", stage: room.stage.id, presence } satisfies FromRooms);
  }
  changed.clear();
}

/** Says something after everything that was said before it. */
function say(message: FromRooms): void {
  tellNow();
  port!.postMessage(message);
}

/** A connection, which the sockets' thread has, as the room's outlet. */
class Line implements Outlet {
  readonly connection: number;
  readonly room: Room;
  person: Person | null = null;
  /** Bytes sent; of them those that had been handed to the socket, and those that waited there, when last told. */
  private sent = 0;
  private handed = 0;
  private buffered = 0;
  constructor(connection: number, room: Room) {
    this.connection = connection;
    this.room = room;
  }
  send(channel: string, bytes: Uint8Array): void {
    this.sent += bytes.length;
    packer.add(channel, bytes, this.connection);
    tellSoon();
  }
  backlog(): number {
    return this.sent - this.handed + this.buffered;
  }
  stand(handed: number, buffered: number): void {
    this.handed = handed;
    this.buffered = buffered;
  }
  close(code: number, text: string): void {
    lines.delete(this.connection);
    say({ type: "end", connection: this.connection, code, text });
  }
}

const lines = new Map<number, Line>();
const counts = countsIn(data.counts);
// Whoever looks on ends a thread that does not come to its turn any more.
setInterval(() => {
  counts.turns[0]! += 1;
}, TURN_EVERY).unref();
const log =
  (level: keyof RoomLog) =>
  (fields: object, text: string): void =>
    say({ type: "log", level, fields, text });
const library = libraryOver(data.library);
const press = createPress();
const rewinder = createRewinder();
const stages = createStages(createAssetReader(data.assets));
const rooms = createRooms({
  stages,
  ports: {
    library,
    press,
    rewinder,
    clock: () => performance.now(),
    wall: () => Date.now(),
    draw: () => randomBytes(6).toString("hex"),
    log: { info: log("info"), warn: log("warn"), error: log("error") },
    meters: {
      tick(late, took) {
        observe(counts.late, LATE_BOUNDS, Math.max(0, late) / 1000);
        observe(counts.took, TOOK_BOUNDS, took / 1000);
      },
      received(bytes) {
        counts.bytes[0]! += bytes;
      },
      sent(bytes) {
        counts.bytes[1]! += bytes;
      },
      refused: (reason) => say({ type: "refused", reason }),
      defect: () => say({ type: "defect" }),
    },
    keepDefect: (defect) => say({ type: "keepDefect", defect }),
  },
  onOpen(room) {
    room.onPresence = () => {
      changed.add(room);
      tellSoon();
    };
  },
  onEnd(room) {
    changed.delete(room);
    for (const line of [...lines.values()]) if (line.room === room) lines.delete(line.connection);
    say({ type: "over", stage: room.stage.id });
  },
});

const answers: {
  [V in Verb]: (ask: Questions[V]["ask"]) => Questions[V]["answer"] | Promise<Questions[V]["answer"]>;
} = {
  async enter({ stage }): Promise<Opened | null> {
    const room = await rooms.enter(stage);
    if (room === null) return null;
    return { presence: presenceOf(room), built: room.built.hash };
  },
  join({ stage, connection, print, name }) {
    const room = rooms.find(stage);
    if (room === undefined || room.over) return "closed";
    const line = new Line(connection, room);
    const person = join(room, print, name, line);
    if (person === null) return "full";
    line.person = person;
    lines.set(connection, line);
    return person.number;
  },
  async close({ stage, text }) {
    await rooms.close(stage, text);
    return null;
  },
  async keep({ stage }) {
    const room = rooms.find(stage);
    if (room === undefined) return "closed";
    if (room.world.rolling !== "") return "rolling";
    await room.pressing;
    await takeMilestone(room);
    return "kept";
  },
  hasTake: ({ stage, take }) => rooms.find(stage)?.takes.has(take) ?? false,
  announce({ stage, take }) {
    const room = rooms.find(stage);
    const line = room?.takes.get(take);
    if (room === undefined || line === undefined) return false;
    notifyAll(room, { type: "take", take: line });
    return true;
  },
  rename({ stage, label }) {
    const room = rooms.find(stage);
    if (room !== undefined) {
      room.stage.label = label;
      room.onPresence();
    }
    return null;
  },
  async stop({ text }) {
    await rooms.stop(text);
    await rewinder.close();
    await press.close();
    return null;
  },
};

const failureOf = (error: unknown): Failure => ({
  text: error instanceof Error ? error.message : String(error),
  stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
  set: error instanceof SetError ? { file: error.file, what: error.what } : null,
});

async function answer(message: Extract<ToRooms, { type: "ask" }>): Promise<void> {
  const { call, verb, ask } = message;
  try {
    const made = await (answers[verb] as (ask: unknown) => unknown)(ask);
    say({ type: "answer", call, answer: made });
  } catch (error) {
    say({ type: "failed", call, failure: failureOf(error) });
  }
  if (verb !== "stop") return;
  data.library.close();
  port!.close();
}

/** Takes a message; what nobody thought of ends the connection that brought it, and neither the room nor the thread. */
function hear(room: Room, person: Person, channel: string, bytes: Uint8Array): void {
  try {
    receive(room, person, channel, bytes);
  } catch (error) {
    log("error")(
      { stage: room.stage.id, person: person.number, error: failureOf(error).stack },
      "a message failed",
    );
    putOut(room, person, CLOSE.malformed, "This message could not be taken; the server's log says why.");
  }
}

port.on("message", (message: ToRooms) => {
  switch (message.type) {
    case "parcel":
      for (const { channel, bytes, connections } of unpack(message.parcel)) {
        const line = lines.get(connections[0]!);
        // After it has been put out nothing of a connection counts.
        if (line?.person != null) hear(line.room, line.person, channel, bytes);
      }
      return;
    case "ended": {
      const line = lines.get(message.connection);
      lines.delete(message.connection);
      if (line?.person == null || line.room.over) return;
      if (message.leaves && line.person.outlet === line) leave(line.room, line.person);
      else drop(line.room, line.person, line);
      return;
    }
    case "lines":
      for (let k = 0; k < message.lines.length; k += 3)
        lines.get(message.lines[k]!)?.stand(message.lines[k + 1]!, message.lines[k + 2]!);
      return;
    case "ask":
      void answer(message);
      return;
  }
});

// What one room forgot to catch is no reason to end the others.
process.on("unhandledRejection", (error) => {
  say({ type: "log", level: "error", fields: { error: failureOf(error).stack }, text: "nobody caught this" });
});
