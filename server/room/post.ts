/**
 * What a room sends: ticks as soon as they hold orders, an empty message now and then, notices. A person who reads too
 * slowly is sent nothing more, and begins again from a checkpoint when there is room: no queue grows without bound.
 */

import { encode, Writer } from "../../shared/protocol/form.ts";
import { GRACE_SECONDS } from "../../shared/protocol/join.ts";
import {
  CHANNEL,
  type Notice,
  noticeForm,
  type RelayedBatch,
  relayedBatchForm,
  ticksForm,
} from "../../shared/protocol/messages.ts";
import type { Order } from "../../shared/world/command.ts";
import { live, type Person, type Room } from "./room.ts";

/** Ticks between two messages when nobody orders anything: 15 a second. */
const HEARTBEAT = 4;
/** Ticks in one message at most. */
const MOST_TICKS = 3600;
/** Bytes waiting for one person above which nothing more is sent to them, and below which they begin again. */
const STALLED_BYTES = 2e6;
const DRAINED_BYTES = 64e3;

const writer = new Writer(4096);

/** Sends bytes to one person. */
export function send(room: Room, person: Person, channel: string, bytes: Uint8Array): void {
  if (person.outlet === null) return;
  room.ports.meters.sent(bytes.length);
  person.outlet.send(channel, bytes);
}

/** Tells one person. */
export function notify(room: Room, person: Person, notice: Notice): void {
  if (person.outlet !== null) send(room, person, CHANNEL.notice, encode(noticeForm, notice, writer));
}

/** Tells everybody who is in step. Newcomers get the same in their welcome. */
export function notifyAll(room: Room, notice: Notice): void {
  const bytes = encode(noticeForm, notice, writer);
  for (const person of live(room)) send(room, person, CHANNEL.notice, bytes);
}

/** Says why something was not done. */
export function refuse(room: Room, person: Person, serial: number, reason: string, text: string): void {
  room.ports.meters.refused(reason);
  notify(room, person, { type: "refused", serial, reason, text: text.slice(0, 300) });
}

/** Bytes of the ticks `from` … `through` − 1. */
function ticksBetween(room: Room, from: number, through: number): Uint8Array {
  // The history may be long, and what is wanted lies at its end but for newcomers.
  let first = room.history.length;
  while (first > 0 && room.history[first - 1]!.tick >= from) first--;
  const orders: { ahead: number; order: Order }[] = [];
  for (let k = first; k < room.history.length; k++) {
    const entry = room.history[k]!;
    if (entry.tick >= through) break;
    for (const order of entry.orders) orders.push({ ahead: entry.tick - from, order });
  }
  return encode(ticksForm, { from, count: through - from, orders }, writer);
}

/**
 * Sends the ticks up to the one just gathered, if any of them holds orders or the heartbeat is due. `behind`: the next
 * tick follows at once, and goes out with this one.
 */
export function broadcastTicks(room: Room, hasOrders: boolean, behind: boolean): void {
  const through = room.world.tick + 1;
  room.unsentOrders ||= hasOrders;
  const due = through - room.sent >= HEARTBEAT;
  if (due || (room.unsentOrders && !behind)) broadcastThrough(room, through);
}

/** Sends everybody who is in step the ticks below `through` that they have not had. */
function broadcastThrough(room: Room, through: number): void {
  if (through === room.sent) return;
  const bytes = ticksBetween(room, room.sent, through);
  for (const person of live(room)) {
    if (person.outlet!.backlog() > STALLED_BYTES) {
      person.state = "stalled";
      person.since = room.ports.clock();
      room.ports.log.warn(
        { stage: room.stage.id, person: person.number },
        "too slow: begins again from a checkpoint",
      );
    } else send(room, person, CHANNEL.ticks, bytes);
  }
  room.sent = through;
  room.unsentOrders = false;
}

/** Lets waiting people in, from the newest checkpoint. */
export function letIn(room: Room): void {
  const { newest } = room;
  if (newest === null || ![...room.people.values()].some((person) => person.state === "waiting")) return;
  // Newcomers have what everybody has: no tick twice, none left out.
  broadcastThrough(room, room.world.tick);
  for (const person of room.people.values()) {
    if (person.state !== "waiting") continue;
    person.state = "live";
    person.since = room.ports.clock();
    if (person.hail === "welcome") {
      notify(room, person, {
        type: "welcome",
        person: person.number,
        stage: room.stage.id,
        label: room.stage.label,
        set: room.stage.set,
        baseline: room.baseline,
        checkpoint: newest.hash,
        tick: newest.tick,
        commands: person.expected,
        batches: person.batchExpected,
        takes: [...room.takes.values()].slice(-1000),
        scene: room.slate.scene,
        style: room.slate.style,
      });
      for (const [tick, hash] of room.ones) {
        if (tick !== room.world.opening || hash === "") continue;
        notify(room, person, { type: "checkpoint", hash, tick, why: "one" });
      }
    } else {
      notify(room, person, { type: "resynchronise", checkpoint: newest.hash, tick: newest.tick });
    }
    for (let from = newest.tick; from < room.sent; from += MOST_TICKS) {
      send(room, person, CHANNEL.ticks, ticksBetween(room, from, Math.min(room.sent, from + MOST_TICKS)));
    }
  }
}

/** People whose line is free again begin anew; those who stay stuck lose the connection. */
export function wakeStalled(room: Room, now: number): void {
  for (const person of room.people.values()) {
    if (person.state !== "stalled" || person.outlet === null) continue;
    if (person.outlet.backlog() < DRAINED_BYTES) {
      person.state = "waiting";
      person.hail = "resynchronise";
      person.since = now;
    } else if (now - person.since > GRACE_SECONDS * 500) {
      person.outlet.close(1013, "This line is too slow.");
    }
  }
}

/** Passes camera samples on to everybody else. */
export function relay(room: Room, from: Person, batch: RelayedBatch): void {
  const bytes = encode(relayedBatchForm, batch, writer);
  for (const person of live(room)) if (person !== from) send(room, person, CHANNEL.camera, bytes);
}
