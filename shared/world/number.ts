/**
 * Numbers as a world keeps them: single precision where a form says so, and never −0.
 */

/** Nearest single-precision number, never −0. */
export function fround(value: number): number {
  return Math.fround(value) + 0;
}
