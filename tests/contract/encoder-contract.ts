/**
 * What every Encoder keeps to, as plain functions, so that the same cases run in Node over the one in memory and in a
 * browser over the one that writes files. In: an encoder, the format to write. Out: a case that returns has held; one that
 * throws says what did not.
 */
import { type Encoder, type Picture, type Recipe, VideoError } from "../../client/export/encoder.ts";
import { createMemoryStore, type Store } from "../../client/export/store.ts";
import * as rate from "../../shared/clock/rate.ts";

const WIDTH = 64;
const HEIGHT = 48;

/** A plain picture in one grey. */
export function grey(level: number, width = WIDTH, height = HEIGHT): Picture {
  const data = new Uint8ClampedArray(width * height * 4).fill(level);
  for (let k = 3; k < data.length; k += 4) data[k] = 255;
  return { width, height, data };
}

/** A store that counts what is done to it. */
function watched(): Store & { writes: number } {
  const store = createMemoryStore();
  const counting = {
    writes: 0,
    write(data: Uint8Array<ArrayBuffer>, position: number) {
      counting.writes++;
      return store.write(data, position);
    },
    finish: store.finish,
    drop: store.drop,
  };
  return counting;
}

async function refused(what: string, promise: Promise<unknown>): Promise<void> {
  try {
    await promise;
  } catch (fault) {
    if (fault instanceof VideoError && fault.message.length > 3) return;
    throw new Error(`${what}: refused, but not with words: ${fault}`);
  }
  throw new Error(`${what}: was not refused`);
}

function holds(what: string, is: boolean): void {
  if (!is) throw new Error(`${what} does not hold`);
}

/** The cases by name. */
export const CASES: Record<string, (encoder: Encoder, format: string) => Promise<void>> = {
  async "writes every picture and leaves a whole file"(encoder, format) {
    const store = watched();
    const video = await encoder.begin(recipe(format), store);
    for (let k = 0; k < 6; k++) await video.add(grey(40 * k));
    await video.finish();
    const file = await store.finish("video/x");
    holds("something was written", store.writes > 0 && file.size > 0);
    holds("the file has its type", file.type === "video/x");
  },

  async "refuses a picture of another size, in words, and goes on"(encoder, format) {
    const store = watched();
    const video = await encoder.begin(recipe(format), store);
    await video.add(grey(10));
    await refused("a wider picture", video.add(grey(20, WIDTH + 2)));
    await video.add(grey(30));
    await video.finish();
  },

  async "refuses sizes that no encoder takes"(encoder, format) {
    for (const size of [0, 15, 65, -64, 64.5, Number.NaN, 1e6]) {
      await refused(`a width of ${size}`, encoder.begin({ ...recipe(format), width: size }, watched()));
      await refused(`a height of ${size}`, encoder.begin({ ...recipe(format), height: size }, watched()));
    }
  },

  async "writes nothing more once it is cancelled"(encoder, format) {
    const store = watched();
    const video = await encoder.begin(recipe(format), store);
    for (let k = 0; k < 3; k++) await video.add(grey(60 * k));
    await video.cancel();
    const { writes } = store;
    await refused("a picture after the end", video.add(grey(0)));
    await refused("finishing after the end", video.finish());
    await video.cancel();
    await new Promise((resolve) => setTimeout(resolve, 50));
    holds("no write after cancelling", store.writes === writes);
  },

  async "takes nothing after it is finished"(encoder, format) {
    const video = await encoder.begin(recipe(format), watched());
    await video.add(grey(90));
    await video.finish();
    await refused("a picture after the end", video.add(grey(0)));
    await refused("finishing twice", video.finish());
    await video.cancel();
  },
};

function recipe(format: string): Recipe {
  return { format, width: WIDTH, height: HEIGHT, rate: rate.FILM_NTSC, title: "contract" };
}
