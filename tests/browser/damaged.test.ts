/**
 * What a page fetches comes damaged, or was made to do harm: takes under review, the world that one begins with, what the
 * set is made of. The page says so in words, drops that and nothing else, and the live world goes on. On the yard, in
 * Chromium, through a server in between.
 */
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { decodeTake, encodeTake, type Take } from "../../shared/takes/take.ts";
import { decodeCheckpoint, encodeCheckpoint, PAGE } from "../../shared/world/checkpoint.ts";
import { launch } from "../fixtures/browser.ts";
import { filmed } from "../fixtures/filmed.ts";
import { floor, openFloor, until } from "../fixtures/floor-page.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { type Middle, startProxy } from "../fixtures/proxy.ts";
import { until as untilHere, type Visitor, visit } from "../fixtures/visitor.ts";
import { named } from "../fixtures/yard.ts";

const folder = temporaryFolder();
let server: ServerProcess;
let proxy: Middle;
let browser: Browser;
let ana: Visitor;
let page: Page;
let id = "";
/** The take as the server gives it. */
let bytes: Uint8Array;
let take: Take;
const faults: string[] = [];

beforeAll(async () => {
  await buildWhenStale();
  server = await startServer(join(folder.path, "data"));
  ana = visit(server.link, "Ana");
  await untilHere("she is in", () => ana.state === "live" && ana.session.world !== null);
  const camera = named(ana.session.world!, "camera-a").id;
  ana.session.wish({ type: "man", camera, on: "camera" });
  ana.session.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [camera] });
  await untilHere("it rolls", () => ana.session.world!.rolling !== "");
  id = ana.session.world!.rolling;
  ana.session.send([
    {
      type: "push",
      id: named(ana.session.world!, "ball").id,
      point: [2, 0.11, 0],
      impulse: [0.4, 0.9, 1.6],
    },
  ]);
  const from = ana.session.world!.tick;
  for (let k = 0; k < 20; k++) {
    ana.session.camera(camera, id, filmed(ana.session.world!.tick, 1, k / 20));
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await untilHere("two seconds", () => ana.session.world!.tick > from + 120);
  ana.session.ask({ type: "cut" });
  await untilHere("it is cut", () => ana.session.world!.rolling === "");
  const url = `${server.base}/rooms/${server.stage}/takes/${id}?opened&key=${server.key}`;
  for (let k = 0; k < 100 && bytes === undefined; k++) {
    const got = await fetch(url);
    if (got.ok) bytes = new Uint8Array(await got.arrayBuffer());
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
  take = decodeTake(bytes);
  proxy = await startProxy(server.base);
  browser = await launch("chromium");
  page = await openFloor(browser, server.link.replace(server.base, proxy.base), "him");
  page.on("pageerror", (fault) => faults.push(String(fault)));
  await until(page, `floor.takes.has("${id}")`);
}, 280_000);
afterAll(async () => {
  ana?.close();
  await browser?.close();
  proxy?.close();
  await server?.end("SIGKILL");
  folder.remove();
});

const emit = (intent: string) => floor(page, `holdfast.emit(${intent})`);
const open = () => emit(`{ type: "review", take: "${id}" }`);
const opening = () => decodeCheckpoint(take.opening);
const flipped = (from: Uint8Array, at: number): Uint8Array => {
  const to = from.slice();
  to[Math.floor(to.length * at)]! ^= 0x55;
  return to;
};
const withOpening = (change: object): Uint8Array =>
  encodeTake({ ...take, opening: encodeCheckpoint({ ...opening(), ...change }) });

