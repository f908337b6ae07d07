import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench } from "./pages/view-open.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(fileURLToPath(new URL("../..", import.meta.url)));
});
afterAll(() => bench.close());

/** What the scripts below share, run once in the page. */
const TOOLS = `
  const { planesOf } = await import("/shared/anchors/twin.ts");
  const { factorAt } = await import("/shared/anchors/relight.ts");
  const quat = await import("/shared/math/quat.ts");
  const W = 96, H = 64;
  const { view } = stage;
  const anchors = async (shot) => {
    let g = null;
    while (!(g = view.anchors(W, H, shot))) await new Promise((r) => setTimeout(r, 20));
    return g;
  };
  const even = (gain, gloss) => {
    const fill = (v) => Float32Array.from({ length: W * H * 4 }, (_, i) => (i % 4 < 3 ? v[i % 4] : 1));
    return { gains: fill(gain), glosses: fill(gloss) };
  };
  // A place from which the actor stands before a wall of the set, so that there is something to hide and to uncover.
  const actor = [...stage.world.entities.values()].find((e) => e.kind === "actor");
  const from = (x, y = 1.4, z = 3.2) => {
    const p = actor.pose.position;
    return stage.shot(0, { pose: { position: [p[0] + x, y, p[2] + z], rotation: [0, 0, 0, 1] } });
  };
`;
const inPage = (page: Page, code: string): Promise<unknown> =>
  page.evaluate(`(async () => { ${TOOLS} ${code} })()`);

