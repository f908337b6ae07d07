import { describe, expect, it } from "vitest";
import { createHistory, settle, warp } from "../../../client/model/history.ts";
import { fillMemory } from "../../../client/model/memory.ts";
import { type LightField, SKY, type StepRequest } from "../../../client/model/world-model.ts";
import { CHANNEL_COUNT, channels, LOOK_COUNT, NEAR } from "../../../shared/anchors/contract.ts";
import { at, code, decode } from "../../../shared/anchors/twin.ts";

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

describe("A5: light memory at the surface", () => {
  const field = (valid: number): LightField => {
    const harmonics = new Float32Array(8 * 12);
    for (let p = 0; p < 8; p++) harmonics[p * 12] = 2;
    return {
      origin: [-10, -10, -10],
      spacing: [20, 20],
      counts: [2, 2, 2],
      heights: Float32Array.of(-10, 10),
      harmonics,
      valid: new Uint8Array(8).fill(valid),
    };
  };

  it("an even field of radiance L gives irradiance (over π) L, whichever way a surface faces", () => {
    const r = request(1);
    fillMemory(r, field(1), width, height);
    const radiance = 2 * 0.282095;
    expect(decode(at(r.tensor, width, height, "memory", 9, 9)[0]!)).toBeCloseTo(radiance, 4);
    expect(decode(at(r.tensor, width, height, "reflected", 9, 9)[0]!)).toBeCloseTo(radiance, 4);
  });

  it("probes within solids do not count", () => {
    const r = request(1);
    fillMemory(r, field(0), width, height);
    expect(at(r.tensor, width, height, "memory", 9, 9)).toEqual([0, 0, 0]);
  });
});
