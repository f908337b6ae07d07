/** Posters: every set, thing and actor has its small picture, as the first page and the shelf show it. Reads files only. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";

const ASSETS = join(import.meta.dirname, "../../../assets");
const folder = (name: string): string[] => readdirSync(join(ASSETS, name));

describe("posters", () => {
  it("are there for sets, things and actors, small and of the right size", async () => {
    const found: string[] = [];
    for (const [kind, width, height, bytes] of [
      ["sets", 480, 270, 60_000],
      ["things", 144, 108, 8_000],
      ["cast", 144, 108, 8_000],
    ] as const) {
      for (const id of folder(kind)) {
        const file = join(ASSETS, kind, id, "poster.webp");
        if (!existsSync(file)) found.push(`${kind}/${id} has no poster`);
        else {
          const of = await sharp(file).metadata();
          if (of.width !== width || of.height !== height)
            found.push(`${kind}/${id}: ${of.width} × ${of.height}`);
          if (statSync(file).size > bytes) found.push(`${kind}/${id}: ${statSync(file).size} bytes`);
        }
      }
    }
    expect(found).toEqual([]);
  });
});
