/**
 * Single numbers: limits, blends, angles, and smoothing that does not depend on the frame rate.
 *
 * In and out: plain numbers; units are the caller's unless named. Bit-portable: exponentials come from `trig.ts`.
 */
import { exp, PI, TWO_PI } from "./trig.ts";
import type { Radians, Seconds } from "./units.ts";

/** `x` held within [low, high]. NaN stays NaN. */
export function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

/** From `a` at t = 0 to `b` at t = 1, exact at both ends; t is not limited. */
export function lerp(a: number, b: number, t: number): number {
  return a * (1 - t) + b * t;
}

/** Where `x` lies between `a` (0) and `b` (1); not limited. 0 if a = b. */
export function unlerp(a: number, b: number, x: number): number {
  return a === b ? 0 : (x - a) / (b - a);
}

/** Smooth step from 0 at `low` to 1 at `high`: level at both ends. */
export function smoothstep(low: number, high: number, x: number): number {
  const t = clamp(unlerp(low, high, x), 0, 1);
  return t * t * (3 - 2 * t);
}

/** As {@link smoothstep}, and without a jolt: acceleration is zero at both ends too. */
export function smootherstep(low: number, high: number, x: number): number {
  const t = clamp(unlerp(low, high, x), 0, 1);
  return t * t * t * (t * (t * 6 - 15) + 10);
}

/** Remainder that is never negative for a positive `divisor`: mod(−1, 4) is 3. */
export function mod(x: number, divisor: number): number {
  const rest = x % divisor;
  return rest < 0 ? rest + divisor : rest;
}

/** The same direction within −π (included) and π (excluded). */
export function wrapAngle(angle: Radians): Radians {
  if (angle >= -PI && angle < PI) return angle;
  const wrapped = mod(angle + PI, TWO_PI) - PI;
  // The sum above may round up to a whole turn.
  return wrapped < PI ? wrapped : -PI;
}

/** The short way from `from` to `to`, −π to π. */
export function angleBetween(from: Radians, to: Radians): Radians {
  return wrapAngle(to - from);
}

/** Blend of two directions along the short way. */
export function lerpAngle(a: Radians, b: Radians, t: number): Radians {
  return a + angleBetween(a, b) * t;
}

/** `x` moved towards `target` by at most `step` (≥ 0). */
export function approach(x: number, target: number, step: number): number {
  return x < target ? Math.min(x + step, target) : Math.max(x - step, target);
}

/**
 * Share of the way that is covered in `dt` seconds by something that closes in at `rate` (1/s): 1 − e^(−rate·dt).
 * After 1/rate seconds 63 % is done, however the time is cut into frames.
 */
export function damping(rate: number, dt: Seconds): number {
  return 1 - exp(-rate * dt);
}

/** `x` drawn towards `target` at `rate` (1/s) for `dt` seconds. Two half steps equal one whole. */
export function damp(x: number, target: number, rate: number, dt: Seconds): number {
  return x + (target - x) * damping(rate, dt);
}

/** As {@link damp} for directions, along the short way. */
export function dampAngle(angle: Radians, target: Radians, rate: number, dt: Seconds): Radians {
  return angle + angleBetween(angle, target) * damping(rate, dt);
}
