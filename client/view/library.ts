/**
 * The library of pictures: set, things and actors as models, read once and kept, so that a device that was lost can be
 * filled again. In: a loaded set and `read` (paths below assets/). Out: models by asset id; the set's own is "".
 * A thing whose picture is missing or broken is shown as the box of its bounds, and named in `failures`.
 */
import type { LoadedSet } from "../../shared/world/set.ts";
import { readGlb } from "./asset/glb.ts";
import { buildModel, type Material, type Model } from "./asset/model.ts";

/** A model with its decoded images. */
export interface Entry {
  readonly model: Model;
  readonly images: ReadonlyMap<number, ImageBitmap>;
}

/** Called as files arrive: done and all, and what is being read. */
export type Progress = (done: number, all: number, what: string) => void;

/** Reads a file below assets/. */
export type Read = (path: string) => Promise<Uint8Array>;

/** Decodes one image; in tests without a browser it may be absent. */
export type DecodeImage = (bytes: Uint8Array, type: string) => Promise<ImageBitmap>;

/** The browser's own decoder, leaving colours and alpha as they are in the file. */
export const decodeImage: DecodeImage = (bytes, type) =>
  createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), {
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
  });

/** Reads one GLB into an entry. */
export async function readEntry(
  read: Read,
  decode: DecodeImage,
  path: string,
  movable: ReadonlySet<string>,
  local: boolean,
): Promise<Entry> {
  const bytes = await read(path);
  const model = buildModel(await readGlb(bytes, path), path, movable, local);
  const images = new Map<number, ImageBitmap>();
  await Promise.all(
    [...model.images].map(async ([i, image]) => {
      images.set(i, await decode(image.bytes, image.type));
    }),
  );
  return { model, images };
}

/**
 * Works on up to `ahead` items at once, and hands the results on one by one in the items' order: what is read goes from
 * step to step between frames, and where frames are slow each waits for one. Begins no more once `over` says so.
 */
export async function inOrder<T, R>(
  items: readonly T[],
  ahead: number,
  work: (item: T) => Promise<R>,
  done: (item: T, result: PromiseSettledResult<R>) => void,
  over: () => boolean = () => false,
): Promise<void> {
  const begun: Promise<PromiseSettledResult<R>>[] = [];
  for (const [k, item] of items.entries()) {
    while (begun.length < Math.min(items.length, k + ahead) && !over())
      begun.push(Promise.allSettled([work(items[begun.length]!)]).then(([result]) => result));
    if (begun[k] === undefined) return;
    done(item, await begun[k]);
  }
}

/** A picture's file, and whose it is. */
export interface Wanted {
  id: string;
  path: string;
  kind: "thing" | "actor";
}

/** Where an asset's picture is; null: the set has no such asset. */
export function pictureOf(set: LoadedSet, id: string): Wanted | null {
  const thing = set.things.get(id);
  if (thing) return { id, path: `things/${id}/${thing.visual}`, kind: "thing" };
  const actor = set.actors.get(id);
  return actor ? { id, path: `cast/${id}/${actor.visual}`, kind: "actor" } : null;
}

/** Pictures of what stands in a set's opening, in its order. */
export function wanted(set: LoadedSet): Wanted[] {
  const out = new Map<string, Wanted>();
  for (const { thing, actor } of set.sheet.opening) {
    const picture = pictureOf(set, thing ?? actor ?? "");
    if (picture && !out.has(picture.id)) out.set(picture.id, picture);
  }
  return [...out.values()];
}

/** Nodes of an asset that move by themselves. */
export function movableNodes(set: LoadedSet, id: string): Set<string> {
  const thing = set.things.get(id);
  return new Set(thing?.vehicle?.wheels.map((w) => w.node) ?? []);
}

/** `#rrggbb` as linear RGB. */
export function linearColour(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  const channel = (shift: number) => {
    const v = ((value >> shift) & 255) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  };
  return Number.isNaN(value) ? [0.5, 0.5, 0.5] : [channel(16), channel(8), channel(0)];
}

/** A box of an asset's bounds in its colour: what is shown until the picture is there. */
export function boxModel(colour: string, bounds: { min: readonly number[]; max: readonly number[] }): Model {
  const c = linearColour(colour);
  const material: Material = {
    name: "box",
    base: [c[0], c[1], c[2], 1],
    emissive: [0, 0, 0],
    roughness: 0.9,
    metallic: 0,
    normalScale: 0,
    cutoff: 0.5,
    mask: false,
    glass: false,
    night: false,
    paint: true,
    doubleSided: false,
    baseImage: -1,
    surfaceImage: -1,
    normalImage: -1,
    emissiveImage: -1,
  };
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    for (const side of [0, 1]) {
      const u = (axis + 1) % 3;
      const v = (axis + 2) % 3;
      const start = positions.length / 3;
      for (const [a, b] of [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]) {
        const p = [0, 0, 0];
        p[axis] = side ? bounds.max[axis]! : bounds.min[axis]!;
        p[u] = a ? bounds.max[u]! : bounds.min[u]!;
        p[v] = b ? bounds.max[v]! : bounds.min[v]!;
        positions.push(p[0]!, p[1]!, p[2]!);
        const n = [0, 0, 0, 0];
        n[axis] = side ? 127 : -127;
        normals.push(...n);
      }
      if (side) indices.push(start, start + 1, start + 2, start, start + 2, start + 3);
      else indices.push(start, start + 2, start + 1, start, start + 3, start + 2);
    }
  }
  return {
    name: "box",
    materials: [material],
    pieces: [
      {
        node: "",
        material: 0,
        positions: new Float32Array(positions),
        normals: new Int8Array(normals),
        uvs: new Float32Array((positions.length / 3) * 2),
        colours: null,
        joints: null,
        weights: null,
        blink: null,
        indices: new Uint32Array(indices),
        min: [bounds.min[0]!, bounds.min[1]!, bounds.min[2]!],
        max: [bounds.max[0]!, bounds.max[1]!, bounds.max[2]!],
      },
    ],
    skeleton: null,
    nodes: new Map(),
    images: new Map(),
  };
}
