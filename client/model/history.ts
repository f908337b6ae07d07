/**
 * History: the previous step's light and hidden state, carried to where its surfaces are now; and a network's raw outputs
 * turned into light. On the CPU, for the WASM path. Nothing old can smear: a sample counts only where depth and entity
 * agree, and it is kept near what the current anchors allow. `shared/anchors/twin.ts` states the arithmetic one pixel at
 * a time; here it runs over whole planes, hundreds of thousands of times a step, so it is written out, without arrays of a
 * pixel. Tests hold both to each other.
 */
import { channels, NEAR, OUTPUT_COUNT } from "../../shared/anchors/contract.ts";
import { BLEND_LIMIT, CLAMP, GAIN_LIMIT, SAME_DEPTH } from "../../shared/anchors/twin.ts";
import { exp, log1p } from "./exponent.ts";
import type { StepInput } from "./world-model.ts";

/** Values kept of a pixel: irradiance 3, hidden 3, depth (metres; 0: sky), entity. */
const KEPT = 8;

/** What is kept from step to step. */
export interface History {
  readonly width: number;
  readonly height: number;
  /** `[H, W, KEPT]`. */
  readonly kept: Float32Array;
  /** `[3, H, W]` the engine's light of the present step: direct + memory, over key. */
  readonly estimate: Float32Array;
  /** `[3, H, W]` irradiance of the step before, warped and clamped, over key. */
  readonly past: Float32Array;
  /** Nothing has been kept yet. */
  empty: boolean;
}

/** No history. */
export function createHistory(width: number, height: number): History {
  const plane = width * height;
  return {
    width,
    height,
    kept: new Float32Array(plane * KEPT),
    estimate: new Float32Array(plane * 3),
    past: new Float32Array(plane * 3),
    empty: true,
  };
}

const DIRECT = channels("direct").at;
const MEMORY = channels("memory").at;
const DEPTH = channels("depth").at;
const HISTORY = channels("history").at;
const FRESH = channels("fresh").at;
const HIDDEN = channels("hidden").at;

/** Decodes direct + memory: the first needs no call for what is dark. */
function estimateLight(out: Float32Array, tensor: Float32Array, plane: number): void {
  const end = plane * 3;
  const direct = DIRECT * plane;
  const memory = MEMORY * plane;
  for (let i = 0; i < end; i++) {
    const d = tensor[direct + i]!;
    const m = tensor[memory + i]!;
    out[i] = (d > 0 ? exp(d) - 1 : 0) + (m > 0 ? exp(m) - 1 : 0);
  }
}

