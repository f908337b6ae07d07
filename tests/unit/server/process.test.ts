/** What only a real process shows: the server on a free port, sessions over real sockets, ends gentle and not. */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { Client } from "@colyseus/sdk";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { replayFile } from "../../../server/launch/replay.ts";
import { encode } from "../../../shared/protocol/form.ts";
import { PROTOCOL, reportForm } from "../../../shared/protocol/messages.ts";
import { decodeTake, encodeTake } from "../../../shared/takes/take.ts";
import { decodeAsBuilt } from "../../../shared/world/as-built.ts";
import { filmed, placeOf } from "../../fixtures/filmed.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../../fixtures/house.ts";
import { until, type Visitor, visit } from "../../fixtures/visitor.ts";
import { named } from "../../fixtures/yard.ts";

/** JSON of one of the house's answers. */
interface Answer {
  id?: string;
  key?: string;
  stages?: { label: string; people: number; takes: number; binned: number | null }[];
  bin?: { label: string; id: string }[];
  pictures?: string[];
  links?: { url: string; qr: string }[];
}

const folder = temporaryFolder();
let server: ServerProcess;
let visitors: Visitor[] = [];
const begin = async (): Promise<void> => {
  folder.remove();
  server = await startServer(folder.path);
};
const end = async (): Promise<void> => {
  await server.end("SIGKILL");
  folder.remove();
};
afterEach(() => {
  for (const visitor of visitors) visitor.close();
  visitors = [];
});

async function enter(name: string, token?: string): Promise<Visitor> {
  const visitor = visit(server.link, name, token);
  visitors.push(visitor);
  await until(`${name} is in`, () => visitor.state === "live" && visitor.session.world !== null);
  return visitor;
}

/** The newest whole second that all have stepped, the same in all. */
async function expectEqual(...all: Visitor[]): Promise<void> {
  const from = Math.max(...all.map((visitor) => visitor.session.world!.tick));
  const common = (): number | undefined =>
    [...all[0]!.hashes.keys()].find(
      (tick) => tick > from && all.every((visitor) => visitor.hashes.has(tick)),
    );
  await until("a whole second that all have stepped", () => common() !== undefined);
  const tick = common()!;
  expect(new Set(all.map((visitor) => visitor.hashes.get(tick))).size).toBe(1);
  for (const visitor of all) expect(visitor.defects).toEqual([]);
}

const acknowledged = (visitor: Visitor): number =>
  Math.max(0, ...visitor.notices.map((notice) => (notice.type === "acknowledged" ? notice.commands : 0)));
const push = (visitor: Visitor, x = 3): number =>
  visitor.session.send([
    { type: "push", id: named(visitor.session.world!, "ball").id, point: [2, 0.11, 0], impulse: [x, 0, 0.2] },
  ]);

