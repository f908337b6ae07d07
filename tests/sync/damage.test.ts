/**
 * What is on disk is damaged: pages of the database, blobs, journals, takes. Nothing of it is taken for what it is not;
 * people are told in words, the log says where, other stages go on, and what was damaged is left as it is. And take
 * files, cut short or with one bit turned, are refused in words.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { brotliCompressSync, constants } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDice } from "../../client/session/memory-link.ts";
import { replayFile } from "../../server/launch/replay.ts";
import { PROTOCOL } from "../../shared/protocol/messages.ts";
import { decodeTake, TakeError } from "../../shared/takes/take.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { until, type Visitor, visit } from "../fixtures/visitor.ts";
import { named } from "../fixtures/yard.ts";
import { openedBytes, takeBytes } from "../golden/chains.ts";

const folder = temporaryFolder();
const good = join(folder.path, "good");
let take = "";
let stage = "";
let key = "";

const LIBRARY = "library.sqlite";
const inLibrary = (data: string, text: string): void => {
  const db = new DatabaseSync(join(data, LIBRARY));
  db.exec(text);
  db.close();
};

const stateOf = async (visitor: Visitor): Promise<string> => {
  await until("it is in, or has given up", () => ["live", "over"].includes(visitor.state));
  return visitor.state;
};

/** A house with one stage in which something has happened, and one take. */
beforeAll(async () => {
  const server = await startServer(good);
  ({ stage, key } = server);
  const visitor = visit(server.link, "Ana");
  await until("she is in", () => visitor.state === "live" && visitor.session.world !== null);
  const world = visitor.session.world!;
  const camera = named(world, "camera-a").id;
  visitor.session.wish({ type: "man", camera, on: "camera" });
  visitor.session.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [camera] });
  await until("it rolls", () => world.rolling !== "");
  take = world.rolling;
  const { tick } = world;
  visitor.session.send([
    { type: "push", id: named(world, "ball").id, point: [2, 0.11, 0], impulse: [1, 0, 0] },
  ]);
  await until("a second", () => world.tick > tick + 60);
  visitor.session.ask({ type: "cut" });
  await until("the take is whole", () =>
    visitor.notices.some((notice) => notice.type === "take" && notice.take.to > 0),
  );
  await until("all is kept", () => visitor.session.statistics.unacknowledged === 0);
  visitor.close();
  await server.end("SIGTERM");
  inLibrary(good, "PRAGMA wal_checkpoint(TRUNCATE)");
});
afterAll(() => folder.remove());

/** A copy of that house, to be spoilt. */
let copies = 0;
function copy(): string {
  const data = join(folder.path, `copy-${++copies}`);
  mkdirSync(data);
  for (const file of [LIBRARY, "house-key"]) copyFileSync(join(good, file), join(data, file));
  return data;
}

const takeStatus = async (server: ServerProcess): Promise<number> =>
  (await fetch(`${server.base}/rooms/${stage}/takes/${take}?key=${key}`)).status;

