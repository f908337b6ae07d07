/**
 * Messages between the page and the worker in which a network runs on WASM.
 */
import type { Factors, StepInput } from "./world-model.ts";

/** To the worker. Arrays are given away with it. */
export type ToWorker =
  | { type: "open"; graph: Uint8Array<ArrayBuffer>; width: number; height: number }
  /** `spare` is where the factors are written, if the page has any left. */
  | { type: "step"; serial: number; input: StepInput; spare: Factors | null };

/** From the worker. */
export type FromWorker =
  | { type: "opened"; threads: number }
  | {
      type: "result";
      serial: number;
      input: StepInput;
      factors: Factors;
      stepMs: number;
      runMs: number;
    }
  | { type: "failed"; text: string };
