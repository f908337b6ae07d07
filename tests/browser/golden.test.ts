/**
 * Golden takes in Chromium and Firefox: the same files, reader, step and engine in a page's worker, and the same hashes
 * as in Node. The ten-minute take's first seconds here; `npm run test:golden` plays all of it.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chain, HASH_EVERY } from "../../shared/takes/replay.ts";
import { BROWSERS, launch } from "../fixtures/browser.ts";
import { temporaryFolder } from "../fixtures/house.ts";
import { chains, goldenTake, openedBytes } from "../golden/chains.ts";
import { LONG } from "../golden/scripts.ts";
import type { ReplayAnswer } from "./pages/golden.ts";

const WHOLE = process.env["GOLDEN"] === "whole";
/** Ticks of the ten-minute take that are played each time: 40 s. */
const BEGINNING = 40 * HASH_EVERY;

const wanted = chains();
const folder = temporaryFolder();
let server: PreviewServer;
let base = "";

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: "error",
    worker: { format: "es" },
    build: {
      outDir: folder.path,
      emptyOutDir: true,
      target: "es2023",
      rolldownOptions: { input: "tests/browser/pages/golden.html" },
    },
  });
  mkdirSync(join(folder.path, "takes"));
  for (const name of Object.keys(wanted))
    writeFileSync(join(folder.path, `takes/${name}.bin`), openedBytes(name));
  server = await preview({
    configFile: false,
    logLevel: "error",
    build: { outDir: folder.path },
    preview: { port: 0, host: "127.0.0.1" },
  });
  base = server.resolvedUrls!.local[0]!;
});
afterAll(async () => {
  await server?.close();
  folder.remove();
});

describe.each(BROWSERS)("W1, T1: golden takes replay to the same bits in %s", (name) => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launch(name, false);
    page = await browser.newPage();
    await page.goto(`${base}tests/browser/pages/golden.html`);
    await page.waitForFunction("'replayTake' in globalThis");
  });
  afterAll(() => browser?.close());

  it.each(Object.keys(wanted))("%s", { timeout: WHOLE ? 1_800_000 : 300_000 }, async (take) => {
    const { ticks, final, chain: whole } = wanted[take]!;
    const played = take === LONG && !WHOLE ? BEGINNING : ticks;
    const answer = (await page.evaluate(`replayTake("/takes/${take}.bin", ${played})`)) as ReplayAnswer;
    if ("fault" in answer) throw new Error(answer.fault);
    const { result } = answer;
    expect(result).toMatchObject({ ticks: played, differences: [], baseline: null });
    if (played === ticks) expect(result).toMatchObject({ final, chain: whole });
    else expect(result.chain).toBe(chain(goldenTake(take).hashes.slice(0, played / HASH_EVERY)));
  });
});
