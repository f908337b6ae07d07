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

  it("lights the picture from the light memory: places that see little sky are darker", async () => {
    const bare = await still(page, "0");
    await page.evaluate("stage.remember()");
    const lit = await still(page, "0");
    expect(lit.hash).not.toBe(bare.hash);
    expect(lit.mean).toBeGreaterThan(10);
    await page.evaluate("stage.view.memory(null, 1)");
    expect((await still(page, "0")).hash).toBe(bare.hash);
  });

  it("finds under a point what stands there, and where", async () => {
    const found = (await page.evaluate(`(async () => {
      const actor = [...stage.world.entities.values()].find((e) => e.kind === "actor");
      const p = actor.pose.position;
      const pose = { position: [p[0], 1.2, p[2] + 4], rotation: [0, 0, 0, 1] };
      for (let i = 0; i < 2; i++) stage.view.render(stage.shot(0, { pose }));
      const hit = await stage.view.pick(0.5, 0.5);
      return { id: actor.id, at: p, hit };
    })()`)) as { id: number; at: number[]; hit: { entity: number; point: number[]; normal: number[] } };
    expect(found.hit.entity).toBe(found.id);
    expect(found.hit.point[0]).toBeCloseTo(found.at[0]!, 1);
    expect(found.hit.point[1]).toBeCloseTo(1.2, 1);
    expect(Math.abs(found.hit.point[2]! - found.at[2]!)).toBeLessThan(0.35);
    expect(found.hit.normal[2]).toBeGreaterThan(0.3);
  });

  it("gives anchors whose values are the world's: distance, entity, normal, motion", async () => {
    const got = (await page.evaluate(`(async () => {
      const actor = [...stage.world.entities.values()].find((e) => e.kind === "actor");
      const p = actor.pose.position;
      const at = (x) => stage.shot(0, { pose: { position: [p[0] + x, 1.2, p[2] + 4], rotation: [0, 0, 0, 1] } });
      let g = null;
      while (!(g = stage.view.anchors(160, 96, at(0)))) await new Promise((r) => setTimeout(r, 20));
      g = stage.view.anchors(160, 96, at(0.1));
      const v = await g.readback();
      const i = 48 * 160 + 78;
      const ground = 90 * 160 + 20;
      return {
        id: actor.id, history: g.history, key: g.key, entity: v.entity[i], depth: v.depth[i],
        motion: [v.motion[i * 2], v.motion[i * 2 + 1]],
        up: [...v.normal.subarray(ground * 3, ground * 3 + 3)],
        finite: [v.albedo, v.normal, v.depth, v.direct, v.memory, v.reflected, v.sky, v.emissive, v.motion].every((a) => a.every(Number.isFinite)),
        sky: Math.max(...v.sky), albedo: Math.max(...v.albedo),
      };
    })()`)) as Record<string, number> & { motion: number[]; up: number[]; history: boolean; finite: boolean };
    expect(got.finite).toBe(true);
    expect(got.history).toBe(true);
    expect(got["entity"]).toBe(got["id"]);
    expect(0.5 / got["depth"]!).toBeGreaterThan(3.6);
    expect(0.5 / got["depth"]!).toBeLessThan(4.1);
    // The camera went 0.1 m to the right: what stands 4 m away went left by 0.1 / (2 · 4 · tan) of the width.
    const focal = (await page.evaluate("stage.shot(0).lens.focal")) as number;
    const shift = (-0.1 / (2 * (0.5 / got["depth"]!) * (24.89 / (2 * focal)))) * 160;
    expect(got.motion[0]).toBeCloseTo(shift, 0);
    expect(Math.abs(got.motion[1]!)).toBeLessThan(0.2);
    expect(got.up[1]).toBeGreaterThan(0.95);
    expect(got["albedo"]).toBeLessThanOrEqual(1);
    expect(got["sky"]).toBeGreaterThan(0);
  });

  it("A2: gives anchors whose light is exactly what the picture shows", async () => {
    const got = (await page.evaluate(`(async () => {
      await stage.remember();
      const [w, h] = [160, 96];
      const shot = stage.shot(0);
      const lit = await stage.view.lit(shot, w, h);
      let g = null;
      while (!(g = stage.view.anchors(w, h, shot))) await new Promise((r) => setTimeout(r, 20));
      const v = await g.readback();
      let worst = 0, hit = 0, shiny = 0, remembered = 0, sum = 0;
      const off = [];
      for (let p = 0; p < w * h; p++) {
        if (v.depth[p] === 0) continue;
        hit++;
        const metallic = v.surface[p * 2 + 1];
        for (let c = 0; c < 3; c++) {
          const i = p * 3 + c;
          const mine = v.albedo[i] * (1 - metallic) * (v.direct[i] + v.memory[i]) + v.reflected[i] + v.emissive[i];
          const theirs = lit[p * 4 + c];
          const error = Math.abs(mine - theirs) / (theirs + 0.02);
          if (error > worst) { worst = error; off[0] = [p % w, Math.floor(p / w), c, mine, theirs]; }
          sum += error;
        }
        if (v.reflected[p * 3] > 0.01) shiny++;
        if (v.memory[p * 3] > 0.001) remembered++;
      }
      await stage.view.memory(null, 1);
      return { worst, mean: sum / hit / 3, hit, shiny, remembered, off };
    })()`)) as Record<string, number>;
    expect(got["hit"]).toBeGreaterThan(4000);
    expect(got["shiny"]).toBeGreaterThan(200);
    expect(got["remembered"]).toBeGreaterThan(4000);
    // Half floats of four images add up.
    expect(got["worst"], JSON.stringify(got)).toBeLessThan(0.004);
  });

  it("comes back by itself when its device is taken away", async () => {
    const words = await page.evaluate(`(async () => {
      const before = stage.view.state.words;
      const canvas = document.getElementById("picture");
      const gl = canvas.getContext("webgl2");
      if (gl) {
        const ext = gl.getExtension("WEBGL_lose_context");
        ext.loseContext();
        await new Promise((r) => setTimeout(r, 60));
        const during = [stage.view.state.words, stage.view.state.drawing];
        stage.view.render(stage.shot(0));
        ext.restoreContext();
        for (let i = 0; i < 200 && !stage.view.state.drawing; i++) await new Promise((r) => setTimeout(r, 50));
        await stage.view.settled();
        return { before, during, after: stage.view.state.words };
      }
      return null;
    })()`);
    if (engine === "webgpu") return;
    const said = words as { before: string; during: [string, boolean]; after: string };
    expect(said.during[0]).toContain("picture lost");
    expect(said.during[1]).toBe(false);
    expect(said.after).toBe(said.before);
    const again = await still(page, "0");
    expect(again.mean).toBeGreaterThan(20);
  });
});

