/**
 * Serves the source tree to a browser for the panels' tests, and opens pages. In: nothing. Out: an address and a
 * browser; both are closed by `close`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { createServer } from "vite";

/** Where a Chromium is, unless `CHROMIUM` says otherwise. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** A server and a browser. */
export interface Looking {
  browser: Browser;
  /** Opens the panels' page in a state at a size. */
  open(state: string, width: number, height: number, more?: string): Promise<Page>;
  close(): Promise<void>;
}

/** Starts both. */
export async function startLooking(): Promise<Looking> {
  const kept = mkdtempSync(join(tmpdir(), "panels-"));
  const server = await createServer({
    root: process.cwd(),
    configFile: false,
    logLevel: "error",
    cacheDir: kept,
    server: { port: 0, host: "127.0.0.1", hmr: false, watch: null, fs: { strict: false } },
    optimizeDeps: { include: ["preact", "preact/hooks", "@preact/signals", "lucide-preact", "uqr"] },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === "string") throw new Error("the page server has no port");
  const browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: ["--no-sandbox", "--force-color-profile=srgb", "--hide-scrollbars"],
  });
  return {
    browser,
    async open(state, width, height, more = "") {
      const page = await browser.newPage();
      await page.setViewport({ width, height });
      page.on("pageerror", (error) => {
        throw error;
      });
      await page.goto(
        `http://127.0.0.1:${address.port}/tests/browser/pages/panels.html?state=${state}${more}`,
      );
      await page.waitForFunction("window.ready === true");
      await page.evaluate("document.fonts.ready");
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(kept, { recursive: true, force: true });
    },
  };
}
