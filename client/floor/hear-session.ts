/**
 * Listening to the session: what it tells goes to the floor, the world between ticks, the view and the panels.
 */
import type { Notice, TakeLine } from "../../shared/protocol/messages.ts";
import type { Presence } from "../../shared/protocol/presence.ts";
import { isSameLook } from "../../shared/world/command.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { Display, DisplayClock } from "../session/display.ts";
import type { PageSession } from "../session/page.ts";
import type { Heard } from "../session/page-protocol.ts";
import type { SessionState } from "../session/status.ts";
import * as watch from "../session/watch.ts";
import type { View } from "../view/view.ts";
import { manCamera } from "./camera-intents.ts";
import { type Floor, tell } from "./floor.ts";
import * as history from "./history.ts";
import * as holding from "./holding.ts";
import { lookPanel } from "./look-panel.ts";
import * as roster from "./roster.ts";
import { firstCamera } from "./seeing.ts";
import * as settings from "./settings.ts";
import * as strip from "./strip.ts";

/** What following a session takes. */
export interface SessionParts {
  open(hear: (message: Heard) => void): PageSession;
  /** This person is in. */
  welcome(set: string): void;
  /** A take's line has come. */
  takeLine(line: TakeLine): void;
  /** Somebody shows a take to everybody, goes on in it, or ends. */
  shown(notice: Extract<Notice, { type: "shown" }>): void;
  /** Who is here, or what rolls, has changed. */
  presence(presence: Presence): void;
  /** The live world was replaced while a take is on this screen. */
  replaced(): void;
  /** Something that was asked was refused. */
  refused(): void;
}

/** Opens a session and follows it. */
export function hearSession(floor: Floor, world: Display, view: View, parts: SessionParts): PageSession {
  const { model } = floor;
  const { open } = parts;
  let placed = false;

  const mirror = (next: Mirror, clock: DisplayClock): void => {
    // A take is on this screen: the live world goes on, and comes back whole afterwards.
    if (model.transport.take.value !== "") {
      if (next.notes !== undefined) floor.notes = next.notes;
      page.back(next.data);
      if (next.whole) parts.replaced();
      return;
    }
    floor.mirror = next;
    if (next.notes !== undefined) floor.notes = next.notes;
    roster.take(floor.roster, next, performance.now());
    view.take(next);
    floor.light?.follow(next, performance.now());
    world.arrive(next, clock);
    if (!placed && isHere(floor)) {
      placed = true;
      takePlace(floor);
    }
    if (next.look !== null && !isSameLook(model.look.value.look, next.look))
      model.look.value = lookPanel(next.look);
  };

  const notice = (told: Notice): void => {
    switch (told.type) {
      case "take":
        floor.takes.set(told.take.id, told.take);
        parts.takeLine(told.take);
        strip.writeTakes(floor);
        return;
      case "refused":
        // What has a serial comes as a command's refusal too.
        if (told.serial === 0) refused(floor, told.text);
        return;
      case "shown":
        parts.shown(told);
        return;
      case "closing":
        tell(floor, { tone: "told", text: told.text });
        return;
      default:
        return;
    }
  };

  const page = open((message) => {
    switch (message.type) {
      case "mirror":
        holding.note(floor.holding, message.mirror.tick, message.applied);
        mirror(message.mirror, message.clock);
        return;
      case "state":
        writeState(floor, message.state);
        return;
      case "welcome": {
        const { set, takes } = message.welcome;
        floor.room = page;
        floor.welcome();
        for (const line of takes) floor.takes.set(line.id, line);
        strip.writeTakes(floor);
        parts.welcome(set);
        return;
      }
      case "presence":
        tellCompany(floor, message.presence);
        floor.presence = message.presence;
        giveWay(floor);
        watch.forget(floor.eyes.others, new Set(message.presence.people.map((p) => p.number)));
        settings.follow(floor, message.presence);
        strip.writePresence(floor);
        parts.presence(message.presence);
        return;
      case "commands":
        for (const { state, text, serial, created } of message.changes) {
          if (state === "refused" && text !== "") refused(floor, text);
          if (state === "refused") parts.refused();
          if (state === "done" || state === "refused") floor.asked.delete(serial);
          if (state === "done") floor.creating.get(serial)?.(created);
          if (state === "done" || state === "refused") floor.creating.delete(serial);
          if (state === "refused") holding.refuse(floor.holding, serial);
        }
        return;
      case "notice":
        notice(message.notice);
        return;
      case "defect":
        console.warn(message.text);
        return;
      case "ledger":
        history.heard(floor, message.ledger, Date.now());
        return;
      case "statistics":
        floor.statistics = message.statistics;
        return;
      case "camera":
        watch.hear(floor.eyes.others, message.batch, world.live(performance.now()), performance.now());
        return;
    }
  });
  return page;
}

