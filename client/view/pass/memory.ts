/**
 * Reads the light memory in shaders: the twin of `shared/anchors/light-field.ts`. In: the field as a texture of four
 * texels a probe (harmonics 1, y, z, x; w of the first: whether it counts; of the second: which lamps shine there), then,
 * where walls stand, the planes of each cell. Out: irradiance ÷ π at a surface and
 * radiance along a direction, over the field's key.
 */
import {
  BAND_0,
  BAND_1,
  BAND_1_COSINE,
  BEHIND_WALL,
  EVEN,
  type LightField,
  LOBE,
  SIDED,
  WALLS,
} from "../../../shared/anchors/light-field.ts";
import type { Block } from "../gpu/gpu.ts";

/** Width of the texture of probes. */
export const MEMORY_WIDTH = 1024;
/** Layers that a field may have. */
export const MAX_LAYERS = 20;

/**
 * Needs `memory` among the textures. `probesRound` finds the eight probes round a point that is seen from a surface with
 * normal `n`: columns 0 and 1 are their shares (all 0 where none counts), 2 and 3 the texels at which they begin.
 * `blended` makes one of them: columns are the first band (its w: 0 where none counts) and the second along x, y and z, of
 * which `arriving` is the irradiance ÷ π on a surface and `remembered` the radiance along a direction.
 */
export const MEMORY_FUNCTIONS = `
fn probeTexel(i: i32) -> vec4f {
  return textureLoad(memory, vec2i(i % ${MEMORY_WIDTH}, i / ${MEMORY_WIDTH}), 0);
}
fn probesRound(p: vec3f, n: vec3f) -> mat4x4f {
  let counts: vec3f = light.memoryCounts.xyz;
  let gx: f32 = clamp((p.x - light.memoryOrigin.x) / light.memoryOrigin.w, 0.0, counts.x - 1.001);
  let gz: f32 = clamp((p.z - light.memoryOrigin.z) / light.memoryCounts.w, 0.0, counts.z - 1.001);
  let x0: i32 = i32(gx);
  let z0: i32 = i32(gz);
  let layers: i32 = i32(counts.y);
  var y0: i32 = 0;
  for (var k: i32 = 1; k < ${MAX_LAYERS - 1}; k++) {
    if (k < layers - 1 && p.y >= light.memoryHeights[k].x) { y0 = k; }
  }
  let low: f32 = light.memoryHeights[y0].x;
  let high: f32 = light.memoryHeights[min(layers - 1, y0 + 1)].x;
  let fy: f32 = saturate((p.y - low) / max(high - low, 0.001));
  let cell: i32 = i32(light.memoryWalls.x) + (x0 + i32(counts.x) * (y0 + layers * z0)) * ${WALLS};
  let planes: i32 = select(0, ${WALLS}, light.memoryWalls.x > 0.5);
  var shares0: vec4f = vec4f(0.0);
  var shares1: vec4f = vec4f(0.0);
  var texels0: vec4f = vec4f(0.0);
  var texels1: vec4f = vec4f(0.0);
  var sum: f32 = 0.0;
  for (var k: i32 = 0; k < 8; k++) {
    let bx: i32 = k % 2;
    let by: i32 = (k / 2) % 2;
    let bz: i32 = k / 4;
    let x: i32 = min(i32(counts.x) - 1, x0 + bx);
    let y: i32 = min(layers - 1, y0 + by);
    let z: i32 = min(i32(counts.z) - 1, z0 + bz);
    let index: i32 = (x + i32(counts.x) * (y + layers * z)) * 4;
    let to: vec3f = vec3f(
      light.memoryOrigin.x + f32(x) * light.memoryOrigin.w - p.x,
      light.memoryHeights[y].x - p.y,
      light.memoryOrigin.z + f32(z) * light.memoryCounts.w - p.z);
    let wrapped: f32 = (dot(to, n) / max(length(to), 0.00001) + 1.0) * 0.5;
    let near: f32 = mix(1.0 - gx + f32(x0), gx - f32(x0), f32(bx)) * mix(1.0 - fy, fy, f32(by)) * mix(1.0 - gz + f32(z0), gz - f32(z0), f32(bz));
    var share: f32 = near * (wrapped * wrapped + 0.05) * probeTexel(index).w;
    for (var w: i32 = 0; w < ${WALLS}; w++) {
      if (w >= planes) { break; }
      let plane: vec4f = probeTexel(cell + w);
      let here: f32 = dot(plane.xyz, p) - plane.w;
      if (here * (here + dot(plane.xyz, to)) < 0.0) {
        share = share * ${BEHIND_WALL};
        break;
      }
    }
    sum = sum + share;
    if (k < 4) {
      shares0[k] = share;
      texels0[k] = f32(index);
    } else {
      shares1[k - 4] = share;
      texels1[k - 4] = f32(index);
    }
  }
  let whole: f32 = 1.0 / max(sum, 1e-30);
  return mat4x4f(shares0 * whole, shares1 * whole, texels0, texels1);
}
fn blended(probes: mat4x4f) -> mat4x4f {
  let shares0: vec4f = probes[0];
  let shares1: vec4f = probes[1];
  let texels0: vec4f = probes[2];
  let texels1: vec4f = probes[3];
  var first: vec4f = vec4f(0.0);
  var alongY: vec4f = vec4f(0.0);
  var alongZ: vec4f = vec4f(0.0);
  var alongX: vec4f = vec4f(0.0);
  for (var k: i32 = 0; k < 8; k++) {
    let share: f32 = select(shares1[k % 4], shares0[k % 4], k < 4);
    if (share > 0.0) {
      let index: i32 = i32(select(texels1[k % 4], texels0[k % 4], k < 4));
      first = first + vec4f(probeTexel(index).xyz, 1.0) * share;
      alongY = alongY + probeTexel(index + 1) * share;
      alongZ = alongZ + probeTexel(index + 2) * share;
      alongX = alongX + probeTexel(index + 3) * share;
    }
  }
  return mat4x4f(first, alongX, alongY, alongZ);
}
fn remembered(bands: mat4x4f, d: vec3f, sharp: f32) -> vec3f {
  let first: vec4f = bands[0];
  let along: vec4f = bands[1] * d.x + bands[2] * d.y + bands[3] * d.z;
  return max(first.xyz * ${BAND_0} + along.xyz * (${BAND_1} * sharp), vec3f(0.0));
}
fn rememberedOn(bands: mat4x4f, n: vec3f) -> vec3f {
  let first: vec3f = bands[0].xyz;
  let x: vec3f = bands[1].xyz;
  let y: vec3f = bands[2].xyz;
  let z: vec3f = bands[3].xyz;
  let mean: vec3f = first * ${BAND_0};
  let along: vec3f = x * n.x + y * n.y + z * n.z;
  let even: vec3f = mean + along * ${BAND_1_COSINE};
  let size: vec3f = max(sqrt(x * x + y * y + z * z), vec3f(1e-15));
  let sided: vec3f = min(size / max(first * ${SIDED}, vec3f(1e-15)), vec3f(1.0));
  let q: vec3f = vec3f(0.5) + along / size * 0.5;
  let power: vec3f = q * ((vec3f(1.0) - sided) * (vec3f(1.0) - sided * 2.0) + q * (sided * (vec3f(1.0) - sided) * 4.0 + q * sided * (sided * 2.0 - vec3f(1.0))));
  let rest: vec3f = (vec3f(1.0) - sided) / (vec3f(1.0) + sided);
  let lobe: vec3f = mean * (rest + (vec3f(1.0) - rest) * (vec3f(2.0) + sided * 2.0) * power);
  return max(mix(even, lobe, smoothstep(vec3f(${EVEN}), vec3f(${LOBE}), sided) * (vec3f(1.0) - q)), vec3f(0.0));
}
fn lampsRound(probes: mat4x4f) -> mat4x4f {
  let texels0: vec4f = probes[2];
  let texels1: vec4f = probes[3];
  var seen0: vec4f = vec4f(0.0);
  var seen1: vec4f = vec4f(0.0);
  for (var k: i32 = 0; k < 4; k++) {
    seen0[k] = probeTexel(i32(texels0[k]) + 1).w;
    seen1[k] = probeTexel(i32(texels1[k]) + 1).w;
  }
  return mat4x4f(probes[0], probes[1], seen0, seen1);
}
fn lampShare(lamps: mat4x4f, number: f32) -> f32 {
  let scale: f32 = exp2(-number);
  let a: vec4f = floor(lamps[2] * scale);
  let b: vec4f = floor(lamps[3] * scale);
  let seen0: vec4f = a - floor(a * 0.5) * 2.0;
  let seen1: vec4f = b - floor(b * 0.5) * 2.0;
  return select(dot(seen0, lamps[0]) + dot(seen1, lamps[1]), 1.0, number < 0.0);
}
`;

