/**
 * Takes on real pages: reviewed from the strip, shown to everybody, and picked up from the frame on screen, while the
 * live world goes on; the strip's picture, the file, the names, and what others see of each. On the yard, in Chromium.
 */
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { decodeTake } from "../../shared/takes/take.ts";
import { launch } from "../fixtures/browser.ts";
import { floor, named, openFloor, press, strayHashes, until } from "../fixtures/floor-page.ts";
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

const shownFrame = (page: Page) => floor<number>(page, "floor.model.transport.position.value");
const toFrame = (page: Page, frame: number) =>
  until(page, `floor.model.transport.position.value === ${frame}`);
const ballAt = (page: Page) =>
  floor<number[]>(
    page,
    `(() => { const at = floor.roster.slots.get(${named("ball")}.id) * 24; return [...floor.mirror.data.slice(at, at + 3)]; })()`,
  );

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
    expect(await ballAt(his)).toEqual(await ballAt(hers));
    // What she leads he does not.
    await press(his, "ArrowRight");
    await until(his, "floor.model.toasts.value.some((toast) => /shows this take/.test(toast.text))");
    expect(await shownFrame(his)).toBe(33);
    await hers.click('[aria-label^="Stop showing"]');
    await until(his, "floor.model.state.value !== 'playback'");
    expect(await floor(hers, "floor.model.state.value")).toBe("playback");
  }, 120_000);

  it("are picked up live from the frame on screen, for everybody, with equal hashes; and that can be undone", async () => {
    await press(hers, "b");
    await until(his, "floor.mirror.phase === 'one'");
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
      const asked: string[] = [];
      HTMLAnchorElement.prototype.click = function () {
        asked.push(this.href);
      };
      const { emit, floor: f } = (
        window as unknown as {
          holdfast: { emit(i: object): void; floor: { model: { takes: { value: { id: string }[] } } } };
        }
      ).holdfast;
      emit({ type: "download take", take: f.model.takes.value[0]!.id });
      const response = await fetch(asked[0]!);
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { name: response.headers.get("content-disposition"), bytes: [...bytes] };
    });
    expect(got.name).toMatch(/\.take"$/);
    const take = decodeTake(new Uint8Array(brotliDecompressSync(Uint8Array.from(got.bytes))));
    expect(take.line).toMatchObject({ rating: 4, description: "The ball flies" });
    expect(take.cameras[0]?.letter).toBe("A");
  });
});

describe("people on the page", () => {
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
    expect(lines.map(({ what }) => what)).toEqual(["Locked or unlocked Chair", "Locked or unlocked Ball"]);
    // His step is no business of hers.
    await floor(hers, `holdfast.emit({ type: "undo step", id: ${lines[1]!.id} })`);
    await floor(hers, `holdfast.emit({ type: "undo step", id: ${lines[0]!.id} })`);
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
