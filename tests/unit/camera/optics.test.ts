import { describe, expect, it } from "vitest";
import * as filmback from "../../../shared/camera/filmback.ts";
import * as optics from "../../../shared/camera/optics.ts";
import * as rate from "../../../shared/clock/rate.ts";
import { degrees } from "../../../shared/math/units.ts";

describe("field of view", () => {
  it.each([
    ["alexa-35-46k-og", 35, 1, 43.59, 30.71],
    ["alexa-lf-og", 47, 1, 42.65, 30.4],
    ["v-raptor-8k-17x9", 50, 1, 44.55, 24.38],
    ["super-35-4-perf", 32, 1, 42.5, 32.51],
    ["alexa-35-33k-6x5", 50, 2, 44.04, 19.24],
  ])("%s with %f mm, squeeze %f: %f° × %f°", (id, focal, squeeze, h, v) => {
    const frame = filmback.named(id);
    expect(degrees(optics.horizontalFov(frame, focal, squeeze))).toBeCloseTo(h, 2);
    expect(degrees(optics.verticalFov(frame, focal))).toBeCloseTo(v, 2);
  });

  it("gives the focal length back", () => {
    const frame = filmback.named("full-frame");
    expect(optics.focalForVerticalFov(frame, optics.verticalFov(frame, 85))).toBeCloseTo(85, 10);
  });

  it("says how large the field is, and how far to stand", () => {
    const frame = filmback.named("full-frame");
    expect(optics.fieldWidth(frame, 50, 1, 5)).toBeCloseTo(3.6, 10);
    expect(optics.fieldHeight(frame, 50, 5)).toBeCloseTo(2.4, 10);
    expect(optics.distanceForHeight(frame, 50, 2.4)).toBeCloseTo(5, 10);
    expect(optics.distanceForHeight(frame, 50, 1.2, 0.5)).toBeCloseTo(5, 10);
  });
});

describe("depth of field", () => {
  it("matches the worked example: 50 mm, N 2.8, c 0.025 mm, 3 m", () => {
    const h = optics.hyperfocal(50, 2.8, 0.025);
    expect(h).toBeCloseTo(35.764, 3);
    const sharp = optics.sharpFromLens({ near: 0, far: 0 }, 3, h, 50);
    expect(sharp.near).toBeCloseTo(2.771, 3);
    expect(sharp.far).toBeCloseTo(3.27, 3);
  });

  it("reaches infinity from the hyperfocal distance on", () => {
    const h = optics.hyperfocal(35, 8, 0.025);
    const sharp = { near: 0, far: 0 };
    expect(optics.sharpFromLens(sharp, h, h, 35).far).toBe(Number.POSITIVE_INFINITY);
    expect(sharp.near).toBeCloseTo(h / 2, 2);
    expect(optics.sharpFromLens(sharp, h * 0.999, h, 35).far).toBeLessThan(Number.POSITIVE_INFINITY);
    optics.sharpFromLens(sharp, Number.POSITIVE_INFINITY, h, 35);
    expect(sharp.near).toBeCloseTo(h, 1);
    expect(sharp.far).toBe(Number.POSITIVE_INFINITY);
  });

  it("converts between lens and sensor plane, both ways", () => {
    for (const focal of [12, 50, 280]) {
      for (const distance of [1.2, 3, 50, 1000]) {
        const lens = optics.fromSensorPlane(distance, focal);
        const f = focal / 1000;
        expect(optics.toSensorPlane(lens, focal)).toBeCloseTo(distance, 9);
        expect(lens + (f * lens) / (lens - f)).toBeCloseTo(distance, 9);
      }
    }
    // For far subjects the difference is the focal length.
    expect(1000 - optics.fromSensorPlane(1000, 50)).toBeCloseTo(0.05, 4);
    expect(optics.fromSensorPlane(Number.POSITIVE_INFINITY, 50)).toBe(Number.POSITIVE_INFINITY);
    expect(optics.toSensorPlane(Number.POSITIVE_INFINITY, 50)).toBe(Number.POSITIVE_INFINITY);
  });

  it("ends at four focal lengths from the sensor, at life size", () => {
    expect(optics.nearestFocus(100)).toBeCloseTo(0.4, 12);
    expect(optics.fromSensorPlane(0.4, 100)).toBeCloseTo(0.2, 12);
    expect(optics.fromSensorPlane(0.1, 100)).toBeCloseTo(0.2, 12);
  });

  it("reads near and far from the sensor plane around the focus", () => {
    const sharp = optics.depthOfField({ near: 0, far: 0 }, 3, 50, 2.8, 0.025);
    expect(sharp.near).toBeGreaterThan(2.771);
    expect(sharp.near).toBeLessThan(2.8);
    expect(sharp.far).toBeGreaterThan(3.2);
    expect(sharp.far).toBeLessThan(3.27);
  });

  it("chooses the circle of confusion by format and shows which", () => {
    const circle = (id: string, rule?: optics.CircleRule) =>
      optics.circleOfConfusion(filmback.named(id), rule);
    expect(circle("super-35-4-perf")).toEqual({ diameter: 0.025, label: "Super 35" });
    expect(circle("alexa-35-46k-og").label).toBe("Super 35");
    expect(circle("full-frame")).toEqual({ diameter: 0.03, label: "full frame" });
    expect(circle("v-raptor-8k-17x9").label).toBe("full frame");
    expect(circle("full-frame", "diagonal/1500").diameter).toBeCloseTo(0.02884, 5);
    expect(circle("super-16").label).toBe("diagonal/1500");
    expect(circle("alexa-65-og").label).toBe("diagonal/1500");
  });
});

