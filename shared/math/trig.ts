/**
 * Trigonometry that gives the same bits in every JavaScript engine.
 *
 * In: IEEE doubles. Out: IEEE doubles. Only + − × ÷, `%`, `Math.sqrt`, `Math.floor`, `Math.abs` and
 * `Math.fround` are used, all of which ECMAScript defines to the last bit; `Math.sin` and its like it does not.
 * Nothing allocates. The bounds given are against the exact value, and `tests/unit/math/trig.test.ts` holds them.
 *
 * Method: arguments are brought near zero with constants longer than a double (Cody and Waite), then a
 * polynomial does the rest. The coefficients are Chebyshev fits worked out at 60 digits.
 *
 * Exponentials, logarithms and powers are in `exponent.ts` and come out of here too.
 */
import type { Radians } from "./units.ts";

export { exp, hypot, log, pow } from "./exponent.ts";

/** π, rounded to a double. */
export const PI = Math.PI;
/** A whole turn, 2π. */
export const TWO_PI = 6.283185307179586;
/** A quarter turn, π/2. */
export const HALF_PI = 1.5707963267948966;

const QUARTER_PI = 0.7853981633974483;
const PI_TAIL = 1.2246467991473532e-16;
const HALF_PI_TAIL = 6.123233995736766e-17;
const QUARTER_PI_TAIL = 3.061616997868383e-17;
const TWO_OVER_PI = 0.6366197723675814;

// π/2 in pieces of 33 bits, so that a piece times a whole number below 2^20 is exact.
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487111665e-21;
const HALF_PI_4 = 8.4784276603689e-32;

/** Beyond this magnitude (2^20·π/2) the argument of sin, cos and tan loses digits; see {@link sin}. */
export const EXACT_ANGLE: Radians = 1647099.0;

/** Below it sin x, tan x and atan x are x to the last bit. */
const TINY = 1e-8;

// The reduced angle is `reduced + reducedTail`, within ±π/4.
let reduced = 0;
let reducedTail = 0;

/** Brings an angle within ±π/4 and returns the quadrant, 0 to 3. */
function reduce(angle: Radians): number {
  if (Math.abs(angle) <= QUARTER_PI) {
    reduced = angle;
    reducedTail = 0;
    return 0;
  }
  if (Math.abs(angle) > EXACT_ANGLE) angle %= TWO_PI;
  const turns = Math.floor(angle * TWO_OVER_PI + 0.5);
  const first = angle - turns * HALF_PI_1;
  // Each sum keeps its own rounding error (Knuth's two-sum), so that angles next to a multiple of π/2 stay sharp.
  const a = -turns * HALF_PI_2;
  const second = first + a;
  const aPart = second - first;
  const lostA = first - (second - aPart) + (a - aPart);
  const b = -turns * HALF_PI_3;
  const third = second + b;
  const bPart = third - second;
  const lostB = second - (third - bPart) + (b - bPart);
  const lost = lostA + lostB - turns * HALF_PI_4;
  reduced = third + lost;
  reducedTail = third - reduced + lost;
  return turns - Math.floor(turns / 4) * 4;
}

/** sin(x + tail) for |x| ≤ π/4. */
function sinKernel(x: number, tail: number): number {
  const z = x * x;
  const cube = z * x;
  const rest =
    0.008333333333330946 +
    z *
      (-0.0001984126983675497 +
        z * (2.755731610068303e-6 + z * (-2.5051131455427946e-8 + z * 1.591810123027412e-10)));
  return x + (cube * -0.16666666666666666 + (tail + z * (cube * rest - 0.5 * tail)));
}

/** cos(x + tail) for |x| ≤ π/4. */
function cosKernel(x: number, tail: number): number {
  const z = x * x;
  const rest =
    z *
    (0.041666666666666664 +
      z *
        (-0.0013888888888887395 +
          z *
            (2.4801587298763433e-5 +
              z * (-2.7557317270560326e-7 + z * (2.0876146024689747e-9 + z * -1.1382614868556325e-11)))));
  const half = 0.5 * z;
  const whole = 1 - half;
  return whole + (1 - whole - half + (z * rest - x * tail));
}

/**
 * Sine of an angle. Error below 1 ulp for |angle| ≤ {@link EXACT_ANGLE}; beyond it the angle itself is off by
 * up to 4e-17 of its size. NaN for what is not finite. −0 stays −0.
 */
export function sin(angle: Radians): number {
  if (Math.abs(angle) < TINY) return angle;
  const quadrant = reduce(angle);
  if (quadrant === 0) return sinKernel(reduced, reducedTail);
  if (quadrant === 1) return cosKernel(reduced, reducedTail);
  if (quadrant === 2) return -sinKernel(reduced, reducedTail);
  return -cosKernel(reduced, reducedTail);
}

/** Cosine of an angle. Error as for {@link sin}. */
export function cos(angle: Radians): number {
  const quadrant = reduce(angle);
  if (quadrant === 0) return cosKernel(reduced, reducedTail);
  if (quadrant === 1) return -sinKernel(reduced, reducedTail);
  if (quadrant === 2) return -cosKernel(reduced, reducedTail);
  return sinKernel(reduced, reducedTail);
}

