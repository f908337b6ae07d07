import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createHistory, type History, settle, warp } from "../../../client/model/history.ts";
import type { StepInput } from "../../../client/model/world-model.ts";
import { CHANNEL_COUNT, channels, LOOK_COUNT, NEAR, OUTPUT_COUNT } from "../../../shared/anchors/contract.ts";
import { at, clampHistory, code, decode, lightOf } from "../../../shared/anchors/twin.ts";
import * as random from "../../../shared/math/random.ts";
import { EDGE, historySamples } from "../../fixtures/history.ts";

const width = 32;
const height = 16;
const plane = width * height;

function input(shift = 0): StepInput {
  const tensor = new Float32Array(CHANNEL_COUNT * plane);
  const guide = new Float32Array(plane * 3).fill(shift, 0, plane);
  for (let p = 0; p < plane; p++) {
    tensor[channels("depth").at * plane + p] = NEAR / 5;
    tensor[(channels("normal").at + 2) * plane + p] = 1;
    for (let c = 0; c < 3; c++) tensor[(channels("direct").at + c) * plane + p] = code(1 + (p % width) / 8);
  }
  return { tensor, guide, look: new Float32Array(LOOK_COUNT), cut: false };
}

function step(
  history: History,
  given: StepInput,
  raw: Float32Array = new Float32Array(OUTPUT_COUNT * plane),
) {
  warp(history, given);
  const gains = new Float32Array(plane * 4);
  const glosses = new Float32Array(plane * 4);
  return { ok: settle(history, given, raw, gains, glosses), gains, glosses };
}

const seen = (given: StepInput, name: string, x: number, y: number) =>
  at(given.tensor, width, height, name, x, y);

describe("A4: history is carried by the world's own motion", () => {
  it("nothing is known at first, after a cut, and where it came in from the side", () => {
    const history = createHistory(width, height);
    const first = input();
    step(history, first);
    expect(seen(first, "fresh", 5, 5)).toEqual([1]);
    const second = input(3);
    step(history, second);
    expect(seen(second, "fresh", 5, 5)).toEqual([0]);
    expect(seen(second, "fresh", width - 1, 5)).toEqual([1]);
    expect(decode(seen(second, "history", 5, 5)[0]!)).toBeCloseTo(1 + 8 / 8, 4);
    const cut = { ...input(), cut: true };
    step(history, cut);
    expect(seen(cut, "fresh", 5, 5)).toEqual([1]);
    expect(seen(cut, "history", 5, 5)).toEqual([0, 0, 0]);
  });

  it("between texels it is blended, light and hidden state alike", () => {
    const history = createHistory(width, height);
    const raw = new Float32Array(OUTPUT_COUNT * plane);
    for (let p = 0; p < plane; p++) raw[8 * plane + p] = (p % width) / 40;
    step(history, input(), raw);
    const next = input(0.5);
    next.guide.fill(0.25, plane, 2 * plane);
    warp(history, next);
    expect(decode(seen(next, "history", 9, 5)[1]!)).toBeCloseTo(1 + 9.5 / 8, 4);
    expect(seen(next, "hidden", 9, 5)[1]).toBeCloseTo(9.5 / 40, 5);
  });

  it("another entity, another depth and the sky are not the same surface", () => {
    const history = createHistory(width, height);
    step(history, input());
    const next = input();
    next.guide[2 * plane + 5 * width + 5] = 9;
    next.guide[2 * plane + 5 * width + 6] = -1;
    next.tensor[channels("depth").at * plane + 5 * width + 7] = NEAR / 9;
    step(history, next);
    for (const x of [5, 6, 7]) expect(seen(next, "fresh", x, 5)).toEqual([1]);
    expect(seen(next, "fresh", 8, 5)).toEqual([0]);
  });

  it("old light is clamped to what the anchors allow now, at the edges of the picture too", () => {
    const history = createHistory(width, height);
    step(history, input());
    for (let p = 0; p < plane; p++) for (let c = 0; c < 3; c++) history.kept[p * 8 + c] = 1000;
    const next = input();
    warp(history, next);
    for (const [x, y] of [
      [8, 5],
      [0, 0],
      [width - 1, height - 1],
    ] as const) {
      const least = 1 + Math.max(0, x - 1) / 8;
      const most = 1 + Math.min(width - 1, x + 1) / 8;
      expect(decode(seen(next, "history", x, y)[0]!)).toBeCloseTo(clampHistory(1000, least, most), 2);
    }
  });

  it("values that are not numbers are refused and nothing is kept", () => {
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      const history = createHistory(width, height);
      const raw = new Float32Array(OUTPUT_COUNT * plane);
      raw[77] = bad;
      expect(step(history, input(), raw).ok).toBe(false);
      expect(history.empty).toBe(true);
      expect(step(history, input()).ok).toBe(true);
    }
    expect(step(createHistory(width, height), input(), new Float32Array(9 * plane)).ok).toBe(false);
  });
});

