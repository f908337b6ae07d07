/** How rooms end: closed while something is still being pressed, failed between two ticks, and what they leave behind. */
import { Worker } from "node:worker_threads";
import { beforeEach, describe, expect, test } from "vitest";
import { decodeRoom, encodeRoom } from "../../../../server/room/journal.ts";
import { closeRoom } from "../../../../server/room/open.ts";
import {
  createDirectPress,
  createPress,
  openNow,
  type Press,
  sha256,
} from "../../../../server/room/press.ts";
import { advance } from "../../../../server/room/tick.ts";
import { encodeCheckpoint, take } from "../../../../shared/world/checkpoint.ts";
import { SetError } from "../../../../shared/world/set.ts";
import type { World } from "../../../../shared/world/world.ts";
import { named } from "../../../fixtures/yard.ts";
import { House, type Peer, rest, STAGE } from "./house.ts";

let house: House;
let ana: Peer;
beforeEach(async () => {
  house = new House();
  await house.open();
  ana = await house.enter("ana");
});

/** A press that keeps what it is given until it is let go, and does it in order, as a thread does. */
function heldPress(): Press & { release(): Promise<void> } {
  const direct = createDirectPress();
  const waiting: (() => void)[] = [];
  return {
    ...direct,
    press: (checkpoint) =>
      new Promise((resolve) => {
        waiting.push(() => void direct.press(checkpoint).then(resolve));
      }),
    async release() {
      while (waiting.length > 0) {
        waiting.shift()!();
        await rest();
      }
    },
  };
}

const push = (peer: Peer): void => {
  const { id } = named(peer.world!, "ball");
  peer.order({ type: "push", id, point: [2, 0.1, 0], impulse: [2, 1, 0] });
};

describe("a room that is closed", () => {
  test("while its opening is being pressed can still be taken back to it", async () => {
    const press = heldPress();
    house.ports.press = press;
    push(ana);
    await house.pass(3);
    expect(house.room.world.phase).toBe("performance");
    const closing = closeRoom(house.room, "The server stops.");
    await press.release();
    await closing;

    house = new House(house.library);
    await house.open();
    const again = await house.enter("ana");
    expect(house.room.world.phase).toBe("performance");
    again.ask({ type: "one" });
    await house.pass(4);
    expect(house.refusals).toEqual([]);
    expect(house.room.world.phase).toBe("one");
  });
});

describe("a stage whose set has changed", () => {
  const other = (world: World): void => {
    world.baseline = world.baseline.slice();
    world.baseline[100]! ^= 1;
  };

  test.each<[string, () => Promise<void>]>([
    ["closed", () => closeRoom(house.room, "The server stops.")],
    [
      "left by a crash",
      async () => {
        house.room.over = true;
      },
    ],
  ])("since it was %s is left as it is, and opens on the set that it was", async (_, end) => {
    push(ana);
    await house.pass(20);
    await end();
    const before = await house.library.reopen(STAGE.id);
    const own = house;
    house = new House(own.library);
    const refusal = await house.open(STAGE, other).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SetError);
    expect((refusal as SetError).message).toMatch(/^sets\/yard\/set\.json: this set, .* has changed/);
    expect(await house.library.reopen(STAGE.id)).toEqual(before);
    await house.open();
    expect(house.room.world.phase).toBe("performance");
  });

  test("that was written before sets were named opens as it did", async () => {
    await closeRoom(house.room, "The server stops.");
    const { milestone } = await house.library.reopen(STAGE.id);
    const room = encodeRoom({ ...decodeRoom(milestone!.room), baseline: "" });
    await house.library.commitMilestone(STAGE.id, { ...milestone!, room });
    house = new House(house.library);
    await house.open(STAGE, other);
    await house.pass(4);
    expect(house.room.over).toBe(false);
  });
});

describe("a room that has failed", () => {
  test("writes nothing more: whoever opens the stage again is not overtaken", async () => {
    const press = heldPress();
    ana.say({ type: "man", camera: named(ana.world!, "camera-a").id, on: "camera" });
    await house.pass(8);
    // As if it had just been written: the next time is some ticks away.
    house.room.flushAt = house.now + 20;
    house.ports.press = press;
    ana.ask({ type: "roll", preRoll: 3, callsAction: false, cameras: [] });
    await house.pass(1);
    const first = house.room;
    expect(first.flushed).toBeLessThan(first.world.tick);
    // The take's opening waits for the press, and then for its first tick to be on disk.
    first.over = true;
    await closeRoom(first, "The room failed.");
    const stage = first.stage.id;
    const before = (await house.library.reopen(stage)).groups.at(-1)?.through;
    await press.release();
    for (let k = 0; k < 10; k++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await house.library.reopen(stage)).groups.at(-1)?.through).toBe(before);

    house = new House(house.library);
    await house.open();
    const again = await house.enter("ana");
    push(again);
    await house.pass(10);
    expect(again.last("acknowledged")).toBeDefined();
    expect(house.errors).toEqual([]);
  });

  test("between two ticks ends itself, and nothing else of its thread", async () => {
    const fault = new Error("a line that cannot be asked");
    ana.person!.state = "stalled";
    ana.backlog = () => {
      throw fault;
    };
    house.now += 20;
    expect(advance(house.room)).toBe(Number.POSITIVE_INFINITY);
    expect(house.failed).toBe(fault);
    expect(house.room.over).toBe(true);
  });
});

test("a copy of a stage that was left while a take rolled does not roll, and is written", async () => {
  ana.say({ type: "man", camera: named(ana.world!, "camera-a").id, on: "camera" });
  ana.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [] });
  await house.pass(20);
  expect(house.room.world.rolling).not.toBe("");
  await closeRoom(house.room, "The server stops.");
  const copy = { ...STAGE, id: "copy", label: "Copy" };
  await house.library.duplicateStage(STAGE.id, copy);

  house = new House(house.library);
  await house.open(copy);
  const ben = await house.enter("ben");
  expect(house.room.world.rolling).toBe("");
  push(ben);
  await house.pass(10);
  expect(ben.last("acknowledged")).toMatchObject({ commands: 1 });
  ben.say({ type: "man", camera: named(ben.world!, "camera-a").id, on: "camera" });
  ben.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [] });
  await house.pass(20);
  expect([...house.room.takes.keys()]).toEqual([house.room.world.rolling]);
  expect(house.errors).toEqual([]);
});

test("a press whose thread breaks fails what it had, and another takes its place", async () => {
  const workers: Worker[] = [];
  const press = createPress(() => {
    const made = new Worker(new URL("../../../../server/room/press-worker.ts", import.meta.url));
    workers.push(made);
    return made;
  });
  const checkpoint = take(house.room.world);
  const bytes = encodeCheckpoint(checkpoint);
  await workers[0]!.terminate();
  const pressed = await press.press(checkpoint).catch((error: Error) => error.message);
  const again = typeof pressed === "string" ? await press.press(checkpoint) : pressed;
  expect(again.hash).toBe(sha256(bytes));
  expect(openNow(again.squeezed)).toEqual(bytes);
  expect(workers).toHaveLength(2);
  const waiting = press.press(checkpoint).catch((error: Error) => error.message);
  await workers[1]!.terminate();
  expect([again.hash, "the press is closed"]).toContain(
    await waiting.then((got) => (typeof got === "string" ? got : got.hash)),
  );
  await press.close();
  await expect(press.press(checkpoint)).rejects.toThrow("closed");
});
