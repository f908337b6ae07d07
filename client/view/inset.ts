/**
 * The inset: a second, small picture laid over the canvas, what the camera sees that one has stepped off. In: its shot and
 * its rectangle. Out: the rectangle of the canvas. It is drawn anew only every few frames.
 */
import type { Gpu } from "./gpu/gpu.ts";
import { createPicture, type Picture, type SharedImages } from "./picture.ts";
import type { Scene } from "./scene.ts";
import type { Shot } from "./shot.ts";

/** What the inset shows, and where. */
export interface Inset {
  readonly shot: Shot;
  /** Fractions of the canvas from the top left. */
  readonly frame: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** An inset on a device. */
export interface InsetPicture {
  /** Lays it over a canvas of this size, in texels. */
  draw(inset: Inset, scene: Scene, shared: SharedImages, width: number, height: number): void;
  dispose(): void;
}

/** Frames between two drawings: a small picture that is a few frames old leaves the large one its time. */
const EVERY = 3;

/** Makes an inset. */
export function createInset(gpu: Gpu): InsetPicture {
  let picture: Picture | null = null;
  let age = 0;
  return {
    draw(inset, scene, shared, width, height) {
      const w = Math.max(8, Math.round(inset.frame.width * width));
      const h = Math.max(8, Math.round(inset.frame.height * height));
      if (!picture || picture.width !== w || picture.height !== h) {
        picture?.dispose();
        picture = createPicture(gpu, shared, w, h, "low", "plain");
        age = 0;
      }
      if (!gpu.ready(picture.programs)) return;
      if (age++ % EVERY === 0) {
        // Lists of what is seen are written again for the other camera: first send what was recorded with them.
        gpu.flush();
        picture.render(scene, { ...inset.shot, overlays: undefined }, "none");
      }
      const { x, y } = inset.frame;
      picture.blit(Math.round(x * width), Math.round((1 - y - inset.frame.height) * height), w, h);
    },
    dispose() {
      picture?.dispose();
      picture = null;
    },
  };
}
