/**
 * The story of two people in one room, on real pages against a real server: she, in Chromium, blocks and rehearses, he
 * comes by the link in Firefox, they shoot, and both worlds and a third in Node are the same to the bit: two engines of
 * JavaScript, of WebAssembly and of pictures. On the yard, which is boxes, so that a processor without graphics draws it
 * fast enough. `npm run test:story` tells the whole of it on the street, and the other way round.
 */
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { launch } from "../fixtures/browser.ts";
import { floor, named, openFloor, press, strayHashes, until } from "../fixtures/floor-page.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { until as untilHere, visit } from "../fixtures/visitor.ts";

let server: ServerProcess;
const browsers: Browser[] = [];
let hers: Page;
let his: Page;

describe("one world, one link", () => {
  const folder = temporaryFolder();
  beforeAll(async () => {
    await buildWhenStale();
    server = await startServer(join(folder.path, "data"));
    browsers.push(await launch("chromium"));
    hers = await openFloor(browsers[0]!, server.link, "her");
  }, 280_000);
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await server?.end("SIGTERM");
    folder.remove();
  });

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
    browsers.push(await launch("firefox"));
    his = await openFloor(browsers[1]!, server.link, "him");
    await until(his, "floor.presence.people.filter((p) => p.connected).length === 2");
    expect(await floor(his, "floor.operator.camera")).toBe(0);
    expect(await floor<number>(his, `${named("ana")}.performer.marks.length`)).toBe(1);
  }, 120_000);

  it("W1: he throws the ball, she a crate, and all land in the same place for both and for a third, to the bit", async () => {
    const third = visit(server.link, "Third");
    await untilHere("the third is in", () => third.state === "live");
    for (const [page, name, at, impulse] of [
      [his, "ball", "[2, 0.11, 0]", "[0.6, 1.6, 2.2]"],
      [hers, "crate-5", "[6.6, 1.3, 8]", "[48, 20, -30]"],
    ] as const) {
      await floor(
        page,
        `floor.room.send([{ type: "push", id: ${named(name)}.id, point: ${at}, impulse: ${impulse} }])`,
      );
    }
    await until(hers, "floor.mirror.phase === 'performance'");
    expect(await strayHashes([hers, his], third, 120)).toEqual([]);
    expect(third.defects).toEqual([]);
    third.close();
    for (const page of [hers, his]) expect(await floor(page, "floor.statistics.resynchronised")).toBe(0);
    await press(hers, "b");
    await until(hers, `floor.mirror.phase === "one"`);
  }, 120_000);

  it("she rolls by Space and he cuts by it; the take is in both strips", async () => {
    await press(hers, " ");
    await until(hers, "floor.presence.rolling !== ''");
    await until(his, "floor.model.state.value === 'rolling'");
    await until(hers, "floor.mirror.phase === 'performance'", 60_000);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await press(his, " ");
    await until(hers, "floor.presence.rolling === '' && floor.model.takes.value.length === 1");
    await until(his, "floor.model.takes.value.length === 1 && floor.model.takes.value[0].frames > 0");
    // What goes on moving is no rehearsal; back at one it is over.
    for (const page of [hers, his]) await until(page, "floor.model.cut.value");
    await press(hers, "b");
    for (const page of [hers, his])
      await until(page, "floor.model.phase.value === 'one' && !floor.model.cut.value");
    expect(server.log()).not.toMatch(/"msg":"[^"]*differs/);
  }, 120_000);
});
