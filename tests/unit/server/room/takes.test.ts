import { beforeEach, describe, expect, test } from "vitest";
import { decodeEntries, decodeLine } from "../../../../server/room/journal.ts";
import { closeRoom } from "../../../../server/room/open.ts";
import * as track from "../../../../shared/camera/track.ts";
import * as trackCode from "../../../../shared/camera/track-code.ts";
import { encode } from "../../../../shared/protocol/form.ts";
import { CHANNEL, cameraBatchForm } from "../../../../shared/protocol/messages.ts";
import { hashWorld } from "../../../../shared/world/hash.ts";
import { filmed } from "../../../fixtures/filmed.ts";
import { House, named, type Peer, push } from "./house.ts";

let house: House;
let ana: Peer;
let camera: number;
beforeEach(async () => {
  house = new House();
  await house.open();
  ana = await house.enter("ana");
  camera = named(ana.world!, "camera-a");
  ana.say({ type: "man", camera, on: "camera" });
  await house.pass(60);
});

const roll = (preRoll = 0, callsAction = false) =>
  ana.ask({ type: "roll", preRoll, callsAction, cameras: [camera] });
const samples = (serial: number, take: string, bytes = filmed(house.room.world.tick)): void =>
  ana.raw(CHANNEL.camera, encode(cameraBatchForm, { serial, camera, take, samples: bytes }));
async function shoot(ticks = 90): Promise<string> {
  roll();
  await house.pass(2);
  const take = house.room.world.rolling;
  await house.pass(ticks);
  ana.ask({ type: "cut" });
  await house.pass(8);
  return take;
}

