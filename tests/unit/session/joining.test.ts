/** What becomes of a join that is refused: told at once where it stays so, tried again where a moment changes it. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createColyseusLink } from "../../../client/session/colyseus-link.ts";
import { JoinError, type LinkEvents, type RefusalReason } from "../../../client/session/link.ts";
import { createMemoryLink, type Host } from "../../../client/session/memory-link.ts";
import { createSession } from "../../../client/session/session.ts";
import type { SessionState } from "../../../client/session/status.ts";
import { createManualTimer, machineTimer } from "../../../client/session/timer.ts";
import { CLOSE } from "../../../shared/protocol/join.ts";
import { statesOnly } from "./states-only.ts";

const nothing = (): void => {};
const deaf: LinkEvents = {
  message: nothing,
  presence: nothing,
  drop: nothing,
  reconnect: nothing,
  leave: nothing,
};

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  server = null;
});

/** What a link makes of a door that answers so. */
async function answered(status: number, body: string, type = "application/json"): Promise<JoinError> {
  const made = createServer((_, response) => {
    response.writeHead(status, { "content-type": type });
    response.end(body);
  });
  server = made;
  await new Promise<void>((done) => made.listen(0, "127.0.0.1", done));
  const endpoint = `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
  const fault = await createColyseusLink(machineTimer)
    .join({ endpoint, room: "r", door: {} }, deaf)
    .catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(JoinError);
  return fault as JoinError;
}

describe("a door's answer to a join", () => {
  test.each<[status: number, body: object | string, reason: RefusalReason]>([
    [403, { code: CLOSE.denied, error: "This link does not open a stage." }, "refused"],
    [426, { code: CLOSE.outdated, error: "Reload it." }, "other version"],
    [500, { code: CLOSE.failed, error: "It cannot be read." }, "refused"],
    [503, { code: CLOSE.closing, error: "The room is closing." }, "not now"],
    [429, { error: "Too many joins from this address." }, "not now"],
    [502, "<h1>Bad gateway</h1>", "not now"],
    [504, "<h1>Gateway timeout</h1>", "not now"],
  ])("%i %j means %s", async (status, body, reason) => {
    const plain = typeof body === "string";
    const fault = await answered(
      status,
      plain ? body : JSON.stringify(body),
      plain ? "text/html" : undefined,
    );
    expect(fault.reason).toBe(reason);
    if (!plain) expect(fault.message).toContain((body as { error: string }).error);
  });
});

describe("a session that is refused", () => {
  const begin = (answers: RefusalReason[]) => {
    const timer = createManualTimer();
    const states: SessionState[] = [];
    let joins = 0;
    const host: Host = {
      join() {
        const reason = answers[joins++];
        if (reason !== undefined) throw new JoinError(reason, "The server stops.");
      },
      message: nothing,
      drop: nothing,
      reconnect: nothing,
      leave: nothing,
    };
    const session = createSession(
      {
        timer,
        link: createMemoryLink(host, timer),
        where: async () => ({ endpoint: "", room: "r", door: {} }),
        physics: () => Promise.reject(new Error("not here")),
        set: () => Promise.reject(new Error("not here")),
        fetchBlob: () => Promise.reject(new Error("not here")),
        budget: 1000,
      },
      statesOnly(states),
    );
    const run = async (ms: number): Promise<void> => {
      for (let k = 0; k < ms; k += 50) {
        for (let n = 0; n < 10; n++) await Promise.resolve();
        timer.advance(50);
      }
    };
    return { session, states, run, joins: () => joins };
  };

  test("by a room that closes just now comes again until it is let in", async () => {
    const { session, states, run, joins } = begin(["not now", "not now", "unreachable"]);
    await run(5000);
    expect(joins()).toBe(4);
    expect(states.map(({ phase }) => phase)).not.toContain("over");
    expect(states.map(({ text }) => text)).toContain("The server stops; trying again");
    session.close();
  });

  test("for good is told so, and asks no more", async () => {
    const { session, states, run, joins } = begin(["refused"]);
    await run(5000);
    expect(joins()).toBe(1);
    expect(states.at(-1)).toMatchObject({ phase: "over", failure: "refused", text: "The server stops." });
    session.close();
  });
});