describe.each(["webgl2", "webgpu"])("the network's light on the picture, on %s", (engine) => {
  let page: Page;
  beforeAll(async () => {
    page = await bench.open({ engine, quality: "low", width: "240", height: "160", set: "stage" });
  });
  afterAll(() => page.close());

  it("A1: the tensor of the device is the contract's, value for value", async () => {
    const got = (await inPage(
      page,
      `
      await anchors(from(-0.05));
      const g = await anchors(from(0));
      const values = await g.readback();
      const reading = g.read();
      while (!reading.ready()) await new Promise((r) => setTimeout(r, 5));
      const mine = planesOf(values);
      const theirs = new Float32Array(mine.length);
      reading.copy(theirs, 0);
      reading.release();
      const plane = W * H;
      const worst = [];
      for (let c = 0; c < mine.length / plane; c++) {
        let most = 0;
        for (let p = 0; p < plane; p++) {
          const a = mine[c * plane + p], b = theirs[c * plane + p];
          if (!(Math.abs(a - b) / (1 + Math.abs(a)) <= most)) most = Math.abs(a - b) / (1 + Math.abs(a));
        }
        worst.push(most);
      }
      const moving = mine.subarray(26 * plane, 27 * plane).reduce((n, v) => n + (Math.abs(v) > 0.2 ? 1 : 0), 0);
      const kinds = new Set(mine.subarray(28 * plane)).size;
      return { worst, planes: worst.length, moving, kinds, look: [...g.look] };
    `,
    )) as { worst: number[]; planes: number; moving: number; kinds: number; look: number[] };
    expect(got.planes).toBe(29);
    expect(got.moving).toBeGreaterThan(500);
    expect(got.kinds).toBeGreaterThan(2);
    for (const [plane, worst] of got.worst.entries())
      expect(worst, `plane ${plane}: ${got.worst}`).toBeLessThan(2e-5);
    expect(got.look.every(Number.isFinite)).toBe(true);
    expect(Math.hypot(got.look[0]!, got.look[1]!, got.look[2]!)).toBeCloseTo(1, 4);
  });

  it("A2: factors of one leave the picture as it is, to the bit; others show; the engine's comes back", async () => {
    const got = (await inPage(
      page,
      `
      const shot = from(0);
      const same = (a, b) => { let most = 0; for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i])); return most; };
      const engine = await view.lit(shot, 120, 80, true);
      const still = (await view.still(shot, 120, 80, true)).data;
      const shown = view.relight(await anchors(shot), even([1, 1, 1], [1, 1, 1]));
      const ones = await view.lit(shot, 120, 80, true);
      const onesStill = (await view.still(shot, 120, 80, true)).data;
      view.relight(await anchors(shot), even([2, 1, 1], [1, 1, 1]));
      const red = await view.lit(shot, 120, 80, true);
      const plain = await view.lit(shot, 120, 80);
      view.compare("split");
      const split = await view.lit(shot, 120, 80, true);
      view.compare("engine");
      const compared = await view.lit(shot, 120, 80, true);
      view.compare("network");
      view.relight(null);
      const after = await view.lit(shot, 120, 80, true);
      let matt = 0, ratio = 0, green = 0;
      let left = 0, right = 0;
      for (let p = 0; p < 120 * 80; p++) {
        if (engine[p * 4] < 0.02) continue;
        matt++;
        ratio += red[p * 4] / engine[p * 4];
        green = Math.max(green, Math.abs(red[p * 4 + 1] - engine[p * 4 + 1]));
        if (p % 120 < 58 && Math.abs(split[p * 4] - red[p * 4]) > 1e-3 * red[p * 4]) left++;
        if (p % 120 > 62 && Math.abs(split[p * 4] - engine[p * 4]) > 1e-3 * engine[p * 4]) right++;
      }
      return { shown, ones: same(engine, ones), stills: same(still, onesStill), plain: same(engine, plain), compared: same(engine, compared),
        after: same(engine, after), ratio: ratio / matt, green, matt, left, right };
    `,
    )) as Record<string, number>;
    expect(got).toMatchObject({
      shown: true,
      ones: 0,
      stills: 0,
      plain: 0,
      compared: 0,
      after: 0,
      left: 0,
      right: 0,
    });
    expect(got["matt"]).toBeGreaterThan(4000);
    // Most of what is seen is matt, and twice as red; nothing else has changed.
    expect(got["ratio"]).toBeGreaterThan(1.6);
    expect(got["ratio"]).toBeLessThan(2.001);
    expect(got["green"]).toBe(0);
  });

  it("takes light that has never left the device", async (context) => {
    context.skip(
      engine !== "webgpu",
      "WebGL2 has no compute: there light comes back by way of the processor",
    );
    const got = (await inPage(
      page,
      `
      const { openWebGpu } = await import("/client/model/webgpu-model.ts");
      const { even: evenGraph } = await import("/tests/fixtures/onnx.ts");
      const shot = from(0);
      const model = await openWebGpu({ label: "Test" }, evenGraph(W, H, [Math.LN2, 0, 0]), W, H, view.device());
      const engine = await view.lit(shot, 120, 80, true);
      const rates = [];
      for (let serial = 0; serial < 2; serial++) {
        const g = await anchors(shot);
        const { factors } = await model.step({ serial, input: { image: g.image(), look: g.look, cut: !g.history } });
        view.relight(g, factors);
        const lit = await view.lit(shot, 120, 80, true);
        let ratio = 0, green = 0, matt = 0;
        for (let p = 0; p < 120 * 80; p++) {
          if (engine[p * 4] < 0.02) continue;
          matt++;
          ratio += lit[p * 4] / engine[p * 4];
          green = Math.max(green, Math.abs(lit[p * 4 + 1] - engine[p * 4 + 1]));
        }
        rates.push(ratio / matt, green);
      }
      model.dispose();
      view.relight(null);
      return { rates, state: model.state.kind };
    `,
    )) as { rates: number[]; state: string };
    expect(got.state).toBe("off");
    const [first, green, second, greenAgain] = got.rates;
    for (const ratio of [first, second]) {
      expect(ratio).toBeGreaterThan(1.6);
      expect(ratio).toBeLessThan(2.001);
    }
    expect([green, greenAgain]).toEqual([0, 0]);
  });

  it("A7: carries light to where its surfaces are now, as its twin on the processor does", async () => {
    const got = (await inPage(
      page,
      `
      // Light that depends on the place in the frame, and a camera that has moved and turned since.
      const then = from(0);
      const g = await anchors(then);
      const v = await g.readback();
      const gains = new Float32Array(W * H * 4);
      for (let y = 0; y < H; y++) for (let x = 0; x < W; x++) for (let c = 0; c < 3; c++)
        gains[(y * W + x) * 4 + c] = 1 + 0.8 * Math.sin(x * 0.3 + c) * Math.cos(y * 0.25);
      const glosses = even([1, 1, 1], [1, 1, 1]).glosses;
      view.relight(g, { gains, glosses });
      const turned = [0, 0, 0, 1];
      quat.fromHeadingTiltRoll(turned, 0.05, -0.02, 0);
      const now = from(0.22, 1.45, 3);
      now.pose.rotation = turned;
      const big = [144, 96];
      const lit = await view.lit(now, ...big, true);
      const engine = await view.lit(now, ...big);
      // The picture's own surfaces, from anchors of its size: its places, normals and entities.
      let own = null;
      const rotate = (q, d) => { const o = [0, 0, 0]; quat.rotate(o, q, d); return o; };
      const half = (s) => s.gate.width / (2 * s.lens.focal);
      const reach = { x: half(then), y: (half(then) * H) / W };
      const texel = (x, y) => {
        const cx = Math.max(0, Math.min(W - 1, x)), cy = Math.max(0, Math.min(H - 1, y));
        const p = cy * W + cx;
        if (v.depth[p] === 0) return null;
        const depth = 0.5 / v.depth[p];
        const eye = then.pose.position;
        const d = rotate(then.pose.rotation, [((2 * (cx + 0.5)) / W - 1) * reach.x * depth, (1 - (2 * (cy + 0.5)) / H) * reach.y * depth, -depth]);
        const n = rotate(then.pose.rotation, [...v.normal.subarray(p * 3, p * 3 + 3)]);
        const est = [0, 1, 2].map((c) => v.direct[p * 3 + c] + v.memory[p * 3 + c]);
        return { place: [0, 1, 2].map((k) => eye[k] + d[k]), normal: n, entity: v.entity[p], estimate: est, gain: [...gains.subarray(p * 4, p * 4 + 3)] };
      };
      while (!(own = view.anchors(...big, now))) await new Promise((r) => setTimeout(r, 20));
      const w = await own.readback();
      const wide = { x: half(now), y: (half(now) * big[1]) / big[0] };
      let checked = 0, unknown = 0, off = 0, worst = 0;
      for (let y = 0; y < big[1]; y++) for (let x = 0; x < big[0]; x++) {
        const p = y * big[0] + x;
        // Where reflections are faint, the picture's ratio is the factor of irradiance.
        if (w.depth[p] === 0) continue;
        const diffuse = w.albedo[p * 3] * (1 - w.surface[p * 2 + 1]) * (w.direct[p * 3] + w.memory[p * 3]);
        if (diffuse < 0.05) continue;
        const depth = 0.5 / w.depth[p];
        const d = rotate(now.pose.rotation, [((2 * (x + 0.5)) / big[0] - 1) * wide.x * depth, (1 - (2 * (y + 0.5)) / big[1]) * wide.y * depth, -depth]);
        const place = [0, 1, 2].map((k) => now.pose.position[k] + d[k]);
        const rel = [0, 0, 0];
        quat.unrotate(rel, then.pose.rotation, [0, 1, 2].map((k) => place[k] - then.pose.position[k]));
        const fx = (rel[0] / -rel[2] / reach.x + 1) / 2 * W, fy = (1 - rel[1] / -rel[2] / reach.y) / 2 * H;
        if (fx < 0 || fy < 0 || fx > W || fy > H) continue;
        const out = [0, 0, 0];
        const normal = rotate(now.pose.rotation, [...w.normal.subarray(p * 3, p * 3 + 3)]);
        const known = factorAt({ place, normal, entity: w.entity[p], depth: -rel[2], x: fx, y: fy }, texel, out);
        if (known < 0.02) unknown++;
        checked++;
        const e = Math.abs(lit[p * 4] - engine[p * 4] - diffuse * (out[0] - 1)) / engine[p * 4];
        if (e > 0.02) off++;
        worst = Math.max(worst, e);
      }
      view.relight(null);
      return { checked, unknown, off, worst };
    `,
    )) as Record<string, number>;
    expect(got["checked"]).toBeGreaterThan(6000);
    // The actor hid something that is seen now: nothing is known of it, and the engine's light stands there.
    expect(got["unknown"]).toBeGreaterThan(20);
    expect(got["off"]! / got["checked"]!, JSON.stringify(got)).toBeLessThan(0.004);
  });

  it("A7: follows what has moved, and leaves what has come since to the engine", async () => {
    const got = (await inPage(
      page,
      `
      const shot = from(0);
      const g = await anchors(shot);
      const v = await g.readback();
      // Only the actor is lit by the network.
      const light = even([1, 1, 1], [1, 1, 1]);
      for (let p = 0; p < W * H; p++) if (v.entity[p] === actor.id) light.gains[p * 4] = 3;
      view.relight(g, light);
      const order = (command) => ({ person: 1, serial: 1, command });
      const measure = async () => {
        const w = await (await anchors(shot)).readback();
        const lit = await view.lit(shot, W, H, true), engine = await view.lit(shot, W, H);
        let on = 0, on3 = 0, off = 0, offChanged = 0;
        for (let i = 0; i < W * H; i++) {
          if (w.depth[i] === 0 || engine[i * 4] < 0.02) continue;
          const changed = lit[i * 4] / engine[i * 4] > 1.2;
          if (w.entity[i] === actor.id) { on++; if (changed) on3++; } else { off++; if (changed) offChanged++; }
        }
        return { on, on3, off, offChanged };
      };
      const still = await measure();
      const pose = actor.pose;
      const there = { position: [pose.position[0] + 0.45, pose.position[1], pose.position[2] - 0.2], rotation: pose.rotation };
      stage.step(1, [order({ type: "place", moves: [{ id: actor.id, pose: there }] })]);
      view.relight(g, light);
      const walked = await measure();
      const known = new Set(stage.world.entities.keys());
      stage.step(1, [order({ type: "duplicate", ids: [actor.id], offset: [-0.6, 0, 0] })]);
      view.relight(g, light);
      const twin = [...stage.world.entities.keys()].find((id) => !known.has(id));
      const lit = await view.lit(shot, W, H, true), engine = await view.lit(shot, W, H);
      // The fourth anchors: their images are the first's, which is shown until now.
      const w = await (await anchors(shot)).readback();
      let seen = 0, changed = 0;
      for (let i = 0; i < W * H; i++) if (w.entity[i] === twin) { seen++; if (lit[i * 4] > engine[i * 4] * 1.02) changed++; }
      view.relight(null);
      return { still, walked, seen, changed };
    `,
    )) as { still: Record<string, number>; walked: Record<string, number>; seen: number; changed: number };
    for (const { on, on3, off, offChanged } of [got.still, got.walked] as Record<string, number>[]) {
      expect(on, JSON.stringify(got)).toBeGreaterThan(200);
      expect(on3! / on!, JSON.stringify(got)).toBeGreaterThan(0.65);
      expect(offChanged! / off!, JSON.stringify(got)).toBeLessThan(0.01);
    }
    expect(got.seen).toBeGreaterThan(150);
    expect(got.changed).toBe(0);
  });
});
