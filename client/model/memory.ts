/**
 * Filling the light memory's channels: irradiance at each pixel's surface and radiance along its reflected ray, looked
 * up in the probe grid. On the CPU, for the WASM path and for footage; the WebGPU path's shader does the same.
 */
import { channels, NEAR } from "../../shared/anchors/contract.ts";
import { code } from "../../shared/anchors/twin.ts";
import type { LightField, ModelCamera, StepRequest } from "./world-model.ts";

/** Metres that a lookup is moved out along the normal, so that probes behind the surface count less. */
const BIAS = 0.35;

const normal = [0, 0, 0];
const point = [0, 0, 0];
const ray = [0, 0, 0];
const sum = new Float64Array(12);

/** Fills "memory" and "reflected" in the request's tensor. */
export function fillMemory(request: StepRequest, light: LightField, width: number, height: number): void {
  const { tensor, camera } = request;
  const plane = width * height;
  const at = (name: string) => channels(name).at * plane;
  const [normals, depths, surface, memory, reflected] = [
    at("normal"),
    at("depth"),
    at("surface"),
    at("memory"),
    at("reflected"),
  ];
  for (let y = 0; y < height; y++) {
    const v = (1 - (2 * (y + 0.5)) / height) * camera.tanY;
    for (let x = 0; x < width; x++) {
      const p = y * width + x;
      const inverse = tensor[depths + p]!;
      if (inverse <= 0) continue;
      const u = ((2 * (x + 0.5)) / width - 1) * camera.tanX;
      const depth = NEAR / inverse;
      for (let c = 0; c < 3; c++) normal[c] = tensor[normals + c * plane + p]!;
      toWorld(camera, normal, normal);
      ray[0] = u * depth;
      ray[1] = v * depth;
      ray[2] = -depth;
      toWorld(camera, ray, ray);
      for (let c = 0; c < 3; c++) point[c] = camera.position[c]! + ray[c]! + normal[c]! * BIAS;
      lookUp(light, point, normal);
      for (let c = 0; c < 3; c++) tensor[memory + c * plane + p] = code(irradianceOf(c, normal));
      const along = 2 * (ray[0]! * normal[0]! + ray[1]! * normal[1]! + ray[2]! * normal[2]!);
      const size = Math.sqrt(ray[0]! * ray[0]! + ray[1]! * ray[1]! + ray[2]! * ray[2]!);
      for (let c = 0; c < 3; c++) ray[c] = (ray[c]! - along * normal[c]!) / size;
      // A rough surface gathers over a wide lobe, which flattens the harmonics' first band.
      const roughness = tensor[surface + p]!;
      const sharp = 1 - 0.66 * roughness;
      for (let c = 0; c < 3; c++) tensor[reflected + c * plane + p] = code(radianceOf(c, ray, sharp));
    }
  }
}

function toWorld(camera: ModelCamera, v: readonly number[], out: number[]): void {
  const [qx, qy, qz, qw] = camera.rotation;
  const [x, y, z] = [v[0]!, v[1]!, v[2]!];
  const tx = 2 * (qy * z - qz * y);
  const ty = 2 * (qz * x - qx * z);
  const tz = 2 * (qx * y - qy * x);
  out[0] = x + qw * tx + qy * tz - qz * ty;
  out[1] = y + qw * ty + qz * tx - qx * tz;
  out[2] = z + qw * tz + qx * ty - qy * tx;
}

/** Blends the eight probes round a point into `sum`; those behind the surface and within solids count little. */
function lookUp(light: LightField, p: readonly number[], n: readonly number[]): void {
  const { origin, spacing, counts, harmonics, valid } = light;
  sum.fill(0);
  let weights = 0;
  const cell = [0, 0, 0];
  const share = [0, 0, 0];
  for (let c = 0; c < 3; c++) {
    const g = Math.max(0, Math.min(counts[c]! - 1.001, (p[c]! - origin[c]!) / spacing[c]!));
    cell[c] = Math.floor(g);
    share[c] = g - cell[c]!;
  }
  for (let k = 0; k < 8; k++) {
    let weight = 1;
    let facing = 0;
    let index = 0;
    let scale = 1;
    let size = 0;
    for (let c = 0; c < 3; c++) {
      const bit = (k >> c) & 1;
      const g = Math.min(counts[c]! - 1, cell[c]! + bit);
      weight *= bit ? share[c]! : 1 - share[c]!;
      const towards = origin[c]! + g * spacing[c]! - p[c]!;
      facing += towards * n[c]!;
      size += towards * towards;
      index += g * scale;
      scale *= counts[c]!;
    }
    if (valid[index] === 0) continue;
    const cosine = size > 1e-9 ? facing / Math.sqrt(size) : 1;
    const wrapped = (cosine + 1) / 2;
    weight *= wrapped * wrapped + 0.05;
    weights += weight;
    for (let h = 0; h < 12; h++) sum[h] = sum[h]! + harmonics[index * 12 + h]! * weight;
  }
  if (weights > 0) for (let h = 0; h < 12; h++) sum[h] = sum[h]! / weights;
}

/** Irradiance over π of the blended harmonics on a surface: cosine lobe over L0 and L1. */
function irradianceOf(c: number, n: readonly number[]): number {
  const first = sum[c]! * 0.282095;
  const second = (sum[3 + c]! * n[1]! + sum[6 + c]! * n[2]! + sum[9 + c]! * n[0]!) * 0.325735;
  return Math.max(first + second, first * 0.1);
}

/** Radiance of the blended harmonics along a direction. */
function radianceOf(c: number, d: readonly number[], sharp: number): number {
  const first = sum[c]! * 0.282095;
  const second = (sum[3 + c]! * d[1]! + sum[6 + c]! * d[2]! + sum[9 + c]! * d[0]!) * 0.488603 * sharp;
  return Math.max(first + second, 0);
}