describe("a take", () => {
  test("has its line, its ticks from the first to the cut, and a hash each second and at its end", async () => {
    const take = await shoot(130);
    const line = ana.last("take")!.take;
    expect(line).toMatchObject({ id: take, scene: "1", setup: "", number: 1, slate: 0 });
    expect(line.action).toBe(line.from);
    const kept = (await house.library.readTake("yard-1", take))!;
    expect(kept.groups[0]!.from).toBe(line.from);
    expect(kept.groups.at(-1)!.through).toBe(line.to);
    expect(decodeLine(kept.line)).toEqual(line);
    expect(kept.opening).toMatch(/^[0-9a-f]{64}$/);
    const hashes = kept.groups.flatMap((group) =>
      decodeEntries(group.entries).hashes.map(({ tick }) => tick),
    );
    expect(hashes).toEqual([line.from + 60, line.from + 120, line.to]);
  });

  test("has its end in its line only once its last moments are on disk", async () => {
    const { append, writeTakeLine } = house.library;
    const through: number[] = [];
    const ends: number[] = [];
    house.library.append = async (stage, groups) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await append(stage, groups);
      through.push(groups.at(-1)!.through);
    };
    house.library.writeTakeLine = (stage, id, line) => {
      const { to } = decodeLine(line);
      if (to > 0) ends.push(Math.max(0, ...through) - to);
      return writeTakeLine(stage, id, line);
    };
    await shoot(20);
    const take = [...house.room.takes.keys()][0]!;
    ana.say({ type: "rate", take, rating: 4, circled: true, status: "print", description: "", notes: "" });
    for (let k = 0; k < 20 && ends.length < 2; k++) {
      await house.pass(1);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(ends).toHaveLength(2);
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(0);
  });

  test("names the lens that was put on just before, though both came at once", async () => {
    const kept = ana.world!.entities.get(camera)!.camera!;
    ana.order({ type: "setCamera", id: camera, camera: { ...kept, focal: 75 } });
    roll();
    await house.pass(4);
    expect(ana.last("take")!.take.cameras).toMatchObject([{ camera, focal: 75 }]);
  });

  test("calls Action after its pre-roll, or leaves it to the person", async () => {
    roll(0.5);
    await house.pass(20);
    expect(house.room.world.action).toBe(-1);
    await house.pass(20);
    expect(house.room.world.action).toBe(ana.last("take")!.take.from + 30);
    expect(ana.last("take")!.take.action).toBe(house.room.world.action);
    ana.ask({ type: "cut" });
    await house.pass(2);
    ana.ask({ type: "one" });
    await house.pass(4);
    roll(0, true);
    await house.pass(60);
    expect(house.room.world.action).toBe(-1);
    ana.order({ type: "action" });
    await house.pass(2);
    expect(ana.last("take")!.take.action).toBe(house.room.world.action);
  });

  test("needs somebody at a camera, and only one rolls", async () => {
    const jo = await house.enter("jo");
    roll();
    jo.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [] });
    await house.pass(3);
    expect(jo.last("refused")).toMatchObject({ reason: "cut first" });
    jo.order({ type: "cut" });
    await house.pass(3);
    expect(house.room.world.rolling).toBe("");
    ana.say({ type: "man", camera: 0, on: "village" });
    roll();
    await house.pass(3);
    expect(ana.last("refused")).toMatchObject({ reason: "no camera" });
  });

  test("while it rolls, one, pick up and new one are refused with words", async () => {
    const first = await shoot();
    roll();
    await house.pass(2);
    ana.ask({ type: "one" });
    ana.ask({ type: "makeOne" });
    ana.ask({ type: "pickUp", take: first, tick: house.room.takes.get(first)!.from });
    await house.pass(2);
    const refused = ana.notices.filter((notice) => notice.type === "refused");
    expect(refused.map((notice) => notice.reason)).toEqual(["cut first", "cut first", "cut first"]);
    expect(refused[0]).toMatchObject({ text: "A take is rolling. Cut first." });
  });

  test("T1: begins after a restore that was asked for in the same moment, since it holds no world but its own", async () => {
    ana.order(push(named(ana.world!, "ball"), 2));
    await house.pass(60);
    expect(house.room.world.phase).toBe("performance");
    ana.ask({ type: "one" });
    roll();
    await house.pass(90);
    expect(house.room.world.rolling).not.toBe("");
    const take = house.room.world.rolling;
    ana.ask({ type: "cut" });
    await house.pass(8);
    const kept = (await house.library.readTake("yard-1", take))!;
    const orders = kept.groups
      .flatMap((group) => decodeEntries(group.entries).ticks)
      .flatMap((t) => t.orders);
    expect(orders.map(({ command }) => command.type)).not.toContain("restore");
    expect(orders.map(({ command }) => command.type)).toContain("roll");
  });

  test("is numbered within its scene and setup, and in the UK by a slate that runs on", async () => {
    const slate = (scene: string, style: "us" | "uk", nextSetup = false): void =>
      ana.say({ type: "slate", scene, style, nextSetup });
    await shoot(5);
    await shoot(5);
    slate("24", "us", true);
    await shoot(5);
    slate("24", "uk");
    await shoot(5);
    await shoot(5);
    slate("24", "uk", true);
    await shoot(5);
    slate("24", "us");
    await shoot(5);
    const lines = [...house.room.takes.values()].map((line) => [
      line.scene,
      line.setup,
      line.number,
      line.slate,
    ]);
    expect(lines).toEqual([
      ["1", "", 1, 0],
      ["1", "", 2, 0],
      ["24", "A", 1, 0],
      ["24", "", 1, 1],
      ["24", "", 2, 1],
      ["24", "", 1, 2],
      ["24", "A", 2, 0],
    ]);
    slate("no scene!", "us");
    await house.pass(2);
    expect(ana.last("refused")!.reason).toBe("no scene");
    expect(house.room.slate.scene).toBe("24");
  });

  test("is rated and flagged by anybody, within its ticks", async () => {
    const take = await shoot();
    const { from } = house.room.takes.get(take)!;
    ana.say({ type: "rate", take, rating: 4, circled: true, status: "print", description: "d", notes: "n" });
    ana.say({ type: "mark", take, tick: from + 10, label: "turns", remove: false });
    ana.say({ type: "mark", take, tick: from + 99_999, label: "x", remove: false });
    ana.say({
      type: "rate",
      take: "none",
      rating: 1,
      circled: false,
      status: "ng",
      description: "",
      notes: "",
    });
    await house.pass(6);
    const kept = decodeLine((await house.library.readTake("yard-1", take))!.line);
    expect(kept).toMatchObject({ rating: 4, circled: true, flags: [{ tick: from + 10, label: "turns" }] });
    expect(house.refusals.filter((reason) => reason === "unknown take")).toHaveLength(2);
  });

  test("ends by itself when everybody has gone for good", async () => {
    roll();
    await house.pass(2);
    ana.disconnect();
    await house.pass(60 * 61);
    expect(house.room.world.rolling).toBe("");
    expect([...house.room.takes.values()][0]!.to).toBeGreaterThan(0);
  });
});

