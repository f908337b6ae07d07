/**
 * A room's checkpoints: those at hand for restores, those being pressed into blobs, and the milestones from which
 * newcomers begin and a dead room reopens. Only taking one happens in the tick; the rest is the press's and library's.
 */
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, take } from "../../shared/world/checkpoint.ts";
import { closeGroup, flushThrough, keptOnes, keptRoom } from "./diary.ts";
import { encodeRoom } from "./journal.ts";
import { letIn, notifyAll } from "./post.ts";
import { openBlob, type Pressed, sha256 } from "./press.ts";
import type { Room } from "./room.ts";

/** Milliseconds, and orders, after which a milestone is due. */
const EVERY_MS = 30_000;
const EVERY_ORDERS = 4000;
/** While a take rolls, milestones are its worlds on the way: closer together, so that a pick-up is quick. */
const EVERY_MS_ROLLING = 10_000;
/** Milliseconds after a milestone that failed. */
const RETRY_MS = 1000;
/** Ticks that a newcomer would rather step than wait for a newer checkpoint. */
const FRESH = 120;
/** Bytes of checkpoints that a room keeps at hand. */
const AT_HAND_BYTES = 64e6;
/** Blobs that stay for those who have been told of them, although the room does not need them any more. */
const TOLD = 8;
/** Openings that a room remembers. */
const ONES = 64;

/** Puts a checkpoint at hand under its hash. */
export function remember(room: Room, hash: string, checkpoint: Checkpoint): void {
  const old = room.checkpoints.get(hash);
  if (old !== undefined) room.checkpointBytes -= old.pages.length + old.table.length;
  room.checkpoints.delete(hash);
  room.checkpoints.set(hash, checkpoint);
  room.checkpointBytes += checkpoint.pages.length + checkpoint.table.length;
  const needed = room.ones.get(room.world.opening);
  for (const [oldest, each] of room.checkpoints) {
    if (room.checkpointBytes <= AT_HAND_BYTES) break;
    // The present opening, what was just put in, and what is not on disk yet stay.
    if (oldest === needed || oldest === hash || !room.saved.has(oldest)) continue;
    room.checkpoints.delete(oldest);
    room.checkpointBytes -= each.pages.length + each.table.length;
  }
}

/** Presses a checkpoint and puts the blob on disk. `given`: nobody reads it here afterwards. */
async function save(room: Room, checkpoint: Checkpoint, given = false): Promise<Pressed> {
  const pressed = await room.ports.press.press(checkpoint, given);
  await saveBlob(room, pressed);
  return pressed;
}

/** Notes that people are told of a blob. */
function tell(room: Room, hash: string): void {
  room.told = [...room.told.filter((each) => each !== hash), hash].slice(-TOLD);
}

/** Puts a blob on disk, where those who are told of it find it. */
export async function saveBlob(room: Room, { hash, squeezed }: Pressed): Promise<void> {
  tell(room, hash);
  await room.ports.library.putBlob(room.stage.id, hash, squeezed);
  room.saved.add(hash);
}

/** Puts the set that the room stands on on disk, if it is not there. */
export async function saveBuilt({ stage, built, saved, ports }: Room): Promise<void> {
  if (saved.has(built.hash)) return;
  await ports.library.putBlob(stage.id, built.hash, await ports.press.squeeze(built.bytes));
  saved.add(built.hash);
}

/** Something done beside the ticks; a failure is logged, and the room goes on. */
export function beside(room: Room, what: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (!room.over) room.ports.log.error({ stage: room.stage.id, error: String(error) }, `${what} failed`);
  });
}

/**
 * The present world under its hash, at once and exact: what a restore names as the world that it replaced. It costs a
 * few milliseconds of the tick, which is why only restores do it.
 */
export function keepNow(room: Room): string {
  const checkpoint = take(room.world);
  const hash = sha256(encodeCheckpoint(checkpoint));
  remember(room, hash, checkpoint);
  beside(room, "keeping the world before a restore", save(room, checkpoint));
  return hash;
}

/** Keeps the opening that a performance has just left. */
export function keepOne(room: Room, checkpoint: Checkpoint): void {
  const { tick } = checkpoint;
  const take = room.world.rolling;
  room.ones.set(tick, "");
  const work = async (): Promise<void> => {
    const { hash } = await save(room, checkpoint);
    room.ones.set(tick, hash);
    for (const oldest of room.ones.keys()) {
      if (room.ones.size <= ONES) break;
      room.ones.delete(oldest);
    }
    remember(room, hash, checkpoint);
    room.dirty = true;
    notifyAll(room, { type: "checkpoint", hash, tick, why: "one" });
    if (take !== "") {
      await flushThrough(room, tick + 1);
      await room.ports.library.addSeek(room.stage.id, take, { why: "one", tick, checkpoint: hash });
    }
  };
  beside(room, "keeping the opening", work());
}

