import { describe, expect, it } from "vitest";
import { irradianceOf, type LightField, lookUp } from "../../../shared/anchors/light-field.ts";

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
