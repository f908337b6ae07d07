/**
 * The world-model loop on a real page against a real server: a network that is on, compared, broken in every way that one
 * can be, and back again. On the yard, which is boxes; the networks are made here, so that what they do is known.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { launch } from "../fixtures/browser.ts";
import { bundle } from "../fixtures/bundle.ts";
import { floor, openFloor, press, until } from "../fixtures/floor-page.ts";
import { type ServerProcess, startServer, temporaryFolder, writeYard } from "../fixtures/house.ts";
import { even } from "../fixtures/onnx.ts";

/** Doubles all red light that is not emitted. */
const RED = [Math.LN2, 0, 0, Math.LN2];
const SIZES = [
  [112, 48],
  [96, 64],
] as const;
const graphs = (out: readonly number[], sizes: readonly (readonly [number, number])[] = SIZES) =>
  sizes.map(([width, height]) => ({ width, height, bytes: even(width, height, out) }));

let server: ServerProcess;
let browser: Browser;
const folder = temporaryFolder();

beforeAll(async () => {
  await buildWhenStale();
  const assets = join(folder.path, "assets");
  writeYard(assets);
  const twin = bundle("twin", graphs([]), { twin: true });
  const forged = bundle("forged", graphs(RED, [SIZES[0]]));
  const name = Object.keys(forged).find((file) => file.endsWith(".onnx"))!;
  forged[name]![forged[name]!.length - 9]! ^= 1;
  const bundles = {
    red: bundle("red", graphs(RED)),
    nan: bundle("nan", graphs([Number.NaN], [SIZES[0]])),
    old: bundle("old", graphs(RED, [SIZES[0]]), { contract: 1 }),
    twin,
    forged,
    // Each with the right hash of what it is.
    noise: bundle("noise", [{ width: 112, height: 48, bytes: new Uint8Array(5000).fill(7) }]),
    liar: bundle("liar", [{ width: 112, height: 48, bytes: even(96, 64, RED) }]),
    giant: bundle("giant", [{ width: 2048, height: 2048, bytes: even(96, 64, RED) }]),
    gone: bundle("gone", graphs(RED, [SIZES[0]])),
    swollen: bundle("swollen", graphs(RED, [SIZES[0]])),
  };
  delete bundles.gone["gone-112x48.onnx"];
  bundles.swollen["swollen-112x48.onnx"] = new Uint8Array(64e6);
  const put = (path: string, bytes: Uint8Array | string): void => {
    mkdirSync(join(assets, "models", path, ".."), { recursive: true });
    writeFileSync(join(assets, "models", path), bytes);
  };
  for (const [id, files] of Object.entries(bundles))
    for (const [file, bytes] of Object.entries(files)) put(`${id}/${file}`, bytes);
  put("index.json", JSON.stringify({ format: 1, bundles: Object.keys(bundles) }));
  server = await startServer(join(folder.path, "data"), { ASSETS: assets });
  browser = await launch("chromium");
}, 280_000);
afterAll(async () => {
  await browser?.close();
  await server?.end("SIGTERM");
  folder.remove();
});

const open = (as: string, model: string): Promise<Page> =>
  openFloor(browser, server.link, as, `model=${model}&patient`);

/**
 * A still in the light that the page shows against one in the engine's: texels that are redder at the left and at the
 * right of the middle, what all of them have gained in red and what has changed in blue, and the mean of all values, which
 * no picture lacks. As source: a function of the page.
 */
const COMPARED = `async () => {
  const { view, picture } = holdfast;
  const [W, H] = [120, 50];
  const shown = (await view.still(picture.shot, W, H, true)).data;
  const engine = (await view.still(picture.shot, W, H)).data;
  let left = 0, right = 0, red = 0, blue = 0, sum = 0;
  for (let i = 0; i < shown.length; i += 4) {
    sum += shown[i] + shown[i + 1] + shown[i + 2];
    if (shown[i] <= engine[i] + 5) continue;
    if ((i / 4) % W < W / 2) left++; else right++;
    red += shown[i] - engine[i];
    blue += Math.abs(shown[i + 2] - engine[i + 2]);
  }
  return { left, right, red, blue, mean: sum / (W * H * 3) };
}`;
interface Compared {
  left: number;
  right: number;
  red: number;
  blue: number;
  mean: number;
}
const compared = (page: Page) => page.evaluate(`(${COMPARED})()`) as Promise<Compared>;

