import { describe, expect, it } from "vitest";
import { layGate, layGuide, MARGIN, READ_OUT, scaleLength, shrink } from "../../../client/viewfinder/gate.ts";

const none = () => ({ x: 0, y: 0, width: 0, height: 0 });

describe("the gate", () => {
  const free = { x: 224, y: 40, width: 968, height: 696 };

  it("has the aspect to within a pixel and lies in the free area", () => {
    for (const aspect of [1, 9 / 16, 1.33, 1.85, 2.39, 2.76]) {
      const gate = layGate(free, aspect, none());
      expect(Math.abs(gate.width / aspect - gate.height)).toBeLessThanOrEqual(1);
      expect(gate.x).toBeGreaterThanOrEqual(free.x + MARGIN - 1);
      expect(gate.x + gate.width).toBeLessThanOrEqual(free.x + free.width - MARGIN + 1);
      expect(gate.y).toBeGreaterThanOrEqual(free.y + MARGIN - 1);
      expect(gate.y + gate.height + READ_OUT).toBeLessThanOrEqual(free.y + free.height - MARGIN + 1);
    }
  });

  it("is written into the rectangle that it is given, on whole pixels", () => {
    const out = none();
    expect(layGate(free, 2.39, out)).toBe(out);
    for (const value of Object.values(out)) expect(Number.isInteger(value)).toBe(true);
  });

  it("holds guides and safe areas in its middle", () => {
    const gate = { x: 100, y: 100, width: 956, height: 400 };
    const guide = layGuide(gate, 1.78);
    expect(guide.height).toBe(400);
    expect(guide.x + guide.width / 2).toBeCloseTo(578);
    const tall = layGuide({ x: 0, y: 0, width: 400, height: 400 }, 2);
    expect(tall).toEqual({ x: 0, y: 100, width: 400, height: 200 });
    expect(shrink({ x: 0, y: 0, width: 200, height: 100 }, 0.9)).toEqual({
      x: 10,
      y: 5,
      width: 180,
      height: 90,
    });
  });
});

describe("the scale bar", () => {
  it("is 1, 2 or 5 of something and never longer than wanted", () => {
    for (const pixels of [0.3, 1, 7, 24, 130, 900]) {
      const metres = scaleLength(pixels, 160);
      expect(metres * pixels).toBeLessThanOrEqual(160);
      expect(metres * pixels).toBeGreaterThan(160 / 2.6);
      expect(["1", "2", "5"]).toContain(metres.toExponential()[0]);
    }
  });
});