/** Tangent of an angle. Error below 2.5 ulp for |angle| ≤ {@link EXACT_ANGLE}; NaN for what is not finite. */
export function tan(angle: Radians): number {
  if (Math.abs(angle) < TINY) return angle;
  const quadrant = reduce(angle);
  const sine = sinKernel(reduced, reducedTail);
  const cosine = cosKernel(reduced, reducedTail);
  return quadrant % 2 === 0 ? sine / cosine : -cosine / sine;
}

/** (asin(x) − x)/x for z = x², 0 ≤ z ≤ 0.25. */
function asinKernel(z: number): number {
  return (
    z *
    (0.16666666666666669 +
      z *
        (0.07499999999998425 +
          z *
            (0.04464285714637338 +
              z *
                (0.030381944137085216 +
                  z *
                    (0.022372173002005596 +
                      z *
                        (0.017352391265909227 +
                          z *
                            (0.013971235301124539 +
                              z *
                                (0.011478952690257387 +
                                  z *
                                    (0.010324318288744113 +
                                      z *
                                        (0.00545087818772055 +
                                          z *
                                            (0.017419357964884856 +
                                              z * (-0.014881409392818066 + z * 0.02877844261259304))))))))))))
  );
}

/** Angle whose sine is `x`, −π/2 to π/2. Error below 1 ulp. NaN for |x| > 1. */
export function asin(x: number): Radians {
  const size = Math.abs(x);
  if (!(size <= 1)) return Number.NaN;
  if (size <= 0.5) return x + x * asinKernel(x * x);
  // asin x = π/2 − 2·asin √((1−x)/2), with the root in two parts.
  const w = (1 - size) * 0.5;
  const root = Math.sqrt(w);
  const head = Math.fround(root);
  const tail = root + head === 0 ? 0 : (w - head * head) / (root + head);
  const p = 2 * root * asinKernel(w) - (HALF_PI_TAIL - 2 * tail);
  const q = QUARTER_PI - 2 * head;
  const result = QUARTER_PI - (p - q);
  return x < 0 ? -result : result;
}

/** Angle whose cosine is `x`, 0 to π. Error below 1 ulp. NaN for |x| > 1. */
export function acos(x: number): Radians {
  const size = Math.abs(x);
  if (!(size <= 1)) return Number.NaN;
  if (size <= 0.5) return HALF_PI - (x - (HALF_PI_TAIL - x * asinKernel(x * x)));
  const w = (1 - size) * 0.5;
  const root = Math.sqrt(w);
  if (x < 0) return PI - 2 * (root + (root * asinKernel(w) - HALF_PI_TAIL));
  const head = Math.fround(root);
  const tail = root + head === 0 ? 0 : (w - head * head) / (root + head);
  return 2 * (head + (root * asinKernel(w) + tail));
}

/** (atan(x) − x)/x for z = x², 0 ≤ z ≤ (7/16)². */
function atanKernel(z: number): number {
  return (
    z *
    (-0.33333333333333326 +
      z *
        (0.1999999999998777 +
          z *
            (-0.1428571428314864 +
              z *
                (0.11111110900560475 +
                  z *
                    (-0.09090900195560148 +
                      z *
                        (0.07692087348767168 +
                          z *
                            (-0.06663239299107136 +
                              z *
                                (0.05847724720645106 +
                                  z *
                                    (-0.05033942776485848 +
                                      z * (0.03782521866106712 + z * -0.017547235157290005))))))))))
  );
}

/** Angle whose tangent is `x`, −π/2 to π/2. Error below 1 ulp. −0 stays −0. */
export function atan(x: number): Radians {
  const size = Math.abs(x);
  if (size < TINY) return x;
  if (size <= 0.4375) return x + x * atanKernel(x * x);
  // atan x = atan c + atan((x−c)/(1+cx)), for the nearest of four c.
  let base: number;
  let baseTail: number;
  let rest: number;
  if (size < 0.6875) {
    base = 0.4636476090008061;
    baseTail = 2.2698777452961687e-17;
    rest = (2 * size - 1) / (2 + size);
  } else if (size < 1.1875) {
    base = QUARTER_PI;
    baseTail = QUARTER_PI_TAIL;
    rest = (size - 1) / (size + 1);
  } else if (size < 2.4375) {
    base = 0.982793723247329;
    baseTail = 1.3903311031230998e-17;
    rest = (size - 1.5) / (1 + 1.5 * size);
  } else {
    base = HALF_PI;
    baseTail = HALF_PI_TAIL;
    rest = -1 / size;
  }
  const result = base + (rest + (baseTail + rest * atanKernel(rest * rest)));
  return x < 0 ? -result : result;
}

/**
 * Angle of the vector (x, y) from +x towards +y, −π to π. Error below 2 ulp. Zeros and infinities as in
 * ECMAScript's `Math.atan2`; `atan2(0, 0)` is 0.
 */
export function atan2(y: number, x: number): Radians {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const below = y < 0 || Object.is(y, -0);
  const behind = x < 0 || Object.is(x, -0);
  const rise = Math.abs(y);
  const run = Math.abs(x);
  if (rise === 0) return behind ? (below ? -PI : PI) : y;
  if (run === 0) return below ? -HALF_PI : HALF_PI;
  let result: number;
  if (run === Number.POSITIVE_INFINITY) {
    result = rise === Number.POSITIVE_INFINITY ? QUARTER_PI : 0;
  } else if (rise === Number.POSITIVE_INFINITY) {
    result = HALF_PI;
  } else {
    result = atan(rise / run);
  }
  if (behind) result = PI - (result - PI_TAIL);
  return below ? -result : result;
}
