/**
 * Replays a take of unknown origin in a thread with bounds, which a file that was made to do harm cannot get over. In: a
 * path and where to print. Out: as replay.ts; 2 where the file asks for more memory than any take, or gets nowhere.
 */
import { Worker } from "node:worker_threads";

/** What the thread says: a line, or none for "still at it"; and at last its code. */
export type FromReplay = { line: string | null } | { code: number };

/** Megabytes of objects that a take may make. */
const MEMORY = 3000;
/** Milliseconds without a second of the take played, after which it never will be. */
const PATIENCE = 60_000;

/** Replays the take at `path`. */
export function replayApart(
  path: string,
  print: (line: string) => void,
  patience = PATIENCE,
): Promise<number> {
  const worker = new Worker(new URL("./replay-worker.ts", import.meta.url), {
    workerData: { path },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  });
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    const end = (code: number, line = ""): void => {
      clearTimeout(timer);
      if (line !== "") print(`${path}: ${line}`);
      worker.removeAllListeners();
      void worker.terminate().then(() => resolve(code));
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => end(2, `nothing has moved for ${patience / 1000} s: the take is damaged, or cannot be played`),
        patience,
      );
    };
    wait();
    worker.on("message", (message: FromReplay) => {
      if ("code" in message) end(message.code);
      else {
        if (message.line !== null) print(message.line);
        wait();
      }
    });
    worker.on("error", (error: NodeJS.ErrnoException) =>
      end(
        2,
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? `the take asks for more than ${MEMORY} MB: it is damaged`
          : `the take cannot be played: ${error.message}`,
      ),
    );
    worker.on("exit", () => end(2, "the replay ended early"));
  });
}
