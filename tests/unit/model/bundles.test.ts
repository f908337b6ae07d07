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
    }
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
