/**
 * Exponential, logarithm, power and hypotenuse with the same bits in every JavaScript engine.
 *
 * In: IEEE doubles. Out: IEEE doubles. Built from + − × ÷, `Math.sqrt`, `Math.floor` and `Math.abs` only, with
 * Chebyshev fits worked out at 60 digits; nothing allocates. `log` and `pow` read the exponent of a double
 * through a typed array, which is exact. Bounds are against the exact value; `tests/unit/math/trig.test.ts`
 * holds them.
 */

const INVERSE_LN2 = Math.LOG2E;
// ln 2 in two parts; the first has 32 bits, so that it times an exponent is exact.
const LN2_HEAD = 0.6931471803691238;
const LN2_TAIL = 1.9082149292705877e-10;
const SQRT_2 = Math.SQRT2;
/** 2^27 + 1: splits a double into two halves of 26 bits (Dekker). */
const SPLITTER = 134217729;

/** 2^k for k from −1022 to 1023, at index k + 1022. Doubling and halving are exact. */
const POWERS_OF_TWO = new Float64Array(2046);
POWERS_OF_TWO[1022] = 1;
for (let i = 1023; i < 2046; i++) POWERS_OF_TWO[i] = POWERS_OF_TWO[i - 1]! * 2;
for (let i = 1021; i >= 0; i--) POWERS_OF_TWO[i] = POWERS_OF_TWO[i + 1]! / 2;

const bitsOf = new Float64Array(1);
const words = new Uint32Array(bitsOf.buffer);
bitsOf[0] = 1;
/** Which half of a double holds its exponent: depends on the machine's byte order. */
const HIGH_WORD = words[1] === 0x3ff00000 ? 1 : 0;

/** Exponent of a normal positive double: 2^e ≤ x < 2^(e+1). */
function exponentOf(x: number): number {
  bitsOf[0] = x;
  return (words[HIGH_WORD]! >>> 20) - 1023;
}

/** x·2^k, rounded once, for x near 1 and |k| ≤ 1100. */
function scale(x: number, k: number): number {
  if (k > 1023) return x * 2 * POWERS_OF_TWO[k - 1 + 1022]!;
  if (k >= -1022) return x * POWERS_OF_TWO[k + 1022]!;
  return x * POWERS_OF_TWO[k + 200 + 1022]! * POWERS_OF_TWO[1022 - 200]!;
}

/** e^(head + tail) for a small tail. */
function expOfParts(head: number, tail: number): number {
  if (head > 710) return Number.POSITIVE_INFINITY;
  if (head < -746) return 0;
  const k = Math.floor(head * INVERSE_LN2 + 0.5);
  const a = head - k * LN2_HEAD;
  const b = k * LN2_TAIL - tail;
  const r = a - b;
  const rest =
    r *
    r *
    (0.5 +
      r *
        (0.1666666666666667 +
          r *
            (0.04166666666666667 +
              r *
                (0.008333333333326084 +
                  r *
                    (0.0013888888888883711 +
                      r *
                        (0.0001984126987500228 +
                          r *
                            (2.480158732567746e-5 +
                              r *
                                (2.755725517000089e-6 +
                                  r *
                                    (2.755727347871858e-7 +
                                      r * (2.5105312729622103e-8 + r * 2.09147553258932e-9))))))))));
  return scale(1 + (a + (rest - b)), k);
}

/** e to the power of `x`. Error below 1 ulp; 0 below about −745.1, infinite above about 709.78. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  return expOfParts(x, 0);
}

/** Natural logarithm. Error below 1 ulp. −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54: a subnormal number has no exponent to read
    k = -54;
  }
  const e = exponentOf(x);
  let m = e === 1023 ? (x / 2) * POWERS_OF_TWO[0]! : x * POWERS_OF_TWO[1022 - e]!;
  k += e;
  if (m > SQRT_2) {
    m /= 2;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const half = 0.5 * f * f;
  const rest =
    z *
    (0.666666666666667 +
      z *
        (0.3999999999989889 +
          z *
            (0.28571428626253836 +
              z *
                (0.22222211089379496 +
                  z * (0.1818289243253687 + z * (0.15331611722055008 + z * 0.14617807153417325))))));
  return k * LN2_HEAD - (half - (s * (half + rest) + k * LN2_TAIL) - f);
}

let productTail = 0;

/** a·b as a double, its rounding error left in `productTail` (Dekker). */
function multiplyExactly(a: number, b: number): number {
  const product = a * b;
  const sa = a * SPLITTER;
  const aHead = sa - (sa - a);
  const aTail = a - aHead;
  const sb = b * SPLITTER;
  const bHead = sb - (sb - b);
  const bTail = b - bHead;
  productTail = aHead * bHead - product + aHead * bTail + aTail * bHead + aTail * bTail;
  return product;
}

