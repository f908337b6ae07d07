/** Model bundles under assets/: what the list names is there, whole, and nothing else is. Reads files only. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findBundles, readGraph } from "../../../client/model/bundles.ts";

const MODELS = join(import.meta.dirname, "../../../assets/models");
const seal = async (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const read = async (path: string) => Uint8Array.from(readFileSync(join(MODELS, path)));

describe("A3: the bundles that are shipped", () => {
  it("are those of the list, whole, each graph the one that its manifest names", async () => {
    const { bundles, refused } = await findBundles(read, seal);
    expect(refused).toEqual([]);
    const folders = readdirSync(MODELS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).sort()).toEqual(bundles.map((b) => b.manifest.name).sort());
    for (const bundle of bundles) {
      for (const graph of bundle.manifest.graphs)
        expect((await readGraph(bundle, graph, read, seal)).length).toBe(graph.bytes);
    }
  });
});
