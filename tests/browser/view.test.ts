import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stage } from "./pages/view.ts";
import { type Bench, openBench } from "./pages/view-open.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(fileURLToPath(new URL("../..", import.meta.url)));
});
afterAll(() => bench.close());

declare const stage: Stage;

/** Share of a still's texels, as data, without going through a file. */
const still = (page: Page, camera: string, more = "{}") =>
  page.evaluate(
    `(async () => {
      const p = await stage.view.still(stage.shot(${camera}, ${more}), 160, 90);
      let sum = 0, dark = 0;
      for (let i = 0; i < p.data.length; i += 4) {
        const l = 0.2126 * p.data[i] + 0.7152 * p.data[i + 1] + 0.0722 * p.data[i + 2];
        sum += l; if (l < 12) dark++;
      }
      const hash = await crypto.subtle.digest("SHA-256", p.data);
      return { mean: sum / (160 * 90), dark: dark / (160 * 90), hash: [...new Uint8Array(hash)].join() };
    })()`,
  ) as Promise<{ mean: number; dark: number; hash: string }>;

describe.each(["webgl2", "webgpu"])("the view on %s", (engine) => {
  let page: Page;
  beforeAll(async () => {
    page = await bench.open({ engine, quality: "low", width: "320", height: "180", set: "stage" });
  });
  afterAll(() => page.close());

  it("shows every asset of the set and says what it draws with", async () => {
    const state = await page.evaluate(() => ({ ...stage.view.state }));
    expect(state.failures).toEqual([]);
    expect(state.words).toContain(engine === "webgpu" ? "WebGPU" : "WebGL2");
  });

  it("gives the same still for the same world and shot", async () => {
    await page.evaluate("stage.look({ time: 14 })");
    const first = await still(page, "0");
    await still(page, "1");
    const again = await still(page, "0");
    expect(again.hash).toBe(first.hash);
    expect(first.mean).toBeGreaterThan(20);
    expect(first.mean).toBeLessThan(235);
  });

  it("draws frames without a word of complaint", async () => {
    const draws = await page.evaluate(`(async () => {
      for (let i = 0; i < 3; i++) { stage.view.render(stage.shot(0)); await new Promise((r) => requestAnimationFrame(r)); }
      return stage.view.state.draws;
    })()`);
    expect(draws).toBeGreaterThan(5);
  });
});
