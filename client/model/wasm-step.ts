/**
 * One step of a network on WASM, from the tensor that the engine filled to the light: history, the session's run, factors.
 * Apart from the worker, so that a benchmark and tests run exactly what the worker runs.
 */
import { CHANNEL_COUNT, LOOK_COUNT, OUTPUT_COUNT, TENSORS } from "../../shared/anchors/contract.ts";
import { createHistory, type History, settle, warp } from "./history.ts";
import { type InferenceSession, type Ort, openSession } from "./ort.ts";
import type { Factors, StepInput } from "./world-model.ts";

/** An open network of one size. */
export interface Stepper {
  readonly session: InferenceSession;
  readonly history: History;
  /** Runs a step and writes its factors. Rejects where the network gives something else than light. */
  step(input: StepInput, factors: Factors): Promise<{ stepMs: number; runMs: number }>;
}

/** Opens a graph. Rejects with the runtime's words where it cannot be opened. */
export async function openStepper(
  ort: Ort,
  graph: Uint8Array,
  width: number,
  height: number,
): Promise<Stepper> {
  const session = await openSession(ort, graph, width, height, { executionProviders: ["wasm"] });
  const history = createHistory(width, height);
  return {
    session,
    history,
    async step(input, factors) {
      const started = performance.now();
      warp(history, input);
      const feeds = {
        [TENSORS.anchors]: new ort.Tensor("float32", input.tensor, [1, CHANNEL_COUNT, height, width]),
        [TENSORS.look]: new ort.Tensor("float32", input.look, [1, LOOK_COUNT]),
      };
      const running = performance.now();
      const outputs = await session.run(feeds);
      const runMs = performance.now() - running;
      const out = outputs[TENSORS.out]!;
      if (out.type !== "float32" || out.data.length !== OUTPUT_COUNT * width * height)
        throw new Error(`the network gives ${out.dims.join("×")} ${out.type}, which is not its size`);
      if (!settle(history, input, out.data as Float32Array, factors.gains, factors.glosses))
        throw new Error("the network gave values that are not numbers");
      out.dispose();
      return { stepMs: performance.now() - started, runMs };
    },
  };
}
