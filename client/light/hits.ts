/**
 * First hits: what each ray of each probe meets. It depends on the fixed set alone, so it is cooked beside our own sets
 * and worked out at load for a visitor's. Sun, sky and lamps come later (bounce.ts).
 */
import type { Grid } from "./grid.ts";

/** Part of a ray that meets nothing. */
export const SKY = 255;
/** Parts that can be told apart: 0 is the fixed rest of a set, then its parts in order. */
export const MAX_PARTS = 254;
/** Glows that can be told apart, with 0 for none. */
export const MAX_GLOWS = 255;

/** What the rays of a grid's probes meet. Rays of a probe lie together: ray k of live probe p is p × RAYS + k. */
export interface Hits {
  grid: Grid;
  /** Ids of the set's parts, in the order of their numbers from 1. */
  parts: readonly string[];
  /** For each slot of the grid 1 where a probe lives, 0 within solids. */
  valid: Uint8Array;
  /** Slot of each live probe. */
  slots: Uint32Array;
  /** Where each live probe's rays begin: world x y z. May lie off the grid, away from surfaces. */
  places: Float32Array;
  /** Metres to what a ray meets; 0 where it meets nothing. */
  distance: Float32Array;
  /** Unit normal there, towards the probe: x y z. */
  normal: Float32Array;
  /** Linear RGB, 0…1: the mean of what lies in the ray's solid angle. */
  albedo: Float32Array;
  /** Share of a ray's solid angle through which the sky shines in, glass on the way included. */
  open: Float32Array;
  /** Share of a ray's solid angle through which light of what it meets comes in, glass included. */
  through: Float32Array;
  /** Number of the part that was met, 0 for the fixed rest, or SKY. */
  part: Uint8Array;
  /** Number of its glow, 0 for none. */
  glow: Uint8Array;
  /** For each glow RGB in cd/m², and 1 where it glows only at night. */
  glows: Float32Array;
}

/** What a ray met. */
export interface Met {
  distance: number;
  /** Towards the asker. */
  normal: [number, number, number];
  albedo: [number, number, number];
  emission: [number, number, number];
  night: boolean;
  part: number;
  /** Met from within or behind: the asker stands in a solid. */
  behind: boolean;
  /** Share of light that passes on the way; told also where nothing was met. */
  through: number;
}

/** Follows rays into a set. */
export interface Tracer {
  /** The first surface along a unit direction, into `out`; false where there is none. */
  trace(origin: ArrayLike<number>, direction: ArrayLike<number>, out: Met): boolean;
}

/** A record to be filled. */
export function createMet(): Met {
  return {
    distance: 0,
    normal: [0, 1, 0],
    albedo: [0, 0, 0],
    emission: [0, 0, 0],
    night: false,
    part: 0,
    behind: false,
    through: 1,
  };
}
