/**
 * The story of two people in one room, on real pages in a real browser against a real server: she blocks and
 * rehearses, he comes by the link, they shoot, and both worlds are the same to the bit. On the yard, which is boxes,
 * so that a processor without graphics draws it fast enough.
 */
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { visit } from "../fixtures/visitor.ts";
// @ts-expect-error plain JavaScript, run before anything is installed
import { findChromium } from "../run/system.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
];

const folder = temporaryFolder();
let server: ServerProcess;
let browser: Browser;
let hers: Page;
let his: Page;

/** Opens the stage's link as somebody; drawn small. */
async function open(as: string): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 800, height: 600 });
  const faults: string[] = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  await page.goto(server.link.replace("#", `?engine=webgl2&quality=low&scale=0.25&as=${as}#`));
  await page.waitForFunction("window.holdfast?.floor.mirror?.count > 10", { timeout: 100_000, polling: 250 });
  expect(faults).toEqual([]);
  return page;
}

const floor = <T>(page: Page, what: string): Promise<T> =>
  page.evaluate(`(() => { const { floor } = holdfast; return ${what}; })()`) as Promise<T>;
const until = (page: Page, what: string, timeout = 30_000) =>
  page.waitForFunction(`(() => { const { floor } = holdfast; return ${what}; })()`, {
    timeout,
    polling: 200,
  });
const named = (name: string): string =>
  `[...floor.roster.entities.values()].find((e) => e.name === "${name}")`;
const press = async (page: Page, key: string): Promise<void> => {
  await page.evaluate("document.getElementById('canvas').focus()");
  await page.keyboard.press(key as never);
};

beforeAll(async () => {
  await buildWhenStale();
  server = await startServer(join(folder.path, "data"));
  browser = await puppeteer.launch({
    executablePath: findChromium(),
    headless: true,
    args: FLAGS,
    protocolTimeout: 120_000,
  });
  hers = await open("her");
}, 280_000);

afterAll(async () => {
  await browser?.close();
  await server?.end("SIGTERM");
  folder.remove();
});

describe("one world, one link", () => {
  it("shows a stage that is alive, and gives her camera A", async () => {
    await until(hers, "floor.operator.letter === 'A'");
    const first = await floor<number>(hers, "floor.mirror.tick");
    await until(hers, `floor.mirror.tick > ${first + 30}`);
    expect(await floor(hers, `${named("ana")}.label`)).toBe("Ana");
    expect(await hers.$eval("canvas", (canvas) => canvas.width)).toBeGreaterThan(100);
  });

  it("lays marks for Ana, rehearses, and everything goes back to one, bit for bit", async () => {
    await floor(
      hers,
      `floor.room.send([{ type: "layMark", pose: { position: [3, 0, 1], rotation: [0, 0, 0, 1] }, mark: {
        owner: ${named("ana")}.id, gait: "walk", speed: 0, seconds: 0, facing: null, deed: "stand", gesture: "",
        target: 0, gaze: { kind: "ahead", on: 0, point: [0, 0, 0] }, wait: { kind: "none", seconds: 0, on: 0 }, path: [] } }])`,
    );
    await until(hers, `${named("ana")}.performer.marks.length === 1`);
    const one = await floor<number[]>(hers, `[...${named("ana")}.pose.position]`);
    await press(hers, "Enter");
    await until(
      hers,
      `floor.mirror.phase === "performance" && ${named("ana")}.performer.stage === "done"`,
      60_000,
    );
    await press(hers, "b");
    await until(hers, `floor.mirror.phase === "one"`);
    expect(await floor(hers, `[...${named("ana")}.pose.position]`)).toEqual(one);
  });

  it("changes the lens by key and keeps what she chose", async () => {
    await press(hers, "9");
    await until(hers, "floor.operator.settings.focal === floor.model.camera.focals.value[8]");
  });

  it("he comes by the link, watches, and sees the same world", async () => {
    his = await open("him");
    await until(his, "floor.presence.people.filter((p) => p.connected).length === 2");
    expect(await floor(his, "floor.operator.camera")).toBe(0);
    expect(await floor<number>(his, `${named("ana")}.performer.marks.length`)).toBe(1);
  }, 120_000);

  it("he throws the ball, and it lands in the same place for both and for a third, to the bit", async () => {
    const third = visit(server.link, "Third");
    await floor(
      his,
      `floor.room.send([{ type: "push", id: ${named("ball")}.id, point: [2, 0.11, 0], impulse: [0.6, 1.6, 2.2] }])`,
    );
    await until(hers, "floor.mirror.phase === 'performance'");
    const from = await floor<number>(hers, "floor.mirror.tick");
    const both = `floor.statistics?.hashed.tick > ${from + 90}`;
    await until(hers, both, 60_000);
    await until(his, both, 60_000);
    const a = await floor<{ tick: number; hash: string }>(hers, "floor.statistics.hashed");
    const b = await floor<{ tick: number; hash: string }>(his, "floor.statistics.hashed");
    for (const { tick, hash } of [a, b]) {
      while (!third.hashes.has(tick)) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(hash).toBe(third.hashes.get(tick));
    }
    third.close();
    expect(await floor(hers, "floor.statistics.resynchronised")).toBe(0);
    expect(await floor(his, "floor.statistics.resynchronised")).toBe(0);
    await press(hers, "b");
    await until(hers, `floor.mirror.phase === "one"`);
  }, 120_000);

  it("rolls and cuts by Space; the take is in both strips", async () => {
    await press(hers, "Space");
    await until(hers, "floor.presence.rolling !== ''");
    await until(his, "floor.model.state.value === 'rolling'");
    await until(hers, "floor.mirror.phase === 'performance'", 60_000);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await press(hers, "Space");
    await until(hers, "floor.presence.rolling === '' && floor.model.takes.value.length === 1");
    await until(his, "floor.model.takes.value.length === 1 && floor.model.takes.value[0].frames > 0");
    expect(server.log()).not.toMatch(/"msg":"[^"]*differs/);
  }, 120_000);
});
