/** The thread in which a take of unknown origin is played. See replay-apart.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { replayFile } from "./replay.ts";
import type { FromReplay } from "./replay-apart.ts";

const tell = (message: FromReplay): void => parentPort?.postMessage(message);
const { path } = workerData as { path: string };
const code = await replayFile(
  path,
  (line) => tell({ line }),
  () => tell({ line: null }),
);
tell({ code });
