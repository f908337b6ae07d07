/**
 * In a real Chromium, over loopback: page.bytes, what is transferred (brotli) from opening a link to the first picture
 * of the engine, without the set; join.ms.500, from the session's beginning in the page to the first stepped tick of a
 * street on which 500 bodies tumble, with the page's files in the browser's cache.
 */
import { randomBytes } from "node:crypto";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "puppeteer-core";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { launch } from "../fixtures/browser.ts";
import { startServer, temporaryFolder } from "../fixtures/house.ts";
import { until, visit } from "../fixtures/visitor.ts";
import { pile, shove } from "./pile.ts";
import { whereQuiet } from "./quiet.ts";

export const NAMES = ["join.ms.500", "page.bytes"];

const SET = "corner-street";
const BODIES = 500;
const GOAL_JOIN = 1000;
const GOAL_BYTES = 2_500_000;
const JOINS = 5;

/** Put into each page before its own scripts: when its session began, and when its first tick was there. */
const WATCH = `(() => {
  const times = (window.times = {});
  const Real = Worker;
  window.Worker = class extends Real {
    constructor(url, options) {
      super(url, options);
      if (options?.name !== "session") return;
      times.began = performance.now();
      this.addEventListener("message", ({ data }) => {
        if (data.type === "mirror") times.stepped ??= performance.now();
      });
    }
  };
})()`;

interface Times {
  began: number;
  stepped: number;
}

/** Makes the figures. */
export async function figures() {
  await buildWhenStale();
  const folder = temporaryFolder();
  const assets = fileURLToPath(new URL("../../assets", import.meta.url));
  const server = await startServer(folder.path, { ASSETS: assets, LOG: "error" });
  const browser = await launch("chromium");
  const dancer = visit(server.link, "Dancer");
  let pushing: NodeJS.Timeout | undefined;
  try {
    const bytes = await pageBytes(browser, server.link);
    await until("the first is in", () => dancer.state === "live" && dancer.session.world !== null, 60);
    const world = dancer.session.world!;
    const before = new Set(world.entities.keys());
    const spawns = pile(SET, BODIES);
    for (let k = 0; k < spawns.length; k += 40) {
      dancer.session.send(spawns.slice(k, k + 40));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const own = (): number[] => [...world.entities.keys()].filter((id) => !before.has(id));
    await until("all lie there", () => own().length === BODIES, 60);
    const ids = own();
    let pushes = 0;
    pushing = setInterval(() => dancer.session.send([shove(SET, ids, ++pushes)]), 50);
    const joins: number[] = [];
    const whole: number[] = [];
    for (let k = 0; k < JOINS; k++) {
      const { began, stepped } = await join(browser, server.link);
      joins.push(stepped - began);
      whole.push(stepped);
    }
    joins.sort((a, b) => a - b);
    whole.sort((a, b) => a - b);
    const middle = (list: number[]): number => list[Math.floor(list.length / 2)]!;
    return [
      whereQuiet({
        name: "join.ms.500",
        value: middle(joins),
        unit: "ms",
        goal: `≤ ${GOAL_JOIN}`,
        holds: middle(joins) <= GOAL_JOIN,
        note: `median of ${JOINS} (${joins.map((ms) => ms.toFixed(0)).join(", ")}); from opening the link ${middle(whole).toFixed(0)}; server, browser and another client on these cores, load ${loadavg()[0]!.toFixed(1)}`,
      }),
      bytes,
    ];
  } finally {
    clearInterval(pushing);
    dancer.close();
    await browser.close();
    await server.end("SIGKILL");
    folder.remove();
  }
}

/** Opens a link as somebody new, drawn small, and leaves again. */
async function join(browser: Browser, link: string): Promise<Times> {
  const page = await browser.newPage();
  await page.setViewport({ width: 320, height: 240 });
  await page.evaluateOnNewDocument(WATCH);
  await page.goto(as(link));
  await page.waitForFunction("times.stepped !== undefined", { timeout: 120_000, polling: 100 });
  const times = (await page.evaluate("times")) as Times;
  await page.close();
  return times;
}

const as = (link: string): string =>
  link.replace("#", `?engine=webgl2&quality=low&scale=0.25&as=${randomBytes(4).toString("hex")}#`);

/** Bytes that came over the line until the engine had drawn its first picture, by the browser's own account. */
async function pageBytes(browser: Browser, link: string) {
  const page = await browser.newPage();
  await page.setViewport({ width: 320, height: 240 });
  await page.goto(as(link));
  await page.waitForFunction("window.holdfast?.view?.state.draws > 0 && holdfast.floor.mirror", {
    timeout: 120_000,
    polling: 100,
  });
  const parts = await transferred(page);
  await page.close();
  const value = parts.reduce((sum, [, size]) => sum + size, 0);
  const largest = parts
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([path, size]) => `${path} ${(size / 1000).toFixed(0)} kB`);
  return {
    name: "page.bytes",
    value,
    unit: "bytes",
    goal: `≤ ${GOAL_BYTES.toLocaleString("en-GB")}`,
    holds: value <= GOAL_BYTES,
    note: `${parts.length} files, the world's blob among them; largest ${largest.join(", ")}`,
  };
}

/** Paths and bytes of everything that page and workers have fetched by now, but for the set. */
async function transferred(page: Page): Promise<[string, number][]> {
  const look = `performance.getEntries().filter((e) => e.entryType === "navigation" || e.entryType === "resource")
    .map((e) => [new URL(e.name).pathname, e.transferSize])`;
  const all = (await page.evaluate(look)) as [string, number][];
  for (const worker of page.workers()) all.push(...((await worker.evaluate(look)) as [string, number][]));
  return all.filter(([path, size]) => size > 0 && !path.startsWith("/assets/"));
}
