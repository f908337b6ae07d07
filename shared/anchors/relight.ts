/**
 * How a network's light, worked out small and a moment ago, is brought to a picture: guided up-sampling. In: one place of
 * the picture, carried to the model's frame by the world's own motion, and the texels round it there. Out: what the
 * engine's own light is multiplied by. This is the twin of client/view/pass/relighting.ts, with the constants of both.
 *
 * A texel counts by how near it is and how far it agrees: the same entity, a normal that faces the same way, a place in
 * the same plane. The network's light and the engine's estimate at the model's size are summed with the same weights,
 * and their ratio corrects the engine's full-size light: crisp shadows stay crisp, and equal light gives exactly 1.
 */
import { GAIN_LIMIT } from "./twin.ts";

/** What agreement asks for. */
export const GUIDE = {
  /** A texel counts less the farther it lies from the surface's plane, and not at all at this share of its distance… */
  plane: 0.02,
  /** …plus this, metres. */
  slack: 0.012,
  /** Power of the cosine between normals. */
  normal: 6,
  /** Share of every one of the four nearest texels besides its bilinear one, so that an edge does not starve. */
  floor: 0.02,
  /** The next twelve texels are asked only where the four agree by less than this; each has the share `ring`. */
  enough: 0.25,
  ring: 0.03,
  /** Agreement in all from which the network's light counts in full; below, it fades to the engine's. */
  sure: 0.08,
  /** Light over key that is too little for a ratio. */
  dark: 0.00001,
} as const;

/** The sixteen texels in the order in which they are asked: the four nearest, then the twelve round them. */
export const TAPS: readonly (readonly [number, number])[] = Array.from({ length: 16 }, (_, i) => {
  const j = i - 4;
  if (j < 0) return [i % 2, i >> 1] as const;
  if (j < 4) return [j - 1, -1] as const;
  if (j < 8) return [j - 5, 2] as const;
  return [j % 2 === 0 ? -1 : 2, (j - 8) >> 1] as const;
});

/** One texel of the model's frame. */
export interface Texel {
  /** World metres. */
  readonly place: readonly number[];
  /** Unit, world. */
  readonly normal: readonly number[];
  readonly entity: number;
  /** The engine's estimate there, and what the network makes of it as a factor. */
  readonly estimate: readonly number[];
  readonly gain: readonly number[];
}

/** A place of the picture as it was when the model's frame was drawn. */
export interface Place {
  readonly place: readonly number[];
  readonly normal: readonly number[];
  readonly entity: number;
  /** Metres along the model camera's view. */
  readonly depth: number;
  /** Where it falls on the model's frame, in texels: 0.5 is the middle of the first. */
  readonly x: number;
  readonly y: number;
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

/** How far a texel agrees with a place, 0…1. */
export function agreement(at: Place, texel: Texel): number {
  if (texel.entity !== at.entity) return 0;
  const facing = Math.max(0, dot(at.normal, texel.normal)) ** GUIDE.normal;
  const away = Math.abs(
    (texel.place[0]! - at.place[0]!) * at.normal[0]! +
      (texel.place[1]! - at.place[1]!) * at.normal[1]! +
      (texel.place[2]! - at.place[2]!) * at.normal[2]!,
  );
  return facing * Math.max(0, 1 - away / (GUIDE.plane * at.depth + GUIDE.slack));
}

/**
 * What the engine's light is multiplied by at a place, for each channel. `texel` answers with a texel of the model's
 * frame (clamped to its edge), or null where that shows the sky. Into `out`; returns the agreement in all.
 */
export function factorAt(at: Place, texel: (x: number, y: number) => Texel | null, out: number[]): number {
  const x0 = Math.floor(at.x - 0.5);
  const y0 = Math.floor(at.y - 0.5);
  const fx = at.x - 0.5 - x0;
  const fy = at.y - 0.5 - y0;
  const light = [0, 0, 0];
  const estimate = [0, 0, 0];
  let weight = 0;
  for (let i = 0; i < 16; i++) {
    if (i === 4 && weight >= GUIDE.enough) break;
    const [dx, dy] = TAPS[i]!;
    const near = i < 4 ? (dx ? fx : 1 - fx) * (dy ? fy : 1 - fy) + GUIDE.floor : GUIDE.ring;
    const found = texel(x0 + dx, y0 + dy);
    if (found === null) continue;
    const w = near * agreement(at, found);
    weight += w;
    for (let c = 0; c < 3; c++) {
      light[c]! += w * found.estimate[c]! * found.gain[c]!;
      estimate[c]! += w * found.estimate[c]!;
    }
  }
  const t = Math.min(1, weight / GUIDE.sure);
  const sure = t * t * (3 - 2 * t);
  const most = Math.exp(GAIN_LIMIT);
  for (let c = 0; c < 3; c++) {
    const ratio = (light[c]! + GUIDE.dark) / (estimate[c]! + GUIDE.dark);
    out[c] = 1 + (Math.max(1 / most, Math.min(most, ratio)) - 1) * sure;
  }
  return weight;
}
