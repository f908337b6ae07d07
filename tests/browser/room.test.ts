/**
 * The room on real pages: takes reviewed from the strip, shown to everybody and picked up from the frame on screen while
 * the live world goes on; people, what they do to the set, the first page, the keyboard. On the yard, in Chromium.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { decodeTake } from "../../shared/takes/take.ts";
import { launch } from "../fixtures/browser.ts";
import { floor, named, openFloor, press, strayHashes, until } from "../fixtures/floor-page.ts";
import { clickUncovered } from "../fixtures/hands.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { visit } from "../fixtures/visitor.ts";

const folder = temporaryFolder();
let server: ServerProcess;
let browser: Browser;
let hers: Page;
let his: Page;

beforeAll(async () => {
  await buildWhenStale();
  server = await startServer(join(folder.path, "data"));
  browser = await launch("chromium");
  hers = await openFloor(browser, server.link, "her");
  his = await openFloor(browser, server.link, "him");
}, 280_000);
afterAll(async () => {
  await browser?.close();
  await server?.end("SIGTERM");
  folder.remove();
});

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Findings of axe-core on a page that are serious or critical, one line each. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return (await page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .flatMap((one) => one.nodes.map((node) => one.id + ": " + node.html.slice(0, 160))))`)) as string[];
}

const emit = (page: Page, intent: string) => floor(page, `holdfast.emit(${intent})`);

const shownFrame = (page: Page) => floor<number>(page, "floor.model.transport.position.value");
const toFrame = (page: Page, frame: number) =>
  until(page, `floor.model.transport.position.value === ${frame}`);
const ball = `(() => { const at = floor.roster.slots.get(${named("ball")}.id) * 24; return [...floor.mirror.data.slice(at, at + 3)]; })()`;
const ballAt = (page: Page) => floor<number[]>(page, ball);

describe("takes on the page", () => {
  it("are shot, and have a picture in both strips", async () => {
    await until(hers, "floor.operator.letter === 'A'");
    await hers.evaluate(
      "holdfast.floor.model.settings.value = { ...holdfast.floor.model.settings.value, preRoll: 0 }",
    );
    await press(hers, "Space");
    await until(hers, "floor.mirror.rolling !== '' && floor.mirror.phase === 'performance'");
    await floor(
      hers,
      `floor.room.send([{ type: "push", id: ${named("ball")}.id, point: [2, 0.11, 0], impulse: [0.4, 0.9, 1.6] }])`,
    );
    await until(hers, "floor.mirror.tick > floor.mirror.action + 150", 60_000);
    await press(hers, "Space");
    for (const page of [hers, his])
      await until(page, "floor.presence.rolling === '' && floor.model.takes.value[0]?.thumbnail", 60_000);
    const painted = await his.evaluate(async () => {
      const address = (document.querySelector(".take img") as HTMLImageElement).src;
      return (await fetch(address)).headers.get("content-type");
    });
    expect(painted).toBe("image/webp");
  }, 120_000);

  it("open from the strip beside the live world, and are scrubbed, stepped, shuttled and flagged by key", async () => {
    await hers.click(".take .poster");
    await until(hers, "floor.model.state.value === 'playback' && floor.model.transport.length.value > 30");
    expect(await hers.$eval(".room-clock .state", (one) => one.textContent)).toBe("Playback");
    expect(await floor(his, "floor.model.state.value")).not.toBe("playback");
    await floor(hers, "holdfast.emit({ type: 'seek', frame: 20, settled: true })");
    await toFrame(hers, 20);
    await press(hers, "ArrowRight");
    await toFrame(hers, 21);
    await press(hers, "ArrowLeft");
    await toFrame(hers, 20);
    await press(hers, "m");
    await until(hers, "floor.model.transport.marks.value.some((m) => m.kind === 'flag' && m.at === 20)");
    await until(his, "floor.model.takes.value[0].flags.length === 1");
    await press(hers, "l");
    await until(hers, "floor.model.transport.playing.value && floor.model.transport.position.value > 24");
    await press(hers, "j");
    await until(hers, "floor.model.transport.speed.value < 0 && floor.model.transport.position.value < 22");
    await press(hers, "k");
    await until(hers, "!floor.model.transport.playing.value");
    // Nobody can roll, or move things, over a take that is being looked at.
    await press(hers, " ");
    await until(hers, "floor.model.transport.playing.value");
    await press(hers, "k");
    const pressed = await floor<number>(hers, "floor.toasts");
    await floor(hers, `holdfast.emit({ type: "remove", ids: [${named("ball")}.id] })`);
    await until(hers, `floor.toasts > ${pressed}`);
  }, 120_000);

  it("are shown to everybody: all follow where she goes, and are back on set when she ends it", async () => {
    await until(hers, "!floor.model.transport.playing.value");
    await hers.click('[aria-label^="Show all"]');
    await until(his, "floor.model.state.value === 'playback'");
    await until(his, "floor.model.transport.length.value > 30");
    expect(await his.$eval(".shower", (one) => one.textContent)).toContain("shows it");
    await floor(hers, "holdfast.emit({ type: 'seek', frame: 33, settled: true })");
    await toFrame(hers, 33);
    await toFrame(his, 33);
    // The frame is named at once, and shown when it has been stepped to: the same to the bit.
    await expect
      .poll(async () => JSON.stringify(await ballAt(his)) === JSON.stringify(await ballAt(hers)), {
        timeout: 20_000,
      })
      .toBe(true);
    // What she leads he does not.
    await press(his, "ArrowRight");
    await until(his, "floor.model.toasts.value.some((toast) => /shows this take/.test(toast.text))");
    expect(await shownFrame(his)).toBe(33);
    await hers.click('[aria-label^="Stop showing"]');
    await until(his, "floor.model.state.value !== 'playback'");
    expect(await floor(hers, "floor.model.state.value")).toBe("playback");
  }, 120_000);

  it("are picked up live from the frame on screen, for everybody, with equal hashes; and that can be undone", async () => {
    await emit(hers, "{ type: 'back to one' }");
    await until(his, "floor.model.state.value !== 'playback' && floor.mirror.phase === 'one'");
    const there = await ballAt(hers);
    await press(hers, "p");
    for (const page of [hers, his])
      await until(page, "floor.model.state.value === 'on set' && floor.mirror.phase === 'performance'");
    // The ball goes on from where it was on that frame, through the air.
    const third = visit(server.link, "Third");
    expect(await strayHashes([hers, his], third, 30)).toEqual([]);
    third.close();
    expect(Math.hypot(there[0]! - 2, there[2]!)).toBeGreaterThan(0.3);
    await floor(hers, "holdfast.emit({ type: 'undo' })");
    for (const page of [hers, his]) await until(page, "floor.mirror.phase === 'one'");
  }, 120_000);

  it("are rated and described by anybody, and saved as a file that plays by itself", async () => {
    await floor(
      his,
      `holdfast.emit({ type: "rate take", take: floor.model.takes.value[0].id, change: { rating: 4, circled: true, status: "print", description: "The ball flies" } })`,
    );
    await until(
      hers,
      "floor.model.takes.value[0].rating === 4 && floor.model.takes.value[0].description === 'The ball flies'",
    );
    const got = await hers.evaluate(async () => {
      const asked = new Promise<HTMLAnchorElement>((resolve) => {
        HTMLAnchorElement.prototype.click = function () {
          resolve(this);
        };
      });
      const { emit, floor: f } = (
        window as unknown as {
          holdfast: { emit(i: object): void; floor: { model: { takes: { value: { id: string }[] } } } };
        }
      ).holdfast;
      emit({ type: "download take", take: f.model.takes.value[0]!.id });
      const { href, download } = await asked;
      const bytes = new Uint8Array(await (await fetch(href)).arrayBuffer());
      return { href, name: download, bytes: [...bytes] };
    });
    expect(got.name).toMatch(/^[\w.-]+\.take$/);
    // Browsers note beside a file where it came from.
    expect(got.href).not.toContain("key=");
    const take = decodeTake(new Uint8Array(brotliDecompressSync(Uint8Array.from(got.bytes))));
    expect(take.line).toMatchObject({ rating: 4, description: "The ball flies" });
    expect(take.cameras[0]?.letter).toBe("A");
  });
});

/** Both are on set, at one. */
async function onSet(): Promise<void> {
  for (const page of [hers, his]) {
    await emit(page, "{ type: 'close review' }");
    await until(page, "floor.model.state.value === 'on set'");
  }
  await emit(hers, "{ type: 'back to one' }");
  for (const page of [hers, his]) await until(page, "floor.mirror.phase === 'one'");
}

