/**
 * Rays against the solids of a set, part by part: for a set without a cooked survey, and for what stands behind a part
 * that somebody has hidden. Also whether light passes between two points. Colliders have no colour: each part has one
 * given to it.
 */

import type { Collider } from "../../shared/physics/physics.ts";
import * as boxes from "../../shared/space/boxes.ts";
import { createSpace } from "../../shared/space/bvh.ts";
import { triangulate } from "../../shared/space/solids.ts";
import type { Mover, Space } from "../../shared/space/space.ts";
import type { Met, Tracer } from "./hits.ts";

/** Metres within which a solid that a ray only leaves does not count: what is seen may lie a little within its collider. */
const FORGIVEN = 0.6;
/** Metres beyond which nothing is asked for. */
export const REACH = 600;
/** Reflectance of solids whose colour is not known. */
export const GREY = 0.35;

/** Something that moves and casts shadow, with the ball round it. */
export interface Shading extends Mover {
  entity: number;
  centre: [number, number, number];
  radius: number;
}

/** Solids of a set: index 0 is the fixed rest, then its parts; null for a part that is hidden. */
export class Solids implements Tracer {
  private placed: readonly Shading[] = [];
  /** Of each mover the ball round it, x y z radius: most rays pass all of them, and that has to be known quickly. */
  private balls = new Float64Array(0);
  /** RGB of each part, 0…1. */
  readonly colours: Float32Array;
  private readonly space: Space;
  /** First vertex after each part's. */
  private readonly ends: number[] = [];
  private readonly from = [0, 0, 0];

  constructor(colliders: readonly (Collider | null)[], colours?: Float32Array) {
    this.colours = colours ?? new Float32Array(colliders.length * 3).fill(GREY);
    const pieces = colliders.map((one) => triangulate(one === null ? [] : [one]));
    let vertices = 0;
    let corners = 0;
    for (const { positions, indices } of pieces) {
      vertices += positions.length / 3;
      corners += indices.length;
      this.ends.push(vertices);
    }
    const positions = new Float32Array(vertices * 3);
    const indices = new Uint32Array(corners);
    let vertex = 0;
    let corner = 0;
    for (const piece of pieces) {
      positions.set(piece.positions, vertex * 3);
      for (const index of piece.indices) indices[corner++] = index + vertex;
      vertex += piece.positions.length / 3;
    }
    this.space = createSpace({ positions, indices });
  }

  /** Movers that cast shadow, in the order of their entities. */
  get movers(): readonly Shading[] {
    return this.placed;
  }
  set movers(movers: readonly Shading[]) {
    this.placed = movers;
    this.balls = Float64Array.from(movers.flatMap(({ centre, radius }) => [...centre, radius]));
  }

  trace(origin: ArrayLike<number>, direction: ArrayLike<number>, out: Met): boolean {
    out.through = 1;
    const struck = this.space.strike(origin, direction, REACH);
    if (struck === null) return false;
    out.distance = struck.distance;
    out.behind = struck.behind;
    out.part = this.partOf(struck.vertex);
    out.night = false;
    for (let c = 0; c < 3; c++) {
      out.normal[c] = struck.behind ? -struck.normal[c]! : struck.normal[c]!;
      out.albedo[c] = this.colours[out.part * 3 + c]!;
      out.emission[c] = 0;
    }
    return true;
  }

  /**
   * Whether light is held up between a point and `reach` metres along a unit direction. Movers of the entity `except`
   * do not count: a lamp's own housing.
   */
  occluded(origin: ArrayLike<number>, direction: ArrayLike<number>, reach: number, except: number): boolean {
    return this.shaded(origin, direction, reach, except) || this.walled(origin, direction, reach);
  }

  /** Whether the set's own solids hold light up. */
  walled(origin: ArrayLike<number>, direction: ArrayLike<number>, reach: number): boolean {
    const { from } = this;
    for (let c = 0; c < 3; c++) from[c] = origin[c]!;
    let left = reach;
    for (let k = 0; k < 4; k++) {
      const struck = this.space.strike(from, direction, left);
      if (struck === null) return false;
      if (!struck.behind || reach - left + struck.distance > FORGIVEN) return true;
      const step = struck.distance + 1e-3;
      left -= step;
      for (let c = 0; c < 3; c++) from[c] = from[c]! + direction[c]! * step;
    }
    return true;
  }

  /** Whether a mover holds light up. */
  private shaded(
    origin: ArrayLike<number>,
    direction: ArrayLike<number>,
    reach: number,
    except: number,
  ): boolean {
    const { balls, placed } = this;
    const [ox, oy, oz] = [origin[0]!, origin[1]!, origin[2]!];
    const [dx, dy, dz] = [direction[0]!, direction[1]!, direction[2]!];
    for (let k = 0, b = 0; k < placed.length; k++, b += 4) {
      const x = balls[b]! - ox;
      const y = balls[b + 1]! - oy;
      const z = balls[b + 2]! - oz;
      const radius = balls[b + 3]!;
      const along = x * dx + y * dy + z * dz;
      if (along < -radius || along > reach + radius) continue;
      if (x * x + y * y + z * z - along * along > radius * radius) continue;
      if (placed[k]!.entity !== except && boxes.ray(placed[k]!, origin, direction, reach)) return true;
    }
    return false;
  }

  private partOf(vertex: number): number {
    let part = 0;
    while (vertex >= this.ends[part]!) part++;
    return part;
  }
}

/** Whether a ray comes near enough to a mover's ball. */
export function passes(
  mover: Pick<Shading, "centre" | "radius">,
  origin: ArrayLike<number>,
  direction: ArrayLike<number>,
  reach: number,
): boolean {
  const x = mover.centre[0] - origin[0]!;
  const y = mover.centre[1] - origin[1]!;
  const z = mover.centre[2] - origin[2]!;
  const along = x * direction[0]! + y * direction[1]! + z * direction[2]!;
  const { radius } = mover;
  if (along < -radius || along > reach + radius) return false;
  return x * x + y * y + z * z - along * along <= radius * radius;
}
