/**
 * The whole story, on real pages against a real server, on Corner Street itself: what a director and a friend of hers do
 * in their first quarter of an hour, by mouse, keys and fingers alone. Two browsers, and a third world in Node that steps
 * along; each step is held to the world's hash, to the picture, or to the file. Once she has Chromium and he
 * Firefox, and once the other way round. Drawn small and plainly, so that a processor draws it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { PNG } from "pngjs";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as recorded from "../../client/floor/recorded.ts";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { replayFile } from "../../server/launch/replay.ts";
import * as track from "../../shared/camera/track.ts";
import { createHavok } from "../../shared/physics/havok.ts";
import { open as openTake, replay } from "../../shared/takes/replay.ts";
import { decodeTake, type Take } from "../../shared/takes/take.ts";
import { take as checkpointOf, restoreKeepingPeople } from "../../shared/world/checkpoint.ts";
import { hashWorld } from "../../shared/world/hash.ts";
import { stepWorld } from "../../shared/world/step.ts";
import { type BrowserName, launch, received } from "../fixtures/browser.ts";
import {
  floor,
  hashOf,
  until as holds,
  named,
  openFloor,
  press,
  strayHashes,
} from "../fixtures/floor-page.ts";
import {
  away,
  choose,
  clickAt,
  dolly,
  findButton,
  holdKey,
  lookAlong,
  pixel,
  placeOf,
  pressButton,
  pull,
  tapButton,
  type as typeInto,
} from "../fixtures/hands.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { steps } from "../fixtures/steps.ts";
import { blocks, decode, probe, psnr } from "../fixtures/video.ts";
import { type Visitor, visit } from "../fixtures/visitor.ts";
import { havok } from "../fixtures/yard.ts";

const ASSETS = fileURLToPath(new URL("../../assets", import.meta.url));
/** Who has which browser. */
const PAIRS: [her: BrowserName, his: BrowserName][] = [
  ["chromium", "firefox"],
  ["firefox", "chromium"],
];

/** The engine's picture, and nothing else that costs time. */
const PLAIN = "model=off";
const WINDOW = { width: 1000, height: 680 };
const until = (page: Page, what: string, timeout = 90_000) => holds(page, what, timeout);

beforeAll(async () => {
  await buildWhenStale();
}, 560_000);

