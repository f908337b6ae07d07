import { beforeEach, describe, expect, test } from "vitest";
import { MOST_PEOPLE } from "../../../../server/room/people.ts";
import { advance } from "../../../../server/room/tick.ts";
import { encode } from "../../../../shared/protocol/form.ts";
import { MESSAGES_AT_ONCE } from "../../../../shared/protocol/join.ts";
import { CHANNEL, cameraBatchForm } from "../../../../shared/protocol/messages.ts";
import { hashWorld } from "../../../../shared/world/hash.ts";
import { filmed } from "../../../fixtures/filmed.ts";
import { House, named, Peer, push } from "./house.ts";

let house: House;
beforeEach(async () => {
  house = new House();
  await house.open();
});

/** Until everybody has stepped what the room has, no more than a heartbeat behind. */
async function level(...peers: Peer[]): Promise<void> {
  await house.pass(8);
  for (let k = 0; k < 20 && house.room.world.tick !== house.room.sent; k++) await house.pass(1);
  for (const peer of peers) {
    expect(peer.world!.tick).toBe(house.room.world.tick);
    expect(peer.hash).toBe(hashWorld(house.room.world));
  }
  expect(house.errors).toEqual([]);
  expect(house.failed).toBeNull();
}

describe("numbers of people", () => {
  test("begin again after the last one, with those that nobody has", async () => {
    const ana = await house.enter("ana");
    house.room.nextPerson = 0xffff;
    const jo = await house.enter("jo");
    const eve = await house.enter("eve");
    expect([ana, jo, eve].map(({ person }) => person!.number)).toEqual([1, 0xffff, 2]);
    await level(ana, jo, eve);
  });
});

describe("a full room", () => {
  test("lets nobody in, but for the place of one who is away and has nothing to come back to", async () => {
    const ana = await house.enter("ana");
    ana.order(push(named(ana.world!, "ball")));
    await house.pass(1);
    const others: Peer[] = [];
    for (let k = 1; k < MOST_PEOPLE; k++) others.push(new Peer(house, `other ${k}`));
    for (const other of others) other.connect();
    const late = new Peer(house, "late");
    late.connect();
    expect(late.person).toBeNull();
    // Ana has steps that she may want back; of the others the one away longest has nothing.
    ana.disconnect();
    house.now += 10;
    others[4]!.disconnect();
    house.now += 10;
    others[2]!.disconnect();
    late.connect();
    expect(late.person).not.toBeNull();
    const { people } = house.room;
    expect([ana, others[4]!, others[2]!].map(({ person }) => people.has(person!.number))).toEqual([
      true,
      false,
      true,
    ]);
    ana.connect();
    expect(ana.person!.number).toBe(1);
  });
});

describe("ticks", () => {
  test("everybody steps the same world, and the sender's command comes back as an order", async () => {
    const ana = await house.enter("ana");
    const jo = await house.enter("jo");
    const ball = named(ana.world!, "ball");
    const serial = ana.order(push(ball));
    await house.pass(1);
    expect(jo.orders.at(-1)).toMatchObject({ person: ana.person!.number, serial, command: { type: "push" } });
    await level(ana, jo);
  });

  test("without orders something comes at least 15 times a second, and costs little", async () => {
    const ana = await house.enter("ana");
    const before = ana.received;
    await house.pass(60);
    expect(ana.world!.tick).toBeGreaterThan(house.room.world.tick - 5);
    expect(ana.received - before).toBeLessThan(60 * 15);
  });

  test("a clock that slept is let go; the room goes on", async () => {
    const ana = await house.enter("ana");
    house.now += 60_000;
    const before = house.room.world.tick;
    await house.pass(10);
    expect(house.room.world.tick - before).toBeLessThan(20);
    await level(ana);
  });

  test("more commands than a tick takes wait for the next, in order", async () => {
    const ana = await house.enter("ana");
    const ball = named(ana.world!, "ball");
    ana.order(push(ball, 0.01));
    await house.pass(2);
    for (let k = 0; k < 3; k++) ana.order(...Array.from({ length: 64 }, () => push(ball, 0.01)));
    await house.pass(1);
    expect(ana.orders).toHaveLength(65);
    await house.pass(2);
    expect(ana.orders.map((order) => order.serial)).toEqual(Array.from({ length: 193 }, (_, k) => k + 1));
    await level(ana);
  });
});

test("hands that are refused at one cost a checkpoint each, so they wait their turn", async () => {
  const ana = await house.enter("ana");
  for (let k = 0; k < 4; k++) ana.order(...Array.from({ length: 64 }, () => push(9999)));
  await house.pass(60);
  expect(ana.orders.length).toBeLessThan(12);
  ana.disconnect();
});

