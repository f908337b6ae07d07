/**
 * No network: the engine's own light, in the same form as a network's, so that everything after it is the same.
 */
import { channels } from "../../shared/anchors/contract.ts";
import { decode } from "../../shared/anchors/twin.ts";
import type { ModelState, StepRequest, StepResult, WorldModel } from "./world-model.ts";

/** A model that shows the engine's light at a size. `why` is shown to people. */
export function createNone(width: number, height: number, why: string): WorldModel {
  return new NoneModel(width, height, why);
}

class NoneModel implements WorldModel {
  readonly adapter = "none";
  readonly manifest = null;
  readonly width: number;
  readonly height: number;
  readonly state: ModelState;

  constructor(width: number, height: number, why: string) {
    this.width = width;
    this.height = height;
    this.state = { kind: "off", text: why };
  }

  step(request: StepRequest): Promise<StepResult> {
    const started = performance.now();
    const { width, height } = this;
    const plane = width * height;
    const irradiance = new Float32Array(plane * 4);
    const direct = channels("direct").at * plane;
    const memory = channels("memory").at * plane;
    const reflected = channels("reflected").at * plane;
    const specular = new Float32Array(plane * 4);
    for (let p = 0; p < plane; p++) {
      for (let c = 0; c < 3; c++) {
        irradiance[p * 4 + c] =
          decode(request.tensor[direct + c * plane + p]!) + decode(request.tensor[memory + c * plane + p]!);
        specular[p * 4 + c] = decode(request.tensor[reflected + c * plane + p]!);
      }
      irradiance[p * 4 + 3] = 1;
      specular[p * 4 + 3] = 1;
    }
    const stepMs = performance.now() - started;
    const { serial, tick, camera } = request;
    return Promise.resolve({
      serial,
      tick,
      camera,
      width,
      height,
      irradiance,
      specular,
      request,
      stepMs,
      runMs: 0,
    });
  }

  dispose(): void {}
}
