/**
 * Outbox: what this person has asked for and the room has not yet acknowledged. In: commands, requests and camera
 * batches. Out: messages for the link, in order, as often as it takes; serials make a second delivery harmless.
 *
 * Commands and the requests with a serial share one count, so that "place this, then back to one" stays in order.
 * Serials here are this session's own, and never change once given out; where the room counts anew (a new seat after a
 * long absence) `shift` is the difference.
 */

import { encode, Writer } from "../../shared/protocol/form.ts";
import {
  type CameraBatch,
  CHANNEL,
  cameraBatchForm,
  type Intent,
  intentForm,
} from "../../shared/protocol/messages.ts";
import { type Command, commandForm } from "../../shared/world/command.ts";
import { MAX_COMMANDS_PER_TICK } from "../../shared/world/limits.ts";

/** A request of the room that has a serial. */
export type Request = Extract<Intent, { serial: number }>;
/** A request as it is asked for: the outbox gives it its serial. */
export type Asked = Request extends infer R ? (R extends Request ? Omit<R, "serial"> : never) : never;
/** A wish without a serial: said again after a break, because saying it twice does no harm. */
export type Wish = Exclude<Intent, { serial: number } | { type: "commands" }>;

type Item = { serial: number; command: Uint8Array } | { serial: number; request: Asked };

/** Where messages go; false where the connection is broken. */
export type Post = (channel: "i" | "c", bytes: Uint8Array) => boolean;

/** What has not been acknowledged. */
export interface Outbox {
  /** Serial that the next command gets. */
  next: number;
  nextBatch: number;
  /** The room's serial is ours plus this. */
  shift: number;
  batchShift: number;
  /** Not acknowledged, oldest first. */
  readonly items: Item[];
  readonly batches: CameraBatch[];
  /** Wishes to say again after a break, newest last, one of each `wishKey`; `at`: when it was sent, ms. */
  readonly wishes: Map<string, { wish: Wish; at: number }>;
  /** Items before this index have been handed to the present connection. */
  sent: number;
  sentBatches: number;
}

/** An empty outbox; the room expects these serials first. */
export function create(commands: number, batches: number): Outbox {
  return {
    next: commands,
    nextBatch: batches,
    shift: 0,
    batchShift: 0,
    items: [],
    batches: [],
    wishes: new Map(),
    sent: 0,
    sentBatches: 0,
  };
}

/** Bytes of commands put into one message: well under what a room takes at once. */
const MESSAGE_BYTES = 48 * 1024;

const writer = new Writer(1024);

/** Adds a command and answers its serial. Throws FormError where a value is out of range, and then adds nothing. */
export function command(outbox: Outbox, value: Command): number {
  const bytes = encode(commandForm, value, writer);
  outbox.items.push({ serial: outbox.next, command: bytes });
  return outbox.next++;
}

/** Adds a request with a serial. Throws FormError. */
export function request(outbox: Outbox, value: Asked): number {
  encode(intentForm, { ...value, serial: 0 } as Intent, writer);
  outbox.items.push({ serial: outbox.next, request: value });
  return outbox.next++;
}

/** Adds camera samples and answers their serial. The bytes are kept. Throws FormError. */
export function batch(outbox: Outbox, camera: number, take: string, samples: Uint8Array): number {
  const value: CameraBatch = { serial: outbox.nextBatch, camera, take, samples };
  encode(cameraBatchForm, value, writer);
  outbox.batches.push(value);
  return outbox.nextBatch++;
}

const wishKey = (wish: Wish): string => {
  switch (wish.type) {
    case "rate":
      return `rate ${wish.take}`;
    case "mark":
      return `mark ${wish.take} ${wish.tick}`;
    case "man":
    case "hello":
    case "slate":
    case "show":
    case "project":
      return wish.type;
  }
};

/** A wish may have been under way for this long, in ms, when a connection is found to be broken. */
const UNDER_WAY = 5000;

