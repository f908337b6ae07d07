import { describe, expect, it } from "vitest";
import type { Bundle } from "../../../client/model/bundles.ts";
import {
  BUDGET_MS,
  type Candidate,
  type Choosing,
  choose,
  emptyInput,
  fitOf,
  listCandidates,
  PATIENCE_MS,
  recall,
  remember,
  time,
} from "../../../client/model/choose.ts";
import { createNone } from "../../../client/model/none-model.ts";
import type { WorldModel } from "../../../client/model/world-model.ts";
import { CHANNEL_COUNT } from "../../../shared/anchors/contract.ts";

const graph = (width: number, height: number) => ({
  size: { width, height },
  file: `g-${width}x${height}.onnx`,
  sha256: "0".repeat(64),
  bytes: 1,
});
const bundleOf = (name: string, cost: number, sizes: [number, number][], twin = false): Bundle =>
  ({
    manifest: { name, cost, graphs: sizes.map(([w, h]) => graph(w, h)), twin },
    seal: name,
  }) as unknown as Bundle;

const small = bundleOf("small", 10, [
  [256, 144],
  [256, 112],
  [192, 80],
]);
const main = bundleOf("main", 60, [[512, 288]]);

/** Opens nothing, and times by cost: `ms` for each unit of it. */
function machine(ms: number, broken: string[] = []) {
  const opened: string[] = [];
  const closed: string[] = [];
  const heard: string[] = [];
  const sizes = new Map<WorldModel, number>();
  const of = (candidates: Candidate[], more: Partial<Choosing> = {}): Choosing => ({
    candidates,
    remembered: null,
    hear: (doing) => heard.push(doing),
    open(candidate) {
      const { file, size } = candidate.graph;
      opened.push(file);
      if (broken.includes(file)) return Promise.reject(new Error(`${file} would not open`));
      const model = createNone(size.width, size.height, "");
      const dispose = model.dispose.bind(model);
      model.dispose = () => {
        closed.push(file);
        dispose();
      };
      sizes.set(model, candidate.cost * ms);
      return Promise.resolve(model);
    },
    time: (model) => Promise.resolve(sizes.get(model)!),
    ...more,
  });
  return { of, opened, closed, heard };
}

describe("which networks could run here", () => {
  it("those whose shape is near the gate's, from the cheapest on; twins only by name", () => {
    const all = [small, main, bundleOf("no-anchors", 1, [[256, 144]], true)];
    const wide = listCandidates(all, 2.39, "wasm").map((c) => c.graph.file);
    expect(wide).toEqual(["g-192x80.onnx", "g-256x112.onnx", "g-512x288.onnx"]);
    expect(listCandidates(all, 1.78, "wasm").map((c) => c.graph.file)).toEqual([
      "g-256x144.onnx",
      "g-512x288.onnx",
    ]);
    expect(listCandidates(all, 1.78, "wasm", "no-anchors")).toHaveLength(1);
    expect(listCandidates(all, 1.78, "wasm", "main").map((c) => c.graph.file)).toEqual(["g-512x288.onnx"]);
    expect(fitOf(graph(256, 144), 16 / 9)).toBeCloseTo(1, 6);
    expect(fitOf(graph(144, 256), 16 / 9)).toBeCloseTo(0.316, 2);
  });
});

