/**
 * Ordered ticks as they arrive. In: Ticks messages. Out: the orders of one tick, or nothing where they have not come.
 * Ticks without orders cost nothing. What was stepped is let go, unless it is retained for a return to an earlier tick.
 */
import type { Ticks } from "../../shared/protocol/messages.ts";
import type { Order } from "../../shared/world/command.ts";

/** Orders of a tick in which nobody gave any. */
export const NO_ORDERS: readonly Order[] = Object.freeze([]);

/** Ordered ticks that are known. */
export interface Queue {
  /** First tick whose orders are still kept. */
  first: number;
  /** Last tick known; `first` − 1 where none is. */
  through: number;
  /** Ticks before this one may be let go when they have been stepped. */
  retain: number;
  readonly orders: Map<number, Order[]>;
}

/** A queue that waits for tick `first`. */
export function create(first: number): Queue {
  return { first, through: first - 1, retain: Number.POSITIVE_INFINITY, orders: new Map() };
}

/**
 * Takes a message in. `known`: nothing new was in it · `gap`: ticks are missing before it, and nothing was taken.
 */
export function put(queue: Queue, ticks: Ticks): "new" | "known" | "gap" {
  if (ticks.from > queue.through + 1) return "gap";
  const last = ticks.from + ticks.count - 1;
  if (last <= queue.through) return "known";
  for (const { ahead, order } of ticks.orders) {
    const tick = ticks.from + ahead;
    // What is known already was perhaps stepped; the room never changes a tick that it has sent.
    if (tick <= queue.through || tick > last) continue;
    const list = queue.orders.get(tick);
    if (list === undefined) queue.orders.set(tick, [order]);
    else list.push(order);
  }
  queue.through = last;
  return "new";
}

/** Orders of a tick, or undefined where the tick has not come or was let go. */
export function at(queue: Queue, tick: number): readonly Order[] | undefined {
  if (tick > queue.through || tick < queue.first) return undefined;
  return queue.orders.get(tick) ?? NO_ORDERS;
}

/** Lets go of ticks before `tick`, so far as they are not retained. */
export function release(queue: Queue, tick: number): void {
  const until = Math.min(tick, queue.retain, queue.through + 1);
  if (until <= queue.first) return;
  if (until - queue.first <= queue.orders.size) {
    for (let k = queue.first; k < until; k++) queue.orders.delete(k);
  } else {
    for (const k of queue.orders.keys()) if (k < until) queue.orders.delete(k);
  }
  queue.first = until;
}

/** Begins anew at `tick`, keeping what is known from there on where it joins up. True where nothing was lost. */
export function restart(queue: Queue, tick: number): boolean {
  queue.retain = Number.POSITIVE_INFINITY;
  if (tick >= queue.first && tick <= queue.through + 1) {
    release(queue, tick);
    return true;
  }
  queue.orders.clear();
  queue.first = tick;
  queue.through = tick - 1;
  return false;
}