describe("people on the page", () => {
  beforeAll(onSet, 60_000);

  it("have names that they keep, and everybody sees", async () => {
    await floor(his, "holdfast.emit({ type: 'rename self', name: 'Oona Pike' })");
    await until(
      hers,
      "floor.model.people.value.some((who) => who.name === 'Oona Pike' && who.initials === 'OP')",
    );
    expect(await his.evaluate("localStorage.getItem('name')")).toBe("Oona Pike");
  });

  it("see who did what, take their own steps back, and nobody else's", async () => {
    const lock = (page: Page, name: string) =>
      floor(page, `holdfast.emit({ type: "lock", ids: [${named(name)}.id], locked: true })`);
    await lock(his, "ball");
    await lock(hers, "chair");
    await until(hers, "floor.model.history.value.filter((line) => /ocked/.test(line.what)).length === 2");
    const lines = await floor<{ id: number; who: number; what: string }[]>(
      hers,
      "floor.model.history.value.filter((line) => /ocked/.test(line.what))",
    );
    // Both may be of one tick: whose comes first is as it was ordered.
    const [mine, theirs] = [/Chair/, /Ball/].map((name) => lines.find(({ what }) => name.test(what))!);
    // His step is no business of hers.
    await emit(hers, `{ type: "undo step", id: ${theirs!.id} }`);
    await emit(hers, `{ type: "undo step", id: ${mine!.id} }`);
    await until(his, `!${named("chair")}.locked`);
    expect(await floor(his, `${named("ball")}.locked`)).toBe(true);
  });

  it("share the project's frame and rate, and the slate", async () => {
    await floor(
      hers,
      "holdfast.emit({ type: 'settings', change: { ratio: '1.85', rate: '25', slateStyle: 'uk', thirds: true } })",
    );
    await until(
      his,
      "floor.model.settings.value.ratio === '1.85' && floor.model.settings.value.rate === '25' && floor.model.settings.value.slateStyle === 'uk'",
    );
    expect(await floor(his, "floor.model.settings.value.thirds")).toBe(false);
    await floor(hers, "holdfast.emit({ type: 'scene', scene: '24' })");
    await until(his, "floor.model.slate.value.scene === '24' && floor.model.slate.value.name === '1 · T1'");
  });
});