/** A refusal, with the name of whoever stands in the way: the world knows people by their numbers. */
function refused(floor: Floor, text: string): void {
  let who = 0;
  const named = text.replace(/\bperson (\d+)\b/g, (plain, digits: string) => {
    const other = floor.presence.people.find((one) => one.number === Number(digits));
    if (other === undefined) return Number(digits) === 0 ? "the room" : "somebody who has left";
    who = other.number;
    if (who === floor.room?.person) return "you";
    return other.name === "" ? plain : other.name;
  });
  tell(floor, { tone: "refused", text: named, kept: "Nothing was changed.", who });
}

/** Tells who has come and who has left, to whom it may matter: whoever was here before. */
export function tellCompany(floor: Floor, next: Presence): void {
  const before = floor.presence.people;
  const own = floor.room?.person ?? 0;
  // Whom one finds here on coming in, the strip shows.
  if (!before.some(({ number }) => number === own)) return;
  const call = ({ name, number }: Presence["people"][number]): string => name || `Person ${number}`;
  const missing = (list: Presence["people"], one: Presence["people"][number]): boolean =>
    one.number !== own && !list.some(({ number }) => number === one.number);
  for (const one of next.people)
    if (missing(before, one)) tell(floor, { tone: "told", text: `${call(one)} has come.`, who: one.number });
  for (const one of before)
    if (missing(next.people, one)) tell(floor, { tone: "told", text: `${call(one)} has left.` });
}

/** Whether presence knows this person already. */
function isHere(floor: Floor): boolean {
  return floor.presence.people.some((p) => p.number === floor.room?.person);
}

/** Two who asked for a camera at once: the room has given it to the other. */
function giveWay(floor: Floor): void {
  const { operator, eyes, presence } = floor;
  const other = presence.people.find(
    (p) => p.mans === operator.camera && operator.camera !== 0 && p.number !== floor.room?.person,
  );
  if (other === undefined || !other.connected) return;
  eyes.watched = operator.camera;
  operator.camera = 0;
}

/** Whoever comes first takes camera A; others begin by watching it. */
function takePlace(floor: Floor): void {
  const first = firstCamera(floor);
  const mine = floor.presence.people.find((p) => p.number === floor.room?.person)?.mans ?? 0;
  floor.eyes.watched = first;
  // Who comes back from a lost page is where they were.
  if (mine !== 0) manCamera(floor, mine);
  // A phone joins to watch.
  else if (floor.model.view.phone.value) return;
  // Who has just lost the connection comes back to her camera, unless somebody takes it by hand.
  else if (!floor.presence.people.some((p) => p.mans === first)) manCamera(floor, first);
}

/** Writes how the connection is into the strip; its end is told as well, with what can be done about it. */
export function writeState(floor: Floor, state: SessionState): void {
  const { model } = floor;
  const { phase, failure } = state;
  const text = `${state.text.charAt(0).toUpperCase()}${state.text.slice(1)}`;
  const others = model.degraded.value.filter((one) => one.id !== "link");
  if (phase === "live") {
    model.link.value = "joined";
    // Catching up, or waiting for a part of the world: said, and soon over.
    model.degraded.value = text === "" ? others : [...others, { id: "link", text, detail: "" }];
  } else if (phase === "dropped") {
    model.link.value = "lost";
    const detail = "The world stands still here. What you do is kept, and sent when the connection is back.";
    model.degraded.value = [...others, { id: "link", text, detail }];
  } else if (phase === "over") {
    const before = model.link.value;
    // Stays in the strip when the message has gone.
    const todo = failure === null ? "" : whatToDo(failure);
    model.link.value = "over";
    model.degraded.value = [...others, { id: "link", text: text || "You have left", detail: todo }];
    if (before !== "over" && failure !== null)
      tell(floor, { tone: "error", text: `${text}.`.replace(/\.\.$/, "."), todo });
  } else {
    model.link.value = "joining";
    // Only what takes longer than it should is said.
    const late = /again|waiting/.test(text);
    model.degraded.value = late ? [...others, { id: "link", text, detail: "" }] : others;
  }
}

/** What somebody can do about the end of a session. */
function whatToDo(failure: SessionState["failure"]): string {
  switch (failure) {
    case "refused":
    case "no such room":
      return "Ask whoever invited you for the link again.";
    case "full":
      return "Wait until somebody has left, then reload the page.";
    default:
      return "Reload the page to come back.";
  }
}
