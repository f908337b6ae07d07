/**
 * The WorldModel port: a network that turns anchors into light. Adapters run it on WebGPU, on WASM in a worker, or not
 * at all. One step is in flight at a time; the newest request wins; each result says which tick and camera it saw.
 */
import type { BundleManifest } from "../../shared/anchors/bundle.ts";

/** Where the picture was taken from, for reprojection. */
export interface ModelCamera {
  /** World metres. */
  position: [number, number, number];
  /** Unit quaternion x y z w; looks along −Z. */
  rotation: [number, number, number, number];
  /** Tangent of half the horizontal and half the vertical field of view. */
  tanX: number;
  tanY: number;
}

/** What a step is asked for. Arrays are given away and come back with the result. */
export interface StepRequest {
  /** Number of the request, rising. */
  serial: number;
  tick: number;
  camera: ModelCamera;
  /**
   * `[CHANNEL_COUNT, H, W]` as the contract says; the channels of history and hidden state are filled in by the
   * adapter.
   */
  tensor: Float32Array;
  /** `[2, H, W]`: where each pixel was one step ago, as an offset in pixels (x right, y down). */
  motion: Float32Array;
  /** `[H, W]`: entity of each pixel, 0 for the set, SKY for nothing. */
  entity: Uint32Array;
  look: Float32Array;
  /** The camera jumped or the world was replaced: history is of something else. */
  cut: boolean;
}

/** Entity number of the sky. */
export const SKY = 0xffffffff;

/** What a step gives. */
export interface StepResult {
  serial: number;
  tick: number;
  camera: ModelCamera;
  width: number;
  height: number;
  /** `[H, W, 4]` irradiance over key (the fourth is 1), to be multiplied with albedo. */
  irradiance: Float32Array;
  /** `[H, W, 4]` specular radiance over key. */
  specular: Float32Array;
  /** The request, whose arrays may be used again. */
  request: StepRequest;
  /** Milliseconds of the whole step and of the session's run alone. */
  stepMs: number;
  runMs: number;
}

/** What a model is doing, for the status line; `text` is for people. */
export type ModelState =
  | { kind: "off"; text: string }
  | { kind: "loading"; text: string; share: number }
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
  dispose(): void;
}

/** A model failed while it ran; the message is for people, and the engine's picture is shown. */
export class ModelError extends Error {
  constructor(what: string) {
    super(what);
    this.name = "ModelError";
  }
}
