/**
 * Somebody who means harm, against a real server process: addresses, frames, messages and floods that no client of ours
 * sends. Beside them a witness plays in the room all the time: its session never breaks, its world never differs, what
 * it does is kept, and the room never lets a tick go. Whoever attacks loses their own connection and nothing else.
 */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { encode } from "../../shared/protocol/form.ts";
import { MAX_MESSAGE_BYTES } from "../../shared/protocol/join.ts";
import { CHANNEL, intentForm, PROTOCOL, reportForm } from "../../shared/protocol/messages.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { frameOf, OPCODE, openRaw, type RawSocket } from "../fixtures/raw-socket.ts";
import { until, type Visitor, visit } from "../fixtures/visitor.ts";
import { named } from "../fixtures/yard.ts";

const folder = temporaryFolder();
let server: ServerProcess;
let witness: Visitor;
let memory = 0;
const sockets: RawSocket[] = [];
/** Characters of the server's log that have been looked at. */
let heard = 0;
/** Longest time, in ms, for which this process has not come to its turn, and what is too long to judge by. */
let stoodStill = 0;
const STILL = 300;
let turn = performance.now();
const turns = setInterval(() => {
  stoodStill = Math.max(stoodStill, performance.now() - turn - 50);
  turn = performance.now();
}, 50);

/** First bytes of Colyseus's messages. */
const CODE = {
  join: 10,
  leave: 12,
  data: 13,
  bytes: 17,
  ping: 18,
  input: 19,
  ring: 20,
  request: 21,
} as const;

const acknowledged = (): number =>
  Math.max(0, ...witness.notices.map((notice) => (notice.type === "acknowledged" ? notice.commands : 0)));
const push = (): number =>
  witness.session.send([
    {
      type: "push",
      id: named(witness.session.world!, "ball").id,
      point: [2, 0.11, 0],
      impulse: [0.3, 0.4, 0],
    },
  ]);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function metric(pattern: RegExp): Promise<number> {
  await pause(250);
  return Number(pattern.exec(await (await fetch(`${server.base}/metrics`)).text())?.[1]);
}
const resident = (): Promise<number> => metric(/holdfast_process_resident_memory_bytes (\d+)/);

/** A seat in the room, taken as any client takes one. Throws with the status where there is none. */
async function seat(more: object = {}, path = `joinById/${server.stage}`): Promise<string> {
  const got = await fetch(`${server.base}/matchmake/${path}`, {
    method: "POST",
    body: JSON.stringify({
      key: server.key,
      token: randomBytes(16).toString("hex"),
      name: "",
      protocol: PROTOCOL,
      ...more,
    }),
  });
  if (!got.ok) throw new Error(String(got.status));
  const { processId, roomId, sessionId } = (await got.json()) as Record<string, string>;
  return `/${processId}/${roomId}?sessionId=${sessionId}`;
}

/** Somebody in the room by hand; `shakes` false: they never say that they are. */
async function enter(shakes = true): Promise<RawSocket> {
  const socket = await openRaw(server.base, await seat());
  sockets.push(socket);
  expect(socket.answer).toContain("101");
  await pause(150);
  if (shakes) socket.frame(OPCODE.binary, Uint8Array.of(CODE.join));
  await pause(100);
  return socket;
}

/** Bytes of a message of the room's own protocol, in Colyseus's frame. */
function message(channel: string, bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(2 + channel.length + bytes.length);
  out.set([CODE.bytes, 0xa0 | channel.length, ...Buffer.from(channel)]);
  out.set(bytes, 2 + channel.length);
  return out;
}
const report = message(CHANNEL.report, encode(reportForm, { tick: 60, hash: "0".repeat(16), behind: 0 }));

beforeAll(async () => {
  server = await startServer(folder.path, { LOG: "warn" });
  witness = visit(server.link, "Witness");
  await until("the witness is in", () => witness.state === "live" && witness.session.world !== null);
  memory = await resident();
});
afterAll(async () => {
  clearInterval(turns);
  witness.close();
  await server.end("SIGKILL");
  folder.remove();
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.end();
  const serial = push();
  await until("what the witness does is kept", () => acknowledged() >= serial);
  expect(witness.state).toBe("live");
  expect(witness.welcomes).toBe(1);
  expect(witness.defects).toEqual([]);
  expect(server.process.exitCode).toBeNull();
  const said = server.log().slice(heard);
  heard = server.log().length;
  expect(said).not.toMatch(/nobody caught this|a request failed|the room failed/);
  // A machine on which this process too stood still for so long says nothing of the room.
  if (stoodStill < STILL) expect(said).not.toMatch(/time was let go/);
  stoodStill = 0;
});