describe("joining", () => {
  test("a late joiner begins from a checkpoint no older than two seconds", async () => {
    const ana = await house.enter("ana");
    ana.order(push(named(ana.world!, "ball")));
    await house.pass(900);
    const jo = await house.enter("jo");
    expect(house.room.world.tick - jo.last("welcome")!.tick).toBeLessThan(125);
    await level(ana, jo);
  });

  test("the camera of somebody whose connection is lost goes to whoever takes it, and does not come back", async () => {
    const [ana, jo] = [await house.enter("ana"), await house.enter("jo")];
    const camera = named(ana.world!, "camera-a");
    ana.say({ type: "man", camera, on: "camera" });
    ana.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [camera] });
    await house.pass(4);
    const take = house.room.world.rolling;
    ana.disconnect();
    jo.say({ type: "man", camera, on: "camera" });
    expect(jo.last("refused")).toBeUndefined();
    expect([jo.person!.mans, ana.person!.mans, ana.person!.on]).toEqual([camera, 0, "village"]);
    // What she filmed until then is hers to bring.
    ana.connect();
    await house.pass(4);
    const samples = filmed(house.room.world.tick - 2, 2);
    ana.raw(CHANNEL.camera, encode(cameraBatchForm, { serial: 1, camera, take, samples }));
    ana.say({ type: "man", camera, on: "camera" });
    expect(ana.last("refused")).toMatchObject({ reason: "held by somebody" });
    await house.pass(6);
    expect((await house.library.readTake("yard-1", take))!.batches).toHaveLength(1);
  });

  test("the same token is the same person, with serials and camera, within a minute", async () => {
    const ana = await house.enter("ana");
    const camera = named(ana.world!, "camera-a");
    ana.say({ type: "man", camera, on: "camera" });
    ana.order(push(named(ana.world!, "ball")));
    await house.pass(2);
    ana.disconnect();
    await house.pass(60 * 59);
    const again = await house.enter("ana");
    expect(again.person).toBe(ana.person);
    expect(again.last("welcome")).toMatchObject({ person: ana.person!.number, commands: 2 });
    expect(again.person!.mans).toBe(camera);
    await level(again);
  });

  test("after a minute what somebody held is let go, and they are somebody else", async () => {
    const ana = await house.enter("ana");
    const jo = await house.enter("jo");
    const ball = named(ana.world!, "ball");
    const hand = {
      position: [2, 1, 0] as [number, number, number],
      rotation: [0, 0, 0, 1] as [number, number, number, number],
    };
    ana.order({ type: "grab", id: ball, grip: [0, 0.11, 0], hand });
    await house.pass(2);
    expect(house.room.world.entities.get(ball)!.holder).toBe(ana.person!.number);
    ana.disconnect();
    await house.pass(60 * 61);
    expect(house.room.world.entities.get(ball)!.holder).toBe(0);
    const again = await house.enter("ana");
    expect(again.person!.number).toBeGreaterThan(jo.person!.number);
    expect(again.last("welcome")!.commands).toBe(1);
    await level(jo, again);
  });

  test("a second window of the same person closes the first", async () => {
    const ana = await house.enter("ana");
    const other = await house.enter("ana");
    expect(ana.closed?.code).toBe(4409);
    // The first window's end comes late, and takes nothing away.
    ana.disconnect();
    await level(other);
    expect(house.room.people.size).toBe(1);
  });

  test("a camera is manned by one person", async () => {
    const ana = await house.enter("ana", "Ana");
    const jo = await house.enter("jo");
    const camera = named(ana.world!, "camera-a");
    ana.say({ type: "man", camera, on: "camera" });
    jo.say({ type: "man", camera, on: "camera" });
    expect(jo.last("refused")).toMatchObject({
      reason: "held by somebody",
      text: "Camera A is operated by Ana.",
    });
    ana.say({ type: "man", camera: 0, on: "foot" });
    jo.say({ type: "man", camera, on: "camera" });
    expect(jo.person!.mans).toBe(camera);
  });
});

