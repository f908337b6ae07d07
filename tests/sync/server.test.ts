/**
 * Sessions over Colyseus against a real server process: two people in step, a connection that breaks, a process that is
 * killed in the middle of everything and comes back on the same port with the same data.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createColyseusLink } from "../../client/session/colyseus-link.ts";
import { createSession, type Session } from "../../client/session/session.ts";
import type { CommandStatus, SessionState } from "../../client/session/status.ts";
import { machineTimer } from "../../client/session/timer.ts";
import { createHavok } from "../../shared/physics/havok.ts";
import { PROTOCOL } from "../../shared/protocol/messages.ts";
import { decodeAsBuilt } from "../../shared/world/as-built.ts";
import { hashWorld } from "../../shared/world/hash.ts";
import { havok } from "../fixtures/yard.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const data = mkdtempSync(join(tmpdir(), "sync-server-"));
let port = 0;
let server: ChildProcess | null = null;
let link = "";

/** Starts the server, and resolves with the link that it prints. */
async function start(): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, "tests/sync/serve.mjs")], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", DATA: data, LOG: "warn" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  server = child;
  let said = "";
  link = await new Promise<string>((done, failed) => {
    child.stdout?.on("data", (bytes) => {
      said += bytes;
      const found = /LINK (\S+)/.exec(said);
      if (found !== null) done(found[1]!);
    });
    child.stderr?.on("data", (bytes) => {
      said += bytes;
    });
    child.on("exit", (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
}

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      done();
      return;
    }
    child.on("exit", () => done());
    child.kill("SIGKILL");
  });

interface Guest {
  session: Session;
  states: SessionState[];
  changes: CommandStatus[];
  defects: string[];
  hashes: Map<number, string>;
}
const guests: Guest[] = [];

function enter(token: string): Guest {
  const at = new URL(link);
  const endpoint = at.origin;
  const stage = at.pathname.split("/")[2]!;
  const key = new URLSearchParams(at.hash.slice(1)).get("key")!;
  const bytesOf = async (path: string): Promise<Uint8Array> => {
    const response = await fetch(`${endpoint}${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  const nothing = (): void => {};
  const guest: Guest = { session: null as never, states: [], changes: [], defects: [], hashes: new Map() };
  guest.session = createSession(
    {
      timer: machineTimer,
      link: createColyseusLink(machineTimer),
      where: async () => ({ endpoint, room: stage, door: { key, token, name: "", protocol: PROTOCOL } }),
      physics: async () => createHavok(await havok()),
      set: async () => decodeAsBuilt("the set", await bytesOf(`/rooms/${stage}/set?key=${key}`)),
      fetchBlob: (hash) => bytesOf(`/rooms/${stage}/blobs/${hash}?key=${key}`),
      budget: 10,
    },
    {
      state: (state) => guest.states.push(state),
      welcome: nothing,
      stepped() {
        const world = guest.session.world!;
        if (world.tick % 30 === 0) guest.hashes.set(world.tick, hashWorld(world));
      },
      commands: (changes) => guest.changes.push(...changes),
      notice: nothing,
      presence: nothing,
      camera: nothing,
      statistics: nothing,
      defect: (text) => guest.defects.push(text),
    },
  );
  guests.push(guest);
  return guest;
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
async function until(what: () => boolean, name: string, ms = 60_000): Promise<void> {
  const from = Date.now();
  while (!what()) {
    if (Date.now() - from > ms) throw new Error(`waited in vain: ${name}`);
    await pause(20);
  }
}
const live = (guest: Guest): boolean => guest.states.at(-1)?.phase === "live";

/** Ticks of which both know the hash; none of them may differ. */
function shared(a: Guest, b: Guest, from: number): number {
  let n = 0;
  for (const [tick, hash] of a.hashes) {
    const other = b.hashes.get(tick);
    if (tick < from || other === undefined) continue;
    expect(`${tick} ${other}`).toBe(`${tick} ${hash}`);
    n++;
  }
  return n;
}

beforeAll(async () => {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => probe.once("listening", done));
  port = (probe.address() as { port: number }).port;
  await new Promise((done) => probe.close(done));
  await start();
});
afterAll(async () => {
  for (const { session } of guests) session.close();
  if (server !== null) await killed(server);
  rmSync(data, { recursive: true, force: true });
});

test("two people are in step, through a break and through the death of the server", async () => {
  const ana = enter("a".repeat(32));
  const ben = enter("b".repeat(32));
  await until(() => live(ana) && live(ben), "both are live");
  const world = ana.session.world!;
  const thing = [...world.entities.values()].find((entity) => entity.body?.motion === "free")!;
  const push = (k: number): number => {
    const [x, y, z] = thing.pose.position;
    return ana.session.send([
      { type: "push", id: thing.id, point: [x, y + 0.1, z], impulse: [k % 2, 1, 0.3] },
    ]);
  };
  for (let k = 0; k < 10; k++) {
    push(k);
    await pause(60);
  }
  const done = (guest: Guest, state: CommandStatus["state"]): Set<number> =>
    new Set(guest.changes.filter((change) => change.state === state).map(({ serial }) => serial));
  await until(() => done(ana, "kept").size >= 10, "all is kept");
  await pause(1500);
  expect(shared(ana, ben, 0)).toBeGreaterThan(2);

  // The server dies while more is on its way.
  let last = 0;
  for (let k = 0; k < 12; k++) {
    last = push(k);
    if (k === 8) await killed(server!);
    await pause(40);
  }
  const kept = done(ana, "kept");
  await pause(300);
  expect(live(ana)).toBe(false);
  await start();
  await until(() => live(ana) && live(ben), "both are back");
  await until(() => done(ana, "kept").has(last), "what had not been written down is");
  for (let serial = 1; serial <= last; serial++) expect(done(ana, "kept").has(serial)).toBe(true);
  for (const serial of kept) expect(serial).toBeLessThanOrEqual(last);
  // What was stepped before and is not part of the room's past is forgotten.
  ana.hashes.clear();
  ben.hashes.clear();
  await pause(2500);
  expect(shared(ana, ben, 0)).toBeGreaterThan(2);
  expect(ana.session.person).not.toBe(ben.session.person);
  expect([...ana.defects, ...ben.defects]).toEqual([]);

  // A newcomer takes the world from a checkpoint.
  const eve = enter("e".repeat(32));
  await until(() => live(eve), "the newcomer is live");
  await pause(2500);
  expect(shared(ana, eve, 0)).toBeGreaterThan(1);
  expect(eve.defects).toEqual([]);
});