let logTail = 0;

/** ln x to about 65 bits for finite x > 0: returns the head, leaves the rest in `logTail`. */
function logInParts(x: number): number {
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984;
    k = -54;
  }
  const e = exponentOf(x);
  let m = e === 1023 ? (x / 2) * POWERS_OF_TWO[0]! : x * POWERS_OF_TWO[1022 - e]!;
  k += e;
  if (m > SQRT_2) {
    m /= 2;
    k += 1;
  }
  // s = (m−1)/(m+1) in two parts, then 2s + ⅔s³ + … with the first two terms in two parts.
  const f = m - 1;
  const d = 1 + m;
  const dTail = m - (d - 1);
  const s = f / d;
  const p = multiplyExactly(s, d);
  const sTail = (f - p - productTail - s * dTail) / d;
  const z = multiplyExactly(s, s);
  const zTail = productTail + 2 * s * sTail;
  const c = multiplyExactly(s, z);
  const cTail = productTail + s * zTail + sTail * z;
  const cube = multiplyExactly(c, 0.6666666666666666);
  const cubeTail = productTail + c * 3.700743415417188e-17 + cTail * 0.6666666666666666;
  const rest =
    c *
    z *
    (0.4000000000000003 +
      z *
        (0.2857142857133801 +
          z *
            (0.22222222271326808 +
              z *
                (0.18181808210921882 +
                  z * (0.15385577463308145 + z * (0.13285868837545742 + z * 0.1291471218393509))))));
  const whole = k * LN2_HEAD;
  const a = whole + 2 * s;
  const aPart = a - whole;
  const aLost = whole - (a - aPart) + (2 * s - aPart);
  const b = a + cube;
  const bPart = b - a;
  const bLost = a - (b - bPart) + (cube - bPart);
  const tail = k * LN2_TAIL + (aLost + bLost + 2 * sTail + cubeTail + rest);
  const head = b + tail;
  logTail = tail - (head - b);
  return head;
}

/**
 * `x` to the power of `y`. Error below 1 ulp (2 ulp where the result is subnormal). Special cases as in
 * ECMAScript: x^0 is 1 always, 1^±∞ is NaN, a negative base with a fractional power is NaN.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const size = Math.abs(x);
  const reach = Math.abs(y);
  if (reach === Number.POSITIVE_INFINITY) {
    if (size === 1) return Number.NaN;
    return size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  const whole = Math.floor(y) === y;
  const odd = whole && reach < 9007199254740992 && Math.floor(y / 2) * 2 !== y;
  const negative = odd && (x < 0 || Object.is(x, -0));
  let result: number;
  if (size === 0 || size === Number.POSITIVE_INFINITY) {
    result = (size === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY;
  } else if (x < 0 && !whole) {
    return Number.NaN;
  } else if (size === 1) {
    result = 1;
  } else if (reach > 18446744073709552000) {
    // ln x is at least 2^-53 in size, so the exponent is beyond any double.
    result = size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  } else {
    const head = logInParts(size);
    const rest = logTail * y;
    const product = multiplyExactly(head, y);
    result = expOfParts(product, productTail + rest);
  }
  return negative ? -result : result;
}

/**
 * √(x² + y² + z²) without overflow or underflow. Error below 2 ulp. Infinite if any is infinite, else NaN if
 * any is NaN.
 */
export function hypot(x: number, y: number, z = 0): number {
  x = Math.abs(x);
  y = Math.abs(y);
  z = Math.abs(z);
  const largest = Math.max(x, y, z);
  if (largest > 1e-140 && largest < 1e140) return Math.sqrt(x * x + y * y + z * z);
  if (x === Number.POSITIVE_INFINITY || y === Number.POSITIVE_INFINITY || z === Number.POSITIVE_INFINITY) {
    return Number.POSITIVE_INFINITY;
  }
  const factor = largest >= 1e140 ? POWERS_OF_TWO[1022 - 600]! : POWERS_OF_TWO[1022 + 600]!;
  x *= factor;
  y *= factor;
  z *= factor;
  return Math.sqrt(x * x + y * y + z * z) / factor;
}
