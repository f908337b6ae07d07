/**
 * The library's thread: the one writer of the database. In: calls, some a message. Out: their answers, in order. Calls
 * that wait together are done in one transaction and answered after its commit, so that one sync to disk serves many
 * rooms and never holds up a tick.
 */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { LibraryError } from "./library.ts";
import { createStore, openDatabase, type Store } from "./sqlite-store.ts";

/** A call of one of the library's verbs. */
export interface Request {
  id: number;
  verb: keyof Store | "close";
  args: unknown[];
}

/** Its answer. */
export interface Answer {
  id: number;
  value?: unknown;
  error?: { reason: LibraryError["reason"] | null; text: string };
}

const port = parentPort;
if (port === null) throw new Error("sqlite-worker runs as a worker only");
const db = openDatabase((workerData as { path: string }).path);
const store = createStore(db);

/** Calls of one transaction, beyond which what comes waits for the next. */
const AT_ONCE = 256;

function perform(request: Request): Answer {
  // Each call is whole or not at all, whatever becomes of its neighbours.
  db.exec("SAVEPOINT one");
  try {
    const verb = store[request.verb as keyof Store] as (...args: unknown[]) => unknown;
    const value = verb(...request.args);
    db.exec("RELEASE one");
    return { id: request.id, value };
  } catch (error) {
    db.exec("ROLLBACK TO one");
    db.exec("RELEASE one");
    const reason = error instanceof LibraryError ? error.reason : null;
    return {
      id: request.id,
      error: { reason, text: error instanceof Error ? error.message : String(error) },
    };
  }
}

port.on("message", (requests: Request[]) => {
  while (requests.length < AT_ONCE) {
    const next = receiveMessageOnPort(port);
    if (next === undefined) break;
    requests.push(...(next.message as Request[]));
  }
  const closing = requests.findIndex((request) => request.verb === "close");
  const work = closing < 0 ? requests : requests.slice(0, closing);
  let answers: Answer[];
  try {
    db.exec("BEGIN IMMEDIATE");
    answers = work.map(perform);
    db.exec("COMMIT");
  } catch (error) {
    // The disk is full, or broken: nothing of this transaction holds, and everybody is told.
    if (db.isTransaction) db.exec("ROLLBACK");
    const text = error instanceof Error ? error.message : String(error);
    answers = work.map(({ id }) => ({ id, error: { reason: null, text } }));
  }
  if (closing >= 0) {
    db.close();
    answers.push({ id: requests[closing]!.id });
  }
  port.postMessage(answers);
  if (closing >= 0) port.close();
});
port.postMessage([] satisfies Answer[]);
