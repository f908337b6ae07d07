import { describe, expect, it } from "vitest";
import { exp, log1p } from "../../../client/model/exponent.ts";

describe("exponent and logarithm of planes", () => {
  it("eˣ is within 4e-7 of its value over the range of coded light, and exact at 0", () => {
    let worst = 0;
    for (let x = -12; x <= 12; x += 0.000917) worst = Math.max(worst, Math.abs(exp(x) / Math.exp(x) - 1));
    expect(worst).toBeLessThan(4e-7);
    expect(exp(0)).toBe(1);
  });

  it("log(1 + x) is within a millionth of its value from nothing to the brightest", () => {
    let worst = 0;
    for (let x = 1e-9; x < 1e29; x *= 1.00057)
      worst = Math.max(worst, Math.abs(log1p(x) / Math.log1p(x) - 1));
    expect(worst).toBeLessThan(1e-6);
    expect(log1p(0)).toBe(0);
  });
});
