/**
 * Which network a machine runs: candidates in the order of their cost, opened and timed on the spot, the costliest that
 * fits the budget kept. In: bundles, the gate's aspect, what opens a candidate. Out: an open network, or why none. What
 * was chosen is remembered for this machine and these bundles, and opened at once the next time.
 */
import { CHANNEL_COUNT, GUIDE_PLANES, LOOK_COUNT } from "../../shared/anchors/contract.ts";
import type { Bundle, GraphEntry } from "./bundles.ts";
import { ModelError, type StepInput, type WorldModel } from "./world-model.ts";

/** Milliseconds that a step may take: the picture follows twenty times a second. */
export const BUDGET_MS = 50;
/** Milliseconds that a step of the smallest may take where none fits the budget; slower than that is no help. */
export const PATIENCE_MS = 300;

/** A graph that could run here. */
export interface Candidate {
  readonly adapter: "webgpu" | "wasm";
  readonly bundle: Bundle;
  readonly graph: GraphEntry;
  /** Billions of multiply-adds a step. */
  readonly cost: number;
}

/** Share of a graph's pixels that a gate of this aspect fills, 0…1. */
export const fitOf = (graph: GraphEntry, aspect: number): number => {
  const own = graph.size.width / graph.size.height;
  return Math.min(own / aspect, aspect / own);
};

/** Graphs that waste no more than this share more than the best of their bundle are candidates. */
const WASTE = 0.85;

/**
 * Candidates from the cheapest on. Twins stand for comparison and are left out unless named by `only`, which leaves out
 * all others.
 */
export function listCandidates(
  bundles: readonly Bundle[],
  aspect: number,
  adapter: Candidate["adapter"],
  only = "",
): Candidate[] {
  const found: Candidate[] = [];
  for (const bundle of bundles) {
    const { graphs, cost, twin, name } = bundle.manifest;
    if (only === "" ? twin === true : name !== only) continue;
    const best = Math.max(...graphs.map((graph) => fitOf(graph, aspect)));
    for (const graph of graphs) {
      if (fitOf(graph, aspect) < best * WASTE) continue;
      const millions = (graph.size.width * graph.size.height) / 1e6;
      found.push({ adapter, bundle, graph, cost: Math.max(1e-6, cost * millions) });
    }
  }
  return found.sort((a, b) => a.cost - b.cost);
}

/** An empty input of a size, as a network on the processor takes it: all sky. */
export function emptyInput(width: number, height: number): StepInput {
  const plane = width * height;
  return {
    tensor: new Float32Array(CHANNEL_COUNT * plane),
    guide: new Float32Array(GUIDE_PLANES * plane).fill(-1, 2 * plane),
    look: new Float32Array(LOOK_COUNT),
    cut: true,
  };
}

/** Steps that are timed, after one that warms. */
const TIMED = 3;

/** Milliseconds of a step: the middle one of a few. Rejects where the network fails. */
export async function time(model: WorldModel): Promise<number> {
  let input: StepInput = emptyInput(model.width, model.height);
  const taken: number[] = [];
  for (let serial = 0; serial <= TIMED; serial++) {
    const step = model.step({ serial, input });
    if (step === null) throw new ModelError("the network is busy with something else");
    const result = await step;
    input = result.input as StepInput;
    model.reuse(result);
    if (serial > 0) taken.push(result.stepMs);
  }
  return taken.sort((a, b) => a - b)[TIMED >> 1]!;
}

/** What was chosen. */
export interface Choice {
  readonly candidate: Candidate;
  readonly model: WorldModel;
  /** Milliseconds of a step when it was timed. */
  readonly ms: number;
}

/** What choosing is done with. */
export interface Choosing {
  readonly candidates: readonly Candidate[];
  open(candidate: Candidate): Promise<WorldModel>;
  time?(model: WorldModel): Promise<number>;
  /** Hears what is being done, for people. */
  hear(doing: string): void;
  /** What was remembered, and what is to be. */
  readonly remembered: Remembered | null;
  /** Milliseconds that a step of the cheapest may take; PATIENCE_MS unless told. */
  readonly patience?: number;
  /** Candidates of at least this cost have shown to be too slow meanwhile. */
  readonly below?: number;
}

/** A choice as it is remembered. */
export interface Remembered {
  readonly adapter: string;
  readonly seal: string;
  readonly file: string;
  readonly ms: number;
}

/**
 * Chooses. One that cannot be opened, or gives no light, is passed over: the next may be whole. Rejects with ModelError
 * where nothing that can be opened is quick enough, or with the first failure where nothing could be opened.
 */
export async function choose(choosing: Choosing): Promise<Choice> {
  const { open, hear, remembered, patience = PATIENCE_MS, below = Infinity } = choosing;
  const timed = choosing.time ?? time;
  const candidates = choosing.candidates.filter(({ cost }) => cost < below);
  if (candidates.length === 0) throw new ModelError("no network that is installed is quick enough here");
  const known = candidates.find(
    (c) =>
      c.adapter === remembered?.adapter &&
      c.bundle.seal === remembered.seal &&
      c.graph.file === remembered.file,
  );
  /** The first failure; what follows it is told only where nothing else runs. */
  let fault: { error: unknown } | null = null;
  if (known !== undefined) {
    hear("the network is being compiled");
    try {
      return { candidate: known, model: await open(known), ms: remembered!.ms };
    } catch (error) {
      fault = { error };
    }
  }
  let best: Choice | null = null;
  for (const candidate of candidates) {
    if (candidate === known) continue;
    // What is clearly too slow need not be compiled.
    if (best !== null && (best.ms * candidate.cost) / best.candidate.cost > BUDGET_MS * 1.3) continue;
    hear("the network is being compiled");
    let model: WorldModel;
    try {
      model = await open(candidate);
    } catch (error) {
      if (best !== null) break;
      fault ??= { error };
      continue;
    }
    hear("the network is being timed");
    const ms = await timed(model).catch((error: unknown) => {
      fault ??= { error };
      return null;
    });
    if (ms === null) {
      model.dispose();
      if (best !== null) break;
    } else if (ms <= BUDGET_MS || (best === null && ms <= patience)) {
      best?.model.dispose();
      best = { candidate, model, ms };
      if (ms > BUDGET_MS) break;
    } else {
      model.dispose();
      if (best === null && fault === null)
        throw new ModelError(`network too slow here: ${Math.round(ms)} ms`);
      break;
    }
  }
  if (best === null) throw fault!.error;
  return best;
}

/** How a choice is remembered. */
export const remember = ({ candidate, ms }: Choice): Remembered => ({
  adapter: candidate.adapter,
  seal: candidate.bundle.seal,
  file: candidate.graph.file,
  ms,
});

/** Reads what was remembered; null where that is nothing, or not of its form. */
export function recall(text: string | null): Remembered | null {
  if (text === null) return null;
  try {
    const { adapter, seal, file, ms } = JSON.parse(text) as Record<string, unknown>;
    const named = typeof adapter === "string" && typeof seal === "string" && typeof file === "string";
    return named && typeof ms === "number" && ms > 0 ? { adapter, seal, file, ms } : null;
  } catch {
    return null;
  }
}
