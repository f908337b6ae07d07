import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { findBundles, readGraph } from "../../../client/model/bundles.ts";
import { bundle } from "../../fixtures/bundle.ts";
import { even } from "../../fixtures/onnx.ts";

const seal = async (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const text = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

function shelf(files: Record<string, Uint8Array<ArrayBuffer>>) {
  return async (path: string) => {
    const bytes = files[path];
    if (bytes === undefined) throw new Error(`${path}: 404`);
    return bytes;
  };
}
/** An entry of a manifest. */
const at = (width: number, height: number) => ({
  size: { width, height },
  file: "small-32x16.onnx",
  sha256: "0".repeat(64),
  bytes: 10,
});
const files = (name: string, change = {}) =>
  Object.fromEntries(
    Object.entries(bundle(name, [{ width: 32, height: 16, bytes: even(32, 16, []) }], change)).map(
      ([file, bytes]) => [`${name}/${file}`, bytes],
    ),
  );

describe("A3: bundles that are installed", () => {
  it("are found by the list, checked, and their graphs read", async () => {
    const read = shelf({ "index.json": text({ format: 1, bundles: ["small"] }), ...files("small") });
    const { bundles, refused } = await findBundles(read, seal);
    expect(refused).toEqual([]);
    expect(bundles.map((b) => b.manifest.name)).toEqual(["small"]);
    const graph = bundles[0]!.manifest.graphs[0]!;
    expect((await readGraph(bundles[0]!, graph, read, seal)).length).toBe(graph.bytes);
  });

  it("one bad bundle is refused by name and leaves the others", async () => {
    const read = shelf({
      "index.json": text({ format: 1, bundles: ["old", "gone", "alias", "text", "small"] }),
      ...files("small"),
      ...files("old", { contract: 1 }),
      "alias/manifest.json": files("small")["small/manifest.json"]!,
      "text/manifest.json": text("<html>"),
    });
    const { bundles, refused } = await findBundles(read, seal);
    expect(bundles.map((b) => b.manifest.name)).toEqual(["small"]);
    expect(refused.map((one) => one.name)).toEqual(["old", "gone", "alias", "text"]);
    expect(refused.map((one) => one.text).join("\n")).toMatch(
      /contract 1[\s\S]*404[\s\S]*calls itself "small"[\s\S]*not JSON/,
    );
  });

  it("a list that is none is refused, whatever it is", async () => {
    for (const list of [
      "",
      "{",
      "null",
      "7",
      { format: 2, bundles: [] },
      { format: 1, bundles: ["../etc"] },
      { format: 1 },
    ]) {
      const { bundles, refused } = await findBundles(shelf({ "index.json": text(list) }), seal);
      expect(bundles).toEqual([]);
      expect(refused[0]?.name, JSON.stringify(list)).toBe("");
      expect(refused[0]?.text, JSON.stringify(list)).toMatch(/^the list of models is not/);
    }
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["huge planes", { graphs: [{ ...at(2048, 2048) }] }, /2048×2048 has more than/],
    ["sizes beyond any", { graphs: [{ ...at(1e9, 16) }] }, /graphs\.0\.size\.width/],
    ["sizes that are none", { graphs: [{ ...at(-16, 16) }] }, /graphs\.0\.size\.width/],
    ["a file of nothing", { graphs: [{ ...at(32, 16), bytes: 0 }] }, /bytes/],
    ["a file of everything", { graphs: [{ ...at(32, 16), bytes: 2 ** 52 }] }, /larger than/],
    ["a way out of its folder", { graphs: [{ ...at(32, 16), file: "../small/a.onnx" }] }, /graphs\.0\.file/],
    ["no graph", { graphs: [] }, /graphs/],
    ["a thousand graphs", { graphs: Array(1000).fill(at(32, 16)) }, /graphs/],
    ["a cost below nothing", { cost: -1 }, /cost/],
    ["a label that turns what follows", { label: "\u202egood" }, /label/],
    ["a label of a page", { label: "x".repeat(1e5) }, /label/],
    ["scores that are words", { scores: { psnr: "best" } }, /scores/],
    ["other channels", { channels: 1e9 }, /1000000000 channels/],
  ])("a manifest with %s is refused in words", async (_, change, words) => {
    const list = text({ format: 1, bundles: ["small"] });
    const { bundles, refused } = await findBundles(
      shelf({ "index.json": list, ...files("small", change) }),
      seal,
    );
    expect(bundles).toEqual([]);
    expect(refused[0]?.text).toMatch(words);
    expect(refused[0]!.text.length).toBeLessThan(300);
  });

  it("files are read within what the manifest says that they have", async () => {
    const asked: [string, number][] = [];
    const from = shelf({ "index.json": text({ format: 1, bundles: ["small"] }), ...files("small") });
    const read = (path: string, most: number) => {
      asked.push([path, most]);
      return from(path);
    };
    const { bundles } = await findBundles(read, seal);
    const graph = bundles[0]!.manifest.graphs[0]!;
    await readGraph(bundles[0]!, graph, read, seal);
    expect(asked.map(([path]) => path)).toEqual([
      "index.json",
      "small/manifest.json",
      "small/small-32x16.onnx",
    ]);
    expect(asked[2]![1]).toBe(graph.bytes);
    expect(Math.max(...asked.map(([, most]) => most))).toBeLessThan(2e6);
  });

  it("a graph with another byte in it is refused", async () => {
    const own = files("small");
    const read = shelf({ "index.json": text({ format: 1, bundles: ["small"] }), ...own });
    const { bundles } = await findBundles(read, seal);
    own["small/small-32x16.onnx"]![40]! ^= 1;
    const forged = shelf(own);
    await expect(readGraph(bundles[0]!, bundles[0]!.manifest.graphs[0]!, forged, seal)).rejects.toThrow(
      /not the file/,
    );
  });
});
