/**
 * A place to move cameras through in tests: half-spaces and balls, swept exactly.
 *
 * In: planes (unit normal and offset) and balls. Out: a sweep function as `shared/space` would give.
 */
import type { Sweep } from "../../../shared/camera/slide.ts";
import type { Vec3Source } from "../../../shared/math/vec3.ts";
import * as vec3 from "../../../shared/math/vec3.ts";

/** What stands in the place. */
export interface Place {
  /** Solid behind n·p < d. */
  planes?: { normal: [number, number, number]; offset: number }[];
  balls?: { centre: [number, number, number]; radius: number }[];
}

/** How deep a ball at `p` is inside anything; negative is free. */
export function depth(place: Place, p: Vec3Source, radius: number): number {
  let worst = Number.NEGATIVE_INFINITY;
  for (const plane of place.planes ?? []) {
    worst = Math.max(worst, radius - (vec3.dot(plane.normal, p) - plane.offset));
  }
  for (const ball of place.balls ?? [])
    worst = Math.max(worst, radius + ball.radius - vec3.distance(ball.centre, p));
  return worst;
}

/** The sweep function of a place. */
export function sweepOf(place: Place): Sweep {
  return (hit, from, move, radius) => {
    let best = Number.POSITIVE_INFINITY;
    for (const { normal, offset } of place.planes ?? []) {
      const gap = vec3.dot(normal, from) - offset - radius;
      const speed = vec3.dot(normal, move);
      if (speed >= 0) continue;
      const t = Math.max(0, -gap / speed);
      if (t <= 1 && t < best) {
        best = t;
        vec3.copy(hit.normal, normal);
      }
    }
    for (const ball of place.balls ?? []) {
      const rel = vec3.subtract([0, 0, 0], from, ball.centre);
      const a = vec3.dot(move, move);
      const b = vec3.dot(rel, move);
      const c = vec3.dot(rel, rel) - (ball.radius + radius) ** 2;
      if (b >= 0) continue;
      const disc = b * b - a * c;
      if (disc < 0) continue;
      const t = Math.max(0, (-b - Math.sqrt(disc)) / a);
      if (t <= 1 && t < best) {
        best = t;
        vec3.normalise(hit.normal, vec3.addScaled([0, 0, 0], rel, move, t));
      }
    }
    if (best > 1) return false;
    hit.fraction = best;
    return true;
  };
}