/** Sends a payload so many times a second for some seconds; whether it was ended. */
async function flood(payload: Uint8Array, perSecond: number, seconds: number): Promise<boolean> {
  const socket = await enter();
  const each = 25;
  let owed = 0;
  for (let k = 0; k < (seconds * 1000) / each && socket.open; k++) {
    owed += (perSecond * each) / 1000;
    for (; owed >= 1; owed--) socket.frame(OPCODE.binary, payload);
    // As a browser answers when it is asked whether it is there.
    if (k % 40 === 0) socket.frame(OPCODE.pong);
    await pause(each);
  }
  await pause(300);
  const ended = !socket.open;
  socket.end();
  return ended;
}

// First: who is cut off below is waited for, and a room holds 64 people.
test("what a lively client sends is let through", async () => {
  expect(await flood(report, 60, 4)).toBe(false);
});

describe("addresses", () => {
  /** First line of the answer to a request whose address no library would send. */
  const ask = (path: string, headers = "", method = "GET"): Promise<string> =>
    new Promise((resolve) => {
      const { port, host } = new URL(server.base);
      const socket = connect(Number(port), "127.0.0.1");
      let said = "";
      socket.on("data", (data) => {
        said += data;
      });
      socket.on("error", () => {});
      socket.on("close", () => resolve(said.split("\r\n")[0] ?? ""));
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${headers}\r\n`);
    });

  test.each([
    ["/assets/../package.json", 404],
    ["/assets/..%2f..%2fdata/house-key", 404],
    ["/assets/%2e%2e/%2e%2e/house-key", 404],
    ["/assets/..%5c..%5chouse-key", 404],
    ["/assets//etc/passwd", 404],
    ["/assets/%00", 404],
    ["/assets/%E0%A4%A", 400],
    ["/assets/sources/x", 404],
    ["/assets/sets", 404],
    ["/%E0%A4%A", 400],
    ["/..%2fpackage.json", 404],
    ["/.vite/manifest.json", 404],
    ["//", 400],
    ["http://[/", 400],
    [`/rooms/${"a".repeat(65)}/blobs/${"0".repeat(64)}`, 404],
    ["/rooms/x/blobs/..%2f..%2fhouse-key", 404],
    ["/rooms/x/takes/..%2f..", 404],
  ])("GET %s answers %i, and nothing of the house", async (path, status) => {
    expect(await ask(path)).toContain(` ${status} `);
  });

  test.each(["//", "http://[/", "http://a/b/c", "*", "/%E0%A4%A/x", "/a/b/c", "/a/b?x=\u00ff"])(
    "an upgrade of %s ends itself alone",
    async (path) => {
      const socket = await openRaw(server.base, path);
      await socket.ended();
    },
  );

  test("an upgrade without a seat is let go, and one from another origin is not even answered", async () => {
    for (const path of [`/x/${server.stage}?sessionId=nobody`, "/x/none?sessionId=a", "/a/b"]) {
      const socket = await openRaw(server.base, path);
      sockets.push(socket);
      await socket.ended();
    }
    const socket = await openRaw(server.base, await seat(), "Origin: http://evil.example\r\n");
    expect(socket.answer).toBe("");
  });

  test("headers that are too many, too long or of another house do no harm", async () => {
    expect(await ask(`/${"a".repeat(20_000)}`)).toContain(" 431 ");
    expect(await ask("/", `X: ${"a".repeat(20_000)}\r\n`)).toContain(" 431 ");
    expect(await ask("/", "X: a\r\n".repeat(2500))).toContain(" 431 ");
    expect(await ask("/healthz", "Range: bytes=9-1\r\nIf-None-Match: *\r\n")).toContain(" 200 ");
    expect(await ask("/assets/sets/yard/set.json", "Range: bytes=99999999999-\r\n")).toContain(" 416 ");
    for (const method of ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
      expect(await ask("/assets/sets/yard/set.json", "", method)).toContain(" 404 ");
  });
});

describe("joins", () => {
  test.each([
    ["no JSON", "[".repeat(4000), 400],
    ["a list", "[]", 400],
    ["a bomb", `{"key":"${"x".repeat(1e5)}"}`, 413],
    ["no options", "{}", 426],
    ["a prototype", '{"__proto__":{"protocol":1}}', 426],
    ["tokens of another kind", `{"protocol":${PROTOCOL},"token":{"length":32},"key":[]}`, 400],
    ["a wrong key", `{"protocol":${PROTOCOL},"token":"${"a".repeat(32)}","key":"no"}`, 403],
  ])("%s is refused", async (_, body, status) => {
    const got = await fetch(`${server.base}/matchmake/joinById/${server.stage}`, { method: "POST", body });
    expect(got.status).toBe(status);
  });

  test.each([
    "{}",
    '{"reconnectionToken":{}}',
    '{"reconnectionToken":"__proto__"}',
    '{"reconnectionToken":"x:y"}',
  ])("a return with %s is none", async (body) => {
    const got = await fetch(`${server.base}/matchmake/reconnect/${server.stage}`, { method: "POST", body });
    expect(got.status).toBe(400);
  });

  test("whoever does not finish the handshake is not waited for", async () => {
    const silent = await enter(false);
    await silent.ended();
  });
});

describe("frames", () => {
  const endless = (socket: RawSocket): void => {
    socket.frame(OPCODE.binary, new Uint8Array(60_000), { final: false });
    for (let k = 0; k < 40; k++) socket.frame(OPCODE.continuation, new Uint8Array(60_000), { final: false });
  };
  const many = (socket: RawSocket, opcode: number, bytes: number): void => {
    const frames = Buffer.concat(Array.from({ length: 2000 }, () => frameOf(opcode, new Uint8Array(bytes))));
    for (let k = 0; k < 10; k++) socket.send(frames);
  };
  test.each<[string, (socket: RawSocket) => void]>([
    ["without a mask", (s) => s.frame(OPCODE.binary, report, { masked: false })],
    ["of an opcode that is none", (s) => s.frame(7, report)],
    ["with reserved bits", (s) => s.frame(OPCODE.binary, report, { bits: 0x40 })],
    ["that claims 2^50 bytes", (s) => s.send(frameOf(OPCODE.binary, report, { claimed: 2 ** 50 }))],
    [
      "that is longer than any message",
      (s) => s.frame(OPCODE.binary, new Uint8Array(MAX_MESSAGE_BYTES + 2000)),
    ],
    ["of text that is not UTF-8", (s) => s.frame(OPCODE.text, Uint8Array.of(0xff, 0xfe))],
    ["that goes on where nothing began", (s) => s.frame(OPCODE.continuation, report)],
    ["that never ends", endless],
    ["of a long ping", (s) => s.frame(OPCODE.ping, new Uint8Array(200))],
    ["of a close with a code that is none", (s) => s.frame(OPCODE.close, Uint8Array.of(3, 1))],
    ["of bytes that are none", (s) => s.send(randomBytes(100_000))],
    ["of pings, twenty thousand", (s) => many(s, OPCODE.ping, 0)],
    ["of pongs, twenty thousand", (s) => many(s, OPCODE.pong, 100)],
    ["of empty messages, twenty thousand", (s) => many(s, OPCODE.binary, 0)],
    [
      "of Colyseus's own pings, twenty thousand",
      (s) => {
        for (let k = 0; k < 20_000; k++) s.frame(OPCODE.binary, Uint8Array.of(CODE.ping));
      },
    ],
  ])("one %s ends its connection", async (_, act) => {
    const socket = await enter();
    act(socket);
    await socket.ended();
  });

  test("messages of Colyseus's that the room has no use for end their connection, or do nothing", async () => {
    const bad: Uint8Array[] = [
      Uint8Array.of(CODE.data, 0xc1),
      Uint8Array.of(CODE.data, 0xdb, 0xff, 0xff, 0xff, 0xff),
      Uint8Array.of(CODE.data, 0xa1, 0x69, 0xdd, 0xff, 0xff, 0xff, 0xff),
      Uint8Array.of(CODE.bytes, 0xda, 0xff, 0xff),
      Uint8Array.of(CODE.bytes),
      Uint8Array.of(CODE.request, 1, 0xa1, 0x69, 0xc1),
      Uint8Array.of(CODE.request, 0xff, 0xff),
      Uint8Array.of(CODE.input, 1, 2, 3),
      Uint8Array.of(CODE.ring, 255, 255, 255),
      Uint8Array.of(CODE.join),
      Uint8Array.of(250),
      message("zz", Uint8Array.of(1)),
      message("toString", Uint8Array.of(1)),
      message("__proto__", Uint8Array.of(1)),
      message("*", Uint8Array.of(1)),
      message(CHANNEL.intent, new Uint8Array(0)),
      message(CHANNEL.intent, Uint8Array.of(250, 250)),
      message(CHANNEL.camera, randomBytes(64)),
    ];
    for (let k = 0; k < 30; k++) bad.push(new Uint8Array([CODE.data + (k % 9), ...randomBytes(1 + k * 7)]));
    for (const payload of bad) {
      const socket = await enter();
      socket.frame(OPCODE.binary, payload);
      await pause(30);
      socket.end();
    }
  }, 120_000);
});

describe("floods", () => {
  test.each([
    ["300 small messages a second", report, 300, 6],
    ["2,000 small messages a second", report, 2000, 3],
    ["a hundred kilobytes ten times a second", message(CHANNEL.camera, new Uint8Array(100_000)), 10, 6],
  ])("%s lose their connection", async (_, payload, rate, seconds) => {
    expect(await flood(payload, rate, seconds)).toBe(true);
  });

  test("eight at once, deaf to what they are told, lose theirs", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => enter()));
    for (const socket of all) socket.deaf();
    const burst = Buffer.concat(Array.from({ length: 500 }, () => frameOf(OPCODE.binary, report)));
    for (let k = 0; k < 20; k++) {
      for (const socket of all) socket.send(burst);
      await pause(20);
    }
    await Promise.all(
      all.map(async (socket) => {
        // A deaf one is not told: what it goes on sending meets nobody.
        for (let k = 0; k < 200 && socket.open; k++) {
          socket.send(burst);
          await pause(50);
        }
        expect(socket.open).toBe(false);
      }),
    );
  }, 60_000);

  test("a valid command as often as they are allowed fills no queue without end", async () => {
    const socket = await enter();
    const list = Array.from({ length: 64 }, () => ({ type: "undo" as const }));
    for (let k = 0; k < 200 && socket.open; k++) {
      const intent = encode(intentForm, { type: "commands", first: 1 + k * 64, list });
      socket.frame(OPCODE.binary, message(CHANNEL.intent, intent));
      await pause(10);
    }
  });

  test("every address of the house, asked as fast as it may be, holds up no tick", async () => {
    const paths = [
      "/metrics",
      "/healthz",
      "/api/sets",
      "/assets/sets/yard/set.json",
      `/rooms/${server.stage}/set?key=${server.key}`,
      `/api/invite?stage=${server.stage}&key=${server.key}`,
      `/rooms/${server.stage}/pictures?key=${server.key}`,
      `/rooms/${server.stage}/takes/none?key=${server.key}`,
      "/",
    ];
    for (let k = 0; k < 25; k++) {
      await Promise.all(
        Array.from({ length: 32 }, (_, n) =>
          fetch(server.base + paths[(k + n) % paths.length]!).then((got) => got.arrayBuffer()),
        ),
      );
    }
  }, 60_000);

  test("two thousand connections that say nothing, and two thousand wrong keys", async () => {
    const { port } = new URL(server.base);
    const idle = Array.from({ length: 2000 }, () => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", () => {});
      socket.write("GET / HTTP/1.1\r\nHo");
      return socket;
    });
    await pause(500);
    // An address holds a bounded number: the rest is closed, and so are these.
    await until(
      "most are closed",
      () => idle.filter((socket) => socket.destroyed || socket.closed).length > 900,
    );
    for (const socket of idle) socket.destroy();
    await pause(300);
    const statuses = new Map<number, number>();
    for (let k = 0; k < 40; k++) {
      await Promise.all(
        Array.from({ length: 50 }, async () => {
          const got = await fetch(`${server.base}/matchmake/joinById/${server.stage}`, {
            method: "POST",
            body: JSON.stringify({ key: "no", token: "a".repeat(32), protocol: PROTOCOL }),
          });
          statuses.set(got.status, (statuses.get(got.status) ?? 0) + 1);
        }),
      );
    }
    expect(statuses.get(200)).toBeUndefined();
    expect(statuses.get(429)).toBeGreaterThan(1000);
  }, 90_000);
});

test("nothing of all that is kept in memory", async () => {
  // A process takes some tens of megabytes for what it does once; an attack that adds up would take hundreds.
  expect((await resident()) - memory).toBeLessThan(250e6);
});
