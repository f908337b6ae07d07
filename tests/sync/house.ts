/**
 * A house for the fuzz: the server's own room with real physics on a clock moved by hand, and people whose sessions
 * reach it over seeded networks. In: a seed. Out: people who come, act, lose their connections and leave, and a list
 * of everything that should not have happened.
 */

import { JoinError } from "../../client/session/link.ts";
import {
  type Conditions,
  createMemoryLink,
  type Host,
  type MemoryLink,
  type Peer,
} from "../../client/session/memory-link.ts";
import { createSession, type Session } from "../../client/session/session.ts";
import type { SessionState } from "../../client/session/status.ts";
import { createManualTimer, type ManualTimer } from "../../client/session/timer.ts";
import type { Library, StageLine } from "../../server/library/library.ts";
import { createMemoryLibrary } from "../../server/library/memory.ts";
import { takeFile } from "../../server/library/take-file.ts";
import { flushThrough } from "../../server/room/diary.ts";
import { decodeEntries } from "../../server/room/journal.ts";
import { openRoom } from "../../server/room/open.ts";
import { drop, join, leave } from "../../server/room/people.ts";
import { createDirectPress, openNow, sha256 } from "../../server/room/press.ts";
import { receive } from "../../server/room/receive.ts";
import { rewindNow } from "../../server/room/rewind.ts";
import type { Outlet, Person, Room, RoomPorts } from "../../server/room/room.ts";
import { advance } from "../../server/room/tick.ts";
import { createHavok } from "../../shared/physics/havok.ts";
import { CLOSE } from "../../shared/protocol/join.ts";
import type { Notice } from "../../shared/protocol/messages.ts";
import { decodeTake, type Take } from "../../shared/takes/take.ts";
import { encodeCheckpoint, take } from "../../shared/world/checkpoint.ts";
import { hashWorld } from "../../shared/world/hash.ts";
import { createWorld, type World } from "../../shared/world/world.ts";
import { standing } from "../fixtures/standing.ts";
import { havok, yard } from "../fixtures/yard.ts";

const STAGE: StageLine = { id: "yard", label: "Yard", set: "yard", key: "k", created: 0, opened: 0 };

/** Somebody with a session. */
export interface Guest {
  readonly token: string;
  session: Session;
  link: MemoryLink;
  state: SessionState;
  /** Hash at each whole second, by tick; those of another run of the room are forgotten. */
  hashes: Map<number, string>;
  takes: Map<string, { id: string; from: number; to: number }>;
  /** Camera that the room says they man, and batches filmed so far. */
  mans: number;
  filmed: number;
  ordered: number;
  done: number;
  refused: number;
  defects: string[];
  /** Takes the place of the session with a new one of the same person. */
  comeBack(): void;
}

/** A room and its people. */
export interface House {
  readonly timer: ManualTimer;
  readonly room: Room;
  readonly guests: Guest[];
  /** What should not have happened. */
  readonly wrong: string[];
  enter(token: string, conditions: Conditions): Guest;
  /** Orders that were written down, by what they are: a restore by its reason. */
  readonly written: Map<string, number>;
  /** The file of a take, read as anybody reads it; null where there is none. */
  takeFile(id: string): Promise<Take | null>;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  /** The process dies between two writes, and the room reopens from what is in the library. */
  crash(): Promise<void>;
}

/** Lets promises run until none is left that needs no time. */
async function rest(): Promise<void> {
  for (let k = 0; k < 4; k++) await new Promise((done) => setImmediate(done));
}

const worldNow = async (): Promise<World> => createWorld(await createHavok(await havok()), yard());

