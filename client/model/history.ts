/**
 * History: the previous step's light and hidden state, carried to where its surfaces are now. On the CPU, for the WASM
 * path and for footage. Nothing old can smear: a sample counts only where depth and entity agree, and it is kept near
 * what the current anchors allow.
 */
import { channels, NEAR } from "../../shared/anchors/contract.ts";
import { clampHistory, code, decode, isSame, lightOf } from "../../shared/anchors/twin.ts";
import { SKY, type StepRequest } from "./world-model.ts";

/** What is kept from step to step. */
export interface History {
  readonly width: number;
  readonly height: number;
  /** `[3, H, W]` irradiance over key. */
  irradiance: Float32Array;
  /** `[3, H, W]`. */
  hidden: Float32Array;
  /** `[H, W]` metres, 0 for the sky. */
  depth: Float32Array;
  entity: Uint32Array;
  /** Nothing has been kept yet. */
  empty: boolean;
}

/** No history. */
export function createHistory(width: number, height: number): History {
  const plane = width * height;
  return {
    width,
    height,
    irradiance: new Float32Array(plane * 3),
    hidden: new Float32Array(plane * 3),
    depth: new Float32Array(plane),
    entity: new Uint32Array(plane),
    empty: true,
  };
}

/** Fills "history", "fresh" and "hidden" in the request's tensor from what was kept. */
export function warp(history: History, request: StepRequest): void {
  const { width, height } = history;
  const plane = width * height;
  const { tensor, motion, entity } = request;
  const out = channels("history").at * plane;
  const fresh = channels("fresh").at * plane;
  const hidden = channels("hidden").at * plane;
  const depths = channels("depth").at * plane;
  const forget = request.cut || history.empty;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = y * width + x;
      const inverse = tensor[depths + p]!;
      const fx = x + motion[p]!;
      const fy = y + motion[plane + p]!;
      const from = Math.round(fy) * width + Math.round(fx);
      const inside = fx >= 0 && fy >= 0 && fx <= width - 1 && fy <= height - 1;
      const depth = inverse > 0 ? NEAR / inverse : 0;
      const known =
        !forget &&
        inside &&
        entity[p] !== SKY &&
        isSame(entity[p]!, depth, history.entity[from]!, history.depth[from]!);
      tensor[fresh + p] = known ? 0 : 1;
      for (let c = 0; c < 3; c++) {
        if (!known) {
          tensor[out + c * plane + p] = 0;
          tensor[hidden + c * plane + p] = 0;
          continue;
        }
        const [least, greatest] = around(request, width, height, x, y, c);
        const light = sample(history.irradiance, width, height, fx, fy, c);
        tensor[out + c * plane + p] = code(clampHistory(light, least, greatest));
        tensor[hidden + c * plane + p] = sample(history.hidden, width, height, fx, fy, c);
      }
    }
  }
}

const range: [number, number] = [0, 0];

/** Least and greatest estimate (direct + memory) among a pixel and its four neighbours. */
function around(request: StepRequest, width: number, height: number, x: number, y: number, c: number) {
  range[0] = Infinity;
  range[1] = 0;
  const plane = width * height;
  const direct = (channels("direct").at + c) * plane;
  const memory = (channels("memory").at + c) * plane;
  for (let k = 0; k < 5; k++) {
    const nx = Math.max(0, Math.min(width - 1, x + (k === 1 ? 1 : k === 2 ? -1 : 0)));
    const ny = Math.max(0, Math.min(height - 1, y + (k === 3 ? 1 : k === 4 ? -1 : 0)));
    const p = ny * width + nx;
    const estimate = decode(request.tensor[direct + p]!) + decode(request.tensor[memory + p]!);
    range[0] = Math.min(range[0], estimate);
    range[1] = Math.max(range[1], estimate);
  }
  return range;
}

function sample(
  from: Float32Array,
  width: number,
  height: number,
  fx: number,
  fy: number,
  c: number,
): number {
  const x0 = Math.floor(fx);
  const y0 = Math.floor(fy);
  const x1 = Math.min(width - 1, x0 + 1);
  const y1 = Math.min(height - 1, y0 + 1);
  const sx = fx - x0;
  const sy = fy - y0;
  const base = c * width * height;
  const top = from[base + y0 * width + x0]! * (1 - sx) + from[base + y0 * width + x1]! * sx;
  const bottom = from[base + y1 * width + x0]! * (1 - sx) + from[base + y1 * width + x1]! * sx;
  return top * (1 - sy) + bottom * sy;
}

const estimate = [0, 0, 0];
const shine = [0, 0, 0];
const before = [0, 0, 0];
const outputs = new Float32Array(10);

/**
 * Turns a network's raw outputs into light, and keeps what the next step needs. Returns false, and keeps nothing,
 * where an output is not finite.
 */
export function settle(
  history: History,
  request: StepRequest,
  raw: Float32Array,
  irradiance: Float32Array,
  specular: Float32Array,
): boolean {
  const plane = history.width * history.height;
  for (let k = 0; k < raw.length; k++) if (!Number.isFinite(raw[k]!)) return false;
  const { tensor } = request;
  const at = (name: string) => channels(name).at * plane;
  const [direct, memory, reflected, past, fresh, depths] = [
    at("direct"),
    at("memory"),
    at("reflected"),
    at("history"),
    at("fresh"),
    at("depth"),
  ];
  for (let p = 0; p < plane; p++) {
    for (let c = 0; c < 3; c++) {
      estimate[c] = decode(tensor[direct + c * plane + p]!) + decode(tensor[memory + c * plane + p]!);
      shine[c] = decode(tensor[reflected + c * plane + p]!);
      before[c] = decode(tensor[past + c * plane + p]!);
    }
    for (let k = 0; k < 10; k++) outputs[k] = raw[k * plane + p]!;
    const light = lightOf(estimate, shine, before, tensor[fresh + p]!, outputs);
    for (let c = 0; c < 3; c++) {
      irradiance[p * 4 + c] = light.irradiance[c]!;
      specular[p * 4 + c] = light.specular[c]!;
      history.irradiance[c * plane + p] = light.irradiance[c]!;
      history.hidden[c * plane + p] = Math.max(-1, Math.min(1, outputs[7 + c]!));
    }
    irradiance[p * 4 + 3] = 1;
    specular[p * 4 + 3] = 1;
    const inverse = tensor[depths + p]!;
    history.depth[p] = inverse > 0 ? NEAR / inverse : 0;
  }
  history.entity.set(request.entity);
  history.empty = false;
  return true;
}
