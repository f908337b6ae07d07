/**
 * ONNX Runtime, set up once: where its WebAssembly lies (bundled with the page, never fetched from elsewhere), and how
 * many threads it may use. This folder is its only importer.
 */
import type { InferenceSession } from "onnxruntime-web";
import { CHANNEL_COUNT, LOOK_COUNT, OUTPUT_COUNT, TENSORS } from "../../shared/anchors/contract.ts";

/** Threads that pay: more than four give nothing at these sizes, and the display needs a core. */
const MOST_THREADS = 4;

/** The runtime's module, as both its builds present it. */
type Ort = typeof import("onnxruntime-web");

/** The runtime for WASM alone: half the download of the one with WebGPU. For a worker. */
export async function wasmRuntime(): Promise<Ort> {
  const [ort, wasm, mjs] = await Promise.all([
    import("onnxruntime-web/wasm"),
    import("onnxruntime-web/ort-wasm-simd-threaded.wasm?url"),
    import("onnxruntime-web/ort-wasm-simd-threaded.mjs?url"),
  ]);
  return configure(ort as unknown as Ort, wasm.default, mjs.default);
}

/** The runtime with WebGPU. For the page that owns the device. */
export async function webgpuRuntime(): Promise<Ort> {
  const [ort, wasm, mjs] = await Promise.all([
    import("onnxruntime-web/webgpu"),
    import("onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url"),
    import("onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url"),
  ]);
  return configure(ort as unknown as Ort, wasm.default, mjs.default);
}

function configure(ort: Ort, wasm: string, mjs: string): Ort {
  ort.env.wasm.wasmPaths = { wasm, mjs };
  ort.env.wasm.numThreads = globalThis.crossOriginIsolated
    ? Math.max(1, Math.min(MOST_THREADS, Math.floor(navigator.hardwareConcurrency / 2)))
    : 1;
  ort.env.logLevel = "error";
  return ort;
}

/** Characters of the runtime's own words that are shown. */
const MOST_WORDS = 160;

/**
 * A session of a graph whose tensors are of a size. Rejects, in words, where the runtime cannot read the graph, or it is
 * for something else than its manifest says.
 */
export async function openSession(
  ort: Ort,
  graph: Uint8Array,
  width: number,
  height: number,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  let session: InferenceSession;
  try {
    session = await ort.InferenceSession.create(graph, { ...options, graphOptimizationLevel: "all" });
  } catch (error) {
    const said = error instanceof Error ? error.message : `${error}`;
    throw new Error(`the network's file cannot be used: ${said.slice(0, MOST_WORDS)}`);
  }
  const wanted = [
    [session.inputMetadata, TENSORS.anchors, [1, CHANNEL_COUNT, height, width]],
    [session.inputMetadata, TENSORS.look, [1, LOOK_COUNT]],
    [session.outputMetadata, TENSORS.out, [1, OUTPUT_COUNT, height, width]],
  ] as const;
  for (const [among, name, dims] of wanted) {
    const found = among.find((one) => one.name === name);
    const shape = found?.isTensor === true ? found.shape : null;
    if (shape !== null && shape.length === dims.length && dims.every((d, k) => shape[k] === d)) continue;
    await session.release();
    throw new Error(
      found === undefined
        ? `the network has nothing named "${name}"`
        : `the network's "${name}" is ${shape?.join("×") ?? "no tensor"}, and ${dims.join("×")} is expected`,
    );
  }
  return session;
}

export type { InferenceSession, Ort };