/** Opens a house whose networks and dice come from a seed. */
export async function openHouse(seed: number): Promise<House> {
  const timer = createManualTimer(1_000_000);
  const library: Library = createMemoryLibrary();
  await library.createStage(STAGE);
  const wrong: string[] = [];
  const rewound = await worldNow();
  const written = new Map<string, number>();
  /** Counts orders as they are written down. */
  const append: Library["append"] = (stage, groups) => {
    for (const group of groups) {
      for (const { orders } of decodeEntries(group.entries).ticks) {
        for (const { command } of orders) {
          const what = command.type === "restore" ? `restore ${command.why}` : command.type;
          written.set(what, (written.get(what) ?? 0) + 1);
        }
      }
    }
    return library.append(stage, groups);
  };
  let drawn = 0;
  let room: Room;
  /** Connections of an earlier process are dead. */
  let run = 0;

  const ports: RoomPorts = {
    library: { ...library, append },
    press: createDirectPress(),
    rewinder: { rewind: async (what) => rewindNow(rewound, what), close: async () => {} },
    clock: () => timer.now(),
    wall: () => 1_700_000_000_000 + timer.now(),
    draw: () => `${++drawn}`,
    log: {
      info: () => {},
      warn: () => {},
      error: (fields, text) => wrong.push(`room: ${text} ${JSON.stringify(fields)}`),
    },
    meters: {
      tick: () => {},
      received: () => {},
      sent: () => {},
      refused: () => {},
      defect: () => wrong.push(`tick ${room.world.tick}: a client reported another hash`),
    },
    keepDefect: () => {},
  };

  const open = async (): Promise<void> => {
    const world = await worldNow();
    room = await openRoom({ ...STAGE }, standing(world), ports);
    room.onFailure = (error) =>
      wrong.push(`the room failed at tick ${room.world.tick}: ${(error as Error).stack ?? error}`);
  };
  await open();

  const hostOf = (mine: number): Host => {
    const seats = new Map<Peer, { person: Person; outlet: Outlet }>();
    const outletOf = (peer: Peer): Outlet => ({
      send: (channel, bytes) => peer.send(channel as "t", bytes),
      backlog: () => 0,
      close: (code, text) =>
        peer.close(code === CLOSE.closing || code === CLOSE.failed ? "closed" : "put out", `${code} ${text}`),
    });
    const sit = (peer: Peer): void => {
      if (mine !== run) throw new JoinError("unreachable", "nobody answers");
      const outlet = outletOf(peer);
      const token = String(peer.options.door["token"]);
      const person = join(room, token, token, outlet);
      if (person === null) throw new JoinError("full", "full");
      seats.set(peer, { person, outlet });
    };
    const known = (peer: Peer) => (mine === run ? seats.get(peer) : undefined);
    return {
      join: sit,
      message(peer, channel, bytes) {
        const seat = known(peer);
        if (seat !== undefined && seat.person.outlet === seat.outlet) {
          receive(room, seat.person, channel, bytes);
        }
      },
      drop(peer) {
        const seat = known(peer);
        if (seat !== undefined) drop(room, seat.person, seat.outlet);
      },
      reconnect(peer) {
        if (known(peer) !== undefined) sit(peer);
      },
      leave(peer) {
        const seat = known(peer);
        if (seat !== undefined && seat.person.outlet === seat.outlet) leave(room, seat.person);
      },
    };
  };
  let host = hostOf(run);
  // Links outlive a process: what they reach is whoever answers now.
  const front: Host = {
    join: (peer) => host.join(peer),
    message: (peer, channel, bytes) => host.message(peer, channel, bytes),
    drop: (peer) => host.drop(peer),
    reconnect: (peer) => host.reconnect(peer),
    leave: (peer) => host.leave(peer),
  };

  const house: House = {
    timer,
    get room() {
      return room;
    },
    guests: [],
    wrong,
    written,
    async takeFile(id) {
      // Everything that is written down beside the ticks has been.
      await room.pressing;
      await flushThrough(room, room.world.tick);
      const file = await takeFile({ library, press: ports.press }, STAGE, id);
      return file === null ? null : decodeTake(openNow(file.bytes));
    },
    enter(token, conditions) {
      const nth = house.guests.length;
      const guest = {
        token,
        takes: new Map(),
        mans: 0,
        filmed: 0,
        ordered: 0,
        done: 0,
        refused: 0,
        defects: [],
      } as unknown as Guest;
      guest.hashes = new Map();
      const nothing = (): void => {};
      guest.comeBack = () => {
        guest.link = createMemoryLink(front, timer, seed * 31 + nth, conditions);
        guest.session = createSession(
          {
            timer,
            link: guest.link,
            where: async () => ({ endpoint: "", room: STAGE.id, door: { token } }),
            physics: async () => createHavok(await havok()),
            set: async () => yard(),
            fetchBlob: async (hash) => {
              const squeezed = await library.findBlob(STAGE.id, hash);
              if (squeezed === null) throw new Error(`no blob ${hash}`);
              return openNow(squeezed);
            },
            seal: async (bytes) => sha256(bytes),
            budget: 1000,
          },
          {
            state: (state) => {
              guest.state = state;
            },
            welcome: (welcome) => {
              for (const line of welcome.takes) guest.takes.set(line.id, line);
            },
            stepped: () => {
              const { world } = guest.session;
              if (world !== null && world.tick % 60 === 0) guest.hashes.set(world.tick, hashWorld(world));
              const me = room.people.get(guest.session.person);
              guest.mans = me?.on === "camera" ? me.mans : 0;
            },
            commands: (changes) => {
              for (const { state } of changes) {
                if (state === "ordered") guest.ordered++;
                else if (state === "done") guest.done++;
                else if (state === "refused") guest.refused++;
              }
            },
            notice: (notice: Notice) => {
              if (notice.type === "take") guest.takes.set(notice.take.id, notice.take);
            },
            presence: nothing,
            camera: nothing,
            statistics: nothing,
            defect: (text) => guest.defects.push(text),
          },
        );
      };
      house.guests.push(guest);
      guest.comeBack();
      return guest;
    },
    async pass(ms) {
      const until = timer.now() + ms;
      while (timer.now() < until) {
        const next = room.over ? until : advance(room);
        await rest();
        timer.advance(Math.max(0.1, Math.min(next, until) - timer.now()));
        await rest();
      }
    },
    async crash() {
      run++;
      room.over = true;
      const old = house.guests.map(({ link }) => link.wires.at(-1));
      await open();
      host = hostOf(run);
      for (const guest of house.guests) guest.hashes.clear();
      // The seats of the process that died are not had back: whoever was there joins anew.
      for (const wire of old) wire?.lose();
    },
  };
  return house;
}

