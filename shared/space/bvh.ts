/**
 * Space over a bounding-volume tree: the only importer of three-mesh-bvh (and of three, which it needs). The fixed set
 * is a tree of triangles, movers are oriented boxes. Loaded in workers, in Node and after the first picture.
 */
import { BufferAttribute, BufferGeometry, DoubleSide, Ray, Vector3 } from "three";
import { type HitPointInfo, MeshBVH, SAH } from "three-mesh-bvh";
import * as boxes from "./boxes.ts";
import type { Hit, Mover, Space, Struck, Triangles } from "./space.ts";

/** Steps of a sweep before it counts as stopped; each goes as far as the nearest surface allows. */
const PATIENCE = 48;
/** Metres at which a swept ball counts as touching. */
const SKIN = 0.002;

/** A space over a set's triangles. Building takes about 0.8 s for 550,000 of them. */
export function createSpace(set: Triangles): Space {
  return new TreeSpace(set);
}

class TreeSpace implements Space {
  private readonly tree: MeshBVH | null;
  private readonly movers = new Map<number, Mover>();
  private readonly asked = new Ray();
  private readonly point = new Vector3();
  private readonly closest: HitPointInfo = { point: new Vector3(), distance: 0, faceIndex: 0 };

  constructor(set: Triangles) {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(set.positions, 3));
    geometry.setIndex(new BufferAttribute(set.indices.slice(), 1));
    this.tree = set.indices.length === 0 ? null : new MeshBVH(geometry, { strategy: SAH });
  }

  ray(origin: ArrayLike<number>, direction: ArrayLike<number>, reach: number): Hit | null {
    this.aim(origin, direction);
    const fixed = this.tree?.raycastFirst(this.asked, DoubleSide, 0, reach) ?? null;
    let distance = fixed === null ? reach : fixed.distance;
    let hit: Hit | null = null;
    if (fixed?.face) {
      const n = fixed.face.normal;
      const sign = n.dot(this.asked.direction) > 0 ? -1 : 1;
      hit = { distance, normal: [n.x * sign + 0, n.y * sign + 0, n.z * sign + 0], entity: 0 };
    }
    for (const [entity, mover] of this.movers) {
      if (!boxes.ray(mover, origin, direction, distance)) continue;
      distance = boxes.found.distance;
      hit = { distance, normal: [...boxes.found.normal] as Hit["normal"], entity };
    }
    return hit;
  }

  blocked(origin: ArrayLike<number>, direction: ArrayLike<number>, reach: number): boolean {
    this.aim(origin, direction);
    if (this.tree?.raycastFirst(this.asked, DoubleSide, 0, reach)) return true;
    for (const mover of this.movers.values()) if (boxes.ray(mover, origin, direction, reach)) return true;
    return false;
  }

  strike(origin: ArrayLike<number>, direction: ArrayLike<number>, reach: number): Struck | null {
    this.aim(origin, direction);
    const met = this.tree?.raycastFirst(this.asked, DoubleSide, 0, reach) ?? null;
    if (!met?.face) return null;
    const { x, y, z } = met.face.normal;
    const behind = met.face.normal.dot(this.asked.direction) > 0;
    return { distance: met.distance, normal: [x + 0, y + 0, z + 0], behind, vertex: met.face.a };
  }

  sweep(origin: ArrayLike<number>, radius: number, direction: ArrayLike<number>, reach: number): Hit | null {
    const p = [origin[0]!, origin[1]!, origin[2]!];
    const normal: Hit["normal"] = [0, 1, 0];
    let gone = 0;
    for (let k = 0; k < PATIENCE; k++) {
      const entity = this.nearest(p, normal);
      const free = this.closest.distance - radius;
      if (free < SKIN) {
        const against = normal[0] * direction[0]! + normal[1] * direction[1]! + normal[2] * direction[2]!;
        // Moving away from what it touches is always allowed.
        if (against < -1e-3) return { distance: Math.min(reach, Math.max(0, gone)), normal, entity };
      }
      const step = Math.max(SKIN, free);
      gone += step;
      if (gone >= reach) return null;
      for (let c = 0; c < 3; c++) p[c] = origin[c]! + direction[c]! * gone;
    }
    return { distance: Math.min(reach, gone), normal, entity: 0 };
  }

  move(entity: number, mover: Mover | null): void {
    if (mover === null) this.movers.delete(entity);
    else this.movers.set(entity, mover);
  }

  /** Nearest surface to a point: its distance into `closest`, the way out into `normal`. */
  private nearest(p: readonly number[], normal: Hit["normal"]): number {
    this.point.set(p[0]!, p[1]!, p[2]!);
    this.closest.distance = Infinity;
    const hit = this.tree?.closestPointToPoint(this.point, this.closest) ?? null;
    if (hit === null) this.closest.distance = Infinity;
    else {
      const d = Math.max(1e-9, this.closest.distance);
      normal[0] = (p[0]! - this.closest.point.x) / d;
      normal[1] = (p[1]! - this.closest.point.y) / d;
      normal[2] = (p[2]! - this.closest.point.z) / d;
    }
    let entity = 0;
    for (const [id, mover] of this.movers) {
      if (mover.passable === true) continue;
      const d = boxes.distance(mover, p);
      if (d >= this.closest.distance) continue;
      this.closest.distance = d;
      for (let c = 0; c < 3; c++) normal[c] = boxes.found.normal[c]!;
      entity = id;
    }
    return entity;
  }

  private aim(origin: ArrayLike<number>, direction: ArrayLike<number>): void {
    this.asked.origin.set(origin[0]!, origin[1]!, origin[2]!);
    this.asked.direction.set(direction[0]!, direction[1]!, direction[2]!);
  }
}
