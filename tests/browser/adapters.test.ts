import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench } from "./pages/view-open.ts";

let bench: Bench;
let page: Page;
beforeAll(async () => {
  bench = await openBench(fileURLToPath(new URL("../..", import.meta.url)));
  page = await bench.browser.newPage();
  const said: string[] = [];
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(`${bench.url}tests/browser/pages/models.html`);
  await page.waitForFunction("globalThis.models", { timeout: 60_000 }).catch((error: unknown) => {
    throw new Error(`${error}\n${said.join("\n")}`);
  });
});
afterAll(() => bench.close());

describe("every adapter of a network keeps the same contract", () => {
  it.each(["none", "wasm", "webgpu"])("%s", async (adapter) => {
    expect(await page.evaluate(`models.check("${adapter}")`)).toEqual([]);
  });

  it("WebGPU, from arrays and on its device, gives the light that WASM gives, history and all", async () => {
    const far = (await page.evaluate("models.compare(4)")) as Record<string, number>;
    expect(far["arrays"], JSON.stringify(far)).toBeLessThan(2e-3);
    expect(far["device"], JSON.stringify(far)).toBeLessThan(2e-3);
    expect(far["moved"]).toBeGreaterThan(0.05);
  });
});
