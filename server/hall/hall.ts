/**
 * All rooms of this process, in threads: worlds step there, sockets stay here, so that neither waits for the other and
 * every core has rooms. In: stage ids, connections. Out: rooms as the sockets' thread knows them. A room lives in one
 * thread from its opening to its end; a thread that breaks ends its own rooms, which reopen as they were last written.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { CLOSE } from "../../shared/protocol/join.ts";
import type { Presence } from "../../shared/protocol/presence.ts";
import { SetError } from "../../shared/world/set.ts";
import type { SharedLibrary } from "../library/sqlite.ts";
import type { Defect, Outlet, RoomLog } from "../room/room.ts";
import { type Counts, countsIn, createCountsMemory } from "./counts.ts";
import { createPacker, type Packer, unpack } from "./parcel.ts";
import type { Failure, FromRooms, Opened, Questions, ThreadData, ToRooms, Verb } from "./talk.ts";

/** Nobody can be let in now, and a moment later they can: the server stops, or the room's thread has ended. */
export class HallError extends Error {}

/** Somebody's connection to a room. */
export interface Guest {
  /** Number of the person. */
  readonly person: number;
  /** True once the room has ended this connection: nothing of it counts any more. */
  readonly over: boolean;
  /** A message has come. */
  hear(channel: string, bytes: Uint8Array): void;
  /** The connection has ended. `leaves`: they meant to; otherwise they may come back within the minute. */
  end(leaves: boolean): void;
}

/** A room that is open in one of the threads. */
export interface OpenRoom {
  readonly stage: string;
  /** Blob of the set that it stands on. */
  readonly built: string;
  /** As the room last told it. */
  readonly presence: Presence;
  /** Told when it has changed. */
  onPresence: () => void;
  /** Joins, or comes back, by a connection: messages go to `outlet` from now on. Rejects where the thread has ended. */
  join(print: string, name: string, outlet: Outlet): Promise<Guest | "full" | "closed">;
  hasTake(take: string): Promise<boolean>;
  /** Tells everybody in the room of a take again. */
  announce(take: string): Promise<void>;
  rename(label: string): Promise<void>;
  /** Puts the present state on disk, for whoever copies it. */
  keep(): Promise<"kept" | "rolling" | "closed">;
}

/** All rooms of this process. */
export interface Hall {
  /**
   * The room of a stage, opened if need be; null where there is no such stage. Rejects with SetError where its set
   * cannot be used, with HallError where it may be asked again soon, with another error where what is kept of it cannot
   * be read.
   */
  enter(stage: string): Promise<OpenRoom | null>;
  /** The room of a stage, if it is open. */
  find(stage: string): OpenRoom | undefined;
  /** The same, where it is being opened as soon as that is done. */
  settled(stage: string): Promise<OpenRoom | undefined>;
  all(): Iterable<OpenRoom>;
  /** Counts of every thread there has been. */
  counts(): readonly Counts[];
  /** Closes one room in good order; resolves when it is on disk. */
  close(stage: string, text: string): Promise<void>;
  /** Closes all, and ends the threads. */
  stop(text: string): Promise<void>;
}

/** What the hall needs. */
export interface HallOptions {
  /** Folder of sets, things and actors. */
  assets: string;
  library: Pick<SharedLibrary, "share" | "findStage">;
  log: RoomLog;
  /** Told of what was refused, by its reason, and of worlds that differed. */
  onRefused: (reason: string) => void;
  onDefect: () => void;
  keepDefect: (defect: Defect) => void;
  /** Told when a room has ended, well or badly. */
  onOver: (stage: string) => void;
  /** Most threads; one for each core unless told. */
  threads?: number;
  /** Starts a thread. */
  start?: (data: ThreadData) => Worker;
  /** Milliseconds without a turn after which a thread is ended; STUCK_MS unless told. */
  patience?: number;
}

/** Threads at most, whatever the machine: each loads its sets for itself. */
const MOST_THREADS = 8;
/** A thread that has not come to its turn for so long never will: a world has broken so that a step does not end. */
const STUCK_MS = 30_000;
/** Looks at every thread within that time. */
const LOOKS = 15;
/** Milliseconds between two tellings of how far people's sockets have come. */
const STAND_EVERY = 100;