/** What tells two worlds apart, down to their heaps: the first difference in words, or null. */
export function difference(a: World, b: World): string | null {
  if (a.tick !== b.tick) return `ticks ${a.tick} and ${b.tick}`;
  if (hashWorld(a) !== hashWorld(b)) return `hashes at tick ${a.tick}`;
  const one = take(a);
  const two = take(b);
  if (Buffer.compare(one.table, two.table) !== 0) return `tables at tick ${a.tick}: ${tableDifference(a, b)}`;
  if (Buffer.compare(encodeCheckpoint({ ...one, heap: 0 }), encodeCheckpoint({ ...two, heap: 0 })) !== 0) {
    return `heaps at tick ${a.tick}`;
  }
  return null;
}

/** Where the plain data of two worlds first differs. */
function tableDifference(a: World, b: World): string {
  const plain = (world: World): unknown => ({
    ...world,
    physics: world.physics.table,
    set: null,
    ground: null,
    baseline: null,
    checkpoints: null,
    entities: [...world.entities],
    cues: [...world.cues],
    histories: [...world.histories],
    outcomes: null,
    edited: null,
    removed: null,
    replaced: null,
    kept: null,
  });
  const walk = (x: unknown, y: unknown, path: string): string | null => {
    if (Object.is(x, y)) return null;
    if (typeof x !== "object" || typeof y !== "object" || x === null || y === null)
      return `${path}: ${x} and ${y}`;
    const keys = new Set([...Object.keys(x), ...Object.keys(y)]);
    for (const key of keys) {
      const found = walk((x as never)[key], (y as never)[key], `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  };
  return walk(plain(a), plain(b), "world") ?? "only in how they are written";
}
