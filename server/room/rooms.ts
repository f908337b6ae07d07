/**
 * All rooms of a thread: opened when somebody comes, ticked, closed when everybody has gone. In: stage ids. Out: rooms.
 * One timer serves them all. Which thread has which rooms: server/hall/hall.ts.
 */
import type { Library } from "../library/library.ts";
import { footingOf } from "./footing.ts";
import { closeRoom, openRoom } from "./open.ts";
import { isDeserted } from "./people.ts";
import type { Room, RoomPorts } from "./room.ts";
import type { Stages } from "./stages.ts";
import { advance, isDue } from "./tick.ts";

/** All rooms of a thread. */
export interface Rooms {
  /** The room of a stage, opened if need be; null where there is no such stage. Throws where it cannot be opened. */
  enter(stage: string): Promise<Room | null>;
  /** The room of a stage, if it is open. */
  find(stage: string): Room | undefined;
  /** Closes one room in good order; resolves when it is on disk. */
  close(stage: string, text: string): Promise<void>;
  /** Closes all. */
  stop(text: string): Promise<void>;
}

/** Milliseconds for which a room stays open without anybody. */
const LINGER = 5000;
/** Milliseconds between two looks for deserted rooms. */
const LOOK_EVERY = 1000;

/** Milliseconds of ticks on end after which the rest of the thread has its turn. */
const SLICE = 30;

/** What rooms need; ports are the same for all of them. */
export interface RoomsOptions {
  stages: Stages;
  ports: RoomPorts;
  /** Told of a room before anybody joins it. */
  onOpen?: (room: Room) => void;
  /** Told when a room has ended, well or badly, and nothing of it is on its way to disk any more. */
  onEnd?: (room: Room) => void;
}

/** Rooms that live by this thread's timers. */
export function createRooms({ stages, ports, onOpen = () => {}, onEnd = () => {} }: RoomsOptions): Rooms {
  const open = new Map<string, Room>();
  const opening = new Map<string, Promise<Room | null>>();
  const closing = new Map<string, Promise<void>>();
  const deserted = new Map<string, number>();
  const library: Library = ports.library;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const beat = (): void => {
    timer = null;
    const begun = ports.clock();
    let next = Number.POSITIVE_INFINITY;
    // One milestone a beat: each takes most of a tick.
    let calm = true;
    do {
      // A tick of every room, then the next of those that owe one: after a pause nobody waits for all of another's.
      next = Number.POSITIVE_INFINITY;
      for (const room of open.values()) {
        const { milestoneAt } = room;
        next = Math.min(next, advance(room, calm));
        if (room.milestoneAt !== milestoneAt) calm = false;
      }
    } while (isDue(next, ports.clock()) && ports.clock() - begun < SLICE);
    if (open.size > 0 && !stopped) timer = setTimeout(beat, Math.max(0, Math.floor(next - ports.clock())));
  };
  const look = setInterval(() => {
    const now = ports.clock();
    for (const [id, room] of open) {
      if (!isDeserted(room)) deserted.delete(id);
      else if (!deserted.has(id)) deserted.set(id, now);
      else if (now - deserted.get(id)! > LINGER) {
        // The error has been logged by the closing.
        void close(id, "Nobody is here.").catch(() => {});
      }
    }
  }, LOOK_EVERY);
  look.unref();

  async function load(id: string): Promise<Room | null> {
    await closing.get(id);
    const stage = await library.findStage(id);
    if (stage === null) return null;
    const room = await openRoom(stage, await footingOf({ ...ports, stages }, stage), ports);
    room.onFailure = (error) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      ports.log.error({ stage: id, tick: room.world.tick, error: text }, "the room failed");
      void end(room, "The room failed. It reopens as it was last written.");
    };
    await library.touchStage(id, ports.wall());
    onOpen(room);
    open.set(id, room);
    timer ??= setTimeout(beat, 0);
    return room;
  }

  async function close(id: string, text: string): Promise<void> {
    const room = open.get(id);
    await (room === undefined ? closing.get(id) : end(room, text));
  }

  function end(room: Room, text: string): Promise<void> {
    const { id } = room.stage;
    open.delete(id);
    deserted.delete(id);
    const work = closeRoom(room, text).finally(() => {
      closing.delete(id);
      onEnd(room);
    });
    closing.set(id, work);
    return work;
  }

  return {
    async enter(id) {
      if (stopped) throw new Error("the server is stopping");
      const room = open.get(id);
      if (room !== undefined) {
        deserted.delete(id);
        return room;
      }
      let work = opening.get(id);
      if (work === undefined) {
        work = load(id).finally(() => opening.delete(id));
        opening.set(id, work);
      }
      return work;
    },
    find: (id) => open.get(id),
    close,
    async stop(text) {
      stopped = true;
      clearInterval(look);
      if (timer !== null) clearTimeout(timer);
      await Promise.allSettled(opening.values());
      await Promise.all([...open.keys()].map((id) => close(id, text)));
      await Promise.all(closing.values());
    },
  };
}