/** Texels of a half that are redder where it is lit by the network; where it is not, a few differ by the world's moving on. */
const LIT = 20;
/**
 * What `compared` finds where the network's light is on the picture, else null, as an expression: it comes a step after the
 * network, and goes for one when the light memory comes.
 */
const RELIT = `(async () => {
  const found = await (${COMPARED})();
  return found.left > ${LIT} && found.right > ${LIT} ? found : null;
})()`;
/** Waits until the network's light is on the picture, and answers what it does there. */
async function relit(page: Page, timeout = 40_000): Promise<Compared> {
  const found = await page.waitForFunction(RELIT, { timeout, polling: 300 });
  return (await found.jsonValue()) as Compared;
}

const words = (page: Page) => floor<string>(page, "floor.model.picture.value.text");
const running = "floor.model.picture.value.network && holdfast.loop.rate > 0";

describe("the network on a page", () => {
  let page: Page;
  beforeAll(async () => {
    page = await open("her", "red");
  }, 120_000);
  afterAll(() => page?.close());

  it("is chosen for this gate, runs, says so, and lights the picture", async () => {
    await until(page, `${running} && floor.operator.letter === 'A'`, 90_000);
    await until(page, "floor.light.state.kind === 'settled'", 90_000);
    const { red, blue } = await relit(page);
    expect(await words(page)).toMatch(/^Model 112×48 · \d+(\.\d)?\/s$/);
    expect(await floor(page, "floor.model.picture.value")).toMatchObject({ tone: "good", shown: "network" });
    // The film mixes a little of each colour into the others.
    expect(blue, `${blue} of blue, ${red} of red`).toBeLessThan(red / 2);
  });

  it("is compared by a key: engine, split at the gate's middle, network again", async () => {
    await press(page, "y");
    await until(page, "floor.model.picture.value.shown === 'engine'");
    expect(await words(page)).toBe("Engine picture, to compare");
    const engine = await compared(page);
    expect(Math.max(engine.left, engine.right), JSON.stringify(engine)).toBeLessThan(LIT / 2);
    await press(page, "y");
    await until(page, "floor.model.picture.value.shown === 'split'");
    await page.waitForFunction(`(async () => (await (${COMPARED})()).left > ${LIT})()`, {
      timeout: 40_000,
      polling: 300,
    });
    const split = await compared(page);
    expect(split.right, JSON.stringify(split)).toBeLessThan(LIT / 2);
    await until(page, "/^M\\d+ /.test(document.querySelector('.viewfinder .split').getAttribute('d') ?? '')");
    await press(page, "y");
    await until(page, "floor.model.picture.value.shown === 'network'");
    await relit(page);
    expect(await page.$eval(".viewfinder .split", (path) => path.getAttribute("d") ?? "")).toBe("");
  });

  it("lends itself to exact steps, one for each frame, and goes on live afterwards", async () => {
    const got = (await page.evaluate(`(async () => {
      const { loop, view, picture, exact } = holdfast;
      const same = async (a, b) => (await view.still(picture.shot, 60, 25, a)).data.join() === (await view.still(picture.shot, 60, 25, b)).data.join();
      const steps = exact();
      const second = exact();
      const before = await same(true, false);
      for (let k = 0; k < 3; k++) await steps.step(view, picture.shot);
      const red = async (relit) => (await view.still(picture.shot, 60, 25, relit)).data.reduce((n, v, i) => n + (i % 4 === 0 ? v : 0), 0);
      const lit = (await red(true)) > (await red(false));
      steps.end();
      return { by: steps.by, second, before, lit };
    })()`)) as Record<string, unknown>;
    expect(got).toEqual({ by: "red 112×48", second: null, before: true, lit: true });
    await relit(page);
  });

  it("is given up in words when its worker dies, and comes back by itself; the picture never goes", async () => {
    const worker = page.workers().find((one) => /wasm-worker/.test(one.url()))!;
    await worker.evaluate("self.close()").catch(() => undefined);
    await until(page, "floor.model.degraded.value.some((one) => one.id === 'model')", 40_000);
    expect(await words(page)).toBe("Engine picture: its worker does not answer");
    expect((await compared(page)).mean).toBeGreaterThan(20);
    expect(await floor<string>(page, "floor.model.degraded.value[0].detail")).toMatch(/tried again in 5 s/);
    await until(page, running, 40_000);
    expect(await floor(page, "floor.model.degraded.value.length")).toBe(0);
  }, 120_000);

  it("goes on when the graphics device was taken away and has come back", async () => {
    await page.evaluate(`(() => {
      const ext = document.getElementById("canvas").getContext("webgl2").getExtension("WEBGL_lose_context");
      ext.loseContext();
      setTimeout(() => ext.restoreContext(), 300);
    })()`);
    await until(page, "!holdfast.view.state.drawing");
    await until(page, "/picture lost/i.test(floor.model.picture.value.text)");
    await until(page, `holdfast.view.state.drawing && ${running}`, 60_000);
    await relit(page);
  }, 120_000);
});

