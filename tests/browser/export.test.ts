/**
 * Export, on a real page in a real browser against a real server: a take of the yard becomes a file that ffprobe reads back
 * frame for frame, and whose pictures are those that a paused review shows. Small, so that a processor draws it.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import * as track from "../../shared/camera/track.ts";
import * as trackCode from "../../shared/camera/track-code.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { psnr as apart, decode, probe } from "../fixtures/video.ts";
import { until as untilHere, type Visitor, visit } from "../fixtures/visitor.ts";
// @ts-expect-error plain JavaScript, run before anything is installed
import { findChromium } from "../run/system.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
];
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The exported picture's size. */
const WIDTH = 160;
const HEIGHT = 68;
/** Peak signal to noise of a decoded frame against the paused review's own, dB: colour is halved and the codec loses some. */
const FLOOR = 36;

const folder = temporaryFolder();
const downloads = join(folder.path, "downloads");
let browser: Browser;

beforeAll(async () => {
  await buildWhenStale();
  mkdirSync(downloads, { recursive: true });
  browser = await puppeteer.launch({
    executablePath: findChromium(),
    headless: true,
    args: FLAGS,
    protocolTimeout: 240_000,
  });
  const session = await browser.target().createCDPSession();
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });
}, 280_000);

afterAll(async () => {
  await browser?.close();
  folder.remove();
});

/** dB between RGB bytes of two pictures, in rows from…to. */
const psnr = (a: Uint8Array, b: Uint8Array, from = 0, to = HEIGHT) => apart(a, b, WIDTH, from, to);

describe("the browser's encoder", () => {
  let server: ViteDevServer;
  let page: Page;
  beforeAll(async () => {
    server = await createServer({
      root: ROOT,
      configFile: false,
      logLevel: "error",
      cacheDir: join(ROOT, ".cache/vite-export"),
      server: { port: 0, hmr: false, watch: null, fs: { strict: false } },
    });
    await server.listen();
    page = await browser.newPage();
    await page.goto(`${server.resolvedUrls!.local[0]}tests/browser/pages/export.html`);
    await page.waitForFunction("globalThis.bench", { timeout: 60_000 });
  });
  afterAll(async () => {
    await page?.close();
    await server?.close();
  });

  it("keeps the Encoder's contract", async () => {
    const names = (await page.evaluate("bench.cases()")) as string[];
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      expect(await page.evaluate(`bench.holds(${JSON.stringify(name)}, "vp9-mp4")`), name).toBe("");
    }
  });

  it("is offered only with what it has really written, and says why not the rest", async () => {
    const found = (await page.evaluate("bench.formats()")) as Record<string, string>;
    expect(found["vp9-mp4"]).toBe("");
    // A browser without a codec says so in words; one that claims it and then fails is found out all the same.
    for (const [id, why] of Object.entries(found)) {
      if (why !== "") expect(why.length, id).toBeGreaterThan(8);
    }
    const broken = (await page.evaluate(`(() => {
      const real = VideoEncoder.prototype.encode;
      VideoEncoder.prototype.encode = function () { throw new DOMException("Encoding is not there after all", "EncodingError"); };
      return bench.formats().finally(() => { VideoEncoder.prototype.encode = real; });
    })()`)) as Record<string, string>;
    expect(Object.values(broken)).not.toContain("");
    expect(await page.evaluate("bench.formats().then((found) => found['vp9-mp4'])")).toBe("");
  });

  it.each([
    ["24000/1001", 24000, 1001],
    ["25", 25, 1],
    ["30000/1001", 30000, 1001],
    ["60000/1001", 60000, 1001],
  ])("writes times at %s that come back exactly", async (rate, scale, step) => {
    const frames = 37;
    const text = (await page.evaluate(`bench.count("vp9-mp4", "${rate}", ${frames})`)) as string;
    const path = join(folder.path, "count.mp4");
    writeFileSync(path, Buffer.from(text, "base64"));
    const { stream, packets } = probe(path);
    expect(stream).toMatchObject({
      r_frame_rate: `${scale}/${step}`,
      avg_frame_rate: `${scale}/${step}`,
      time_base: `1/${scale}`,
      duration_ts: frames * step,
      nb_read_frames: `${frames}`,
      color_space: "bt709",
      color_range: "tv",
    });
    expect(packets.map(({ pts }) => pts)).toEqual(Array.from({ length: frames }, (_, k) => k * step));
    expect(packets.every(({ duration }) => duration === step)).toBe(true);
  });
});

