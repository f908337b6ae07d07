/**
 * Single pictures at any size, drawn beside the one on the canvas. In: what every picture shares, a shot. Out: the
 * finished still as bytes, or its light before glass, lens and film as floats; rows from the top.
 */
import type { Gpu, Program, Target } from "./gpu/gpu.ts";
import { createPicture, type Picture, type PictureKind, type SharedImages } from "./picture.ts";
import type { Scene } from "./scene.ts";
import type { Shot } from "./shot.ts";
import type { Quality } from "./view.ts";

/** A picture's values: RGBA bytes in rows from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** What a still is drawn with. */
export interface StillParts {
  readonly gpu: Gpu;
  readonly shared: SharedImages;
  readonly scene: Scene;
  readonly quality: Quality;
  /** Programs of shadows and mirror, which must have compiled. */
  readonly programs: readonly Program[];
  /** Draws as one frame of the device: world, light, shadows and mirror of the shot, then `draw`. */
  frame(shot: Shot, draw: () => void): void;
}

/** The whole gate. */
export const WHOLE = { x: 0, y: 0, width: 1, height: 1 } as const;

async function compiled(gpu: Gpu, programs: readonly Program[]): Promise<void> {
  while (!gpu.ready(programs)) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Turns rows from the bottom into rows from the top. */
function upright<T extends Float32Array | Uint8ClampedArray>(
  out: T,
  from: Float32Array | Uint8Array,
  row: number,
): T {
  const rows = from.length / row;
  for (let y = 0; y < rows; y++) out.set(from.subarray((rows - 1 - y) * row, (rows - y) * row), y * row);
  return out;
}

/** The finished picture; `kind` says whose light. */
export async function still(
  parts: StillParts,
  shot: Shot,
  width: number,
  height: number,
  kind: PictureKind,
): Promise<Pixels> {
  const { gpu, scene } = parts;
  const whole = { ...shot, outside: 1, overlays: undefined, frame: WHOLE };
  const made = createPicture(gpu, parts.shared, width, height, parts.quality, kind);
  const target = gpu.target(width, height, ["rgba8"]);
  await compiled(gpu, [...made.programs, ...parts.programs]);
  parts.frame(whole, () => made.render(scene, whole, target));
  const bytes = (await gpu.read(target.textures[0]!, width, height)) as Uint8Array;
  scene.forget(made.name);
  made.dispose();
  target.dispose();
  return { width, height, data: upright(new Uint8ClampedArray(bytes.length), bytes, width * 4) };
}

/** Pictures of one size, one after the other: their images are kept from each to the next. */
export interface Roll {
  take(parts: StillParts, shot: Shot): Promise<Pixels>;
  dispose(): void;
}

/** A roll on which nothing has been drawn. */
export function createRoll(width: number, height: number): Roll {
  let made: { picture: Picture; target: Target; scene: Scene; shared: SharedImages } | null = null;
  const drop = (): void => {
    if (made === null) return;
    try {
      made.scene.forget(made.picture.name);
      made.picture.dispose();
      made.target.dispose();
    } catch {
      // The device is gone, and its memory went with it.
    }
    made = null;
  };
  const load = (parts: StillParts): NonNullable<typeof made> => {
    const { gpu, scene, shared, quality } = parts;
    if (made !== null && made.shared === shared && made.scene === scene) return made;
    drop();
    const target = gpu.target(width, height, ["rgba8"]);
    made = { picture: createPicture(gpu, shared, width, height, quality), target, scene, shared };
    return made;
  };
  return {
    async take(parts, shot) {
      const whole = { ...shot, outside: 1, overlays: undefined, frame: WHOLE };
      for (;;) {
        const { picture, target, shared } = load(parts);
        await compiled(parts.gpu, [...picture.programs, ...parts.programs]);
        let drawn = false;
        parts.frame(whole, () => {
          // More things than before: what the pictures share has just been made anew.
          if (parts.shared !== shared) return;
          picture.render(parts.scene, whole, target);
          drawn = true;
        });
        if (!drawn) continue;
        const bytes = (await parts.gpu.read(target.textures[0]!, width, height)) as Uint8Array;
        return { width, height, data: upright(new Uint8ClampedArray(bytes.length), bytes, width * 4) };
      }
    },
    dispose: drop,
  };
}

/** RGBA of luminance × exposure before glass, lens and film, with the best picture's occlusion. */
export async function lit(
  parts: StillParts,
  shot: Shot,
  width: number,
  height: number,
  kind: PictureKind,
): Promise<Float32Array> {
  const { gpu, scene } = parts;
  const whole = { ...shot, overlays: undefined, frame: WHOLE };
  const made = createPicture(gpu, parts.shared, width, height, "high", kind);
  await compiled(gpu, [...made.programs, ...parts.programs]);
  parts.frame(whole, () => made.light(scene, whole));
  const values = (await gpu.read(made.radiance.textures[0]!, width, height)) as Float32Array;
  scene.forget(made.name);
  made.dispose();
  return upright(new Float32Array(values.length), values, width * 4);
}
