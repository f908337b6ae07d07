/**
 * Builds the panels' page as it would be shipped, serves it, and opens it in a browser. In: nothing. Out: pages; server
 * and browser are closed by `close`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { build, preview } from "vite";

/** Where a Chromium is, unless `CHROMIUM` says otherwise. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** A server and a browser. */
export interface Looking {
  browser: Browser;
  /** Folder that is served. */
  folder: string;
  /** Opens the panels' page in a state at a size; `more` is added to the query. */
  open(state: string, width: number, height: number, more?: string): Promise<Page>;
  close(): Promise<void>;
}

/** Builds, serves, and starts a browser. */
export async function startLooking(): Promise<Looking> {
  const folder = mkdtempSync(join(tmpdir(), "panels-"));
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      rolldownOptions: { input: "tests/browser/pages/panels.html" },
    },
  });
  const server = await preview({
    configFile: false,
    logLevel: "error",
    build: { outDir: folder },
    preview: { port: 0, host: "127.0.0.1" },
  });
  const address = server.httpServer.address();
  if (!address || typeof address === "string") throw new Error("the page server has no port");
  const browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: ["--no-sandbox", "--force-color-profile=srgb", "--hide-scrollbars"],
  });
  return {
    browser,
    folder,
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
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