describe("camera samples", () => {
  test("go to the others at once, to disk with the take, and are acknowledged then", async () => {
    const jo = await house.enter("jo");
    roll();
    await house.pass(2);
    const take = house.room.world.rolling;
    const sent = [filmed(house.room.world.tick, 3), filmed(house.room.world.tick + 3, 3)];
    samples(1, take, sent[0]);
    samples(2, take, sent[1]);
    expect(jo.relayed).toHaveLength(2);
    expect(ana.relayed).toHaveLength(0);
    expect(ana.last("acknowledged")?.batches ?? 0).toBe(0);
    await house.pass(6);
    expect(ana.last("acknowledged")).toMatchObject({ batches: 2 });
    const kept = (await house.library.readTake("yard-1", take))!;
    expect(kept.batches.map((batch) => [batch.serial, batch.samples])).toEqual([
      [1, sent[0]],
      [2, sent[1]],
    ]);
  });

  test("of a camera that somebody else mans are refused", async () => {
    const jo = await house.enter("jo");
    roll();
    await house.pass(2);
    const bytes = {
      serial: 1,
      camera,
      take: house.room.world.rolling,
      samples: filmed(house.room.world.tick),
    };
    jo.raw(CHANNEL.camera, encode(cameraBatchForm, bytes));
    expect(jo.last("refused")).toMatchObject({ reason: "not your camera" });
    expect(ana.relayed).toHaveLength(0);
  });

  test("may come for a while after the cut; then the take is sealed", async () => {
    const take = await shoot();
    samples(1, take);
    await house.pass(60 * 91);
    samples(2, take);
    await house.pass(10);
    const kept = (await house.library.readTake("yard-1", take))!;
    expect(kept.sealed).toBe(true);
    expect(kept.batches).toHaveLength(1);
    expect(house.errors).toEqual([]);
  });
});