describe("the street", () => {
  let page: Page;
  beforeAll(async () => {
    page = await bench.open({
      engine: "webgl2",
      quality: "medium",
      width: "240",
      height: "96",
      set: "corner-street",
    });
  });
  afterAll(() => page.close());

  // Every other camera by day and the others by night; `npm run test:golden` counts all.
  it.each([
    ["by day", 17.7, 0],
    ["by night, when lamps throw theirs", 23, 1],
  ])("needs at most 250 draws a frame, shadows included, from its cameras: %s", async (_, time, turn) => {
    const draws = (await page.evaluate(`(async () => {
      stage.look({ time: ${time} });
      const all = {};
      // The first frames also draw what is kept: the six faces of the place's mirror, and the shadows of what stands.
      let frames = 9;
      for (const [k, camera] of stage.cameras.entries()) {
        if (k % 2 !== ${turn} && !${process.env["GOLDEN"] === "whole"}) continue;
        for (; frames > 0; frames--) {
          stage.view.render(stage.shot(camera));
          await new Promise((r) => requestAnimationFrame(r));
        }
        all[camera] = stage.view.state.draws;
        frames = 2;
      }
      return all;
    })()`)) as Record<string, number>;
    for (const count of Object.values(draws)) {
      expect(count).toBeGreaterThan(40);
      expect(count).toBeLessThanOrEqual(250);
    }
  });

  it("hides a building whole, its small pieces too, and shows it again", async () => {
    await page.evaluate("stage.look({ time: 17.7 })");
    const shown = await still(page, "0");
    const hide = (hidden: boolean) =>
      page.evaluate(`(() => {
        const part = [...stage.world.entities.values()].find((e) => e.asset === "" && e.name === "corner-north");
        stage.to.whole = false;
        stage.to.edited.splice(0, Infinity, { ...part, hidden: ${hidden} });
        stage.view.take(stage.to);
      })()`);
    await hide(true);
    const without = await still(page, "0");
    expect(without.hash).not.toBe(shown.hash);
    await hide(false);
    expect((await still(page, "0")).hash).toBe(shown.hash);
  });
});