/** A field as the texture's floats, and how many rows it takes. */
export function packField(field: LightField): { data: Float32Array; rows: number } {
  const probes = field.valid.length;
  const { walls } = field;
  const rows = Math.max(1, Math.ceil((probes * 4 + walls.length / 4) / MEMORY_WIDTH));
  const data = new Float32Array(rows * MEMORY_WIDTH * 4);
  for (let i = 0; i < probes; i++) {
    for (let h = 0; h < 4; h++) {
      for (let c = 0; c < 3; c++) data[(i * 4 + h) * 4 + c] = field.harmonics[i * 12 + h * 3 + c]!;
    }
    data[i * 16 + 3] = field.valid[i]! ? 1 : 0;
    data[i * 16 + 7] = field.seen[i] ?? 0;
  }
  data.set(walls, probes * 16);
  return { data, rows };
}

/** Writes a field's grid into the light block; `key` is what its values are over, cd/m². */
export function writeMemory(block: Block, field: LightField | null, key: number): void {
  const d = block.data;
  d[block.at["options"]! + 3] = field ? key : 0;
  if (!field) return;
  const o = block.at["memoryOrigin"]!;
  d.set(field.origin, o);
  d[o + 3] = field.spacing[0];
  const c = block.at["memoryCounts"]!;
  d.set(field.counts, c);
  d[c + 3] = field.spacing[1];
  d[block.at["memoryWalls"]!] = field.walls.length > 0 ? field.valid.length * 4 : 0;
  const h = block.at["memoryHeights"]!;
  const layers = Math.min(MAX_LAYERS, field.heights.length);
  for (let k = 0; k < layers; k++) d[h + k * 4] = field.heights[k]!;
}
