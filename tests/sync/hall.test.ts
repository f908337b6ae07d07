/**
 * Rooms in threads, as a real process with real sockets: killed in the middle of takes that roll in several of them, and
 * stopped while people join and somebody has stopped listening. Nothing that was acknowledged is missing afterwards, and
 * everybody is back by themselves.
 */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { replayFile } from "../../server/launch/replay.ts";
import * as random from "../../shared/math/random.ts";
import { PROTOCOL } from "../../shared/protocol/messages.ts";
import { decodeTake } from "../../shared/takes/take.ts";
import { filmed } from "../fixtures/filmed.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { OPCODE, openRaw, type RawSocket } from "../fixtures/raw-socket.ts";
import { until, type Visitor, visit } from "../fixtures/visitor.ts";
import { named } from "../fixtures/yard.ts";

const SEED = Number(process.env["SEED"] ?? Date.now() % 1e6);
const ROOMS = 4;

interface Stage {
  id: string;
  key: string;
}

const folder = temporaryFolder();
let server: ServerProcess;
let stages: Stage[];
let visitors: Visitor[];
let sockets: RawSocket[];

beforeEach(async () => {
  folder.remove();
  visitors = [];
  sockets = [];
  server = await startServer(folder.path);
  stages = [{ id: server.stage, key: server.key }];
  while (stages.length < ROOMS) {
    const made = await fetch(`${server.base}/api/stages`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.houseKey}` },
      body: JSON.stringify({ label: `Stage ${stages.length}`, set: "yard" }),
    });
    stages.push((await made.json()) as Stage);
  }
  for (const { id, key } of stages) visitors.push(visit(`${server.base}/s/${id}#key=${key}`, "Ana"));
  for (const visitor of visitors)
    await until("somebody is in", () => visitor.state === "live" && visitor.session.world !== null);
});
afterEach(async () => {
  for (const visitor of visitors) visitor.close();
  for (const socket of sockets) socket.end();
  await server.end("SIGKILL");
  folder.remove();
});

/** What the room has told a visitor to be on disk. */
const kept = (visitor: Visitor): { commands: number; batches: number } => {
  const at = { commands: 0, batches: 0 };
  for (const notice of visitor.notices) {
    if (notice.type !== "acknowledged") continue;
    at.commands = Math.max(at.commands, notice.commands);
    at.batches = Math.max(at.batches, notice.batches);
  }
  return at;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Everybody mans a camera and rolls. */
async function roll(): Promise<{ camera: number; take: string }[]> {
  for (const { session } of visitors) {
    const camera = named(session.world!, "camera-a").id;
    session.wish({ type: "man", camera, on: "camera" });
    session.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [camera] });
  }
  for (const { session } of visitors) await until("it rolls", () => session.world!.rolling !== "");
  return visitors.map(({ session }) => ({
    camera: named(session.world!, "camera-a").id,
    take: session.world!.rolling,
  }));
}

/** Serial of a push: shoves the ball. */
const push = ({ session }: Visitor): number =>
  session.send([
    { type: "push", id: named(session.world!, "ball").id, point: [2, 0.11, 0], impulse: [0.2, 0, 0.1] },
  ]);

/** Starts the house again where it was, and waits until all are back with all that they were told. */
async function reopen(before: { commands: number; batches: number }[]): Promise<void> {
  server = await startServer(folder.path, { PORT: new URL(server.base).port });
  for (const [k, visitor] of visitors.entries()) {
    await until(`visitor ${k} is back`, () => visitor.state === "live" && visitor.welcomes === 2, 60);
    const welcome = visitor.notices.findLast((notice) => notice.type === "welcome")!;
    expect(welcome.commands).toBeGreaterThan(before[k]!.commands);
    expect(welcome.batches).toBeGreaterThan(before[k]!.batches);
    expect(visitor.defects).toEqual([]);
  }
}