describe("a room", () => {
  beforeEach(begin);
  afterEach(end);

  test("is the same world for two people, to the bit", async () => {
    const ana = await enter("Ana");
    const jo = await enter("Jo");
    push(ana);
    await until("the push has come back", () => jo.session.world!.phase === "performance");
    push(jo, -2);
    await expectEqual(ana, jo);
  });

  test("reopens after kill -9 in the middle of a take with nothing acknowledged missing", async () => {
    const token = "a".repeat(32);
    const ana = await enter("Ana", token);
    const camera = named(ana.session.world!, "camera-a").id;
    ana.session.wish({ type: "man", camera, on: "camera" });
    ana.session.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [camera] });
    await until("the take rolls", () => ana.session.world!.rolling !== "");
    const take = ana.session.world!.rolling;
    let last = 0;
    for (let k = 0; k < 20; k++) {
      last = push(ana, 0.2);
      ana.session.camera(camera, take, filmed(ana.session.world!.tick, 1, k));
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await until("everything is acknowledged", () => acknowledged(ana) >= last);
    const batches = (): number =>
      Math.max(0, ...ana.notices.map((notice) => (notice.type === "acknowledged" ? notice.batches : 0)));
    await until("the samples too", () => batches() === 20);
    const { tick } = ana.session.world!;
    await server.end("SIGKILL");
    await until("the connection is gone", () => ana.state !== "live");

    // Another process, another port; the same house.
    const port = new URL(server.base).port;
    server = await startServer(folder.path, { PORT: port });
    await until("Ana is back", () => ana.state === "live" && ana.welcomes === 2, 30);
    const welcome = ana.notices.findLast((notice) => notice.type === "welcome")!;
    expect(welcome).toMatchObject({ person: ana.session.person });
    expect((welcome as { commands: number }).commands).toBe(last + 1);
    // She begins from a checkpoint that may be older than the roll, and catches up.
    await until("the take rolls on", () => ana.session.world!.rolling === take);
    // Orders of every push are in the take that goes on.
    await until("time goes on", () => ana.session.world!.tick > tick + 30);
    ana.session.ask({ type: "cut" });
    await until("it is cut", () => ana.session.world!.rolling === "");
    let bytes: Uint8Array | null = null;
    for (let k = 0; k < 50 && bytes === null; k++) {
      const got = await fetch(`${server.base}/rooms/${server.stage}/takes/${take}?key=${server.key}`);
      if (got.ok) bytes = new Uint8Array(await got.arrayBuffer());
      else await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const file = decodeTake(new Uint8Array(brotliDecompressSync(bytes!)));
    const pushes = file.ticks
      .flatMap(({ orders }) => orders)
      .filter((order) => order.command.type === "push");
    expect(pushes.map((order) => order.serial)).toEqual(Array.from({ length: 20 }, (_, k) => last - 19 + k));
    expect(file.cameras[0]!.samples.map(placeOf)).toEqual(Array.from({ length: 20 }, (_, k) => k));
    writeFileSync(`${folder.path}/one.take`, bytes!);
    const printed: string[] = [];
    expect(
      await replayFile(`${folder.path}/one.take`, (line) => printed.push(line)),
      printed.join("\n"),
    ).toBe(0);
    expect(printed.at(-1)).toMatch(/^hash chain holds/);
    expect(printed.join("\n")).toContain(`ticks ${file.to - file.from} `);
    // One bit of an order changed: the chain says so.
    const order = file.ticks.flatMap(({ orders }) => orders).find(({ command }) => command.type === "push")!;
    if (order.command.type === "push") order.command.impulse[0] = 0.25;
    writeFileSync(`${folder.path}/two.take`, brotliCompressSync(encodeTake(file)));
    expect(await replayFile(`${folder.path}/two.take`, (line) => printed.push(line))).toBe(1);
    expect(printed.at(-1)).toBe("hash chain broken");
  });

  test("stops in good order and goes on where it was", async () => {
    const ana = await enter("Ana", "b".repeat(32));
    const serial = push(ana);
    await until("it is acknowledged", () => acknowledged(ana) >= serial);
    const { tick } = ana.session.world!;
    expect(await server.end("SIGTERM")).toBe(0);
    expect(server.log()).toContain('"stopped"');
    expect(ana.notices.some((notice) => notice.type === "closing")).toBe(true);
    server = await startServer(folder.path, { PORT: new URL(server.base).port });
    await until("Ana is back", () => ana.state === "live" && ana.welcomes === 2, 30);
    expect(ana.session.world!.tick).toBeGreaterThanOrEqual(tick);
    expect(ana.session.world!.phase).toBe("performance");
  });

  test("back to one and pick up are for everybody, and undoable", async () => {
    const ana = await enter("Ana");
    const jo = await enter("Jo");
    const camera = named(ana.session.world!, "camera-a").id;
    ana.session.wish({ type: "man", camera, on: "camera" });
    ana.session.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [camera] });
    await until("the take rolls", () => jo.session.world!.rolling !== "");
    const take = jo.session.world!.rolling;
    const from = jo.session.world!.tick;
    push(jo);
    await until("two seconds", () => jo.session.world!.tick > from + 120);
    jo.session.ask({ type: "one" });
    await until("it is refused", () =>
      jo.notices.some((n) => n.type === "refused" && n.reason === "cut first"),
    );
    jo.session.ask({ type: "cut" });
    await until("it is cut", () => ana.session.world!.rolling === "");
    ana.session.ask({ type: "one" });
    await until("all are at one", () => [ana, jo].every((v) => v.session.world!.phase === "one"));
    await expectEqual(ana, jo);
    jo.session.ask({ type: "pickUp", take, tick: from + 60 });
    await until("live from the take", () => [ana, jo].every((v) => v.session.world!.phase === "performance"));
    await expectEqual(ana, jo);
    jo.session.send([{ type: "undo" }]);
    await until("back before the pick-up", () => [ana, jo].every((v) => v.session.world!.phase === "one"));
    await expectEqual(ana, jo);
    // The picked-up performance can go back to its own one.
    jo.session.send([{ type: "redo" }]);
    await until("picked up again", () => ana.session.world!.phase === "performance");
    ana.session.ask({ type: "one" });
    await until("at one again", () => jo.session.world!.phase === "one");
    await expectEqual(ana, jo);
  });
});

