/**
 * The WorldModel port: a network that turns anchors into light. Adapters run it on WebGPU, on WASM in a worker, or not
 * at all. One step is in flight at a time; each result says which request it answers. History stays with the adapter.
 */
import type { BundleManifest } from "../../shared/anchors/bundle.ts";

/** What a network on the processor is given. The arrays are given away and come back with the result. */
export interface StepInput {
  /**
   * `[CHANNEL_COUNT, H, W]` as the contract says: the first TOLD_PLANES filled; history, fresh and hidden are the
   * adapter's to fill.
   */
  tensor: Float32Array;
  /** `[GUIDE_PLANES, H, W]`: motion x and y in pixels to where this was (x right, y down), and entity (−1: the sky). */
  guide: Float32Array;
  /** `[LOOK_COUNT]`. */
  look: Float32Array;
  /** The camera jumped or the world was replaced: history is of something else. */
  cut: boolean;
}

/** What a network on the device is given: the same planes as an image (see client/view/pass/tensor.ts). */
export interface DeviceInput {
  image: GPUTexture;
  look: Float32Array;
  cut: boolean;
}

/** What a step is asked for. */
export interface StepRequest {
  /** Number of the request, rising. */
  serial: number;
  input: StepInput | DeviceInput;
}

/**
 * What a step gives: what the engine's irradiance and specular radiance are multiplied by, `[H, W, 4]` float32 each with
 * the top row first.
 */
export interface Factors {
  gains: Float32Array;
  glosses: Float32Array;
}

/** The same on the device: gains and then glosses in one buffer, which the next step writes over. */
export interface DeviceFactors {
  buffer: GPUBuffer;
}

/** The answer to a request. */
export interface StepResult {
  serial: number;
  /** As the input came: arrays for arrays, on the device for an image on it. */
  factors: Factors | DeviceFactors;
  /** The request's input, whose arrays may be used again. */
  input: StepInput | DeviceInput;
  /** Milliseconds of the whole step and of the session's run alone. */
  stepMs: number;
  runMs: number;
}

/** What a model is doing, for the status line; `text` is for people. */
export type ModelState =
  | { kind: "off"; text: string }
  | { kind: "loading"; text: string }
  | { kind: "ready"; text: string }
  | { kind: "failed"; text: string };

/** A running network. */
export interface WorldModel {
  readonly adapter: "webgpu" | "wasm" | "none";
  readonly manifest: BundleManifest | null;
  readonly width: number;
  readonly height: number;
  readonly state: ModelState;
  /** Starts a step; refused with null while one is in flight. Rejects where the network failed or gave NaN. */
  step(request: StepRequest): Promise<StepResult> | null;
  /** Gives a result's arrays back, to be filled again. */
  reuse(result: StepResult): void;
  dispose(): void;
}

/** A model failed while it ran; the message is for people, and the engine's picture is shown. */
export class ModelError extends Error {
  constructor(what: string) {
    super(what);
    this.name = "ModelError";
  }
}

/** Whether an input is for a network on the processor. */
export const isOnProcessor = (input: StepInput | DeviceInput): input is StepInput => "tensor" in input;
