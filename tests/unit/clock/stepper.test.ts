import { describe, expect, it } from "vitest";
import * as stepper from "../../../shared/clock/stepper.ts";
import * as random from "../../../shared/math/random.ts";

describe("stepper", () => {
  it("hands out one step a frame at its own rate, for an hour", () => {
    const s = stepper.create();
    for (let i = 0; i < 216_000; i++) {
      if (stepper.advance(s, 1 / 60) !== 1) expect(`frame ${i}`).toBe("one step");
    }
    expect(s.taken).toBe(216_000);
    expect(s.lost).toBe(0);
  });

  it("loses no time over uneven frames", () => {
    const s = stepper.create({ budget: 100, debt: 1000 });
    const state = random.create("stepper");
    let passed = 0;
    for (let i = 0; i < 100_000; i++) {
      const dt = random.between(state, 0, 0.05);
      passed += dt;
      stepper.advance(s, dt);
      expect(stepper.alpha(s)).toBeGreaterThanOrEqual(0);
      expect(stepper.alpha(s)).toBeLessThanOrEqual(1);
    }
    expect(s.taken / 60 + s.residual).toBeCloseTo(passed, 6);
  });

  it("says how far the next step has come", () => {
    const s = stepper.create({ step: 0.1 });
    expect(stepper.advance(s, 0.125)).toBe(1);
    expect(stepper.alpha(s)).toBeCloseTo(0.25, 12);
    expect(stepper.advance(s, 0.05)).toBe(0);
    expect(stepper.alpha(s)).toBeCloseTo(0.75, 12);
  });

  it("catches up within its budget, and holds alpha meanwhile", () => {
    const s = stepper.create({ step: 0.1, budget: 3, debt: 20 });
    expect(stepper.advance(s, 1.05)).toBe(3);
    expect(stepper.waiting(s)).toBe(7);
    expect(stepper.alpha(s)).toBe(1);
    expect(stepper.advance(s, 0)).toBe(3);
    expect(stepper.advance(s, 0)).toBe(3);
    expect(stepper.advance(s, 0)).toBe(1);
    expect(stepper.alpha(s)).toBeCloseTo(0.5, 9);
    expect(s.lost).toBe(0);
  });

  it("lets go of debt beyond its limit, and counts it", () => {
    const s = stepper.create({ step: 0.1, budget: 3, debt: 20 });
    expect(stepper.advance(s, 100)).toBe(3);
    expect(stepper.waiting(s)).toBe(20);
    expect(s.lost).toBe(977);
    stepper.settle(s);
    expect(stepper.advance(s, 0)).toBe(0);
  });

  it("takes clocks that jump back or break for no time", () => {
    const s = stepper.create();
    for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY]) expect(stepper.advance(s, bad)).toBe(0);
    expect(s.residual).toBe(0);
  });

  it("refuses impossible options", () => {
    expect(() => stepper.create({ step: 0 })).toThrow("step");
    expect(() => stepper.create({ budget: 0 })).toThrow("budget");
    expect(() => stepper.create({ budget: 10, debt: 5 })).toThrow("debt");
  });
});
