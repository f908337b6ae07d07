/**
 * The world-model loop of the page: anchors of what is on the screen go to the network, its light comes back to the
 * picture. In: the picture just drawn, once a frame. Out: the network's light on it, a moment late and carried to where
 * things are now; or the engine's picture, and why, in words. Nothing here waits: copies and steps go on beside the
 * frame, one step is in flight, and the newest anchors are the next.
 *
 * Exports and exact stills run the same network frame by frame: `hold` lends it to them (see exact.ts).
 */
import { TOLD_PLANES } from "../../shared/anchors/contract.ts";
import { emptyInput } from "../model/choose.ts";
import {
  type DeviceInput,
  isOnProcessor,
  type StepInput,
  type StepResult,
  type WorldModel,
} from "../model/world-model.ts";
import type { GBuffer } from "../view/anchors.ts";
import type { Reading } from "../view/gpu/reading.ts";
import type { Compare } from "../view/relight.ts";
import type { Shot } from "../view/shot.ts";
import type { View } from "../view/view.ts";
import type { Floor } from "./floor.ts";
import type { Network } from "./network.ts";
import { createSeen, createSight, isCut, seeGate } from "./sight.ts";

/** The loop. */
export interface Loop {
  readonly network: Network;
  /** The first engine picture is there: networks may be fetched. */
  start(): void;
  /**
   * Goes on by a frame; `shot` is what the view has just drawn, `shape` its width over height, `ratio` the cameras',
   * for which the network is chosen.
   */
  frame(now: number, shot: Shot, shape: number, ratio: number): void;
  /** The next anchors are of something else: another camera, a jump in time. */
  cut(): void;
  compare(how: Compare): void;
  /** Writes what the picture is made by, ten times a second. */
  write(): void;
  /** Steps a second, now. */
  readonly rate: number;
  /**
   * Lends the network out for steps that are not of the live picture; null where none runs, or it is lent. `free`
   * resolves once the step in flight is done. The live picture is the engine's until `give` is called.
   */
  hold(): { model: WorldModel; free: Promise<void>; give(): void } | null;
}

/** Anchors whose tensor is on its way, or waits. */
interface Drawn {
  frame: GBuffer;
  reading: Reading | null;
  input: StepInput | DeviceInput;
  serial: number;
  at: number;
}

/** Milliseconds that a copy takes to come back: anchors are drawn so long before the step in flight is done. */
const LEAD_MS = 34;
/** A copy that takes longer is lost. */
const LOST_MS = 5000;
/** A network whose step, or whose light, takes so long to come is too slow: it would cost more than it gives. */
const BEHIND_MS = { step: 450, light: 1500 };
/** A page that draws nothing for so long was not being looked at. */
const ASLEEP_MS = 10_000;
/** Steps over which that is looked at. */
const BEHIND_STEPS = 12;

