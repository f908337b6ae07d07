/**
 * What may go wrong while two people shoot, on real pages: the server is killed in the middle of a take and comes back
 * on the same port with the same data; a connection breaks, or stands still. Pages come back by themselves, nothing that
 * anybody did is lost, and the worlds are the same to the bit.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { replayFile } from "../../server/launch/replay.ts";
import { BROWSERS, launch } from "../fixtures/browser.ts";
import { floor, named, openFloor, press, strayHashes, until } from "../fixtures/floor-page.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { until as untilHere, type Visitor, visit } from "../fixtures/visitor.ts";
import { openWire, type Wire } from "../fixtures/wire.ts";

const LIVE = "floor.model.link.value === 'joined'";
const push = (name: string, x: number): string =>
  `floor.room.send([{ type: "push", id: ${named(name)}.id, point: [2, 0.11, 0], impulse: [${x}, 1.5, 2] }])`;
const layMark = (x: number): string =>
  `floor.room.send([{ type: "layMark", pose: { position: [${x}, 0, 1], rotation: [0, 0, 0, 1] }, mark: {
    owner: ${named("ana")}.id, gait: "walk", speed: 0, seconds: 0, facing: null, deed: "stand", gesture: "",
    target: 0, gaze: { kind: "ahead", on: 0, point: [0, 0, 0] }, wait: { kind: "none", seconds: 0, on: 0 }, path: [] } }])`;

beforeAll(async () => {
  await buildWhenStale();
}, 280_000);

describe.each(BROWSERS)("a room that is shot in, in %s", (name) => {
  const folder = temporaryFolder();
  const data = join(folder.path, "data");
  let server: ServerProcess;
  let wire: Wire;
  let browser: Browser;
  let hers: Page;
  let his: Page;
  let third: Visitor;

  beforeAll(async () => {
    server = await startServer(data);
    wire = await openWire(Number(new URL(server.base).port));
    browser = await launch(name);
    hers = await openFloor(browser, server.link, "her");
    const link = new URL(server.link);
    link.port = String(wire.port);
    his = await openFloor(browser, link.href, "him");
  }, 280_000);
  afterAll(async () => {
    third?.close();
    await browser?.close();
    wire?.close();
    await server?.end("SIGKILL");
    folder.remove();
  });

  it("goes on after kill -9 in the middle of a take, which is whole when it is cut", async () => {
    await until(hers, "floor.operator.letter === 'A'");
    await press(hers, " ");
    await until(his, "floor.presence.rolling !== ''");
    const take = await floor<string>(hers, "floor.presence.rolling");
    await until(hers, "floor.mirror.phase === 'performance'", 60_000);
    for (const [k, page] of [hers, his, hers, his].entries()) {
      await floor(page, push("ball", (k - 1.5) / 4));
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    for (const page of [hers, his]) await until(page, "floor.statistics.unacknowledged === 0");
    const before = await floor<number>(hers, "floor.mirror.tick");
    await server.end("SIGKILL");
    for (const page of [hers, his]) await until(page, "floor.model.link.value === 'lost'");
    // What is done meanwhile is done when the room is there again.
    await floor(hers, push("ball", 0.3));
    server = await startServer(data, { PORT: new URL(server.base).port });
    for (const page of [hers, his]) await until(page, LIVE, 60_000);
    for (const page of [hers, his]) {
      await until(page, `floor.presence.rolling === "${take}" && floor.mirror.tick > ${before + 60}`, 60_000);
    }
    third = visit(server.link, "Third");
    await untilHere("the third is in", () => third.state === "live");
    expect(await strayHashes([hers, his], third)).toEqual([]);
    await press(hers, " ");
    for (const page of [hers, his])
      await until(page, "floor.presence.rolling === '' && floor.model.takes.value[0]?.frames > 0");

    const path = join(folder.path, "one.take");
    const got = await fetch(`${server.base}/rooms/${server.stage}/takes/${take}?key=${server.key}`);
    writeFileSync(path, new Uint8Array(await got.arrayBuffer()));
    const printed: string[] = [];
    expect(await replayFile(path, (line) => printed.push(line)), printed.join("\n")).toBe(0);
    await press(hers, "b");
    await until(hers, "floor.mirror.phase === 'one'");
  }, 240_000);

  // What stands still is noticed by the page's own clock, alike in both browsers; what breaks, by the browser.
  it.each(
    [["breaks", 4000] as const, ["stands still", 9000] as const].filter(
      ([what]) => name === "chromium" || what === "breaks",
    ),
  )(
    "keeps what is done while a connection %s",
    async (what, milliseconds) => {
      await until(his, `${LIVE} && floor.mirror.phase === 'one'`);
      const marks = `${named("ana")}.performer.marks.length`;
      const had = await floor<number>(his, marks);
      if (what === "breaks") wire.cut();
      else wire.hold();
      for (const x of [1, 2, 3]) await floor(his, layMark(x));
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      // The room has not waited for him.
      expect(await floor(hers, marks)).toBe(had);
      expect(await floor(hers, LIVE)).toBe(true);
      if (what === "breaks") wire.mend();
      else wire.release();
      for (const page of [hers, his]) await until(page, `${marks} === ${had + 3}`, 60_000);
      await until(his, `${LIVE} && floor.statistics.unacknowledged === 0`, 60_000);
      expect(await strayHashes([hers, his], third)).toEqual([]);
      for (const page of [hers, his]) expect(await floor(page, "floor.statistics.resynchronised")).toBe(0);
    },
    180_000,
  );
});
