/**
 * Camera samples at the room's door: they are read before anybody else gets them, since a take keeps them for good. In:
 * a batch as it came. Out: on to the others, and to disk with its take; or a refusal.
 */
import { createStretch, examine } from "../../shared/camera/track-code.ts";
import type { CameraBatch } from "../../shared/protocol/messages.ts";
import { refuse, relay } from "./post.ts";
import type { Person, Room } from "./room.ts";

/** Samples of one batch: reading them takes well under a millisecond. A page sends some dozen. */
const MOST_IN_BATCH = 1024;
/** Ticks by which a sample may be ahead of the room's world, or lie beyond its take's end. */
const AHEAD = 60;
/** Ticks that a camera may begin before its take: how far a slow page may be behind when it hears of the roll. */
const BEFORE = 600;
/** Samples that a camera may have in a take: for each of its ticks (480 a second), and besides. */
const MOST_IN_TICK = 8;
const MOST_BESIDES = 2 * MOST_IN_BATCH;

/** Found of the batch at the door. */
const stretch = createStretch();

/** Why a batch's samples cannot be read, or null. {@link takeBatch} follows at once for the same batch. */
export function unreadable({ samples }: CameraBatch): string | null {
  const fault = examine(stretch, samples, MOST_IN_BATCH);
  return fault === null ? null : `Camera samples: ${fault}.`;
}

/** Why a take does not keep what {@link stretch} tells of; null where it does. */
function amiss(room: Room, person: Person, take: string): string | null {
  const line = room.takes.get(take)!;
  const end = line.to === 0 ? room.world.tick : line.to;
  if (stretch.first < line.from - BEFORE || stretch.last > end + AHEAD)
    return `These samples are of another time than the take: ticks ${Math.floor(stretch.first)} to ${Math.ceil(stretch.last)}.`;
  if (person.filmed.take !== take) person.filmed = { take, samples: 0 };
  const samples = person.filmed.samples + stretch.count;
  if (samples > MOST_BESIDES + MOST_IN_TICK * (end - line.from)) return "These are too many samples.";
  person.filmed.samples = samples;
  return null;
}

/** Takes a batch that can be read; see {@link unreadable}. */
export function takeBatch(room: Room, person: Person, batch: CameraBatch): void {
  const { camera, take, samples } = batch;
  person.batchDone = batch.serial + 1;
  const mans = person.on === "camera" && person.mans === camera;
  const line = take === "" ? undefined : room.takes.get(take);
  const shot = line?.cameras.some((c) => c.camera === camera && c.person === person.number) ?? false;
  const rolls = take !== "" && (take === room.world.rolling || take === room.open.take);
  if (shot && (rolls || room.unsealed.has(take))) {
    const fault = amiss(room, person, take);
    if (fault !== null) {
      refuse(room, person, 0, "no such samples", fault);
      return;
    }
    room.batches.push({ person: person.number, serial: batch.serial, camera, take, samples });
  } else if (take !== "" && !mans) {
    refuse(room, person, 0, "not your camera", "These samples are of a camera that you do not operate.");
  }
  // What lies in the future would keep others waiting for it.
  const isNow = stretch.last <= room.world.tick + AHEAD;
  if (mans && isNow && (take === "" || rolls))
    relay(room, person, { person: person.number, camera, samples });
}
