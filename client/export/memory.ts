/**
 * An Encoder that keeps every picture as it is, for tests of what comes before the encoder. In: pictures. Out: the same,
 * with their times; the store gets a line of text for each.
 */
import { frameTime, type RationalSeconds } from "../../shared/clock/rate.ts";
import { type Encoder, type Picture, pictureFault, type Recipe, recipeFault, VideoError } from "./encoder.ts";

/** A video as it was taken down. */
export interface Kept {
  readonly recipe: Recipe;
  readonly pictures: { readonly picture: Picture; readonly at: RationalSeconds }[];
  state: "open" | "finished" | "cancelled";
}

/** An encoder that keeps pictures; `failAt`: the picture at which it breaks, to see what others make of it. */
export function createMemoryEncoder(failAt = Number.POSITIVE_INFINITY): Encoder & { readonly kept: Kept[] } {
  const kept: Kept[] = [];
  return {
    kept,
    async begin(recipe, store) {
      const wrong = recipeFault(recipe);
      if (wrong !== null) throw new VideoError(wrong);
      const one: Kept = { recipe, pictures: [], state: "open" };
      kept.push(one);
      let length = 0;
      const check = (): void => {
        if (one.state !== "open") throw new VideoError(`the video is ${one.state}`);
      };
      return {
        async add(picture) {
          check();
          const fault = pictureFault(recipe, picture);
          if (fault !== null) throw new VideoError(fault);
          if (one.pictures.length >= failAt) throw new VideoError("the encoder has failed");
          const at = frameTime(recipe.rate, one.pictures.length);
          one.pictures.push({ picture, at });
          const line = new TextEncoder().encode(`${at.num}/${at.den}\n`);
          await store.write(line, length);
          length += line.length;
        },
        async finish() {
          check();
          one.state = "finished";
        },
        async cancel() {
          if (one.state === "open") one.state = "cancelled";
        },
      };
    },
  };
}
