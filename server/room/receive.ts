/**
 * What people send, at the room's door. In: bytes under a channel's letter. Out: wishes that wait to be ordered, or a
 * refusal; a message that no form allows, or too many of them, ends that person's connection and nobody else's.
 */
import { decode, FormError } from "../../shared/protocol/form.ts";
import { CLOSE, MAX_MESSAGE_BYTES } from "../../shared/protocol/join.ts";
import {
  CHANNEL,
  cameraBatchForm,
  type Intent,
  intentForm,
  type Report,
  reportForm,
} from "../../shared/protocol/messages.ts";
import { cleanName, WordsReader } from "../../shared/protocol/words.ts";
import { take as takeCheckpoint } from "../../shared/world/checkpoint.ts";
import { type Command, ROOM_ONLY } from "../../shared/world/command.ts";
import { take } from "../access/bucket.ts";
import { beside, saveBlob } from "./checkpoints.ts";
import { man } from "./people.ts";
import type { Ask, Person, Room } from "./room.ts";
import { takeBatch, unreadable } from "./samples.ts";
import { show } from "./show.ts";
import { changeProject, changeSlate } from "./slating.ts";
import { flag, rate } from "./takes.ts";

/** Wishes of one person that may wait. */
const MOST_WAITING = 2048;
/** Milliseconds between two mendings of one person's world. */
const MEND_EVERY = 2000;

/** Takes a message. `bytes` belong to the caller again afterwards. */
export function receive(room: Room, person: Person, channel: string, bytes: Uint8Array): void {
  const now = room.ports.clock();
  room.ports.meters.received(bytes.length);
  if (!take(person.messages, 1, now) || !take(person.bytes, bytes.length, now)) {
    putOut(room, person, CLOSE.flooding, "Too many messages.");
    return;
  }
  if (bytes.length > MAX_MESSAGE_BYTES) {
    putOut(room, person, CLOSE.malformed, `A message of ${bytes.length} bytes.`);
    return;
  }
  try {
    if (channel === CHANNEL.intent)
      receiveIntent(room, person, decode(intentForm, bytes, new WordsReader(bytes)));
    else if (channel === CHANNEL.camera) {
      const batch = decode(cameraBatchForm, bytes);
      const fault = unreadable(batch);
      if (fault !== null) putOut(room, person, CLOSE.malformed, fault);
      else if (isNext(room, person, batch.serial, person.batchExpected)) {
        person.batchExpected = batch.serial + 1;
        takeBatch(room, person, batch);
      }
    } else if (channel === CHANNEL.report) receiveReport(room, person, decode(reportForm, bytes), now);
    else putOut(room, person, CLOSE.malformed, `No channel "${channel.slice(0, 20)}".`);
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    putOut(room, person, CLOSE.malformed, error.message);
  }
}

/** Ends a person's connection; they may come back within the minute. */
export function putOut(room: Room, person: Person, code: number, text: string): void {
  room.ports.log.warn(
    { stage: room.stage.id, person: person.number, code, text: text.slice(0, 200) },
    "put out",
  );
  room.ports.meters.refused(`connection ${code}`);
  const { outlet } = person;
  person.outlet = null;
  person.state = "absent";
  person.since = room.ports.clock();
  // The reason of a WebSocket's end has 123 bytes.
  outlet?.close(code, text.replace(/[^\x20-\x7e]/g, "?").slice(0, 120));
  room.onPresence();
}

/** Whether this serial is the next; an earlier one was had already, a later one is a fault. */
function isNext(room: Room, person: Person, serial: number, expected: number): boolean {
  if (serial > expected) {
    putOut(room, person, CLOSE.malformed, `Serial ${serial} came, ${expected} was next.`);
    return false;
  }
  return serial === expected;
}

function wait(room: Room, person: Person, serial: number, wish: Command | Ask): void {
  if (!isNext(room, person, serial, person.expected)) return;
  person.expected = serial + 1;
  let waiting = 0;
  for (const item of room.queue) if (item.person === person.number) waiting++;
  if (waiting >= MOST_WAITING) putOut(room, person, CLOSE.flooding, "Too many commands wait.");
  else room.queue.push({ person: person.number, serial, wish });
}

function receiveIntent(room: Room, person: Person, intent: Intent): void {
  switch (intent.type) {
    case "commands":
      for (let k = 0; k < intent.list.length && person.outlet !== null; k++) {
        const command = intent.list[k]!;
        const serial = intent.first + k;
        if (ROOM_ONLY.has(command.type)) {
          putOut(room, person, CLOSE.malformed, `Only the room orders "${command.type}".`);
          return;
        }
        if (serial >= person.expected) wait(room, person, serial, command);
      }
      return;
    case "one":
      wait(room, person, intent.serial, { type: "one" });
      return;
    case "makeOne":
      wait(room, person, intent.serial, { type: "makeOne" });
      return;
    case "pickUp":
      wait(room, person, intent.serial, { type: "pickUp", take: intent.take, tick: intent.tick });
      return;
    case "roll": {
      const { preRoll, callsAction, cameras } = intent;
      wait(room, person, intent.serial, { type: "roll", preRoll, callsAction, cameras });
      return;
    }
    case "cut":
      wait(room, person, intent.serial, { type: "cut" });
      return;
    case "rate":
      rate(room, person, intent);
      return;
    case "mark":
      flag(room, person, intent);
      return;
    case "man":
      man(room, person, intent.camera, intent.on);
      return;
    case "hello":
      person.name = cleanName(intent.name);
      room.dirty = true;
      room.onPresence();
      return;
    case "slate":
      changeSlate(room, person, intent);
      return;
    case "project":
      changeProject(room, person, intent);
      return;
    case "show":
      show(room, person, intent);
      return;
  }
}

/** Compares a client's hash with the room's own; one that differs begins again from a checkpoint. */
function receiveReport(room: Room, person: Person, report: Report, now: number): void {
  const ours = room.hashes.get(report.tick);
  if (ours === undefined || ours === report.hash || person.state !== "live") return;
  // Whoever lies in every report costs the room one checkpoint in a while, not one a message.
  if (now - person.mended < MEND_EVERY) return;
  person.mended = now;
  person.state = "waiting";
  person.hail = "resynchronise";
  const { ports, stage } = room;
  const fields = { stage: stage.id, person: person.number, tick: report.tick, theirs: report.hash, ours };
  ports.meters.defect();
  ports.log.error(fields, "a client's world differs");
  const checkpoint = takeCheckpoint(room.world);
  const work = ports.press.press(checkpoint).then(async (pressed) => {
    await saveBlob(room, pressed);
    ports.keepDefect({ ...fields, checkpoint: pressed.hash, squeezed: pressed.squeezed });
  });
  beside(room, "keeping a defect", work);
}
