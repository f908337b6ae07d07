/**
 * What every WorldModel keeps, whatever it runs on: one suite for all adapters. It is run in a page, since that is where
 * adapters live. In: how to open a graph. Out: what does not hold, in words; nothing where all does.
 */
import type { Factors, StepInput, StepResult, WorldModel } from "../../client/model/world-model.ts";
import { CHANNEL_COUNT, channels, GUIDE_PLANES, LOOK_COUNT, NEAR } from "../../shared/anchors/contract.ts";
import * as random from "../../shared/math/random.ts";
import { even, observer } from "../fixtures/onnx.ts";

/** Opens a graph of this size on an adapter. */
export type Open = (graph: Uint8Array<ArrayBuffer>, width: number, height: number) => Promise<WorldModel>;

/** Size of the suite's pictures. */
export const SIZE = [48, 32] as const;
const [W, H] = SIZE;
const PLANE = W * H;

/** Anchors of a made-up place: two bodies before a wall under a strip of sky, a little different in each step. */
export function anchorsAt(step: number): StepInput {
  const dice = random.create(40 + step);
  const tensor = new Float32Array(CHANNEL_COUNT * PLANE);
  const guide = new Float32Array(GUIDE_PLANES * PLANE);
  for (const name of ["albedo", "direct", "memory", "reflected", "sky"]) {
    const { at, count } = channels(name);
    for (let k = 0; k < count * PLANE; k++) tensor[at * PLANE + k] = random.uniform(dice) * 1.4;
  }
  for (let p = 0; p < PLANE; p++) {
    const x = p % W;
    const y = Math.floor(p / W);
    const entity = y < 4 ? -1 : x > 8 && x < 18 && y > 10 ? 5 : x > 30 && y > 20 ? 6 : 0;
    guide[2 * PLANE + p] = entity;
    guide[p] = entity === 5 ? -1.25 : 0.5;
    guide[PLANE + p] = entity === 6 ? 0.75 : 0;
    tensor[channels("depth").at * PLANE + p] = entity < 0 ? 0 : NEAR / (entity === 0 ? 8 : 4);
  }
  const look = Float32Array.from({ length: LOOK_COUNT }, () => random.uniform(dice));
  return { tensor, guide, look, cut: step === 0 };
}

/** Factors of some steps in a row. */
export async function stepsOf(model: WorldModel, count: number): Promise<Factors[]> {
  const all: Factors[] = [];
  for (let serial = 0; serial < count; serial++) {
    const { factors } = (await model.step({ serial, input: anchorsAt(serial) })) as StepResult;
    const { gains, glosses } = factors as Factors;
    all.push({ gains: gains.slice(), glosses: glosses.slice() });
  }
  return all;
}

/** Largest difference between two runs, relative to 1. */
export function farthest(a: readonly Factors[], b: readonly Factors[]): number {
  let most = 0;
  a.forEach((one, k) => {
    for (const name of ["gains", "glosses"] as const)
      one[name].forEach((v, i) => {
        most = Math.max(most, Math.abs(v - b[k]![name][i]!) / (1 + Math.abs(v)));
      });
  });
  return most;
}

/**
 * A network with something to say: seeded weights, with history and all. Its channels are multiples of four, as those of
 * every network that is shipped: ONNX Runtime 1.30 gets convolutions on WebGPU wrong from a number of channels that is no
 * multiple of four to one that is.
 */
export const speaking = (): Uint8Array<ArrayBuffer> => observer(W, H, [8, 8, 12, 16], 0.2);

/** Runs the suite. `network` false: an adapter that runs none. */
export async function worldModelContract(open: Open, network = true): Promise<string[]> {
  const broken: string[] = [];
  const holds = (what: string, it: boolean): void => {
    if (!it) broken.push(what);
  };
  const rejects = async (what: string, promise: Promise<unknown> | null, said: RegExp): Promise<void> => {
    const text = await (promise ?? Promise.resolve("it was refused with null")).then(
      () => "it was done",
      (error: unknown) => (error instanceof Error ? error.message : `${error}`),
    );
    if (!said.test(text)) broken.push(`${what}: ${text}`);
  };

  const zeros = await open(even(W, H, []), W, H);
  holds("it is ready once open", zeros.state.kind === "ready" && zeros.width === W && zeros.height === H);
  const ones = await stepsOf(zeros, 3);
  holds(
    "A2: zeros leave the engine's light exactly as it is, with history too",
    ones.every(({ gains, glosses }) => gains.every((v) => v === 1) && glosses.every((v) => v === 1)),
  );
  const first = zeros.step({ serial: 7, input: anchorsAt(1) });
  holds(
    "a second step is refused while one is in flight",
    zeros.step({ serial: 8, input: anchorsAt(2) }) === null,
  );
  const answer = await first!;
  holds("a result answers its request", answer.serial === 7 && answer.stepMs >= answer.runMs);
  const given = answer.input as StepInput;
  holds(
    "arrays come back whole",
    given.tensor.length === CHANNEL_COUNT * PLANE && given.guide.length === 3 * PLANE,
  );
  zeros.reuse(answer);
  holds(
    "and serve again",
    (await stepsOf(zeros, 1))[0]!.gains.every((v) => v === 1),
  );
  const other = { ...anchorsAt(1), guide: new Float32Array(GUIDE_PLANES * 12) };
  await rejects(
    "a request of another size",
    zeros.step({ serial: 9, input: other }),
    /another size|not one for/,
  );
  holds("does not end it", zeros.state.kind === "ready");
  zeros.dispose();
  holds("after it is closed, steps are refused", zeros.step({ serial: 10, input: anchorsAt(1) }) === null);
  holds("and it says so", zeros.state.kind === "off");
  if (!network) return broken;

  const bright = await open(even(W, H, [Math.LN2, 0, -Math.LN2, 0, Math.log(3), 9]), W, H);
  const [lit] = await stepsOf(bright, 1);
  const near = (v: number, wanted: number): boolean => Math.abs(v - wanted) < 1e-5 * wanted;
  const all = (of: Float32Array, wanted: readonly number[]): boolean =>
    of.every((v, i) => near(v, wanted[i % 4]!));
  holds("gains are what the network says", all(lit!.gains, [2, 1, 0.5, 1]));
  holds("glosses too, within their limit", all(lit!.glosses, [1, 3, Math.exp(4), 1]));
  bright.dispose();

  const nan = await open(even(W, H, [0, 0, 0, Number.NaN]), W, H);
  await rejects("values that are not numbers", nan.step({ serial: 1, input: anchorsAt(0) }), /not numbers/);
  holds("end it", nan.state.kind === "failed" && nan.step({ serial: 2, input: anchorsAt(0) }) === null);
  nan.dispose();
  holds("for good, with the reason kept", nan.state.kind === "failed");

  await rejects("a graph that is none", open(new Uint8Array(64).fill(7), W, H), /./);

  const history = await open(speaking(), W, H);
  const told = await stepsOf(history, 4);
  const again = await stepsOf(history, 4);
  history.dispose();
  holds("a cut forgets everything: the same steps give the same light", farthest(told, again) === 0);
  holds(
    "it says something",
    told.some(({ gains }) => gains.some((v) => Math.abs(v - 1) > 0.05)),
  );
  return broken;
}
