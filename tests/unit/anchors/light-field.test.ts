import { describe, expect, it } from "vitest";
import { arriving, irradianceOf, type LightField, lookUp } from "../../../shared/anchors/light-field.ts";

/** Three layers over a square, each with its own even radiance. */
const field: LightField = {
  origin: [0, 0.5, 0],
  spacing: [2, 2],
  counts: [3, 3, 3],
  heights: Float32Array.of(0.5, 1.5, 6),
  harmonics: new Float32Array(27 * 12),
  valid: new Uint8Array(27).fill(1),
  walls: new Float32Array(0),
  lamps: [],
  seen: new Float32Array(0),
};
for (let z = 0; z < 3; z++)
  for (let y = 0; y < 3; y++)
    for (let x = 0; x < 3; x++) field.harmonics[(x + 3 * (y + 3 * z)) * 12] = field.heights[y]! / 0.282095;

const sum = new Float64Array(12);
const side = [1, 0, 0];
const at = (y: number): number => {
  lookUp(field, [2, y, 2], side, sum);
  return irradianceOf(sum, 0, side);
};

describe("A5: light memory's layers", () => {
  it("are met at their heights, however far apart they lie", () => {
    expect(at(0.5)).toBeCloseTo(0.5, 4);
    expect(at(1.5)).toBeCloseTo(1.5, 4);
    expect(at(6)).toBeCloseTo(6, 4);
    expect(at(-3)).toBeCloseTo(0.5, 4);
    expect(at(40)).toBeCloseTo(6, 4);
    expect(at(3)).toBeGreaterThan(1.5);
    expect(at(3)).toBeLessThan(6);
  });

  it("grow no seam where one cell meets the next", () => {
    expect(at(1.4999)).toBeCloseTo(at(1.5001), 2);
  });
});

describe("A5: irradiance of two bands", () => {
  /** First band, and second along x, of light of mean 1 that fills a cone round +x; `edge` is its cosine. */
  const cone = (edge: number): [number, number] => {
    const level = 2 / (1 - edge);
    // Integrals of 1 and of the cosine over the cone.
    const whole = 2 * Math.PI * (1 - edge);
    const along = Math.PI * (1 - edge * edge);
    return [0.282095 * level * whole, 0.488603 * level * along];
  };
  const on = (edge: number, cosine: number): number => {
    const [first, second] = cone(edge);
    return arriving(first, second, 0, 0, cosine, Math.sqrt(1 - cosine * cosine), 0);
  };
  const COSINES = Array.from({ length: 401 }, (_, k) => -1 + k / 200);

  it("is exact for light from all round, and near it for light from half a ball", () => {
    for (const cosine of COSINES) {
      expect(on(-1, cosine)).toBeCloseTo(1, 5);
      // Seen head on it is; from behind there is never quite nothing.
      expect(Math.abs(on(0, cosine) - (1 + cosine))).toBeLessThan(cosine > 0.5 ? 0.06 : 0.3);
    }
  });

  it("leaves something behind unless the light is a beam, and keeps its mean", () => {
    for (const edge of [-0.5, 0, 0.1, 0.3, 0.6, 0.9, 0.999]) {
      let sum = 0;
      for (const cosine of COSINES) {
        const here = on(edge, cosine);
        expect(here).toBeGreaterThanOrEqual(0);
        if (edge <= 0.3) expect(here).toBeGreaterThan(0.1);
        sum += here / COSINES.length;
      }
      expect(sum).toBeGreaterThan(0.95);
      expect(sum).toBeLessThan(1.05);
    }
  });

  it("falls off as a beam does that comes from one side", () => {
    // Of mean 1, a beam gives 4 times its cosine; two bands give 3.
    expect(on(0.999, 1)).toBeGreaterThan(2.9);
    expect(on(0.999, 0)).toBeLessThan(0.8);
    expect(on(0.999, -1)).toBeLessThan(0.1);
  });

  it("grows towards the light, but for a hair on the far side", () => {
    for (const edge of [-0.5, 0, 0.3, 0.6, 0.9, 0.999]) {
      let most = 0;
      for (const cosine of COSINES) {
        most = Math.max(most, on(edge, cosine));
        expect(on(edge, cosine)).toBeGreaterThan(most - 0.06);
      }
    }
  });
});
