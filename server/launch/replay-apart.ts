/**
 * Replays a take of unknown origin in a process with bounds, which a file that was made to do harm cannot get over: a
 * thread that runs out of memory may take its whole process along. In: a path and where to print. Out: as replay.ts; 2
 * where the file asks for more memory than any take, breaks the engine, or gets nowhere.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What the process says: a line, or none for "still at it"; and at last its code. */
export type FromReplay = { line: string | null } | { code: number };

/** Megabytes of objects that a take may make. */
const MEMORY = 3000;
/** Milliseconds without a second of the take played, after which it never will be. */
const PATIENCE = 60_000;

const CHILD = fileURLToPath(new URL("./replay-child.ts", import.meta.url));

/** Replays the take at `path`. */
export function replayApart(
  path: string,
  print: (line: string) => void,
  patience = PATIENCE,
): Promise<number> {
  const child = fork(CHILD, [path], {
    execArgv: [`--max-old-space-size=${MEMORY}`],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    let ended = false;
    const end = (code: number, line = ""): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      if (line !== "") print(`${path}: ${line}`);
      child.kill("SIGKILL");
      resolve(code);
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => end(2, `nothing has moved for ${patience / 1000} s: the take is damaged, or cannot be played`),
        patience,
      );
    };
    wait();
    child.on("message", (message: FromReplay) => {
      if (ended) return;
      if ("code" in message) end(message.code);
      else {
        if (message.line !== null) print(message.line);
        wait();
      }
    });
    child.on("error", (error) => end(2, `the take cannot be played: ${error.message}`));
    child.on("exit", (code, signal) =>
      end(
        2,
        `the replay broke off (${signal ?? code}): the take asks for more than ${MEMORY} MB, or is damaged`,
      ),
    );
  });
}
