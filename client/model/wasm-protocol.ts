/**
 * Messages between the page and the worker in which a network runs on WASM.
 */
import type { StepRequest, StepResult } from "./world-model.ts";

/** To the worker. */
export type ToWorker =
  | { type: "open"; graph: Uint8Array<ArrayBuffer>; width: number; height: number }
  | { type: "step"; request: StepRequest };

/** From the worker. */
export type FromWorker =
  | { type: "opened"; threads: number }
  | { type: "result"; result: StepResult }
  | { type: "failed"; text: string };
