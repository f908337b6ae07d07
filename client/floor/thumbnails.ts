/**
 * Small pictures of takes and of the stage: made by whoever operated a take's first camera, right after the cut, and
 * kept by the house for everybody. In: take lines as they come. Out: `floor.thumbnails`, and pictures for the house.
 */
import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { Floor } from "./floor.ts";
import { type House, pictureOf } from "./house.ts";

/** Width of a small picture, pixels. */
export const WIDTH = 480;
/** Milliseconds for which lines are gathered before the house is asked for their pictures. */
const GATHER = 400;

/** What thumbnails are made with. */
export interface ThumbnailParts {
  floor: Floor;
  house: Pick<House, "pictures" | "keepPicture">;
  stage: string;
  key: string;
  /** The picture of this moment through the own camera, at a size; null where there is none. */
  shoot(width: number): Promise<Blob | null>;
  /** `floor.thumbnails` has changed. */
  changed(): void;
  later(ms: number, call: () => void): void;
}

/** Thumbnails at work. */
export interface Thumbnails {
  /** A take's line has come. */
  heard(line: TakeLine): void;
  /** Asks the house which pictures there are. */
  refresh(): Promise<void>;
  /** Keeps how the stage looks now. */
  keepStage(): Promise<void>;
  /** Keeps how the stage looks now, where there is no picture of it yet. */
  keepFirst(): Promise<void>;
}

/** Puts thumbnails to work. */
export function createThumbnails(parts: ThumbnailParts): Thumbnails {
  const { floor, house, stage, key, shoot } = parts;
  const rolling = new Set<string>();
  let asking = false;

  const keep = async (name: string): Promise<void> => {
    try {
      const picture = await shoot(WIDTH);
      if (picture !== null) await house.keepPicture(stage, name, picture);
    } catch (fault) {
      // A strip without one picture is no reason to disturb anybody.
      console.warn(`no small picture of ${name}: ${fault instanceof Error ? fault.message : fault}`);
    }
  };

  const refresh = async (): Promise<void> => {
    const names = await house.pictures(stage).catch(() => null);
    if (names === null) return;
    let changed = false;
    for (const name of names) {
      if (name === "stage" || floor.thumbnails.has(name)) continue;
      floor.thumbnails.set(name, pictureOf(stage, key, name));
      changed = true;
    }
    if (changed) parts.changed();
  };

  return {
    refresh,
    keepStage: () => keep("stage"),
    async keepFirst() {
      const names = await house.pictures(stage).catch(() => null);
      if (names?.length === 0) await keep("stage");
    },
    heard(line) {
      if (line.to === 0) {
        rolling.add(line.id);
        return;
      }
      if (rolling.delete(line.id) && line.cameras[0]?.person === floor.room?.person) void keep(line.id);
      if (floor.thumbnails.has(line.id) || asking) return;
      asking = true;
      parts.later(GATHER, () => {
        asking = false;
        void refresh();
      });
    },
  };
}

/** Pixels as a small file. */
export async function encodePicture(pixels: {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}): Promise<Blob> {
  const canvas = new OffscreenCanvas(pixels.width, pixels.height);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas to draw on");
  context.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
  return canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
}
