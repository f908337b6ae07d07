/**
 * Timeline: a world's opening and the orders after it, which is all that a replay steps. In: a take as its file has it.
 * Out: what a review plays.
 */
import { type OrderedTick, openingOf, type Take } from "../../shared/takes/take.ts";
import type { Checkpoint } from "../../shared/world/checkpoint.ts";
import type { Order } from "../../shared/world/command.ts";
import { NO_ORDERS } from "./queue.ts";

/** An opening and the orders after it. Immutable. */
export interface Timeline {
  readonly opening: Checkpoint;
  /** First tick, and the tick after the last. */
  readonly from: number;
  readonly to: number;
  readonly orders: ReadonlyMap<number, readonly Order[]>;
}

/** The timeline of these ordered ticks. */
export function create(
  opening: Checkpoint,
  from: number,
  to: number,
  ticks: readonly OrderedTick[],
): Timeline {
  return { opening, from, to, orders: new Map(ticks.map(({ tick, orders }) => [tick, orders])) };
}

/** The timeline of a take. Throws TakeError where its opening cannot be read. */
export function of(take: Take): Timeline {
  return create(openingOf(take), take.from, take.to, take.ticks);
}

/** Orders of a tick. */
export function at(timeline: Timeline, tick: number): readonly Order[] {
  return timeline.orders.get(tick) ?? NO_ORDERS;
}
