import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createHistory, settle, warp } from "../../../client/model/history.ts";
import { SKY, type StepRequest } from "../../../client/model/world-model.ts";
import { CHANNEL_COUNT, channels, LOOK_COUNT, NEAR } from "../../../shared/anchors/contract.ts";
import { at, code, decode } from "../../../shared/anchors/twin.ts";
import { EDGE, historySamples } from "../../fixtures/history.ts";

const width = 32;
const height = 16;
const plane = width * height;

function request(serial: number, shift = 0): StepRequest {
  const tensor = new Float32Array(CHANNEL_COUNT * plane);
  const motion = new Float32Array(plane * 2).fill(shift, 0, plane);
  const entity = new Uint32Array(plane);
  for (let p = 0; p < plane; p++) {
    tensor[channels("depth").at * plane + p] = NEAR / 5;
    tensor[(channels("normal").at + 2) * plane + p] = 1;
    for (let c = 0; c < 3; c++) tensor[(channels("direct").at + c) * plane + p] = code(1 + (p % width) / 8);
  }
  const camera = {
    position: [0, 1, 0],
    rotation: [0, 0, 0, 1],
    tanX: 0.5,
    tanY: 0.25,
  } as StepRequest["camera"];
  return {
    serial,
    tick: serial,
    camera,
    tensor,
    motion,
    entity,
    look: new Float32Array(LOOK_COUNT),
    cut: false,
  };
}

function step(history: ReturnType<typeof createHistory>, r: StepRequest, raw = new Float32Array(10 * plane)) {
  warp(history, r);
  const irradiance = new Float32Array(plane * 4);
  const ok = settle(history, r, raw, irradiance, new Float32Array(plane * 4));
  return { ok, irradiance };
}

describe("A4: history is carried by the world's own motion", () => {
  it("nothing is known at first, after a cut, and where it came in from the side", () => {
    const history = createHistory(width, height);
    const first = request(1);
    step(history, first);
    expect(at(first.tensor, width, height, "fresh", 5, 5)).toEqual([1]);
    const second = request(2, 3);
    step(history, second);
    expect(at(second.tensor, width, height, "fresh", 5, 5)).toEqual([0]);
    expect(at(second.tensor, width, height, "fresh", width - 1, 5)).toEqual([1]);
    expect(decode(at(second.tensor, width, height, "history", 5, 5)[0]!)).toBeCloseTo(1 + 8 / 8, 4);
    const cut = { ...request(3), cut: true };
    step(history, cut);
    expect(at(cut.tensor, width, height, "fresh", 5, 5)).toEqual([1]);
  });

  it("another entity, another depth and the sky are not the same surface", () => {
    const history = createHistory(width, height);
    step(history, request(1));
    const r = request(2);
    r.entity[5 * width + 5] = 9;
    r.entity[5 * width + 6] = SKY;
    r.tensor[channels("depth").at * plane + 5 * width + 7] = NEAR / 9;
    step(history, r);
    for (const x of [5, 6, 7]) expect(at(r.tensor, width, height, "fresh", x, 5)).toEqual([1]);
    expect(at(r.tensor, width, height, "fresh", 8, 5)).toEqual([0]);
  });

  it("old light is clamped to what the anchors allow now", () => {
    const history = createHistory(width, height);
    step(history, request(1));
    history.irradiance.fill(1000);
    const r = request(2);
    warp(history, r);
    expect(decode(at(r.tensor, width, height, "history", 8, 5)[0]!)).toBeLessThan(4 * (1 + 9.01 / 8));
  });

  it("values that are not numbers are refused and nothing is kept", () => {
    const history = createHistory(width, height);
    const raw = new Float32Array(10 * plane);
    raw[77] = Number.NaN;
    expect(step(history, request(1), raw).ok).toBe(false);
    expect(history.empty).toBe(true);
    expect(step(history, request(2)).ok).toBe(true);
  });
});

describe("A4: history has a twin where networks are trained", () => {
  it("gives the samples that training/holdfast/history.py gives", () => {
    const { requests, raw } = historySamples();
    const cells = EDGE * EDGE;
    const history = createHistory(EDGE, EDGE);
    const light = new Float32Array(cells * 4);
    const shine = new Float32Array(cells * 4);
    const found: Record<string, number[]> = {};
    requests.forEach((one, k) => {
      warp(history, one);
      for (const name of ["history", "fresh", "hidden"]) {
        const run = channels(name);
        found[`${name} ${k}`] = [...one.tensor.subarray(run.at * cells, (run.at + run.count) * cells)];
      }
      expect(settle(history, one, raw[k]!, light, shine)).toBe(true);
      found[`irradiance ${k}`] = [...light];
      found[`specular ${k}`] = [...shine];
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
