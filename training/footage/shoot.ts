/**
 * Shoots footage: seeded scenes through the real client in headless Chromium. In: kinds and seeds. Out: for each scene a
 * folder `raw/<name>` with `scene.json` and a file for each frame's anchors, for `holdfast.trace`. A scene that is there,
 * raw or traced, is not shot again, so it may be stopped at any time. It waits while more than --ahead scenes lie untraced.
 *
 *   node training/footage/shoot.ts --out .cache/footage --kinds street,stage,room --seeds 1-40 [--split held]
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import puppeteer from "puppeteer-core";
import { createServer } from "vite";
import { gatherCatalogue } from "../../shared/world/catalogue.ts";
import type { Footage, FootageLight, FootagePose } from "../../tests/browser/pages/footage.ts";
import { type Entry, planScene, type Piece, type ScenePlan, type SceneKind, type SetCamera, type ShotPlan, type Split, type Stock } from "./scenes.ts";

const ROOT = join(import.meta.dirname, "../..");
const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(ROOT, ".cache/footage") },
    kinds: { type: "string", default: "street,stage,room" },
    seeds: { type: "string", default: "1-10" },
    split: { type: "string", default: "train" },
    ahead: { type: "string", default: "6" },
  },
});
const ASSETS = join(ROOT, "assets");
const read = (path: string) => JSON.parse(readFileSync(join(ASSETS, path), "utf8"));

const catalogue = await gatherCatalogue({
  list: async (folder) => readdirSync(join(ASSETS, folder)),
  read: async (path) => readFileSync(join(ASSETS, path)),
});
const stock: Stock = {
  openings: {},
  cameras: {},
  pieces: new Map(catalogue.things.map((t) => [t.id, t as unknown as Piece])),
};
for (const id of ["corner-street", "stage"]) {
  const sheet = read(`sets/${id}/set.json`);
  stock.openings[id] = sheet.opening as Entry[];
  stock.cameras[id] = sheet.cameras as SetCamera[];
}

const server = await createServer({
  root: ROOT,
  configFile: false,
  logLevel: "error",
  cacheDir: join(values.out, "vite"),
  server: { port: 0, hmr: false, watch: null, fs: { strict: false } },
  plugins: [
    {
      name: "assets",
      configureServer(s) {
        s.middlewares.use((request, response, next) => {
          const path = decodeURIComponent((request.url ?? "").split("?")[0]!);
          if (!path.startsWith("/assets/")) return next();
          if (path === "/assets/catalogue.json") return void response.end(JSON.stringify(catalogue));
          const file = join(ROOT, path);
          if (!existsSync(file)) {
            response.statusCode = 404;
            return void response.end();
          }
          response.end(readFileSync(file));
        });
      },
    },
  ],
});
await server.listen();
const FLAGS = "--no-sandbox --disable-quic --disable-background-networking --use-angle=swiftshader --enable-unsafe-swiftshader --ignore-gpu-blocklist";
const browser = await puppeteer.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  headless: true,
  args: FLAGS.split(" "),
  protocolTimeout: 900_000,
});

async function openPage() {
  const page = await browser.newPage();
  page.on("pageerror", (e) => console.log("page:", String(e).slice(0, 400)));
  await page.goto(`${server.resolvedUrls!.local[0]}tests/browser/pages/footage.html`);
  await page.waitForFunction("globalThis.footage || globalThis.broken", { timeout: 280_000 });
  const broken = await page.evaluate("globalThis.broken");
  if (broken) throw new Error(String(broken));
  const call = <K extends keyof Footage>(name: K, ...args: Parameters<Footage[K]>) =>
    page.evaluate(`footage.${name}(...${JSON.stringify(args)})`) as Promise<Awaited<ReturnType<Footage[K]>>>;
  return { page, call };
}
type Call = Awaited<ReturnType<typeof openPage>>["call"];

/** A camera moved on by some frames of a shot's move. */
function poseAt(shot: ShotPlan, first: FootagePose, frame: number): FootagePose {
  const [right, up, forward, heading, tilt] = shot.move;
  const c = Math.cos(first.heading);
  const s = Math.sin(first.heading);
  const whip = shot.whip >= 0 && frame >= shot.whip ? shot.whipBy : 0;
  const position: [number, number, number] = [
    first.position[0] + frame * (right * c - forward * s),
    first.position[1] + frame * up,
    first.position[2] + frame * (-right * s - forward * c),
  ];
  return { ...first, position, heading: first.heading + frame * heading + whip, tilt: first.tilt + frame * tilt };
}

