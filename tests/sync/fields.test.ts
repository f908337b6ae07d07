/**
 * Every number in every message that a client can send, made NaN, infinite, huge, negative zero or beyond its range, at
 * the room's own door. Where the numbers lie is learnt from the forms themselves while they write. What no form allows
 * ends its sender's connection and leaves the world's next step as it would have been; what one does allow is stepped,
 * and the world can still be written down, read again and gone on with.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDice } from "../../client/session/memory-link.ts";
import { createMemoryLibrary } from "../../server/library/memory.ts";
import { openRoom } from "../../server/room/open.ts";
import { join } from "../../server/room/people.ts";
import { createDirectPress } from "../../server/room/press.ts";
import { receive } from "../../server/room/receive.ts";
import type { Outlet, Room, RoomPorts } from "../../server/room/room.ts";
import { advance } from "../../server/room/tick.ts";
import { createHavok } from "../../shared/physics/havok.ts";
import { encode, Writer } from "../../shared/protocol/form.ts";
import { CHANNEL, type Intent, intentForm } from "../../shared/protocol/messages.ts";
import { decodeCheckpoint, encodeCheckpoint, restore, take } from "../../shared/world/checkpoint.ts";
import { type Command, type CommandType, commandForm, ROOM_ONLY } from "../../shared/world/command.ts";
import { hashWorld } from "../../shared/world/hash.ts";
import { standing } from "../fixtures/standing.ts";
import { havok, yardWorld } from "../fixtures/yard.ts";
import { command, createHand } from "./commands.ts";

/** A writer that remembers where it has put numbers. */
class Chart extends Writer {
  readonly numbers: { at: number; kind: "f32" | "f64" | "varint" }[] = [];
  override f32(value: number): void {
    this.numbers.push({ at: this.at, kind: "f32" });
    super.f32(value);
  }
  override f64(value: number): void {
    this.numbers.push({ at: this.at, kind: "f64" });
    super.f64(value);
  }
  override varint(value: number): void {
    this.numbers.push({ at: this.at, kind: "varint" });
    super.varint(value);
  }
}

const WILD = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  1e30,
  -1e9,
  2000.0001,
  -2000.0001,
  1e-45,
  -0,
  2000,
  0,
];
/** Whole numbers as their bytes: at the edges of 8, 16, 32 and 53 bits, beyond those, and without an end. */
const VARINTS = [0, 127, 128, 1000, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1].map((n) => {
  const writer = new Writer();
  writer.varint(n);
  return [...writer.finish()];
});
VARINTS.push(Array(9).fill(255), [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]);

/** A message with each of its numbers made wild, one at a time. */
function* spoilt(intent: Intent): Generator<Uint8Array> {
  const chart = new Chart();
  const bytes = encode(intentForm, intent, chart);
  for (const { at, kind } of chart.numbers) {
    if (kind === "varint") {
      let length = 1;
      while (bytes[at + length - 1]! >= 128) length++;
      for (const varint of VARINTS) {
        yield new Uint8Array([...bytes.subarray(0, at), ...varint, ...bytes.subarray(at + length)]);
      }
    } else {
      for (const value of WILD) {
        const copy = bytes.slice();
        const view = new DataView(copy.buffer);
        if (kind === "f32") view.setFloat32(at, value, true);
        else view.setFloat64(at, value, true);
        yield copy;
      }
    }
  }
  for (let cut = 0; cut < bytes.length; cut += 3) yield bytes.subarray(0, cut);
  yield new Uint8Array([...bytes, 0]);
}

let now = 1_000_000;
let room: Room;
const failures: unknown[] = [];
let people = 0;

/** Somebody new in the room; true is answered while they are in it. */
function enter(): { person: NonNullable<ReturnType<typeof join>>; isIn(): boolean } {
  const outlet: Outlet = { send() {}, backlog: () => 0, close() {} };
  const person = join(room, String(++people).padStart(32, "0"), "", outlet)!;
  return { person, isIn: () => person.outlet === outlet };
}

