/**
 * A network on WASM, in a worker: works on every machine, with threads where the page is isolated.
 */
import type { BundleManifest } from "../../shared/anchors/bundle.ts";
import type { FromWorker, ToWorker } from "./wasm-protocol.ts";
import {
  ModelError,
  type ModelState,
  type StepRequest,
  type StepResult,
  type WorldModel,
} from "./world-model.ts";

/** Starts a worker and opens the graph in it. Rejects with ModelError where it cannot be opened. */
export function openWasm(
  manifest: BundleManifest,
  graph: Uint8Array<ArrayBuffer>,
  width: number,
  height: number,
  worker = new Worker(new URL("./wasm-worker.ts", import.meta.url), { type: "module", name: "model" }),
): Promise<WorldModel> {
  const model = new WasmModel(manifest, width, height, worker);
  return model.open(graph);
}

class WasmModel implements WorldModel {
  readonly adapter = "wasm";
  readonly manifest: BundleManifest;
  readonly width: number;
  readonly height: number;
  state: ModelState = { kind: "loading", text: "the network is being compiled", share: 0.5 };
  private readonly worker: Worker;
  private waiting: { resolve: (result: StepResult) => void; reject: (error: Error) => void } | null = null;
  private opening: { resolve: (model: WorldModel) => void; reject: (error: Error) => void } | null = null;

  constructor(manifest: BundleManifest, width: number, height: number, worker: Worker) {
    this.manifest = manifest;
    this.width = width;
    this.height = height;
    this.worker = worker;
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.hear(event.data);
    worker.onerror = (event) => this.fail(event.message || "the worker could not be started");
  }

  open(graph: Uint8Array<ArrayBuffer>): Promise<WorldModel> {
    const { width, height } = this;
    return new Promise((resolve, reject) => {
      this.opening = { resolve, reject };
      this.tell({ type: "open", graph, width, height }, [graph.buffer]);
    });
  }

  step(request: StepRequest): Promise<StepResult> | null {
    if (this.waiting !== null || this.state.kind !== "ready") return null;
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.tell({ type: "step", request }, [
        request.tensor.buffer as ArrayBuffer,
        request.motion.buffer as ArrayBuffer,
        request.entity.buffer as ArrayBuffer,
      ]);
    });
  }

  dispose(): void {
    this.state = { kind: "off", text: "the network was closed" };
    this.worker.terminate();
    this.waiting?.reject(new ModelError("the network was closed"));
    this.waiting = null;
  }

  private tell(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  private hear(message: FromWorker): void {
    switch (message.type) {
      case "opened": {
        const threads = message.threads === 1 ? "1 thread" : `${message.threads} threads`;
        this.state = {
          kind: "ready",
          text: `${this.manifest.label} ${this.width}×${this.height}, WASM, ${threads}`,
        };
        this.opening?.resolve(this);
        this.opening = null;
        return;
      }
      case "result":
        this.waiting?.resolve(message.result);
        this.waiting = null;
        return;
      case "failed":
        this.fail(message.text);
        return;
    }
  }

  private fail(text: string): void {
    this.state = { kind: "failed", text };
    const error = new ModelError(text);
    this.opening?.reject(error);
    this.waiting?.reject(error);
    this.opening = null;
    this.waiting = null;
    this.worker.terminate();
  }
}
