import { describe, expect, it } from "vitest";
import * as filmback from "../../../shared/camera/filmback.ts";
import * as lens from "../../../shared/camera/lens.ts";
import { UnknownPreset } from "../../../shared/camera/preset.ts";

describe("filmbacks", () => {
  it("are all there, each with a source and a name of its own", () => {
    const all = filmback.all();
    expect(all.length).toBe(28);
    expect(new Set(all.map((row) => row.id)).size).toBe(all.length);
    expect(new Set(all.map(filmback.label)).size).toBe(all.length);
    for (const row of all) {
      expect(row.source.length, row.id).toBeGreaterThan(8);
      expect(row.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
  });

  it("are of a size that exists", () => {
    for (const row of filmback.all()) {
      expect(row.width, row.id).toBeLessThan(filmback.MAX_WIDTH);
      expect(row.width, row.id).toBeGreaterThan(row.height);
      expect(row.height, row.id).toBeGreaterThan(5);
    }
  });

  it("have the shape of their pixels", () => {
    const withPixels = filmback.all().filter((row) => row.pixels);
    expect(withPixels.length).toBeGreaterThanOrEqual(20);
    for (const row of withPixels) {
      const [w, h] = row.pixels!;
      // Millimetres are rounded to 0.01, so a small height leaves a tenth of a percent.
      expect(Math.abs(row.width / row.height / (w / h) - 1), row.id).toBeLessThan(0.0012);
    }
  });

  it.each([
    ["alexa-35-46k-og", 27.99, 19.22],
    ["alexa-35-46k-16x9", 27.99, 15.75],
    ["alexa-35-4k-16x9", 24.88, 14],
    ["alexa-35-33k-6x5", 20.22, 16.95],
    ["alexa-lf-og", 36.7, 25.54],
    ["alexa-lf-239", 36.7, 15.31],
    ["alexa-lf-uhd", 31.68, 17.82],
    ["alexa-mini-34k-og", 28.25, 18.17],
    ["alexa-mini-28k-4x3", 23.76, 17.82],
    ["alexa-mini-28k-16x9", 23.76, 13.37],
    ["alexa-65-og", 54.12, 25.58],
    ["v-raptor-8k-17x9", 40.96, 21.6],
    ["v-raptor-8k-2x1", 40.96, 20.48],
    ["v-raptor-8k-24x10", 40.96, 17.28],
    ["v-raptor-8k-16x9", 38.4, 21.6],
    ["v-raptor-6k-17x9", 30.72, 16.2],
    ["komodo-6k-17x9", 27.03, 14.26],
    ["venice-2-86k-3x2", 35.94, 23.96],
    ["venice-2-86k-17x9", 35.94, 18.95],
    ["venice-2-58k-6x5", 24.09, 20.19],
    ["venice-2-58k-17x9", 24.09, 12.71],
    ["burano-ff-16x9", 35.9, 20.2],
    ["burano-s35-16x9", 24, 13.5],
    ["super-35-4-perf", 24.89, 18.66],
    ["super-35-3-perf", 24.89, 14],
    ["full-frame", 36, 24],
    ["super-16", 12.52, 7.41],
    ["65mm-5-perf", 52.48, 23.01],
  ])("%s is %f × %f mm", (id, width, height) => {
    expect(filmback.named(id)).toMatchObject({ width, height });
  });

  it("refuses an unknown name, and never takes a default", () => {
    expect(() => filmback.named("alexa-36")).toThrow(UnknownPreset);
    expect(() => filmback.named("toString")).toThrow(UnknownPreset);
    try {
      filmback.named("alexa-36");
    } catch (error) {
      expect(error).toMatchObject({ kind: "filmback", asked: "alexa-36" });
      expect(String(error)).toContain("alexa-35-46k-og");
    }
    expect(filmback.find("alexa-36")).toBeNull();
  });

  it("cannot be changed by a caller", () => {
    expect(Object.isFrozen(filmback.named("full-frame"))).toBe(true);
  });

  it("knows diagonal and desqueezed aspect", () => {
    expect(filmback.diagonal(filmback.named("full-frame"))).toBeCloseTo(43.267, 3);
    expect(filmback.aspect(filmback.named("alexa-35-33k-6x5"), 2)).toBeCloseTo(2.386, 3);
  });
});

describe("lens sets", () => {
  it.each([
    ["signature-prime", 1.8, [12, 15, 18, 21, 25, 29, 35, 40, 47, 58, 75, 95, 125, 150, 200, 280]],
    ["master-prime", 1.3, [12, 14, 16, 18, 21, 25, 27, 32, 35, 40, 50, 65, 75, 100, 135, 150]],
    ["cooke-s4i", 2, [12, 14, 16, 18, 21, 25, 27, 32, 35, 40, 50, 65, 75, 100, 135, 150, 180, 300]],
    ["supreme-prime", 1.5, [15, 18, 21, 25, 29, 35, 40, 50, 65, 85, 100, 135, 150, 200]],
    ["master-anamorphic", 1.9, [28, 35, 40, 50, 60, 75, 100, 135, 180]],
  ])("%s opens to T%f and has its focal lengths", (id, tStop, focals) => {
    const set = lens.namedSet(id);
    expect(set.tStop).toBe(tStop);
    expect(lens.focals(set)).toEqual(focals);
    expect(set.source.length).toBeGreaterThan(8);
    expect(set.imageCircleSource.length).toBeGreaterThan(8);
  });

  it("have lenses with stops of their own", () => {
    expect(lens.of("signature-prime", 150).tStop).toBe(1.8);
    expect(lens.of("signature-prime", 200).tStop).toBe(2.5);
    expect(lens.of("signature-prime", 280).tStop).toBe(2.8);
    expect(lens.of("master-anamorphic", 50)).toMatchObject({ squeeze: 2, tStop: 1.9 });
  });

  it("have zooms", () => {
    const zoom = lens.namedSet("zoom-24-70");
    expect(lens.focals(zoom)).toEqual([24, 28, 35, 50, 70]);
    expect(lens.of("zoom-24-70", 41.5).focal).toBe(41.5);
    expect(() => lens.of("zoom-24-70", 71)).toThrow(UnknownPreset);
    expect(lens.focals(lens.namedSet("zoom-70-200"))).toEqual([70, 85, 100, 135, 200]);
  });

  it("refuse what they do not have", () => {
    expect(() => lens.namedSet("signature")).toThrow(UnknownPreset);
    expect(() => lens.of("signature-prime", 50)).toThrow(UnknownPreset);
    expect(lens.findSet("signature")).toBeNull();
  });

  it("allow a measured focal length, within reason", () => {
    expect(lens.of("master-prime", 50, 52.28)).toMatchObject({ focal: 50, measured: 52.28 });
    expect(lens.of("master-prime", 50).measured).toBe(50);
    expect(() => lens.of("master-prime", 50, 65)).toThrow(RangeError);
  });

  it("step along the row and find the nearest lens", () => {
    const set = lens.namedSet("signature-prime");
    expect(lens.step(set, 35, 1)).toBe(40);
    expect(lens.step(set, 35, -1)).toBe(29);
    expect(lens.step(set, 35, -99)).toBe(12);
    expect(lens.step(set, 280, 1)).toBe(280);
    expect(lens.nearest(set, 50)).toBe(47);
    expect(lens.nearest(set, 53)).toBe(58);
    expect(lens.nearest(lens.namedSet("zoom-24-70"), 100)).toBe(70);
    expect(lens.step(lens.namedSet("zoom-24-70"), 41.5, 1)).toBe(50);
  });

  it("offer whole stops from wide open", () => {
    expect(lens.stops(lens.of("signature-prime", 35))).toEqual([1.8, 2, 2.8, 4, 5.6, 8, 11, 16, 22]);
    expect(lens.stops(lens.of("cooke-s4i", 35))[0]).toBe(2);
    expect(lens.stops(lens.of("cooke-s4i", 35))[1]).toBe(2.8);
  });

  it("lists the squeezes in use", () => {
    expect(lens.SQUEEZES).toEqual([1, 1.25, 1.3, 1.33, 1.5, 1.65, 1.8, 2]);
    expect(lens.allSets().length).toBe(7);
  });
});
