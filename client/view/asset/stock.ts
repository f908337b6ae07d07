/**
 * The stock: assets on the device, each loaded once and drawn many times. In: models. Out: surfaces (materials
 * on the device) and clusters of what they cover.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import type { Block, Gpu } from "../gpu/gpu.ts";
import { MATERIAL } from "../pass/forms.ts";
import { type Cluster, cluster } from "./cluster.ts";
import type { Material, Model } from "./model.ts";

/** A material on the device. */
export interface Surface {
  readonly material: Material;
  readonly block: Block;
  readonly textures: Record<string, ThinTexture>;
}

/** An asset on the device. */
export interface Stocked {
  readonly model: Model;
  readonly surfaces: readonly Surface[];
  readonly clusters: readonly Cluster[];
}

/** Textures that stand in where a material has none. */
export interface Blanks {
  readonly white: ThinTexture;
  readonly flat: ThinTexture;
}

/** Makes the blank textures. */
export function createBlanks(gpu: Gpu): Blanks {
  return {
    white: gpu.texture(1, 1, "rgba8", new Uint8Array([255, 255, 255, 255])),
    flat: gpu.texture(1, 1, "rgba8", new Uint8Array([128, 128, 255, 255])),
  };
}

/** Puts a model on the device. `images` are its decoded images by number. */
export function stock(
  gpu: Gpu,
  blanks: Blanks,
  model: Model,
  images: ReadonlyMap<number, ImageBitmap>,
  fixed: boolean,
): Stocked {
  const textures = new Map<number, ThinTexture>();
  for (const [index, bitmap] of images) textures.set(index, gpu.image(bitmap));
  const surfaces = model.materials.map((m) => surface(gpu, blanks, m, textures));
  return { model, surfaces, clusters: cluster(gpu, model.pieces, surfaces, fixed) };
}

function surface(gpu: Gpu, blanks: Blanks, m: Material, textures: Map<number, ThinTexture>): Surface {
  const block = gpu.block(MATERIAL);
  const d = block.data;
  const at = block.at;
  d.set(m.base, at["base"]!);
  d.set([m.emissive[0], m.emissive[1], m.emissive[2], m.night ? 1 : 0], at["emissive"]!);
  d.set(
    [m.roughness, m.metallic, m.normalImage >= 0 ? m.normalScale : 0, m.mask ? m.cutoff : -1],
    at["surface"]!,
  );
  d.set([m.paint ? 1 : 0, m.doubleSided ? 1 : 0, m.emissiveImage >= 0 ? 1 : 0, 0], at["flags"]!);
  gpu.send(block);
  return {
    material: m,
    block,
    textures: {
      baseMap: textures.get(m.baseImage) ?? blanks.white,
      surfaceMap: textures.get(m.surfaceImage) ?? blanks.white,
      normalMap: textures.get(m.normalImage) ?? blanks.flat,
      emissiveMap: textures.get(m.emissiveImage) ?? blanks.white,
    },
  };
}
