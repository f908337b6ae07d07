import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Link } from "../../../client/session/link.ts";
import * as live from "../../../client/session/live.ts";
import {
  CALM,
  type Conditions,
  createMemoryLink,
  type MemoryLink,
} from "../../../client/session/memory-link.ts";
import * as pace from "../../../client/session/pace.ts";
import * as queue from "../../../client/session/queue.ts";
import { seal, sha256 } from "../../../client/session/seal.ts";
import { createSession, type Session } from "../../../client/session/session.ts";
import type { CommandStatus, SessionState } from "../../../client/session/status.ts";
import type { Timer } from "../../../client/session/timer.ts";
import { createHavok } from "../../../shared/physics/havok.ts";
import type { Physics } from "../../../shared/physics/physics.ts";
import type { Notice } from "../../../shared/protocol/messages.ts";
import { decodeCheckpoint, restore } from "../../../shared/world/checkpoint.ts";
import { hashWorld } from "../../../shared/world/hash.ts";
import type { LoadedSet } from "../../../shared/world/set.ts";
import { createWorld, type World } from "../../../shared/world/world.ts";
import { havok, named, yard } from "../../fixtures/yard.ts";
import { type Bench, createBench, createLittleRoom, type LittleRoom, sha } from "./little-room.ts";
import { statesOnly } from "./states-only.ts";

const pool: Physics[] = [];
beforeAll(async () => {
  const module = await havok();
  for (let k = 0; k < 52; k++) pool.push(await createHavok(module));
});

interface Guest {
  session: Session;
  link: MemoryLink;
  states: SessionState[];
  statuses: CommandStatus[];
  notices: Notice[];
  defects: string[];
  mirrors: number[];
  batches: number[];
  fetched: string[];
  /** The whole process of this guest, which a laptop's lid may put to sleep. */
  sleeps: { asleep: boolean; slow: boolean; wake(): void };
}
let guests: Guest[] = [];
afterEach(() => {
  for (const guest of guests) guest.session.close();
  guests = [];
});

function setUp(): { room: LittleRoom; bench: Bench } {
  const room = createLittleRoom(createWorld(pool.pop()!, yard()));
  return { room, bench: createBench(() => room) };
}

function sleeper() {
  const waiting: (() => void)[] = [];
  const self = {
    asleep: false,
    slow: false,
    may(call: () => void): void {
      if (self.asleep) waiting.push(call);
      else call();
    },
    wake(): void {
      self.asleep = false;
      for (const call of waiting.splice(0)) call();
    },
  };
  return self;
}

function enter(
  room: LittleRoom,
  bench: Bench,
  token: string,
  conditions: Conditions = CALM,
  more: { fetchBlob?: (hash: string) => Promise<Uint8Array>; budget?: number } = {},
): Guest {
  const link = createMemoryLink(room.host, bench.timer, 7, conditions);
  const guest: Guest = {
    link,
    states: [],
    statuses: [],
    notices: [],
    defects: [],
    mirrors: [],
    batches: [],
    fetched: [],
    session: null as never,
    sleeps: sleeper(),
  };
  const { may } = guest.sleeps as ReturnType<typeof sleeper>;
  const timer: Timer = {
    now: () => bench.timer.now(),
    after: (ms, call) => bench.timer.after(guest.sleeps.slow ? Math.max(16, ms) : ms, () => may(call)),
  };
  const sleepy: Link = {
    join: (options, events) =>
      link.join(options, {
        ...events,
        message: (channel, bytes) => {
          const copy = bytes.slice();
          may(() => events.message(channel, copy));
        },
      }),
  };
  guest.session = createSession(
    {
      timer,
      link: sleepy,
      where: async () => ({ endpoint: "", room: "r", door: { token } }),
      physics: async () => pool.pop()!,
      set: async () => yard(),
      fetchBlob: async (hash) => {
        guest.fetched.push(hash);
        if (more.fetchBlob !== undefined) return more.fetchBlob(hash);
        const bytes = room.blobs.get(hash);
        if (bytes === undefined) throw new Error("no such blob");
        return bytes;
      },
      seal: async (bytes) => sha(bytes),
      budget: more.budget ?? 1000,
    },
    {
      state: (state) => guest.states.push(state),
      welcome: () => {},
      stepped: (mirror) => guest.mirrors.push(mirror.tick),
      commands: (changes) => guest.statuses.push(...changes),
      notice: (notice) => guest.notices.push(notice),
      presence: () => {},
      camera: (batch) => guest.batches.push(...batch.samples),
      statistics: () => {},
      defect: (text) => guest.defects.push(text),
    },
  );
  guests.push(guest);
  return guest;
}