/** The loop of a page. `patient`: the network is kept however slow it is. */
export function createLoop(floor: Floor, view: View, network: Network, patient = false): Loop {
  const sight = createSight();
  const seen = createSeen();
  let drawn: Drawn | null = null;
  let started = false;
  let shape = 1;
  let wanted: Compare = "network";
  let busy = false;
  let held = false;
  let cutNext = true;
  let serial = 0;
  let began = 0;
  let mean = 0;
  let slow = 0;
  let last = 0;
  let rate = 0;
  let of: WorldModel | null = null;
  let spare: StepInput[] = [];

  /** A model has come or gone: what belonged to the one before is of no use. */
  const change = (model: WorldModel | null): void => {
    of = model;
    drawn?.reading?.release();
    drawn = null;
    busy = false;
    cutNext = true;
    mean = network.ms;
    slow = 0;
    rate = 0;
    last = 0;
    spare =
      model === null ? [] : [emptyInput(model.width, model.height), emptyInput(model.width, model.height)];
    if (model === null) view.relight(null);
  };

  /** Anchors that are not to be stepped. */
  const drop = (): void => {
    if (drawn === null) return;
    drawn.reading?.release();
    if (isOnProcessor(drawn.input)) spare.push(drawn.input);
    drawn = null;
    cutNext = true;
  };

  /** Draws anchors for a network that runs on the device, and steps it. */
  const drawOnDevice = (model: WorldModel, shot: Shot, cut: boolean, now: number): void => {
    seeGate(seen, shot, model.width / model.height, shape);
    if (cut) view.forgetAnchors();
    const frame = view.anchors(model.width, model.height, seen as Shot, true);
    if (frame === null) cutNext = true;
    else {
      const input = { image: frame.image(), look: frame.look, cut: cut || !frame.history };
      start(model, { frame, reading: null, input, serial: ++serial, at: now }, now);
    }
  };

  /** Draws anchors of what the view has just drawn and has their tensor copied. */
  const draw = (model: WorldModel, shot: Shot, cut: boolean, now: number): void => {
    const input = spare.pop();
    if (input === undefined) return;
    seeGate(seen, shot, model.width / model.height, shape);
    if (cut) view.forgetAnchors();
    const frame = view.anchors(model.width, model.height, seen as Shot, true);
    if (frame === null) {
      spare.push(input);
      cutNext = true;
      return;
    }
    input.cut = cut || !frame.history;
    input.look.set(frame.look);
    drawn = { frame, reading: frame.read(), input, serial: ++serial, at: now };
  };

  /** Takes a copy that has come. */
  const take = (one: Drawn, now: number): void => {
    const { reading, input } = one;
    if (reading === null || !isOnProcessor(input)) return;
    if (!reading.ready()) {
      // The device went with it.
      if (now - one.at > LOST_MS) drop();
      return;
    }
    const plane = of!.width * of!.height;
    reading.copy(input.tensor.subarray(0, TOLD_PLANES * plane), 0);
    reading.copy(input.guide, TOLD_PLANES * plane);
    reading.release();
    one.reading = null;
  };

  const start = (model: WorldModel, one: Drawn, now: number): void => {
    const step = model.step({ serial: one.serial, input: one.input });
    if (step === null) return;
    busy = true;
    began = now;
    drawn = null;
    step.then(
      (result) => arrive(model, one, result),
      (error: unknown) => {
        if (model === of) network.fail(error instanceof Error ? error.message : `${error}`);
      },
    );
  };

  const arrive = (model: WorldModel, one: Drawn, result: StepResult): void => {
    if (model !== of) return;
    busy = false;
    if (isOnProcessor(result.input)) spare.push(result.input);
    if (held) {
      model.reuse(result);
      return;
    }
    // The device may have gone meanwhile, with the frame that this is the light of.
    if (!view.relight(one.frame, result.factors)) cutNext = true;
    model.reuse(result);
    mean += (result.stepMs - mean) * 0.1;
    const now = performance.now();
    const since = last > 0 ? now - last : 0;
    if (since > 0) rate = rate > 0 ? rate + (1000 / since - rate) * 0.15 : 1000 / since;
    last = now;
    const behind = result.stepMs > BEHIND_MS.step || (since > BEHIND_MS.light && since < ASLEEP_MS);
    slow = behind ? slow + 1 : 0;
    if (!patient && slow >= BEHIND_STEPS) network.tooSlow(Math.max(mean, since));
  };

  return {
    network,
    start() {
      started = true;
    },
    frame(now, shot, width, ratio) {
      if (!started || !view.state.drawing || !(width > 0)) return;
      shape = width;
      network.begin(ratio);
      const { model } = network;
      if (model !== of) change(model);
      if (model === null || held) return;
      if (model.state.kind === "failed") {
        network.fail(model.state.text);
        return;
      }
      if (shot.near !== undefined && shot.near > 100) {
        // A plan is drawn from a camera that no network has been trained for.
        view.relight(null);
        cutNext = true;
        return;
      }
      if (drawn !== null) take(drawn, now);
      if (drawn !== null && drawn.reading === null && !busy) start(model, drawn, now);
      const device = model.adapter === "webgpu";
      if (drawn !== null || (busy && (device || now - began < mean - LEAD_MS))) return;
      const cut =
        isCut(sight, shot, floor.operator.camera, floor.mirror?.tick ?? 0, floor.mirror?.phase ?? "") ||
        cutNext;
      cutNext = false;
      if (device) drawOnDevice(model, shot, cut, now);
      else draw(model, shot, cut, now);
    },
    cut() {
      cutNext = true;
    },
    compare(how) {
      wanted = how;
      view.compare(how);
      this.write();
    },
    get rate() {
      return rate;
    },
    write() {
      const { picture, degraded } = floor.model;
      const running = of !== null && view.state.drawing;
      const shown = running && !held ? wanted : "engine";
      const words = held
        ? "Engine picture: the network is making frames to keep"
        : wordsOf(running ? of : null, rate, wanted, network, view);
      const tone = running
        ? "good"
        : network.phase === "failed" || !view.state.drawing
          ? "degraded"
          : "plain";
      if (words === picture.value.text && tone === picture.value.tone && shown === picture.value.shown)
        return;
      picture.value = { text: words, tone, network: running, shown };
      const others = degraded.value.filter((one) => one.id !== "model");
      degraded.value =
        network.phase === "failed"
          ? [...others, { id: "model", text: words, detail: network.detail }]
          : others;
    },
    hold() {
      const { model } = network;
      if (model === null || model !== of || held) return null;
      held = true;
      drop();
      view.relight(null);
      const give = () => {
        held = false;
        cutNext = true;
      };
      return { model, free: idle(() => busy && model === of), give };
    },
  };
}

/** Resolves once something is over. */
async function idle(busy: () => boolean): Promise<void> {
  while (busy()) await new Promise((resolve) => setTimeout(resolve, 4));
}

/** What the strip says the picture is made by. */
function wordsOf(
  model: WorldModel | null,
  rate: number,
  shown: Compare,
  network: Network,
  view: View,
): string {
  if (!view.state.drawing) return capital(view.state.words);
  if (model === null) return `Engine picture: ${network.words}`;
  const what = `${model.width}×${model.height} · ${rate < 9.5 ? rate.toFixed(1) : Math.round(rate)}/s`;
  if (shown === "engine") return "Engine picture, to compare";
  return shown === "split" ? `Model | engine ${what}` : `Model ${what}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
