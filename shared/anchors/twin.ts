/**
 * The contract's arithmetic on the CPU: how values become channels, how history is warped and clamped, how outputs
 * become light. The shaders in client/ do the same; tests hold both to each other.
 */
import { type ChannelRun, channels, GUIDE_PLANES, identityCode, TOLD_PLANES } from "./contract.ts";

/** Natural logarithm of 1 + x for x ≥ 0. */
export const code = (x: number): number => Math.log1p(Math.max(0, x));
/** Undoes `code`. */
export const decode = (x: number): number => Math.expm1(x);

/** What a network's step gives at one pixel, from its raw outputs. All light over key. */
export interface Light {
  /** Irradiance to be multiplied with albedo. */
  irradiance: [number, number, number];
  /** Specular radiance to be added. */
  specular: [number, number, number];
}

/** How far the network may raise or lower the engine's light, as a factor's logarithm. */
export const GAIN_LIMIT = 4;
/** Most of the warped history that may be kept: what is wrong is gone within a second. */
export const BLEND_LIMIT = 0.95;

/**
 * Light at one pixel. `estimate` is direct + memory and `reflected` the engine's specular radiance (both over key, not
 * coded), `history` the warped previous irradiance, `fresh` 1 where that is not valid, `out` the ten raw outputs.
 */
export function lightOf(
  estimate: readonly number[],
  reflected: readonly number[],
  history: readonly number[],
  fresh: number,
  out: ArrayLike<number>,
): Light {
  const share = (1 - fresh) * Math.max(0, Math.min(BLEND_LIMIT, out[6]!));
  const irradiance: Light["irradiance"] = [0, 0, 0];
  const specular: Light["specular"] = [0, 0, 0];
  for (let c = 0; c < 3; c++) {
    const now = estimate[c]! * gain(out[c]!);
    irradiance[c] = now + (history[c]! - now) * share;
    specular[c] = reflected[c]! * gain(out[3 + c]!);
  }
  return { irradiance, specular };
}

const gain = (raw: number): number => Math.exp(Math.max(-GAIN_LIMIT, Math.min(GAIN_LIMIT, raw)));

/** Roughness below which reflections are the engine's alone, and above which the network's correction counts in full. */
export const GLOSS_FADE = { none: 0.1, full: 0.2 } as const;

/** Warped history kept near what the current anchors allow: within these factors of the estimate's neighbourhood. */
export const CLAMP = { low: 0.25, high: 4 } as const;

/** Clamps one channel of history to the neighbourhood's least and greatest estimate. */
export function clampHistory(history: number, least: number, greatest: number): number {
  return Math.max(least * CLAMP.low, Math.min(greatest * CLAMP.high, history));
}

/** Share by which a surface's depth may differ from that of its history. */
export const SAME_DEPTH = 0.05;

/** Whether a sample of history belongs to the same surface: same entity, and much the same depth. */
export function isSame(entity: number, depth: number, entityThen: number, depthThen: number): boolean {
  return entity === entityThen && Math.abs(depth - depthThen) <= SAME_DEPTH * Math.max(depth, depthThen);
}

/** Looks up a pixel's channels by name in a tensor `[1, C, H, W]`, for tests and reports. */
export function at(
  tensor: Float32Array,
  width: number,
  height: number,
  name: string,
  x: number,
  y: number,
): number[] {
  const run: ChannelRun = channels(name);
  const plane = width * height;
  const out: number[] = [];
  for (let c = 0; c < run.count; c++) out.push(tensor[(run.at + c) * plane + y * width + x]!);
  return out;
}

/** What a G-buffer holds, channels interleaved, rows from the top (see `AnchorValues` in client/view). */
export interface Surfaces {
  readonly width: number;
  readonly height: number;
  readonly albedo: Float32Array;
  readonly normal: Float32Array;
  readonly depth: Float32Array;
  readonly surface: Float32Array;
  readonly direct: Float32Array;
  readonly memory: Float32Array;
  readonly reflected: Float32Array;
  readonly sky: Float32Array;
  readonly emissive: Float32Array;
  readonly entity: ArrayLike<number>;
  readonly motion: Float32Array;
}

/** The planes that the engine fills, and the guide's: `[TOLD_PLANES + GUIDE_PLANES, H, W]`. */
export function planesOf(from: Surfaces): Float32Array {
  const { width, height } = from;
  const plane = width * height;
  const out = new Float32Array((TOLD_PLANES + GUIDE_PLANES) * plane);
  const put = (name: string, values: Float32Array, coded = false): void => {
    const { at, count } = channels(name);
    for (let c = 0; c < count; c++) {
      for (let p = 0; p < plane; p++) {
        const value = values[p * count + c]!;
        out[(at + c) * plane + p] = coded ? code(value) : value;
      }
    }
  };
  for (const name of ["albedo", "normal", "depth", "surface"] as const) put(name, from[name]);
  for (const name of ["direct", "memory", "reflected", "sky", "emissive"] as const)
    put(name, from[name], true);
  const identity = channels("identity").at * plane;
  const guide = TOLD_PLANES * plane;
  const pair = [0, 0];
  for (let p = 0; p < plane; p++) {
    const hit = from.depth[p]! > 0;
    identityCode(hit ? from.entity[p]! : 0, pair, 0);
    out[identity + p] = pair[0]!;
    out[identity + plane + p] = pair[1]!;
    out[guide + p] = -from.motion[p * 2]!;
    out[guide + plane + p] = from.motion[p * 2 + 1]!;
    out[guide + 2 * plane + p] = hit ? from.entity[p]! : -1;
  }
  return out;
}
