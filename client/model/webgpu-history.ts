/**
 * History and factors on the graphics device: the arithmetic of history.ts as three compute passes, so that neither the
 * tensor nor its light ever leaves the device. In: buffers of one size. Out: passes to be recorded. A contract suite
 * holds both to each other.
 */
import { channels, NEAR } from "../../shared/anchors/contract.ts";
import { BLEND_LIMIT, CLAMP, GAIN_LIMIT, SAME_DEPTH } from "../../shared/anchors/twin.ts";

/** Floats kept of a pixel: irradiance 3, hidden 3, depth, entity. */
export const KEPT = 8;

/** What the passes read and write; all `[…, H, W]` float32 unless told. */
export interface HistoryBuffers {
  /** `[CHANNEL_COUNT]` */
  readonly tensor: GPUBuffer;
  /** `[GUIDE_PLANES]` */
  readonly guide: GPUBuffer;
  /** `[OUTPUT_COUNT]` */
  readonly out: GPUBuffer;
  /** `[H, W, KEPT]` */
  readonly kept: GPUBuffer;
  /** `[6]`: the engine's estimate, then the warped history, over key. */
  readonly light: GPUBuffer;
  /** `[2, H, W, 4]`: gains, then glosses. */
  readonly factors: GPUBuffer;
  /** One u32: not 0 where an output was not a number. */
  readonly wrong: GPUBuffer;
  /** width, height, whether history is of something else (u32). */
  readonly size: GPUBuffer;
}

const at = (name: string): string => `${channels(name).at}u * plane`;

const HEAD = `
struct Size { width: u32, height: u32, cut: u32, spare: u32 };
@group(0) @binding(0) var<uniform> size: Size;
`;

const ESTIMATE = `${HEAD}
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
@group(0) @binding(2) var<storage, read_write> light: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let plane = size.width * size.height;
  let i = id.x;
  if (i >= 3u * plane) { return; }
  let d = tensor[${at("direct")} + i];
  let m = tensor[${at("memory")} + i];
  light[i] = select(0.0, exp(d) - 1.0, d > 0.0) + select(0.0, exp(m) - 1.0, m > 0.0);
}`;

const WARP = `${HEAD}
@group(0) @binding(1) var<storage, read_write> tensor: array<f32>;
@group(0) @binding(2) var<storage, read_write> light: array<f32>;
@group(0) @binding(3) var<storage, read> guide: array<f32>;
@group(0) @binding(4) var<storage, read> kept: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let plane = size.width * size.height;
  let p = id.x;
  if (p >= plane) { return; }
  let x = p % size.width;
  let y = p / size.width;
  let right = f32(size.width - 1u);
  let bottom = f32(size.height - 1u);
  let entity = guide[2u * plane + p];
  let fx = f32(x) + guide[p];
  let fy = f32(y) + guide[plane + p];
  var known = size.cut == 0u && entity >= 0.0 && fx >= 0.0 && fy >= 0.0 && fx <= right && fy <= bottom;
  if (known) {
    let depth = ${NEAR} / tensor[${at("depth")} + p];
    let nearest = (u32(fy + 0.5) * size.width + u32(fx + 0.5)) * ${KEPT}u;
    let then = kept[nearest + 6u];
    known = kept[nearest + 7u] == entity && abs(depth - then) <= ${SAME_DEPTH} * max(depth, then);
  }
  if (!known) {
    for (var c = 0u; c < 3u; c++) {
      tensor[${at("history")} + c * plane + p] = 0.0;
      tensor[${at("hidden")} + c * plane + p] = 0.0;
    }
    tensor[${at("fresh")} + p] = 1.0;
    return;
  }
  let x0 = u32(fx);
  let y0 = u32(fy);
  let sx = fx - f32(x0);
  let sy = fy - f32(y0);
  let a = (y0 * size.width + x0) * ${KEPT}u;
  let b = select(a, a + ${KEPT}u, x0 + 1u < size.width);
  let down = select(0u, size.width * ${KEPT}u, y0 + 1u < size.height);
  for (var c = 0u; c < 3u; c++) {
    let i = c * plane + p;
    let here = light[i];
    let w = light[select(i, i - 1u, x > 0u)];
    let e = light[select(i, i + 1u, x + 1u < size.width)];
    let n = light[select(i, i - size.width, y > 0u)];
    let s = light[select(i, i + size.width, y + 1u < size.height)];
    let least = min(here, min(min(w, e), min(n, s))) * ${CLAMP.low};
    let most = max(here, max(max(w, e), max(n, s))) * ${CLAMP.high.toFixed(1)};
    let old = mix(mix(kept[a + c], kept[b + c], sx), mix(kept[a + down + c], kept[b + down + c], sx), sy);
    let past = max(least, min(most, old));
    light[3u * plane + i] = past;
    tensor[${at("history")} + i] = log(1.0 + past);
    tensor[${at("hidden")} + i] =
      mix(mix(kept[a + 3u + c], kept[b + 3u + c], sx), mix(kept[a + down + 3u + c], kept[b + down + 3u + c], sx), sy);
  }
  tensor[${at("fresh")} + p] = 0.0;
}`;

