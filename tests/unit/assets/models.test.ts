import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkGraph, parseManifest } from "../../../shared/anchors/bundle.ts";

const MODELS = join(import.meta.dirname, "../../../assets/models");
const { bundles } = JSON.parse(readFileSync(join(MODELS, "index.json"), "utf8")) as { bundles: string[] };

describe("A3: the bundles that ship", () => {
  it("are some", () => expect(bundles).toContain("small"));

  it.each(bundles)(
    "%s is whole, small, better than the engine where it was measured, and says so",
    (name) => {
      const manifest = parseManifest(JSON.parse(readFileSync(join(MODELS, name, "manifest.json"), "utf8")));
      let bytes = 0;
      for (const graph of manifest.graphs) {
        const data = readFileSync(join(MODELS, name, graph.file));
        bytes += data.length;
        checkGraph(manifest, graph.file, data.length, createHash("sha256").update(data).digest("hex"));
      }
      if (name === "small") expect(bytes).toBeLessThanOrEqual(1024 * 1024);
      expect(manifest.trained.steps).toBeGreaterThan(0);
      expect(manifest.scores["views"]).toBeGreaterThanOrEqual(24);
      if (manifest.twin !== true) {
        expect(manifest.scores["gain"]).toBeGreaterThan(0);
        expect(manifest.scores["psnr"]!).toBeGreaterThan(manifest.scores["psnr engine"]!);
      }
      const report = readFileSync(join(MODELS, name, "report.md"), "utf8");
      expect(report).toContain(manifest.scores["psnr"]!.toFixed(1));
      expect(report).toContain("Held out");
      expect(report).not.toMatch(/SEEDS|TRAINING|DATA\b/);
    },
  );
});
