/** Half floats for textures. In: floats. Out: the bits of half floats, clamped to their range. */

const floatBits = new Float32Array(1);
const intBits = new Uint32Array(floatBits.buffer);

/** Floats as half floats, clamped to their range. */
export function halves(values: Float32Array): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const v = Math.max(-65504, Math.min(65504, values[i]!));
    floatBits[0] = v;
    const x = intBits[0]!;
    const sign = (x >>> 16) & 0x8000;
    const exponent = ((x >>> 23) & 0xff) - 112;
    const mantissa = x & 0x7fffff;
    if (exponent <= 0) {
      const shift = 14 - exponent;
      out[i] = shift > 24 ? sign : sign | ((mantissa | 0x800000) >>> shift);
    } else out[i] = sign | (exponent << 10) | (mantissa >>> 13);
  }
  return out;
}