describe("the set on the page", () => {
  /** Where a world point lies on the page. */
  const pixel = (page: Page, of: string) =>
    floor<[number, number]>(
      page,
      `(() => { const at = [0, 0]; holdfast.picture.pixel(at, ${of}); return at; })()`,
    );
  const count = (page: Page, label: string) =>
    floor<number>(page, `[...floor.roster.entities.values()].filter((e) => e.label === "${label}").length`);

  beforeAll(async () => {
    await hers.setViewport({ width: 1280, height: 800 });
    await hers.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    await onSet();
    await until(hers, "holdfast.canPoint()", 60_000);
    await emit(hers, "{ type: 'select', ids: [], add: false }");
    // What was told until now lies over the foot of the list, where the shelf will be.
    await hers.evaluate(`
      for (const { id } of holdfast.floor.model.toasts.value) holdfast.emit({ type: "dismiss toast", id });
      holdfast.emit({ type: "dismiss hints" });`);
  }, 90_000);

  it("takes things from the shelf: dragged to a place with a ghost at the pointer, and taken back in one step", async () => {
    const crates = await count(hers, "Crate");
    await clickUncovered(hers, '[aria-label="Add something to the set"]');
    await hers.waitForSelector(".tile");
    const box = (await hers.evaluate(() => {
      const tile = [...document.querySelectorAll(".tile")].find((one) => one.textContent === "Crate")!;
      tile.scrollIntoView({ block: "center" });
      const { x, y } = tile.getBoundingClientRect();
      return { x, y };
    })) as { x: number; y: number };
    const [x, y] = await pixel(hers, "[1, 0, 2]");
    await hers.mouse.move(box.x + 20, box.y + 20);
    await hers.mouse.down();
    await hers.mouse.move(x - 30, y, { steps: 3 });
    await hers.mouse.move(x, y, { steps: 3 });
    // It comes with the next picture.
    await hers.waitForFunction("getComputedStyle(document.querySelector('.ghost')).display !== 'none'");
    await hers.mouse.up();
    await until(
      hers,
      `[...floor.roster.entities.values()].filter((e) => e.label === "Crate").length === ${crates + 1}`,
    );
    await until(hers, "floor.model.inspected.value?.label === 'Crate'");
    const at = await floor<number[]>(hers, "floor.model.inspected.value.position");
    expect(Math.hypot(at[0]! - 1, at[2]! - 2)).toBeLessThan(0.3);
    await press(hers, "Escape");
    await emit(hers, "{ type: 'undo' }");
    await until(
      his,
      `[...floor.roster.entities.values()].filter((e) => e.label === "Crate").length === ${crates}`,
    );
    await hers.click('[aria-label="Add something to the set"]');
  }, 90_000);

  it("is directed: a path walked by hand, a gesture, an eyeline, a cue, a lamp", async () => {
    const ana = await floor<number>(hers, `${named("ana")}.id`);
    await emit(hers, `{ type: "select", ids: [${ana}], add: false }`);
    await until(hers, "floor.model.inspected.value?.label === 'Ana'");
    await emit(hers, `{ type: "walk it", id: ${ana} }`);
    await hers.evaluate("document.getElementById('canvas').focus()");
    await hers.keyboard.down("d");
    await until(hers, "parseFloat(document.querySelector('.ghost text')?.textContent) > 1.5", 60_000);
    await hers.keyboard.up("d");
    await hers.keyboard.press("Enter");
    await until(his, `${named("ana")}.performer.marks.length === 1`);
    const mark = await floor<{ path: number[]; speed: number }>(
      hers,
      `floor.roster.entities.get(${named("ana")}.performer.marks[0]).mark`,
    );
    expect(mark.path.length).toBeGreaterThan(4);
    expect(await floor(hers, "floor.mirror.phase")).toBe("one");
    await emit(hers, `{ type: "gesture", id: ${ana}, clip: "wave" }`);
    await until(his, `${named("ana")}.performer.clip === "wave"`);
    await emit(hers, `{ type: "gaze", id: ${ana}, gaze: { kind: "lens", on: 0, point: [0, 0, 0] } }`);
    await until(his, `${named("ana")}.performer.eyeline.kind === "lens"`);
    await emit(
      hers,
      `{ type: "set cue", id: 0, cue: { label: "Bell", when: "hand", seconds: 0, on: 0, against: 0 } }`,
    );
    await until(his, "floor.model.cues.value.some((line) => line.cue.label === 'Bell')");
    const lamp = await floor<number>(hers, `${named("lamp")}.id`);
    await emit(
      hers,
      `{ type: "set lamp", ids: [${lamp}], lamp: { on: true, level: 2.5, kelvin: 3200 }, settled: true }`,
    );
    await until(his, `${named("lamp")}.lamp.level === 2.5`);
    await emit(hers, `{ type: "hide", ids: [${await floor(hers, `${named("wall")}.id`)}], hidden: true }`);
    await until(his, `${named("wall")}.hidden`);
  }, 120_000);
});

