/**
 * A room's time: as many ticks as are due, each gathered, sent, written down and stepped; between them everything that
 * need not be in a tick. In: the clock. A room that cannot keep up falls behind in the open instead of locking up.
 */
import { hashWorld } from "../../shared/world/hash.ts";
import { stepWorld } from "../../shared/world/step.ts";
import { keepOne, milestoneWhenDue } from "./checkpoints.ts";
import { flushWhenDue, noteHash, noteTick } from "./diary.ts";
import { gather } from "./order.ts";
import { leaveWhenDue } from "./people.ts";
import { broadcastTicks, wakeStalled } from "./post.ts";
import type { Room } from "./room.ts";
import { followTake, sealWhenDue } from "./takes.ts";

/** Milliseconds of a tick. */
export const TICK_MS = 1000 / 60;
/** Share of a tick by which one may begin early: times are sums of many parts. */
const SLACK = 1e-6;
/** Ticks owed beyond which time is let go: the machine slept, or is too slow. */
const MOST_OWED = 60;
/** Ticks between two hashes, and how many are remembered. */
const HASH_EVERY = 60;
const HASHES = 300;

/** When a tick is due, on the room's clock. */
export const dueAt = (room: Room, tick: number): number => room.origin + (tick - room.originTick) * TICK_MS;

/**
 * Does what is due now, at most one tick, so that other rooms have their turn. Returns when the next one is due, which
 * has passed already where this room owes more. `calm`: false where this is no moment for what can wait.
 */
export function advance(room: Room, calm = true): number {
  const { clock, log, meters } = room.ports;
  const now = clock();
  let owed = Math.floor((now - dueAt(room, room.world.tick)) / TICK_MS + SLACK) + 1;
  if (owed > MOST_OWED) {
    log.warn({ stage: room.stage.id, ticks: owed }, "time was let go: this machine was too slow or slept");
    room.origin = now;
    room.originTick = room.world.tick;
    owed = 1;
  }
  try {
    if (owed > 0 && !room.over) {
      tick(room, owed > 1);
      meters.tick(now - dueAt(room, room.world.tick - 1), clock() - now);
    }
    between(room, now, calm && owed <= 1);
  } catch (error) {
    // Whatever it was, it is this room's alone.
    room.over = true;
    room.onFailure(error);
    return Number.POSITIVE_INFINITY;
  }
  return dueAt(room, room.world.tick);
}

/** Whether what `advance` answered has come. */
export const isDue = (next: number, now: number): boolean => next - now <= SLACK * TICK_MS;

/** One tick; `behind` where the next is due already. */
function tick(room: Room, behind: boolean): void {
  const { world } = room;
  if (world.tick % HASH_EVERY === 0) noteOwnHash(room);
  const orders = gather(room);
  noteTick(room, orders);
  broadcastTicks(room, orders.length > 0, behind);
  const { action } = world;
  const rolled = room.open.take;
  stepWorld(world, orders);
  for (const kept of world.kept) if (kept.why === "one") keepOne(room, kept.checkpoint);
  if (rolled === "") return;
  const line = room.takes.get(rolled);
  if (line !== undefined) noteHash(room, line.from, world.rolling === "");
  followTake(room, rolled, world.action >= 0 && world.action !== action);
}

function noteOwnHash(room: Room): void {
  room.hashes.set(room.world.tick, hashWorld(room.world));
  if (room.hashes.size > HASHES) room.hashes.delete(room.hashes.keys().next().value!);
}

/** Everything that need not be in a tick. */
function between(room: Room, now: number, calm: boolean): void {
  leaveWhenDue(room, now);
  wakeStalled(room, now);
  milestoneWhenDue(room, now, calm);
  flushWhenDue(room, now);
  sealWhenDue(room, now);
}