/** Lets a room without news go on until every guest stands at the same tick as one second's hash, and compares. */
async function expectEqual(room: LittleRoom, bench: Bench, list: Pick<Guest, "session">[]): Promise<void> {
  for (let k = 0; k < 400; k++) {
    await bench.run(1000 / 60);
    const ticks = list.map((guest) => guest.session.world!.tick);
    if (ticks.every((tick) => tick === ticks[0])) break;
  }
  room.stopped = true;
  room.flush();
  await bench.run(3000);
  for (const { session } of list) {
    expect(session.world!.tick).toBe(room.world.tick);
    expect(hashWorld(session.world!)).toBe(hashWorld(room.world));
  }
  room.stopped = false;
}
const idOf = (world: World, name: string) => named(world, name).id;

describe("session: seals", () => {
  test("SHA-256 worked out here is the machine's", async () => {
    for (const n of [0, 1, 55, 56, 63, 64, 65, 1000, 100_003]) {
      const bytes = Uint8Array.from({ length: n }, (_, k) => (k * 31 + n) & 255);
      expect(sha256(bytes)).toBe(sha(bytes));
      expect(await seal(bytes)).toBe(sha(bytes));
    }
  });
});

describe("session: in step", () => {
  test("two people see the same world, to the bit, each second", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    const ben = enter(room, bench, "b", { ...CALM, delay: 60, jitter: 30 });
    await bench.run(1000);
    expect(ana.session.person).toBe(1);
    const ball = idOf(ana.session.world!, "ball");
    const serial = ana.session.send([{ type: "push", id: ball, point: [2, 0.1, 0], impulse: [1, 1, 2] }]);
    await bench.run(4000);
    expect(room.differences).toBe(0);
    expect(ana.statuses.filter((s) => s.serial === serial).map((s) => s.state)).toEqual([
      "ordered",
      "done",
      "kept",
    ]);
    expect(ana.session.world!.entities.get(ball)!.pose.position[2]).toBeGreaterThan(1);
    await expectEqual(room, bench, [ana, ben]);
    // Mirrors come one a tick, in order, when nothing holds them up.
    const steps = ana.mirrors.slice(60).map((tick, k, all) => (k === 0 ? 1 : tick - all[k - 1]!));
    expect(Math.max(...steps)).toBe(1);
    expect(Math.min(...steps)).toBe(1);
  });

  test("a refusal comes back with its reason, and what is out of range never leaves", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    await bench.run(500);
    const serial = ana.session.send([
      { type: "grab", id: 99999, grip: [0, 0, 0], hand: { position: [0, 0, 0], rotation: [0, 0, 0, 1] } },
    ]);
    await bench.run(500);
    const refusal = ana.statuses.find((s) => s.serial === serial && s.state === "refused");
    expect(refusal?.reason).toBe("unknown entity");
    expect(() => ana.session.send([{ type: "fireCue", id: -1 }])).toThrow();
  });

  test("a latecomer begins at a checkpoint and is in step", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    await bench.run(500);
    const crate = idOf(ana.session.world!, "crate-5");
    ana.session.send([{ type: "push", id: crate, point: [6.6, 1.4, 8], impulse: [30, 0, 20] }]);
    await bench.run(3000);
    const ben = enter(room, bench, "b");
    await bench.run(3000);
    expect(room.differences).toBe(0);
    await expectEqual(room, bench, [ana, ben]);
  });

  test("back to one: peers restore their own copies and fetch nothing; a latecomer fetches", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    await bench.run(500);
    const ball = idOf(ana.session.world!, "ball");
    ana.session.send([{ type: "push", id: ball, point: [2, 0.1, 0], impulse: [1, 1, 2] }]);
    await bench.run(1500);
    const ben = enter(room, bench, "b");
    await bench.run(1500);
    const before = ana.fetched.length;
    ana.session.ask({ type: "one" });
    await bench.run(2000);
    expect(ana.session.world!.phase).toBe("one");
    expect(ana.fetched.length).toBe(before);
    expect(ben.fetched.length).toBeGreaterThan(1);
    expect(room.differences).toBe(0);
    expect(ana.defects).toEqual([]);
    await expectEqual(room, bench, [ana, ben]);
  });

  test("a tick that needs a blob is not stepped before the blob is there", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    await bench.run(500);
    const ball = idOf(ana.session.world!, "ball");
    ana.session.send([{ type: "push", id: ball, point: [2, 0.1, 0], impulse: [1, 1, 2] }]);
    await bench.run(1500);
    let release: () => void = () => {};
    let first = true;
    const gate = new Promise<void>((done) => {
      release = done;
    });
    const ben = enter(room, bench, "b", CALM, {
      fetchBlob: async (hash) => {
        if (!first) await gate;
        first = false;
        return room.blobs.get(hash)!;
      },
    });
    await bench.run(1000);
    ana.session.ask({ type: "one" });
    await bench.run(2000);
    const stands = ben.session.world!.tick;
    expect(room.world.tick - stands).toBeGreaterThan(90);
    expect(ben.states.at(-1)!.text).toMatch(/waiting/);
    release();
    await bench.run(2000);
    expect(room.world.tick - ben.session.world!.tick).toBeLessThan(20);
    expect(room.differences).toBe(0);
    await expectEqual(room, bench, [ana, ben]);
  });

  test("a beginning that comes damaged is asked for again, and then another", async () => {
    const { room, bench } = setUp();
    await bench.run(500);
    let first = "";
    const ben = enter(room, bench, "b", CALM, {
      fetchBlob: async (hash) => {
        if (first === "") first = hash;
        const bytes = room.blobs.get(hash)!.slice();
        if (hash === first) bytes[bytes.length >> 1]! ^= 1;
        return bytes;
      },
    });
    await bench.run(3000);
    expect(ben.mirrors).toEqual([]);
    expect(ben.states.at(-1)!.text).toBe("waiting for the world: what came is damaged; asking again");
    await bench.run(20_000);
    expect(ben.states.at(-1)).toMatchObject({ phase: "live" });
    // The same seat: nobody has left, and the damaged one is asked for no more.
    expect(room.seats.size).toBe(1);
    const asked = ben.fetched.filter((hash) => hash === first).length;
    await bench.run(20_000);
    expect(ben.fetched.filter((hash) => hash === first)).toHaveLength(asked);
    await expectEqual(room, bench, [ben]);
  });

  test("another beginning than the room's is refused in words", async () => {
    const { room, bench } = setUp();
    const link = createMemoryLink(
      {
        ...room.host,
        join: (peer) => {
          room.host.join(peer);
          room.notify(1, {
            type: "welcome",
            person: 1,
            stage: "s",
            label: "",
            set: "yard",
            baseline: "0".repeat(64),
            checkpoint: room.milestone().blob,
            tick: room.world.tick,
            commands: 1,
            batches: 1,
            takes: [],
            scene: "1",
            style: "us",
          });
        },
      },
      bench.timer,
    );
    const states: SessionState[] = [];
    const session = createSession(
      {
        timer: bench.timer,
        link,
        where: async () => ({ endpoint: "", room: "r", door: { token: "x" } }),
        physics: async () => pool.pop()!,
        set: async () => yard(),
        fetchBlob: async (hash) => room.blobs.get(hash)!,
        seal: async (bytes) => sha(bytes),
        budget: 1000,
      },
      statesOnly(states),
    );
    await bench.run(500);
    expect(states.at(-1)).toMatchObject({ phase: "over", failure: "baseline differs" });
    session.close();
  });
});

