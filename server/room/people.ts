/**
 * People of a room: they join, lose the connection, come back within a minute as who they were, leave for good. In:
 * the print of a token and an outlet. Out: a person who will be welcomed.
 */
import {
  BYTES_AT_ONCE,
  BYTES_PER_SECOND,
  CLOSE,
  GRACE_SECONDS,
  MESSAGES_AT_ONCE,
  MESSAGES_PER_SECOND,
} from "../../shared/protocol/join.ts";
import { PEOPLE_COLOURS } from "../../shared/protocol/room-state.ts";
import { cleanName } from "../../shared/protocol/words.ts";
import { createBucket } from "../access/bucket.ts";
import { refuse } from "./post.ts";
import type { Outlet, Person, Room } from "./room.ts";
import { endShow } from "./show.ts";

/** People in one room. */
export const MOST_PEOPLE = 64;
/** Person numbers are of 16 bits; after the last they begin again with those that nobody has. */
const LAST_NUMBER = 0xffff;

/** Restores, new openings and rolls of one person a second, and how many at once. */
const COSTLY_PER_SECOND = 2;
const COSTLY_AT_ONCE = 4;

/** Somebody who is not connected yet. */
export function createPerson(number: number, print: string, now: number): Person {
  return {
    number,
    print,
    name: "",
    colour: "",
    mans: 0,
    on: "village",
    outlet: null,
    state: "absent",
    hail: "welcome",
    since: now,
    expected: 1,
    done: 1,
    acknowledged: 0,
    batchExpected: 1,
    batchDone: 1,
    batchAcknowledged: 0,
    filmed: { take: "", samples: 0 },
    messages: createBucket(MESSAGES_PER_SECOND, MESSAGES_AT_ONCE, now),
    bytes: createBucket(BYTES_PER_SECOND, BYTES_AT_ONCE, now),
    costly: createBucket(COSTLY_PER_SECOND, COSTLY_AT_ONCE, now),
    inTick: 0,
    mended: Number.NEGATIVE_INFINITY,
  };
}

/** First colour that nobody has. */
function freeColour(room: Room): string {
  const taken = new Set([...room.people.values()].map((person) => person.colour));
  return (
    PEOPLE_COLOURS.find((colour) => !taken.has(colour)) ??
    PEOPLE_COLOURS[room.nextPerson % PEOPLE_COLOURS.length]!
  );
}

/** A number that nobody has. Whoever had it before has left, and their undo with them. */
function drawNumber(room: Room): number {
  let number = room.nextPerson;
  while (room.people.has(number)) number = number >= LAST_NUMBER ? 1 : number + 1;
  room.nextPerson = number >= LAST_NUMBER ? 1 : number + 1;
  return number;
}

/**
 * In a full room somebody who is away, and has nothing here to come back to, gives his place up: who only looked in
 * cannot keep others out for a minute. Whether there was one; the one away longest goes.
 */
function makeRoom(room: Room): boolean {
  let gone: Person | null = null;
  for (const person of room.people.values()) {
    const owns = person.expected > 1 || person.batchExpected > 1 || person.mans !== 0;
    if (person.state === "absent" && !owns && (gone === null || person.since < gone.since)) gone = person;
  }
  if (gone !== null) leave(room, gone);
  return gone !== null;
}

/** Joins, or comes back. Null where the room is full. The welcome follows when a checkpoint is ready. */
export function join(room: Room, print: string, name: string, outlet: Outlet): Person | null {
  const now = room.ports.clock();
  let person = [...room.people.values()].find((p) => p.print === print);
  if (person === undefined) {
    if (room.people.size >= MOST_PEOPLE && !makeRoom(room)) return null;
    person = createPerson(drawNumber(room), print, now);
    person.name = cleanName(name);
    person.colour = freeColour(room);
    room.people.set(person.number, person);
    room.dirty = true;
  } else if (person.outlet !== null && person.outlet !== outlet) {
    person.outlet.close(CLOSE.elsewhere, "You have joined from another window.");
  }
  person.outlet = outlet;
  person.state = "waiting";
  person.hail = "welcome";
  person.since = now;
  // The next order of this person is the one after what was received; what came in a message that was lost comes again.
  room.ports.log.info({ stage: room.stage.id, person: person.number, people: room.people.size }, "joined");
  room.onPresence();
  return person;
}

/** The connection is lost: everything is kept for a minute. Another connection of the same person is left alone. */
export function drop(room: Room, person: Person, outlet: Outlet): void {
  if (person.outlet !== outlet) return;
  person.outlet = null;
  person.state = "absent";
  person.since = room.ports.clock();
  room.onPresence();
}

/** Leaves for good: what the person held is let go. */
export function leave(room: Room, person: Person): void {
  if (!room.people.delete(person.number)) return;
  room.queue = room.queue.filter((item) => item.person !== person.number);
  if (room.shown.by === person.number) endShow(room);
  room.own.push({ person: 0, serial: 0, command: { type: "leave", person: person.number, forget: true } });
  const { rolling } = room.world;
  // A take without anybody to cut it would go on for ever.
  if (rolling !== "" && room.people.size === 0)
    room.own.push({ person: 0, serial: 0, command: { type: "cut" } });
  room.dirty = true;
  room.ports.log.info({ stage: room.stage.id, person: person.number, people: room.people.size }, "left");
  room.onPresence();
}

/** People whose minute is over leave. Called between ticks. */
export function leaveWhenDue(room: Room, now: number): void {
  for (const person of room.people.values()) {
    if (person.state === "absent" && now - person.since > GRACE_SECONDS * 1000) leave(room, person);
  }
}

/** True when nobody is here, nor expected back, and nothing waits. */
export const isDeserted = (room: Room): boolean =>
  room.people.size === 0 && room.own.length === 0 && room.world.rolling === "";

/** Mans a camera, or steps off it. */
export function man(room: Room, person: Person, camera: number, on: Person["on"]): void {
  if (on === "camera") {
    const entity = room.world.entities.get(camera);
    if (entity?.camera == null) {
      refuse(room, person, 0, "wrong kind", "There is no such camera.");
      return;
    }
    const other = [...room.people.values()].find(
      (p) => p !== person && p.on === "camera" && p.mans === camera,
    );
    if (other !== undefined && other.state === "absent") {
      // Kept for her until somebody wants it: what she filmed is still taken when she is back.
      other.mans = 0;
      other.on = "village";
    } else if (other !== undefined) {
      const whose = other.name === "" ? "somebody else" : other.name;
      refuse(room, person, 0, "held by somebody", `${entity.label} is operated by ${whose}.`);
      return;
    }
    person.mans = camera;
  } else person.mans = 0;
  person.on = on;
  room.dirty = true;
  room.onPresence();
}