describe.each(PAIRS)("one world, one link: she in %s, he in %s", (herBrowser, hisBrowser) => {
  const folder = temporaryFolder();
  const downloads = join(folder.path, "downloads");
  let server: ServerProcess;
  const browsers: Browser[] = [];
  let hers: Page;
  let his: Page;
  let phone: Page;
  /** A world in Node, stepped along: what every page is held to. */
  let third: Visitor;
  /** Hash of the stage at one, with her blocking. */
  let one = "";

  beforeAll(async () => {
    mkdirSync(downloads, { recursive: true });
    server = await startServer(join(folder.path, "data"), { ASSETS });
    third = visit(server.link, "Third");
    browsers.push(await launch(herBrowser, true, false, downloads));
    hers = await openFloor(browsers[0]!, server.link, "her", PLAIN);
    await hers.setViewport(WINDOW);
  }, 560_000);
  afterAll(async () => {
    third?.close();
    for (const browser of browsers) await browser.close();
    await server?.end("SIGTERM");
    folder.remove();
  });

  steps(`${herBrowser}-${hisBrowser}`, () => ({ her: hers, his, phone }));

  const ana = `${named("ana")}.performer`;
  /** Where a page has something, to the bit. */
  const where = (page: Page, name: string) => floor<number[]>(page, placeOf(name));
  const sameForAll = async (ticks?: number) => {
    expect(await strayHashes([hers, his], third, ticks)).toEqual([]);
    for (const page of [hers, his]) expect(await floor(page, "floor.statistics.resynchronised")).toBe(0);
    expect(third.defects).toEqual([]);
  };
  /** A take's file, as anybody may save it. */
  async function takeOf(id: string): Promise<Take> {
    const got = await fetch(`${server.base}/rooms/${server.stage}/takes/${id}.take?key=${server.key}`);
    const bytes = new Uint8Array(await got.arrayBuffer());
    const path = join(folder.path, `${id}.take`);
    writeFileSync(path, bytes);
    const printed: string[] = [];
    expect(await replayFile(path, (line) => printed.push(line)), printed.join("\n")).toBe(0);
    return decodeTake(new Uint8Array(brotliDecompressSync(bytes)));
  }

  it("opened by its link, shows a street that is alive, and three hints", async () => {
    await until(hers, "floor.operator.letter === 'A' && floor.operator.camera !== 0");
    await hers.waitForFunction("holdfast.canPoint()", { timeout: 100_000 });
    expect(await hers.$$eval(".hints p", (lines) => lines.map((line) => line.textContent))).toEqual([
      expect.stringContaining("Move"),
      expect.stringContaining("lens"),
      expect.stringContaining("Roll"),
    ]);
    // The car waits round the corner, and the ball lies on a crate.
    expect(await floor(hers, `${named("saloon")}.performer.stage`)).toBe("at one");
    const [ball, crate] = [await where(hers, "ball"), await where(hers, "crate-12")];
    expect(Math.hypot(ball[0]! - crate[0]!, ball[2]! - crate[2]!)).toBeLessThan(0.2);
    expect(ball[1]! - crate[1]!).toBeGreaterThan(0.3);
    // What stood a hair above the ground has come to rest.
    await expect
      .poll(
        async () => {
          const first = await hashOf(hers);
          await new Promise((resolve) => setTimeout(resolve, 1500));
          return (await hashOf(hers)) === first;
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    // People breathe, though nothing of the world changes.
    const before = await hashOf(hers);
    const stillOf = (name: string) =>
      hers.evaluate(`(async () => {
        const { floor, view, picture } = holdfast;
        const [x, y, z] = ${placeOf(name, 1.35)};
        const pose = { position: [x, y, z + 1.6], rotation: [0, 0, 0, 1] };
        const shot = { ...picture.cameraShot(), pose, opening: pose, exposure: 0, seconds: 0 };
        return [...(await view.still({ ...shot, overlays: undefined }, 64, 64)).data];
      })()`) as Promise<number[]>;
    for (const name of ["ana", "jonas", "mika"]) {
      const first = await stillOf(name);
      const changed = async () =>
        (await stillOf(name)).filter((value, k) => Math.abs(value - first[k]!) > 8).length;
      await expect.poll(changed, { timeout: 60_000 }).toBeGreaterThan(20);
    }
    expect(await hashOf(hers)).toBe(before);
  }, 560_000);

  it("four clicks lay three marks for Ana: she walks, waits for the car and sits down", async () => {
    // A little to the left: her chair stands at the edge of the open drawer.
    await lookAlong(hers, 0.12);
    await clickAt(hers, placeOf("ana", 1.2));
    await until(hers, `floor.selection[0] === ${named("ana")}.id`);
    await press(hers, "t");
    await until(hers, "floor.model.tool.value === 'marks'");
    await clickAt(hers, "[-0.6, 0, -2.6]");
    await until(hers, `${ana}.marks.length === 1`);
    await clickAt(hers, "[-3, 0, -4.6]");
    await until(hers, `${ana}.marks.length === 2`);
    await clickAt(hers, placeOf("chair-2b", 0.46));
    await until(hers, `${ana}.marks.length === 3`);
    const mark = (k: number) => `floor.roster.entities.get(${ana}.marks[${k}])`;
    expect(await floor(hers, `${mark(2)}.mark.deed`)).toBe("sit");
    expect(await floor(hers, `floor.roster.entities.get(${mark(2)}.mark.target).name`)).toBe("chair-2b");
    for (const k of [0, 1, 2]) expect(await floor(hers, `${mark(k)}.pose.position[1]`)).toBeLessThan(0.2);
    await press(hers, "Escape");
    await clickAt(hers, `${mark(1)}.pose.position`);
    await until(hers, "floor.model.inspected.value?.mark?.number === 2");
    await choose(hers, "For", "somebody's mark");
    await choose(hers, "Mark", "Red saloon 1");
    await until(hers, `${mark(1)}.mark.wait.on === ${named("saloon-1")}.id`);
    await press(hers, "Escape");
  }, 560_000);

  it("Enter calls Action: a rehearsal; B puts everything back to one, bit for bit", async () => {
    one = await hashOf(hers);
    const stood = await floor<number>(hers, "floor.operator.at.heading");
    await press(hers, "Enter");
    await until(hers, `${ana}.at === 1 && ${ana}.stage === "waiting"`, 60_000);
    expect(await floor(hers, `${named("saloon")}.performer.stage`)).toBe("going");
    await lookAlong(hers, stood - 0.36);
    await until(hers, `${ana}.posture === "sit" && ${ana}.stage === "done"`, 60_000);
    expect(await floor(hers, "floor.presence.rolling")).toBe("");
    expect(await hashOf(hers)).not.toBe(one);
    await press(hers, "b");
    await until(hers, "floor.mirror.phase === 'one'");
    expect(await hashOf(hers)).toBe(one);
    // The camera too, to where she had framed at one.
    await until(hers, `Math.abs(floor.operator.at.heading - ${stood}) < 0.05`);
  }, 560_000);

  it("a 35 mm, Space, a push in on Ana while the car comes and the crates fall, Space: take 1", async () => {
    await lookAlong(hers, -0.24);
    await clickAt(hers, placeOf("ana", 1.2));
    await until(hers, `floor.selection[0] === ${named("ana")}.id`);
    await press(hers, "f");
    await until(hers, `floor.operator.follows === ${named("ana")}.id`);
    await pressButton(hers, "Camera", "[role=tablist]");
    await pressButton(hers, "25", ".drawer.right");
    await until(hers, "floor.operator.settings.focal === 25");
    await pressButton(hers, "35", ".drawer.right");
    await until(hers, "floor.operator.settings.focal === 35");
    await press(hers, " ");
    await until(hers, "floor.mirror.rolling !== '' && floor.mirror.phase === 'performance'");
    const from = await floor<number>(hers, "floor.operator.at.position[2]");
    // A hand takes hold of a crate in the stack and pulls it out from under those above.
    const crate = await pixel(hers, placeOf("crate-8", 0.2));
    await pull(hers, crate, [-140, 10], away("crate-8", 0.6));
    await holdKey(hers, "w", `floor.operator.at.position[2] < ${from - 0.8}`);
    await until(
      hers,
      `${named("saloon")}.performer.stage === "done" || ${named("saloon")}.performer.at === 0`,
    );
    await press(hers, " ");
    await until(hers, "floor.presence.rolling === '' && floor.model.takes.value[0]?.thumbnail", 60_000);
    expect(await hers.$$eval(".take", (cards) => cards.length)).toBe(1);
    const take = await takeOf(await floor(hers, "floor.model.takes.value[0].id"));
    expect(take.line.cameras).toMatchObject([{ letter: "A", focal: 35 }]);
    const own = recorded.read(take.cameras[0]!);
    const sample = track.createSample();
    const standsAt = (tick: number): number => {
      track.sampleAt(sample, own.track, tick);
      return sample.position[2]!;
    };
    expect(standsAt(take.line.to)).toBeLessThan(standsAt(take.line.from) - 0.7);
    // Crates lie elsewhere.
    const fallen = [];
    for (const k of [5, 7, 8, 9, 10]) {
      const opening = await floor<number[]>(hers, `[...${named(`crate-${k}`)}.one.position]`);
      const now = await where(hers, `crate-${k}`);
      if (Math.hypot(...now.map((value, axis) => value - opening[axis]!)) > 0.2) fallen.push(k);
    }
    expect(fallen.length).toBeGreaterThan(1);
    await press(hers, "b");
    await until(hers, "floor.mirror.phase === 'one'");
    await until(hers, `floor.operator.at.position[2] > ${from - 0.2}`, 20_000);
    expect(await hashOf(hers)).toBe(one);
  }, 560_000);

  it("the link shows him the same world; he watches, then takes a camera of his own", async () => {
    await pressButton(hers, "Invite");
    const link = await hers.$eval("dialog input", (field) => (field as HTMLInputElement).value);
    expect(link).toBe(server.link);
    await hers.keyboard.press("Escape");
    const [, , z] = await floor<number[]>(hers, "[...floor.operator.at.position]");
    browsers.push(await launch(hisBrowser));
    const asked = performance.now();
    his = await openFloor(browsers[1]!, link, "him", PLAIN);
    console.info(`he was in after ${Math.round(performance.now() - asked)} ms, the page's code included`);
    await his.setViewport(WINDOW);
    await sameForAll();
    expect(await floor(his, `${ana}.marks.length`)).toBe(3);
    expect(await floor(his, "floor.operator.camera")).toBe(0);
    await until(his, "floor.model.camera.letter.value === 'A'");
    // What he watches is where she stands.
    await until(his, `Math.abs(floor.operator.at.position[2] - ${z}) < 0.3`);
    await his.waitForFunction("holdfast.canPoint()", { timeout: 100_000 });
    await pressButton(his, "Camera A", ".drawer.right");
    await pressButton(his, "Add a camera", "[role=menu]");
    await until(his, "floor.operator.letter === 'B' && floor.operator.camera !== 0");
    await until(hers, "floor.model.people.value.some((who) => who.camera === 'B')");
    one = await hashOf(hers);
  }, 240_000);

  it("he throws the ball, and she sees it land in the same place, to the bit", async () => {
    // He comes nearer, to where the ball is large enough to be taken.
    await dolly(his, 9);
    await until(his, "floor.operator.at.position[2] < 4.5");
    const ball = await pixel(his, placeOf("ball", 0.11));
    await his.mouse.move(...ball);
    await his.keyboard.down("g");
    await until(hers, `${named("ball")}.holder !== 0`);
    await his.mouse.move(ball[0] - 20, ball[1] - 25, { steps: 3 });
    await his.mouse.move(ball[0] - 60, ball[1] - 60, { steps: 3 });
    await his.keyboard.up("g");
    await until(hers, `${named("ball")}.holder === 0 && floor.mirror.phase === 'performance'`);
    await sameForAll(150);
    const thrown = await where(hers, "ball");
    const opening = await floor<number[]>(hers, `[...${named("ball")}.one.position]`);
    expect(Math.hypot(thrown[0]! - opening[0]!, thrown[2]! - opening[2]!)).toBeGreaterThan(0.5);
    // Time stands still, and it lies at the same place for both.
    await press(his, "k");
    for (const page of [hers, his]) await until(page, "floor.mirror.frozen");
    expect(await where(his, "ball")).toEqual(await where(hers, "ball"));
    await press(his, "b");
    for (const page of [hers, his]) await until(page, "floor.mirror.phase === 'one'");
    expect(await hashOf(his)).toBe(one);
  }, 560_000);

  it("take 2 is shot from two cameras at once", async () => {
    await press(hers, " ");
    for (const page of [hers, his]) await until(page, "floor.mirror.rolling !== ''");
    await until(his, "floor.mirror.phase === 'performance'");
    const x = await floor<number>(his, "floor.operator.at.position[0]");
    await dolly(his, 3);
    await until(his, `floor.operator.at.position[0] > ${x + 0.1}`);
    // Long enough for some frames of a page that draws one in three seconds.
    await until(hers, "floor.mirror.tick > floor.mirror.action + 720");
    // Anybody may cut.
    await press(his, " ");
    for (const page of [hers, his])
      await until(page, "floor.presence.rolling === '' && floor.model.takes.value[0]?.number === 2", 60_000);
    const take = await takeOf(await floor(hers, "floor.model.takes.value[0].id"));
    expect(take.line.cameras.map(({ letter }) => letter)).toEqual(["A", "B"]);
    for (const own of take.cameras) expect(recorded.read(own).track.count).toBeGreaterThan(2);
    await sameForAll();
  }, 560_000);

  it("she opens take 1, scrubs to where the car turns, P: all are live from that frame", async () => {
    const id = await floor<string>(hers, "floor.model.takes.value[1].id");
    const take = await takeOf(id);
    await (await hers.$$(".take .poster"))[1]!.click();
    await until(hers, "floor.model.state.value === 'playback' && floor.model.transport.length.value > 30");
    // Along the bar until the car steers.
    const bar = (await (await hers.$(".scrub"))!.boundingBox())!;
    const turns = `(() => {
      const at = floor.roster.slots.get(${named("saloon")}.id) * 24;
      const heading = 2 * Math.atan2(floor.mirror.data[at + 4], floor.mirror.data[at + 6]);
      return heading > -1.2 && heading < -0.3;
    })()`;
    let found = false;
    for (let share = 0.3; share < 0.95 && !found; share += 0.08) {
      await hers.mouse.click(bar.x + bar.width * share, bar.y + bar.height / 2);
      const frame = Math.round(share * (await floor<number>(hers, "floor.model.transport.length.value")));
      await until(hers, `Math.abs(floor.model.transport.position.value - ${frame}) <= 1`);
      await until(hers, "Math.abs(holdfast.world.position() - floor.mirror.tick) < 2");
      found = await floor<boolean>(hers, turns);
    }
    expect(found).toBe(true);
    expect(await floor(his, "floor.model.state.value")).not.toBe("playback");
    const tick = Math.round(await floor<number>(hers, "holdfast.world.position()"));
    await press(hers, "p");
    await until(hers, "floor.model.state.value === 'on set' && floor.mirror.phase === 'performance'");
    await until(his, "floor.mirror.phase === 'performance'");
    await sameForAll(30);
    expect(await floor(his, "floor.operator.letter")).toBe("B");
    // The take's own world, stepped on from that frame with nobody's hands in it, is the one that is live.
    const live = [...third.hashes].at(-1) as [number, string];
    const world = openTake(take, await createHavok(await havok()));
    replay(take, world, "", (now) => now.tick === tick);
    expect(world.tick).toBe(tick);
    // What hands held in the take is let go, as whenever a world is put in place of another.
    restoreKeepingPeople(world, checkpointOf(world));
    // His camera has come since; he keeps it.
    for (const entity of third.session.world!.entities.values())
      if (!world.entities.has(entity.id)) world.entities.set(entity.id, structuredClone(entity));
    const ago = live[0] - (third.session.world?.action ?? 0);
    while (world.tick - world.action < ago) stepWorld(world, []);
    expect(hashWorld(world)).toBe(live[1]);
  }, 560_000);

  it("a still is a file, as large as it says, of what the viewport shows", async () => {
    await press(hers, "b");
    await until(hers, "floor.mirror.phase === 'one'");
    // The camera comes back to what she framed, and focus follows: until no more moves for two seconds than a hand does.
    await until(
      hers,
      `(() => {
        const { pose, lens } = holdfast.picture.cameraShot();
        const now = [...pose.position, ...pose.rotation, lens.focus / 10];
        const moved = globalThis.stood?.now.some((value, k) => Math.abs(value - now[k]) > 0.04) ?? true;
        if (moved) globalThis.stood = { now, since: performance.now() };
        return performance.now() - globalThis.stood.since > 2000;
      })()`,
    );
    await press(hers, "i");
    const path = await received(downloads, /\.png$/);
    const { width, height, data } = PNG.sync.read(readFileSync(path));
    expect(width).toBe(1920);
    expect(height).toBeGreaterThan(1920 / 2.39 + 20);
    const shown = (await hers.evaluate(
      "(async () => [...(await holdfast.view.still(holdfast.picture.cameraShot(), 480, 200)).data])()",
    )) as number[];
    const means = blocks(data, width, 40);
    const others = blocks(shown, 480, 10);
    const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
    const spread = Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / means.length);
    const off = means.reduce((sum, value, k) => sum + Math.abs(value - others[k]!), 0) / means.length;
    expect(mean).toBeGreaterThan(25);
    expect(spread).toBeGreaterThan(15);
    expect(off).toBeLessThan(spread / 5);
  }, 560_000);

  it("take 2 is exported, frame-exact, from both cameras", async () => {
    const [first, last] = [40, 45];
    await (await hers.$$(".take .poster"))[0]!.click();
    await until(hers, "floor.model.state.value === 'playback' && floor.model.transport.length.value > 50");
    await pressButton(hers, "Export a take", ".transport");
    await hers.waitForSelector("dialog[open] footer button");
    await choose(hers, "Size", "480", "dialog");
    await typeInto(hers, "From", `${first}`, "dialog");
    await typeInto(hers, "To", `${last}`, "dialog");
    for (const burnt of ["Slate", "Timecode"]) await pressButton(hers, burnt, "dialog fieldset");
    const order = await findButton(hers, "Export", "dialog footer");
    await until(hers, "floor.model.exporting.codecs.value.length > 0", 60_000);
    await hers.waitForFunction((button) => button.getAttribute("aria-disabled") !== "true", {}, order);
    await order.click();
    await until(hers, "floor.model.exporting.job.value !== null");
    await hers.evaluate("holdfast.exports.idle()");
    await pressButton(hers, "Close", "dialog[open]");
    await hers.waitForFunction("document.querySelector('dialog[open]') === null");
    const files = [await received(downloads, /T2_A\.mp4$/), await received(downloads, /T2_B\.mp4$/)];
    const shots = files.map((file) => {
      const { stream, packets } = probe(file);
      expect(stream).toMatchObject({ width: 480, r_frame_rate: "24/1", nb_read_frames: "6" });
      expect(Number(stream["duration_ts"]) * 24).toBe(6 * Number(String(stream["time_base"]).slice(2)));
      const step = packets[0]!.duration;
      // A codec may write frames in another order than they are shown in.
      const shown = packets.map(({ pts }) => pts).sort((a, b) => a - b);
      expect(shown).toEqual([0, 1, 2, 3, 4, 5].map((k) => k * step));
      return decode(file, 480, Number(stream["height"]));
    });
    const height = shots[0]![0]!.length / 480 / 3;
    expect(psnr(shots[0]![0]!, shots[1]![0]!, 480, 0, height)).toBeLessThan(28);
    // The same frame in the paused review, from the same camera.
    const shown = async (frame: number): Promise<Uint8Array> => {
      await hers.evaluate(`holdfast.emit({ type: "seek", frame: ${frame}, settled: true })`);
      await until(hers, `floor.model.transport.position.value === ${frame}`);
      const text = (await hers.evaluate(`(async () => {
        const { floor, view, picture, world } = holdfast;
        const tick = floor.takes.get(floor.model.transport.take.value).from + ${frame} * 2.5;
        const still = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        do await still(); while (Math.abs(world.position() - tick) > 1e-6 || world.from.tick > tick || world.to.tick < tick || floor.light.state.kind === "changing");
        view.setQuality("high");
        await view.settled();
        const { data } = await view.still(picture.cameraShot(), 480, ${height});
        view.setQuality("low");
        let text = "";
        for (let k = 0; k < data.length; k += 4) text += String.fromCharCode(data[k], data[k + 1], data[k + 2]);
        return btoa(text);
      })()`)) as string;
      return Buffer.from(text, "base64");
    };
    for (const k of [0, 5]) {
      const want = await shown(first + k);
      expect(psnr(shots[0]![k]!, want, 480, 0, height), `frame ${k}`).toBeGreaterThan(27);
    }
    await pressButton(hers, "To the set", ".transport");
    await until(hers, "floor.model.state.value === 'on set'");
  }, 560_000);

  it("a key compares the network's picture with the engine's: split, engine, network", async () => {
    await his.close();
    // Back by her own link, on her own camera, with the network that is shipped.
    await hers.goto(hers.url().replace(PLAIN, "model=small&patient"));
    await hers.waitForFunction("window.holdfast?.floor.mirror?.count > 10", {
      timeout: 100_000,
      polling: 250,
    });
    await until(hers, "floor.operator.letter === 'A' && floor.operator.camera !== 0");
    await until(hers, "floor.model.picture.value.network && holdfast.loop.rate > 0", 200_000);
    // Values by which the shown picture and the engine's differ, at the left and at the right of the middle. People
    // breathe between one still and the next, which is little.
    const halves = () =>
      hers.evaluate(`(async () => {
        const { view, picture } = holdfast;
        const [W, H] = [120, 50];
        const shown = (await view.still(picture.shot, W, H, true)).data;
        const engine = (await view.still(picture.shot, W, H)).data;
        const half = [0, 0];
        for (let i = 0; i < shown.length; i++)
          if (Math.abs(shown[i] - engine[i]) > 1) half[(i / 4) % W < W / 2 ? 0 : 1]++;
        return half;
      })()`) as Promise<[number, number]>;
    await expect.poll(async () => Math.min(...(await halves())), { timeout: 60_000 }).toBeGreaterThan(600);
    await press(hers, "y");
    await until(hers, "floor.model.picture.value.shown === 'engine'");
    expect(Math.max(...(await halves()))).toBeLessThan(300);
    await press(hers, "y");
    await until(hers, "floor.model.picture.value.shown === 'split'");
    const [left, right] = await halves();
    expect(left).toBeGreaterThan(600);
    expect(right).toBeLessThan(300);
    await press(hers, "y");
    await until(hers, "floor.model.picture.value.shown === 'network'");
    expect(Math.min(...(await halves()))).toBeGreaterThan(600);
    // She has done her work, and leaves the camera to whoever comes.
    await pressButton(hers, "Camera A", ".drawer.right");
    await pressButton(hers, "Watch", "[role=menu]");
    await until(hers, "floor.operator.camera === 0");
    await hers.close();
  }, 560_000);

  it("on a phone: opened, watched, a camera taken, rolled and cut, the take opened", async () => {
    phone = await browsers[0]!.newPage({ type: "window" });
    await phone.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: herBrowser === "chromium" });
    await phone.goto(server.link.replace("#", `?${PLAIN}&engine=webgl2&quality=low&scale=0.25&as=phone#`));
    await phone.waitForFunction("window.holdfast?.floor.mirror?.count > 10", {
      timeout: 100_000,
      polling: 250,
    });
    expect(await floor(phone, "floor.operator.camera")).toBe(0);
    await until(phone, "floor.model.people.value.find((who) => who.self)?.on === 'village'");
    await tapButton(phone, "Take A");
    await until(phone, "floor.operator.letter === 'A' && floor.operator.camera !== 0");
    await tapButton(phone, "Roll");
    await until(phone, "floor.mirror.rolling !== '' && floor.mirror.phase === 'performance'", 60_000);
    await until(phone, "floor.mirror.tick > floor.mirror.action + 60");
    await tapButton(phone, "Cut");
    await until(phone, "floor.presence.rolling === '' && floor.model.takes.value.length === 3", 60_000);
    await tapButton(phone, "Camera A", ".phone-top");
    await tapButton(phone, "Review", "[role=menu]");
    await until(phone, "floor.model.state.value === 'playback' && floor.model.transport.length.value > 20");
    await tapButton(phone, "Play");
    await until(phone, "floor.model.transport.position.value > 4");
    await tapButton(phone, "To the set");
    await until(phone, "floor.model.state.value === 'on set'");
    await phone.close();
    expect(server.log()).not.toMatch(/"msg":"[^"]*differs/);
  }, 560_000);
});
