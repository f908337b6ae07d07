/**
 * ONNX Runtime, set up once: where its WebAssembly lies (bundled with the page, never fetched from elsewhere), and how
 * many threads it may use. This folder is its only importer.
 */
import type { InferenceSession } from "onnxruntime-web";

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

export type { InferenceSession, Ort };
