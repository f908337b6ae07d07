/**
 * A room's diary: ticks are gathered into groups, groups go to disk at most 50 ms later, and only then are people told
 * that what they sent is safe. In: ticks with their orders. Out: groups for the library.
 */
import type { Order } from "../../shared/world/command.ts";
import { hashWorld } from "../../shared/world/hash.ts";
import { LibraryError } from "../library/library.ts";
import { encodeEntries, type KeptRoom } from "./journal.ts";
import { notify } from "./post.ts";
import type { OpenGroup, Room } from "./room.ts";

/** Milliseconds after which what waits is written; when nothing but time has passed, a second. */
const WRITE_MS = 70;
const IDLE_MS = 1000;
/** Milliseconds between attempts when the disk refuses. */
const RETRY_MS = 1000;

/** A group that begins now. */
export const openGroup = (from: number, take: string): OpenGroup => ({
  from,
  ticks: [],
  hashes: [],
  take,
  opens: null,
});

/** Openings that can be gone back to: those that have been pressed. */
export const keptOnes = (room: Room): KeptRoom["ones"] =>
  [...room.ones].filter(([, hash]) => hash !== "").map(([tick, hash]) => ({ tick, hash }));

/** The room's own state, as it is remembered over a restart. */
export function keptRoom(room: Room): KeptRoom {
  return {
    next: room.nextPerson,
    people: [...room.people.values()].map((person) => ({
      number: person.number,
      print: person.print,
      name: person.name,
      colour: person.colour,
      mans: person.mans,
      on: person.on,
      commands: person.done,
      batches: person.batchDone,
    })),
    scene: room.slate.scene,
    setup: room.slate.setup,
    style: room.slate.style,
    number: room.slate.number,
    ratio: room.ratio,
    rate: room.rate,
    ones: keptOnes(room),
    unsealed: [...room.unsealed.keys()],
    baseline: room.baseline,
    engine: room.world.physics.engine,
    built: room.built.hash,
  };
}

/** Writes a tick's orders down, before it is stepped. */
export function noteTick(room: Room, orders: Order[]): void {
  const { world, open } = room;
  if (orders.length > 0) {
    open.ticks.push({ tick: world.tick, orders });
    room.history.push({ tick: world.tick, orders });
    room.ordersSince += orders.length;
  }
}

/** Writes down the world's hash after a step, where a take has one: each second from its first tick, and at its end. */
export function noteHash(room: Room, from: number, ended: boolean): void {
  const { tick } = room.world;
  if (ended || (tick - from) % 60 === 0) room.open.hashes.push({ tick, hash: hashWorld(room.world) });
}

/** Ends the group under way; the next begins with the next tick. */
export function closeGroup(room: Room): void {
  const { open, world } = room;
  // A group holds one tick at least: what waits goes with the next one.
  if (world.tick === open.from) return;
  const serials = [...room.people.values()]
    .filter(
      (person) => person.done - 1 > person.acknowledged || person.batchDone - 1 > person.batchAcknowledged,
    )
    .map((person) => ({ person: person.number, commands: person.done, batches: person.batchDone }));
  room.closed.push({
    from: open.from,
    through: world.tick,
    take: open.take,
    entries: encodeEntries({
      ticks: open.ticks,
      serials,
      room: room.dirty ? keptRoom(room) : null,
      hashes: open.hashes,
      stopped: false,
    }),
    batches: room.batches,
    ...(open.opens === null ? {} : { opens: open.opens }),
  });
  room.batches = [];
  room.dirty = false;
  room.open = openGroup(world.tick, world.rolling);
}

/** Resolves when all ticks below `tick` are on disk. Throws where the disk refuses, or the room has ended before. */
export async function flushThrough(room: Room, tick: number): Promise<void> {
  while (room.flushed < tick) {
    if (room.over) throw new Error("the room has ended");
    await flush(room);
    if (room.failures > 0) throw new Error("the journal cannot be written");
    // The tick has not been stepped yet: a little later.
    if (room.flushed < tick) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function hasUnacknowledged(room: Room): boolean {
  for (const person of room.people.values()) {
    if (person.done - 1 > person.acknowledged || person.batchDone - 1 > person.batchAcknowledged) return true;
  }
  return false;
}

/** Writes when it is time. Called between ticks. */
export function flushWhenDue(room: Room, now: number): void {
  if (room.flushing !== null) return;
  const waits =
    room.open.ticks.length > 0 ||
    room.closed.length > 0 ||
    room.batches.length > 0 ||
    room.dirty ||
    hasUnacknowledged(room);
  const pause = room.failures > 0 ? RETRY_MS : waits ? WRITE_MS : IDLE_MS;
  // All rooms write at the same moments, so that they share one sync to disk. The promise is kept in the room; a failure
  // has been logged by then.
  if (Math.floor(now / pause) > Math.floor(room.flushAt / pause)) void flush(room);
}

/** Writes everything that waits. Resolves when it is on disk, or has failed and will be tried again. */
export function flush(room: Room): Promise<void> {
  if (room.flushing !== null) return room.flushing;
  // Whoever reopens the stage reads what is there: nothing may follow behind their back.
  if (room.over) return Promise.resolve();
  closeGroup(room);
  room.flushAt = room.ports.clock();
  if (room.closed.length === 0) return Promise.resolve();
  const groups = room.closed;
  room.closed = [];
  const through = groups.at(-1)!.through;
  const done = [...room.people.values()].map((person) => ({
    person,
    commands: person.done - 1,
    batches: person.batchDone - 1,
  }));
  const write = async (): Promise<void> => {
    try {
      await room.ports.library.append(room.stage.id, groups);
      room.failures = 0;
      room.flushed = through;
      for (const { person, commands, batches } of done) {
        if (commands <= person.acknowledged && batches <= person.batchAcknowledged) continue;
        person.acknowledged = commands;
        person.batchAcknowledged = batches;
        notify(room, person, { type: "acknowledged", commands, batches, tick: through });
      }
    } catch (error) {
      room.closed = [...groups, ...room.closed];
      room.failures++;
      if (error instanceof LibraryError && error.reason === "elsewhere") {
        // Somebody else goes on from what is on disk: this room is not the stage's any more.
        room.over = true;
        room.onFailure(error);
        return;
      }
      room.ports.log.error(
        { stage: room.stage.id, error: String(error), attempt: room.failures },
        "the journal could not be written: nothing is acknowledged until it can",
      );
    } finally {
      room.flushing = null;
    }
  };
  room.flushing = write();
  return room.flushing;
}
