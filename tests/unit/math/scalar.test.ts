import { describe, expect, it } from "vitest";
import * as scalar from "../../../shared/math/scalar.ts";
import { HALF_PI, PI } from "../../../shared/math/trig.ts";
import * as units from "../../../shared/math/units.ts";

describe("scalar", () => {
  it("clamps and keeps NaN", () => {
    expect(scalar.clamp(5, 0, 1)).toBe(1);
    expect(scalar.clamp(-5, 0, 1)).toBe(0);
    expect(scalar.clamp(0.25, 0, 1)).toBe(0.25);
    expect(scalar.clamp(Number.NaN, 0, 1)).toBeNaN();
  });

  it("blends exactly at both ends", () => {
    expect(scalar.lerp(0.1, 0.7, 0)).toBe(0.1);
    expect(scalar.lerp(0.1, 0.7, 1)).toBe(0.7);
    expect(scalar.unlerp(2, 4, 3)).toBe(0.5);
    expect(scalar.unlerp(2, 2, 3)).toBe(0);
  });

  it("steps smoothly", () => {
    for (const step of [scalar.smoothstep, scalar.smootherstep]) {
      expect(step(1, 3, 0)).toBe(0);
      expect(step(1, 3, 2)).toBe(0.5);
      expect(step(1, 3, 4)).toBe(1);
      expect(step(1, 3, 1.001)).toBeLessThan(1e-5);
    }
  });

  it("wraps angles into one turn", () => {
    expect(scalar.wrapAngle(PI)).toBe(-PI);
    expect(scalar.wrapAngle(-PI)).toBe(-PI);
    expect(scalar.wrapAngle(3 * PI + 0.1)).toBeCloseTo(-PI + 0.1, 12);
    for (let a = -50; a < 50; a += 0.137) {
      const w = scalar.wrapAngle(a);
      expect(w).toBeGreaterThanOrEqual(-PI);
      expect(w).toBeLessThan(PI);
      expect(Math.cos(w)).toBeCloseTo(Math.cos(a), 12);
    }
    expect(scalar.wrapAngle(-1e-17)).toBe(-1e-17);
    expect(scalar.angleBetween(3, -3)).toBeCloseTo(2 * PI - 6, 12);
    expect(scalar.lerpAngle(3, -3, 0.5)).toBeCloseTo(PI, 12);
  });

  it("moves towards a target without passing it", () => {
    expect(scalar.approach(0, 10, 3)).toBe(3);
    expect(scalar.approach(9, 10, 3)).toBe(10);
    expect(scalar.approach(0, -10, 3)).toBe(-3);
    expect(scalar.approach(10, 10, 3)).toBe(10);
  });

  it("damps alike however time is cut", () => {
    let cut = 0;
    for (let i = 0; i < 60; i++) cut = scalar.damp(cut, 1, 4, 1 / 60);
    expect(cut).toBeCloseTo(scalar.damp(0, 1, 4, 1), 12);
    expect(scalar.damp(0, 1, 4, 0)).toBe(0);
    expect(scalar.dampAngle(3, -3, 1000, 1)).toBeCloseTo(2 * PI - 3, 12);
  });

  it("never gives a negative remainder", () => {
    expect(scalar.mod(-1, 4)).toBe(3);
    expect(scalar.mod(7.5, 4)).toBe(3.5);
  });

  it("converts units", () => {
    expect(units.radians(90)).toBeCloseTo(HALF_PI, 15);
    expect(units.degrees(PI)).toBeCloseTo(180, 12);
    expect(units.metres(35)).toBe(0.035);
    expect(units.millimetres(0.5)).toBe(500);
  });
});