describe("a take that comes damaged", () => {
  it.each<[string, () => Uint8Array | string]>([
    ["nothing", () => ""],
    ["a page of a proxy", () => "<!doctype html><h1>Bad gateway</h1>"],
    ["its first half", () => bytes.slice(0, bytes.length >> 1)],
    ["bytes after its end", () => new Uint8Array([...bytes, 1, 2, 3])],
    ["noise", () => Uint8Array.from({ length: 50_000 }, (_, k) => (k * 2654435761) >>> 24)],
    ["another byte in its first", () => flipped(bytes, 0)],
    ["a newer format", () => new Uint8Array([...bytes.slice(0, 7), 99, ...bytes.slice(8)])],
    ["an opening of another tick", () => encodeTake({ ...take, from: take.from + 1, ticks: [] })],
    ["an opening that is none", () => encodeTake({ ...take, opening: Uint8Array.of(1, 2, 3) })],
    ["an opening cut short", () => encodeTake({ ...take, opening: take.opening.slice(0, -500) })],
    [
      "pages beyond the heap",
      () => withOpening({ heap: opening().heap, numbers: opening().numbers.map((n) => n + 100_000) }),
    ],
    ["pages that are not there", () => withOpening({ numbers: [...opening().numbers, 200_000] })],
    [
      "a heap of noise",
      () => {
        const { numbers } = opening();
        const pages = Uint8Array.from({ length: numbers.length * PAGE }, (_, k) => (k * 2654435761) >>> 24);
        return withOpening({ pages });
      },
    ],
    ["another set's baseline", () => encodeTake({ ...take, baseline: "0".repeat(64) })],
    ["a set without its things", () => encodeTake({ ...take, catalogue: { ...take.catalogue, things: [] } })],
    [
      "orders that name a world that is not there",
      () =>
        encodeTake({
          ...take,
          ticks: [
            {
              tick: take.from + 5,
              orders: [
                {
                  person: 1,
                  serial: 1,
                  command: {
                    type: "restore",
                    checkpoint: "0".repeat(64),
                    before: "0".repeat(64),
                    why: "one",
                    take: "",
                  },
                },
              ],
            },
          ],
        }),
    ],
  ])(
    "%s is told in words, and the live world goes on",
    async (_, make) => {
      const body = make();
      proxy.change = (path) => (path.includes(`/takes/${id}?opened`) ? { body } : null);
      await emit('{ type: "close review" }');
      await page.evaluate("holdfast.floor.model.toasts.value = []");
      await open();
      await emit('{ type: "seek", frame: 20, settled: true }');
      await until(
        page,
        "floor.model.toasts.value.some(({ text }) => /^The (take|review) /.test(text)) && floor.model.transport.take.value === ''",
        60_000,
      );
      const [text, kept] = await floor<[string, string]>(
        page,
        "(({ text, kept }) => [text, kept])(floor.model.toasts.value.find(({ text }) => /^The (take|review) /.test(text)))",
      );
      expect(text).not.toMatch(/undefined|\[object|TypeError|null/);
      expect(text.length).toBeLessThan(240);
      expect(kept).toContain("safe");
      const tick = await floor<number>(page, "floor.mirror.tick");
      await until(page, `floor.mirror.tick > ${tick + 20} && floor.model.link.value === "joined"`);
      expect(faults).toEqual([]);
    },
    100_000,
  );

  it("a camera whose samples nobody can read is named, and the take plays", async () => {
    const cameras = take.cameras.map((one) => ({ ...one, samples: [Uint8Array.of(255, 1, 2)] }));
    const body = encodeTake({ ...take, cameras });
    proxy.change = (path) => (path.includes(`/takes/${id}?opened`) ? { body } : null);
    await page.evaluate("holdfast.floor.model.toasts.value = []");
    await open();
    await until(
      page,
      "floor.model.toasts.value.some(({ text }) => text.startsWith('Camera A of this take'))",
    );
    await until(page, "floor.model.transport.length.value > 20");
    await emit(`{ type: "close review" }`);
    await until(page, "floor.model.transport.take.value === ''");
    expect(faults).toEqual([]);
  }, 60_000);

  it("afterwards the whole one opens and stands where it is asked to", async () => {
    proxy.change = () => null;
    await open();
    await until(page, "floor.model.state.value === 'playback' && floor.model.transport.length.value > 20");
    await emit(`{ type: "seek", frame: 20, settled: true }`);
    await until(page, "floor.model.transport.position.value === 20");
    await emit(`{ type: "close review" }`);
    await until(page, "floor.model.transport.take.value === ''");
    expect(faults).toEqual([]);
  }, 60_000);
});

describe("a world that comes damaged", () => {
  it("is asked for again, in words, and then another; nobody else feels it", async () => {
    let first = "";
    proxy.change = (path) => {
      const blob = /\/blobs\/([0-9a-f]{64})/.exec(path)?.[1];
      if (blob === undefined) return null;
      if (first === "") first = blob;
      return blob === first ? { body: new Uint8Array(3000).fill(9) } : null;
    };
    const other = await browser.newPage({ type: "window" });
    await other.setViewport({ width: 800, height: 600 });
    const link = server.link.replace(server.base, proxy.base);
    await other.goto(link.replace("#", "?engine=webgl2&quality=low&scale=0.25&as=eve#"));
    await other.waitForFunction("/what came is damaged; asking again/i.test(document.body.innerText)", {
      timeout: 60_000,
      polling: 100,
    });
    await until(other, "(floor.mirror?.count ?? 0) > 10 && floor.model.link.value === 'joined'", 60_000);
    await other.close();
    proxy.change = () => null;
    const tick = await floor<number>(page, "floor.mirror.tick");
    await until(page, `floor.mirror.tick > ${tick + 20}`);
    expect(faults).toEqual([]);
  }, 150_000);

  it.each<[string, string, RegExp]>([
    ["cut short", '{"format":1,', /^the set cannot be loaded: what came: not JSON/i],
    [
      "without its things",
      '{"format":1,"sheet":{},"catalogue":{}}',
      /^the set cannot be loaded: what came: /i,
    ],
    ["of another format", '{"format":2}', /what came: format: is 2, and 1 can be read/],
  ])(
    "a set that is %s keeps the page out, in words",
    async (_, body, words) => {
      proxy.change = (path) =>
        /\/rooms\/[^/]+\/set\b/.test(path) ? { body, type: "application/json" } : null;
      const other = await browser.newPage({ type: "window" });
      await other.setViewport({ width: 800, height: 600 });
      const link = server.link.replace(server.base, proxy.base);
      await other.goto(link.replace("#", "?engine=webgl2&quality=low&scale=0.25&as=eve#"));
      await until(other, "floor.model.link.value === 'over'", 60_000);
      const text = await floor<string>(
        other,
        "floor.model.degraded.value.find(({ id }) => id === 'link').text",
      );
      expect(text).toMatch(words);
      await other.close();
      proxy.change = () => null;
    },
    100_000,
  );
});