describe("a library", () => {
  test("of which pages are lost is not opened, is said to be so, and stays as it is", async () => {
    for (const spoil of [
      (bytes: Buffer) => bytes.fill(0xff, 0, 100),
      (bytes: Buffer) => {
        for (let at = 4096 * 2; at < bytes.length; at += 4096) bytes.fill(0xff, at, at + 300);
      },
    ]) {
      const data = copy();
      const bytes = readFileSync(join(data, LIBRARY));
      spoil(bytes);
      writeFileSync(join(data, LIBRARY), bytes);
      await expect(startServer(data)).rejects.toThrow(
        /The library in .* cannot be read: .*\nIt was left as it is/,
      );
      expect(Buffer.compare(readFileSync(join(data, LIBRARY)), bytes)).toBe(0);
    }
  });

  test("of a newer version is refused by that name", async () => {
    const data = copy();
    inLibrary(data, "PRAGMA user_version = 99");
    await expect(startServer(data)).rejects.toThrow(/newer version \(tables 99/);
  });
});

describe("a stage", () => {
  test.each([
    ["whose blobs are cut short", "UPDATE blobs SET squeezed = x'00112233'"],
    [
      "whose blobs are others",
      "UPDATE blobs SET squeezed = (SELECT other.squeezed FROM blobs other WHERE other.hash != blobs.hash LIMIT 1)",
    ],
    ["whose blobs are gone", "DELETE FROM blobs"],
    ["whose own state is none", "UPDATE stages SET room = x'ff00ff'"],
    ["whose take has no line", "UPDATE takes SET line = x'ff00ff'"],
  ])("%s is not opened as another; a new one beside it is", async (_, sql) => {
    const data = copy();
    inLibrary(data, sql);
    const server = await startServer(data);
    try {
      const got = await fetch(`${server.base}/matchmake/joinById/${stage}`, {
        method: "POST",
        body: JSON.stringify({ key, token: "a".repeat(32), name: "", protocol: PROTOCOL }),
      });
      expect(got.status).toBe(500);
      expect(((await got.json()) as { error: string }).error).toMatch(
        /cannot be read, and was left as it is/,
      );
      const made = await fetch(`${server.base}/api/stages`, {
        method: "POST",
        headers: { authorization: `Bearer ${server.houseKey}` },
        body: JSON.stringify({ label: "New", set: "yard" }),
      });
      const fresh = (await made.json()) as { id: string; key: string };
      const visitor = visit(`${server.base}/s/${fresh.id}#key=${fresh.key}`);
      expect(await stateOf(visitor)).toBe("live");
      visitor.close();
      expect(server.process.exitCode).toBeNull();
      expect(server.log()).toContain("a request failed");
    } finally {
      await server.end("SIGKILL");
    }
  });

  test("whose take's ticks are damaged opens, and says so of the take", async () => {
    const data = copy();
    inLibrary(data, "UPDATE take_ticks SET entries = x'ff'");
    const server = await startServer(data);
    try {
      const visitor = visit(server.link);
      expect(await stateOf(visitor)).toBe("live");
      visitor.close();
      expect(await takeStatus(server)).toBe(500);
    } finally {
      await server.end("SIGKILL");
    }
  });
});

describe("T2: a take file", () => {
  const file = join(folder.path, "one.take");
  const replayed = async (bytes: Uint8Array): Promise<[code: number, said: string]> => {
    writeFileSync(file, bytes);
    const said: string[] = [];
    return [await replayFile(file, (line) => said.push(line)), said.join("\n")];
  };

  test("that is cut short, empty, or something else is refused in words", async () => {
    const whole = takeBytes("yard-blocking");
    const others = [0, 1, 100, whole.length >> 1, whole.length - 1].map((length) =>
      whole.subarray(0, length),
    );
    others.push(
      new Uint8Array(1000).fill(7),
      brotliCompressSync(Buffer.from("HFTAKE")),
      brotliCompressSync(Buffer.alloc(9)),
    );
    for (const bytes of others) {
      const [code, said] = await replayed(bytes);
      expect(code).toBe(2);
      expect(said).toMatch(/damaged|not a take file/);
    }
  });

  test("that would fill the memory is refused before it does", async () => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 24 };
    const bomb = brotliCompressSync(Buffer.alloc((1 << 29) + 10), { params });
    expect(bomb.length).toBeLessThan(1_000_000);
    const [code, said] = await replayed(bomb);
    expect(code).toBe(2);
    expect(said).toMatch(/damaged|not a take file/);
  });

  test("with a bit turned anywhere is refused, or replays as something that its hashes tell from the take", () => {
    const whole = openedBytes("yard-blocking");
    const dice = createDice(5);
    let refused = 0;
    for (let k = 0; k < 400; k++) {
      const bytes = whole.slice();
      const at = Math.floor(dice() * bytes.length);
      bytes[at] = bytes[at]! ^ (1 << Math.floor(dice() * 8));
      try {
        decodeTake(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(TakeError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});
