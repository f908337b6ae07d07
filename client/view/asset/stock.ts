/**
 * The stock: assets on the device, each loaded once and drawn many times. In: models. Out: batches (geometry of one
 * piece with a list of the slots where it stands) that the passes draw. A slot is a row of transforms in `Slots`.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import type { Block, Draw, Geometry, Gpu } from "../gpu/gpu.ts";
import { MATERIAL } from "../pass/forms.ts";
import type { Material, Model, Piece } from "./model.ts";

/** A material on the device. */
export interface Surface {
  readonly material: Material;
  readonly block: Block;
  readonly textures: Record<string, ThinTexture>;
}

/** A piece with the slots where it is drawn. */
export interface Batch {
  readonly piece: Piece;
  readonly surface: Surface;
  readonly geometry: Geometry;
  /** Slots that stand in the world, in the order of the instance buffer. */
  slots: Float32Array;
  count: number;
  /** What of it the camera sees this frame. */
  seen: Float32Array;
  seenCount: number;
  /** Geometry with the list of what is seen, for the camera's own passes. */
  readonly seenGeometry: Geometry;
  /** Set pieces do not move: their shadows are kept. */
  readonly fixed: boolean;
  hidden: boolean;
  dirty: boolean;
  /** Draws made by the passes, by the pass' name. */
  readonly draws: Record<string, Draw>;
}

/** An asset on the device. */
export interface Stocked {
  readonly model: Model;
  readonly surfaces: readonly Surface[];
  readonly batches: readonly Batch[];
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
  const batches = model.pieces.map((piece) => batch(gpu, piece, surfaces[piece.material]!, fixed));
  return { model, surfaces, batches };
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

const FIRST_CAPACITY = 4;

function instanced(gpu: Gpu, piece: Piece, shared: Geometry | null, capacity: number): Geometry {
  const slots = new Float32Array(capacity);
  if (shared) {
    const own = gpu.geometry({ a_slot: { data: slots, size: 1, instanced: true, updatable: true } }, null);
    return {
      buffers: { ...shared.buffers, ...own.buffers },
      index: shared.index,
      count: shared.count,
      dispose: () => own.dispose(),
    };
  }
  const vertices = piece.positions.length / 3;
  return gpu.geometry(
    {
      a_position: { data: piece.positions, size: 3 },
      a_normal: { data: piece.normals, size: 4, normalized: true },
      a_uv: { data: piece.uvs, size: 2 },
      a_colour: { data: piece.colours ?? new Uint8Array(vertices * 4).fill(255), size: 4, normalized: true },
      ...(piece.joints
        ? {
            a_joints: { data: piece.joints, size: 4 },
            a_weights: { data: piece.weights!, size: 4 },
            a_blink: { data: piece.blink ?? new Float32Array(vertices * 3), size: 3 },
          }
        : {}),
      a_slot: { data: slots, size: 1, instanced: true, updatable: true },
    },
    vertices > 65535 ? piece.indices : new Uint16Array(piece.indices),
  );
}

function batch(gpu: Gpu, piece: Piece, s: Surface, fixed: boolean): Batch {
  const geometry = instanced(gpu, piece, null, FIRST_CAPACITY);
  return {
    piece,
    surface: s,
    geometry,
    slots: new Float32Array(FIRST_CAPACITY),
    count: 0,
    seen: new Float32Array(FIRST_CAPACITY),
    seenCount: 0,
    seenGeometry: fixed ? geometry : instanced(gpu, piece, geometry, FIRST_CAPACITY),
    fixed,
    hidden: false,
    dirty: true,
    draws: {},
  };
}

/** Replaces the slots where a batch stands. Allocates only when the list outgrows its buffer. */
export function placeBatch(gpu: Gpu, b: Batch, slots: readonly number[]): void {
  if (slots.length > b.slots.length) {
    const capacity = Math.max(slots.length, b.slots.length * 2);
    b.slots = new Float32Array(capacity);
    b.seen = new Float32Array(capacity);
    const grown = gpu.geometry(
      { a_slot: { data: b.slots, size: 1, instanced: true, updatable: true } },
      null,
    );
    b.geometry.buffers["a_slot"]!.dispose();
    b.geometry.buffers["a_slot"] = grown.buffers["a_slot"]!;
    if (b.seenGeometry !== b.geometry) {
      const seen = gpu.geometry(
        { a_slot: { data: b.seen, size: 1, instanced: true, updatable: true } },
        null,
      );
      b.seenGeometry.buffers["a_slot"]!.dispose();
      b.seenGeometry.buffers["a_slot"] = seen.buffers["a_slot"]!;
    }
  }
  b.slots.set(slots);
  b.count = slots.length;
  b.dirty = true;
}