const LIMIT = GAIN_LIMIT.toFixed(1);
const SETTLE = `${HEAD}
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
@group(0) @binding(2) var<storage, read> light: array<f32>;
@group(0) @binding(3) var<storage, read> guide: array<f32>;
@group(0) @binding(4) var<storage, read_write> kept: array<f32>;
@group(0) @binding(5) var<storage, read> out: array<f32>;
@group(0) @binding(6) var<storage, read_write> factors: array<f32>;
@group(0) @binding(7) var<storage, read_write> wrong: atomic<u32>;
fn endless(v: f32) -> bool {
  return (bitcast<u32>(v) & 0x7f800000u) == 0x7f800000u;
}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let plane = size.width * size.height;
  let p = id.x;
  if (p >= plane) { return; }
  var bad = endless(out[6u * plane + p]);
  let share = select(0.0, clamp(out[6u * plane + p], 0.0, ${BLEND_LIMIT}), tensor[${at("fresh")} + p] == 0.0);
  for (var c = 0u; c < 3u; c++) {
    let i = c * plane + p;
    let raw = out[i];
    let shine = out[3u * plane + i];
    let state = out[7u * plane + i];
    bad = bad || endless(raw) || endless(shine) || endless(state);
    let e = light[i];
    var gain = select(exp(clamp(raw, -${LIMIT}, ${LIMIT})), 1.0, raw == 0.0);
    var lit = e * gain;
    if (share > 0.0) {
      lit = lit + (light[3u * plane + i] - lit) * share;
      gain = select(1.0, lit / max(e, 1e-30), e > 0.0);
    }
    kept[p * ${KEPT}u + c] = lit;
    kept[p * ${KEPT}u + 3u + c] = clamp(state, -1.0, 1.0);
    factors[p * 4u + c] = gain;
    factors[(plane + p) * 4u + c] = select(exp(clamp(shine, -${LIMIT}, ${LIMIT})), 1.0, shine == 0.0);
  }
  factors[p * 4u + 3u] = 1.0;
  factors[(plane + p) * 4u + 3u] = 1.0;
  let inverse = tensor[${at("depth")} + p];
  kept[p * ${KEPT}u + 6u] = select(0.0, ${NEAR} / max(inverse, 1e-30), inverse > 0.0);
  kept[p * ${KEPT}u + 7u] = guide[2u * plane + p];
  if (bad) { atomicOr(&wrong, 1u); }
}`;

/** The passes of one size. */
export interface HistoryPasses {
  /** Fills history, fresh and hidden in the tensor. */
  warp(encoder: GPUCommandEncoder): void;
  /** Turns outputs into factors and keeps what the next step needs. */
  settle(encoder: GPUCommandEncoder): void;
}

/** Makes the passes over a size's buffers. */
export function createHistoryPasses(
  device: GPUDevice,
  width: number,
  height: number,
  buffers: HistoryBuffers,
): HistoryPasses {
  const plane = width * height;
  const pass = (code: string, bound: readonly GPUBuffer[], count: number) => {
    const pipeline = device.createComputePipeline({
      layout: "auto",
      compute: { module: device.createShaderModule({ code }), entryPoint: "main" },
    });
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [buffers.size, ...bound].map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    return (encoder: GPUCommandEncoder): void => {
      const begun = encoder.beginComputePass();
      begun.setPipeline(pipeline);
      begun.setBindGroup(0, group);
      begun.dispatchWorkgroups(Math.ceil(count / 64));
      begun.end();
    };
  };
  const { tensor, guide, out, kept, light, factors, wrong } = buffers;
  const estimate = pass(ESTIMATE, [tensor, light], plane * 3);
  const warp = pass(WARP, [tensor, light, guide, kept], plane);
  const settle = pass(SETTLE, [tensor, light, guide, kept, out, factors, wrong], plane);
  return {
    warp(encoder) {
      estimate(encoder);
      warp(encoder);
    },
    settle,
  };
}
