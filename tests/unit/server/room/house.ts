/**
 * A house for rooms under test: a clock that is moved by hand, the library in memory, no threads, and people who are
 * whole peers: they fetch the checkpoint, step the same world, and can say its hash.
 */

import type { Library, StageLine } from "../../../../server/library/library.ts";
import { createMemoryLibrary } from "../../../../server/library/memory.ts";
import { openRoom } from "../../../../server/room/open.ts";
import { drop, join } from "../../../../server/room/people.ts";
import { createDirectPress, openNow, sha256 } from "../../../../server/room/press.ts";
import { receive } from "../../../../server/room/receive.ts";
import { type Rewinder, rewindNow } from "../../../../server/room/rewind.ts";
import type { Defect, Outlet, Person, Room, RoomPorts } from "../../../../server/room/room.ts";
import { advance, isDue } from "../../../../server/room/tick.ts";
import { createStill } from "../../../../shared/physics/still.ts";
import { decode, encode } from "../../../../shared/protocol/form.ts";
import {
  CHANNEL,
  type Intent,
  intentForm,
  type Notice,
  noticeForm,
  reportForm,
  ticksForm,
} from "../../../../shared/protocol/messages.ts";
import { type Checkpoint, decodeCheckpoint, restore } from "../../../../shared/world/checkpoint.ts";
import type { Command, Order } from "../../../../shared/world/command.ts";
import { hashWorld } from "../../../../shared/world/hash.ts";
import { stepWorld } from "../../../../shared/world/step.ts";
import { createWorld, missingBlobs, type World } from "../../../../shared/world/world.ts";
import { standing } from "../../../fixtures/standing.ts";
import { yard } from "../../../fixtures/yard.ts";

export const STAGE: StageLine = { id: "yard-1", label: "Yard", set: "yard", key: "k", created: 0, opened: 0 };

/** A house with one stage. */
export class House {
  now = 1000;
  drawn = 0;
  library: Library;
  room!: Room;
  defects: Defect[] = [];
  errors: string[] = [];
  refusals: string[] = [];
  late = 0;
  failed: unknown = null;
  /** Blobs that have been to the library, for people who cannot wait. */
  readonly squeezed = new Map<string, Uint8Array>();
  readonly ports: RoomPorts;

  constructor(library: Library = createMemoryLibrary()) {
    this.library = {
      ...library,
      putBlob: (stage, hash, squeezed) => {
        this.squeezed.set(hash, squeezed);
        return library.putBlob(stage, hash, squeezed);
      },
      findBlob: async (stage, hash) => {
        const squeezed = await library.findBlob(stage, hash);
        if (squeezed !== null) this.squeezed.set(hash, squeezed);
        return squeezed;
      },
    };
    const rewinder: Rewinder = {
      rewind: async (what) => rewindNow(createWorld(createStill(), yard()), what),
      close: async () => {},
    };
    this.ports = {
      library: this.library,
      press: createDirectPress(),
      rewinder,
      clock: () => this.now,
      wall: () => 1_700_000_000_000 + this.now,
      draw: () => `${++this.drawn}`,
      log: {
        info: () => {},
        warn: () => {},
        error: (fields, text) => this.errors.push(`${text} ${JSON.stringify(fields)}`),
      },
      meters: {
        tick: (late) => {
          this.late = Math.max(this.late, late);
        },
        received: () => {},
        sent: () => {},
        refused: (reason) => this.refusals.push(reason),
        defect: () => {},
      },
      keepDefect: (defect) => this.defects.push(defect),
    };
  }

  /** Opens the stage, making it at first. */
  async open(stage = STAGE, change: (world: World) => void = () => {}): Promise<Room> {
    if ((await this.library.findStage(stage.id)) === null) await this.library.createStage(stage);
    const world = createWorld(createStill(), yard());
    change(world);
    this.room = await openRoom({ ...stage }, standing(world), this.ports);
    this.room.onFailure = (error) => {
      this.failed = error;
    };
    return this.room;
  }

  /** Lets ticks pass, and everything that is done beside them come to rest. */
  async pass(ticks: number): Promise<void> {
    for (let k = 0; k < ticks; k++) {
      this.now += 1000 / 60;
      while (isDue(advance(this.room), this.now)) {}
      await rest();
      if (this.failed !== null) throw this.failed;
    }
  }

  /** Somebody joins and is in step. */
  async enter(token: string, name = token): Promise<Peer> {
    const peer = new Peer(this, token);
    peer.connect(name);
    await this.pass(3);
    return peer;
  }
}

/** Lets promises run until none is left that needs no time. */
export async function rest(): Promise<void> {
  for (let k = 0; k < 12; k++) await new Promise((resolve) => setImmediate(resolve));
}

