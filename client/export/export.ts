/**
 * An export under way: one file for each camera, frame after frame. In: what is to be written, a function that makes the
 * picture of a frame, an encoder, stores. Out: whole files, or nothing. It waits for the page between frames, and never
 * for a clock: a slow machine writes the same file, later.
 */
import type { Rate } from "../../shared/clock/rate.ts";
import { type Encoder, type Picture, type Video, VideoError } from "./encoder.ts";
import { findFormat } from "./formats.ts";
import type { Store } from "./store.ts";

/** One file that is to be written. */
export interface Reel {
  /** Letter of its camera. */
  readonly camera: string;
  /** Name of the file, with its ending. */
  readonly name: string;
  readonly title: string;
}

/** What is to be written. */
export interface Order {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly rate: Rate;
  /** Number of the first frame, and how many, in the take's own time. */
  readonly first: number;
  readonly count: number;
  readonly reels: readonly Reel[];
}

/** How far an export is. */
export interface Standing {
  /** Camera whose file is being written. */
  readonly reel: Reel;
  /** Frames written of this file, and how many it will have; the same of all files. */
  readonly frame: number;
  readonly frames: number;
  readonly done: number;
  readonly all: number;
  /** Seconds that are left, by the pace so far; null while nobody can say. */
  readonly left: number | null;
}

/** What an export is made with. */
export interface Parts {
  readonly encoder: Encoder;
  open(name: string): Promise<Store>;
  /**
   * Called before a camera's first frame. Answers which frames are its file's: a camera that ran faster than the project
   * has more of them for the same time.
   */
  begin(camera: string): Promise<{ first: number; count: number }>;
  /** The picture of a frame (its number counts from the take's beginning) through the camera that has begun. */
  picture(frame: number): Promise<Picture>;
  /** Lets the page do what it has to between two frames. */
  pause(): Promise<void>;
  /** Milliseconds of any steady clock, for the time left. */
  now(): number;
  standing(standing: Standing): void;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/** A file that has been written whole. */
export interface Written {
  readonly reel: Reel;
  readonly file: Blob;
}

/** How an export ended. */
export type Outcome =
  | { readonly kind: "written"; readonly files: readonly Written[] }
  /** Nothing was kept. */
  | { readonly kind: "cancelled" }
  /** Went wrong, in words; the files written before are whole. */
  | { readonly kind: "failed"; readonly why: string; readonly files: readonly Written[] };

/** Frames and seconds before anything is said of the time left. */
const FRAMES_KNOWN = 3;
const SECONDS_KNOWN = 1.5;

/** Writes it. Never rejects. */
export async function run(order: Order, parts: Parts): Promise<Outcome> {
  const files: (Written & { store: Store })[] = [];
  const clock = { begun: -1, done: 0, all: order.count * order.reels.length };
  try {
    if (order.count === 0) throw new VideoError("there is no frame in this stretch");
    for (const reel of order.reels) files.push(await write(order, reel, parts, clock));
    return { kind: "written", files };
  } catch (fault) {
    if (!parts.signal.aborted) {
      return { kind: "failed", why: fault instanceof Error ? fault.message : String(fault), files };
    }
    for (const { store } of files) await store.drop();
    return { kind: "cancelled" };
  }
}

async function write(
  order: Order,
  reel: Reel,
  parts: Parts,
  clock: { begun: number; done: number; all: number },
): Promise<Written & { store: Store }> {
  const { encoder, signal } = parts;
  const { format, width, height, rate } = order;
  const store = await parts.open(reel.name);
  let video: Video | null = null;
  try {
    signal.throwIfAborted();
    video = await encoder.begin({ format, width, height, rate, title: reel.title }, store);
    const { first, count } = await parts.begin(reel.camera);
    clock.all += count - order.count;
    const of = { reel, frames: count };
    for (let k = 0; k < count; k++) {
      signal.throwIfAborted();
      if (clock.begun < 0) clock.begun = parts.now();
      parts.standing({ ...of, frame: k, done: clock.done, all: clock.all, left: left(clock, parts.now()) });
      await video.add(await parts.picture(first + k));
      clock.done++;
      await parts.pause();
    }
    signal.throwIfAborted();
    parts.standing({ ...of, frame: count, done: clock.done, all: clock.all, left: left(clock, parts.now()) });
    await video.finish();
    signal.throwIfAborted();
    const file = await store.finish(findFormat(format)?.type ?? "application/octet-stream");
    return { reel, file, store };
  } catch (fault) {
    await video?.cancel().catch(() => {});
    await store.drop();
    throw fault;
  }
}

function left(clock: { begun: number; done: number; all: number }, now: number): number | null {
  const seconds = (now - clock.begun) / 1000;
  if (clock.done < FRAMES_KNOWN || seconds < SECONDS_KNOWN) return null;
  return (seconds / clock.done) * (clock.all - clock.done);
}

/** Seconds left, in words: `about 2 min left`. */
export function leftInWords(seconds: number | null): string {
  if (seconds === null) return "";
  if (seconds < 8) return "a few seconds left";
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} s left`;
  if (seconds < 3300) return `about ${Math.max(1, Math.round(seconds / 60))} min left`;
  const hours = seconds / 3600;
  return `about ${hours < 10 ? hours.toFixed(1) : Math.round(hours)} h left`;
}
