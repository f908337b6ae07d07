import { describe, expect, it } from "vitest";
import * as filmback from "../../../shared/camera/filmback.ts";
import * as gate from "../../../shared/camera/gate.ts";
import * as optics from "../../../shared/camera/optics.ts";
import { UnknownPreset } from "../../../shared/camera/preset.ts";

describe("gate", () => {
  it("knows every delivery ratio", () => {
    expect(gate.DELIVERY_RATIOS.map((ratio) => ratio.id)).toEqual(
      "1.33 1.37 1.43 1.66 1.78 1.85 1.90 2.00 2.20 2.35 2.39 2.76 9:16 1:1".split(" "),
    );
    for (const { id, ratio } of gate.DELIVERY_RATIOS) {
      const [a, b] = id.split(":").map(Number);
      // Names are cut or rounded to two digits: 1.66 is 5:3.
      expect(Math.abs(ratio - (b ? a! / b : a!))).toBeLessThan(0.01);
    }
    expect(gate.ratioNamed("1.85").ratio).toBe(3996 / 2160);
    expect(gate.ratioNamed("2.39").ratio).toBe(4096 / 1716);
    expect(() => gate.ratioNamed("2.40")).toThrow(UnknownPreset);
    expect(gate.findRatio("2.40")).toBeNull();
  });

  it("crops the filmback to the ratio, never beyond it", () => {
    for (const back of filmback.all()) {
      for (const { ratio } of gate.DELIVERY_RATIOS) {
        for (const squeeze of [1, 1.5, 2]) {
          const frame = gate.onFilmback(back, ratio, squeeze);
          expect((frame.width * squeeze) / frame.height).toBeCloseTo(ratio, 10);
          expect(frame.width).toBeLessThanOrEqual(back.width + 1e-9);
          expect(frame.height).toBeLessThanOrEqual(back.height + 1e-9);
          const tight = Math.max(frame.width / back.width, frame.height / back.height);
          expect(tight).toBeCloseTo(1, 12);
        }
      }
    }
  });

  it("lies in the middle of the filmback", () => {
    const inner = gate.withinFilmback({ width: 36, height: 24 }, 2);
    expect(inner).toEqual({ x: 0, y: 0.125, width: 1, height: 0.75 });
  });

  it("fits a window between its panels", () => {
    const out = { x: 0, y: 0, width: 0, height: 0 };
    expect(gate.inWindow(out, 16 / 9, 1600, 900)).toEqual({ x: 0, y: 0, width: 1600, height: 900 });
    gate.inWindow(out, 2.39, 1440, 900, { left: 200, top: 40, right: 240, bottom: 160 });
    expect(out.width).toBe(1000);
    expect(out.x).toBe(200);
    expect(out.y).toBe(40 + Math.floor((700 - out.height) / 2));
    expect(out.width / out.height).toBeCloseTo(2.39, 1);
    gate.inWindow(out, 9 / 16, 1440, 900);
    expect(out.height).toBe(900);
    gate.inWindow(out, 1, 10, 10, { left: 20, top: 20, right: 0, bottom: 0 });
    expect(out.width).toBe(1);
  });

  it("shows in the gate what the lens sees, however large the window", () => {
    const back = filmback.named("alexa-35-46k-og");
    const ratio = gate.ratioNamed("2.39").ratio;
    const fov = optics.verticalFov(gate.onFilmback(back, ratio), 35);
    const rect = { x: 220, y: 150, width: 956, height: 400 };
    const whole = gate.windowFov(fov, rect, 900);
    // A point at the gate's upper edge: at tan(fov/2) before the lens.
    const height = (Math.tan(fov / 2) / Math.tan(whole / 2)) * 450;
    expect(height).toBeCloseTo(200, 9);
    expect(gate.windowFov(fov, { ...rect, height: 900 }, 900)).toBeCloseTo(fov, 14);
  });

  it("says how far it is off the window's middle", () => {
    expect(gate.shift({ x: 100, y: 0, width: 200, height: 100 }, 400, 200)).toEqual([0, 0.5]);
  });

  it("delivers even sizes, DCI's own among them", () => {
    expect(gate.deliverySize(gate.ratioNamed("1.85").ratio, 3996)).toEqual({ width: 3996, height: 2160 });
    expect(gate.deliverySize(gate.ratioNamed("2.39").ratio, 4096)).toEqual({ width: 4096, height: 1716 });
    expect(gate.deliverySize(16 / 9, 1920)).toEqual({ width: 1920, height: 1080 });
    expect(gate.deliverySize(9 / 16, 1920, 1920)).toEqual({ width: 1080, height: 1920 });
    for (const { ratio } of gate.DELIVERY_RATIOS) {
      for (const width of [640, 1279, 1280, 1920, 3840]) {
        const size = gate.deliverySize(ratio, width, 2160);
        expect(size.width % 2).toBe(0);
        expect(size.height % 2).toBe(0);
        expect(size.width).toBeLessThanOrEqual(width);
        expect(size.height).toBeLessThanOrEqual(2160);
        expect(Math.abs(size.width / size.height / ratio - 1)).toBeLessThan(0.01);
      }
    }
  });

  it("has guides and safe areas within it", () => {
    for (const kind of ["thirds", "cross", "diagonals", "golden"] as const) {
      const lines = gate.guideLines(kind);
      expect(lines.length).toBeGreaterThan(1);
      for (const value of lines.flat()) expect(value >= 0 && value <= 1).toBe(true);
    }
    expect(gate.guideLines("thirds")[0]).toEqual([1 / 3, 0, 1 / 3, 1]);
    const title = gate.safeArea(gate.TITLE_SAFE);
    expect(title.x).toBeCloseTo(0.05, 12);
    expect(title.width).toBe(0.9);
    const upright = gate.nested(2.39, 9 / 16);
    expect(upright.height).toBe(1);
    expect(upright.width).toBeCloseTo(0.5625 / 2.39, 12);
  });
});
