/**
 * The worker in which a network runs on WASM: fills history, runs the session, turns its outputs into
 * light. In: ToWorker. Out: FromWorker; a failure is told in words and ends the model, not the page.
 */
import { CHANNEL_COUNT, LOOK_COUNT, OUTPUT_COUNT, TENSORS } from "../../shared/anchors/contract.ts";
import { createHistory, type History, settle, warp } from "./history.ts";
import { type InferenceSession, type Ort, wasmRuntime } from "./ort.ts";
import type { FromWorker, ToWorker } from "./wasm-protocol.ts";
import type { StepRequest, StepResult } from "./world-model.ts";

interface Open {
  ort: Ort;
  session: InferenceSession;
  history: History;
}

let open: Open | null = null;

const tell = (message: FromWorker, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

self.onmessage = (event: MessageEvent<ToWorker>): void => {
  const message = event.data;
  const fail = (error: unknown): void =>
    tell({ type: "failed", text: error instanceof Error ? error.message : `${error}` });
  switch (message.type) {
    case "open":
      start(message.graph, message.width, message.height).catch(fail);
      return;
    case "step":
      step(message.request).catch(fail);
      return;
  }
};

async function start(graph: Uint8Array, width: number, height: number): Promise<void> {
  const ort = await wasmRuntime();
  const session = await ort.InferenceSession.create(graph, {
    executionProviders: ["wasm"],
    graphOptimizationLevel: "all",
  });
  open = { ort, session, history: createHistory(width, height) };
  tell({ type: "opened", threads: ort.env.wasm.numThreads ?? 1 });
}

async function step(request: StepRequest): Promise<void> {
  if (open === null) throw new Error("a step was asked for before the network was there");
  const { ort, session, history } = open;
  const { width, height } = history;
  const started = performance.now();
  warp(history, request);
  const feeds = {
    [TENSORS.anchors]: new ort.Tensor("float32", request.tensor, [1, CHANNEL_COUNT, height, width]),
    [TENSORS.look]: new ort.Tensor("float32", request.look, [1, LOOK_COUNT]),
  };
  const running = performance.now();
  const outputs = await session.run(feeds);
  const runMs = performance.now() - running;
  const out = outputs[TENSORS.out];
  if (out === undefined || out.size !== OUTPUT_COUNT * width * height) {
    throw new Error("the network gave an output of another size than its manifest says");
  }
  const irradiance = new Float32Array(width * height * 4);
  const specular = new Float32Array(width * height * 4);
  if (!settle(history, request, out.data as Float32Array, irradiance, specular)) {
    throw new Error("the network gave values that are not numbers");
  }
  const { serial, tick, camera } = request;
  const stepMs = performance.now() - started;
  const result: StepResult = {
    serial,
    tick,
    camera,
    width,
    height,
    irradiance,
    specular,
    request,
    stepMs,
    runMs,
  };
  tell({ type: "result", result }, [
    irradiance.buffer as ArrayBuffer,
    specular.buffer as ArrayBuffer,
    request.tensor.buffer as ArrayBuffer,
    request.motion.buffer as ArrayBuffer,
    request.entity.buffer as ArrayBuffer,
  ]);
}
