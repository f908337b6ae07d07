/**
 * Picking up: going live from a frame of a take. The world at that tick is worked out beside the ticks, from the
 * nearest world that the take keeps; clients are told its name a moment before it is ordered, so that they have it.
 */
import { decodeCheckpoint } from "../../shared/world/checkpoint.ts";
import { beside, remember, saveBlob } from "./checkpoints.ts";
import { flushThrough } from "./diary.ts";
import { decodeEntries } from "./journal.ts";
import { notifyAll, refuse } from "./post.ts";
import { openBlob } from "./press.ts";
import type { Person, PickUp, Room } from "./room.ts";

/** Milliseconds that clients have to fetch the blob before they would have to wait for it. */
const AHEAD_MS = 150;
/** Pick-ups remembered. */
const MOST = 16;

/** Hash of the world at a tick of a take; null where it is refused; "wait" while it is worked out. */
export function pickUpWhenReady(
  room: Room,
  person: Person,
  serial: number,
  take: string,
  tick: number,
): string | null | "wait" {
  const line = room.takes.get(take);
  if (line === undefined || line.to === 0 || tick < line.from || tick > line.to) {
    refuse(room, person, serial, "unknown take", "There is no such frame to pick up from.");
    return null;
  }
  const key = `${take} ${tick}`;
  const known = room.pickUps.get(key);
  if (known === undefined) {
    for (const oldest of room.pickUps.keys()) {
      if (room.pickUps.size < MOST) break;
      room.pickUps.delete(oldest);
    }
    const pickUp: PickUp = { state: "working", hash: "", notBefore: 0 };
    room.pickUps.set(key, pickUp);
    const work = find(room, pickUp, take, tick).catch((error: unknown) => {
      pickUp.state = "failed";
      throw error;
    });
    beside(room, "picking up", work);
    return "wait";
  }
  if (known.state === "failed") {
    room.pickUps.delete(key);
    refuse(room, person, serial, "gone since", "This frame could not be worked out; the log says why.");
    return null;
  }
  if (known.state === "working" || room.ports.clock() < known.notBefore) return "wait";
  if (!room.checkpoints.has(known.hash)) {
    // Pushed out of memory since: once more.
    room.pickUps.delete(key);
    return "wait";
  }
  return known.hash;
}

async function find(room: Room, pickUp: PickUp, take: string, tick: number): Promise<void> {
  const { library, press, rewinder, clock } = room.ports;
  await flushThrough(room, room.takes.get(take)!.to);
  const whole = await library.readTake(room.stage.id, take);
  if (whole === null || whole.opening === "") throw new Error(`take ${take} has no opening`);
  const line = room.takes.get(take)!;
  let from = { tick: line.from, checkpoint: whole.opening };
  for (const seek of whole.seeks) {
    if (seek.why === "way" && seek.tick <= tick && seek.tick > from.tick) from = seek;
  }
  const blob = await library.findBlob(room.stage.id, from.checkpoint);
  if (blob === null) throw new Error(`take ${take} has lost the world at ${from.tick}`);
  const ticks = whole.groups
    .filter((group) => group.through > from.tick && group.from < tick)
    .flatMap((group) => decodeEntries(group.entries).ticks)
    .filter((entry) => entry.tick >= from.tick && entry.tick < tick);
  // Restores are refused while a take rolls, so that a take needs no checkpoint but its own.
  const found = await rewinder.rewind({
    built: { hash: room.built.hash, bytes: room.built.bytes },
    from: await openBlob(press, room.stage.id, from.checkpoint, blob),
    ticks,
    to: tick,
  });
  await saveBlob(room, found.pressed);
  remember(room, found.pressed.hash, decodeCheckpoint(await press.open(found.pressed.squeezed)));
  if (found.one !== null) {
    await saveBlob(room, found.one.pressed);
    room.ones.set(found.one.tick, found.one.pressed.hash);
  } else if (found.opening >= 0) {
    const one = whole.seeks.find((seek) => seek.why === "one" && seek.tick === found.opening);
    const squeezed = one === undefined ? null : await library.findBlob(room.stage.id, one.checkpoint);
    if (one !== undefined && squeezed !== null) {
      await saveBlob(room, { hash: one.checkpoint, squeezed });
      room.ones.set(one.tick, one.checkpoint);
    }
  }
  room.dirty = true;
  pickUp.hash = found.pressed.hash;
  pickUp.state = "ready";
  pickUp.notBefore = clock() + AHEAD_MS;
  notifyAll(room, { type: "checkpoint", hash: pickUp.hash, tick, why: "seek" });
}