describe("the keyboard and the screen reader", () => {
  beforeAll(onSet, 60_000);

  it("never roll while somebody types, and leaving asks while something rolls", async () => {
    await hers.focus(".left input[type=search]");
    await hers.keyboard.type("a b ");
    await hers.keyboard.press("Escape");
    expect(await floor(hers, "floor.presence.rolling")).toBe("");
    await press(hers, "Space");
    await until(hers, "floor.model.state.value === 'rolling'");
    const asked = await hers.evaluate(
      "(() => { const leaving = new Event('beforeunload', { cancelable: true }); dispatchEvent(leaving); return leaving.defaultPrevented; })()",
    );
    expect(asked).toBe(true);
    await press(hers, "Space");
    await until(hers, "floor.model.state.value !== 'rolling'");
  }, 60_000);

  it("find nothing serious amiss on the page", async () => {
    expect(await findings(hers)).toEqual([]);
  }, 60_000);
});

describe("the first page", () => {
  it("lists the house's stages, makes one by name and opens it, and is found again from the room", async () => {
    const page = await browser.newPage({ type: "window" });
    await page.setViewport({ width: 800, height: 600 });
    await page.goto(`${server.base}/#house=${server.houseKey}`);
    await page.waitForSelector(".first-page .card");
    expect(page.url()).not.toContain(server.houseKey);
    expect(await page.$eval(".card strong", (one) => one.textContent)).toBe("Yard");
    expect(await findings(page)).toEqual([]);
    await page.click('section[aria-label="New stage"] .poster');
    await page.waitForSelector(".naming input:focus");
    await page.keyboard.type("Night exterior");
    await page.keyboard.press("Enter");
    await page.waitForFunction("location.pathname.startsWith('/s/night-exterior')");
    // Drawn small, as every page here.
    await page.goto(page.url().replace("#", "?engine=webgl2&quality=low&scale=0.25#"));
    await until(page, "floor.model.stage.value === 'Night exterior'", 100_000);
    await page.waitForSelector('.top [aria-label="All stages"]');
    await page.click('.top [aria-label="All stages"]');
    await page.waitForFunction("document.querySelectorAll('.first-page .card').length === 3");
    await page.evaluate("localStorage.removeItem('house key')");
    await page.reload();
    await page.waitForSelector(".first-page .card");
    expect(await page.$eval(".first-page h2", (one) => one.textContent)).toBe("Stages that you have been in");
    await page.close();
  }, 240_000);
});
