/** Rooms in threads of their own: real threads, a real library, connections that are records. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createHall,
  type Guest,
  type Hall,
  HallError,
  type HallOptions,
} from "../../../../server/hall/hall.ts";
import type { ThreadData } from "../../../../server/hall/talk.ts";
import type { StageLine } from "../../../../server/library/library.ts";
import { openSqliteLibrary, type SharedLibrary } from "../../../../server/library/sqlite.ts";
import type { Outlet } from "../../../../server/room/room.ts";
import { decode, encode } from "../../../../shared/protocol/form.ts";
import { CLOSE } from "../../../../shared/protocol/join.ts";
import { CHANNEL, intentForm, type Notice, noticeForm } from "../../../../shared/protocol/messages.ts";
import { SetError } from "../../../../shared/world/set.ts";
import { temporaryFolder, writeYard } from "../../../fixtures/house.ts";
import { until } from "../../../fixtures/visitor.ts";

const stage = (id: string, set = "yard"): StageLine => ({
  id,
  label: id,
  set,
  key: id,
  created: 1,
  opened: 1,
});

/** A connection that keeps what it is sent. */
class Record implements Outlet {
  sent: { channel: string; bytes: Uint8Array }[] = [];
  closed: { code: number; text: string } | null = null;
  waits = 0;
  send(channel: string, bytes: Uint8Array): void {
    this.sent.push({ channel, bytes: bytes.slice() });
  }
  backlog(): number {
    return this.waits;
  }
  close(code: number, text: string): void {
    this.closed = { code, text };
  }
  notices(): Notice[] {
    return this.sent
      .filter(({ channel }) => channel === CHANNEL.notice)
      .map(({ bytes }) => decode(noticeForm, bytes));
  }
  count(channel: string): number {
    return this.sent.filter((each) => each.channel === channel).length;
  }
}

let folder: ReturnType<typeof temporaryFolder>;
let library: SharedLibrary;
let hall: Hall;
let threads: Worker[];
let over: string[];
let logged: string[];
let refused: string[];
const open = (most = 2, more: Partial<HallOptions> = {}): void => {
  threads = [];
  over = [];
  logged = [];
  refused = [];
  hall = createHall({
    assets: folder.path,
    library,
    log: {
      info: () => {},
      warn: () => {},
      error: (fields, text) => logged.push(`${text} ${JSON.stringify(fields)}`),
    },
    onRefused: (reason) => refused.push(reason),
    onDefect: () => {},
    keepDefect: () => {},
    onOver: (id) => over.push(id),
    threads: most,
    start: (data: ThreadData) => {
      const worker = new Worker(new URL("../../../../server/hall/thread.ts", import.meta.url), {
        workerData: data,
        transferList: [data.library],
      });
      threads.push(worker);
      return worker;
    },
    ...more,
  });
};
beforeEach(async () => {
  folder = temporaryFolder();
  writeYard(folder.path);
  library = await openSqliteLibrary(folder.path);
  for (const id of ["a", "b", "c"]) await library.createStage(stage(id));
  await library.createStage(stage("odd", "odd"));
});
afterEach(async () => {
  await hall.stop("bye");
  await library.close();
  folder.remove();
});

async function come(
  id: string,
  print = "p1",
  outlet = new Record(),
): Promise<{ outlet: Record; guest: Guest }> {
  const guest = await (await hall.enter(id))!.join(print, "Ana", outlet);
  if (typeof guest === "string") throw new Error(guest);
  await until("the welcome", () => outlet.notices().some(({ type }) => type === "welcome"));
  return { outlet, guest };
}

const freeze = (serial: number): Uint8Array =>
  encode(intentForm, {
    type: "commands",
    first: serial,
    list: [{ type: "freeze", frozen: serial % 2 === 1 }],
  });

