/**
 * The network of this page: found, fetched, chosen by timing, and given up in words where it fails or is too slow; then
 * tried again after a while. In: files, the gate's aspect, an opener for each adapter. Out: an open model or none, and
 * what it is doing, for people. What draws and steps is loop.ts.
 */
import { BundleError, type BundleManifest } from "../../shared/anchors/bundle.ts";
import { findBundles, type Installed, type ReadModelFile, readGraph, type Seal } from "../model/bundles.ts";
import {
  type Candidate,
  type Choice,
  choose,
  listCandidates,
  type Remembered,
  recall,
  remember,
} from "../model/choose.ts";
import type { WorldModel } from "../model/world-model.ts";

/** Opens graphs on one adapter. */
export interface Opener {
  readonly adapter: Candidate["adapter"];
  open(
    manifest: BundleManifest,
    graph: Uint8Array<ArrayBuffer>,
    width: number,
    height: number,
  ): Promise<WorldModel>;
}

/** What the network is made with. */
export interface NetworkParts {
  read: ReadModelFile;
  seal: Seal;
  /** Adapters that may be had now, the one that is liked best first. */
  openers(): readonly Opener[];
  storage: Pick<Storage, "getItem" | "setItem">;
  /** Runs a call after milliseconds. */
  later(ms: number, call: () => void): void;
  /** Name of the only bundle that may run; "off": none; empty: any but the twins. */
  only: string;
  /** Takes a network however slow it is. */
  patient?: boolean;
}

/** What the network is doing. */
export type NetworkPhase = "waiting" | "none" | "working" | "running" | "failed";

/** A page's network. */
export interface Network {
  phase: NetworkPhase;
  /** What is so, in words that go on from "Engine picture: "; empty while it runs. */
  words: string;
  /** A sentence or two: what happened, what was kept, what happens next. */
  detail: string;
  model: WorldModel | null;
  /** Adapters that were tried before the one that runs, with why they were passed over. */
  passed: string[];
  /** Milliseconds of a step when it was timed. */
  ms: number;
  /** Begins, once the picture is there, for gates of this aspect; again where the aspect has changed much. */
  begin(aspect: number): void;
  /** The model has failed; `again` false where trying again is of no use. */
  fail(why: string, again?: boolean): void;
  /** The model falls behind: the next cheaper one is tried, or none. */
  tooSlow(ms: number): void;
  dispose(): void;
}

/** Milliseconds to the next try after the first failure, the second…; the last for all that follow. */
const TRIES_MS = [5000, 20_000, 60_000, 300_000];
/** Where the choice is remembered. */
const SLOT = "network choice";
/** Change of aspect beyond which another graph may fit better. */
const OTHER_ASPECT = 0.12;

/** A network that has not begun. */
export function createNetwork(parts: NetworkParts): Network {
  let aspect = 0;
  let found: Installed | null = null;
  let failures = 0;
  let below = Infinity;
  let candidate: Candidate | null = null;
  /** Rises with every beginning, so that what comes late is known for old. */
  let turn = 0;

  const leave = (): void => {
    network.model?.dispose();
    network.model = null;
  };

  const say = (phase: NetworkPhase, words: string, detail = ""): void => {
    network.phase = phase;
    network.words = words;
    network.detail = detail;
  };

  const open = async (mine: number): Promise<void> => {
    say("working", "fetching the network");
    found ??= await findBundles(parts.read, parts.seal);
    if (mine !== turn) return;
    const openers = parts.openers();
    let last: unknown = null;
    network.passed = [];
    for (const opener of openers) {
      const candidates = listCandidates(found.bundles, aspect, opener.adapter, parts.only);
      if (candidates.length === 0) continue;
      try {
        const choice = await choose({
          candidates,
          below,
          ...(parts.patient === true ? { patience: Infinity } : {}),
          remembered: recallFor(opener.adapter),
          hear: (doing) => mine === turn && say("working", doing),
          open: async ({ bundle, graph }) => {
            const bytes = await readGraph(bundle, graph, parts.read, parts.seal);
            return opener.open(bundle.manifest, bytes, graph.size.width, graph.size.height);
          },
        });
        take(choice, mine);
        return;
      } catch (error) {
        last = error;
        network.passed.push(`${opener.adapter}: ${wordsOf(error)}`);
      }
    }
    if (mine !== turn) return;
    if (last !== null) throw last;
    const { only } = parts;
    const refused = found.refused.find(({ name }) => only === "" || name === only || name === "");
    if (refused !== undefined) throw new BundleError(refused.text);
    say("none", "no network is installed");
  };

  const take = (choice: Choice, mine: number): void => {
    if (mine !== turn) {
      choice.model.dispose();
      return;
    }
    candidate = choice.candidate;
    network.model = choice.model;
    network.ms = choice.ms;
    parts.storage.setItem(`${SLOT} ${candidate.adapter}`, JSON.stringify(remember(choice)));
    say("running", "");
  };

  const recallFor = (adapter: string): Remembered | null =>
    recall(parts.storage.getItem(`${SLOT} ${adapter}`));

  const start = (): void => {
    turn++;
    const mine = turn;
    // After so long the machine may have more time for it.
    if (failures >= TRIES_MS.length) below = Infinity;
    open(mine).catch((error: unknown) => {
      if (mine === turn) network.fail(wordsOf(error), !(error instanceof BundleError));
    });
  };

  const network: Network = {
    phase: "waiting",
    words: "getting ready",
    detail: "",
    model: null,
    passed: [],
    ms: 0,
    begin(next) {
      const first = network.phase === "waiting";
      if (!first && Math.abs(Math.log(next / aspect)) < OTHER_ASPECT) return;
      aspect = next;
      if (!first && network.phase !== "running") return;
      if (parts.only === "off") {
        say("none", "network switched off");
        return;
      }
      below = Infinity;
      leave();
      start();
    },
    fail(why, again = true) {
      turn++;
      leave();
      const wait = TRIES_MS[Math.min(failures, TRIES_MS.length - 1)]!;
      failures++;
      const next = again
        ? `It is tried again in ${wait < 60_000 ? `${wait / 1000} s` : `${wait / 60_000} min`}.`
        : "Reload the page to try again.";
      say(
        "failed",
        why,
        `The network's light was given up; the world and the engine's picture go on. ${next}`,
      );
      if (!again) return;
      const mine = turn;
      parts.later(wait, () => mine === turn && start());
    },
    tooSlow(ms) {
      below = candidate?.cost ?? 0;
      network.fail(`network too slow here: ${Math.round(ms)} ms`);
    },
    dispose() {
      turn++;
      leave();
    },
  };
  return network;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`);