describe("somebody who means harm", () => {
  beforeAll(begin);
  afterAll(end);

  const door = (more: object = {}) => ({
    key: server.key,
    token: "c".repeat(32),
    name: "x",
    protocol: PROTOCOL,
    ...more,
  });

  test.each([
    ["another key", { key: "no" }, 403],
    ["no key", { key: undefined }, 403],
    ["another version", { protocol: 999 }, 426],
    ["no token", { token: "" }, 400],
  ])("%s does not join", async (_, more, code) => {
    await expect(new Client(server.base).joinById(server.stage, door(more))).rejects.toMatchObject({ code });
  });

  test("a stage that is not there and a wrong key look the same", async () => {
    const errors = await Promise.all(
      [server.stage, "no-such-stage"].map((stage) =>
        new Client(server.base).joinById(stage, door({ key: "no" })).catch((error: Error) => error.message),
      ),
    );
    expect(errors[0]).toBe(errors[1]);
  });

  test("pages of other origins neither join nor connect", async () => {
    const got = await fetch(`${server.base}/matchmake/joinById/${server.stage}`, {
      method: "POST",
      headers: { origin: "http://evil.example", "content-type": "application/json" },
      body: JSON.stringify(door()),
    });
    expect(got.status).toBe(403);
    expect(got.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("a flood, noise and huge messages end their own session, and the room misses no tick", async () => {
    const ana = await enter("Ana");
    const attack = async (token: string, act: (room: Awaited<ReturnType<Client["joinById"]>>) => void) => {
      const room = await new Client(server.base).joinById(server.stage, door({ token: token.repeat(32) }));
      room.reconnection.enabled = false;
      const left = new Promise<number>((resolve) => room.onLeave((code) => resolve(code)));
      room.onMessage("*", () => {});
      await new Promise((resolve) => setTimeout(resolve, 300));
      act(room);
      return left;
    };
    const ticked = async (): Promise<[ticks: number, at: number]> => {
      const text = await (await fetch(`${server.base}/metrics`)).text();
      return [Number(/holdfast_tick_seconds_count (\d+)/.exec(text)![1]), performance.now()];
    };
    // Ticks a second in a quiet second and under attack: a busy machine slows both alike.
    const rate = async (act: () => Promise<unknown>): Promise<number> => {
      const [before, began] = await ticked();
      await act();
      const [after, ended] = await ticked();
      return ((after - before) * 1000) / (ended - began);
    };
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const quiet = await rate(() => pause(1500));
    let codes: number[] = [];
    const attacked = await rate(async () => {
      codes = await Promise.all([
        attack("1", (room) => {
          const report = encode(reportForm, { tick: 60, hash: "0".repeat(16), behind: 0 });
          for (let k = 0; k < 20_000; k++) room.sendBytes("h", report);
        }),
        attack("2", (room) => room.sendBytes("i", Uint8Array.of(250, 250))),
        attack("3", (room) => room.sendBytes("c", new Uint8Array(500_000))),
        attack("4", (room) => room.send("i", { not: "bytes" })),
        attack("5", (room) => room.sendBytes("zz", new Uint8Array(8))),
        attack("6", (room) => {
          for (let k = 0; k < 2000; k++) room.connection.send(Uint8Array.of(255, 0, 1, 2));
        }),
      ]);
      await pause(500);
    });
    expect(attacked).toBeGreaterThan(quiet * 0.8);
    expect(codes.every((code) => code !== 4000)).toBe(true);
    expect(server.log()).toContain('"code":4429');
    expect(ana.state).toBe("live");
    push(ana);
    await until("orders go on", () => ana.session.world!.phase === "performance");
    const metrics = await (await fetch(`${server.base}/metrics`)).text();
    expect(metrics).toMatch(/holdfast_refused_total\{reason="connection 4400"\} [1-9]/);
  });

  test("the set that a stage stands on is sent once to whoever has the key", async () => {
    const get = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${server.base}/rooms/${server.stage}/set?key=${server.key}`, { headers });
    for (const coding of ["br", "identity"]) {
      const first = await get({ "accept-encoding": coding });
      const set = decodeAsBuilt("the set", new Uint8Array(await first.arrayBuffer()));
      expect(set.sheet.id).toBe("yard");
      const again = await get({ "accept-encoding": coding, "if-none-match": first.headers.get("etag")! });
      expect(again.status).toBe(304);
    }
  });

  test("blobs, takes and stages are told to nobody without a key", async () => {
    await enter("Ana");
    const statuses = await Promise.all(
      [
        `/rooms/${server.stage}/blobs/${"0".repeat(64)}`,
        `/rooms/${server.stage}/takes/x?key=wrong`,
        `/rooms/${server.stage}/defects?tick=1`,
        `/rooms/${server.stage}/set`,
        "/api/stages",
        `/api/stages?key=${server.key}`,
        `/api/invite?stage=${server.stage}`,
      ].map(async (path) => (await fetch(server.base + path)).status),
    );
    expect(statuses).toEqual(Array(7).fill(403));
  });
});

describe("the first page", () => {
  beforeAll(begin);
  afterAll(end);

  const api = async (method: string, path: string, body?: object, key = server.houseKey) => {
    const got = await fetch(`${server.base}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: got.status, body: (await got.json()) as Answer };
  };

  test("makes, renames, duplicates, lists and bins stages", async () => {
    expect((await api("GET", "sets")).body).toEqual({
      sets: [{ id: "yard", label: "Yard", about: "2 actors, 1 vehicle, 9 things", poster: "" }],
    });
    const made = await api("POST", "stages", { label: "Night exterior", set: "yard" });
    expect(made.body).toMatchObject({ label: "Night exterior", set: "yard", people: 0 });
    await api("POST", `stages/${made.body.id}/rename`, { label: "Day" });
    const ana = await enter("Ana");
    ana.session.send([{ type: "lock", ids: [named(ana.session.world!, "ball").id], locked: true }]);
    await until("the ball is locked", () => named(ana.session.world!, "ball").locked);
    const copy = await api("POST", `stages/${server.stage}/duplicate`, { label: "Copy" }, server.key);
    expect(copy.status).toBe(200);
    const listed = (await api("GET", "stages")).body.stages!;
    expect(listed.map((stage) => [stage.label, stage.people]).sort()).toEqual([
      ["Copy", 0],
      ["Day", 0],
      ["Yard", 1],
    ]);
    const visitor = visit(`${server.base}/s/${copy.body.id}#key=${copy.body.key}`);
    visitors.push(visitor);
    await until("the copy opens", () => visitor.state === "live");
    expect(named(visitor.session.world!, "ball").locked).toBe(true);
    expect((await api("DELETE", `stages/${made.body.id}`)).status).toBe(200);
    expect((await api("GET", "stages")).body.stages).toHaveLength(2);
    expect((await api("GET", "stages")).body.bin).toMatchObject([{ label: "Day", id: made.body.id }]);
    // Somebody is in this one.
    expect((await api("DELETE", `stages/${server.stage}`)).status).toBe(409);
    expect((await api("POST", `stages/${made.body.id}/restore`)).status).toBe(200);
    expect((await api("GET", "stages")).body).toMatchObject({ bin: [] });
    expect((await api("POST", `stages/${made.body.id}/restore`)).status).toBe(404);
    // A stage's own key opens that stage and nothing of the house.
    for (const [method, path] of [
      ["GET", "stages"],
      ["POST", `stages/${made.body.id}/restore`],
      ["DELETE", `stages/${made.body.id}`],
    ] as const)
      expect((await api(method, path, undefined, made.body.key)).status).toBe(403);
  });

  test("keeps small pictures of a stage and its takes, for who has the key", async () => {
    const url = `${server.base}/rooms/${server.stage}/pictures`;
    const put = (name: string, body: Uint8Array<ArrayBuffer>, key = server.key) =>
      fetch(`${url}/${name}?key=${key}`, { method: "PUT", body }).then(({ status }) => status);
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 200, 1, 224, 3, 1, 0x22, 0, 2, 0x11);
    expect(await put("stage", jpeg, "wrong")).toBe(403);
    await enter("Ana");
    expect(await put("no-such-take", jpeg)).toBe(404);
    expect(await put("stage", Uint8Array.of(1, 2, 3, 4))).toBe(415);
    expect(await put("stage", new Uint8Array(200_000))).toBe(413);
    expect(await put("stage", jpeg)).toBe(200);
    const got = await fetch(`${url}/stage?key=${server.key}`);
    expect(got.headers.get("content-type")).toBe("image/jpeg");
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(jpeg);
    expect(await (await fetch(`${url}?key=${server.key}`)).json()).toEqual({ pictures: ["stage"] });
    expect((await fetch(`${url}/other?key=${server.key}`)).status).toBe(404);
    expect((await fetch(`${url}/stage`)).status).toBe(403);
  });

  test.each([
    ["POST", "stages", { label: "", set: "yard" }, 400],
    ["POST", "stages", { label: "x", set: "moon" }, 400],
    ["POST", "stages/none/rename", { label: "x" }, 403],
    ["PUT", "stages", { label: "x" }, 405],
  ])("%s %s %j answers %s", async (method, path, body, status) => {
    expect((await api(method, path, body)).status).toBe(status);
  });

  test("answers health and metrics, and an invitation with a QR code", async () => {
    expect(await (await fetch(`${server.base}/healthz`)).json()).toMatchObject({ ok: true });
    expect(await (await fetch(`${server.base}/metrics`)).text()).toContain("holdfast_tick_late_seconds");
    const invite = await api("GET", `invite?stage=${server.stage}`, undefined, server.key);
    expect(invite.body.links![0]).toMatchObject({ url: server.link, secure: true });
    expect(invite.body.links![0]!.qr).toMatch(/^<svg/);
  });
});

test("a wrong variable is named and ends the process with code 2", () => {
  const done = spawnSync(process.execPath, ["server/main.ts"], {
    encoding: "utf8",
    env: { ...process.env, PORT: "eighty", DATA: folder.path },
  });
  expect(done.status).toBe(2);
  expect(done.stderr).toContain('PORT="eighty" cannot be used');
});

test("a port that is taken is said so", async () => {
  await begin();
  const port = new URL(server.base).port;
  const done = spawnSync(process.execPath, ["server/main.ts"], {
    encoding: "utf8",
    env: { ...process.env, PORT: port, DATA: `${folder.path}/other`, ASSETS: `${folder.path}/assets` },
    timeout: 20_000,
  });
  expect(done.status).toBe(1);
  expect(done.stderr).toContain(`Port ${port}`);
  await end();
});

test("HOST=0.0.0.0 serves https beside http, and the invite says so", async () => {
  const other = temporaryFolder();
  const open = await startServer(other.path, {
    HOST: "0.0.0.0",
    PORT: String(20_000 + (process.pid % 20_000)),
  });
  try {
    const port = Number(new URL(open.base).port);
    const done = spawnSync("curl", ["-sk", `https://127.0.0.1:${port + 1}/healthz`], { encoding: "utf8" });
    expect(done.stdout).toContain('"ok":true');
    // Who writes http:// before that port is shown the way, and what cannot be shown is told.
    const plain = await fetch(`http://127.0.0.1:${port + 1}/s/x?a=b`, { redirect: "manual" });
    expect(plain.status).toBe(307);
    expect(plain.headers.get("location")).toBe(`https://127.0.0.1:${port + 1}/s/x?a=b`);
    expect(await plain.text()).toContain("https://");
    const odd = spawnSync("curl", ["-s", "-H", "Host: a b", `http://127.0.0.1:${port + 1}/`], {
      encoding: "utf8",
    });
    expect(odd.stdout).toContain("This port speaks https");
    const got = await fetch(`${open.base}/api/invite?stage=${open.stage}&key=${open.key}`);
    const { links } = (await got.json()) as { links: { url: string; secure: boolean; shared: boolean }[] };
    expect(links.some((link) => link.secure && link.url.startsWith("https:"))).toBe(true);
    expect(await open.end("SIGTERM")).toBe(0);
  } finally {
    await open.end("SIGKILL");
    other.remove();
  }
});