describe("a take of the yard", () => {
  let server: ServerProcess;
  let page: Page;
  let second: Visitor;
  let take = "";
  /** First frame that is exported: the take has been rolling for a while, on a slow machine for a long one. */
  let first = 0;

  const run = <T>(what: string): Promise<T> =>
    page.evaluate(
      `(async () => { const { floor, view, world, picture, emit, exports } = holdfast; ${what} })()`,
    ) as Promise<T>;
  const until = async (what: string, timeout = 100_000): Promise<void> => {
    const options = { timeout, polling: 100 };
    await page
      .waitForFunction(`(() => { const { floor } = holdfast; return ${what}; })()`, options)
      .catch(async (why: unknown) => {
        const told = await run("return floor.model.toasts.value.map((toast) => toast.text).join('; ');");
        throw new Error(`${why}: ${what}; the page says: ${told || "nothing"}`);
      });
  };

  /** Exports, and answers the path of the file. */
  async function exported(order: Record<string, unknown>, name: string): Promise<string> {
    const whole = {
      ...{
        take,
        from: first,
        to: first + 23,
        cameras: ["A"],
        rate: "23.976",
        size: `${WIDTH}x${HEIGHT}`,
        codec: "vp9-mp4",
      },
      ...{ burnIns: { slate: false, timecode: false, lens: false, frame: false }, files: [] },
      ...order,
    };
    await run(`emit({ type: "export", order: ${JSON.stringify(whole)} }); await exports.idle();`);
    return received("A", name);
  }

  /** The file of a camera, once it is with the downloads; kept under another name. */
  async function received(letter: string, name: string): Promise<string> {
    const path = join(downloads, `1_T1_${letter}.mp4`);
    const told = await run<string>(
      "return floor.model.toasts.value.map((toast) => toast.text + toast.kept).join('; ');",
    );
    for (let tries = 0; !existsSync(path) && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(existsSync(path), told).toBe(true);
    const kept = join(folder.path, name);
    renameSync(path, kept);
    return kept;
  }

  /** What the paused review shows at a frame of the project, RGB. */
  async function shown(frame: number): Promise<Uint8Array> {
    const text = await run<string>(`
      const still = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const go = async (to) => {
        emit({ type: "seek", frame: to, settled: true });
        const tick = floor.takes.get("${take}").from + to * 60 * 1001 / 24000;
        while (Math.abs(world.position() - tick) > 1e-6 || world.from.tick > tick || world.to.tick < tick) await still();
        await still();
      };
      await go(${frame});
      do await new Promise((resolve) => setTimeout(resolve, 700)); while (floor.light.state.kind === "changing");
      view.setQuality("high");
      await view.settled();
      const { data } = await view.still(picture.cameraShot(), ${WIDTH}, ${HEIGHT});
      let text = "";
      for (let k = 0; k < data.length; k += 4) text += String.fromCharCode(data[k], data[k + 1], data[k + 2]);
      return btoa(text);
    `);
    return Buffer.from(text, "base64");
  }

  /** Somebody without a picture takes another camera. */
  async function operate(letter: string): Promise<Visitor> {
    await run(`emit({ type: "add camera" });`);
    const visitor = visit(server.link, "Second");
    const camera = () =>
      [...(visitor.session.world?.entities.values() ?? [])].find((e) => e.camera?.letter === letter);
    await untilHere("the second camera", () => camera() !== undefined, 60);
    visitor.session.wish({ type: "man", camera: camera()!.id, on: "camera" });
    return visitor;
  }

  /** What that camera does while the take rolls: it trucks the other way, at twice the project's rate. */
  function film(visitor: Visitor, rolling: string, from: number): void {
    const camera = [...visitor.session.world!.entities.values()].find((e) => e.camera?.letter === "B")!;
    const own = track.create();
    const sample = track.createSample();
    sample.rate = 48000 / 1001;
    for (let k = 0; k < 60; k++) {
      sample.tick = from + 2 * k;
      sample.position = [1 - k * 0.05, 1.2, 4];
      sample.cut = k === 0;
      track.append(own, sample);
    }
    visitor.session.camera(camera.id, rolling, trackCode.encode(own));
  }

  beforeAll(async () => {
    server = await startServer(join(folder.path, "data"));
    page = await browser.newPage();
    await page.setViewport({ width: 800, height: 600 });
    await page.goto(server.link.replace("#", "?engine=webgl2&quality=low&scale=0.25&as=her#"));
    await page.waitForFunction("window.holdfast?.floor.mirror?.count > 10", {
      timeout: 100_000,
      polling: 250,
    });
    await until("floor.presence.people.some((p) => p.number === floor.room.person && p.mans !== 0)");
    await run(`emit({ type: "settings", change: { rate: "23.976", preRoll: 0 } });`);
    await until("floor.model.settings.value.rate === '23.976' && floor.presence.rate === '23.976'");
    second = await operate("B");
    await until("floor.presence.people.some((p) => p.number !== floor.room.person && p.mans !== 0)");
    await run(`emit({ type: "roll" });`);
    await until("floor.presence.rolling !== '' && floor.mirror.phase === 'performance'");
    await run(`
      const named = (name) => [...floor.roster.entities.values()].find((e) => e.name === name).id;
      floor.room.send([{ type: "push", id: named("ball"), point: [2, 0.11, 0], impulse: [-0.9, 1.4, 1.2] }]);
      // However seldom this machine draws, the camera trucks along at one pace.
      const { body, held } = floor.operator;
      const [x, begun] = [body.pose.position[0], world.position()];
      const truck = () => {
        if (floor.presence.rolling === "") return;
        for (const { pose } of [body, held.body]) pose.position[0] = x + (world.position() - begun) * 0.02;
        requestAnimationFrame(truck);
      };
      truck();
    `);
    const began = await run<number>("return floor.mirror.tick;");
    await until(`floor.mirror.tick > ${began + 100}`);
    film(second, await run("return floor.presence.rolling;"), began);
    await run(`emit({ type: "cut" });`);
    await until("floor.model.takes.value.length === 1 && floor.model.takes.value[0].frames >= 30");
    take = await run("return floor.model.takes.value[0].id;");
    const from = await run<number>(`return floor.takes.get("${take}").from;`);
    first = Math.ceil(((began - from) * 24000) / 1001 / 60) + 8;
  }, 200_000);
  afterAll(async () => {
    second?.close();
    await page?.close();
    await server?.end("SIGTERM");
  });

  it("is a file of exactly its frames, whose pictures are the paused review's", async () => {
    const path = await exported({ cameras: ["A", "B"] }, "whole.mp4");
    const other = await received("B", "other.mp4");
    const { stream, packets } = probe(path);
    // The other camera ran twice as fast: its file is twice as long, and the world in it half as fast.
    expect(probe(other).stream).toMatchObject({ duration_ts: 48 * 1001, nb_read_frames: "48" });
    expect(stream).toMatchObject({
      codec_name: "vp9",
      width: WIDTH,
      height: HEIGHT,
      r_frame_rate: "24000/1001",
      duration_ts: 24 * 1001,
      nb_read_frames: "24",
    });
    expect(packets.map(({ pts }) => pts)).toEqual(Array.from({ length: 24 }, (_, k) => k * 1001));
    const frames = decode(path, WIDTH, HEIGHT);
    expect(frames).toHaveLength(24);
    // Two cameras of one moment see it from two places.
    expect(psnr(frames[12]!, decode(other, WIDTH, HEIGHT)[24]!)).toBeLessThan(32);
    // The camera moves and the ball flies: two frames are farther apart than one and its still may be (36 dB, below).
    expect(psnr(frames[2]!, frames[22]!)).toBeLessThan(34);

    await run(`emit({ type: "review", take: "${take}" });`);
    await until("floor.model.transport.length.value > 0");
    for (const frame of [0, 23]) {
      const want = await shown(first + frame);
      const here = psnr(frames[frame]!, want);
      expect(here, `frame ${frame}`).toBeGreaterThan(FLOOR);
      // It is this frame and no other.
      for (const other of [frame - 1, frame + 1])
        if (frames[other]) expect(psnr(frames[other], want), `${frame} for ${other}`).toBeLessThan(here);
    }
    await run(`emit({ type: "close review" });`);
  }, 280_000);

  it("has words burnt in where they are asked for, and nowhere else; another rate has its own frames", async () => {
    const plain = decode(await exported({ rate: "25", from: 0, to: 5 }, "plain.mp4"), WIDTH, HEIGHT);
    const path = await exported(
      { rate: "25", from: 0, to: 5, burnIns: { slate: true, timecode: true, lens: false, frame: false } },
      "burnt.mp4",
    );
    const { stream, packets } = probe(path);
    // Six frames of 23.976 are 0.25025 s: seven frames of 25 begin in there.
    expect(stream).toMatchObject({ r_frame_rate: "25/1", duration_ts: 7, nb_read_frames: "7" });
    expect(packets.map(({ pts }) => pts)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const burnt = decode(path, WIDTH, HEIGHT);
    for (const k of [0, 6]) {
      expect(psnr(burnt[k]!, plain[k]!, 0, 16)).toBeLessThan(24);
      expect(psnr(burnt[k]!, plain[k]!, 24, HEIGHT)).toBeGreaterThan(34);
    }
  }, 280_000);

  it("is cancelled from its dialogue and leaves nothing; the live world goes on meanwhile", async () => {
    const before = readdirSync(downloads);
    await run(`floor.model.view.dialog.value = "export";`);
    await until("floor.model.exporting.codecs.value.length > 0");
    const press = (label: string) =>
      page.evaluate(`[...document.querySelectorAll("dialog button")]
        .find((b) => (b.getAttribute("aria-label") ?? b.textContent).includes(${JSON.stringify(label)})).click()`);
    await page.waitForFunction(
      `[...document.querySelectorAll("dialog footer button")].some((b) => b.ariaDisabled !== "true")`,
    );
    await press("Export");
    await until("/frame/.test(floor.model.exporting.job.value?.doing ?? '')", 200_000);
    const tick = await run<number>("return floor.mirror.tick;");
    await press("Cancel: Exporting");
    await run("await exports.idle();");
    expect(await run("return floor.model.exporting.job.value;")).toBeNull();
    expect(await run<string[]>("return floor.model.toasts.value.map((toast) => toast.text);")).toContain(
      "The export was cancelled.",
    );
    await until(`floor.mirror.tick > ${tick}`);
    expect(readdirSync(downloads)).toEqual(before);
    const left = await run<string[]>(`
      const names = [];
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("exports");
      for await (const [name, file] of folder.entries()) if ((await file.getFile()).size === 0) names.push(name);
      return names;
    `);
    expect(left).toEqual([]);
  }, 280_000);

  it("is refused in words where it cannot be", async () => {
    const told = async (order: string): Promise<string> => {
      await run(`emit({ type: "export", order: { take: "${take}", from: 0, to: 3, cameras: ["A"], rate: "24",
        size: "160x68", codec: "vp9-mp4", burnIns: {}, files: [], ...${order} } }); await exports.idle();`);
      return run("return floor.model.toasts.value.at(-1).text;");
    };
    expect(await told("{ cameras: ['Q'] }")).toMatch(/Camera Q did not shoot/);
    expect(await told("{ to: 100000 }")).toMatch(/frames 0 to \d+/);
    expect(await told("{ size: '161x68' }")).toMatch(/size/);
    expect(await told("{ take: 'none' }")).toMatch(/no longer here/);
    expect(await told("{ codec: 'theora' }")).toMatch(/codec/);
  });
});