/** Whether a frame sees enough, and nothing right before the lens. Depths are NEAR / distance. */
function sees(bytes: Buffer, width: number, height: number): boolean {
  const n = width * height;
  const depth = new Float32Array(bytes.buffer, bytes.byteOffset + n * 6 * 4, n);
  let near = 0;
  let sky = 0;
  for (const d of depth) {
    if (d > 0.5 / 0.55) near++;
    if (d === 0) sky++;
  }
  return near < n * 0.12 && sky < n * 0.7;
}

async function shoot(call: Call, plan: ScenePlan): Promise<void> {
  const folder = join(values.out, "raw", `.${plan.name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const opened = await call("open", plan.set, plan.opening, plan.seed);
  if (opened.failures.length > 0) throw new Error(opened.failures.join("; "));
  const lights: FootageLight[] = [];
  const frames: unknown[] = [];
  for (const [l, light] of plan.lights.entries()) {
    await call("step", 1, light.commands);
    lights.push(await call("look", light.look as never));
    await call("settle", light.shots[0]!.poses[0]!);
    for (const [s, shot] of light.shots.entries()) {
      const refused = await call("step", shot.before, shot.commands);
      if (refused.length > 0) console.log(`${plan.name}: refused ${[...new Set(refused)].join(", ")}`);
      if (shot.commands.length > 0) await call("settle", shot.poses[0]!);
      let first: FootagePose | null = null;
      for (const pose of shot.poses) {
        const { bytes } = await call("frame", pose, shot.width, shot.height, true);
        if (sees(Buffer.from(bytes, "base64"), shot.width, shot.height)) {
          first = pose;
          break;
        }
      }
      if (first === null) {
        console.log(`${plan.name}: shot ${l}.${s} sees nothing`);
        continue;
      }
      for (let f = 0; f < shot.frames; f++) {
        if (f > 0) await call("step", shot.ticks);
        const pose = poseAt(shot, first, f);
        const { bytes, look, standing } = await call("frame", pose, shot.width, shot.height, f === 0);
        const file = `${l}-${s}-${f}.gz`;
        writeFileSync(join(folder, file), gzipSync(Buffer.from(bytes, "base64"), { level: 1 }));
        frames.push({ file, light: l, shot: s, frame: f, pose, width: shot.width, height: shot.height, traced: shot.traced.includes(f), look, standing });
      }
    }
  }
  writeFileSync(join(folder, "scene.json"), JSON.stringify({ plan: { ...plan, opening: undefined }, names: opened.names, lights, frames }));
  renameSync(folder, join(values.out, "raw", plan.name));
}

const [low, high] = values.seeds.split("-").map(Number) as [number, number | undefined];
mkdirSync(join(values.out, "raw"), { recursive: true });
/** Scenes after which there is a new page: a view holds on to every set that it has shown, as if it showed one in its life. */
const SCENES_A_PAGE = 12;
let scenes = 0;
let { page, call } = await openPage();
for (let seed = low; seed <= (high ?? low); seed++) {
  for (const kind of values.kinds.split(",") as SceneKind[]) {
    const plan = planScene(stock, kind, seed, values.split as Split);
    if (["raw", "frames"].some((f) => existsSync(join(values.out, f, plan.name)))) continue;
    while (readdirSync(join(values.out, "raw")).filter((n) => !n.startsWith(".")).length >= Number(values.ahead))
      await new Promise((resolve) => setTimeout(resolve, 5000));
    const began = Date.now();
    try {
      if (++scenes % SCENES_A_PAGE === 0) {
        await page.close();
        ({ page, call } = await openPage());
      }
      await shoot(call, plan);
      console.log(`${plan.name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    } catch (error) {
      console.log(`${plan.name}: ${error}`);
      await page.close().catch(() => {});
      ({ page, call } = await openPage());
    }
  }
}
await browser.close();
await server.close();
