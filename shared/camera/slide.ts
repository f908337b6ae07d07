/**
 * Moving a ball through a place without passing through anything: it slides along what it meets.
 *
 * In: a position, a move and a radius in metres, and a function that answers sweeps (`shared/space` has one; tests bring
 * their own). Out: the position is moved in place. Nothing allocates, and nothing is asked of physics.
 */
import type { Metres } from "../math/units.ts";
import type { Vec3, Vec3Source } from "../math/vec3.ts";
import * as vec3 from "../math/vec3.ts";

/** Where a sweep first touches. */
export interface SweepHit {
  /** Share of the move that is free, 0 to 1. */
  fraction: number;
  /** Direction away from what was touched, of length 1. */
  normal: Vec3;
}

/**
 * Sweeps a ball of `radius` from `from` along `move`. Returns whether it touches anything, and if so writes `hit`. Must
 * answer equal questions equally.
 */
export type Sweep = (hit: SweepHit, from: Vec3Source, move: Vec3Source, radius: Metres) => boolean;

/** A new hit record, to be reused. */
export function createHit(): SweepHit {
  return { fraction: 1, normal: [0, 0, 0] };
}

/** Gap that is kept to surfaces, so that the next sweep does not begin inside one. */
export const SKIN: Metres = 0.002;
/** Surfaces that one move slides along at most; in tighter corners it stops. */
const MAX_CONTACTS = 4;

const hit = createHit();
const left: Vec3 = [0, 0, 0];
const first: Vec3 = [0, 0, 0];
const crease: Vec3 = [0, 0, 0];

/**
 * Moves `position` by `move`, sliding along surfaces. `velocity` (or a scrap vector) loses what points into
 * them. Returns whether anything was touched.
 */
export function along(
  position: Vec3,
  velocity: Vec3,
  move: Vec3Source,
  radius: Metres,
  sweep: Sweep | null,
): boolean {
  if (!sweep) {
    vec3.add(position, position, move);
    return false;
  }
  vec3.copy(left, move);
  let contacts = 0;
  while (contacts < MAX_CONTACTS) {
    const distance = vec3.length(left);
    if (distance < 1e-9) break;
    if (!sweep(hit, position, left, radius)) {
      vec3.add(position, position, left);
      break;
    }
    // Stop short of the surface, measured along its normal.
    const against = -vec3.dot(left, hit.normal) / distance;
    const free = Math.max(0, hit.fraction * distance - SKIN / Math.max(against, 0.05));
    vec3.addScaled(position, position, left, free / distance);
    vec3.scale(left, left, 1 - free / distance);
    const into = vec3.dot(left, hit.normal);
    if (into < 0) vec3.addScaled(left, left, hit.normal, -into);
    const speedInto = vec3.dot(velocity, hit.normal);
    if (speedInto < 0) vec3.addScaled(velocity, velocity, hit.normal, -speedInto);
    if (contacts === 0) {
      vec3.copy(first, hit.normal);
    } else if (vec3.dot(left, first) < -1e-9) {
      // Wedged between two surfaces: only the line that both share is left.
      vec3.normalise(crease, vec3.cross(crease, first, hit.normal));
      vec3.scale(left, crease, vec3.dot(left, crease));
      vec3.scale(velocity, crease, vec3.dot(velocity, crease));
    }
    contacts++;
  }
  return contacts > 0;
}
