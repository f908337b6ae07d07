import { describe, expect, it } from "vitest";
import { LOOK, LOOK_COUNT } from "../../../shared/anchors/contract.ts";
import { writeLook } from "../../../shared/anchors/look-vector.ts";

const axes = { right: [0, 0, -1], up: [0, 1, 0], forward: [1, 0, 0] };
const light = {
  key: { direction: [0.6, 0.8, 0], illuminance: [31415.9, 0, 0] },
  harmonics: [3141.59, 6283.18, 0],
};

describe("the look vector", () => {
  it("has the light in the camera's own space, over key", () => {
    const out = new Float32Array(LOOK_COUNT);
    writeLook(out, light, { turbidity: 3, cloud: 0.25 }, 1000, axes);
    const at = (name: (typeof LOOK)[number]) => out[LOOK.indexOf(name)]!;
    expect(at("sun x")).toBeCloseTo(0, 6);
    expect(at("sun y")).toBeCloseTo(0.8, 6);
    expect(at("sun z")).toBeCloseTo(-0.6, 6);
    expect(at("sun r")).toBeCloseTo(Math.log1p(10), 4);
    expect(at("sky g")).toBeCloseTo(Math.log1p(2), 4);
    expect(at("turbidity")).toBeCloseTo(0.3, 6);
    expect(at("cloud")).toBeCloseTo(0.25, 6);
    expect(at("key")).toBeCloseTo(0.75, 6);
  });

  it("stays finite without any light, and refuses a vector of another length", () => {
    const out = new Float32Array(LOOK_COUNT);
    const dark = { key: { direction: [0, 1, 0], illuminance: [0, 0, 0] }, harmonics: [-1, 0, 0] };
    writeLook(out, dark, { turbidity: 2, cloud: 1 }, 0, axes);
    expect([...out].every(Number.isFinite)).toBe(true);
    expect(() => writeLook(new Float32Array(3), dark, { turbidity: 2, cloud: 1 }, 1, axes)).toThrow(/12/);
  });
});
