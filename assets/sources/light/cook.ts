/**
 * Cooks light: node assets/sources/light/cook.ts [SET …]; without a name, every set.
 * Reads sets/<set>/set.json and its picture, follows the rays of its probes, and writes sets/<set>/light.bin. The same
 * picture gives the same bytes. Prints probes, bytes and seconds, and fails where a file is over its budget.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { layGrid, slotsOf, SPACINGS } from "../../../client/light/grid.ts";
import { SKY } from "../../../client/light/hits.ts";
import { encode } from "../../../client/light/light-file.ts";
import { BUDGET } from "../../../client/light/light-memory.ts";
import { tryGrid } from "../../../client/light/survey.ts";
import { parseSetSheet } from "../../../shared/world/set.ts";
import { readModel } from "./model.ts";
import { createPictureTracer } from "./picture-tracer.ts";

const SETS = join(import.meta.dirname, "../../sets");
/** Bytes of a file, and slots of a grid whose probes mostly lie in solids. */
const MOST = { bytes: 3_000_000, slots: 20_000 };

/** First 32 hex digits of a file's SHA-256: what the cooked light belongs to. */
const sourceOf = (path: string): string =>
  createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 32);

async function cook(id: string): Promise<void> {
  const began = performance.now();
  const folder = join(SETS, id);
  const sheet = parseSetSheet(`sets/${id}/set.json`, JSON.parse(readFileSync(join(folder, "set.json"), "utf8")));
  const nodes = sheet.parts.map((part) => part.node);
  const tracer = createPictureTracer(await readModel(join(folder, sheet.visual), nodes));
  const ids = sheet.parts.map((part) => part.id);
  for (const spacing of SPACINGS) {
    const grid = layGrid(sheet.bounds, spacing);
    if (slotsOf(grid) > MOST.slots) continue;
    const hits = tryGrid(grid, ids, tracer, { grounded: true, most: BUDGET, sparse: 2 });
    if (hits === null) continue;
    const bytes = await encode(hits, sourceOf(join(folder, sheet.visual)));
    if (bytes.length > MOST.bytes) throw new Error(`${id}: ${bytes.length} bytes, more than ${MOST.bytes}`);
    writeFileSync(join(folder, "light.bin"), bytes);
    const met = hits.part.reduce((sum, part) => sum + (part === SKY ? 0 : 1), 0);
    console.log(
      JSON.stringify({
        set: id,
        spacing,
        counts: grid.counts,
        probes: hits.slots.length,
        met: Number((met / hits.part.length).toFixed(3)),
        glows: hits.glows.length / 4 - 1,
        bytes: bytes.length,
        seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
      }),
    );
    return;
  }
  throw new Error(`${id}: no spacing keeps within ${BUDGET} probes`);
}

const asked = process.argv.slice(2);
const all = readdirSync(SETS).filter((id) => existsSync(join(SETS, id, "set.json")));
for (const id of asked.length > 0 ? asked : all.sort()) await cook(id);
