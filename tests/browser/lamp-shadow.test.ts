/**
 * Shadows of lamps: on the stage with every lamp out but one, what an actor keeps from the floor behind her, measured as
 * the direct light of the anchors; that stills do not depend on what was drawn before; that picture and anchors agree.
 */
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench } from "./pages/view-open.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(fileURLToPath(new URL("../..", import.meta.url)));
});
afterAll(() => bench.close());

/** Helpers within the page. */
const HELPERS = `
globalThis.order = (command) => stage.step(1, [{ person: 0, serial: 0, command }]);
globalThis.named = (name) => [...stage.world.entities.values()].find((e) => e.name === name || e.label === name);
globalThis.lamps = [...stage.world.entities.values()].filter((e) => e.lamp).map((e) => e.id);
globalThis.only = (id) => {
  order({ type: "setLamp", ids: lamps, lamp: { on: false, level: 1, kelvin: 0 } });
  order({ type: "setLamp", ids: [id], lamp: { on: true, level: 1, kelvin: 0 } });
};
globalThis.put = (id, position) => order({ type: "place", moves: [{ id, pose: { position, rotation: [0, 0, 0, 1] } }] });
/** Direct light in the middle of a picture straight down on a place, mean of some texels. */
globalThis.direct = async (x, z) => {
  const pose = { position: [x, 2.2, z], rotation: [-Math.SQRT1_2, 0, 0, Math.SQRT1_2] };
  let g = null;
  while (!(g = stage.view.anchors(64, 48, stage.shot(0, { pose })))) await new Promise((r) => setTimeout(r, 20));
  const v = await g.readback();
  let sum = 0;
  for (let y = 20; y < 28; y++) for (let k = 28; k < 36; k++) sum += v.direct[(y * 64 + k) * 3 + 1];
  return sum / 64;
};
globalThis.hash = async (camera) => {
  const p = await stage.view.still(stage.shot(camera), 160, 90);
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", p.data))].join();
};`;

describe.each(["webgl2", "webgpu"])("lamps on %s", (engine) => {
  let page: Page;
  beforeAll(async () => {
    page = await bench.open({ engine, quality: "medium", width: "160", height: "96", set: "stage" });
    await page.evaluate(HELPERS);
  });
  afterAll(() => page.close());

  // A softbox looks through one tile; the ghost light shines all round.
  it.each([
    ["key", 0.62, -0.25],
    ["ghost", 7.3, 4.9],
  ])("%s: an actor throws a shadow, and none when she is gone", async (name, x, z) => {
    const got = (await page.evaluate(`(async () => {
      const lamp = named("${name}");
      const actor = named("jonas");
      only(lamp.id);
      put(actor.id, [${x}, 0, ${z}]);
      const p = lamp.pose.position;
      const away = Math.hypot(${x} - p[0], ${z} - p[2]);
      const at = (metres) => direct(${x} + ((${x} - p[0]) / away) * metres, ${z} + ((${z} - p[2]) / away) * metres);
      const behind = await at(0.8);
      const before = await at(-0.8);
      order({ type: "hide", ids: [actor.id], hidden: true });
      const bare = await at(0.8);
      const bareBefore = await at(-0.8);
      order({ type: "hide", ids: [actor.id], hidden: false });
      const again = await at(0.8);
      return { behind, before, bare, bareBefore, again };
    })()`)) as Record<string, number>;
    expect(got["bare"]).toBeGreaterThan(0.001);
    expect(got["behind"]! / got["bare"]!, JSON.stringify(got)).toBeLessThan(0.1);
    expect(got["before"]! / got["bareBefore"]!, JSON.stringify(got)).toBeGreaterThan(0.95);
    expect(got["again"]).toBe(got["behind"]);
  });

  it("a thing that is pushed along takes its shadow with it", async () => {
    const got = (await page.evaluate(`(async () => {
      const lamp = named("ghost");
      const thing = named("apple-full");
      only(lamp.id);
      const p = lamp.pose.position;
      const seen = [];
      for (const [x, z] of [[p[0] - 1.2, p[2]], [p[0], p[2] - 1.2], [p[0] - 1.2, p[2]]]) {
        put(thing.id, [x, 0, z]);
        seen.push([await direct(p[0] - 1.42, p[2]), await direct(p[0], p[2] - 1.42)]);
      }
      return seen;
    })()`)) as number[][];
    const [first, second, third] = got as [number[], number[], number[]];
    expect(first[0]! / second[0]!, JSON.stringify(got)).toBeLessThan(0.8);
    expect(second[1]! / first[1]!, JSON.stringify(got)).toBeLessThan(0.8);
    expect(third[0]! / second[0]!).toBeLessThan(0.8);
  });

  it("gives the same still whatever was lit, seen and moved before", async () => {
    const [first, between, again] = (await page.evaluate(`(async () => {
      order({ type: "setLamp", ids: lamps, lamp: { on: true, level: 1, kelvin: 0 } });
      const thing = named("apple-full");
      put(thing.id, [0, 1.1, 1]);
      // The world stands still, since actors breathe: what changes, changes in the view alone.
      const burn = (names) => {
        stage.to.whole = false;
        const all = lamps.map((id) => stage.world.entities.get(id));
        stage.to.edited.splice(0, Infinity, ...all.map((e) => (names && !names.includes(e.name) ? { ...e, lamp: { ...e.lamp, on: false } } : e)));
        stage.view.take(stage.to);
      };
      const hold = (x) => stage.view.hold({ entity: thing.id, position: [x, 0, 0], rotation: [0, 0, 0, 1], about: [0, 0, 0] });
      const first = await hash(0);
      for (const camera of [2, 5]) {
        burn(["back-left", "ghost", "fresnel"]);
        for (let k = 0; k < 4; k++) {
          hold(k * 0.1);
          stage.view.render(stage.shot(camera));
          await new Promise((r) => requestAnimationFrame(r));
        }
        burn(null);
      }
      const between = await hash(0);
      stage.view.hold(null);
      for (let k = 0; k < 2; k++) stage.view.render(stage.shot(5));
      return [first, between, await hash(0)];
    })()`)) as string[];
    expect(again).toBe(first);
    expect(between).not.toBe(first);
  });

  it("A2: gives anchors whose light is the picture's, shadows of lamps included", async () => {
    const got = (await page.evaluate(`(async () => {
      const [w, h] = [160, 96];
      const shot = stage.shot(0);
      const lit = await stage.view.lit(shot, w, h);
      let g = null;
      while (!(g = stage.view.anchors(w, h, shot))) await new Promise((r) => setTimeout(r, 20));
      const v = await g.readback();
      let worst = 0, hit = 0;
      for (let p = 0; p < w * h; p++) {
        if (v.depth[p] === 0) continue;
        hit++;
        for (let c = 0; c < 3; c++) {
          const i = p * 3 + c;
          const mine = v.albedo[i] * (1 - v.surface[p * 2 + 1]) * (v.direct[i] + v.memory[i]) + v.reflected[i] + v.emissive[i];
          worst = Math.max(worst, Math.abs(mine - lit[p * 4 + c]) / (lit[p * 4 + c] + 0.02));
        }
      }
      return { worst, hit };
    })()`)) as { worst: number; hit: number };
    expect(got.hit).toBeGreaterThan(4000);
    expect(got.worst).toBeLessThan(0.004);
  });
});