describe("a process of many rooms", () => {
  test(`killed while takes roll in all of them goes on rolling, seed ${SEED}`, async () => {
    const dice = random.create(SEED);
    const rolled = await roll();
    const pushes: number[][] = visitors.map(() => []);
    const killAt = 10 + random.int(dice, 40);
    for (let round = 0; round < killAt; round++) {
      for (const [k, visitor] of visitors.entries()) {
        if (random.chance(dice, 0.7)) pushes[k]!.push(push(visitor));
        const { camera, take } = rolled[k]!;
        visitor.session.camera(camera, take, filmed(visitor.session.world!.tick, 1, round));
      }
      await pause(random.int(dice, 40));
    }
    await server.end("SIGKILL");
    for (const visitor of visitors) await until("the line is gone", () => visitor.state !== "live");
    const before = visitors.map(kept);
    expect(Math.max(...before.map(({ batches }) => batches))).toBeGreaterThan(0);
    await reopen(before);

    for (const [k, visitor] of visitors.entries()) {
      const { take } = rolled[k]!;
      const { session } = visitor;
      await until("the take rolls on", () => session.world!.rolling === take);
      // What was not acknowledged comes again by itself.
      const last = push(visitor);
      await until("everything is kept", () => kept(visitor).commands >= last);
      session.ask({ type: "cut" });
      await until("it is cut", () => session.world!.rolling === "");
      const { id, key } = stages[k]!;
      let bytes: Uint8Array | null = null;
      for (let n = 0; n < 100 && bytes === null; n++) {
        const got = await fetch(`${server.base}/rooms/${id}/takes/${take}?key=${key}`);
        if (got.ok) bytes = new Uint8Array(await got.arrayBuffer());
        else await pause(100);
      }
      const orders = decodeTake(new Uint8Array(brotliDecompressSync(bytes!))).ticks.flatMap(
        (tick) => tick.orders,
      );
      const serials = orders.filter(({ command }) => command.type === "push").map(({ serial }) => serial);
      expect(serials).toEqual([...pushes[k]!, last]);
      const file = `${folder.path}/${k}.take`;
      writeFileSync(file, bytes!);
      const printed: string[] = [];
      expect(await replayFile(file, (line) => printed.push(line)), printed.join("\n")).toBe(0);
    }
    expect(server.log()).not.toMatch(/journal could not|nobody caught|room failed/);
  }, 180_000);

  test("stopped while takes roll, people join and somebody is deaf ends in good order, and all come back", async () => {
    await roll();
    const serials = visitors.map(push);
    for (const [k, visitor] of visitors.entries())
      await until("it is kept", () => kept(visitor).commands >= serials[k]!);
    const join = (k: number): Promise<Response> => {
      const { id, key } = stages[k % ROOMS]!;
      const token = randomBytes(16).toString("hex");
      const body = JSON.stringify({ key, token, name: "", protocol: PROTOCOL });
      return fetch(`${server.base}/matchmake/joinById/${id}`, { method: "POST", body });
    };
    for (let k = 0; k < ROOMS; k++) {
      const { processId, roomId, sessionId } = (await (await join(k)).json()) as Record<string, string>;
      const socket = await openRaw(server.base, `/${processId}/${roomId}?sessionId=${sessionId}`);
      sockets.push(socket);
      socket.frame(OPCODE.binary, Uint8Array.of(10));
      await pause(50);
      socket.deaf();
    }
    const answers = new Map<number, number>();
    let stopping = true;
    const joining = (async () => {
      for (let k = 0; stopping; k++) {
        const status = await join(k).then(
          (got) => got.status,
          () => 0,
        );
        answers.set(status, (answers.get(status) ?? 0) + 1);
      }
    })();
    const before = visitors.map(kept);
    const code = await server.end("SIGTERM");
    stopping = false;
    await joining;
    // Let in, asked to come again, or nobody there any more: nobody is told that their stage is broken.
    expect([...answers.keys()].filter((status) => ![200, 503, 0].includes(status))).toEqual([]);
    expect(code, server.log()).toBe(0);
    expect(server.log()).toContain('"stopped"');
    await reopen(before);
    for (const { session } of visitors) await until("the take rolls on", () => session.world!.rolling !== "");
  }, 120_000);
});
