/**
 * A network on WASM, in a worker: works on every machine, with threads where the page is isolated. A worker that does not
 * answer is given up, in words.
 */
import type { BundleManifest } from "../../shared/anchors/bundle.ts";
import type { FromWorker, ToWorker } from "./wasm-protocol.ts";
import {
  type Factors,
  isOnProcessor,
  ModelError,
  type ModelState,
  type StepInput,
  type StepRequest,
  type StepResult,
  type WorldModel,
} from "./world-model.ts";

/** Milliseconds without an answer after which a worker counts as gone: to compile, and for a step. */
const PATIENCE = { open: 60_000, step: 8000 };

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

interface Waiting<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

class WasmModel implements WorldModel {
  readonly adapter = "wasm";
  readonly manifest: BundleManifest;
  readonly width: number;
  readonly height: number;
  state: ModelState = { kind: "loading", text: "the network is being compiled" };
  private readonly worker: Worker;
  private opening: Waiting<WorldModel> | null = null;
  private waiting: Waiting<StepResult> | null = null;
  private readonly spare: Factors[] = [];
  private patience: ReturnType<typeof setTimeout> | undefined;

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
      this.wait(PATIENCE.open);
      this.tell({ type: "open", graph, width, height }, [graph.buffer]);
    });
  }

  step({ serial, input }: StepRequest): Promise<StepResult> | null {
    if (this.waiting !== null || this.state.kind !== "ready") return null;
    if (!isOnProcessor(input) || input.guide.length !== this.width * this.height * 3)
      return Promise.reject(new RangeError("the request is not one for this network"));
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.wait(PATIENCE.step);
      const spare = this.spare.pop() ?? null;
      const arrays: Float32Array[] = [input.tensor, input.guide, input.look];
      if (spare !== null) arrays.push(spare.gains, spare.glosses);
      this.tell(
        { type: "step", serial, input, spare },
        arrays.map((array) => array.buffer as ArrayBuffer),
      );
    });
  }

  reuse({ factors }: StepResult): void {
    if (this.spare.length < 2 && "gains" in factors) this.spare.push(factors);
  }

  dispose(): void {
    if (this.state.kind !== "failed") this.end({ kind: "off", text: "the network was closed" });
  }

  private tell(message: ToWorker, transfer: Transferable[]): void {
    this.worker.postMessage(message, transfer);
  }

  private wait(milliseconds: number): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.fail("its worker does not answer"), milliseconds);
  }

  private hear(message: FromWorker): void {
    clearTimeout(this.patience);
    switch (message.type) {
      case "opened": {
        const threads = message.threads === 1 ? "1 thread" : `${message.threads} threads`;
        const { label } = this.manifest;
        this.state = { kind: "ready", text: `${label} ${this.width}×${this.height}, WASM, ${threads}` };
        this.opening?.resolve(this);
        this.opening = null;
        return;
      }
      case "result": {
        const { serial, input, factors, stepMs, runMs } = message;
        const waiting = this.waiting;
        this.waiting = null;
        waiting?.resolve({ serial, input: input satisfies StepInput, factors, stepMs, runMs });
        return;
      }
      case "failed":
        this.fail(message.text);
        return;
    }
  }

  private fail(text: string): void {
    this.end({ kind: "failed", text });
  }

  private end(state: ModelState): void {
    clearTimeout(this.patience);
    this.state = state;
    this.worker.terminate();
    const error = new ModelError(state.text);
    this.opening?.reject(error);
    this.waiting?.reject(error);
    this.opening = null;
    this.waiting = null;
  }
}
