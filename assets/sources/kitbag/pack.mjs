// Packs an authored .glb for the product: node pack.mjs IN.glb OUT.glb '{"bytes":…,"triangles":…,"draws":…,"texture":1024}'
// Welds, deduplicates, writes WebP and EXT_meshopt_compression, keeps node and material names,
// and fails where the result is over budget. A plain copy for looking at in Blender goes to
// .cache/authoring/plain. The last line printed is the report as JSON.
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { NodeIO } from '@gltf-transform/core';
import {
  ALL_EXTENSIONS,
  EXTMeshoptCompression,
  KHRMaterialsEmissiveStrength,
} from '@gltf-transform/extensions';
import { dedup, prune, quantize, reorder, textureCompress, weld } from '@gltf-transform/functions';
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer';
import sharp from 'sharp';

const [source, target, text = '{}'] = process.argv.slice(2);
const budget = JSON.parse(text);
await Promise.all([MeshoptDecoder.ready, MeshoptEncoder.ready]);
const io = new NodeIO()
  .registerExtensions(ALL_EXTENSIONS)
  .registerDependencies({ 'meshopt.decoder': MeshoptDecoder, 'meshopt.encoder': MeshoptEncoder });
const doc = await io.read(source);
const root = doc.getRoot();

// What Blender's exporter does not carry travels as JSON on the material.
for (const material of root.listMaterials()) {
  const { gltf, ...extras } = material.getExtras();
  material.setExtras(extras);
  const wish = gltf ? JSON.parse(gltf) : {};
  if (wish.alphaMode) material.setAlphaMode(wish.alphaMode);
  if (wish.alphaCutoff !== undefined) material.setAlphaCutoff(wish.alphaCutoff);
  material.setDoubleSided(wish.doubleSided === true);
  if (wish.emissiveFactor) material.setEmissiveFactor(wish.emissiveFactor);
  if (wish.emissiveStrength !== undefined)
    material.setExtension(
      'KHR_materials_emissive_strength',
      doc
        .createExtension(KHRMaterialsEmissiveStrength)
        .createEmissiveStrength()
        .setEmissiveStrength(wish.emissiveStrength),
    );
  // the maps' red channel holds occlusion
  const orm = material.getMetallicRoughnessTexture();
  if (orm && wish.occlusion !== false) material.setOcclusionTexture(orm);
}
for (const mesh of root.listMeshes())
  for (const primitive of mesh.listPrimitives()) {
    const colour = primitive.getAttribute('COLOR_0');
    if (colour && whiteOnly(colour)) primitive.setAttribute('COLOR_0', null);
    const material = primitive.getMaterial();
    if (material && !material.getBaseColorTexture() && !material.getNormalTexture())
      primitive.setAttribute('TEXCOORD_0', null);
  }

const size = budget.texture ? [budget.texture, budget.texture] : undefined;
const webp = (slots, options) =>
  textureCompress({ encoder: sharp, targetFormat: 'webp', slots, effort: 80, resize: size, ...options });
await doc.transform(
  dedup(),
  webp(/normalTexture/, { quality: 82 }),
  webp(/metallicRoughnessTexture|occlusionTexture/, { quality: 70 }),
  webp(/baseColorTexture|emissiveTexture/, { quality: 80 }),
  prune({ keepLeaves: true, keepAttributes: true, keepExtras: true }),
  weld(),
);

const plain = join(import.meta.dirname, '../../../.cache/authoring/plain', basename(target));
mkdirSync(dirname(plain), { recursive: true });
await io.write(plain, doc);

await doc.transform(
  reorder({ encoder: MeshoptEncoder }),
  quantize({ pattern: /^(NORMAL|COLOR_0)$/, quantizeNormal: 8, quantizeColor: 8 }),
);
doc
  .createExtension(EXTMeshoptCompression)
  .setRequired(true)
  .setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.QUANTIZE });
const bytes = await io.writeBinary(doc);
mkdirSync(dirname(target), { recursive: true });
await import('node:fs').then((fs) => fs.writeFileSync(target, bytes));

let triangles = 0;
let draws = 0;
for (const node of root.listNodes())
  for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
    draws++;
    const count = primitive.getIndices() ?? primitive.getAttribute('POSITION');
    triangles += count.getCount() / 3;
  }
const textures = root.listTextures().reduce((sum, t) => sum + (t.getImage()?.byteLength ?? 0), 0);
const report = { file: basename(target), bytes: bytes.byteLength, textures, triangles, draws };
for (const key of ['bytes', 'triangles', 'draws'])
  if (budget[key] !== undefined && report[key] > budget[key]) {
    console.error(`over budget: ${key} ${report[key]} > ${budget[key]} (${JSON.stringify(report)})`);
    process.exitCode = 1;
  }
console.log(JSON.stringify(report));

/** Whether a colour attribute says nothing. */
function whiteOnly(accessor) {
  const value = [];
  for (let i = 0; i < accessor.getCount(); i++) {
    accessor.getElement(i, value);
    if (value[0] < 0.999 || value[1] < 0.999 || value[2] < 0.999) return false;
  }
  return true;
}