describe("the choice by timing", () => {
  const candidates = () => listCandidates([small, main], 2.39, "wasm");
  const costs = candidates().map((c) => c.cost);

  it("keeps the costliest that fits the budget and closes what it has passed", async () => {
    const quick = machine(1);
    const all = await choose(quick.of(candidates()));
    expect(all.candidate.graph.file).toBe("g-512x288.onnx");
    expect(quick.closed).toEqual(["g-192x80.onnx", "g-256x112.onnx"]);
    const middling = machine((BUDGET_MS * 0.9) / costs[1]!);
    const chosen = await choose(middling.of(candidates()));
    expect(chosen.candidate.graph.file).toBe("g-256x112.onnx");
    // What is clearly too slow is not even compiled.
    expect(middling.opened).toEqual(["g-192x80.onnx", "g-256x112.onnx"]);
    expect(middling.heard).toContain("the network is being timed");
  });

  it("keeps the cheapest where none fits but it is bearable, and none where it is not", async () => {
    const slow = machine((BUDGET_MS * 2) / costs[0]!);
    expect((await choose(slow.of(candidates()))).candidate.graph.file).toBe("g-192x80.onnx");
    expect(slow.opened).toHaveLength(1);
    const hopeless = machine((PATIENCE_MS * 2) / costs[0]!);
    await expect(choose(hopeless.of(candidates()))).rejects.toThrow(/too slow here: 600 ms/);
    expect(hopeless.closed).toEqual(["g-192x80.onnx"]);
  });

  it("one that will not open ends the climb; where it is the first the next is tried, and it says why if none runs", async () => {
    const half = machine(1, ["g-512x288.onnx"]);
    expect((await choose(half.of(candidates()))).candidate.graph.file).toBe("g-256x112.onnx");
    const first = machine(1, ["g-192x80.onnx"]);
    expect((await choose(first.of(candidates()))).candidate.graph.file).toBe("g-512x288.onnx");
    const none = machine(1, ["g-192x80.onnx", "g-256x112.onnx", "g-512x288.onnx"]);
    await expect(choose(none.of(candidates()))).rejects.toThrow("g-192x80.onnx would not open");
    // What is left is too slow: what ought to have run is of more use to know.
    const slow = machine((PATIENCE_MS * 2) / costs[1]!, ["g-192x80.onnx"]);
    await expect(choose(slow.of(candidates()))).rejects.toThrow("g-192x80.onnx would not open");
  });

  it("one that gives no light is closed and passed over, whatever was remembered", async () => {
    const broken = machine(1);
    const noLight = { time: () => Promise.reject(new Error("values that are not numbers")) };
    await expect(choose(broken.of(candidates(), noLight))).rejects.toThrow("not numbers");
    expect(broken.closed).toEqual(broken.opened);
    const remembered = recall(JSON.stringify(remember(await choose(machine(1).of(candidates())))));
    const gone = machine(1, ["g-512x288.onnx"]);
    expect((await choose(gone.of(candidates(), { remembered }))).candidate.graph.file).toBe("g-256x112.onnx");
    expect(gone.opened).toEqual(["g-512x288.onnx", "g-192x80.onnx", "g-256x112.onnx"]);
  });

  it("opens what was chosen before at once, unless the bundle is another or it fell behind", async () => {
    const first = await choose(machine(1).of(candidates()));
    const remembered = recall(JSON.stringify(remember(first)));
    const again = machine(1);
    expect((await choose(again.of(candidates(), { remembered }))).candidate.graph.file).toBe(
      "g-512x288.onnx",
    );
    expect(again.opened).toEqual(["g-512x288.onnx"]);
    const other = machine(1);
    await choose(other.of(candidates(), { remembered: { ...remembered!, seal: "newer" } }));
    expect(other.opened.length).toBeGreaterThan(1);
    const behind = machine(1);
    const lower = await choose(behind.of(candidates(), { remembered, below: costs[2]! }));
    expect(lower.candidate.graph.file).toBe("g-256x112.onnx");
    await expect(choose(behind.of(candidates(), { below: 0 }))).rejects.toThrow(/quick enough/);
  });

  it("what was remembered is checked like anything from outside", () => {
    for (const text of [
      null,
      "",
      "{",
      "{}",
      "null",
      '{"adapter":1}',
      '{"adapter":"a","seal":"s","file":"f","ms":-1}',
    ])
      expect(recall(text)).toBeNull();
  });

  it("times whole steps of an open network", async () => {
    const model = createNone(32, 16, "");
    expect(await time(model)).toBe(0);
    expect(emptyInput(32, 16).tensor).toHaveLength(CHANNEL_COUNT * 32 * 16);
  });
});
