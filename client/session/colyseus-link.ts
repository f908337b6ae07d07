/**
 * A Link over Colyseus: the only importer of its SDK. Runs in a worker or in Node, since the endpoint is explicit.
 * In: the door's options. Out: a Connection; presence comes from the room's state, decoded by the schema that the room
 * itself describes in its handshake.
 */
import { Client, type Room } from "@colyseus/sdk";
import { CLOSE } from "../../shared/protocol/join.ts";
import { NOBODY, type Presence, type Present } from "../../shared/protocol/presence.ts";
import {
  type Connection,
  INBOUND,
  JoinError,
  type JoinOptions,
  type LeaveReason,
  type Link,
  type LinkEvents,
} from "./link.ts";
import type { Timer } from "./timer.ts";

/** Close codes that Colyseus gives (`CloseCode` in its shared types); the room's own are in shared/protocol/join. */
const COLYSEUS = {
  consented: 4000,
  shutdown: 4001,
  noHandler: 520,
  noSuchRoom: 522,
  seatExpired: 524,
  joinFailed: 526,
  withError: 4002,
  failedToReconnect: 4003,
  mayTryReconnect: 4010,
} as const;

/** How persistently a broken connection is had back. */
export interface Persistence {
  /** Tries; with pauses of at most `pause` ms they must fill the minute for which a room keeps a seat. */
  tries: number;
  pause: number;
}

/** A Link to Colyseus rooms. */
export function createColyseusLink(
  timer: Timer,
  persistence: Persistence = { tries: 40, pause: 2000 },
): Link {
  return {
    async join(options, events) {
      const client = new Client(options.endpoint);
      let room: Room;
      try {
        room = await client.joinById(options.room, options.door);
      } catch (fault) {
        throw joinError(fault, options);
      }
      return connect(room, events, timer, persistence);
    },
  };
}

function connect(room: Room, events: LinkEvents, timer: Timer, persistence: Persistence): Connection {
  // `joinById` resolves in the microtask after the handshake, before the next message is read: nothing is missed.
  let state: "open" | "broken" | "gone" = "open";
  let wanted: LeaveReason | null = null;

  room.reconnection.minUptime = 0;
  room.reconnection.maxRetries = persistence.tries;
  room.reconnection.maxDelay = persistence.pause;
  // The outbox sends again what was not acknowledged; a second copy in the SDK would only come out of order.
  room.reconnection.maxEnqueuedMessages = 0;

  for (const channel of INBOUND) {
    room.onMessage(channel, (bytes: Uint8Array) => events.message(channel, bytes));
  }
  // What a newer room says beside that is not for this client; without a handler the SDK warns each time.
  room.onMessage("*", () => {});
  room.onStateChange((state: unknown) => events.presence(readPresence(state)));
  room.onDrop(() => {
    if (state !== "open") return;
    state = "broken";
    events.drop();
  });
  room.onReconnect(() => {
    if (state !== "broken") return;
    // The SDK calls this while it is still answering the handshake; what is sent now must come after that answer.
    queueMicrotask(() => {
      if (state !== "broken") return;
      state = "open";
      events.reconnect();
    });
  });
  room.onError(() => {
    // A closing code follows, and says more.
  });
  room.onLeave((code, reason) => {
    if (state === "gone") return;
    state = "gone";
    const [why, text] = leaveReason(code, reason ?? "");
    events.leave(wanted ?? why, text);
  });

  return {
    get open() {
      return state === "open" && room.connection.isOpen;
    },
    send(channel, bytes) {
      if (state !== "open" || !room.connection.isOpen) return false;
      room.sendBytes(channel, bytes);
      return true;
    },
    ping(answer) {
      if (state !== "open" || !room.connection.isOpen) return;
      const from = timer.now();
      room.ping(() => answer(timer.now() - from));
    },
    renew() {
      if (state === "open") room.connection.close(COLYSEUS.mayTryReconnect);
    },
    leave() {
      if (state === "gone") return;
      wanted = "left";
      if (state === "broken" || !room.connection.isOpen) {
        state = "gone";
        // A try that is under way may still succeed: then the seat is given up properly.
        room.removeAllListeners();
        room.onMessage("*", () => {});
        room.onReconnect(() => queueMicrotask(() => void room.leave(true)));
        room.reconnection.maxRetries = room.reconnection.retryCount + 1;
        events.leave("left", "");
        return;
      }
      void room.leave(true);
    },
  };
}