describe("session: the set", () => {
  const open = (set: () => Promise<LoadedSet>) => {
    const { room, bench } = setUp();
    const states: SessionState[] = [];
    let asked = 0;
    const session = createSession(
      {
        timer: bench.timer,
        link: createMemoryLink(room.host, bench.timer),
        where: async () => ({ endpoint: "", room: "r", door: { token: "x" } }),
        physics: async () => pool.pop()!,
        set: () => {
          asked++;
          return set();
        },
        fetchBlob: async (hash) => room.blobs.get(hash)!,
        seal: async (bytes) => sha(bytes),
        budget: 1000,
      },
      statesOnly(states),
    );
    return { room, bench, states, session, asked: () => asked };
  };

  test("is asked for once, before the room welcomes, and its world is the one that is stepped", async () => {
    const { room, bench, states, session, asked } = open(async () => yard());
    expect(asked()).toBe(1);
    await bench.run(1500);
    expect(states.at(-1)).toMatchObject({ phase: "live" });
    expect(asked()).toBe(1);
    await expectEqual(room, bench, [{ session }]);
    session.close();
  });

  test("that did not come at first is asked for again", async () => {
    const answers = [Promise.reject(new Error("no")), Promise.resolve(yard())];
    answers[0]!.catch(() => {});
    const { room, bench, states, session } = open(() => answers.shift()!);
    await bench.run(1500);
    expect(states.at(-1)).toMatchObject({ phase: "live" });
    await expectEqual(room, bench, [{ session }]);
    session.close();
  });

  test("that never comes ends the session in words", async () => {
    const { bench, states, session } = open(() => Promise.reject(new Error("the set: 404")));
    await bench.run(1500);
    expect(states.at(-1)).toMatchObject({ phase: "over", failure: "set" });
    expect(states.at(-1)!.text).toContain("the set: 404");
    session.close();
  });
});

