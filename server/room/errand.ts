/**
 * Threads that run errands: something is asked, it is done in another thread, one answer comes. In: what starts a
 * thread, and there what does the errand. Out: promises. A thread that breaks fails what waits for it, and the next errand
 * has another.
 */
import { parentPort, type Worker } from "node:worker_threads";

/** An errand on its way to the thread. */
interface Errand<Ask> {
  id: number;
  ask: Ask;
}
/** What comes back. */
type Answer = { id: number; value: unknown } | { id: number; error: string };

/** The other end of a thread that runs errands. */
export interface Runner<Ask, Value> {
  /** Rejects where the errand fails, the thread breaks, or it is closed. What is in `transfer` goes over without a copy. */
  run(ask: Ask, transfer?: ArrayBuffer[]): Promise<Value>;
  /** Ends the thread; nothing is run any more. */
  close(): Promise<void>;
}

/** Runs errands in a thread that `start` makes, at once or with the first one. `name`: what errors call it. */
export function createRunner<Ask, Value>(
  name: string,
  start: () => Worker,
  { atOnce = false } = {},
): Runner<Ask, Value> {
  const waiting = new Map<number, { resolve(value: Value): void; reject(error: Error): void }>();
  let next = 1;
  let closed = false;
  let worker: Worker | null = null;
  const begin = (): Worker => {
    const made = start();
    made.on("message", (answer: Answer) => {
      const errand = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ("error" in answer) errand?.reject(new Error(answer.error));
      else errand?.resolve(answer.value as Value);
    });
    // An error ends the thread, and both are told: whoever came in between waits for the next.
    const fail = (error: Error): void => {
      if (worker !== made) return;
      worker = null;
      for (const errand of waiting.values()) errand.reject(error);
      waiting.clear();
    };
    made.on("error", (error) => fail(error as Error));
    made.on("exit", () => fail(new Error(`${name} is closed`)));
    return made;
  };
  if (atOnce) worker = begin();
  return {
    run: (ask, transfer = []) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new Error(`${name} is closed`));
          return;
        }
        worker ??= begin();
        const id = next++;
        waiting.set(id, { resolve, reject });
        try {
          worker.postMessage({ id, ask } satisfies Errand<Ask>, transfer);
        } catch (error) {
          // What cannot be sent is its caller's fault, and nobody answers it.
          waiting.delete(id);
          reject(error as Error);
        }
      }),
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
}

/** In the thread: does each errand, and answers. */
export function answerErrands<Ask>(perform: (ask: Ask) => unknown): void {
  parentPort?.on("message", async ({ id, ask }: Errand<Ask>) => {
    let answer: Answer;
    try {
      answer = { id, value: await perform(ask) };
    } catch (error) {
      answer = { id, error: error instanceof Error ? error.message : String(error) };
    }
    parentPort?.postMessage(answer);
  });
}
