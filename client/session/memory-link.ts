/**
 * A Link within one process, over a seeded network that behaves as TCP does: what arrives, arrives in order; a lost
 * packet shows as a stall; a broken connection loses what was under way, and the seat is kept for a while.
 * In: a host (the room's side) and the conditions. Out: a Link, and a hand on each connection for tests.
 */

import type { Presence } from "../../shared/protocol/presence.ts";
import type { Channel, Connection, JoinOptions, LeaveReason, Link, LinkEvents } from "./link.ts";
import { JoinError } from "./link.ts";
import type { Timer } from "./timer.ts";

/** How a network behaves. Times in ms. */
export interface Conditions {
  /** One way. */
  delay: number;
  /** Added to the delay: 0 … this. */
  jitter: number;
  /** Share of messages of which a packet is lost, 0…1. */
  loss: number;
  /** Stall that a lost packet causes. */
  stall: number;
  /** Time until a broken connection is had back: this … twice this. */
  away: number;
  /** Time for which the host keeps the seat of a broken connection. */
  seat: number;
}

/** A quiet local network. */
export const CALM: Conditions = { delay: 1, jitter: 0, loss: 0, stall: 200, away: 200, seat: 60_000 };

/** A client as its host sees it. */
export interface Peer {
  readonly id: number;
  readonly options: JoinOptions;
  readonly open: boolean;
  send(channel: Channel, bytes: Uint8Array): void;
  presence(presence: Presence): void;
  /** Puts the client out, or tells it that the room closes. */
  close(reason: "put out" | "closed", text: string): void;
}

/** The room's side. */
export interface Host {
  /** Admits a client; throws JoinError to refuse. */
  join(peer: Peer): void;
  message(peer: Peer, channel: Channel, bytes: Uint8Array): void;
  drop(peer: Peer): void;
  reconnect(peer: Peer): void;
  leave(peer: Peer): void;
}

/** A hand on one connection, for tests. */
export interface Wire {
  /** Breaks the connection; it is had back by itself after a while. */
  cut(): void;
  /** Breaks the connection for good: the process on the other side has died. */
  lose(): void;
  readonly open: boolean;
  conditions: Conditions;
}

/** A Link with a hand on its connections. */
export interface MemoryLink extends Link {
  /** Connections in the order in which they were joined. */
  readonly wires: readonly Wire[];
}

/** Numbers 0…1 from a seed (mulberry32): a network's own dice, apart from the world's. */
export function createDice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A Link to `host` over a network with these conditions. */
export function createMemoryLink(host: Host, timer: Timer, seed = 1, conditions = CALM): MemoryLink {
  const dice = createDice(seed);
  const wires: Wire[] = [];
  let ids = 0;

  return {
    wires,
    async join(options, events) {
      const line = createLine(host, timer, dice, options, events, { ...conditions }, ids++);
      // The door takes a round trip, as a real one does.
      await new Promise<void>((done) => timer.after(2 * conditions.delay, done));
      host.join(line.peer);
      wires.push(line.wire);
      return line.connection;
    },
  };
}

/** One direction of a connection: keeps the order, and forgets what is under way when the connection breaks. */
function createPipe(timer: Timer, dice: () => number, wire: { conditions: Conditions }) {
  let generation = 0;
  let last = 0;
  return {
    carry(deliver: () => void): void {
      const { delay, jitter, loss, stall } = wire.conditions;
      const lost = loss > 0 && dice() < loss;
      const at = Math.max(last, timer.now() + delay + jitter * dice() + (lost ? stall : 0));
      last = at;
      const mine = generation;
      timer.after(at - timer.now(), () => {
        if (mine === generation) deliver();
      });
    },
    clear(): void {
      generation++;
    },
  };
}

function createLine(
  host: Host,
  timer: Timer,
  dice: () => number,
  options: JoinOptions,
  events: LinkEvents,
  conditions: Conditions,
  id: number,
): { peer: Peer; wire: Wire; connection: Connection } {
  let state: "open" | "broken" | "gone" = "open";
  const wire = {
    conditions,
    get open() {
      return state === "open";
    },
    cut: () => cut(),
    lose: () => gone("lost", "the other side has gone"),
  };
  const up = createPipe(timer, dice, wire);
  const down = createPipe(timer, dice, wire);

  const gone = (reason: LeaveReason, text: string): void => {
    if (state === "gone") return;
    state = "gone";
    up.clear();
    down.clear();
    events.leave(reason, text);
  };

  const cut = (): void => {
    if (state !== "open") return;
    state = "broken";
    up.clear();
    down.clear();
    events.drop();
    host.drop(peer);
    const away = wire.conditions.away * (1 + dice());
    if (away > wire.conditions.seat) {
      timer.after(wire.conditions.seat, () => {
        if (state !== "broken") return;
        host.leave(peer);
        gone("lost", "the connection could not be had back");
      });
      return;
    }
    timer.after(away, () => {
      if (state !== "broken") return;
      state = "open";
      events.reconnect();
      host.reconnect(peer);
    });
  };

  const peer: Peer = {
    id,
    options,
    get open() {
      return state === "open";
    },
    send(channel, bytes) {
      if (state !== "open") return;
      const copy = bytes.slice();
      down.carry(() => events.message(channel, copy));
    },
    presence(presence) {
      if (state !== "open") return;
      const copy = structuredClone(presence);
      down.carry(() => events.presence(copy));
    },
    close(reason, text) {
      if (state === "broken") gone(reason, text);
      else down.carry(() => gone(reason, text));
    },
  };

  const connection: Connection = {
    get open() {
      return state === "open";
    },
    send(channel, bytes) {
      if (state !== "open") return false;
      const copy = bytes.slice();
      up.carry(() => host.message(peer, channel, copy));
      return true;
    },
    ping(answer) {
      if (state !== "open") return;
      const from = timer.now();
      up.carry(() => down.carry(() => answer(timer.now() - from)));
    },
    renew: cut,
    leave() {
      if (state === "gone") return;
      host.leave(peer);
      gone("left", "");
    },
  };
  return { peer, wire, connection };
}

export { JoinError };
