/**
 * A little room for tests: a sequencer with a world of its own on a memory link, without disk, door or people's rights.
 * It orders what comes into ticks at 60 a second, names openings, goes back to one, and compares hashes.
 */
import { createHash } from "node:crypto";
import type { Host, Peer } from "../../../client/session/memory-link.ts";
import { createManualTimer, type ManualTimer } from "../../../client/session/timer.ts";
import { decode, encode } from "../../../shared/protocol/form.ts";
import {
  CHANNEL,
  cameraBatchForm,
  type Intent,
  intentForm,
  type Notice,
  noticeForm,
  relayedBatchForm,
  reportForm,
  ticksForm,
} from "../../../shared/protocol/messages.ts";
import { decodeCheckpoint, encodeCheckpoint, take } from "../../../shared/world/checkpoint.ts";
import type { Order } from "../../../shared/world/command.ts";
import { hashWorld } from "../../../shared/world/hash.ts";
import { stepWorld } from "../../../shared/world/step.ts";
import type { World } from "../../../shared/world/world.ts";

export const sha = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

interface Seat {
  person: number;
  peer: Peer;
  /** Next serial to come. */
  commands: number;
  batches: number;
  live: boolean;
}

export interface LittleRoom {
  readonly host: Host;
  readonly world: World;
  readonly seats: Map<string, Seat>;
  readonly blobs: Map<string, Uint8Array>;
  readonly hashes: Map<number, string>;
  /** Intents as they came. */
  readonly heard: { person: number; intent: Intent }[];
  readonly batches: { person: number; serial: number; samples: number[] }[];
  /** Orders of all ticks. */
  readonly history: Order[][];
  differences: number;
  behind: number;
  /** Who is behind is not listened to. */
  deaf: boolean;
  /** Acknowledge what comes. */
  acknowledges: boolean;
  /** Ticks between messages when there are no orders. */
  heartbeat: number;
  /** The world stands still for so many ticks. */
  stopped: boolean;
  tick(): void;
  /** Sends what has been stepped. */
  flush(): void;
  /** The room dies, forgets everything since `tick`, and comes back. */
  reopen(at: { blob: string; tick: number }, world: World): void;
  milestone(): { blob: string; tick: number };
  notify(person: number, notice: Notice): void;
}