/** Whether a checkpoint is at hand and on disk; `soon` while it is being fetched or written. */
export function atHand(room: Room, hash: string): "yes" | "soon" | "missing" {
  if (room.checkpoints.has(hash)) return room.saved.has(hash) ? "yes" : "soon";
  if (room.fetching.has(hash)) return "soon";
  if (room.missing.has(hash)) return "missing";
  room.fetching.add(hash);
  beside(
    room,
    "fetching a checkpoint",
    fetchCheckpoint(room, hash)
      .then((found) => {
        if (!found) room.missing.add(hash);
      })
      .finally(() => room.fetching.delete(hash)),
  );
  return "soon";
}

/** Fetches a checkpoint from the library. False where it is not there; throws where it is damaged. */
export async function fetchCheckpoint(room: Room, hash: string): Promise<boolean> {
  const squeezed = await room.ports.library.findBlob(room.stage.id, hash);
  if (squeezed === null) return false;
  const checkpoint = decodeCheckpoint(await openBlob(room.ports.press, room.stage.id, hash, squeezed));
  room.saved.add(hash);
  // Newcomers are told of it as long as no newer one is pressed.
  tell(room, hash);
  remember(room, hash, checkpoint);
  return true;
}

/** Every blob that this stage needs to go on, to go back to one, and to undo, and those that people may be fetching. */
function neededBlobs(room: Room): string[] {
  const needed = new Set<string>([...room.told, room.built.hash]);
  for (const hash of room.ones.values()) if (hash !== "") needed.add(hash);
  for (const { undo, redo } of room.world.histories.values()) {
    for (const { restore } of [...undo, ...redo]) needed.add(restore);
  }
  // Restores that were ordered and are not behind the milestone yet.
  for (const { orders } of room.history) {
    for (const { command } of orders) {
      if (command.type !== "restore" && command.type !== "makeOne") continue;
      if (command.type === "restore") needed.add(command.checkpoint);
      needed.add(command.before);
    }
  }
  for (const { hash } of room.pickUps.values()) if (hash !== "") needed.add(hash);
  needed.delete("");
  return [...needed];
}

/**
 * Takes a milestone if one is due, or somebody waits for a fresh checkpoint. Called between ticks; what is merely due
 * waits for a calm moment.
 */
export function milestoneWhenDue(room: Room, now: number, calm: boolean): void {
  const waiting = [...room.people.values()].some((person) => person.state === "waiting");
  const { newest, world } = room;
  if (waiting && newest !== null && world.tick - newest.tick <= FRESH) {
    letIn(room);
    return;
  }
  if (room.pressing !== null || now - room.pressedBadly < RETRY_MS) return;
  const every = world.rolling === "" ? EVERY_MS : EVERY_MS_ROLLING;
  const by = Math.max((now - room.milestoneAt) / every, room.ordersSince / EVERY_ORDERS);
  // A room that is never calm has one all the same.
  const due = by >= (calm ? 1 : 2);
  if (waiting || due || newest === null) beside(room, "a milestone", takeMilestone(room));
}

/** Takes a milestone now, and lets in who waits as soon as its blob can be fetched. Resolves when it is on disk. */
export function takeMilestone(room: Room): Promise<void> {
  room.pressing = pressMilestone(room)
    .catch((error: unknown) => {
      room.pressedBadly = room.ports.clock();
      throw error;
    })
    .finally(() => {
      room.pressing = null;
    });
  return room.pressing;
}

async function pressMilestone(room: Room): Promise<void> {
  const { world, ports } = room;
  closeGroup(room);
  const { tick } = world;
  const rolling = world.rolling;
  const checkpoint = take(world);
  const kept = keptRoom(room);
  room.milestoneAt = ports.clock();
  room.ordersSince = 0;
  const { hash } = await save(room, checkpoint, true);
  if (room.over) return;
  room.newest = { tick, hash };
  room.historyFrom = tick;
  room.history = room.history.filter((entry) => entry.tick >= tick);
  letIn(room);
  await flushThrough(room, tick);
  await ports.library.commitMilestone(room.stage.id, {
    tick,
    checkpoint: hash,
    // An opening that was being pressed when this began has its name by now: without it nobody could go back to it.
    room: encodeRoom({ ...kept, ones: keptOnes(room) }),
    blobs: neededBlobs(room),
  });
  if (rolling !== "") {
    await ports.library.addSeek(room.stage.id, rolling, { why: "way", tick, checkpoint: hash });
  }
}
