/**
 * Opens `view.html` in Chromium against a Vite server of the repository. In: query values, asset roots. Out: a page
 * whose `globalThis.stage` is ready, and `close`. Node only.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { createServer, type ViteDevServer } from "vite";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Flags under which both WebGL2 and WebGPU run on a processor alone. */
const FLAGS = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
  "--use-vulkan=swiftshader",
  "--use-angle=swiftshader",
  "--ignore-gpu-blocklist",
  "--enable-unsafe-swiftshader",
];

/** A browser and a server. */
export interface Bench {
  browser: Browser;
  server: ViteDevServer;
  url: string;
  open(query: Record<string, string>): Promise<Page>;
  close(): Promise<void>;
}

/** Starts both. `roots` are folders that hold `assets/`, the first that has a file serves it. */
export async function openBench(root: string, roots: string[] = [root], log = false): Promise<Bench> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "error",
    cacheDir: join(root, ".cache/vite-view"),
    server: { port: 0, hmr: false, watch: null, fs: { strict: false } },
    // The runtime of networks finds its own files beside itself.
    optimizeDeps: { exclude: ["onnxruntime-web"] },
    plugins: [
      {
        name: "assets",
        configureServer(s) {
          s.middlewares.use((request, response, next) => {
            const path = decodeURIComponent((request.url ?? "").split("?")[0]!);
            if (!path.startsWith("/assets/")) return next();
            for (const base of roots) {
              const file = join(base, path);
              if (existsSync(file)) {
                response.end(readFileSync(file));
                return;
              }
            }
            response.statusCode = 404;
            response.end();
          });
        },
      },
    ],
  });
  await server.listen();
  const url = server.resolvedUrls!.local[0]!;
  const executablePath = process.env["CHROMIUM"] ?? CHROMIUM.find((p) => existsSync(p));
  if (!executablePath) throw new Error("no Chromium found; set CHROMIUM to one");
  const browser = await puppeteer.launch({
    executablePath,
    headless: true,
    args: FLAGS,
    protocolTimeout: 600_000,
  });
  return {
    browser,
    server,
    url,
    async open(query) {
      const page = await browser.newPage();
      await page.setViewport({
        width: Number(query["width"] ?? 640),
        height: Number(query["height"] ?? 360),
      });
      const said: string[] = [];
      page.on("console", (m) => {
        said.push(m.text());
        if (log && !/GPU stall|vite|404/.test(m.text())) console.log("page:", m.text().slice(0, 1200));
      });
      page.on("pageerror", (e) => said.push(String(e)));
      await page.goto(`${url}tests/browser/pages/view.html?${new URLSearchParams(query)}`);
      await page.waitForFunction("globalThis.stage || globalThis.broken", { timeout: 280_000 });
      const broken = await page.evaluate("globalThis.broken");
      if (broken) throw new Error(`${broken}\n${said.slice(-12).join("\n").slice(0, 4000)}`);
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