function leaveReason(code: number, text: string): [LeaveReason, string] {
  switch (code) {
    case COLYSEUS.shutdown:
    case CLOSE.closing:
    case CLOSE.failed:
      return ["closed", text || "the room has closed"];
    case COLYSEUS.failedToReconnect:
      return ["lost", "the connection could not be had back"];
    case CLOSE.elsewhere:
      return ["put out", text || "you have joined from somewhere else"];
    case CLOSE.flooding:
      return ["put out", text || "too much was sent at once"];
    case CLOSE.malformed:
    case COLYSEUS.withError:
      return ["put out", text || "the room could not read what was sent"];
    case CLOSE.outdated:
      return ["put out", text || "this page is of another version than the room: reload it"];
    default:
      return code >= 4000 ? ["put out", text] : ["lost", text || `the connection closed with code ${code}`];
  }
}

/** What the room's state says of itself; anything that it does not say gets a plain value. */
function readPresence(state: unknown): Presence {
  const from = state as Record<string, unknown> & {
    people?: { forEach(visit: (person: Record<string, unknown>) => void): void };
  };
  const people: Present[] = [];
  from.people?.forEach((person) => {
    const on = person["on"];
    people.push({
      number: Number(person["number"] ?? 0),
      name: String(person["name"] ?? ""),
      colour: String(person["colour"] ?? "") || "#a0a0a0",
      mans: Number(person["mans"] ?? 0),
      on: on === "camera" || on === "foot" ? on : "village",
      connected: person["connected"] !== false,
    });
  });
  const word = (key: "rolling" | "label" | "scene" | "setup" | "ratio" | "rate" | "shown"): string =>
    String(from[key] ?? NOBODY[key]);
  return {
    people,
    rolling: word("rolling"),
    label: word("label"),
    scene: word("scene"),
    setup: word("setup"),
    number: Number(from["number"] ?? NOBODY.number),
    take: Number(from["take"] ?? NOBODY.take),
    style: from["style"] === "uk" ? "uk" : "us",
    ratio: word("ratio"),
    rate: word("rate"),
    shown: word("shown"),
    shownBy: Number(from["shownBy"] ?? 0),
  };
}

function joinError(fault: unknown, options: JoinOptions): JoinError {
  const text = fault instanceof Error ? fault.message : String(fault);
  const code = (fault as { code?: unknown }).code;
  switch (code) {
    case CLOSE.denied:
      return new JoinError("refused", text);
    case CLOSE.full:
      return new JoinError("full", text);
    case CLOSE.outdated:
    case 426:
      return new JoinError("other version", text);
    case COLYSEUS.noHandler:
    case COLYSEUS.noSuchRoom:
      return new JoinError("no such room", text);
    // The room closed between the two steps of a join, its thread ended, or the server or a proxy before it is busy.
    case CLOSE.closing:
    case COLYSEUS.seatExpired:
    case COLYSEUS.joinFailed:
    case 429:
    case 502:
    case 503:
    case 504:
      return new JoinError("not now", text);
    default:
      // Colyseus's own codes are above 400; a socket that found nobody has none, or a WebSocket's (1000 to 1999).
      if (typeof code === "number" && code >= 400 && !(code >= 1000 && code < 2000))
        return new JoinError("refused", text);
      return new JoinError("unreachable", `${options.endpoint} cannot be reached: ${text}`);
  }
}
