/**
 * Opening a room from what the library has of it: a new stage at its set's opening, or the newest milestone and every
 * tick that was written after it. Nothing that was acknowledged is missing, a take in progress included. And closing
 * it again in good order.
 */
import { CLOSE } from "../../shared/protocol/join.ts";
import { create as createSlate } from "../../shared/takes/slate.ts";
import { restore } from "../../shared/world/checkpoint.ts";
import { stepWorld } from "../../shared/world/step.ts";
import { missingBlobs } from "../../shared/world/world.ts";
import type { Group, StageLine } from "../library/library.ts";
import { beside, fetchCheckpoint, keepOne, remember, saveBuilt, takeMilestone } from "./checkpoints.ts";
import { openGroup } from "./diary.ts";
import { decodeEntries, decodeLine, decodeRoom, encodeLine, type KeptRoom, needSame } from "./journal.ts";
import { createPerson } from "./people.ts";
import { notifyAll } from "./post.ts";
import type { Room, RoomPorts } from "./room.ts";
import { PROJECT } from "./slating.ts";
import type { Footing } from "./stages.ts";
import { openTake, SEAL_AFTER } from "./takes.ts";

/** Ticks that are replayed on end. */
const REPLAYED_AT_ONCE = 20;

/** A room of a stage whose world stands at the set's opening, with nobody in it. */
export function createRoom(stage: StageLine, { world, baseline, built }: Footing, ports: RoomPorts): Room {
  const now = ports.clock();
  const room: Room = {
    stage: { ...stage },
    world,
    ports,
    baseline,
    built,
    people: new Map(),
    nextPerson: 1,
    slate: createSlate(),
    ...PROJECT,
    takes: new Map(),
    shown: { take: "", by: 0 },
    unsealed: new Map(),
    origin: now,
    originTick: world.tick,
    queue: [],
    own: [],
    history: [],
    historyFrom: world.tick,
    sent: world.tick,
    unsentOrders: false,
    hashes: new Map(),
    checkpoints: new Map(),
    checkpointBytes: 0,
    saved: new Set(),
    told: [],
    missing: new Set(),
    ones: new Map(),
    fetching: new Set(),
    pickUps: new Map(),
    newest: null,
    pressing: null,
    pressedBadly: Number.NEGATIVE_INFINITY,
    ordersSince: 0,
    milestoneAt: now,
    open: openGroup(world.tick, world.rolling),
    closed: [],
    batches: [],
    flushed: world.tick,
    flushing: null,
    flushAt: now,
    failures: 0,
    dirty: false,
    onPresence: () => {},
    onFailure: () => {},
    over: false,
  };
  world.checkpoints = { find: (hash) => room.checkpoints.get(hash) };
  return room;
}

/**
 * Opens a stage's room on a world at the set's opening. Throws SetError where that world is not the one that the stage
 * was left on: its checkpoints tell a world from that one's, and on another they would make nonsense of it.
 */
export async function openRoom(stage: StageLine, footing: Footing, ports: RoomPorts): Promise<Room> {
  const { library } = ports;
  const { world } = footing;
  const room = createRoom(stage, footing, ports);
  const { milestone, groups } = await library.reopen(stage.id);
  const unopened = new Set<string>();
  for (const kept of await library.listTakes(stage.id)) {
    room.takes.set(kept.id, decodeLine(kept.line));
    if (kept.opening === "") unopened.add(kept.id);
    if (!kept.sealed) room.unsealed.set(kept.id, 0);
  }
  if (milestone !== null) {
    adopt(room, decodeRoom(milestone.room));
    if (!(await fetchCheckpoint(room, milestone.checkpoint))) {
      throw new Error(`stage ${stage.id} has lost the world of its milestone at tick ${milestone.tick}`);
    }
    restore(world, room.checkpoints.get(milestone.checkpoint)!);
    room.newest = { tick: milestone.tick, hash: milestone.checkpoint };
  }
  room.historyFrom = world.tick;
  // Until the replay is over everything there is is on disk.
  room.flushed = Number.MAX_SAFE_INTEGER;
  for (const group of groups) {
    const entries = decodeEntries(group.entries);
    await replay(room, group, unopened);
    if (entries.room !== null) adopt(room, entries.room);
    for (const { person, commands, batches } of entries.serials) {
      const whose = room.people.get(person);
      if (whose === undefined) continue;
      whose.expected = whose.done = Math.max(whose.done, commands);
      whose.batchExpected = whose.batchDone = Math.max(whose.batchDone, batches);
    }
  }
  await saveBuilt(room);
  settleIn(room);
  ports.log.info(
    {
      stage: stage.id,
      tick: world.tick,
      rolling: world.rolling,
      people: room.people.size,
      takes: room.takes.size,
    },
    "room opened",
  );
  return room;
}

