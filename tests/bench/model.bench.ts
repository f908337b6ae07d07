/**
 * The network's figures. model.step_ratio: a whole step on WASM, history, run and factors, over the session's run alone,
 * at the size at which the small network runs; step by step in one run, so that other work on the machine weighs on both.
 * model.bytes: what is transferred (brotli) for the network after the first picture: the runtime with WebGPU, and a bundle.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import * as ort from "onnxruntime-web/wasm";
import { emptyInput } from "../../client/model/choose.ts";
import type { Ort } from "../../client/model/ort.ts";
import { openStepper } from "../../client/model/wasm-step.ts";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { channels, NEAR, TOLD_PLANES } from "../../shared/anchors/contract.ts";
import * as random from "../../shared/math/random.ts";
import { LEVELS, observer } from "../fixtures/onnx.ts";

export const NAMES = ["model.bytes", "model.step_ratio"];

const GOAL_RATIO = 1.3;
const GOAL_BYTES = 8_000_000;
const [WIDTH, HEIGHT] = [256, 144];
/** Steps that are measured, after as many that warm the runtime up. */
const STEPS = 40;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

/** A place in motion, with history for nearly every pixel: the dearest step there is. */
function busyInput() {
  const input = emptyInput(WIDTH, HEIGHT);
  const plane = WIDTH * HEIGHT;
  const dice = random.create(3);
  for (let k = 0; k < TOLD_PLANES * plane; k++) input.tensor[k] = random.uniform(dice);
  input.tensor.fill(NEAR / 6, channels("depth").at * plane, (channels("depth").at + 1) * plane);
  input.guide
    .fill(0.3, 0, plane)
    .fill(-0.2, plane, 2 * plane)
    .fill(0, 2 * plane);
  input.cut = false;
  return input;
}

async function stepRatio() {
  ort.env.wasm.numThreads = 1;
  const stepper = await openStepper(
    ort as unknown as Ort,
    observer(WIDTH, HEIGHT, LEVELS.small, 0.02),
    WIDTH,
    HEIGHT,
  );
  const input = busyInput();
  const size = WIDTH * HEIGHT * 4;
  const factors = { gains: new Float32Array(size), glosses: new Float32Array(size) };
  const taken: { stepMs: number; runMs: number }[] = [];
  for (let k = 0; k < STEPS * 2; k++) {
    const one = await stepper.step(input, factors);
    if (k >= STEPS) taken.push(one);
  }
  await stepper.session.release();
  const value = middle(taken.map(({ stepMs, runMs }) => stepMs / runMs));
  const step = middle(taken.map(({ stepMs }) => stepMs));
  const run = middle(taken.map(({ runMs }) => runMs));
  return {
    name: "model.step_ratio",
    value,
    unit: "×",
    goal: `≤ ${GOAL_RATIO}`,
    holds: value <= GOAL_RATIO,
    note: `small at ${WIDTH}×${HEIGHT}, one thread: ${step.toFixed(1)} ms a step, ${run.toFixed(1)} ms its run`,
  };
}

const squeezed = (bytes: Uint8Array): number =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;

/** Bytes of an installed bundle: its manifest, and its largest graph. */
function bundleBytes(folder: string): number {
  const graphs = readdirSync(folder).filter((name) => name.endsWith(".onnx"));
  const sizes = graphs.map((name) => squeezed(readFileSync(join(folder, name))));
  return Math.max(...sizes) + squeezed(readFileSync(join(folder, "manifest.json")));
}

async function modelBytes() {
  await buildWhenStale();
  const code = join(ROOT, "dist/client/code");
  // The runtime with WebGPU is the larger; the other is for machines without.
  const wanted = /^ort[.-].*(asyncify|webgpu)/;
  const runtime = readdirSync(code).filter((name) => wanted.test(name) && !name.endsWith(".br"));
  const transferred = (name: string): number => {
    const twin = join(code, `${name}.br`);
    return statSync(existsSync(twin) ? twin : join(code, name)).size;
  };
  const engine = runtime.reduce((sum, name) => sum + transferred(name), 0);
  if (!runtime.some((name) => name.endsWith(".wasm")))
    throw new Error(`no runtime among ${runtime.join(", ")}`);
  const models = join(ROOT, "assets/models");
  const { bundles } = JSON.parse(readFileSync(join(models, "index.json"), "utf8")) as { bundles: string[] };
  const sizes = bundles.map((name) => bundleBytes(join(models, name)));
  const made = squeezed(observer(WIDTH, HEIGHT, LEVELS.main, 0.02));
  const bundle = sizes.length > 0 ? Math.max(...sizes) : made;
  const value = engine + bundle;
  const which =
    sizes.length > 0 ? "the largest installed bundle" : "a main network in float32, none being installed";
  return {
    name: "model.bytes",
    value,
    unit: "bytes",
    goal: `≤ ${GOAL_BYTES.toLocaleString("en-GB")}`,
    holds: value <= GOAL_BYTES,
    note: `runtime ${engine.toLocaleString("en-GB")}, ${which} ${bundle.toLocaleString("en-GB")}`,
  };
}

/** Makes the figures. */
export async function figures() {
  return [await stepRatio(), await modelBytes()];
}