describe("what is acknowledged", () => {
  test("is on disk, within 100 ms", async () => {
    const ana = await house.enter("ana");
    await house.pass(10);
    ana.order(push(named(ana.world!, "ball")));
    await house.pass(6);
    expect(ana.last("acknowledged")).toMatchObject({ commands: 1 });
    const { groups } = await house.library.reopen("yard-1");
    expect(groups.at(-1)!.through).toBeGreaterThanOrEqual(ana.last("acknowledged")!.tick);
  });

  test("is never more than the disk has: while it refuses nothing is acknowledged, and nothing is lost", async () => {
    const ana = await house.enter("ana");
    await house.pass(10);
    const { append } = house.library;
    house.library.append = async () => {
      throw new Error("disk full");
    };
    ana.order(push(named(ana.world!, "ball")));
    await house.pass(120);
    expect(ana.last("acknowledged")?.commands ?? 0).toBe(0);
    house.library.append = append;
    await house.pass(90);
    expect(ana.last("acknowledged")).toMatchObject({ commands: 1 });
    expect(house.errors.length).toBeGreaterThan(0);
  });

  test("a serial that came already is ignored; one too high ends the connection", async () => {
    const ana = await house.enter("ana");
    const ball = named(ana.world!, "ball");
    ana.order(push(ball));
    ana.say({ type: "commands", first: 1, list: [push(ball), push(ball)] });
    await house.pass(2);
    expect(ana.orders).toHaveLength(2);
    ana.say({ type: "commands", first: 9, list: [push(ball)] });
    expect(ana.closed?.code).toBe(4400);
  });
});

describe("the door", () => {
  test.each([
    ["noise", CHANNEL.intent, Uint8Array.from([255, 1, 2])],
    ["nothing", CHANNEL.intent, new Uint8Array(0)],
    ["bytes left over", CHANNEL.intent, Uint8Array.from([2, 1, 0, 0, 0])],
    ["an unknown channel", "zz", new Uint8Array(4)],
    ["a huge message", CHANNEL.camera, new Uint8Array(200_000)],
  ])("%s ends that connection alone", async (_, channel, bytes) => {
    const ana = await house.enter("ana");
    const jo = await house.enter("jo");
    ana.raw(channel, bytes);
    expect(ana.closed?.code).toBe(4400);
    expect(jo.closed).toBeNull();
    await level(jo);
  });

  test("words of people come in clean, and the same for everybody", async () => {
    const [ana, jo] = [await house.enter("ana"), await house.enter("jo")];
    const turned = String.fromCodePoint(0x202e);
    ana.order({ type: "name", id: named(ana.world!, "ball"), label: `Ball ${turned}A\u00ad`, variant: "" });
    ana.say({ type: "hello", name: `${turned}Jo${String.fromCodePoint(0x3164)}` });
    await level(ana, jo);
    expect(jo.world!.entities.get(named(jo.world!, "ball"))!.label).toBe("Ball A");
    expect(ana.person!.name).toBe("Jo");
    expect(ana.closed).toBeNull();
  });

  test("only the room restores, rolls and lets leave", async () => {
    const ana = await house.enter("ana");
    ana.order({ type: "leave", person: 1, forget: true });
    expect(ana.closed?.code).toBe(4400);
    expect(house.room.queue).toEqual([]);
  });

  test("a flood ends that connection, and no tick is late", async () => {
    const ana = await house.enter("ana");
    const jo = await house.enter("jo");
    const ball = named(ana.world!, "ball");
    let sent = 0;
    while (ana.closed === null && sent < 10_000) {
      ana.order(push(ball, 0.01));
      sent++;
    }
    expect(ana.closed?.code).toBe(4429);
    expect(sent).toBeLessThan(MESSAGES_AT_ONCE + 10);
    await level(jo);
    expect(house.late).toBeLessThan(34);
  });
});

describe("a machine that paused", () => {
  test("owes ticks: one a call, so that other rooms have their turn, and they go out together", async () => {
    const ana = await house.enter("ana");
    const jo = await house.enter("jo");
    await level(ana, jo);
    ana.order(push(named(ana.world!, "ball")));
    const { tick } = house.room.world;
    let messages = 0;
    const send = jo.send.bind(jo);
    jo.send = (channel, bytes) => {
      if (channel === CHANNEL.ticks) messages++;
      send(channel, bytes);
    };
    // Three ticks have passed unseen; the order is in the first that is owed.
    house.now += 3.5 * (1000 / 60);
    for (const owed of [true, true, false]) {
      const next = advance(house.room);
      expect(next <= house.now).toBe(owed);
    }
    expect(house.room.world.tick).toBe(tick + 3);
    await house.pass(1);
    expect(messages).toBe(1);
    await level(ana, jo);
    expect(jo.world!.phase).toBe("performance");
  });

  test("what can wait does not come then, but it is not put off for ever", async () => {
    await house.enter("ana");
    await house.pass(4);
    const { milestoneAt } = house.room;
    house.now += 31_000;
    house.room.origin += 31_000;
    for (let k = 0; k < 20; k++) {
      house.now += 1000 / 60;
      advance(house.room, false);
    }
    expect(house.room.milestoneAt).toBe(milestoneAt);
    house.now += 30_000;
    house.room.origin += 30_000;
    advance(house.room, false);
    expect(house.room.milestoneAt).toBe(house.now);
  });
});