describe("a hall of rooms", () => {
  test("somebody joins, is welcomed, sent ticks, and told when what they sent is on disk", async () => {
    open();
    expect(await hall.enter("nowhere")).toBeNull();
    const { outlet, guest } = await come("a");
    expect(guest.person).toBe(1);
    const room = hall.find("a")!;
    await until("presence", () => room.presence.people.length === 1);
    expect(room.presence.people[0]).toMatchObject({ number: 1, name: "Ana", connected: true });
    guest.hear(CHANNEL.intent, freeze(1));
    await until("the acknowledgement", () =>
      outlet.notices().some((notice) => notice.type === "acknowledged" && notice.commands === 1),
    );
    expect(outlet.count(CHANNEL.ticks)).toBeGreaterThan(0);
    expect(room.built).toMatch(/^[0-9a-f]{64}$/);
    const [counts] = hall.counts();
    expect(counts!.bytes[0]).toBeGreaterThan(0);
    expect(counts!.bytes[1]).toBeGreaterThan(0);
  });

  test("rooms spread over threads, no more of them than there may be, and two who come at once share one", async () => {
    open(2);
    await Promise.all(["a", "b", "c", "a"].map((id) => hall.enter(id)));
    expect(threads).toHaveLength(2);
    expect([...hall.all()].map((room) => room.stage).sort()).toEqual(["a", "b", "c"]);
    expect(await hall.enter("a")).toBe(hall.find("a"));
  });

  test("who drops is away for everybody, and comes back as who they were; who leaves is gone", async () => {
    open();
    const ana = await come("a", "p1");
    const ben = await come("a", "p2");
    const room = hall.find("a")!;
    ana.guest.end(false);
    await until("she is away", () => room.presence.people[0]?.connected === false);
    const again = await come("a", "p1");
    expect(again.guest.person).toBe(ana.guest.person);
    await until("she is back", () => room.presence.people[0]?.connected === true);
    // Another window of the same person takes the place of this one.
    await come("a", "p1");
    await until("the first window is told", () => again.outlet.closed !== null);
    expect(again.outlet.closed!.code).toBe(CLOSE.elsewhere);
    expect(again.guest.over).toBe(true);
    ben.guest.end(true);
    await until("he is gone", () => room.presence.people.length === 1);
  });

  test("what no form allows ends that connection and nobody else's", async () => {
    open();
    const ana = await come("a", "p1");
    const ben = await come("a", "p2");
    ben.guest.hear(CHANNEL.intent, Uint8Array.of(255, 255, 255));
    await until("he is put out", () => ben.outlet.closed !== null);
    expect(ben.outlet.closed!.code).toBe(CLOSE.malformed);
    expect(refused).toEqual([`connection ${CLOSE.malformed}`]);
    const before = ana.outlet.count(CHANNEL.ticks);
    await until("her ticks go on", () => ana.outlet.count(CHANNEL.ticks) > before + 3);
    expect(ana.outlet.closed).toBeNull();
  });

  test("a line whose bytes do not leave the machine is sent nothing more, and begins anew when it is free", async () => {
    open();
    const { outlet } = await come("a");
    outlet.waits = 3e6;
    let last = -1;
    await until(
      "nothing comes any more",
      () => {
        const now = outlet.sent.length;
        const same = now === last;
        last = now;
        return same;
      },
      20,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    const stalled = outlet.sent.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(outlet.sent.length).toBe(stalled);
    outlet.waits = 0;
    await until("a new beginning", () => outlet.notices().some(({ type }) => type === "resynchronise"));
  });

  test("a set that cannot be used is named as such, and the thread serves others", async () => {
    mkdirSync(join(folder.path, "sets/odd"));
    writeFileSync(join(folder.path, "sets/odd/set.json"), '{"label": 3}');
    open(1);
    const refusal = await hall.enter("odd").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SetError);
    expect((refusal as SetError).message).toContain("sets/odd/set.json");
    expect(hall.find("odd")).toBeUndefined();
    expect(await hall.enter("a")).not.toBeNull();
  });

  test("a thread that breaks ends its own rooms alone; they reopen with all that was acknowledged", async () => {
    open(2);
    const ana = await come("a", "p1");
    const ben = await come("b", "p2");
    for (let k = 1; k <= 5; k++) ana.guest.hear(CHANNEL.intent, freeze(k));
    const acknowledged = (outlet: Record): number =>
      Math.max(
        0,
        ...outlet.notices().map((notice) => (notice.type === "acknowledged" ? notice.commands : 0)),
      );
    await until("her commands are on disk", () => acknowledged(ana.outlet) === 5);
    const asked = hall.find("a")!.keep();
    await threads[0]!.terminate();
    await until("her line ends", () => ana.outlet.closed !== null);
    expect(ana.outlet.closed!.code).toBe(CLOSE.closing);
    expect(["kept", "closed"]).toContain(await asked);
    expect(over).toEqual(["a"]);
    expect(hall.find("a")).toBeUndefined();
    expect(ben.outlet.closed).toBeNull();
    const again = await come("a", "p1");
    expect(again.guest.person).toBe(ana.guest.person);
    const welcome = again.outlet.notices().find((notice) => notice.type === "welcome")!;
    expect(welcome).toMatchObject({ commands: 6 });
  });

  test("a thread that does not come to its turn any more is ended, and its rooms open in another", async () => {
    let first = true;
    open(1, {
      patience: 1500,
      start: (data) => {
        const worker = first
          ? new Worker("for (;;);", { eval: true })
          : new Worker(new URL("../../../../server/hall/thread.ts", import.meta.url), {
              workerData: data,
              transferList: [data.library],
            });
        first = false;
        threads.push(worker);
        return worker;
      },
    });
    await expect(hall.enter("a")).rejects.toBeInstanceOf(HallError);
    expect(logged.join()).toContain("does not come to its turn");
    await come("a");
    // One that does is left alone, however long it takes.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(hall.find("a")).toBeDefined();
    expect(threads).toHaveLength(2);
  });

  test("a closed room is on disk, tells everybody, and opens again at once", async () => {
    open();
    const { outlet } = await come("a");
    const closing = hall.close("a", "The stage was put into the bin.");
    const entering = hall.enter("a");
    await closing;
    expect(outlet.closed).toEqual({ code: CLOSE.closing, text: "The stage was put into the bin." });
    expect(over).toEqual(["a"]);
    const room = (await entering) ?? (await hall.enter("a"));
    expect(room!.presence.people).toHaveLength(1);
    expect((await library.reopen("a")).milestone).not.toBeNull();
  });

  test("after the end nobody enters", async () => {
    open();
    await come("a");
    await hall.stop("bye");
    await expect(hall.enter("a")).rejects.toThrow("stopping");
    await expect(hall.find("a")?.keep() ?? Promise.reject(new Error("ended"))).rejects.toThrow("ended");
  });
});
