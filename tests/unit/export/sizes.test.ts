import { describe, expect, it } from "vitest";
import { parseSize, sizesFor } from "../../../client/export/sizes.ts";
import { DELIVERY_RATIOS } from "../../../shared/camera/gate.ts";

describe("sizes", () => {
  it("are even, of the gate's shape, and can be read back, for every delivery ratio", () => {
    for (const { id, ratio } of DELIVERY_RATIOS) {
      const sizes = sizesFor(ratio);
      expect(sizes.length).toBeGreaterThanOrEqual(4);
      expect(new Set(sizes.map((size) => size.id)).size).toBe(sizes.length);
      for (const { id: name, width, height } of sizes) {
        expect((width % 2) + (height % 2), `${id} ${name}`).toBe(0);
        // Even sides are off by less than a pixel.
        expect(Math.abs(width / height / ratio - 1)).toBeLessThan(1.01 / Math.min(width, height));
        expect(parseSize(name)).toEqual({ width, height });
      }
      expect(Math.max(sizes[0]!.width, sizes[0]!.height)).toBe(1920);
    }
  });

  it("know the cinema's containers", () => {
    expect(sizesFor(4096 / 1716).map((size) => size.id)).toEqual([
      "1920x804",
      "2048x858",
      "4096x1716",
      "3840x1608",
      "960x402",
      "480x202",
    ]);
    expect(sizesFor(3996 / 2160).map((size) => size.id)).toContain("1998x1080");
    expect(sizesFor(16 / 9)[0]!.id).toBe("1920x1080");
    expect(sizesFor(9 / 16)[0]!.id).toBe("1080x1920");
  });

  it("from outside are checked", () => {
    for (const bad of ["", "1920", "1921x804", "8194x800", "0x0", "axb", "99999x2", "-64x64"])
      expect(parseSize(bad), bad).toBeNull();
  });
});
