/**
 * The kinds of file that an export can be, and which of them this browser really writes: each is tried with a real encode,
 * since browsers claim codecs that then fail. In: an encoder. Out: choices, refused ones with why.
 */
import { FILM_NTSC } from "../../shared/clock/rate.ts";
import type { Encoder, Picture } from "./encoder.ts";
import { createMemoryStore } from "./store.ts";

/** A kind of file. */
export interface Format {
  readonly id: string;
  readonly label: string;
  readonly codec: "avc" | "hevc" | "av1" | "vp9" | "vp8";
  readonly container: "mp4" | "webm";
  readonly type: string;
  readonly note?: string;
}

/** WebM keeps times in whole milliseconds; its nominal rate is exact. */
const ROUGH = "times rounded to 1 ms";

/** Every kind, the one that most programs read first. */
export const FORMATS: readonly Format[] = [
  { id: "avc-mp4", label: "H.264, MP4", codec: "avc", container: "mp4", type: "video/mp4" },
  { id: "hevc-mp4", label: "H.265, MP4", codec: "hevc", container: "mp4", type: "video/mp4" },
  { id: "vp9-mp4", label: "VP9, MP4", codec: "vp9", container: "mp4", type: "video/mp4" },
  { id: "av1-mp4", label: "AV1, MP4", codec: "av1", container: "mp4", type: "video/mp4" },
  { id: "vp9-webm", label: "VP9, WebM", codec: "vp9", container: "webm", type: "video/webm", note: ROUGH },
  { id: "vp8-webm", label: "VP8, WebM", codec: "vp8", container: "webm", type: "video/webm", note: ROUGH },
];

/** The kind with this id, or null. */
export function findFormat(id: string): Format | null {
  return FORMATS.find((format) => format.id === id) ?? null;
}

/** Milliseconds that a trial may take. */
const PATIENCE = 15_000;
/** Pictures of a trial: an encoder's faults may come after the first. */
const TRIAL_FRAMES = 4;

/** Why a kind cannot be written at this size, in words, or "": it has been written. Never rejects. */
export async function tryFormat(
  encoder: Encoder,
  format: string,
  width: number,
  height: number,
): Promise<string> {
  const store = createMemoryStore();
  let video: Awaited<ReturnType<Encoder["begin"]>> | null = null;
  const trial = async (): Promise<string> => {
    video = await encoder.begin({ format, width, height, rate: FILM_NTSC, title: "trial" }, store);
    for (let k = 0; k < TRIAL_FRAMES; k++) await video.add(patternOf(width, height, k));
    await video.finish();
    const { size } = await store.finish("");
    return size > 0 ? "" : "the encoder gave nothing";
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("the encoder does not answer"), PATIENCE);
  });
  const why = await Promise.race([
    trial().catch((fault: unknown) => (fault instanceof Error ? fault.message : `${fault}`)),
    late,
  ]);
  clearTimeout(timer);
  if (why !== "") await (video as { cancel(): Promise<void> } | null)?.cancel().catch(() => {});
  return why;
}

/** A picture in which something moves, so that no encoder can pass by leaving it out. */
function patternOf(width: number, height: number, frame: number): Picture {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      data[at] = (x * 2 + frame * 16) & 255;
      data[at + 1] = (y * 2 + frame * 8) & 255;
      data[at + 2] = ((x ^ y) + frame) & 255;
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}