/** Sends a wish, and keeps it in case it does not arrive. Throws FormError. */
export function wish(outbox: Outbox, value: Wish, now: number, post: Post): void {
  const sent = post(CHANNEL.intent, encode(intentForm, value, writer));
  outbox.wishes.delete(wishKey(value));
  // The next letter of a setup is asked for once: a room that hears of it twice goes two letters on.
  if (sent && value.type === "slate" && value.nextSetup) return;
  outbox.wishes.set(wishKey(value), { wish: value, at: sent ? now : Number.POSITIVE_INFINITY });
}

/** Hands everything to the connection that it has not had, in as few messages as can be. */
export function flush(outbox: Outbox, post: Post): void {
  while (outbox.sent < outbox.items.length) {
    const item = outbox.items[outbox.sent]!;
    let bytes: Uint8Array;
    let end = outbox.sent + 1;
    if ("request" in item) {
      bytes = encode(intentForm, { ...item.request, serial: item.serial + outbox.shift } as Intent, writer);
    } else {
      let size = item.command.length;
      while (end < outbox.items.length && end - outbox.sent < MAX_COMMANDS_PER_TICK) {
        const following = outbox.items[end]!;
        if ("request" in following) break;
        size += following.command.length;
        if (size > MESSAGE_BYTES) break;
        end++;
      }
      writer.reset();
      // The same bytes as `intentForm` writes for `commands`, without decoding each command again.
      writer.u8(1);
      writer.varint(item.serial + outbox.shift);
      writer.varint(end - outbox.sent);
      for (let k = outbox.sent; k < end; k++) {
        writer.raw((outbox.items[k] as { command: Uint8Array }).command);
      }
      bytes = writer.finish();
    }
    if (!post(CHANNEL.intent, bytes)) return;
    outbox.sent = end;
  }
  while (outbox.sentBatches < outbox.batches.length) {
    const next = outbox.batches[outbox.sentBatches]!;
    const value = outbox.batchShift === 0 ? next : { ...next, serial: next.serial + outbox.batchShift };
    if (!post(CHANNEL.camera, encode(cameraBatchForm, value, writer))) return;
    outbox.sentBatches++;
  }
}

/** Everything up to these serials, in the room's count, is on disk. */
export function acknowledge(outbox: Outbox, commands: number, batches: number): void {
  const items = countThrough(outbox.items, commands - outbox.shift);
  outbox.items.splice(0, items);
  outbox.sent = Math.max(0, outbox.sent - items);
  const gone = countThrough(outbox.batches, batches - outbox.batchShift);
  outbox.batches.splice(0, gone);
  outbox.sentBatches = Math.max(0, outbox.sentBatches - gone);
}

function countThrough(list: readonly { serial: number }[], serial: number): number {
  let n = 0;
  while (n < list.length && list[n]!.serial <= serial) n++;
  return n;
}

/**
 * After a welcome: the room expects these serials next. What it has is kept until it is acknowledged, but not sent
 * again; the rest is, at the next flush. `same` is false where the room no longer knew this person, and counts anew.
 */
export function resume(outbox: Outbox, commands: number, batches: number, same: boolean): void {
  if (!same) {
    outbox.shift = commands - (outbox.items[0]?.serial ?? outbox.next);
    outbox.batchShift = batches - (outbox.batches[0]?.serial ?? outbox.nextBatch);
  }
  outbox.sent = countThrough(outbox.items, commands - 1 - outbox.shift);
  outbox.sentBatches = countThrough(outbox.batches, batches - 1 - outbox.batchShift);
}

/** After a break: everything that is kept is sent again at the next flush. */
export function again(outbox: Outbox): void {
  outbox.sent = 0;
  outbox.sentBatches = 0;
}

/**
 * Says again after a break what may not have arrived. Where one stands and what one is called are said in any case;
 * an old rating is not, since somebody else may have given another meanwhile.
 */
export function repeatWishes(outbox: Outbox, now: number, post: Post): void {
  for (const [key, kept] of [...outbox.wishes]) {
    const own = kept.wish.type === "man" || kept.wish.type === "hello";
    outbox.wishes.delete(key);
    if (own || kept.at > now - UNDER_WAY) wish(outbox, kept.wish, now, post);
  }
}