describe("session: breaks", () => {
  test("what was under way when the connection broke is sent again, once, in order", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a", { ...CALM, delay: 50 });
    await bench.run(1000);
    const ball = idOf(ana.session.world!, "ball");
    room.acknowledges = false;
    const push = () =>
      ana.session.send([{ type: "push", id: ball, point: [2, 0.1, 0], impulse: [0.1, 0, 0] }]);
    for (let k = 0; k < 40; k++) {
      push();
      ana.session.camera(17, "", new Uint8Array([k]));
      if (k === 10 || k === 25) ana.link.wires[0]!.cut();
      await bench.run(30);
    }
    room.acknowledges = true;
    await bench.run(3000);
    const serials = room.history.flat().map((order) => order.serial);
    expect(serials).toEqual(Array.from({ length: 40 }, (_, k) => k + 1));
    expect(room.batches.map((batch) => batch.samples[0])).toEqual(Array.from({ length: 40 }, (_, k) => k));
    expect(ana.session.statistics.unacknowledged).toBe(0);
    expect(room.differences).toBe(0);
    expect(ana.statuses.filter((s) => s.state === "kept").length).toBe(40);
    await expectEqual(room, bench, [ana]);
  });

  test("a room that dies and reopens in the past sets its people back, and gets what it had not written down", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    await bench.run(1000);
    const ball = idOf(ana.session.world!, "ball");
    const mark = room.milestone();
    room.acknowledges = false;
    for (let k = 0; k < 10; k++) {
      ana.session.send([{ type: "push", id: ball, point: [2, 0.1, 0], impulse: [0.2, 0, 0] }]);
      await bench.run(50);
    }
    // Back from the milestone: the room does not know the ten any more.
    const seat = [...room.seats.values()][0]!;
    seat.commands = 1;
    const world = createWorld(pool.pop()!, yard());
    restore(world, decodeCheckpoint(room.blobs.get(mark.blob)!));
    room.reopen(mark, world);
    room.acknowledges = true;
    await bench.run(4000);
    expect(room.history.flat().map((order) => order.serial)).toEqual(
      Array.from({ length: 10 }, (_, k) => k + 1),
    );
    expect(room.differences).toBe(0);
    await expectEqual(room, bench, [ana]);
  });

  test("silence on an open line is taken for a break", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    await bench.run(1000);
    const wire = ana.link.wires[0]!;
    // A line that is open and carries nothing: a router that has forgotten us.
    wire.conditions = { ...CALM, delay: 1e9 };
    await bench.run(9000);
    expect(ana.states.some((state) => state.phase === "dropped")).toBe(true);
  });

  test("one who was put out does not come back by itself", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    await bench.run(1000);
    [...room.seats.values()][0]!.peer.close("put out", "too much was sent");
    await bench.run(10_000);
    expect(ana.states.at(-1)).toMatchObject({ phase: "over", failure: "put out", text: "too much was sent" });
    expect(ana.link.wires.length).toBe(1);
  });
});

