/**
 * Chromium and Firefox in one room: two engines of JavaScript, of WebAssembly and of pictures, and a third world in
 * Node. What one throws lands in the same place for all, to the bit; a take that one rolls the other cuts.
 */
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { launch } from "../fixtures/browser.ts";
import { floor, named, openFloor, press, strayHashes, until } from "../fixtures/floor-page.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { until as untilHere, type Visitor, visit } from "../fixtures/visitor.ts";

const folder = temporaryFolder();
let server: ServerProcess;
const browsers: Browser[] = [];
let hers: Page;
let his: Page;
let third: Visitor;

beforeAll(async () => {
  await buildWhenStale();
  server = await startServer(join(folder.path, "data"));
  browsers.push(await launch("chromium"), await launch("firefox"));
  hers = await openFloor(browsers[0]!, server.link, "her");
  his = await openFloor(browsers[1]!, server.link, "him");
  third = visit(server.link, "Third");
}, 280_000);

afterAll(async () => {
  third?.close();
  for (const browser of browsers) await browser.close();
  await server?.end("SIGTERM");
  folder.remove();
});

test("W1: Chromium, Firefox and Node step one world, to the bit", async () => {
  await untilHere("the third is in", () => third.state === "live");
  await until(hers, "floor.operator.letter === 'A'");
  await press(hers, " ");
  await until(his, "floor.presence.rolling !== ''");
  for (const [page, x] of [
    [hers, 0.6],
    [his, -0.8],
  ] as const) {
    await floor(
      page,
      `floor.room.send([{ type: "push", id: ${named("ball")}.id, point: [2, 0.11, 0], impulse: [${x}, 1.6, 2.2] },
        { type: "push", id: ${named("crate-5")}.id, point: [6.6, 1.3, 8], impulse: [${x * 60}, 20, -30] }])`,
    );
  }
  expect(await strayHashes([hers, his], third, 120)).toEqual([]);
  for (const page of [hers, his]) expect(await floor(page, "floor.statistics.resynchronised")).toBe(0);
  expect(third.defects).toEqual([]);
  await press(his, " ");
  for (const page of [hers, his])
    await until(page, "floor.presence.rolling === '' && floor.model.takes.value[0]?.frames > 0");
  expect(server.log()).not.toMatch(/"msg":"[^"]*differs/);
});
