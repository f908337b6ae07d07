import { describe, expect, it } from "vitest";
import { BundleError, checkGraph, parseManifest } from "../../../shared/anchors/bundle.ts";
import {
  CHANNEL_COUNT,
  CHANNELS,
  CONTRACT,
  identityCode,
  LOOK_COUNT,
  OUTPUT_COUNT,
  OUTPUTS,
  sizeFor,
} from "../../../shared/anchors/contract.ts";
import { clampHistory, isSame, lightOf } from "../../../shared/anchors/twin.ts";

const manifest = {
  format: 1,
  name: "small",
  label: "Small",
  contract: CONTRACT,
  channels: CHANNEL_COUNT,
  outputs: OUTPUT_COUNT,
  look: LOOK_COUNT,
  graphs: [
    { size: { width: 256, height: 144 }, file: "small-256x144.onnx", sha256: "a".repeat(64), bytes: 10 },
  ],
  parameters: 140000,
  cost: 20,
  trained: { on: "street", steps: 1, seed: 1 },
  scores: { truth: 30 },
  licence: "Apache-2.0",
};

describe("A1: the contract", () => {
  it("channels follow one another without gap", () => {
    let at = 0;
    for (const run of CHANNELS) {
      expect(run.at).toBe(at);
      at += run.count;
    }
    expect(at).toBe(CHANNEL_COUNT);
    expect(OUTPUTS.reduce((sum, o) => sum + o.count, 0)).toBe(OUTPUT_COUNT);
  });

  it("sizes are multiples of 16 and near the gate's aspect", () => {
    for (const aspect of [1.33, 1.78, 1.85, 2.39, 9 / 16, 1]) {
      const { width, height } = sizeFor(aspect, 256, 144);
      expect((width % 16) + (height % 16)).toBe(0);
      expect(width).toBeLessThanOrEqual(256);
      expect(height).toBeLessThanOrEqual(144);
      expect(Math.abs(Math.log(width / height / aspect))).toBeLessThan(0.13);
    }
  });

  it("identity codes of the first thousand entities are all different, and 0 is the set", () => {
    const seen = new Set<string>();
    const out = [0, 0];
    for (let id = 1; id <= 1000; id++) {
      identityCode(id, out, 0);
      expect(Math.max(Math.abs(out[0]!), Math.abs(out[1]!))).toBeLessThanOrEqual(1);
      seen.add(out.join());
    }
    expect(seen.size).toBe(1000);
    identityCode(0, out, 0);
    expect(out).toEqual([0, 0]);
  });
});

describe("A2: an untrained network shows the engine's light", () => {
  it("zeros leave estimate and reflection as they are, history or not", () => {
    for (const fresh of [0, 1]) {
      const { irradiance, specular } = lightOf([1, 2, 3], [4, 5, 6], [9, 9, 9], fresh, new Float32Array(10));
      expect(irradiance).toEqual([1, 2, 3]);
      expect(specular).toEqual([4, 5, 6]);
    }
  });

  it("gain and gloss multiply, blend mixes history in where there is any", () => {
    const out = Float32Array.from([Math.LN2, 0, 0, 0, Math.log(3), 0, 0.5, 0, 0, 0]);
    const known = lightOf([1, 1, 1], [1, 1, 1], [5, 5, 5], 0, out);
    expect(known.irradiance[0]).toBeCloseTo(3.5, 6);
    expect(known.irradiance[1]).toBeCloseTo(3, 6);
    expect(known.specular[1]).toBeCloseTo(3, 6);
    expect(lightOf([1, 1, 1], [1, 1, 1], [5, 5, 5], 1, out).irradiance[1]).toBeCloseTo(1, 6);
  });

  it("wild outputs stay finite and bounded", () => {
    const wild = Float32Array.from([1e9, -1e9, 5, 1e9, -1e9, 3, 1e9, 0, 0, 0]);
    const { irradiance, specular } = lightOf([1, 1, 1], [1, 1, 1], [2, 2, 2], 0, wild);
    for (const v of [...irradiance, ...specular]) expect(Number.isFinite(v) && v >= 0 && v < 1e4).toBe(true);
  });

  it("history of another entity, or from another depth, is not the same surface", () => {
    expect(isSame(4, 10, 4, 10.3)).toBe(true);
    expect(isSame(4, 10, 5, 10)).toBe(false);
    expect(isSame(4, 10, 4, 12)).toBe(false);
    expect(clampHistory(100, 1, 2)).toBe(8);
  });
});

describe("A3: bundles are checked at the door", () => {
  it("accepts its own and refuses others with a reason", () => {
    expect(parseManifest(manifest).name).toBe("small");
    expect(() => parseManifest({ ...manifest, contract: 1 })).toThrow(/contract 1/);
    expect(() => parseManifest({ ...manifest, channels: 30 })).toThrow(BundleError);
    expect(() =>
      parseManifest({ ...manifest, graphs: [{ ...manifest.graphs[0], size: { width: 250, height: 144 } }] }),
    ).toThrow(/250×144/);
    expect(() => parseManifest({ ...manifest, name: undefined })).toThrow(/name/);
    const m = parseManifest(manifest);
    expect(() => checkGraph(m, "small-256x144.onnx", 11, "a".repeat(64))).toThrow(/11 bytes/);
    expect(() => checkGraph(m, "small-256x144.onnx", 10, "b".repeat(64))).toThrow(/not the file/);
    expect(() => checkGraph(m, "other.onnx", 10, "a".repeat(64))).toThrow(/no graph/);
  });
});
