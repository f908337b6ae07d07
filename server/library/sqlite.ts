/**
 * The Library in SQLite, embedded in Node: one file in the data folder, written by a thread of its own
 * (sqlite-worker.ts). In: the folder. Out: a Library, or an error that says why the file cannot be used.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
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

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Opens the library in `folder`, making both where they are not there. */
export async function openSqliteLibrary(folder: string): Promise<Library> {
  await mkdir(folder, { recursive: true });
  const worker = new Worker(new URL("./sqlite-worker.ts", import.meta.url), {
    workerData: { path: join(folder, "library.sqlite") },
  });
  const waiting = new Map<number, Waiting>();
  let next = 1;
  let over: Error | null = null;

  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", reject);
  });
  const end = (error: Error): void => {
    over = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("error", (error) => end(error as Error));
  worker.on("exit", () => end(new Error("the library is closed")));
  worker.on("message", ({ id, value, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else
      call?.reject(
        error.reason === null ? new Error(error.text) : new LibraryError(error.reason, error.text),
      );
  });

  const call = (verb: Request["verb"], args: unknown[]): Promise<unknown> => {
    if (over !== null) return verb === "close" ? Promise.resolve() : Promise.reject(over);
    const id = next++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, verb, args } satisfies Request);
    });
  };
  const verbs = Object.fromEntries(VERBS.map((verb) => [verb, (...args: unknown[]) => call(verb, args)]));
  return verbs as unknown as Library;
}