const startThread = (data: ThreadData): Worker =>
  new Worker(new URL("./thread.ts", import.meta.url), { workerData: data, transferList: [data.library] });

interface Thread {
  readonly worker: Worker;
  readonly calls: Map<number, { resolve(value: never): void; reject(error: Error): void }>;
  readonly packer: Packer;
  readonly stages: Set<string>;
  readonly counts: Counts;
  /** Turns that were seen last, and looks since in which there were no others. */
  turns: number;
  stuck: number;
  /** What waits in the packer goes with this turn's end. */
  sending: NodeJS.Immediate | null;
}

/** A connection of somebody. */
class Line implements Guest {
  person = 0;
  over = false;
  /** Bytes handed to the socket, and whether any were since that was last told. */
  handed = 0;
  touched = false;
  readonly number: number;
  readonly outlet: Outlet;
  readonly thread: Thread;
  private readonly hall: Switchboard;
  constructor(number: number, outlet: Outlet, thread: Thread, hall: Switchboard) {
    this.number = number;
    this.outlet = outlet;
    this.thread = thread;
    this.hall = hall;
  }
  hear(channel: string, bytes: Uint8Array): void {
    if (!this.over) this.hall.pass(this, channel, bytes);
  }
  end(leaves: boolean): void {
    if (this.over) return;
    this.over = true;
    this.hall.forget(this, leaves);
  }
}

/** What lines do through their hall. */
interface Switchboard {
  pass(line: Line, channel: string, bytes: Uint8Array): void;
  forget(line: Line, leaves: boolean): void;
}

const errorFrom = ({ text, stack, set }: Failure): Error => {
  const error = set === null ? new Error(text) : new SetError(set.file, set.what);
  error.stack = stack;
  return error;
};

/** An answer, or what stands for it where the thread has ended: its rooms are closed then. */
const unlessEnded = <T>(asked: Promise<T>, otherwise: T): Promise<T> =>
  asked.catch((error: unknown) => {
    if (error instanceof HallError) return otherwise;
    throw error;
  });