async function pass(ticks: number): Promise<void> {
  for (let k = 0; k < ticks; k++) {
    now += 1000 / 60;
    advance(room);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

beforeAll(async () => {
  const library = createMemoryLibrary();
  const stage = { id: "yard", label: "Yard", set: "yard", key: "k", created: 0, opened: 0 };
  await library.createStage(stage);
  const world = await yardWorld();
  const ports: RoomPorts = {
    library,
    press: createDirectPress(),
    rewinder: { rewind: () => Promise.reject(new Error("nothing is picked up")), close: async () => {} },
    clock: () => now,
    wall: () => now,
    draw: () => `${people}-${now}`,
    log: { info() {}, warn() {}, error: (fields, text) => failures.push({ fields, text }) },
    meters: { tick() {}, received() {}, sent() {}, refused() {}, defect() {} },
    keepDefect() {},
  };
  room = await openRoom(stage, standing(world), ports);
  room.onFailure = (error) => failures.push(error);
  await pass(10);
});
afterAll(() => expect(failures).toEqual([]));

/** Commands of every type, as they are thrown at rooms elsewhere. */
function everyCommand(): Map<CommandType, Command> {
  const hand = createHand(createDice(11));
  const found = new Map<CommandType, Command>();
  for (let k = 0; k < 5000; k++) {
    const made = command(hand, room.world, 1);
    const before = found.get(made.type);
    // The longest of its kind has the most numbers to spoil.
    if (before === undefined || encode(commandForm, made).length > encode(commandForm, before).length) {
      if (encode(commandForm, made).length < 400) found.set(made.type, made);
    }
  }
  found.set("cut", { type: "cut" });
  return found;
}

/** What a person can ask beside commands. */
const ASKED: readonly Intent[] = [
  { type: "one", serial: 1 },
  { type: "makeOne", serial: 1 },
  { type: "pickUp", serial: 1, take: "x", tick: 5 },
  { type: "roll", serial: 1, preRoll: 1, callsAction: false, cameras: [1, 2] },
  { type: "cut", serial: 1 },
  { type: "rate", take: "x", rating: 3, circled: true, status: "ok", description: "d", notes: "n" },
  { type: "mark", take: "x", tick: 9, label: "l", remove: false },
  { type: "man", camera: 3, on: "camera" },
  { type: "hello", name: "n" },
  { type: "slate", scene: "1", style: "us", nextSetup: true },
  { type: "show", take: "", tick: 4, rate: 1 },
];

/** Sends each spoilt form of an intent as somebody new; counts those that were put out. */
async function attack(intent: Intent): Promise<{ sent: number; out: number }> {
  let out = 0;
  let sent = 0;
  for (const bytes of spoilt(intent)) {
    const { person, isIn } = enter();
    sent++;
    receive(room, person, CHANNEL.intent, bytes);
    if (!isIn()) {
      out++;
      expect(room.queue.filter((item) => item.person === person.number).length).toBeLessThanOrEqual(1);
    }
    await pass(1);
    room.people.delete(person.number);
    room.queue = room.queue.filter((item) => item.person !== person.number);
    if (room.over) throw new Error(`the room is over after ${Buffer.from(bytes).toString("hex")}`);
  }
  return { sent, out };
}

/** The world can be written down and gone on with, and every place in it is a number within reach. */
async function expectSound(): Promise<void> {
  for (const { pose, label } of room.world.entities.values()) {
    expect([...pose.position, ...pose.rotation].every(Number.isFinite), label).toBe(true);
  }
  const { createWorld } = await import("../../shared/world/world.ts");
  const twin = createWorld(await createHavok(await havok()), room.world.set);
  restore(twin, decodeCheckpoint(encodeCheckpoint(take(room.world))));
  expect(hashWorld(twin)).toBe(hashWorld(room.world));
}

describe("W8: wild numbers at the door", () => {
  test("the commands are all there", () => {
    const found = everyCommand();
    const forms = [
      ..."spawn remove duplicate place group hide lock name grab carry release push layMark".split(" "),
    ];
    for (const type of forms) expect(found.has(type as CommandType), type).toBe(true);
    for (const type of ROOM_ONLY) expect(found.has(type)).toBe(false);
  });

  test("in commands of every type end who sent them, or are stepped by a world that stays sound", async () => {
    let all = 0;
    let ended = 0;
    for (const made of everyCommand().values()) {
      const { sent, out } = await attack({ type: "commands", first: 1, list: [made] });
      all += sent;
      ended += out;
      await expectSound();
    }
    expect(all).toBeGreaterThan(3000);
    expect(ended).toBeGreaterThan(all / 2);
  }, 280_000);

  test.each(ASKED.map((intent) => [intent.type, intent] as const))("in %s too", async (_, intent) => {
    const { sent, out } = await attack(intent);
    expect(out).toBeGreaterThan(0);
    expect(sent).toBeGreaterThan(5);
    await expectSound();
  });

  test("commands that only the room gives end who sends them", async () => {
    for (const forged of [
      { type: "restore", checkpoint: "a".repeat(64), before: "", why: "one", take: "" },
      { type: "roll", take: "mine", action: 1 },
      { type: "leave", person: 1, forget: true },
      { type: "makeOne", before: "" },
    ] satisfies Command[]) {
      const { person, isIn } = enter();
      receive(
        room,
        person,
        CHANNEL.intent,
        encode(intentForm, { type: "commands", first: 1, list: [forged] }),
      );
      expect(isIn()).toBe(false);
      await pass(1);
    }
    await expectSound();
  });
});
