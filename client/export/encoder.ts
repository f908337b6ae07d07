/**
 * The Encoder port: pictures become a video file. In: how it is to be written, pictures in order. Out: bytes at positions
 * of a store. Adapters: mediabunny.ts (the browser's encoders), memory.ts (keeps the pictures, for tests).
 */
import type { Rate } from "../../shared/clock/rate.ts";
import type { Store } from "./store.ts";

/** A picture: RGBA bytes in rows from the top, as it is shown on a screen (sRGB). */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** How a video is written. */
export interface Recipe {
  /** Id of a format, see formats.ts. */
  readonly format: string;
  /** Pixels, even. */
  readonly width: number;
  readonly height: number;
  readonly rate: Rate;
  /** What players show as its title. */
  readonly title: string;
}

/** A video under way. After `finish` or `cancel` it takes nothing more. */
export interface Video {
  /**
   * The next picture; picture i lies at exactly i/rate seconds. Resolves when the encoder can take another. Rejects with
   * VideoError where the size is another or the encoder has failed.
   */
  add(picture: Picture): Promise<void>;
  /** Writes what is left. The store then holds a whole file. Rejects with VideoError; the store is then not to be used. */
  finish(): Promise<void>;
  /** Gives up: encoders are closed, nothing more is written. */
  cancel(): Promise<void>;
}

/** Makes videos. */
export interface Encoder {
  /** Begins a video into a store. Rejects with VideoError where this machine cannot write it. */
  begin(recipe: Recipe, store: Store): Promise<Video>;
}

/** A video could not be written; the message says why, in words. */
export class VideoError extends Error {
  constructor(what: string) {
    super(what);
    this.name = "VideoError";
  }
}

/** What is wrong with a picture for this video, or null. */
export function pictureFault(recipe: Recipe, picture: Picture): string | null {
  const { width, height } = recipe;
  if (picture.width === width && picture.height === height && picture.data.length === width * height * 4)
    return null;
  return `the video is ${width} × ${height}, the picture ${picture.width} × ${picture.height}`;
}

/** Largest width or height of a video. */
export const LARGEST = 8192;

/** What is wrong with a recipe, in words, or null. */
export function recipeFault(recipe: Recipe): string | null {
  for (const [name, size] of [
    ["width", recipe.width],
    ["height", recipe.height],
  ] as const) {
    if (!(Number.isInteger(size) && size >= 16 && size <= LARGEST && size % 2 === 0))
      return `${name}: an even number of pixels from 16 to ${LARGEST}, got ${size}`;
  }
  return null;
}
