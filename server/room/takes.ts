/**
 * Takes as a room shoots them: roll, the line in the strip, flags, ratings, the cut. What happens in a take is in its
 * groups (diary.ts), what its cameras did in their samples (samples.ts); here is what is said about it.
 */
import type { Intent, TakeLine } from "../../shared/protocol/messages.ts";
import { take as takeCheckpoint } from "../../shared/world/checkpoint.ts";
import type { Order } from "../../shared/world/command.ts";
import { beside, saveBlob } from "./checkpoints.ts";
import { closeGroup, flushThrough } from "./diary.ts";
import { encodeLine } from "./journal.ts";
import { notifyAll, refuse } from "./post.ts";
import type { Ask, Person, Room } from "./room.ts";
import { endShow } from "./show.ts";
import { slateNow } from "./slating.ts";

/** Milliseconds after the cut in which an operator who lost the connection can still bring samples. */
export const SEAL_AFTER = 90_000;
/** Flags of one take. */
const MOST_FLAGS = 256;

/** Ends a take's line: told to everybody and written. */
function publish(room: Room, line: TakeLine): void {
  room.takes.set(line.id, line);
  notifyAll(room, { type: "take", take: line });
  // The take itself is on disk with its first group; a line that tells of its end follows the last one, so that nobody
  // is handed a take without its last moments.
  const through = line.to > 0 ? line.to : Math.min(line.from + 1, room.world.tick);
  const work = flushThrough(room, through).then(async () => {
    const now = room.takes.get(line.id) ?? line;
    // What ended meanwhile is written by whoever published that.
    if (now.to <= room.flushed)
      await room.ports.library.writeTakeLine(room.stage.id, line.id, encodeLine(now));
  });
  beside(room, "writing a take's line", work);
}

/** Begins a take; null where it is refused. Called while a tick is gathered, before it is written down. */
export function roll(
  room: Room,
  person: Person,
  serial: number,
  { preRoll, callsAction, cameras }: Extract<Ask, { type: "roll" }>,
): Order | null {
  const { world, ports } = room;
  if (world.rolling !== "" || room.open.opens !== null) {
    refuse(room, person, serial, "cut first", "A take is rolling already. Cut first.");
    return null;
  }
  const manned = [...room.people.values()].filter(
    (p) =>
      p.on === "camera" &&
      world.entities.get(p.mans)?.camera != null &&
      (cameras.length === 0 || cameras.includes(p.mans)),
  );
  if (manned.length === 0) {
    refuse(room, person, serial, "no camera", "Nobody mans a camera. Take one, then roll.");
    return null;
  }
  const id = `take-${ports.draw()}`;
  const action = callsAction || world.action >= 0 ? 0 : world.tick + Math.round(preRoll * 60);
  const slate = slateNow(room);
  const line: TakeLine = {
    id,
    scene: slate.scene,
    setup: slate.style === "uk" ? "" : slate.setup,
    number: slate.take,
    slate: slate.style === "uk" ? slate.number : 0,
    cameras: manned.slice(0, 32).map((p) => {
      const { letter, focal } = world.entities.get(p.mans)!.camera!;
      return { camera: p.mans, letter, focal, person: p.number };
    }),
    opened: ports.wall(),
    from: world.tick,
    action: 0,
    to: 0,
    rating: 0,
    circled: false,
    status: "none",
    description: "",
    notes: "",
    flags: [],
  };
  endShow(room);
  // The take's own groups begin with this very tick.
  closeGroup(room);
  room.open.take = id;
  room.open.opens = encodeLine(line);
  room.takes.set(id, line);
  notifyAll(room, { type: "take", take: line });
  room.onPresence();
  openTake(room, id);
  return { person: person.number, serial, command: { type: "roll", take: id, action } };
}

/** Presses the world as a take begins, and names it in the library, with the set that it is shot on. */
export function openTake(room: Room, id: string): void {
  const { tick, opening } = room.world;
  const checkpoint = takeCheckpoint(room.world);
  const one = room.ones.get(opening) ?? "";
  const work = async (): Promise<void> => {
    const pressed = await room.ports.press.press(checkpoint);
    await saveBlob(room, pressed);
    await flushThrough(room, tick + 1);
    await room.ports.library.setOpening(room.stage.id, id, pressed.hash, room.built.hash);
    if (one !== "") {
      await room.ports.library.addSeek(room.stage.id, id, { why: "one", tick: opening, checkpoint: one });
    }
  };
  beside(room, "keeping a take's opening", work());
}

/** After a step: what became of the take that rolled before it. `acted`: Action was called in it. */
export function followTake(room: Room, rolled: string, acted: boolean): void {
  const id = room.world.rolling === "" ? rolled : room.world.rolling;
  const line = room.takes.get(id);
  if (line === undefined) return;
  if (acted) publish(room, { ...line, action: room.world.action });
  if (room.world.rolling === "") endTake(room, room.takes.get(id)!);
}

/** The cut has been stepped: the take's last group ends here. */
function endTake(room: Room, line: TakeLine): void {
  closeGroup(room);
  room.unsealed.set(line.id, room.ports.clock() + SEAL_AFTER);
  room.dirty = true;
  publish(room, { ...line, to: room.world.tick });
  room.onPresence();
}

/** Seals takes whose operators have had their time. Called between ticks. */
export function sealWhenDue(room: Room, now: number): void {
  for (const [id, until] of room.unsealed) {
    if (now < until) continue;
    room.unsealed.delete(id);
    room.dirty = true;
    beside(room, "sealing a take", room.ports.library.sealTake(room.stage.id, id));
  }
}

/** Rates, circles or describes a take. */
export function rate(room: Room, person: Person, intent: Extract<Intent, { type: "rate" }>): void {
  const line = room.takes.get(intent.take);
  if (line === undefined) {
    refuse(room, person, 0, "unknown take", "There is no such take.");
    return;
  }
  const { rating, circled, status, description, notes } = intent;
  publish(room, { ...line, rating, circled, status, description, notes });
}

/** Sets or removes a flag of a take. */
export function flag(room: Room, person: Person, intent: Extract<Intent, { type: "mark" }>): void {
  const line = room.takes.get(intent.take);
  const end = line === undefined || line.to === 0 ? room.world.tick + 60 : line.to;
  if (line === undefined || intent.tick < line.from || intent.tick > end) {
    refuse(room, person, 0, "unknown take", "There is no such moment in that take.");
    return;
  }
  const flags = line.flags.filter(({ tick }) => tick !== intent.tick);
  if (!intent.remove) flags.push({ tick: intent.tick, label: intent.label });
  flags.sort((a, b) => a.tick - b.tick);
  if (flags.length > MOST_FLAGS) {
    refuse(room, person, 0, "too many flags", `A take holds at most ${MOST_FLAGS} flags.`);
    return;
  }
  publish(room, { ...line, flags });
}
