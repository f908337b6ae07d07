/**
 * Decodes the models of set, things and cast as the picture draws them, for the path tracer: the same triangles, normals
 * and materials, through the client's own reader. In: assets/. Out: for each asset `<out>/<name>.json` and `.bin`
 * (arrays one after another), and its images as PNG, colours untouched. What is newer than its source is left alone.
 *
 *   node training/footage/models.ts [--out .cache/footage/models]
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { readGlb } from "../../client/view/asset/glb.ts";
import { buildModel, type Model } from "../../client/view/asset/model.ts";

const ROOT = join(import.meta.dirname, "../..");
const { values } = parseArgs({ options: { out: { type: "string", default: join(ROOT, ".cache/footage/models") } } });

/** Names of the arrays of a piece, in the order in which they lie in the file. */
const ARRAYS = ["positions", "normals", "uvs", "colours", "joints", "weights", "blink", "indices"] as const;

async function write(name: string, file: string, movable: Set<string>, local: boolean): Promise<void> {
  const out = join(values.out, name);
  if (existsSync(`${out}.json`) && statSync(`${out}.json`).mtimeMs > statSync(file).mtimeMs) return;
  const model: Model = buildModel(await readGlb(readFileSync(file), file), name, movable, local);
  const chunks: Uint8Array[] = [];
  let at = 0;
  const put = (array: ArrayBufferView | null) => {
    if (array === null) return null;
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength).slice();
    const span = { at, bytes: bytes.length, type: array.constructor.name };
    chunks.push(bytes, new Uint8Array((8 - (bytes.length % 8)) % 8));
    at += bytes.length + ((8 - (bytes.length % 8)) % 8);
    return span;
  };
  const pieces = model.pieces.map((piece) => ({
    node: piece.node,
    material: piece.material,
    ...Object.fromEntries(ARRAYS.map((key) => [key, put(piece[key])])),
  }));
  const images: Record<string, string> = {};
  for (const [index, { bytes }] of model.images) {
    images[index] = `${name}-${index}.png`;
    await sharp(bytes).png({ compressionLevel: 3 }).toFile(join(values.out, images[index]!));
  }
  writeFileSync(`${out}.bin`, Buffer.concat(chunks));
  writeFileSync(`${out}.json`, JSON.stringify({ materials: model.materials, pieces, images }));
  console.log(`${name}: ${pieces.length} pieces, ${model.images.size} images`);
}

mkdirSync(values.out, { recursive: true });
const assets = join(ROOT, "assets");
for (const [folder, sheet] of [["sets", "set"], ["things", "thing"], ["cast", "actor"]] as const) {
  for (const id of readdirSync(join(assets, folder)).sort()) {
    const json = join(assets, folder, id, `${sheet}.json`);
    if (!existsSync(json)) continue;
    const about = JSON.parse(readFileSync(json, "utf8"));
    const nodes: string[] = [...(about.parts ?? []), ...(about.vehicle?.wheels ?? [])].map((p: { node: string }) => p.node);
    await write(folder === "sets" ? `set-${id}` : id, join(assets, folder, id, about.visual), new Set(nodes), folder !== "sets");
  }
}
