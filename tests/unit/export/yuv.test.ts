import { describe, expect, it } from "vitest";
import { planesLength, toPlanes } from "../../../client/export/yuv.ts";

/** One colour all over, as its Y, Cb and Cr. */
function converted(r: number, g: number, b: number): number[] {
  const rgba = new Uint8Array(2 * 2 * 4);
  for (let k = 0; k < 4; k++) rgba.set([r, g, b, 255], k * 4);
  const out = new Uint8Array(planesLength(2, 2));
  toPlanes(out, rgba, 2, 2);
  expect(new Set(out.subarray(0, 4)).size).toBe(1);
  return [out[0]!, out[4]!, out[5]!];
}

describe("studio range of BT.709", () => {
  it("has the standard's own values for bars", () => {
    // ITU-R BT.709, 100 % bars in 8 bit.
    expect(converted(255, 255, 255)).toEqual([235, 128, 128]);
    expect(converted(0, 0, 0)).toEqual([16, 128, 128]);
    expect(converted(255, 0, 0)).toEqual([63, 102, 240]);
    expect(converted(0, 255, 0)).toEqual([173, 42, 26]);
    expect(converted(0, 0, 255)).toEqual([32, 240, 118]);
    expect(converted(255, 255, 0)).toEqual([219, 16, 138]);
  });

  it("is within half a step of the formula, and comes back within two", () => {
    for (let k = 0; k < 4096; k++) {
      const [r, g, b] = [(k * 37) & 255, (k * 91) & 255, (k * 151) & 255] as const;
      const [y, cb, cr] = converted(r, g, b) as [number, number, number];
      const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      expect(Math.abs(y - (16 + (219 * luma) / 255))).toBeLessThan(0.51);
      expect(Math.abs(cb - (128 + (224 * (b - luma)) / 1.8556 / 255))).toBeLessThan(0.51);
      const back = (y - 16) * (255 / 219) + ((cr - 128) * 1.5748 * 255) / 224;
      expect(Math.abs(back - r)).toBeLessThan(2);
    }
  });

  it("takes colour from the mean of four pixels, luma from each", () => {
    const rgba = new Uint8Array(16);
    rgba.set([255, 255, 255, 255], 0);
    rgba.set([0, 0, 0, 255], 4);
    rgba.set([255, 0, 0, 255], 8);
    rgba.set([0, 0, 255, 255], 12);
    const out = new Uint8Array(6);
    toPlanes(out, rgba, 2, 2);
    expect([...out]).toEqual([235, 16, 63, 32, 150, 153]);
  });
});
