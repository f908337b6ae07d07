/**
 * Filling the light memory's channels: irradiance at each pixel's surface and radiance along its reflected ray, looked
 * up in the probe grid. On the CPU, for the WASM path and for footage; the WebGPU path's shader does the same.
 */
import { channels, NEAR } from "../../shared/anchors/contract.ts";
import { BIAS, irradianceOf, type LightField, lookUp, radianceOf } from "../../shared/anchors/light-field.ts";
import { code } from "../../shared/anchors/twin.ts";
import type { ModelCamera, StepRequest } from "./world-model.ts";

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
      lookUp(light, point, normal, sum);
      for (let c = 0; c < 3; c++) tensor[memory + c * plane + p] = code(irradianceOf(sum, c, normal));
      const along = 2 * (ray[0]! * normal[0]! + ray[1]! * normal[1]! + ray[2]! * normal[2]!);
      const size = Math.sqrt(ray[0]! * ray[0]! + ray[1]! * ray[1]! + ray[2]! * ray[2]!);
      for (let c = 0; c < 3; c++) ray[c] = (ray[c]! - along * normal[c]!) / size;
      // A rough surface gathers over a wide lobe, which flattens the harmonics' first band.
      const roughness = tensor[surface + p]!;
      const sharp = 1 - 0.66 * roughness;
      for (let c = 0; c < 3; c++) tensor[reflected + c * plane + p] = code(radianceOf(sum, c, ray, sharp));
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