/** Fills "history", "fresh" and "hidden" in the input's tensor from what was kept. */
export function warp(history: History, input: StepInput): void {
  const { width, height, kept, estimate, past } = history;
  const plane = width * height;
  const { tensor, guide } = input;
  const to = HISTORY * plane;
  const hidden = HIDDEN * plane;
  const fresh = FRESH * plane;
  const depths = DEPTH * plane;
  estimateLight(estimate, tensor, plane);
  tensor.fill(0, to, to + 3 * plane);
  tensor.fill(1, fresh, fresh + plane);
  tensor.fill(0, hidden, hidden + 3 * plane);
  if (input.cut || history.empty) return;
  const right = width - 1;
  const bottom = height - 1;
  for (let y = 0, p = 0; y < height; y++) {
    const above = y > 0 ? width : 0;
    const below = y < bottom ? width : 0;
    for (let x = 0; x < width; x++, p++) {
      const entity = guide[2 * plane + p]!;
      const fx = x + guide[p]!;
      const fy = y + guide[plane + p]!;
      if (entity < 0 || !(fx >= 0 && fy >= 0 && fx <= right && fy <= bottom)) continue;
      const depth = NEAR / tensor[depths + p]!;
      const nearest = (((fy + 0.5) | 0) * width + ((fx + 0.5) | 0)) * KEPT;
      if (kept[nearest + 7] !== entity) continue;
      const then = kept[nearest + 6]!;
      if (Math.abs(depth - then) > SAME_DEPTH * Math.max(depth, then)) continue;
      const x0 = fx | 0;
      const y0 = fy | 0;
      const sx = fx - x0;
      const sy = fy - y0;
      const a = (y0 * width + x0) * KEPT;
      const b = x0 < right ? a + KEPT : a;
      const step = y0 < bottom ? width * KEPT : 0;
      const wa = (1 - sx) * (1 - sy);
      const wb = sx * (1 - sy);
      const wc = (1 - sx) * sy;
      const wd = sx * sy;
      const before = x > 0 ? 1 : 0;
      const after = x < right ? 1 : 0;
      for (let c = 0; c < 3; c++) {
        const i = c * plane + p;
        const here = estimate[i]!;
        const w = estimate[i - before]!;
        const e = estimate[i + after]!;
        const n = estimate[i - above]!;
        const s = estimate[i + below]!;
        const least = Math.min(here, Math.min(Math.min(w, e), Math.min(n, s))) * CLAMP.low;
        const most = Math.max(here, Math.max(Math.max(w, e), Math.max(n, s))) * CLAMP.high;
        const old =
          kept[a + c]! * wa + kept[b + c]! * wb + kept[a + step + c]! * wc + kept[b + step + c]! * wd;
        const light = Math.max(least, Math.min(most, old));
        past[i] = light;
        tensor[to + i] = log1p(light);
        tensor[hidden + i] =
          kept[a + 3 + c]! * wa +
          kept[b + 3 + c]! * wb +
          kept[a + step + 3 + c]! * wc +
          kept[b + step + 3 + c]! * wd;
      }
      tensor[fresh + p] = 0;
    }
  }
}

/** Beyond this a network's output counts as broken. */
const WILD = 1e30;

/**
 * Turns a network's raw outputs into factors of the engine's light, `[H, W, 4]` each, and keeps what the next step needs.
 * Returns false, and keeps nothing, where an output is not a number or endless.
 */
export function settle(
  history: History,
  input: StepInput,
  raw: Float32Array,
  gains: Float32Array,
  glosses: Float32Array,
): boolean {
  const { kept, estimate, past } = history;
  const plane = history.width * history.height;
  if (raw.length !== OUTPUT_COUNT * plane) return false;
  for (let k = 0; k < raw.length; k++) {
    const v = raw[k]!;
    if (!(v < WILD && v > -WILD)) return false;
  }
  const { tensor, guide } = input;
  const fresh = FRESH * plane;
  const depths = DEPTH * plane;
  for (let p = 0; p < plane; p++) {
    let share = raw[6 * plane + p]!;
    share = share > 0 && tensor[fresh + p] === 0 ? Math.min(share, BLEND_LIMIT) : 0;
    const at = p * KEPT;
    const to = p * 4;
    for (let c = 0; c < 3; c++) {
      const i = c * plane + p;
      const e = estimate[i]!;
      let gain = exp(Math.max(-GAIN_LIMIT, Math.min(GAIN_LIMIT, raw[i]!)));
      let light = e * gain;
      if (share > 0) {
        light += (past[i]! - light) * share;
        gain = e > 0 ? light / e : 1;
      }
      kept[at + c] = light;
      gains[to + c] = gain;
      const gloss = exp(Math.max(-GAIN_LIMIT, Math.min(GAIN_LIMIT, raw[3 * plane + i]!)));
      glosses[to + c] = gloss;
      kept[at + 3 + c] = Math.max(-1, Math.min(1, raw[7 * plane + i]!));
    }
    gains[to + 3] = 1;
    glosses[to + 3] = 1;
    const inverse = tensor[depths + p]!;
    kept[at + 6] = inverse > 0 ? NEAR / inverse : 0;
    kept[at + 7] = guide[2 * plane + p]!;
  }
  history.empty = false;
  return true;
}