export function createLittleRoom(world: World): LittleRoom {
  const baseline = sha(world.baseline);
  let queue: Order[] = [];
  let own: Order[] = [];
  let sent = 0;
  let one = "";
  let newest: { blob: string; tick: number };

  const name = (bytes: Uint8Array): string => {
    const hash = sha(bytes);
    room.blobs.set(hash, bytes);
    return hash;
  };
  const find = (hash: string) => {
    const bytes = room.blobs.get(hash);
    return bytes === undefined ? undefined : decodeCheckpoint(bytes);
  };
  world.checkpoints = { find };

  const seatOf = (peer: Peer): Seat | undefined =>
    [...room.seats.values()].find((seat) => seat.peer === peer);
  const notifyAll = (notice: Notice): void => {
    for (const seat of room.seats.values())
      if (seat.live) seat.peer.send(CHANNEL.notice, encode(noticeForm, notice));
  };
  const ticks = (from: number, through: number): Uint8Array =>
    encode(ticksForm, {
      from,
      count: through - from,
      orders: room.history
        .slice(from, through)
        .flatMap((list, k) => list.map((order) => ({ ahead: k, order }))),
    });

  const letIn = (seat: Seat): void => {
    if (room.world.tick - newest.tick > 60) newest = room.milestone();
    seat.live = true;
    const notice: Notice = {
      type: "welcome",
      person: seat.person,
      stage: "stage",
      label: "Stage",
      set: "yard",
      baseline,
      checkpoint: newest.blob,
      tick: newest.tick,
      commands: seat.commands,
      batches: seat.batches,
      takes: [],
      scene: "1",
      style: "us",
    };
    seat.peer.send(CHANNEL.notice, encode(noticeForm, notice));
    if (sent > newest.tick) seat.peer.send(CHANNEL.ticks, ticks(newest.tick, sent));
  };

  const intent = (seat: Seat, value: Intent): void => {
    room.heard.push({ person: seat.person, intent: value });
    const accept = (serial: number, order: () => void): void => {
      if (serial < seat.commands) return;
      if (serial > seat.commands) throw new Error(`serial ${serial} came before ${seat.commands}`);
      seat.commands++;
      order();
    };
    if (value.type === "commands") {
      value.list.forEach((command, k) => {
        const serial = value.first + k;
        accept(serial, () => queue.push({ person: seat.person, serial, command }));
      });
    } else if (value.type === "one") {
      accept(value.serial, () => {
        if (one === "") return;
        const before = name(encodeCheckpoint(take(room.world)));
        own.push({
          person: seat.person,
          serial: value.serial,
          command: { type: "restore", checkpoint: one, before, why: "one", take: "" },
        });
      });
    } else if ("serial" in value) accept(value.serial, () => {});
  };

  const room: LittleRoom = {
    world,
    seats: new Map(),
    blobs: new Map(),
    hashes: new Map(),
    heard: [],
    batches: [],
    history: [],
    differences: 0,
    behind: 0,
    deaf: false,
    acknowledges: true,
    heartbeat: 4,
    stopped: false,
    host: {
      join(peer) {
        const token = String(peer.options.door["token"]);
        const seat = room.seats.get(token) ?? {
          person: room.seats.size + 1,
          peer,
          commands: 1,
          batches: 1,
          live: false,
        };
        seat.peer = peer;
        room.seats.set(token, seat);
        letIn(seat);
      },
      message(peer, channel, bytes) {
        const seat = seatOf(peer);
        if (seat === undefined) return;
        if (channel === CHANNEL.intent) intent(seat, decode(intentForm, bytes));
        else if (channel === CHANNEL.report) {
          const report = decode(reportForm, bytes);
          room.behind = Math.max(room.behind, report.behind);
          const mine = room.hashes.get(report.tick);
          if (mine !== undefined && mine !== report.hash) room.differences++;
          const wrong = mine !== undefined && mine !== report.hash;
          if (wrong || (report.behind > 300 && !room.deaf)) {
            newest = room.milestone();
            room.notify(seat.person, { type: "resynchronise", checkpoint: newest.blob, tick: newest.tick });
            if (sent > newest.tick) seat.peer.send(CHANNEL.ticks, ticks(newest.tick, sent));
          }
        } else {
          const batch = decode(cameraBatchForm, bytes);
          if (batch.serial !== seat.batches) return;
          seat.batches++;
          room.batches.push({ person: seat.person, serial: batch.serial, samples: [...batch.samples] });
          const relayed = { person: seat.person, camera: batch.camera, samples: batch.samples };
          for (const other of room.seats.values()) {
            if (other !== seat && other.live)
              other.peer.send(CHANNEL.camera, encode(relayedBatchForm, relayed));
          }
        }
      },
      drop(peer) {
        const seat = seatOf(peer);
        if (seat !== undefined) seat.live = false;
      },
      reconnect(peer) {
        const seat = seatOf(peer);
        if (seat !== undefined) letIn(seat);
      },
      leave(peer) {
        const seat = seatOf(peer);
        if (seat !== undefined) seat.live = false;
      },
    },
    tick() {
      if (room.stopped) return;
      const orders = own.length > 0 ? own : queue;
      if (own.length > 0) own = [];
      else queue = [];
      room.history[room.world.tick] = orders;
      stepWorld(room.world, orders);
      const { tick, kept } = room.world;
      if (tick % 60 === 0) room.hashes.set(tick, hashWorld(room.world));
      for (const { why, checkpoint } of kept) {
        if (why !== "one") continue;
        one = name(encodeCheckpoint(checkpoint));
        notifyAll({ type: "checkpoint", hash: one, tick: checkpoint.tick, why: "one" });
      }
      if (orders.length > 0 || tick - sent >= room.heartbeat) room.flush();
      if (tick % 6 === 0 && room.acknowledges) {
        for (const seat of room.seats.values()) {
          if (!seat.live) continue;
          const commands = seat.commands - 1;
          room.notify(seat.person, { type: "acknowledged", commands, batches: seat.batches - 1, tick });
        }
      }
    },
    flush() {
      if (sent === room.world.tick) return;
      const bytes = ticks(sent, room.world.tick);
      for (const seat of room.seats.values()) if (seat.live) seat.peer.send(CHANNEL.ticks, bytes);
      sent = room.world.tick;
    },
    milestone() {
      return { blob: name(encodeCheckpoint(take(room.world))), tick: room.world.tick };
    },
    reopen(at, fresh) {
      (room as { world: World }).world = fresh;
      fresh.checkpoints = { find };
      newest = at;
      sent = at.tick;
      queue = [];
      own = [];
      room.history.length = at.tick;
      for (const tick of room.hashes.keys()) if (tick > at.tick) room.hashes.delete(tick);
      for (const seat of room.seats.values()) {
        seat.live = false;
        seat.peer.close("closed", "the room reopens");
      }
    },
    notify(person, notice) {
      for (const seat of room.seats.values()) {
        if (seat.person === person) seat.peer.send(CHANNEL.notice, encode(noticeForm, notice));
      }
    },
  } as LittleRoom;
  newest = room.milestone();
  sent = world.tick;
  return room;
}

/** Time for a room and its clients: ticks at 60 a second, and room for promises in between. */
export interface Bench {
  timer: ManualTimer;
  run(ms: number): Promise<void>;
}

/** Runs a room on a manual timer, from a time that is not 0. */
export function createBench(room: () => LittleRoom): Bench {
  const timer = createManualTimer(1_000_000);
  const origin = timer.now();
  let ticked = 0;
  const settle = () => new Promise<void>((done) => setImmediate(done));
  return {
    timer,
    async run(ms) {
      const until = timer.now() + ms;
      while (timer.now() < until) {
        const due = origin + ((ticked + 1) * 1000) / 60;
        timer.advance(Math.min(due, until) - timer.now());
        if (timer.now() >= due) {
          room().tick();
          ticked++;
        }
        await settle();
      }
    },
  };
}