/** Rooms in threads. The first thread starts at once, others when there are rooms for them. */
export function createHall(options: HallOptions): Hall {
  const { assets, library, log, onRefused, onDefect, keepDefect, onOver } = options;
  const { start = startThread, patience = STUCK_MS } = options;
  const most = options.threads ?? Math.min(MOST_THREADS, availableParallelism());
  const threads = new Set<Thread>();
  const allCounts: Counts[] = [];
  const rooms = new Map<string, Room>();
  /** Which thread has a stage, from before its room is open until it has ended. */
  const homes = new Map<string, Thread>();
  const entering = new Map<string, Promise<OpenRoom | null>>();
  const lines = new Map<number, Line>();
  let nextLine = 1;
  let nextCall = 1;
  let stopped = false;

  const say = (thread: Thread, message: ToRooms, transfer: ArrayBuffer[] = []): void => {
    flush(thread);
    thread.worker.postMessage(message, transfer);
  };
  const flush = (thread: Thread): void => {
    if (thread.sending !== null) clearImmediate(thread.sending);
    thread.sending = null;
    if (thread.packer.empty) return;
    const parcel = thread.packer.take();
    thread.worker.postMessage({ type: "parcel", parcel } satisfies ToRooms, [parcel]);
  };
  const board: Switchboard = {
    pass({ thread, number }, channel, bytes) {
      thread.packer.add(channel, bytes, number);
      // With everything else that sockets bring in this turn.
      thread.sending ??= setImmediate(() => flush(thread));
    },
    forget({ thread, number }, leaves) {
      lines.delete(number);
      say(thread, { type: "ended", connection: number, leaves });
    },
  };

  /** Tells the threads how far the sockets of their people have come, as long as they are sent anything. */
  let standing: NodeJS.Timeout | null = null;
  const tellStands = (): void => {
    standing = null;
    for (const thread of threads) {
      const told: number[] = [];
      for (const line of lines.values()) {
        if (line.thread !== thread || !line.touched) continue;
        const buffered = line.outlet.backlog();
        line.touched = buffered > 0;
        told.push(line.number, line.handed, buffered);
      }
      if (told.length > 0) say(thread, { type: "lines", lines: Float64Array.from(told) });
    }
    for (const line of lines.values()) {
      if (line.touched) standing ??= setTimeout(tellStands, STAND_EVERY);
    }
  };

  function deliver(parcel: ArrayBuffer): void {
    for (const { channel, bytes, connections } of unpack(parcel)) {
      for (const number of connections) {
        const line = lines.get(number);
        if (line === undefined) continue;
        line.handed += bytes.length;
        line.touched = true;
        line.outlet.send(channel, bytes);
      }
    }
    standing ??= setTimeout(tellStands, STAND_EVERY);
  }

  function ask<V extends Verb>(
    thread: Thread,
    verb: V,
    what: Questions[V]["ask"],
  ): Promise<Questions[V]["answer"]> {
    return new Promise((resolve, reject) => {
      if (!threads.has(thread)) {
        reject(new HallError("this thread of rooms has ended"));
        return;
      }
      const call = nextCall++;
      thread.calls.set(call, { resolve: resolve as (value: never) => void, reject });
      say(thread, { type: "ask", call, verb, ask: what } as ToRooms);
    });
  }

  function hear(thread: Thread, message: FromRooms): void {
    switch (message.type) {
      case "parcel":
        deliver(message.parcel);
        return;
      case "answer": {
        const call = thread.calls.get(message.call);
        thread.calls.delete(message.call);
        call?.resolve(message.answer as never);
        return;
      }
      case "failed": {
        const call = thread.calls.get(message.call);
        thread.calls.delete(message.call);
        call?.reject(errorFrom(message.failure));
        return;
      }
      case "end":
        endLine(message.connection, message.code, message.text);
        return;
      case "presence": {
        const room = rooms.get(message.stage);
        if (room === undefined) return;
        room.presence = message.presence;
        room.onPresence();
        return;
      }
      case "over":
        endRoom(thread, message.stage);
        return;
      case "log":
        log[message.level](message.fields, message.text);
        return;
      case "refused":
        onRefused(message.reason);
        return;
      case "defect":
        onDefect();
        return;
      case "keepDefect":
        keepDefect(message.defect);
        return;
    }
  }

  function endLine(number: number, code: number, text: string): void {
    const line = lines.get(number);
    if (line === undefined) return;
    lines.delete(number);
    line.over = true;
    line.outlet.close(code, text);
  }

  function endRoom(thread: Thread, stage: string): void {
    rooms.delete(stage);
    // Somebody may be on the way in: they are let in by the same thread when it has closed the room.
    if (!entering.has(stage) || !threads.has(thread)) leaveHome(thread, stage);
    onOver(stage);
  }

  function leaveHome(thread: Thread, stage: string): void {
    if (homes.get(stage) === thread) homes.delete(stage);
    thread.stages.delete(stage);
  }

  function begin(): Thread {
    const memory = createCountsMemory();
    const counts = countsIn(memory);
    allCounts.push(counts);
    const thread: Thread = {
      worker: start({ assets, library: library.share(), counts: memory }),
      calls: new Map(),
      packer: createPacker(),
      stages: new Set(),
      counts,
      turns: -1,
      stuck: 0,
      sending: null,
    };
    threads.add(thread);
    thread.worker.on("message", (message: FromRooms) => hear(thread, message));
    thread.worker.on("error", (error) => {
      log.error({ error: (error as Error).stack ?? String(error) }, "a thread of rooms broke");
    });
    thread.worker.on("exit", () => lose(thread));
    return thread;
  }

  /** A thread has ended, and everything in it. */
  function lose(thread: Thread): void {
    if (!threads.delete(thread)) return;
    if (thread.sending !== null) clearImmediate(thread.sending);
    thread.sending = null;
    const error = new HallError("this thread of rooms has ended");
    for (const { reject } of thread.calls.values()) reject(error);
    thread.calls.clear();
    const text = "The room failed. It reopens as it was last written.";
    for (const line of [...lines.values()])
      if (line.thread === thread) endLine(line.number, CLOSE.closing, text);
    for (const stage of [...thread.stages]) endRoom(thread, stage);
  }

  /** Ends threads that are stuck. Looks are counted and not the time: a machine that slept has done nothing else either. */
  const watch = setInterval(() => {
    for (const thread of threads) {
      const turns = thread.counts.turns[0]!;
      thread.stuck = turns === thread.turns ? thread.stuck + 1 : 0;
      thread.turns = turns;
      if (thread.stuck < LOOKS) continue;
      thread.stuck = 0;
      log.error({ stages: [...thread.stages] }, "a thread of rooms does not come to its turn, and is ended");
      void thread.worker.terminate();
    }
  }, patience / LOOKS);
  watch.unref();

  /** A thread for one more room: an idle one, a new one as long as there may be more, else the one with fewest. */
  function choose(): Thread {
    let best: Thread | null = null;
    for (const thread of threads) if (best === null || thread.stages.size < best.stages.size) best = thread;
    return best === null || (best.stages.size > 0 && threads.size < most) ? begin() : best;
  }

  async function open(stage: string): Promise<OpenRoom | null> {
    // Asked here first, so that no thread is woken by stages that are not.
    const line = await library.findStage(stage);
    if (line === null) {
      // Its room may have ended meanwhile, and the way to it was kept for this.
      const home = homes.get(stage);
      if (home !== undefined && !rooms.has(stage)) leaveHome(home, stage);
      return null;
    }
    const thread = homes.get(stage) ?? choose();
    homes.set(stage, thread);
    thread.stages.add(stage);
    let opened: Opened | null = null;
    try {
      opened = await ask(thread, "enter", { stage });
    } finally {
      if (opened === null && !rooms.has(stage)) leaveHome(thread, stage);
    }
    if (opened === null) return null;
    let room = rooms.get(stage);
    if (room === undefined) rooms.set(stage, (room = new Room(stage, thread, opened)));
    return room;
  }

  class Room implements OpenRoom {
    onPresence = (): void => {};
    readonly stage: string;
    readonly built: string;
    presence: Presence;
    private readonly thread: Thread;
    constructor(stage: string, thread: Thread, { presence, built }: Opened) {
      this.stage = stage;
      this.thread = thread;
      this.presence = presence;
      this.built = built;
    }
    async join(print: string, name: string, outlet: Outlet): Promise<Guest | "full" | "closed"> {
      const { stage, thread } = this;
      const line = new Line(nextLine++, outlet, thread, board);
      // What the room says to them may come before the answer.
      lines.set(line.number, line);
      let answer: number | "full" | "closed" = "closed";
      try {
        answer = await ask(thread, "join", { stage, connection: line.number, print, name });
      } finally {
        if (typeof answer !== "number") lines.delete(line.number);
      }
      if (typeof answer !== "number") return answer;
      line.person = answer;
      return line;
    }
    hasTake(take: string): Promise<boolean> {
      return unlessEnded(ask(this.thread, "hasTake", { stage: this.stage, take }), false);
    }
    async announce(take: string): Promise<void> {
      await unlessEnded(ask(this.thread, "announce", { stage: this.stage, take }), false);
    }
    async rename(label: string): Promise<void> {
      await unlessEnded(ask(this.thread, "rename", { stage: this.stage, label }), null);
    }
    keep(): Promise<"kept" | "rolling" | "closed"> {
      return unlessEnded(ask(this.thread, "keep", { stage: this.stage }), "closed");
    }
  }

  begin();
  return {
    enter(stage) {
      if (stopped) return Promise.reject(new HallError("the server is stopping"));
      let work = entering.get(stage);
      if (work === undefined) {
        work = open(stage).finally(() => entering.delete(stage));
        entering.set(stage, work);
      }
      return work;
    },
    find: (stage) => rooms.get(stage),
    async settled(stage) {
      await entering.get(stage)?.catch(() => {});
      return rooms.get(stage);
    },
    all: () => rooms.values(),
    counts: () => allCounts,
    async close(stage, text) {
      await entering.get(stage)?.catch(() => {});
      const thread = homes.get(stage);
      if (thread !== undefined) await unlessEnded(ask(thread, "close", { stage, text }), null);
    },
    async stop(text) {
      stopped = true;
      await Promise.allSettled(entering.values());
      await Promise.allSettled([...threads].map((thread) => ask(thread, "stop", { text })));
      clearInterval(watch);
      const ended = [...threads].map((thread) => thread.worker.terminate());
      await Promise.all(ended);
      if (standing !== null) clearTimeout(standing);
    },
  };
}
