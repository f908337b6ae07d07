import { describe, expect, it } from "vitest";
import { layout, NO_BURN_IN } from "../../../client/export/burn-in.ts";

const measure = (text: string, size: number): number => text.length * size * 0.58;
const burn = {
  topLeft: "24A · T3 · A",
  topRight: "00:01:02:03",
  bottomLeft: "35 mm T2.8 3.42 m",
  bottomRight: "118",
};

describe("burnt-in words", () => {
  it("stand in the corners, inside of what is safe, and never over one another, at every size", () => {
    for (const [width, height] of [
      [1920, 804],
      [4096, 1716],
      [480, 202],
      [160, 68],
      [1080, 1920],
      [64, 64],
    ] as const) {
      const placed = layout(burn, width, height, measure);
      expect(placed.map(({ text }) => text)).toEqual([
        burn.topLeft,
        burn.topRight,
        burn.bottomLeft,
        burn.bottomRight,
      ]);
      expect(new Set(placed.map(({ size }) => size)).size).toBe(1);
      for (const { plate } of placed) {
        expect(plate.x).toBeGreaterThanOrEqual(Math.floor(width * 0.035));
        expect(plate.x + plate.width).toBeLessThanOrEqual(Math.ceil(width * 0.965));
        expect(plate.y).toBeGreaterThanOrEqual(Math.floor(height * 0.035));
        expect(plate.y + plate.height).toBeLessThanOrEqual(Math.ceil(height * 0.965));
      }
      for (const row of [placed.slice(0, 2), placed.slice(2)])
        expect(row[0]!.plate.x + row[0]!.plate.width).toBeLessThanOrEqual(row[1]!.plate.x);
    }
  });

  it("leave out what is empty", () => {
    expect(layout(NO_BURN_IN, 1920, 804, measure)).toEqual([]);
    const [only] = layout({ ...NO_BURN_IN, bottomRight: "118" }, 1920, 804, measure);
    expect(only!.plate.x + only!.plate.width).toBe(1920 - Math.round(1920 * 0.035));
  });
});