describe("camera samples that nobody can use", () => {
  const put = (tick: number, change: (lattice: Float64Array) => void = () => {}): Uint8Array<ArrayBuffer> => {
    // Written by hand: a track refuses what is tried here.
    const lattice = track.toLattice(track.createLattice(), { ...track.createSample(), tick });
    change(lattice);
    const varint = (value: number): number[] =>
      value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
    const signed = (value: number): number[] => varint(value < 0 ? -2 * value - 1 : 2 * value);
    return Uint8Array.from([trackCode.VERSION, 1, 127, ...[...lattice].flatMap(signed)]);
  };
  const lens =
    (field: (typeof track.FIELDS)[number], value: number) =>
    (lattice: Float64Array): void => {
      lattice[track.FIELDS.indexOf(field)] = value;
    };

  test.each([
    ["noise", () => Uint8Array.from([200, 1, 2, 3])],
    ["nothing", () => new Uint8Array(0)],
    ["a cut off end", () => filmed(100, 4).subarray(0, 20)],
    ["bytes left over", () => Uint8Array.from([...filmed(100), 0])],
    ["a count that is a lie", () => Uint8Array.from([trackCode.VERSION, 255, 255, 255, 127])],
    ["more samples than a page sends", () => filmed(0, 1025)],
    ["a stop of 1000", () => put(100, lens("tStop", 1e6))],
    ["a lens of a thousandth of a millimetre", () => put(100, lens("focal", 1))],
    ["a frame in a hundred seconds", () => put(100, lens("rate", 10))],
    ["a shutter that never opens", () => put(100, lens("shutter", 0))],
    ["a place beyond the world", () => put(100, lens("x", 1e12))],
    ["a moment before all time", () => put(-1)],
  ])("%s ends that connection alone, and the take keeps nothing of it", async (_, bytes) => {
    const jo = await house.enter("jo");
    roll();
    await house.pass(2);
    const take = house.room.world.rolling;
    samples(1, take, bytes());
    expect(ana.closed?.code).toBe(4400);
    expect(ana.closed?.text).toMatch(/^Camera samples: /);
    expect(jo.closed).toBeNull();
    expect(jo.relayed).toHaveLength(0);
    await house.pass(6);
    expect((await house.library.readTake("yard-1", take))!.batches).toEqual([]);
    expect(house.errors).toEqual([]);
  });

  test("what is written by hand here is read where nothing is wrong with it", async () => {
    roll();
    await house.pass(2);
    samples(1, house.room.world.rolling, put(house.room.world.tick));
    expect(ana.closed).toBeNull();
    expect(ana.last("refused")).toBeUndefined();
  });

  test("of another time than the take are refused with a reason, and acknowledged", async () => {
    const jo = await house.enter("jo");
    await house.pass(800);
    roll();
    await house.pass(2);
    const take = house.room.world.rolling;
    const { from } = house.room.takes.get(take)!;
    for (const [k, at] of [from - 700, from + 100_000].entries()) {
      samples(k + 1, take, filmed(at, 3));
      expect(ana.last("refused")).toMatchObject({ reason: "no such samples", serial: 0 });
    }
    expect(jo.relayed).toHaveLength(0);
    // A page that draws late begins before the take does.
    samples(3, take, filmed(from - 100, 3));
    expect(jo.relayed).toHaveLength(1);
    await house.pass(6);
    expect(ana.last("acknowledged")).toMatchObject({ batches: 3 });
    expect((await house.library.readTake("yard-1", take))!.batches.map((b) => b.serial)).toEqual([3]);
  });

  test("more than a camera can make are not kept", async () => {
    roll();
    await house.pass(2);
    const take = house.room.world.rolling;
    const own = track.create();
    const { tick } = house.room.world;
    for (let k = 0; k < 1024; k++) track.append(own, { ...track.createSample(), tick: tick + k / 100 });
    for (let serial = 1; serial < 5; serial++) samples(serial, take, trackCode.encode(own));
    await house.pass(6);
    expect(house.refusals.filter((reason) => reason === "no such samples")).toHaveLength(2);
    expect((await house.library.readTake("yard-1", take))!.batches).toHaveLength(2);
  });

  test("of the future are shown to nobody, live", async () => {
    const jo = await house.enter("jo");
    samples(1, "", filmed(house.room.world.tick + 1e6, 3));
    samples(2, "", filmed(house.room.world.tick, 3));
    expect(jo.relayed).toHaveLength(1);
    expect(ana.closed).toBeNull();
  });
});

describe("picking up", () => {
  test("goes live from a tick of a take, for everybody, exactly", async () => {
    const jo = await house.enter("jo");
    roll();
    await house.pass(2);
    const take = house.room.world.rolling;
    ana.order(push(named(ana.world!, "ball"), 4));
    const ball = () => house.room.world.entities.get(named(ana.world!, "ball"))!.pose.position[0];
    await house.pass(40);
    const tick = house.room.world.tick;
    const there = ball();
    await house.pass(40);
    ana.ask({ type: "cut" });
    await house.pass(4);
    ana.ask({ type: "one" });
    await house.pass(4);
    jo.ask({ type: "pickUp", take, tick });
    await house.pass(10);
    expect(house.room.world.phase).toBe("one");
    await house.pass(6);
    expect(house.room.world.phase).toBe("performance");
    // 8.9 m/s for the few ticks since.
    expect(ball() - there).toBeGreaterThanOrEqual(0);
    expect(ball() - there).toBeLessThan(1.2);
    for (let k = 0; k < 8 && house.room.world.tick !== house.room.sent; k++) await house.pass(1);
    expect([ana.hash, jo.hash]).toEqual([hashWorld(house.room.world), hashWorld(house.room.world)]);
    jo.ask({ type: "pickUp", take, tick: 999_999 });
    await house.pass(2);
    expect(jo.last("refused")).toMatchObject({ reason: "unknown take" });
    expect(house.errors).toEqual([]);
  });
});

