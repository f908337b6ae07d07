/**
 * Rays against a set's picture: what they meet first, its colour and its glow. Glass lets light pass, leaves have holes
 * where their texture has.
 */
import { BufferAttribute, BufferGeometry, DoubleSide, Ray } from "three";
import { MeshBVH, SAH } from "three-mesh-bvh";
import type { Met, Tracer } from "../../../client/light/hits.ts";
import { type Model, samplePicture, type Surface } from "./model.ts";

/** Panes and leaves that a ray passes before it is taken to be stopped. */
const LAYERS = 24;
const FAR = 600;

/** A tracer over a model's triangles. */
export function createPictureTracer(model: Model): Tracer {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(model.positions, 3));
  const indices = new Uint32Array(model.positions.length / 3).map((_, k) => k);
  geometry.setIndex(new BufferAttribute(indices, 1));
  const tree = new MeshBVH(geometry, { strategy: SAH });
  const ray = new Ray();
  const texel = [0, 0, 0, 0];
  const uv = [0, 0];
  const tint = [1, 1, 1];

  function shade(surface: Surface, triangle: number, out: Met): number {
    let alpha = surface.colour[3];
    for (let c = 0; c < 3; c++) out.albedo[c] = surface.colour[c]! * tint[c]!;
    if (surface.colours !== null) {
      samplePicture(surface.colours, uv[0]!, uv[1]!, texel);
      for (let c = 0; c < 3; c++) out.albedo[c] = out.albedo[c]! * texel[c]!;
      alpha *= texel[3]!;
    }
    for (let c = 0; c < 3; c++) {
      out.albedo[c] = Math.min(0.95, out.albedo[c]!);
      out.emission[c] = surface.emission[c]!;
    }
    if (surface.emissions !== null && Math.max(...surface.emission) > 0) {
      samplePicture(surface.emissions, uv[0]!, uv[1]!, texel);
      for (let c = 0; c < 3; c++) out.emission[c] = out.emission[c]! * texel[c]!;
    }
    out.night = surface.night;
    out.part = model.part[triangle]!;
    return alpha;
  }

  return {
    trace(origin, direction, out) {
      ray.origin.set(origin[0]!, origin[1]!, origin[2]!);
      ray.direction.set(direction[0]!, direction[1]!, direction[2]!);
      out.through = 1;
      let gone = 0;
      for (let k = 0; k < LAYERS; k++) {
        const hit = tree.raycastFirst(ray, DoubleSide, 0, FAR);
        if (hit?.face == null) return false;
        const triangle = Math.floor(hit.face.a / 3);
        const surface = model.surfaces[model.surface[triangle]!]!;
        weigh(hit.point, triangle);
        const alpha = shade(surface, triangle, out);
        const open = surface.cutoff >= 0 && alpha < surface.cutoff;
        if (!open && surface.clear === 0) {
          const { x, y, z } = hit.face.normal;
          const behind = x * direction[0]! + y * direction[1]! + z * direction[2]! > 0;
          const sign = behind ? -1 : 1;
          out.normal = [x * sign, y * sign, z * sign];
          out.behind = behind && !surface.doubleSided;
          out.distance = gone + hit.distance;
          return true;
        }
        if (!open) out.through *= surface.clear;
        const step = hit.distance + 2e-4;
        gone += step;
        ray.origin.addScaledVector(ray.direction, step);
      }
      out.distance = gone;
      out.behind = false;
      return true;
    },
  };

  /** Texture coordinate and tint at a point of a triangle. */
  function weigh(point: { x: number; y: number; z: number }, triangle: number): void {
    const { positions: p, uvs, tints } = model;
    const a = triangle * 9;
    const e = [0, 0, 0];
    const f = [0, 0, 0];
    const g = [point.x - p[a]!, point.y - p[a + 1]!, point.z - p[a + 2]!];
    for (let c = 0; c < 3; c++) {
      e[c] = p[a + 3 + c]! - p[a + c]!;
      f[c] = p[a + 6 + c]! - p[a + c]!;
    }
    const dot = (u: readonly number[], v: readonly number[]): number => u[0]! * v[0]! + u[1]! * v[1]! + u[2]! * v[2]!;
    const [ee, ef, ff, ge, gf] = [dot(e, e), dot(e, f), dot(f, f), dot(g, e), dot(g, f)];
    const size = ee * ff - ef * ef || 1;
    const v = (ff * ge - ef * gf) / size;
    const w = (ee * gf - ef * ge) / size;
    const u = 1 - v - w;
    const t = triangle * 6;
    for (let c = 0; c < 2; c++) uv[c] = u * uvs[t + c]! + v * uvs[t + 2 + c]! + w * uvs[t + 4 + c]!;
    for (let c = 0; c < 3; c++) tint[c] = u * tints[a + c]! + v * tints[a + 3 + c]! + w * tints[a + 6 + c]!;
  }
}
