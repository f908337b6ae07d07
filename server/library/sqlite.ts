/**
 * The Library in SQLite, embedded in Node: one file in the data folder, written by a thread of its own
 * (sqlite-worker.ts). In: the folder. Out: a Library, or an error that says why the file cannot be used; ports through
 * which other threads of the process use the same one.
 *
 * What rooms append to their journals waits a moment for that of others, and goes to the thread together: to wake it for
 * each would cost more than writing.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { type Library, LibraryError } from "./library.ts";
import type { Answer, Request } from "./sqlite-worker.ts";

const VERBS = [
  "listStages",
  "listHouse",
  "findStage",
  "createStage",
  "renameStage",
  "touchStage",
  "duplicateStage",
  "binStage",
  "unbinStage",
  "emptyBin",
  "append",
  "commitMilestone",
  "readRoom",
  "reopen",
  "putBlob",
  "findBlob",
  "setOpening",
  "writeTakeLine",
  "addSeek",
  "sealTake",
  "listTakes",
  "readTake",
  "putPicture",
  "findPicture",
  "listPictures",
  "sweep",
  "close",
] as const satisfies readonly (keyof Library)[];

/** Milliseconds that an append waits for others. */
const TOGETHER_MS = 4;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A library that every thread of this process can have. */
export interface SharedLibrary extends Library {
  /** A port for one other thread, which has the library over it (`libraryOver`). */
  share(): MessagePort;
}

/** Opens the library in `folder`, making both where they are not there. */
export async function openSqliteLibrary(folder: string): Promise<SharedLibrary> {
  await mkdir(folder, { recursive: true });
  const worker = new Worker(new URL("./sqlite-worker.ts", import.meta.url), {
    workerData: { path: join(folder, "library.sqlite") },
  });
  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", reject);
  });
  let broken: Error | null = null;
  worker.on("error", (error) => {
    broken = error as Error;
  });
  const share = (): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(port2, [port2]);
    return port1;
  };
  const own = libraryOver(share(), () => broken);
  return { ...own, share };
}

/**
 * The library behind a port that was shared with this thread. `why`: what is known of its end, where it has ended.
 */
export function libraryOver(port: MessagePort, why: () => Error | null = () => null): Library {
  const waiting = new Map<number, Waiting>();
  let next = 1;
  let over: Error | null = null;

  port.on("close", () => {
    over = why() ?? new Error("the library is closed");
    for (const { reject } of waiting.values()) reject(over);
    waiting.clear();
  });
  port.on("message", (answers: Answer[]) => {
    for (const { id, value, error } of answers) {
      const call = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) call?.resolve(value);
      else
        call?.reject(
          error.reason === null ? new Error(error.text) : new LibraryError(error.reason, error.text),
        );
    }
  });

  let together: Request[] = [];
  let timer: NodeJS.Timeout | null = null;
  const post = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const requests = together;
    together = [];
    try {
      port.postMessage(requests);
    } catch (error) {
      // What cannot be sent is its caller's fault; those who went with it must not wait for ever.
      for (const { id } of requests) {
        waiting.get(id)?.reject(error as Error);
        waiting.delete(id);
      }
    }
  };

  const call = (verb: Request["verb"], args: unknown[]): Promise<unknown> => {
    if (over !== null) return verb === "close" ? Promise.resolve() : Promise.reject(over);
    const id = next++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      together.push({ id, verb, args });
      // In the order in which they came: whatever cannot wait takes along what does.
      if (verb !== "append") post();
      else timer ??= setTimeout(post, TOGETHER_MS);
    });
  };
  const verbs = Object.fromEntries(VERBS.map((verb) => [verb, (...args: unknown[]) => call(verb, args)]));
  return verbs as unknown as Library;
}
