import { beforeEach, describe, expect, test } from "vitest";
import { keptRoom } from "../../../../server/room/diary.ts";
import { decodeEntries, decodeRoom, encodeEntries, encodeRoom } from "../../../../server/room/journal.ts";
import { leave } from "../../../../server/room/people.ts";
import { House, named, type Peer } from "./house.ts";

let house: House;
let ana: Peer;
let jo: Peer;
let take: string;
beforeEach(async () => {
  house = new House();
  await house.open();
  ana = await house.enter("ana");
  jo = await house.enter("jo");
  ana.say({ type: "man", camera: named(ana.world!, "camera-a"), on: "camera" });
  await house.pass(10);
  ana.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [] });
  await house.pass(30);
  take = house.room.world.rolling;
  ana.ask({ type: "cut" });
  await house.pass(8);
});

const showing = (peer: Peer, id = take, tick = 0, rate = 1): void =>
  peer.say({ type: "show", take: id, tick, rate });

describe("showing a take to everybody", () => {
  test("tells all where it stands, within the take, and that it is over", async () => {
    const { from, to } = house.room.takes.get(take)!;
    showing(ana, take, from + 3.5, 0);
    await house.pass(2);
    expect(house.room.shown).toEqual({ take, by: ana.person!.number });
    expect(jo.last("shown")).toMatchObject({ person: ana.person!.number, take, tick: from + 3.5, rate: 0 });
    showing(ana, take, to + 1000);
    await house.pass(2);
    expect(jo.last("shown")).toMatchObject({ tick: to, rate: 1 });
    showing(ana, "");
    await house.pass(2);
    expect(jo.last("shown")).toMatchObject({ take: "" });
    expect(house.room.shown.by).toBe(0);
  });

  test("begins so often and no more, since it opens a review on every screen", async () => {
    let begun = 0;
    for (let k = 0; k < 40; k++) {
      showing(ana);
      if (house.room.shown.take === take) begun++;
      showing(ana, "");
    }
    expect(begun).toBeLessThanOrEqual(4);
    expect(ana.last("refused")).toMatchObject({ reason: "too often" });
    house.now += 3000;
    showing(ana);
    expect(house.room.shown.take).toBe(take);
  });

  test("is one person's at a time, and nobody else ends it", async () => {
    showing(ana);
    showing(jo);
    await house.pass(2);
    expect(jo.last("refused")).toMatchObject({ reason: "shown by somebody" });
    showing(jo, "");
    await house.pass(2);
    expect(house.room.shown.by).toBe(ana.person!.number);
  });

  test("ends when something rolls, and when whoever shows it has left; the live world goes on all the while", async () => {
    const { tick } = house.room.world;
    showing(ana);
    await house.pass(20);
    expect(house.room.world.tick).toBe(tick + 20);
    ana.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [] });
    await house.pass(4);
    expect(house.room.shown.by).toBe(0);
    showing(jo);
    await house.pass(2);
    expect(jo.last("refused")).toMatchObject({ reason: "cut first" });
    ana.ask({ type: "cut" });
    await house.pass(8);
    showing(jo);
    await house.pass(2);
    leave(house.room, jo.person!);
    expect(house.room.shown.by).toBe(0);
    expect(ana.last("shown")).toMatchObject({ take: "", person: jo.person!.number });
  });
});

describe("the project", () => {
  test("is everybody's, known frames and rates only, and not changed while rolling", async () => {
    ana.say({ type: "project", ratio: "1.85", rate: "23.976" });
    await house.pass(2);
    expect([house.room.ratio, house.room.rate]).toEqual(["1.85", "23.976"]);
    for (const [ratio, rate] of [
      ["7.77", "24"],
      ["1.85", "17"],
    ] as const) {
      ana.say({ type: "project", ratio, rate });
      await house.pass(2);
      expect(ana.last("refused")).toMatchObject({ reason: "no such project" });
    }
    ana.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [] });
    await house.pass(4);
    ana.say({ type: "project", ratio: "2.39", rate: "24" });
    await house.pass(2);
    expect(ana.last("refused")).toMatchObject({ reason: "cut first" });
    expect(house.room.ratio).toBe("1.85");
  });

  test("is remembered, and what was written before there was one is read as the first", () => {
    house.room.rate = "25";
    const kept = keptRoom(house.room);
    expect(decodeRoom(encodeRoom(kept))).toEqual(kept);
    // One that keeps no set: everything but the last two fields; one that names no baseline: but the last three; and one
    // without project: but the last six.
    const bare = { ...kept, number: 1, ratio: "", rate: "", baseline: "", engine: "", built: "" };
    const first = { ...bare, ratio: "2.39", rate: "24" };
    const olden = [
      [2, bare],
      [3, bare],
      [6, first],
    ] as const;
    for (const [fields, room] of olden) expect(decodeRoom(encodeRoom(bare).slice(0, -fields))).toEqual(room);
    const entries = { ticks: [], serials: [], room: kept, hashes: [], stopped: true };
    expect(decodeEntries(encodeEntries(entries))).toEqual(entries);
    const hashes = [{ tick: 60, hash: "0123456789abcdef" }];
    for (const end of [{ hashes: [] }, { hashes }, { hashes: Array(40).fill(hashes[0]) }]) {
      const whole = encodeEntries({ ...entries, ...end, room: bare });
      // After the room come its hashes and one byte.
      const tail = encodeEntries({ ...entries, ...end, room: null }).length - 3;
      for (const [fields, room] of olden) {
        const before = new Uint8Array([
          ...whole.slice(0, whole.length - tail - fields),
          ...whole.slice(whole.length - tail),
        ]);
        expect(decodeEntries(before)).toEqual({ ...entries, ...end, room });
      }
    }
  });
});