describe("A2: what a network gives becomes light as its twin says", () => {
  it("zeros leave the engine's light exactly as it is, with history and without", () => {
    const history = createHistory(width, height);
    for (let k = 0; k < 3; k++) {
      const { gains, glosses } = step(history, input(k));
      expect(gains.every((v) => v === 1)).toBe(true);
      expect(glosses.every((v) => v === 1)).toBe(true);
    }
  });

  it("any outputs: the same irradiance and gloss as one pixel at a time", () => {
    const dice = random.create(20261124);
    const history = createHistory(width, height);
    const drawn = (given: StepInput): Float32Array<ArrayBuffer> => {
      for (const name of ["direct", "memory", "reflected"])
        for (let k = 0; k < plane * 3; k++)
          given.tensor[channels(name).at * plane + k] =
            random.uniform(dice) < 0.1 ? 0 : code(random.uniform(dice) * 8);
      return Float32Array.from({ length: OUTPUT_COUNT * plane }, () => (random.uniform(dice) - 0.5) * 12);
    };
    const first = input();
    step(history, first, drawn(first));
    const next = input(0.3);
    const raw = drawn(next);
    const { gains, glosses } = step(history, next, raw);
    let known = 0;
    for (let p = 0; p < plane; p++) {
      const [x, y] = [p % width, Math.floor(p / width)];
      const values = (name: string) => seen(next, name, x, y).map(decode);
      const direct = values("direct");
      const estimate = values("memory").map((m, c) => m + direct[c]!);
      const fresh = seen(next, "fresh", x, y)[0]!;
      if (fresh === 0) known++;
      const out = Array.from({ length: OUTPUT_COUNT }, (_, k) => raw[k * plane + p]!);
      const light = lightOf(estimate, values("reflected"), values("history"), fresh, out);
      for (let c = 0; c < 3; c++) {
        const irradiance = estimate[c]! > 0 ? estimate[c]! * gains[p * 4 + c]! : history.kept[p * 8 + c]!;
        expect(irradiance).toBeCloseTo(light.irradiance[c]!, 3);
        expect(history.kept[p * 8 + c]).toBeCloseTo(light.irradiance[c]!, 3);
        const reflected = values("reflected")[c]!;
        if (reflected > 0) expect(glosses[p * 4 + c]! * reflected).toBeCloseTo(light.specular[c]!, 3);
        expect(history.kept[p * 8 + 3 + c]).toBeCloseTo(Math.max(-1, Math.min(1, out[7 + c]!)), 6);
      }
    }
    expect(known).toBeGreaterThan(plane / 2);
  });
});

describe("A4: history has a twin where networks are trained", () => {
  it("gives the samples that training/holdfast/history.py gives", () => {
    const { requests, raw } = historySamples();
    const cells = EDGE * EDGE;
    const history = createHistory(EDGE, EDGE);
    const gains = new Float32Array(cells * 4);
    const glosses = new Float32Array(cells * 4);
    const found: Record<string, number[]> = {};
    requests.forEach((one, k) => {
      warp(history, one);
      for (const name of ["history", "fresh", "hidden"]) {
        const run = channels(name);
        found[`${name} ${k}`] = [...one.tensor.subarray(run.at * cells, (run.at + run.count) * cells)];
      }
      expect(settle(history, one, raw[k]!, gains, glosses)).toBe(true);
      // Light from its factors, with 1 for the fourth channel.
      const light = (name: string, c: number, p: number): number =>
        decode(one.tensor[(channels(name).at + c) * cells + p]!);
      const of = (value: (c: number, p: number) => number): number[] =>
        Array.from({ length: cells * 4 }, (_, i) => (i % 4 === 3 ? 1 : value(i % 4, i >> 2)));
      found[`irradiance ${k}`] = of(
        (c, p) => gains[p * 4 + c]! * (light("direct", c, p) + light("memory", c, p)),
      );
      found[`specular ${k}`] = of((c, p) => glosses[p * 4 + c]! * light("reflected", c, p));
    });
    const file = new URL("../../fixtures/history.json", import.meta.url);
    const kept = JSON.parse(readFileSync(file, "utf8")) as Record<string, number[]>;
    expect(Object.keys(found)).toEqual(Object.keys(kept));
    for (const [name, values] of Object.entries(kept)) {
      expect(values.length).toBe(found[name]!.length);
      values.forEach((value, i) => {
        if (Math.abs(value - found[name]![i]!) > 1e-4 * (1 + Math.abs(value)))
          throw new Error(`${name}[${i}]: ${found[name]![i]} is not ${value}`);
      });
    }
    expect(found["fresh 1"]!.filter((v) => v === 0).length).toBeGreaterThan(60);
    expect(found["fresh 1"]!.filter((v) => v === 1).length).toBeGreaterThan(40);
  });
});
