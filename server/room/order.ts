/**
 * Ordering: what waits becomes the orders of one tick. Each person's wishes keep their order; a restore comes first in
 * its tick, since it names the world that it replaces; whoever waits for a blob holds up nobody else.
 */
import type { Order } from "../../shared/world/command.ts";
import { nextRestore } from "../../shared/world/history.ts";
import { MAX_COMMANDS_PER_TICK } from "../../shared/world/limits.ts";
import { holds, take } from "../access/bucket.ts";
import { atHand, keepNow } from "./checkpoints.ts";
import { pickUpWhenReady } from "./pick-up.ts";
import { refuse } from "./post.ts";
import { type Item, type Person, personOf, type Room } from "./room.ts";
import { roll } from "./takes.ts";

/** Orders of one tick at most, of all people together. */
const MOST_ORDERS = 1024;

/** The orders of the tick that comes now, taken out of what waits. */
export function gather(room: Room): Order[] {
  const orders: Order[] = [];
  const held = new Set<number>();
  if (room.queue.length > 0) gatherFirst(room, orders, held);
  for (const order of room.own) orders.push(order);
  room.own.length = 0;
  if (room.queue.length > 0) gatherRest(room, orders, held);
  return orders;
}

/** The one wish that must come first in its tick, if somebody's next wish is one and its blob is there. */
function gatherFirst(room: Room, orders: Order[], held: Set<number>): void {
  const seen = new Set<number>();
  for (let k = 0; k < room.queue.length; k++) {
    const item = room.queue[k]!;
    if (seen.has(item.person)) continue;
    seen.add(item.person);
    if (!comesFirst(room, item)) continue;
    const order = restoreFor(room, item);
    if (order === "wait") {
      held.add(item.person);
      continue;
    }
    room.queue.splice(k, 1);
    settle(room, item);
    if (order !== null) {
      orders.push(order);
      return;
    }
    k--;
    seen.delete(item.person);
  }
}

/** Whether a wish replaces the world, or keeps it as it is to come back to. */
function comesFirst(room: Room, { person, wish }: Item): boolean {
  switch (wish.type) {
    case "one":
    case "makeOne":
    case "pickUp":
      return true;
    case "undo":
    case "redo":
      return nextRestore(room.world, person, wish.type) !== null;
    default:
      return false;
  }
}

/** Whether these orders put another world in place of this one, or somebody's own other lens on a camera. */
const changesTake = (orders: readonly Order[], by: number): boolean =>
  orders.some(
    ({ person, command }) => command.type === "restore" || (command.type === "setCamera" && person === by),
  );

/** Everything else, in the order in which it came. */
function gatherRest(room: Room, orders: Order[], held: Set<number>): void {
  const left: Item[] = [];
  let begun = false;
  const counted = new Set<number>();
  for (const item of room.queue) {
    const person = personOf(room, item.person);
    if (!counted.has(item.person)) {
      counted.add(item.person);
      person.inTick = 0;
    }
    const { wish } = item;
    // Whether an undo is a restore is known once everything before it has been done.
    const turns = wish.type === "undo" || wish.type === "redo";
    // At one the world keeps its opening before a hand is laid on anything, and finds out afterwards whether it may.
    const begins = room.world.phase === "one" && (wish.type === "grab" || wish.type === "push");
    const later =
      held.has(item.person) ||
      person.inTick >= MAX_COMMANDS_PER_TICK ||
      orders.length >= MOST_ORDERS ||
      comesFirst(room, item) ||
      // A take holds all it needs: it begins with the tick after a restore, not with a checkpoint that it lacks, and its
      // line names the lens that was put on just before.
      (wish.type === "roll" && (!mayCost(room, person) || changesTake(orders, item.person))) ||
      (begins && (begun || !mayCost(room, person))) ||
      (turns && orders.some((order) => order.person === item.person));
    if (later) {
      held.add(item.person);
      left.push(item);
      continue;
    }
    settle(room, item);
    if (begins) begun = spend(room, person);
    if (wish.type === "one" || wish.type === "makeOne" || wish.type === "pickUp") continue;
    if (wish.type === "roll" && "preRoll" in wish) {
      spend(room, person);
      const order = roll(room, person, item.serial, wish);
      if (order !== null) orders.push(order);
      continue;
    }
    if (!("preRoll" in wish)) orders.push({ person: item.person, serial: item.serial, command: wish });
    person.inTick++;
  }
  room.queue = left;
}

/** A wish has been ordered or refused: its serial is done with. */
function settle(room: Room, item: Item): void {
  const person = room.people.get(item.person);
  if (person !== undefined) person.done = Math.max(person.done, item.serial + 1);
}

/** Whether something that costs a checkpoint may be ordered now; `spend` when it is. */
const mayCost = (room: Room, { costly }: Person): boolean => holds(costly, 1, room.ports.clock());
const spend = (room: Room, { costly }: Person): boolean => take(costly, 1, room.ports.clock());

/** The order for a wish that comes first; null: refused, or nothing to do; "wait": its blob is not there yet. */
function restoreFor(room: Room, item: Item): Order | null | "wait" {
  const { world } = room;
  const { wish, serial } = item;
  const person = personOf(room, item.person);
  const order = (command: Order["command"]): Order => ({ person: item.person, serial, command });
  if (world.rolling !== "") {
    refuse(room, person, serial, "cut first", "A take is rolling. Cut first.");
    return null;
  }
  // The rest waits: whoever hammers a key holds up nobody's ticks.
  if (!mayCost(room, person)) return "wait";
  switch (wish.type) {
    case "makeOne":
      spend(room, person);
      return order({ type: "makeOne", before: keepNow(room) });
    case "one": {
      if (world.phase === "one") return null;
      const hash = room.ones.get(world.opening);
      if (hash === "") return "wait";
      const found = hash === undefined ? "missing" : atHand(room, hash);
      if (hash === undefined || found === "missing") {
        refuse(room, person, serial, "gone since", "The opening of this performance was not kept.");
        return null;
      }
      if (found === "soon") return "wait";
      spend(room, person);
      return order({ type: "restore", checkpoint: hash, before: keepNow(room), why: "one", take: "" });
    }
    case "pickUp": {
      const ready = pickUpWhenReady(room, person, serial, wish.take, wish.tick);
      if (ready === null || ready === "wait") return ready;
      spend(room, person);
      const before = keepNow(room);
      return order({ type: "restore", checkpoint: ready, before, why: "pick up", take: wish.take });
    }
    case "undo":
    case "redo": {
      const hash = nextRestore(world, item.person, wish.type);
      if (hash === null) return "wait";
      const found = atHand(room, hash);
      if (found === "soon") return "wait";
      if (found === "missing") {
        refuse(room, person, serial, "gone since", "The world before it was not kept.");
        return null;
      }
      spend(room, person);
      return order({ type: "restore", checkpoint: hash, before: keepNow(room), why: wish.type, take: "" });
    }
    default:
      throw new Error(`${wish.type} does not come first`);
  }
}
