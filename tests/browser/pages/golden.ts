/**
 * The golden takes' page: replays takes in a worker, as reviews do. In: a take's address, and how many ticks. Out: on
 * `globalThis.replayTake`, what the replay came to.
 */
import type { Replay } from "../../../shared/takes/replay.ts";

/** What the worker is asked. */
export interface ReplayCall {
  url: string;
  /** Ticks from the take's beginning. */
  ticks: number;
}

/** What it answers. */
export type ReplayAnswer = { result: Replay } | { fault: string };

const replayTake = (url: string, ticks: number): Promise<ReplayAnswer> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL("./golden-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<ReplayAnswer>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => resolve({ fault: event.message });
    worker.postMessage({ url: new URL(url, location.href).href, ticks } satisfies ReplayCall);
  });

Object.assign(globalThis, { replayTake });