/** Somebody with a world of their own. */
export class Peer implements Outlet {
  readonly house: House;
  readonly token: string;
  person: Person | null = null;
  world: World | null = null;
  notices: Notice[] = [];
  closed: { code: number; text: string } | null = null;
  /** Bytes that pretend not to have left. */
  stuck = 0;
  received = 0;
  relayed: Uint8Array[] = [];
  next = 1;
  nextBatch = 1;
  orders: Order[] = [];
  readonly hashes = new Map<number, string>();
  private readonly waiting: { tick: number; orders: Order[] }[] = [];
  private known = 0;
  private blobs = new Map<string, Checkpoint>();

  constructor(house: House, token: string) {
    this.house = house;
    this.token = token;
  }

  connect(name = this.token): void {
    this.closed = null;
    this.person = join(this.house.room, this.token, name, this);
  }

  disconnect(): void {
    drop(this.house.room, this.person!, this);
  }

  send(channel: string, bytes: Uint8Array): void {
    const mine = bytes.slice();
    this.received += mine.length;
    if (channel === CHANNEL.notice) this.hear(decode(noticeForm, mine));
    else if (channel === CHANNEL.ticks) this.step(mine);
    else this.relayed.push(mine);
  }

  backlog(): number {
    return this.stuck;
  }

  close(code: number, text: string): void {
    this.closed = { code, text };
  }

  /** Says something to the room. */
  say(intent: Intent): void {
    receive(this.house.room, this.person!, CHANNEL.intent, encode(intentForm, intent));
  }

  /** Gives commands, and answers the first one's serial. */
  order(...list: Command[]): number {
    const first = this.next;
    this.next += list.length;
    this.say({ type: "commands", first, list });
    return first;
  }

  /** Asks something under a serial. */
  ask(
    intent: { type: "one" | "makeOne" | "cut" } | { type: "pickUp"; take: string; tick: number } | RollAsk,
  ): number {
    const serial = this.next++;
    this.say({ ...intent, serial } as Intent);
    return serial;
  }

  raw(channel: string, bytes: Uint8Array): void {
    receive(this.house.room, this.person!, channel, bytes);
  }

  /** Reports the newest whole second; `hash` pretends another world. */
  report(hash?: string): void {
    const [tick, own] = [...this.hashes].at(-1)!;
    this.raw(CHANNEL.report, encode(reportForm, { tick, hash: hash ?? own, behind: 0 }));
  }

  get hash(): string {
    return hashWorld(this.world!);
  }

  last<T extends Notice["type"]>(type: T): Extract<Notice, { type: T }> | undefined {
    return this.notices.findLast((notice) => notice.type === type) as
      | Extract<Notice, { type: T }>
      | undefined;
  }

  private hear(notice: Notice): void {
    this.notices.push(notice);
    if (notice.type === "welcome") {
      this.world = createWorld(createStill(), yard());
      this.world.checkpoints = { find: (hash) => this.fetch(hash) };
      this.next = notice.commands;
      this.nextBatch = notice.batches;
    }
    if (notice.type === "welcome" || notice.type === "resynchronise") {
      this.waiting.length = 0;
      restore(this.world!, this.fetch(notice.checkpoint)!);
      this.known = notice.tick;
      if (this.world!.tick !== notice.tick)
        throw new Error(`checkpoint of ${this.world!.tick} named ${notice.tick}`);
    }
  }

  private fetch(hash: string): Checkpoint | undefined {
    let found = this.blobs.get(hash);
    const squeezed = this.house.squeezed.get(hash);
    if (found === undefined && squeezed !== undefined) {
      const bytes = openNow(squeezed);
      if (sha256(bytes) !== hash) throw new Error("a blob is not what its name says");
      this.blobs.set(hash, (found = decodeCheckpoint(bytes)));
    }
    return found;
  }

  private step(bytes: Uint8Array): void {
    const ticks = decode(ticksForm, bytes);
    if (this.world === null) throw new Error("ticks before the welcome");
    if (ticks.from !== this.known) throw new Error(`ticks from ${ticks.from} came, ${this.known} was next`);
    this.known += ticks.count;
    for (let k = 0; k < ticks.count; k++) {
      const orders = ticks.orders.filter((entry) => entry.ahead === k).map((entry) => entry.order);
      this.waiting.push({ tick: ticks.from + k, orders });
    }
    while (this.waiting.length > 0) {
      const { orders } = this.waiting[0]!;
      if (missingBlobs(this.world, orders).length > 0) return;
      this.waiting.shift();
      this.orders.push(...orders);
      if (this.world.tick % 60 === 0) this.hashes.set(this.world.tick, this.hash);
      stepWorld(this.world, orders);
      for (const kept of this.world.kept)
        if (kept.why === "before") this.blobs.set(kept.hash, kept.checkpoint);
    }
  }
}

/** Asking to roll. */
export interface RollAsk {
  type: "roll";
  preRoll: number;
  callsAction: boolean;
  cameras: number[];
}

/** Number of the entity that the set gave this name. */
export function named(world: World, name: string): number {
  for (const entity of world.entities.values()) if (entity.name === name) return entity.id;
  throw new Error(`no ${name}`);
}

export const push = (id: number, x = 40): Command => ({
  type: "push",
  id,
  point: [2, 0.11, 0],
  impulse: [x, 0, 0],
});