describe("session: differing and lagging", () => {
  test("a world that differs is found within a second or two, and set right", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    await bench.run(1000);
    // What no program of ours does: somebody else calls the engine.
    const world = ana.session.world!;
    const ball = named(world, "ball");
    world.physics.push(ball.body!, [2, 0.1, 0], [1, 0, 0]);
    await bench.run(4000);
    expect(room.differences).toBeGreaterThan(0);
    expect(ana.session.statistics.resynchronised).toBe(1);
    expect(ana.defects.some((text) => text.includes("took the room's world"))).toBe(true);
    await expectEqual(room, bench, [ana]);
  });

  test("a machine that slept takes what came meanwhile at once", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    await bench.run(1000);
    for (const seconds of [2, 7]) {
      ana.sleeps.asleep = true;
      await bench.run(seconds * 1000);
      expect(room.world.tick - ana.session.world!.tick).toBeGreaterThan(seconds * 55);
      ana.sleeps.wake();
      await bench.run(2000);
      expect(room.world.tick - ana.session.world!.tick).toBeLessThan(20);
    }
    expect(room.differences).toBe(0);
    await expectEqual(room, bench, [ana]);
  });

  test.each([true, false])(
    "too far behind to catch up, it takes a checkpoint (asked in vain: %s)",
    async (deaf) => {
      const { room, bench } = setUp();
      room.deaf = deaf;
      const ana = enter(room, bench, "a", CALM, { budget: -1 });
      await bench.run(1000);
      ana.sleeps.asleep = true;
      await bench.run(10_000);
      // From now on a slice steps one tick, and slices are no quicker than ticks.
      ana.sleeps.slow = true;
      ana.sleeps.wake();
      await bench.run(14_000);
      expect(room.world.tick - ana.session.world!.tick).toBeLessThan(120);
      expect(ana.states.some((state) => /catching up/.test(state.text))).toBe(true);
      if (!deaf) expect(room.behind).toBeGreaterThan(300);
      expect(room.differences).toBe(0);
    },
  );

  test("a slice steps for as long as its budget, and goes on with the next", async () => {
    const world = createWorld(pool.pop()!, yard());
    const nothing = {
      find: () => undefined,
      want() {},
      get: () => Promise.reject(),
      forget() {},
      offer() {},
      keep() {},
      dispose() {},
    };
    const follower = live.create(world, nothing, 1);
    let time = 0;
    // Looking at the clock takes 2 ms here, so a step seems to.
    const timer = { now: () => (time += 2), after: () => () => {} };
    queue.put(follower.queue, { from: 0, count: 200, orders: [] });
    pace.arrived(follower.pace, 0, 0);
    pace.update(follower.pace, 0, 199);
    follower.pace.from = 150;
    const ear = { outcome() {}, report() {}, replaced() {} };
    expect(live.pump(follower, timer, 10, ear)).toBe(0);
    expect(world.tick).toBe(6);
    let slices = 1;
    while (live.pump(follower, timer, 10, ear) === 0) slices++;
    expect(world.tick).toBeGreaterThan(145);
    expect(slices).toBeGreaterThan(20);
    expect(live.mirror(follower)?.tick).toBe(world.tick);
    expect(live.mirror(follower)).toBeNull();
  });

  test("on a bad network the world goes on without stopping, a little later", async () => {
    const { room, bench } = setUp();
    const bad: Conditions = { ...CALM, delay: 80, jitter: 60, loss: 0.01, stall: 150 };
    const ana = enter(room, bench, "a", bad);
    await bench.run(12_000);
    ana.mirrors.length = 0;
    const from = bench.timer.now();
    await bench.run(10_000);
    const seconds = (bench.timer.now() - from) / 1000;
    expect(ana.mirrors.length / seconds).toBeGreaterThan(57);
    expect(ana.session.statistics.depth).toBeGreaterThan(60);
    expect(ana.session.statistics.roundTrip).toBeGreaterThan(160);
    expect(room.differences).toBe(0);
    await expectEqual(room, bench, [ana]);
  });

  test("others' camera samples arrive", async () => {
    const { room, bench } = setUp();
    const ana = enter(room, bench, "a");
    const ben = enter(room, bench, "b");
    await bench.run(500);
    ana.session.camera(3, "", new Uint8Array([1, 2]));
    ana.session.camera(3, "", new Uint8Array([3]));
    await bench.run(500);
    expect(ben.batches).toEqual([1, 2, 3]);
    expect(ana.batches).toEqual([]);
  });
});
