/**
 * Seeded randomness as plain data: xoshiro128** (Blackman and Vigna), period 2^128 − 1.
 *
 * In: a state record, changed in place. Out: numbers. The state is four unsigned 32-bit words, so it is saved,
 * hashed and sent as it is. No global generator exists: whoever draws holds the state.
 */
import { cos, log, TWO_PI } from "./trig.ts";

/** A generator's state: four unsigned 32-bit words, not all zero. */
export interface RandomState {
  a: number;
  b: number;
  c: number;
  d: number;
}

/** A state from a seed: any finite number, or any text. Equal seeds give equal sequences. */
export function create(seed: number | string): RandomState {
  const state: RandomState = { a: 0, b: 0, c: 0, d: 0 };
  reseed(state, seed);
  return state;
}

/** Sets `state` as {@link create} would make it. */
export function reseed(state: RandomState, seed: number | string): void {
  let low = 0x9e3779b9;
  if (typeof seed === "number") {
    // The whole number in two words, and its fraction in a third.
    const whole = Math.floor(Math.abs(seed));
    low = mix(low ^ ((whole % 4294967296) | 0));
    low = mix(low ^ ((Math.floor(whole / 4294967296) % 4294967296) | 0));
    low = mix(low ^ (((Math.abs(seed) - whole) * 4294967296) | 0));
    if (seed < 0) low = mix(~low);
  } else {
    for (let i = 0; i < seed.length; i++) low = mix(low ^ seed.charCodeAt(i) ^ 0x10000);
  }
  spread(state, low);
}

/** Fills the four words from one (splitmix32). */
function spread(state: RandomState, word: number): void {
  state.a = mix((word = (word + 0x9e3779b9) | 0)) >>> 0;
  state.b = mix((word = (word + 0x9e3779b9) | 0)) >>> 0;
  state.c = mix((word = (word + 0x9e3779b9) | 0)) >>> 0;
  state.d = mix((word + 0x9e3779b9) | 0) >>> 0;
  // Four zeros would stay zero for ever.
  if ((state.a | state.b | state.c | state.d) === 0) state.a = 1;
}

function mix(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return word ^ (word >>> 15);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The next word: a whole number from 0 to 2^32 − 1. */
export function next(state: RandomState): number {
  const result = Math.imul(rotate(Math.imul(state.b, 5), 7), 9) >>> 0;
  const t = state.b << 9;
  const c = state.c ^ state.a;
  const d = state.d ^ state.b;
  state.b = (state.b ^ c) >>> 0;
  state.a = (state.a ^ d) >>> 0;
  state.c = (c ^ t) >>> 0;
  state.d = rotate(d, 11) >>> 0;
  return result;
}

/** Evenly from 0 (included) to 1 (excluded), in steps of 2^-32. */
export function uniform(state: RandomState): number {
  return next(state) * 2.3283064365386963e-10;
}

/** Evenly from `low` (included) to `high` (excluded but for rounding). */
export function between(state: RandomState, low: number, high: number): number {
  return low + (high - low) * uniform(state);
}

/**
 * A whole number from 0 to `count` − 1, each equally likely. May draw more than one word.
 * @throws RangeError where `count` is not a whole number from 1 to 2^32.
 */
export function int(state: RandomState, count: number): number {
  if (!(count >= 1 && count <= 4294967296 && Math.floor(count) === count)) {
    throw new RangeError(`random.int: count must be a whole number from 1 to 2^32, got ${count}`);
  }
  // Words beyond the last whole multiple of `count` would favour small results.
  const limit = 4294967296 - (4294967296 % count);
  let word = next(state);
  while (word >= limit) word = next(state);
  return word % count;
}

/** One of `items`, each equally likely. @throws RangeError where there is none. */
export function pick<T>(state: RandomState, items: readonly T[]): T {
  return items[int(state, items.length)] as T;
}

/** True with the given probability, 0 to 1. */
export function chance(state: RandomState, probability: number): boolean {
  return uniform(state) < probability;
}

/** Normally distributed: mean 0, deviation 1 by default (Box and Muller; draws two words, keeps none back). */
export function gaussian(state: RandomState, mean = 0, deviation = 1): number {
  // 1 − u is never 0, so the logarithm is finite.
  const radius = Math.sqrt(-2 * log(1 - uniform(state)));
  return mean + deviation * radius * cos(TWO_PI * uniform(state));
}

/** Puts `items` into random order, in place (Fisher and Yates). */
export function shuffle<T>(state: RandomState, items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = int(state, i + 1);
    const held = items[i] as T;
    items[i] = items[j] as T;
    items[j] = held;
  }
  return items;
}

/** A new generator of its own, seeded by four words of this one (which moves on). */
export function fork(state: RandomState): RandomState {
  const child: RandomState = { a: 0, b: 0, c: 0, d: 0 };
  spread(child, mix(next(state)) ^ next(state));
  child.b = (child.b ^ next(state)) >>> 0;
  child.c = (child.c ^ next(state)) >>> 0;
  if ((child.a | child.b | child.c | child.d) === 0) child.a = 1;
  return child;
}

/** Copies `source` over `target`. */
export function copy(target: RandomState, source: RandomState): void {
  target.a = source.a;
  target.b = source.b;
  target.c = source.c;
  target.d = source.d;
}
