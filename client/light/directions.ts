/**
 * The rays of a probe: 64 directions spread evenly over the ball (a Fibonacci lattice), the same for every probe and on
 * every machine, their harmonics, and means over the share of the ball that each stands for.
 */
import { BAND_0, BAND_1 } from "../../shared/anchors/light-field.ts";
import { cos, sin } from "../../shared/math/trig.ts";

/** Rays of a probe. */
export const RAYS = 64;
/** Solid angle that a ray stands for, steradians. */
export const SHARE = (4 * Math.PI) / RAYS;
/** Directions by which the mean over a ray's share is taken: some 32 for each. */
const FINE = 2048;
const GOLDEN = 2.399963229728653;

/** Unit directions on a lattice of `count`: x y z each. */
function lattice(count: number): Float64Array {
  const out = new Float64Array(count * 3);
  for (let k = 0; k < count; k++) {
    const y = 1 - (2 * (k + 0.5)) / count;
    const flat = Math.sqrt(1 - y * y);
    out[k * 3] = flat * sin((k * GOLDEN) % (2 * Math.PI));
    out[k * 3 + 1] = y;
    out[k * 3 + 2] = flat * cos((k * GOLDEN) % (2 * Math.PI));
  }
  return out;
}

/** Unit direction of each ray: x y z. */
export const DIRECTIONS: Float64Array = lattice(RAYS);

/** Harmonics of each ray, times its share: 1, y, z, x. */
export const BASIS = new Float64Array(RAYS * 4);
for (let k = 0; k < RAYS; k++) {
  BASIS[k * 4] = BAND_0 * SHARE;
  BASIS[k * 4 + 1] = BAND_1 * SHARE * DIRECTIONS[k * 3 + 1]!;
  BASIS[k * 4 + 2] = BAND_1 * SHARE * DIRECTIONS[k * 3 + 2]!;
  BASIS[k * 4 + 3] = BAND_1 * SHARE * DIRECTIONS[k * 3]!;
}

const fine = lattice(FINE);
const nearest = new Uint8Array(FINE);
for (let f = 0; f < FINE; f++) {
  let best = -2;
  for (let k = 0; k < RAYS; k++) {
    let cosine = 0;
    for (let c = 0; c < 3; c++) cosine += fine[f * 3 + c]! * DIRECTIONS[k * 3 + c]!;
    if (cosine > best) {
      best = cosine;
      nearest[f] = k;
    }
  }
}

const members = Array.from({ length: RAYS }, (_, k) => {
  const own: number[] = [];
  for (let f = 0; f < FINE; f++) {
    if (nearest[f] === k) own.push(fine[f * 3]!, fine[f * 3 + 1]!, fine[f * 3 + 2]!);
  }
  return Float64Array.from(own);
});

/** Unit directions within a ray's share, evenly spread: x y z each, some 32 of them. */
export const within = (ray: number): Float64Array => members[ray]!;

/** Means of a function of direction over each ray's share: RAYS × RGB. */
export function spread(sample: (x: number, y: number, z: number, out: Float64Array) => void): Float32Array {
  const out = new Float32Array(RAYS * 3);
  const counts = new Uint16Array(RAYS);
  const seen = new Float64Array(3);
  for (let f = 0; f < FINE; f++) {
    const k = nearest[f]!;
    sample(fine[f * 3]!, fine[f * 3 + 1]!, fine[f * 3 + 2]!, seen);
    for (let c = 0; c < 3; c++) out[k * 3 + c] = out[k * 3 + c]! + seen[c]!;
    counts[k] = counts[k]! + 1;
  }
  for (let k = 0; k < RAYS * 3; k++) out[k] = out[k]! / counts[Math.floor(k / 3)]!;
  return out;
}
