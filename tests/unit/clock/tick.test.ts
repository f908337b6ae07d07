import { describe, expect, it } from "vitest";
import * as tick from "../../../shared/clock/tick.ts";

describe("tick", () => {
  it("is a sixtieth of a second", () => {
    expect(tick.TICK_RATE).toBe(60);
    expect(tick.toSeconds(90)).toBe(1.5);
    expect(tick.fromSeconds(1.5)).toBe(90);
    for (let n = 0; n < 100_000; n += 7) expect(tick.fromSeconds(tick.toSeconds(n))).toBeCloseTo(n, 9);
  });

  it("is whole and never negative", () => {
    expect(tick.plus(tick.at(5), 3)).toBe(8);
    expect(tick.next(tick.FIRST)).toBe(1);
    expect(tick.before(90.99)).toBe(90);
    expect(tick.before(-3)).toBe(0);
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => tick.at(bad)).toThrow(RangeError);
    }
    expect(() => tick.plus(tick.at(1), -2)).toThrow(RangeError);
  });
});