describe("A7: a network that is of no use leaves the engine's picture, in words", () => {
  it.each([
    ["nan", /^Engine picture: the network gave values that are not numbers$/],
    ["forged", /^Engine picture: "forged-112x48.onnx" is not the file that its manifest names$/],
    ["old", /^Engine picture: the model was trained for contract 1; this program speaks 2$/],
    ["noise", /^Engine picture: the network's file cannot be used: /],
    ["liar", /^Engine picture: the network's "anchors" is 1×33×64×96, and 1×33×48×112 is expected$/],
    ["giant", /^Engine picture: the model's size 2048×2048 has more than 524288 pixels$/],
    ["gone", /^Engine picture: models\/gone\/gone-112x48\.onnx is not there$/],
    ["swollen", /^Engine picture: models\/swollen\/swollen-112x48\.onnx is larger than the \d+ bytes/],
  ])(
    "%s",
    async (model, said) => {
      const page = await open(`with ${model}`, model);
      try {
        await until(page, "holdfast.loop.network.phase === 'failed'", 90_000);
        await until(page, `${said}.test(floor.model.picture.value.text)`);
        expect(await floor(page, "floor.model.picture.value")).toMatchObject({
          shown: "engine",
          network: false,
          tone: "degraded",
        });
        expect((await compared(page)).mean).toBeGreaterThan(20);
      } finally {
        await page.close();
      }
    },
    120_000,
  );
});

describe("the network on the device that draws the picture", () => {
  it("runs there, lights the picture, lends itself to exact steps, and outlives its device", async () => {
    const own = await launch("chromium", true, true);
    try {
      const page = await openFloor(own, server.link, "on a device", "model=red&patient&engine=webgpu");
      await until(page, `${running} && floor.operator.letter === 'A'`, 200_000);
      expect(await page.evaluate("holdfast.loop.network.passed")).toEqual([]);
      expect(await page.evaluate("holdfast.loop.network.model.adapter")).toBe("webgpu");
      await relit(page, 60_000);
      const exactly = (await page.evaluate(`(async () => {
        const steps = holdfast.exact();
        for (let k = 0; k < 2; k++) await steps.step(holdfast.view, holdfast.picture.shot);
        const lit = await ${RELIT};
        steps.end();
        return lit !== null;
      })()`)) as boolean;
      expect(exactly).toBe(true);
      // The browser's whole graphics process dies: the picture comes back on another device, and the network on that.
      const cdp = await own.target().createCDPSession();
      await cdp.send("Browser.crashGpuProcess").catch(() => undefined);
      await until(page, "/taken away/.test(floor.model.picture.value.text)", 60_000);
      // The old network may seem to run until the loop has noticed that its device is gone.
      const anew = `${running} && holdfast.loop.network.model?.adapter === "webgpu"`;
      await until(page, `holdfast.view.state.drawing && ${anew}`, 100_000);
      await relit(page, 60_000);
    } finally {
      await own.close();
    }
  }, 280_000);
});
