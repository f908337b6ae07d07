/**
 * The Encoder by mediabunny over the browser's WebCodecs. In: recipes and pictures. Out: MP4 or WebM in a store. Times in an
 * MP4 are exact: mediabunny takes the track's timescale from the frame rate (24000 for 24000/1001), and a frame's time in
 * seconds, rounded once, comes back to a whole number of its units for longer than anybody shoots.
 */
import {
  Mp4OutputFormat,
  Output,
  Quality,
  StreamTarget,
  type StreamTargetChunk,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from "mediabunny";
import * as rates from "../../shared/clock/rate.ts";
import { type Encoder, pictureFault, recipeFault, VideoError } from "./encoder.ts";
import { findFormat } from "./formats.ts";
import { planesLength, toPlanes } from "./yuv.ts";

/** Seconds between key frames: an editor scrubs what it is given. */
const KEYS_EVERY = 0.5;
/** Bytes that are gathered before they are written. */
const CHUNK = 1 << 22;

const BT709 = { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: false } as const;

const words = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));

/** The encoder of this browser. */
export function createBrowserEncoder(): Encoder {
  return {
    async begin(recipe, store) {
      const format = findFormat(recipe.format);
      if (format === null) throw new VideoError(`there is no format “${recipe.format}”`);
      const wrong = recipeFault(recipe);
      if (wrong !== null) throw new VideoError(wrong);
      if (typeof VideoEncoder === "undefined") throw new VideoError("this browser has no video encoder");
      const { width, height, rate, title } = recipe;
      // Whatever mediabunny does with its stream, the store is closed or dropped by whoever opened it: closing a file is
      // what makes half of one look whole.
      const stream = new WritableStream<StreamTargetChunk>({
        write: ({ data, position }) => store.write(data, position),
      });
      const output = new Output({
        format:
          format.container === "mp4" ? new Mp4OutputFormat({ fastStart: false }) : new WebMOutputFormat(),
        target: new StreamTarget(stream, { chunked: true, chunkSize: CHUNK }),
      });
      const source = new VideoSampleSource({
        codec: format.codec,
        quality: new Quality("very-high"),
        keyFrameInterval: KEYS_EVERY,
        latencyMode: "quality",
      });
      output.addVideoTrack(source, { frameRate: rates.perSecond(rate) });
      output.setMetadataTags({ title });
      await output.start().catch((fault: unknown) => {
        throw new VideoError(words(fault));
      });
      const planes = new Uint8Array(planesLength(width, height));
      let index = 0;
      let over = false;
      const check = (): void => {
        if (over) throw new VideoError("the video is over");
      };
      return {
        async add(picture) {
          check();
          const fault = pictureFault(recipe, picture);
          if (fault !== null) throw new VideoError(fault);
          toPlanes(planes, picture.data, width, height);
          const sample = new VideoSample(planes, {
            format: "I420",
            codedWidth: width,
            codedHeight: height,
            timestamp: rates.frameToSeconds(rate, index++),
            duration: rates.frameSeconds(rate),
            colorSpace: BT709,
          });
          try {
            await source.add(sample);
          } catch (why) {
            throw new VideoError(words(why));
          } finally {
            sample.close();
          }
        },
        async finish() {
          check();
          over = true;
          try {
            await output.finalize();
          } catch (why) {
            throw new VideoError(words(why));
          }
        },
        async cancel() {
          if (over) return;
          over = true;
          await output.cancel();
        },
      };
    },
  };
}
