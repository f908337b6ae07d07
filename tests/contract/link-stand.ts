/**
 * What the Link contract needs of a host: a room that greets with three notices (0, 1, 2), answers each intent with the
 * same bytes as a notice, says 100 to whoever comes back, and does what it is told. Out: the in-memory stand.
 */

import { JoinError, type JoinOptions, type Link } from "../../client/session/link.ts";
import { CALM, createMemoryLink, type Host, type Peer } from "../../client/session/memory-link.ts";
import { machineTimer } from "../../client/session/timer.ts";
import { NOBODY } from "../../shared/protocol/presence.ts";

/** A host under test, and the link that leads to it. */
export interface Stand {
  link: Link;
  /** What to join, with this key; only "right" is let in. */
  options(key: string): JoinOptions;
  /** A place where nobody answers; absent where there is no such thing. */
  nowhere?: JoinOptions;
  heard: [string, Uint8Array][];
  joined: number;
  dropped: number;
  left: number;
  /** Breaks every connection without a word. */
  cut(): void;
  say(channel: "n" | "t" | "c", bytes: Uint8Array): void;
  presence(name: string): void | Promise<void>;
  close(reason: "closed" | "put out"): void;
  dispose(): Promise<void> | void;
}

/** A stand within the process. */
export function memoryStand(): Stand {
  const peers = new Set<Peer>();
  const host: Host = {
    join(peer) {
      if (peer.options.door["key"] !== "right") throw new JoinError("refused", "wrong key");
      peers.add(peer);
      stand.joined++;
      for (let k = 0; k < 3; k++) peer.send("n", new Uint8Array([k]));
    },
    message(peer, channel, bytes) {
      stand.heard.push([channel, bytes.slice()]);
      if (channel === "i") peer.send("n", bytes);
    },
    drop() {
      stand.dropped++;
    },
    reconnect(peer) {
      peer.send("n", new Uint8Array([100]));
    },
    leave(peer) {
      peers.delete(peer);
      stand.left++;
    },
  };
  const link = createMemoryLink(host, machineTimer, 1, { ...CALM, away: 50 });
  const stand: Stand = {
    link,
    options: (key) => ({ endpoint: "", room: "any", door: { key } }),
    heard: [],
    joined: 0,
    dropped: 0,
    left: 0,
    cut() {
      for (const wire of link.wires) wire.cut();
    },
    say(channel, bytes) {
      for (const peer of peers) peer.send(channel, bytes);
    },
    presence(name) {
      const person = { number: 7, name, colour: "#ffffff", mans: 0, on: "village" as const, connected: true };
      for (const peer of peers) {
        peer.presence({ ...NOBODY, people: [person] });
      }
    },
    close(reason) {
      for (const peer of peers) peer.close(reason, "words");
    },
    dispose() {},
  };
  return stand;
}
