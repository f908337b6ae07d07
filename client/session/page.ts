/**
 * The page's side of its session: a worker that joins, steps and sends. In: what to join and who listens. Out: calls.
 */
import type { Command } from "../../shared/world/command.ts";
import type { Asked, Wish } from "./outbox.ts";
import type { FromSession, ToSession } from "./page-protocol.ts";

/** A session as the page has it. */
export interface PageSession {
  /** Number of this person; 0 before the welcome. */
  person: number;
  /** Sends commands; answers this page's own number for the first of them. */
  send(commands: readonly Command[]): number;
  ask(request: Asked): number;
  wish(wish: Wish): void;
  camera(camera: number, take: string, samples: Uint8Array): void;
  close(): void;
}

/** Opens a session in a worker; `hear` gets everything that it tells. */
export function openSession(
  where: { endpoint: string; stage: string; key: string; token: string; name: string },
  hear: (message: FromSession) => void,
): PageSession {
  const worker = new Worker(new URL("./page-worker.ts", import.meta.url), {
    type: "module",
    name: "session",
  });
  const tell = (message: ToSession, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer);
  let next = 1;
  const page: PageSession = {
    person: 0,
    send(commands) {
      const first = next;
      next += commands.length;
      tell({ type: "send", commands });
      return first;
    },
    ask(request) {
      tell({ type: "ask", request });
      return next++;
    },
    wish: (wish) => tell({ type: "wish", wish }),
    camera: (camera, take, samples) =>
      tell({ type: "camera", camera, take, samples }, [samples.buffer as ArrayBuffer]),
    close() {
      tell({ type: "close" });
      setTimeout(() => worker.terminate(), 500);
    },
  };
  worker.onmessage = (event: MessageEvent<FromSession>) => {
    if (event.data.type === "welcome") page.person = event.data.welcome.person;
    hear(event.data);
  };
  tell({ type: "open", ...where });
  return page;
}