describe("opening again", () => {
  /** What a crash leaves: the library as it is, and nothing else. */
  async function crash(): Promise<void> {
    house.room.over = true;
    house = new House(house.library);
    await house.open();
    await house.pass(4);
  }

  test("after a crash the world is the one that was acknowledged, and the same people come back", async () => {
    const ball = named(ana.world!, "ball");
    ana.order(push(ball), push(ball));
    await house.pass(8);
    const { tick } = ana.last("acknowledged")!;
    await house.pass(2);
    await crash();
    expect(house.room.world.tick).toBeGreaterThanOrEqual(tick);
    const again = await house.enter("ana");
    expect(again.person!.number).toBe(ana.person!.number);
    expect(again.last("welcome")).toMatchObject({ commands: 3 });
    expect(again.person!.mans).toBe(camera);
    expect(again.world!.phase).toBe("performance");
    again.ask({ type: "one" });
    await house.pass(4);
    expect(house.room.world.phase).toBe("one");
  });

  test("what was not acknowledged may be missing, and is expected again", async () => {
    const ball = named(ana.world!, "ball");
    ana.order(push(ball));
    await house.pass(8);
    house.library.append = () => new Promise(() => {});
    ana.order(push(ball));
    await house.pass(8);
    expect(ana.last("acknowledged")).toMatchObject({ commands: 1 });
    await crash();
    const again = await house.enter("ana");
    expect(again.last("welcome")).toMatchObject({ commands: 2 });
  });

  test("a take in progress goes on, and is whole when it is cut", async () => {
    roll();
    await house.pass(3);
    const take = house.room.world.rolling;
    const { from } = house.room.takes.get(take)!;
    ana.order(push(named(ana.world!, "ball")));
    await house.pass(40);
    await crash();
    expect(house.room.world.rolling).toBe(take);
    const again = await house.enter("ana");
    await house.pass(20);
    again.ask({ type: "cut" });
    await house.pass(10);
    const kept = (await house.library.readTake("yard-1", take))!;
    expect(kept.groups[0]!.from).toBe(from);
    for (let k = 1; k < kept.groups.length; k++)
      expect(kept.groups[k]!.from).toBe(kept.groups[k - 1]!.through);
    expect(decodeLine(kept.line).to).toBe(kept.groups.at(-1)!.through);
    expect(kept.opening).not.toBe("");
    expect(house.errors).toEqual([]);
  });

  test("a cut whose line was not written any more has its end", async () => {
    roll();
    await house.pass(20);
    house.library.writeTakeLine = () => new Promise(() => {});
    ana.ask({ type: "cut" });
    await house.pass(8);
    const { writeTakeLine: _, ...rest } = house.library;
    house.room.over = true;
    const fresh = new House({ ...rest, writeTakeLine: async () => {} });
    house = fresh;
    await house.open();
    await house.pass(4);
    expect([...house.room.takes.values()][0]!.to).toBeGreaterThan(0);
  });

  test("after an end in good order nothing is replayed", async () => {
    ana.order(push(named(ana.world!, "ball")));
    await house.pass(30);
    const { tick } = house.room.world;
    const hash = hashWorld(house.room.world);
    await closeRoom(house.room, "bye");
    expect(ana.last("closing")).toBeDefined();
    expect(ana.closed?.code).toBe(4503);
    expect((await house.library.reopen("yard-1")).groups).toEqual([]);
    house = new House(house.library);
    await house.open();
    expect(house.room.world.tick).toBe(tick);
    expect(hashWorld(house.room.world)).toBe(hash);
    // The world that newcomers are told of can be fetched, although a newer milestone takes its place at once.
    const again = await house.enter("ana");
    const { checkpoint } = again.last("welcome")!;
    await house.pass(10);
    expect(house.room.newest!.hash).not.toBe(checkpoint);
    expect(await house.library.findBlob("yard-1", checkpoint)).not.toBeNull();
  });
});
