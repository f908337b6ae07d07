/**
 * Golden pictures: both sets by day, at dusk and by night, from their eight cameras each, in the engine's light and in the
 * small network's, as they have been looked at and found good. A picture may differ by what another machine's arithmetic
 * makes of edges, not by what a person would see. `npm test` looks through two cameras an hour, others at each, and
 * asks the network for one: on the street by day and by night, on the stage at dusk. `npm run test:golden` looks through
 * all at every hour and asks for all.
 *
 * After a change that is meant to be seen: `GOLDEN=write npm test -- --project browser tests/browser/pictures.test.ts`,
 * look at every picture in tests/golden/pictures, and commit those that are right.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench } from "./pages/view-open.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const KEPT = join(ROOT, "tests/golden/pictures");
/** Where pictures that differ are put, to be looked at. */
const APART = join(ROOT, ".cache/pictures");
const SIZE = { width: 288, height: 120 };
const HOURS = { day: 13, dusk: 20.6, night: 23 } as const;
/** Values of 255 that a channel may differ by before its pixel counts, and the share of pixels that may. */
const NOTICED = 20;
const SHARE = 0.02;
const writing = process.env["GOLDEN"] === "write";
const whole = writing || process.env["GOLDEN"] === "whole";
/** The network that is asked, and the size at which it runs. */
const NETWORK = { name: "small", width: 256, height: 112 };

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(ROOT);
});
afterAll(() => bench.close());

/** RGB bytes of an encoded picture. */
const pixels = (image: Buffer): Promise<Buffer> => sharp(image).removeAlpha().raw().toBuffer();

/** Share of pixels of which any channel differs noticeably. */
function apart(a: Buffer, b: Buffer): number {
  let count = 0;
  for (let k = 0; k < a.length; k += 3) {
    const most = Math.max(
      Math.abs(a[k]! - b[k]!),
      Math.abs(a[k + 1]! - b[k + 1]!),
      Math.abs(a[k + 2]! - b[k + 2]!),
    );
    if (most > NOTICED) count++;
  }
  return count / (SIZE.width * SIZE.height);
}

describe.each(["corner-street", "stage"])("golden pictures of %s", (set) => {
  let page: Page;
  beforeAll(async () => {
    page = await bench.open({ engine: "webgl2", quality: "medium", width: "64", height: "36", set });
    await page.evaluate(`stage.network("${NETWORK.name}", ${NETWORK.width}, ${NETWORK.height})`);
  }, 300_000);
  afterAll(() => page.close());

  const hours = Object.entries(HOURS).map(([name, hour], turn) => [name, hour, turn] as const);
  it.each(hours.filter(([name]) => whole || (name === "dusk") === (set === "stage")))(
    "by %s",
    async (name, hour, turn) => {
      await page.evaluate(`stage.look({ time: ${hour} })`);
      await page.evaluate("stage.remember()");
      const cameras = (await page.evaluate("stage.cameras")) as string[];
      expect(cameras).toHaveLength(8);
      const differing: string[] = [];
      const check = async (camera: string, by: "still" | "lit", label: string): Promise<void> => {
        const { width, height } = SIZE;
        const gate = { width: 27.99, height: 27.99 * (height / width) };
        const text = (await page.evaluate(
          `stage.${by}("${camera}", ${width}, ${height}, { gate: ${JSON.stringify(gate)} })`,
        )) as string;
        const made = Buffer.from(text, "base64");
        const file = join(KEPT, set, `${label}.webp`);
        if (writing) {
          mkdirSync(join(KEPT, set), { recursive: true });
          writeFileSync(file, await sharp(made).webp({ quality: 94 }).toBuffer());
        }
        expect(existsSync(file), `${file} is there`).toBe(true);
        const share = apart(await pixels(made), await pixels(readFileSync(file)));
        if (share <= SHARE) return;
        mkdirSync(APART, { recursive: true });
        writeFileSync(join(APART, `${set}-${label}.png`), made);
        differing.push(`${label}: ${(share * 100).toFixed(1)} % of the picture`);
      };
      for (const [k, camera] of cameras.entries()) {
        if (!whole && k % 4 !== turn) continue;
        await check(camera, "still", `${camera}-${name}`);
        if (whole || k === turn) await check(camera, "lit", `${camera}-${name}-network`);
      }
      expect(differing).toEqual([]);
    },
    300_000,
  );
});
