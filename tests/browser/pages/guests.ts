/**
 * Guests: real pages in a real browser, in a room of a real server, on the yard. In: as whom. Out: pages and the words to
 * drive them with. Node only.
 */
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../../server/launch/build.mjs";
import { type ServerProcess, startServer, temporaryFolder } from "../../fixtures/house.ts";
// @ts-expect-error plain JavaScript, run before anything is installed
import { findChromium } from "../../run/system.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
];

/** Pages of one room. */
export interface Guests {
  server: ServerProcess;
  browser: Browser;
  /** Opens the stage's link as somebody, drawn small; answers once the set can be pointed at. */
  open(as: string): Promise<Page>;
  /** Evaluates words over `floor`, `view`, `world` and `picture`. */
  floor<T>(page: Page, what: string): Promise<T>;
  /** Waits until such words hold. */
  until(page: Page, what: string, timeout?: number): Promise<unknown>;
  /** Presses a key on the picture. */
  press(page: Page, key: string): Promise<void>;
  close(): Promise<void>;
}

const words = (what: string): string =>
  `(() => { const { floor, view, world, picture } = holdfast; return ${what}; })()`;

/** Starts a server and a browser. */
export async function openGuests(): Promise<Guests> {
  await buildWhenStale();
  const folder = temporaryFolder();
  const server = await startServer(join(folder.path, "data"));
  const browser = await puppeteer.launch({
    executablePath: findChromium(),
    headless: true,
    args: FLAGS,
    protocolTimeout: 120_000,
  });
  return {
    server,
    browser,
    async open(as) {
      const page = await browser.newPage();
      await page.setViewport({ width: 1000, height: 700 });
      const faults: string[] = [];
      page.on("pageerror", (fault) => faults.push(String(fault)));
      await page.goto(server.link.replace("#", `?engine=webgl2&quality=low&scale=0.25&as=${as}#`));
      await page.waitForFunction("window.holdfast?.floor.mirror?.count > 10 && holdfast.canPoint()", {
        timeout: 100_000,
        polling: 250,
      });
      if (faults.length > 0) throw new Error(faults.join("\n"));
      return page;
    },
    floor: (page, what) => page.evaluate(words(what)) as Promise<never>,
    until: (page, what, timeout = 30_000) => page.waitForFunction(words(what), { timeout, polling: 100 }),
    async press(page, key) {
      await page.evaluate("document.getElementById('canvas').focus()");
      await page.keyboard.press(key as never);
    },
    async close() {
      await browser.close();
      await server.end("SIGTERM");
      folder.remove();
    },
  };
}
