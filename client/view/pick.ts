/**
 * What is under the pointer, read from the G-buffer of the last frame: never from the physics engine. In: a picture and
 * a point on it. Out: entity, world point and normal.
 */
import type { Gpu } from "./gpu/gpu.ts";
import type { Picture } from "./picture.ts";
import { rayOf } from "./shot.ts";

/** What is under a point of the picture. */
export interface Picked {
  /** Number of the entity; 0: the set. */
  readonly entity: number;
  /** World, metres. */
  readonly point: [number, number, number];
  readonly normal: [number, number, number];
}

/** Reads a point of a picture (fractions from the top left) that was drawn from `eye`; null: sky. */
export async function pickAt(
  gpu: Gpu,
  p: Picture,
  eye: readonly [number, number, number],
  x: number,
  y: number,
): Promise<Picked | null> {
  const tx = Math.min(p.width - 1, Math.max(0, Math.floor(x * p.width)));
  const ty = Math.min(p.height - 1, Math.max(0, Math.floor((1 - y) * p.height)));
  const forward = [...p.projection.forward];
  const right = [...p.projection.right];
  const up = [...p.projection.up];
  const ray = rayOf([0, 0, 0], p.projection, (tx + 0.5) / p.width, 1 - (ty + 0.5) / p.height);
  const along = ray[0] * forward[0]! + ray[1] * forward[1]! + ray[2] * forward[2]!;
  const [inverse, id, facing] = await Promise.all([
    gpu.readTexel(p.surfaces.textures[2]!, tx, ty),
    gpu.readTexel(p.surfaces.textures[4]!, tx, ty),
    gpu.readTexel(p.surfaces.textures[1]!, tx, ty),
  ]);
  if (!(inverse[0]! > 0)) return null;
  const away = 1 / inverse[0]! / along;
  const n = fromOctahedral(facing[0]!, facing[1]!);
  const world = (k: number): number => right[k]! * n[0] + up[k]! * n[1] - forward[k]! * n[2];
  return {
    entity: Math.round(id[0]!),
    point: [eye[0] + ray[0] * away, eye[1] + ray[1] * away, eye[2] + ray[2] * away],
    normal: [world(0), world(1), world(2)],
  };
}

/** The direction that two octahedral numbers hold: the shader's twin. */
export function fromOctahedral(x: number, y: number): [number, number, number] {
  const z = 1 - Math.abs(x) - Math.abs(y);
  const t = Math.max(-z, 0);
  const nx = x - (x >= 0 ? t : -t);
  const ny = y - (y >= 0 ? t : -t);
  const l = Math.hypot(nx, ny, z) || 1;
  return [nx / l, ny / l, z / l];
}
