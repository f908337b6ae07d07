import { describe, expect, it } from "vitest";
import * as random from "../../../shared/math/random.ts";
import * as trig from "../../../shared/math/trig.ts";
import { portableSample } from "./portable-sample.ts";
import reference from "./reference.json" with { type: "json" };
import { ulpsOff } from "./ulp.ts";

type Name = keyof typeof reference;
type Numeric = (...args: number[]) => number;

const FUNCTIONS = { ...trig };

/** The bounds that the docblocks state, in ulp against the exact value. */
const BOUND: Record<Name, number> = {
  sin: 1,
  cos: 1,
  tan: 2.5,
  asin: 1,
  acos: 1,
  atan: 1,
  atan2: 2,
  exp: 1,
  log: 1,
  pow: 1,
  hypot: 2,
};

const draw = random.create("trig.test");
const within = (size: number) => random.between(draw, -size, size);

/** Seeded arguments for comparisons against the engine's own functions, themselves within 1 ulp. */
const SAMPLES: Record<Name, (() => number[])[]> = {
  sin: [() => [within(1)], () => [within(1000)], () => [within(1.6e6)]],
  cos: [() => [within(1)], () => [within(1000)], () => [within(1.6e6)]],
  tan: [() => [within(1)], () => [within(1000)], () => [within(1.6e6)]],
  asin: [() => [within(1)]],
  acos: [() => [within(1)]],
  atan: [() => [within(3)], () => [within(1e5)]],
  atan2: [() => [within(2), within(2)], () => [within(1e-3), within(1e6)]],
  exp: [() => [within(1)], () => [within(708)]],
  log: [() => [random.between(draw, 1e-9, 3)], () => [random.between(draw, 1e-300, 1e300)]],
  pow: [() => [random.between(draw, 0, 10), within(3)], () => [random.between(draw, 0.1, 10), within(300)]],
  hypot: [() => [within(1), within(1), within(1)], () => [within(1e160), within(1e150), within(1)]],
};

describe("portable functions", () => {
  for (const name of Object.keys(BOUND) as Name[]) {
    const ours = FUNCTIONS[name] as Numeric;
    const engines = Math[name] as Numeric;

    it(`${name} stays within ${BOUND[name]} ulp of exact values`, () => {
      let worst = 0;
      for (const row of reference[name]) {
        const args = row.slice(0, -2);
        const off = ulpsOff(ours(...args), row.at(-2)!, row.at(-1)!);
        worst = Math.max(worst, off);
        expect(off, `${name}(${args.join(", ")})`).toBeLessThan(BOUND[name]);
      }
      expect(worst).toBeGreaterThan(0);
    });

    it(`${name} stays within ${BOUND[name] + 1} ulp of the engine's own on seeded samples`, () => {
      let worst = 0;
      let at: number[] = [];
      for (const sample of SAMPLES[name]) {
        for (let i = 0; i < 40_000; i++) {
          const args = sample();
          const off = ulpsOff(ours(...args), engines(...args));
          if (!(off <= worst)) {
            worst = off;
            at = args;
          }
        }
      }
      expect(worst, `${name}(${at.join(", ")})`).toBeLessThanOrEqual(BOUND[name] + 1);
    });
  }

  it("agrees with the engine on every special value", () => {
    const special = [
      0,
      -0,
      1,
      -1,
      0.5,
      -0.5,
      2,
      -2,
      3,
      -3,
      2.5,
      1e300,
      -1e300,
      5e-324,
      -5e-324,
      2 ** 53,
      2 ** 53 + 2,
    ];
    const all = [...special, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    for (const x of all) {
      for (const name of ["sin", "cos", "tan", "asin", "acos", "atan", "exp", "log"] as const) {
        // Huge angles are documented to lose digits.
        if (Math.abs(x) > trig.EXACT_ANGLE && Number.isFinite(x) && "sincostan".includes(name)) continue;
        expect(ulpsOff(FUNCTIONS[name](x), Math[name](x)), `${name}(${x})`).toBeLessThanOrEqual(2);
        if (x === 0) expect(FUNCTIONS[name](x)).toBe(Math[name](x));
      }
      for (const y of all) {
        expect(ulpsOff(trig.atan2(x, y), Math.atan2(x, y)), `atan2(${x}, ${y})`).toBeLessThanOrEqual(2);
        expect(ulpsOff(trig.pow(x, y), x ** y), `pow(${x}, ${y})`).toBeLessThanOrEqual(2);
        expect(ulpsOff(trig.hypot(x, y), Math.hypot(x, y)), `hypot(${x}, ${y})`).toBeLessThanOrEqual(2);
        if (x === 0 && y === 0) expect(trig.atan2(x, y)).toBe(Math.atan2(x, y));
        if (trig.pow(x, y) === 0) expect(trig.pow(x, y)).toBe(x ** y);
      }
    }
  });

  it("keeps whole powers and powers of two exact", () => {
    for (let n = -1074; n <= 1023; n++) expect(trig.pow(2, n)).toBe(2 ** n);
    for (let base = 2; base <= 20; base++) {
      for (let n = 0, exact = 1; exact < 2 ** 53; n++, exact *= base) expect(trig.pow(base, n)).toBe(exact);
    }
    expect(trig.pow(-3, 3)).toBe(-27);
  });

  it("goes over and under where doubles end", () => {
    expect(trig.exp(709.782712893384)).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(trig.exp(709.7827128933841)).toBe(Number.POSITIVE_INFINITY);
    expect(trig.exp(-745.1)).toBe(5e-324);
    expect(trig.exp(-745.2)).toBe(0);
    expect(trig.exp(-740)).toBeGreaterThan(0);
    expect(trig.hypot(1e308, 1e308)).toBeCloseTo(1.4142135623730951e308, -294);
    expect(trig.hypot(5e-324, 0)).toBe(5e-324);
  });

  it("bounds huge angles as stated: off by at most 4e-17 of the angle", () => {
    for (let i = 0; i < 10_000; i++) {
      const angle = within(1e12);
      expect(Math.abs(trig.sin(angle) - Math.sin(angle))).toBeLessThan(4e-17 * Math.abs(angle) + 3e-16);
      expect(Math.abs(trig.cos(angle) - Math.cos(angle))).toBeLessThan(4e-17 * Math.abs(angle) + 3e-16);
    }
  });

  it("is odd and even to the bit", () => {
    for (let i = 0; i < 5_000; i++) {
      const x = within(100);
      expect(trig.sin(-x)).toBe(-trig.sin(x));
      expect(trig.cos(-x)).toBe(trig.cos(x));
      expect(trig.atan(-x)).toBe(-trig.atan(x));
    }
  });

  it("gives the pinned bits", () => {
    expect(portableSample(5_000)).toBe("fe9af022cb55040d");
  });
});
