/**
 * Showing a take to everybody: one person's review that all follow, until they end it, leave, or something rolls. In:
 * what the reviewer says. Out: notices, and the room's presence.
 */
import type { Intent } from "../../shared/protocol/messages.ts";
import { take as takeFrom } from "../access/bucket.ts";
import { notifyAll, refuse } from "./post.ts";
import type { Person, Room } from "./room.ts";

/** Somebody shows a take, goes on in it, or ends showing. */
export function show(room: Room, person: Person, intent: Extract<Intent, { type: "show" }>): void {
  const { take: id, tick, rate } = intent;
  const { by } = room.shown;
  if (by !== 0 && by !== person.number) {
    // Whoever follows ends nobody's show.
    if (id !== "") refuse(room, person, 0, "shown by somebody", `${nameOf(room, by)} shows a take already.`);
    return;
  }
  if (id === "") {
    endShow(room);
    return;
  }
  const line = room.takes.get(id);
  if (line === undefined || line.to === 0) {
    refuse(room, person, 0, "unknown take", "There is no such take.");
    return;
  }
  if (room.world.rolling !== "") {
    refuse(room, person, 0, "cut first", "A take is rolling. Cut first.");
    return;
  }
  const began = room.shown.take !== id;
  // Each beginning opens the take on everybody's screen: whoever flips it on and off waits.
  if (began && !takeFrom(person.costly, 1, room.ports.clock())) {
    refuse(room, person, 0, "too often", "That was often: wait a moment, then show it again.");
    return;
  }
  room.shown = { take: id, by: person.number };
  const at = Math.max(line.from, Math.min(line.to, tick));
  notifyAll(room, { type: "shown", person: person.number, take: id, tick: at, rate });
  if (began) room.onPresence();
}

/** Nobody's review is followed any more. */
export function endShow(room: Room): void {
  const { by } = room.shown;
  if (by === 0) return;
  room.shown = { take: "", by: 0 };
  notifyAll(room, { type: "shown", person: by, take: "", tick: 0, rate: 0 });
  room.onPresence();
}

const nameOf = (room: Room, number: number): string => room.people.get(number)?.name || `Person ${number}`;
