// Packs one actor: node pack.mjs IN.glb OUT.glb '{"bytes":…,"triangles":…,"draws":…}'
// Quantises, writes EXT_meshopt_compression, keeps skins, morphs, clips and every name, and fails where the result is
// over budget. Pictures come in as WebP and stay as they are. The last line printed is the report as JSON.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { NodeIO } from '@gltf-transform/core';
import { ALL_EXTENSIONS, EXTMeshoptCompression } from '@gltf-transform/extensions';
import { dedup, quantize, reorder } from '@gltf-transform/functions';
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer';

const [source, target, text = '{}'] = process.argv.slice(2);
const budget = JSON.parse(text);
await Promise.all([MeshoptDecoder.ready, MeshoptEncoder.ready]);
const io = new NodeIO()
  .registerExtensions(ALL_EXTENSIONS)
  .registerDependencies({ 'meshopt.decoder': MeshoptDecoder, 'meshopt.encoder': MeshoptEncoder });
const doc = await io.read(source);
const root = doc.getRoot();

await doc.transform(
  dedup({ propertyTypes: ['Accessor'] }),
  reorder({ encoder: MeshoptEncoder, target: 'size' }),
  // Positions stay float (their volume would go into the skin's bind matrices); meshopt's filters do the rest.
  quantize({ pattern: /^(NORMAL|TEXCOORD_0|COLOR_0)$/, quantizeNormal: 8, quantizeTexcoord: 14, quantizeColor: 8 }),
);
doc
  .createExtension(EXTMeshoptCompression)
  .setRequired(true)
  .setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.FILTER });
const bytes = await io.writeBinary(doc);
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, bytes);

let triangles = 0;
let draws = 0;
for (const node of root.listNodes())
  for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
    draws++;
    triangles += primitive.getIndices().getCount() / 3;
  }
const textures = root.listTextures().reduce((sum, t) => sum + (t.getImage()?.byteLength ?? 0), 0);
let motion = 0;
const seen = new Set();
for (const clip of root.listAnimations())
  for (const sampler of clip.listSamplers())
    for (const accessor of [sampler.getInput(), sampler.getOutput()])
      if (!seen.has(accessor)) {
        seen.add(accessor);
        motion += accessor.getArray().byteLength;
      }
const report = { file: basename(target), bytes: bytes.byteLength, textures, motion, triangles, draws };
for (const key of ['bytes', 'triangles', 'draws'])
  if (budget[key] !== undefined && report[key] > budget[key]) {
    console.error(`over budget: ${key} ${report[key]} > ${budget[key]} (${JSON.stringify(report)})`);
    process.exitCode = 1;
  }
console.log(JSON.stringify(report));
