/**
 * The page's side of its session: a worker that joins, steps and sends. In: what to join and who listens. Out: calls.
 */
import { encode, FormError, Writer } from "../../shared/protocol/form.ts";
import { cameraBatchForm, type Intent, intentForm } from "../../shared/protocol/messages.ts";
import { type Command, commandForm } from "../../shared/world/command.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { Asked, Wish } from "./outbox.ts";
import type { FromSession, Heard, ToSession } from "./page-protocol.ts";

const writer = new Writer(1024);

/** A session as the page has it. */
export interface PageSession {
  /** Number of this person; 0 before the welcome. */
  person: number;
  /**
   * Sends commands; answers the serial of the first of them, under which `commands` tells what becomes of it. 0 where
   * nothing was sent: before the welcome, or where a value is out of range, which is told as a refusal.
   */
  send(commands: readonly Command[]): number;
  /** Asks the room; answers the serial, or 0 as `send`. */
  ask(request: Asked): number;
  wish(wish: Wish): void;
  camera(camera: number, take: string, samples: Uint8Array): void;
  /** Every entity with the next mirror. */
  whole(): void;
  /** Hands back the floats of a mirror that nobody looks at any more. */
  back(data: Float32Array): void;
  close(): void;
}

/** Opens a session in a worker; `hear` gets everything that it tells. */
export function openSession(
  where: { endpoint: string; stage: string; key: string; token: string; name: string },
  hear: (message: Heard) => void,
): PageSession {
  const worker = new Worker(new URL("./page-worker.ts", import.meta.url), {
    type: "module",
    name: "session",
  });
  const tell = (message: ToSession, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer);
  let next = 1;
  let ids = new Uint32Array(0);
  let look: Mirror["look"] = null;
  /** Whether a form allows all of it; the worker must never throw on what a page has sent. */
  const fits = (check: () => void): boolean => {
    try {
      check();
      return true;
    } catch (fault) {
      if (!(fault instanceof FormError)) throw fault;
      const text = `That cannot be done: ${fault.message}.`;
      hear({
        type: "commands",
        changes: [{ serial: 0, state: "refused", reason: "out of range", text, created: [] }],
      });
      return false;
    }
  };
  const page: PageSession = {
    person: 0,
    send(commands) {
      const fit = (): void => {
        for (const command of commands) encode(commandForm, command, writer);
      };
      if (page.person === 0 || !fits(fit)) return 0;
      const first = next;
      next += commands.length;
      tell({ type: "send", commands });
      return first;
    },
    ask(request) {
      const fit = () => encode(intentForm, { ...request, serial: 0 } as Intent, writer);
      if (page.person === 0 || !fits(fit)) return 0;
      tell({ type: "ask", request });
      return next++;
    },
    wish(wish) {
      if (fits(() => encode(intentForm, wish, writer))) tell({ type: "wish", wish });
    },
    camera(camera, take, samples) {
      if (fits(() => encode(cameraBatchForm, { serial: 0, camera, take, samples }, writer)))
        tell({ type: "camera", camera, take, samples }, [samples.buffer as ArrayBuffer]);
    },
    whole: () => tell({ type: "whole" }),
    back(data) {
      const own = data as Float32Array<ArrayBuffer>;
      if (own.byteLength > 0) tell({ type: "back", data: own }, [own.buffer]);
    },
    close() {
      tell({ type: "close" });
      setTimeout(() => worker.terminate(), 500);
    },
  };
  worker.onmessage = ({ data: message }: MessageEvent<FromSession>) => {
    if (message.type === "mirror") {
      ids = (message.mirror.ids ?? ids) as Uint32Array<ArrayBuffer>;
      look = message.mirror.look ?? look;
      const { applied, clock } = message;
      hear({ type: "mirror", mirror: { ...message.mirror, ids, look }, applied, clock });
      return;
    }
    if (message.type === "welcome") {
      // The room goes on counting where this person left off in an earlier page.
      if (page.person === 0) next = message.welcome.commands;
      page.person = message.welcome.person;
    }
    hear(message);
  };
  worker.onerror = (event) => {
    const text = `The session has failed: ${event.message}`;
    hear({ type: "state", state: { phase: "over", text, failure: "physics", behind: 0 } });
  };
  tell({ type: "open", ...where });
  return page;
}
