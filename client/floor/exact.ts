/**
 * Exact steps, for exports and stills: one step of the network for each frame, in order, nothing left out, whatever the
 * machine's speed. In: the page's loop. Out: a step that a printer (print.ts) takes before each picture, on any view.
 *
 * The first step, and one after a jump of place, lens or time, begins a history; a printer lets WARM_FRAMES pass before
 * the first picture that is wanted, so that its history is what it is in the middle of a shot. While steps are borrowed,
 * the live picture is the engine's; `end` gives the network back.
 */
import { TOLD_PLANES } from "../../shared/anchors/contract.ts";
import { emptyInput } from "../model/choose.ts";
import type { StepInput, WorldModel } from "../model/world-model.ts";
import type { Shot } from "../view/shot.ts";
import type { View } from "../view/view.ts";
import type { Loop } from "./loop.ts";
import type { Step } from "./print.ts";
import { createSeen, createSight, isCut, seeGate, shapeOf } from "./sight.ts";

/** A network lent for exact steps. */
export interface ExactSteps {
  /** Name and size of what makes the light, such as `small 256×144`. */
  readonly by: string;
  /** Rejects in words where the network fails, or was borrowed by somebody else meanwhile. */
  readonly step: Step;
  end(): void;
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** Borrows the network; null where none runs, or somebody else has it: pictures are the engine's then. */
export function exactSteps(loop: Loop): ExactSteps | null {
  const lent = loop.hold();
  if (lent === null) return null;
  const { model } = lent;
  const { width, height } = model;
  const seen = createSeen();
  const sight = createSight();
  let input: StepInput = emptyInput(width, height);
  let serial = 0;
  let last: View | null = null;

  return {
    by: `${model.manifest?.name ?? "none"} ${width}×${height}`,
    async step(view, shot) {
      await lent.free;
      const cut = isCut(sight, shot, 0, (shot.seconds ?? 0) * 60, "") || view !== last;
      last = view;
      seeGate(seen, shot, width / height, shapeOf(shot));
      if (cut) view.forgetAnchors();
      let frame = view.anchors(width, height, seen as Shot);
      for (; frame === null; frame = view.anchors(width, height, seen as Shot)) await soon();
      const reading = frame.read();
      while (!reading.ready()) await soon();
      const plane = width * height;
      reading.copy(input.tensor.subarray(0, TOLD_PLANES * plane), 0);
      reading.copy(input.guide, TOLD_PLANES * plane);
      reading.release();
      input.cut = cut || !frame.history;
      input.look.set(frame.look);
      const result = await run(model, ++serial, input);
      input = result.input as StepInput;
      view.relight(frame, result.factors);
      model.reuse(result);
    },
    end() {
      last?.relight(null);
      lent.give();
    },
  };
}

/** A step, once the network is free for it. */
async function run(model: WorldModel, serial: number, input: StepInput) {
  let step = model.step({ serial, input });
  for (; step === null; step = model.step({ serial, input })) {
    if (model.state.kind !== "ready") throw new Error(model.state.text);
    await soon();
  }
  return step;
}
