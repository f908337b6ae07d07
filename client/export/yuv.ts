/**
 * A picture as encoders want it: Y'CbCr of BT.709, 8 bit, studio range, colour at half size. In: RGBA bytes. Out: the
 * planes Y, Cb, Cr one after the other (I420). Done here and not by the browser, whose own conversion takes BT.601 for
 * some pictures and does not say so.
 */

/** BT.709: shares of red and blue in luma. */
const RED = 0.2126;
const BLUE = 0.0722;
const GREEN = 1 - RED - BLUE;
/** Fixed point: 16 bits behind the point. */
const ONE = 1 << 16;

const fixed = (value: number): number => Math.round(value * ONE);
const LUMA = [fixed((RED * 219) / 255), fixed((GREEN * 219) / 255), fixed((BLUE * 219) / 255)] as const;
const CB_SCALE = 224 / 255 / (2 * (1 - BLUE));
const CR_SCALE = 224 / 255 / (2 * (1 - RED));
const CB = [fixed(-RED * CB_SCALE), fixed(-GREEN * CB_SCALE), fixed((1 - BLUE) * CB_SCALE)] as const;
const CR = [fixed((1 - RED) * CR_SCALE), fixed(-GREEN * CR_SCALE), fixed(-BLUE * CR_SCALE)] as const;
const Y_FROM = 16 * ONE + ONE / 2;
/** Sums of four pixels: two more bits behind the point. */
const C_FROM = 4 * (128 * ONE + ONE / 2);

/** Bytes of a picture's planes. */
export function planesLength(width: number, height: number): number {
  return (width * height * 3) / 2;
}

/** Writes the planes of RGBA bytes into `out`; width and height are even. */
export function toPlanes(
  out: Uint8Array,
  rgba: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
): void {
  const half = width / 2;
  const cb = width * height;
  const cr = cb + cb / 4;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const top = (y * width + x) * 4;
      const below = top + width * 4;
      let r = 0;
      let g = 0;
      let b = 0;
      for (let k = 0; k < 4; k++) {
        const at = (k < 2 ? top : below) + (k & 1) * 4;
        const pr = rgba[at]!;
        const pg = rgba[at + 1]!;
        const pb = rgba[at + 2]!;
        r += pr;
        g += pg;
        b += pb;
        out[(y + (k >> 1)) * width + x + (k & 1)] =
          (Y_FROM + LUMA[0] * pr + LUMA[1] * pg + LUMA[2] * pb) >> 16;
      }
      const c = (y / 2) * half + x / 2;
      out[cb + c] = (C_FROM + CB[0] * r + CB[1] * g + CB[2] * b) >> 18;
      out[cr + c] = (C_FROM + CR[0] * r + CR[1] * g + CR[2] * b) >> 18;
    }
  }
}