/** Takes over a room's own state. Throws SetError where it is of another set than the world. */
function adopt(room: Room, kept: KeptRoom): void {
  needSame(room.stage.set, kept.baseline, room.baseline);
  if (kept.built !== "") room.saved.add(kept.built);
  const now = room.ports.clock();
  room.nextPerson = kept.next;
  const { scene, setup, style, number, ratio, rate } = kept;
  room.slate = { ...room.slate, scene, setup, style, number };
  room.ratio = ratio;
  room.rate = rate;
  for (const { tick, hash } of kept.ones) {
    room.ones.set(tick, hash);
    room.saved.add(hash);
  }
  const people = new Map(room.people);
  room.people.clear();
  for (const each of kept.people) {
    const person = people.get(each.number) ?? createPerson(each.number, each.print, now);
    const { name, colour, mans, on } = each;
    Object.assign(person, { name, colour, mans, on });
    person.expected = person.done = Math.max(person.done, each.commands);
    person.batchExpected = person.batchDone = Math.max(person.batchDone, each.batches);
    room.people.set(person.number, person);
  }
}

/** Steps the ticks of a group that the world has not had, with the orders that were written. */
async function replay(room: Room, group: Group, unopened: ReadonlySet<string>): Promise<void> {
  const { world } = room;
  if (world.tick < group.from) {
    throw new Error(`stage ${room.stage.id}: the journal has a gap before tick ${group.from}`);
  }
  const orders = new Map(decodeEntries(group.entries).ticks.map((entry) => [entry.tick, entry.orders]));
  while (world.tick < group.through) {
    // Other rooms of this thread have their turn.
    if (world.tick % REPLAYED_AT_ONCE === 0) await new Promise(setImmediate);
    const now = orders.get(world.tick) ?? [];
    for (const hash of missingBlobs(world, now)) {
      if (!(await fetchCheckpoint(room, hash)))
        throw new Error(`stage ${room.stage.id} has lost the blob ${hash}`);
    }
    if (now.length > 0) room.history.push({ tick: world.tick, orders: now });
    for (const { command } of now) {
      // Its opening was not pressed before the end: now.
      if (command.type === "roll" && unopened.has(command.take)) openTake(room, command.take);
    }
    stepWorld(world, now);
    for (const kept of world.kept) {
      if (kept.why === "before") remember(room, kept.hash, kept.checkpoint);
      else if ((room.ones.get(kept.checkpoint.tick) ?? "") === "") keepOne(room, kept.checkpoint);
    }
  }
}

/** What is derived after a replay. */
function settleIn(room: Room): void {
  const { world, ports } = room;
  const now = ports.clock();
  for (const person of room.people.values()) {
    person.acknowledged = person.done - 1;
    person.batchAcknowledged = person.batchDone - 1;
    person.since = now;
  }
  room.origin = now;
  room.originTick = world.tick;
  room.sent = world.tick;
  room.flushed = world.tick;
  room.open = openGroup(world.tick, world.rolling);
  room.milestoneAt = Number.NEGATIVE_INFINITY;
  if (world.rolling !== "" && !room.takes.has(world.rolling)) {
    // A copy of a stage on which a take rolled: that take is the other stage's, and here it is over.
    room.open = openGroup(world.tick, "");
    room.own.push({ person: 0, serial: 0, command: { type: "cut" } });
  }
  for (const [id, line] of room.takes) {
    if (id === world.rolling) {
      room.unsealed.delete(id);
      continue;
    }
    if (room.unsealed.has(id)) room.unsealed.set(id, now + SEAL_AFTER);
    if (line.to !== 0) continue;
    // The cut was written with its tick; the line was not any more.
    beside(room, "ending a take", endOf(room, id));
  }
}

async function endOf(room: Room, id: string): Promise<void> {
  const take = await room.ports.library.readTake(room.stage.id, id);
  const line = room.takes.get(id);
  if (take === null || line === undefined) return;
  const ended = { ...line, to: take.groups.at(-1)?.through ?? line.from };
  room.takes.set(id, ended);
  await room.ports.library.writeTakeLine(room.stage.id, id, encodeLine(ended));
  notifyAll(room, { type: "take", take: ended });
}

/** Closes a room in good order: everybody is told, everything is on disk when it resolves. */
export async function closeRoom(room: Room, text: string): Promise<void> {
  if (!room.over) {
    notifyAll(room, { type: "closing", text });
    try {
      await room.pressing;
      await takeMilestone(room);
    } catch (error) {
      room.ports.log.error(
        { stage: room.stage.id, error: String(error) },
        "the last milestone could not be kept",
      );
    }
  }
  room.over = true;
  for (const person of room.people.values()) person.outlet?.close(CLOSE.closing, text);
  // Whoever opens it next reads what is on disk: nothing may be on its way there any more.
  await room.pressing?.catch(() => {});
  await room.flushing;
}