describe("back to one", () => {
  test("gives the very state that one had, for everybody, and undo takes it back", async () => {
    const ana = await house.enter("ana");
    const jo = await house.enter("jo");
    const ball = named(ana.world!, "ball");
    // Until what stands a little above the ground has come to rest.
    await house.pass(90);
    await level(ana, jo);
    const one = ana.hash;
    ana.order(push(ball));
    await level(ana, jo);
    const away = house.room.world.entities.get(ball)!.pose.position[0];
    expect(ana.hash).not.toBe(one);
    jo.ask({ type: "one" });
    await house.pass(2);
    await level(ana, jo);
    expect(ana.hash).toBe(one);
    jo.order({ type: "undo" });
    await level(ana, jo);
    expect(house.room.world.phase).toBe("performance");
    expect(house.room.world.entities.get(ball)!.pose.position[0]).toBeGreaterThanOrEqual(away);
    jo.order({ type: "redo" });
    await level(ana, jo);
    expect(ana.hash).toBe(one);
  });

  test("at one already, nothing happens and it is acknowledged", async () => {
    const ana = await house.enter("ana");
    ana.ask({ type: "one" });
    await house.pass(8);
    expect(ana.orders).toEqual([]);
    expect(ana.last("acknowledged")).toMatchObject({ commands: 1 });
  });

  test("what somebody says before and after it stays in order", async () => {
    const ana = await house.enter("ana");
    const ball = named(ana.world!, "ball");
    ana.order(push(ball), push(ball));
    await house.pass(4);
    ana.order(push(ball));
    ana.ask({ type: "one" });
    ana.order({ type: "lock", ids: [ball], locked: true });
    await house.pass(6);
    expect(ana.orders.map((order) => order.command.type)).toEqual([
      "push",
      "push",
      "push",
      "restore",
      "lock",
    ]);
    expect(ana.orders.map((order) => order.serial)).toEqual([1, 2, 3, 4, 5]);
    await level(ana);
  });

  test("hammered, it waits its turn, and orders of others go on", async () => {
    const ana = await house.enter("ana");
    const jo = await house.enter("jo");
    for (let k = 0; k < 40; k++) ana.ask({ type: "makeOne" });
    await house.pass(60);
    const made = ana.orders.filter((order) => order.command.type === "makeOne").length;
    expect(made).toBeLessThan(10);
    jo.order(push(named(jo.world!, "ball")));
    await house.pass(2);
    expect(ana.orders.at(-1)?.person).toBe(jo.person!.number);
    await level(ana, jo);
  });

  test("the present state becomes the new one", async () => {
    const ana = await house.enter("ana");
    const ball = named(ana.world!, "ball");
    ana.order(push(ball));
    await house.pass(30);
    ana.ask({ type: "makeOne" });
    await house.pass(4);
    expect(house.room.world.phase).toBe("one");
    const one = house.room.world.entities.get(ball)!.one.position[0];
    expect(one).toBeGreaterThan(2.1);
    ana.order({ type: "undo" });
    await level(ana);
    expect(house.room.world.phase).toBe("performance");
  });
});

describe("a world that differs", () => {
  test("is set right from a checkpoint, and the defect is kept", async () => {
    const ana = await house.enter("ana");
    const jo = await house.enter("jo");
    await house.pass(130);
    ana.report();
    expect(house.defects).toEqual([]);
    ana.report("0123456789abcdef");
    await house.pass(8);
    expect(ana.last("resynchronise")).toBeDefined();
    expect(house.defects).toHaveLength(1);
    expect(house.defects[0]).toMatchObject({ person: ana.person!.number, theirs: "0123456789abcdef" });
    house.errors.length = 0;
    await level(ana, jo);
  });

  test("whoever lies in every report costs one checkpoint in a while", async () => {
    const ana = await house.enter("ana");
    await house.pass(130);
    for (let k = 0; k < 100; k++) {
      ana.report("0123456789abcdef");
      if (k % 10 === 0) await house.pass(1);
    }
    expect(house.defects).toHaveLength(1);
  });

  test("a line that is too slow gets nothing more, then begins again", async () => {
    const ana = await house.enter("ana");
    const jo = await house.enter("jo");
    jo.stuck = 5e6;
    ana.order(push(named(ana.world!, "ball")));
    await house.pass(10);
    const received = jo.received;
    await house.pass(120);
    expect(jo.received).toBe(received);
    jo.stuck = 0;
    await house.pass(10);
    expect(jo.last("resynchronise")).toBeDefined();
    await level(ana, jo);
  });
});