describe("blur", () => {
  it("is as large as the circle of confusion at near and far limit", () => {
    const c = 0.025;
    const sharp = optics.sharpFromLens({ near: 0, far: 0 }, 3, optics.hyperfocal(50, 2.8, c), 50);
    expect(optics.blurDiameter(sharp.near, 3, 50, 2.8)).toBeCloseTo(c, 6);
    expect(optics.blurDiameter(sharp.far, 3, 50, 2.8)).toBeCloseTo(c, 6);
    expect(optics.blurDiameter(3, 3, 50, 2.8)).toBe(0);
  });

  it("follows geometry: aperture and similar triangles", () => {
    // Image distances by the thin lens equation, disc by the cone from the aperture.
    const f = 75;
    const n = 1.8;
    const image = (metres: number) => 1 / (1 / f - 1 / (metres * 1000));
    for (const [depth, focus] of [
      [2, 5],
      [5, 2],
      [100, 3],
      [0.8, 1.5],
    ] as const) {
      const expected = ((f / n) * Math.abs(image(depth) - image(focus))) / image(depth);
      expect(optics.blurDiameter(depth, focus, f, n)).toBeCloseTo(expected, 10);
    }
    expect(optics.blurDiameter(Number.POSITIVE_INFINITY, 3, f, n)).toBe(optics.blurAtInfinity(3, f, n));
    expect(optics.blurDiameter(1e9, 3, f, n)).toBeCloseTo(optics.blurAtInfinity(3, f, n), 6);
  });

  it("is defined when focused at infinity", () => {
    expect(optics.blurAtInfinity(Number.POSITIVE_INFINITY, 50, 2)).toBe(0);
    expect(optics.blurDiameter(10, Number.POSITIVE_INFINITY, 50, 2)).toBeCloseTo(
      optics.blurDiameter(10, 1e9, 50, 2),
      6,
    );
  });

  it("takes the f-stop, which is a little wider than the T-stop", () => {
    expect(optics.fStop(2)).toBeLessThan(2);
    expect(optics.fStop(2)).toBeGreaterThan(1.8);
    expect(optics.fStop(2, 1)).toBe(2);
  });
});

describe("exposure", () => {
  it("lasts angle/360 of a frame", () => {
    expect(optics.exposureTime(180, rate.FILM)).toBe(1 / 48);
    expect(optics.exposureTime(172.8, rate.FILM)).toBeCloseTo(1 / 50, 15);
    expect(optics.exposureTime(180, rate.FILM_NTSC)).toBeCloseTo(1001 / 48000, 15);
    expect(optics.shutterAngle(1 / 50, rate.FILM)).toBeCloseTo(172.8, 10);
  });

  it("counts in stops", () => {
    const base = { tStop: 2.8, time: 1 / 48, iso: 800, nd: 0 };
    const ev = optics.exposureValue(base);
    expect(optics.exposureValue({ ...base, tStop: 2.8 * Math.SQRT2 })).toBeCloseTo(ev + 1, 12);
    expect(optics.exposureValue({ ...base, time: 1 / 96 })).toBeCloseTo(ev + 1, 12);
    expect(optics.exposureValue({ ...base, iso: 1600 })).toBeCloseTo(ev - 1, 12);
    expect(optics.exposureValue({ ...base, nd: 2 })).toBeCloseTo(ev + 2, 12);
    // Sunny 16: EV 15 at ISO 100 with f/16 and 1/125.
    expect(optics.exposureValue({ tStop: 16, time: 1 / 125, iso: 100, nd: 0 })).toBeCloseTo(14.97, 2);
  });

  it("is held by ND when the stop opens, and says how much is missing when it closes too far", () => {
    const before = { tStop: 4, time: 1 / 48, iso: 800, nd: 1 };
    expect(optics.ndToHold(before, { ...before, tStop: 2 }).nd).toBeCloseTo(3, 12);
    expect(optics.ndToHold(before, { ...before, tStop: 4 * Math.SQRT2 }).nd).toBeCloseTo(0, 12);
    const short = optics.ndToHold(before, { ...before, tStop: 8 });
    expect(short.nd).toBe(0);
    expect(short.short).toBeCloseTo(1, 12);
    expect(optics.ndToHold(before, before)).toEqual({ nd: 1, short: 0 });
  });
});

describe("coverage", () => {
  it("warns of a Super 35 lens on a larger filmback", () => {
    expect(optics.coverage(filmback.named("super-35-4-perf"), 31.1).covered).toBe(true);
    const over = optics.coverage(filmback.named("full-frame"), 31.1);
    expect(over.covered).toBe(false);
    expect(over.missing).toBeCloseTo(12.17, 2);
  });

  it("darkens only beyond the circle", () => {
    expect(optics.vignette(0, 31.1)).toBe(1);
    expect(optics.vignette(15.5, 31.1)).toBe(1);
    expect(optics.vignette(16.5, 31.1)).toBeLessThan(1);
    expect(optics.vignette(16.5, 31.1)).toBeGreaterThan(0);
    expect(optics.vignette(17.5, 31.1)).toBe(0);
  });
});
