/**
 * The library's thread: the one writer of the database. In: ports of those who use it, and through each its calls, some
 * a message. Out: their answers, in order. Calls that wait together, of whichever port, are done in one transaction and
 * answered after its commit, so that one sync to disk serves many rooms and never holds up a tick.
 *
 * A stage has one writer, the port through which it was reopened last. What an earlier one still says of it is refused: a
 * thread that has ended may have left calls behind, which come after its stage was reopened in another.
 */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
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

/** What only the writer of a stage may call. */
const WRITING = new Set<Request["verb"]>([
  "append",
  "commitMilestone",
  "setOpening",
  "writeTakeLine",
  "addSeek",
  "sealTake",
]);
/** Who reopened a stage last. */
const writers = new Map<string, MessagePort>();
/** Ports, and the stages that each has reopened. */
const users = new Map<MessagePort, Set<string>>();

/** Notes who writes a stage from now on, or refuses one who does not any more. */
function keepTurns(user: MessagePort, { verb, args }: Request): void {
  const stage = args[0] as string;
  if (verb === "reopen") {
    writers.set(stage, user);
    users.get(user)?.add(stage);
  } else if (WRITING.has(verb) && writers.get(stage) !== user && users.get(user)?.has(stage)) {
    throw new LibraryError("elsewhere", `stage ${stage} has been opened elsewhere`);
  }
}

/** A port has ended: nothing comes from it any more. */
function forget(user: MessagePort): void {
  for (const stage of users.get(user) ?? []) if (writers.get(stage) === user) writers.delete(stage);
  users.delete(user);
}

function perform(user: MessagePort, request: Request): Answer {
  // Each call is whole or not at all, whatever becomes of its neighbours.
  db.exec("SAVEPOINT one");
  try {
    keepTurns(user, request);
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

/** Calls, and who made them. */
interface Heard {
  user: MessagePort;
  requests: Request[];
}

/** What waits at any of the ports, up to what one transaction should hold. */
function gather(first: Heard): Heard[] {
  const heard = [first];
  let count = first.requests.length;
  for (const user of users.keys()) {
    while (count < AT_ONCE) {
      const next = receiveMessageOnPort(user);
      if (next === undefined) break;
      const requests = next.message as Request[];
      heard.push({ user, requests });
      count += requests.length;
    }
  }
  return heard;
}

/** Does what was heard in one transaction, and answers. */
function serve(heard: Heard[]): void {
  let answers: Answer[][];
  try {
    db.exec("BEGIN IMMEDIATE");
    answers = heard.map(({ user, requests }) => requests.map((request) => perform(user, request)));
    db.exec("COMMIT");
  } catch (error) {
    // The disk is full, or broken: nothing of this transaction holds, and everybody is told.
    if (db.isTransaction) db.exec("ROLLBACK");
    const text = error instanceof Error ? error.message : String(error);
    answers = heard.map(({ requests }) => requests.map(({ id }) => ({ id, error: { reason: null, text } })));
  }
  for (const [k, { user }] of heard.entries()) user.postMessage(answers[k]);
}

/** The library ends with the call that says so; what its own port brought before it is done first. */
function close({ user, requests }: Heard, at: number): void {
  serve([{ user, requests: requests.slice(0, at) }]);
  db.close();
  user.postMessage([{ id: requests[at]!.id }] satisfies Answer[]);
  for (const each of users.keys()) each.close();
  port!.close();
}

port.on("message", (user: MessagePort) => {
  users.set(user, new Set());
  user.on("close", () => forget(user));
  user.on("message", (requests: Request[]) => {
    // The library has been closed: so is this port in a moment, which answers everybody.
    if (!db.isOpen) return;
    const heard = gather({ user, requests });
    for (const [k, each] of heard.entries()) {
      const closing = each.requests.findIndex(({ verb }) => verb === "close");
      if (closing < 0) continue;
      serve(heard.slice(0, k));
      close(each, closing);
      return;
    }
    serve(heard);
  });
});
port.postMessage([] satisfies Answer[]);
