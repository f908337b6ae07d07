/**
 * How far a double lies from an exact value, in units of the last place.
 *
 * In: a result, and the exact value as a double and the rest beyond it. Out: the distance in ulp of the exact value.
 */

const value = new Float64Array(1);
const bits = new BigInt64Array(value.buffer);

/** Gap between |x| and the next larger double. */
export function ulp(x: number): number {
  value[0] = Math.abs(x);
  const before = value[0];
  bits[0] = bits[0]! + 1n;
  return value[0] - before;
}

/** Distance of `result` from `exact + rest`, in ulp of `exact`. 0 where both are the same, NaN and ±∞ included. */
export function ulpsOff(result: number, exact: number, rest = 0): number {
  if (Object.is(result, exact) && rest === 0) return 0;
  return Math.abs(result - exact - rest) / ulp(exact);
}
