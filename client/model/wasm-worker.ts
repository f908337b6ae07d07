/**
 * The worker in which a network runs on WASM. In: ToWorker. Out: FromWorker; a failure is told in words and ends the
 * model, not the page.
 */
import { wasmRuntime } from "./ort.ts";
import type { FromWorker, ToWorker } from "./wasm-protocol.ts";
import { openStepper, type Stepper } from "./wasm-step.ts";

let stepper: Stepper | null = null;

const tell = (message: FromWorker, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

self.onmessage = (event: MessageEvent<ToWorker>): void => {
  const message = event.data;
  const work = message.type === "open" ? open(message) : step(message);
  work.catch((error: unknown) =>
    tell({ type: "failed", text: error instanceof Error ? error.message : `${error}` }),
  );
};

async function open({ graph, width, height }: Extract<ToWorker, { type: "open" }>): Promise<void> {
  const ort = await wasmRuntime();
  stepper = await openStepper(ort, graph, width, height);
  tell({ type: "opened", threads: ort.env.wasm.numThreads ?? 1 });
}

async function step({ serial, input, spare }: Extract<ToWorker, { type: "step" }>): Promise<void> {
  if (stepper === null) throw new Error("a step was asked for before the network was there");
  const size = stepper.history.width * stepper.history.height * 4;
  const factors = spare ?? { gains: new Float32Array(size), glosses: new Float32Array(size) };
  const { stepMs, runMs } = await stepper.step(input, factors);
  tell({ type: "result", serial, input, factors, stepMs, runMs }, [
    factors.gains.buffer as ArrayBuffer,
    factors.glosses.buffer as ArrayBuffer,
    input.tensor.buffer as ArrayBuffer,
    input.guide.buffer as ArrayBuffer,
    input.look.buffer as ArrayBuffer,
  ]);
}
