/**
 * No network: the engine's own light, in the same form as a network's, so that everything after it is the same.
 */
import {
  isOnProcessor,
  type ModelState,
  type StepRequest,
  type StepResult,
  type WorldModel,
} from "./world-model.ts";

/** A model that leaves the engine's light as it is, at a size. `why` is shown to people. */
export function createNone(width: number, height: number, why: string): WorldModel {
  return new NoneModel(width, height, why);
}

class NoneModel implements WorldModel {
  readonly adapter = "none";
  readonly manifest = null;
  readonly width: number;
  readonly height: number;
  state: ModelState;
  private readonly ones: Float32Array;
  private busy = false;

  constructor(width: number, height: number, why: string) {
    this.width = width;
    this.height = height;
    this.state = { kind: "ready", text: why };
    this.ones = new Float32Array(width * height * 4).fill(1);
  }

  step({ serial, input }: StepRequest): Promise<StepResult> | null {
    if (this.busy || this.state.kind !== "ready") return null;
    const plane = this.width * this.height;
    if (isOnProcessor(input) && input.guide.length !== plane * 3)
      return Promise.reject(new RangeError("the request is of another size"));
    this.busy = true;
    const { ones } = this;
    const factors = { gains: ones, glosses: ones };
    return Promise.resolve().then(() => {
      this.busy = false;
      return { serial, factors, input, stepMs: 0, runMs: 0 };
    });
  }

  reuse(): void {}

  dispose(): void {
    this.state = { kind: "off", text: "the network was closed" };
  }
}
