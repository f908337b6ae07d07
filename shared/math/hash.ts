/**
 * A fast hash of 64 bits for worlds and checks between peers. Not for secrets: anybody can forge it.
 *
 * In: 32-bit words, floats, doubles, bytes and text, in any number of calls. Out: 16 hex digits. The state is a plain
 * record, updates allocate nothing, and results do not depend on the machine's byte order. Every word changes
 * the whole state one-to-one (MurmurHash3's mixing steps on two coupled lanes of 32 bits), so two streams that
 * differ in one word never meet by that word alone.
 *
 * Floats count by their bits: 0 and −0 differ. NaN has many bit patterns and must not occur.
 */

/** A hash under way. */
export interface HashState {
  a: number;
  b: number;
  /** Words taken in so far, modulo 2^32. */
  count: number;
}

/** A new hash; other seeds (unsigned 32-bit) give unrelated hashes. */
export function create(seed = 0): HashState {
  const state: HashState = { a: 0, b: 0, count: 0 };
  reset(state, seed);
  return state;
}

/** Starts `state` anew. */
export function reset(state: HashState, seed = 0): void {
  state.a = seed | 0;
  state.b = ~seed;
  state.count = 0;
}

/** Takes in one word: the low 32 bits of a whole number. */
export function word(state: HashState, value: number): void {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let a = state.a ^ Math.imul(k, 0x1b873593);
  let b = state.b;
  a = (a << 13) | (a >>> 19);
  a = (a + b) | 0;
  a = (Math.imul(a, 5) + 0xe6546b64) | 0;
  b ^= Math.imul(k, 0x85ebca6b);
  b = (b << 17) | (b >>> 15);
  b = (b + a) | 0;
  b = (Math.imul(b, 5) + 0x38495ab5) | 0;
  state.a = a;
  state.b = b;
  state.count = (state.count + 1) | 0;
}

/** Takes in `count` words of `array` from `from` on. */
export function words(
  state: HashState,
  array: Uint32Array | Int32Array,
  from = 0,
  count = array.length - from,
): void {
  let a = state.a;
  let b = state.b;
  const end = from + count;
  for (let i = from; i < end; i++) {
    let k = Math.imul(array[i]!, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    a ^= Math.imul(k, 0x1b873593);
    a = (a << 13) | (a >>> 19);
    a = (a + b) | 0;
    a = (Math.imul(a, 5) + 0xe6546b64) | 0;
    b ^= Math.imul(k, 0x85ebca6b);
    b = (b << 17) | (b >>> 15);
    b = (b + a) | 0;
    b = (Math.imul(b, 5) + 0x38495ab5) | 0;
  }
  state.a = a;
  state.b = b;
  state.count = (state.count + count) | 0;
}

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);
const double = new Float64Array(1);
const doubleBits = new Uint32Array(double.buffer);
double[0] = 1;
const HIGH = doubleBits[1] === 0x3ff00000 ? 1 : 0;

/** Takes in a number rounded to single precision, by its bits: one word. */
export function float32(state: HashState, value: number): void {
  float[0] = value;
  word(state, floatBits[0]!);
}

/** Takes in `count` floats of `array` from `from` on, one word each; as {@link words} over the same memory. */
export function float32s(state: HashState, array: Float32Array, from = 0, count = array.length - from): void {
  const end = from + count;
  for (let i = from; i < end; i++) {
    float[0] = array[i]!;
    word(state, floatBits[0]!);
  }
}

/** Takes in a double by its bits: two words, low first. */
export function float64(state: HashState, value: number): void {
  double[0] = value;
  word(state, doubleBits[1 - HIGH]!);
  word(state, doubleBits[HIGH]!);
}

/**
 * Takes in `count` bytes of `array` from `from` on: their number, then four to a word, low byte first, the last
 * word filled with zeros. So two calls with a part each are not one call with the whole.
 */
export function bytes(state: HashState, array: Uint8Array, from = 0, count = array.length - from): void {
  word(state, count);
  const end = from + count;
  let i = from;
  for (; i + 4 <= end; i += 4) {
    word(state, array[i]! | (array[i + 1]! << 8) | (array[i + 2]! << 16) | (array[i + 3]! << 24));
  }
  if (i < end) {
    let last = 0;
    for (let shift = 0; i < end; i++, shift += 8) last |= array[i]! << shift;
    word(state, last);
  }
}

/** Takes in text: its length in UTF-16 units, then each unit as a word. */
export function text(state: HashState, value: string): void {
  word(state, value.length);
  for (let i = 0; i < value.length; i++) word(state, value.charCodeAt(i));
}

/** The hash so far as 16 hex digits. The state is not changed, and may take in more. */
export function digest(state: HashState): string {
  let a = state.a ^ state.count;
  let b = state.b ^ state.count;
  a = (a + b) | 0;
  b = (b + a) | 0;
  a = finish(a);
  b = finish(b);
  a = (a + b) | 0;
  b = (b + a) | 0;
  return hex(a) + hex(b);
}

/** The lower half of {@link digest} as an unsigned number: for tables, and where nothing may be allocated. */
export function digest32(state: HashState): number {
  let a = state.a ^ state.count;
  let b = state.b ^ state.count;
  a = (a + b) | 0;
  b = (b + a) | 0;
  a = finish(a);
  b = finish(b);
  a = (a + b) | 0;
  return (b + a) >>> 0;
}

function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
