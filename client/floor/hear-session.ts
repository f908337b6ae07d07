/**
 * Listening to the session: what it tells goes to the floor, the world between ticks, the view and the panels.
 */
import * as rate from "../../shared/clock/rate.ts";
import type { Notice, TakeLine } from "../../shared/protocol/messages.ts";
import { isSameLook } from "../../shared/world/command.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { Display, DisplayClock } from "../session/display.ts";
import type { PageSession } from "../session/page.ts";
import type { Heard } from "../session/page-protocol.ts";
import type { SessionState } from "../session/status.ts";
import type { View } from "../view/view.ts";
import { manCamera } from "./camera-intents.ts";
import { type Floor, tell } from "./floor.ts";
import * as history from "./history.ts";
import * as operating from "./operator.ts";
import * as roster from "./roster.ts";
import * as strip from "./strip.ts";

/** What following a session takes. */
export interface SessionParts {
  open(hear: (message: Heard) => void): PageSession;
  /** This person is in. */
  welcome(set: string): void;
  /** A take's line has come. */
  takeLine(line: TakeLine): void;
}

/** Opens a session and follows it. */
export function hearSession(floor: Floor, world: Display, view: View, parts: SessionParts): PageSession {
  const { model } = floor;
  const { open } = parts;
  let placed = false;

  const mirror = (next: Mirror, clock: DisplayClock): void => {
    // A take is on this screen: the live world goes on, and comes back whole afterwards.
    if (model.transport.take.value !== "") {
      page.back(next.data);
      return;
    }
    floor.mirror = next;
    roster.take(floor.roster, next, performance.now());
    view.take(next);
    floor.light?.follow(next, performance.now());
    world.arrive(next, clock);
    if (!placed && floor.room !== null) {
      placed = true;
      takePlace(floor);
    }
    if (next.look !== null && !isSameLook(model.look.value.look, next.look))
      model.look.value = { ...model.look.value, look: next.look };
  };

  const project = (): rate.Rate => rate.parse(model.settings.value.rate) ?? rate.FILM;
  const notice = (told: Notice): void => {
    switch (told.type) {
      case "take":
        floor.takes.set(told.take.id, told.take);
        parts.takeLine(told.take);
        strip.writeTakes(floor, project());
        return;
      case "refused":
        refused(floor, told.text);
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
        mirror(message.mirror, message.clock);
        return;
      case "state":
        writeState(floor, message.state);
        return;
      case "welcome": {
        const { set, takes } = message.welcome;
        floor.room = page;
        floor.foundSet(set);
        for (const line of takes) floor.takes.set(line.id, line);
        strip.writeTakes(floor, project());
        parts.welcome(set);
        return;
      }
      case "presence":
        floor.presence = message.presence;
        strip.writePresence(floor);
        return;
      case "commands":
        for (const { state, text, serial } of message.changes) {
          if (state === "refused" && text !== "") refused(floor, text);
          if (state === "done" || state === "refused") floor.asked.delete(serial);
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
        return;
    }
  });
  return page;
}

/** A refusal, with the name of whoever stands in the way: the world knows people by their numbers. */
function refused(floor: Floor, text: string): void {
  let who = 0;
  const named = text.replace(/\bperson (\d+)\b/g, (plain, digits: string) => {
    const other = floor.presence.people.find((one) => one.person === Number(digits));
    if (other === undefined) return Number(digits) === 0 ? "the room" : "somebody who has left";
    who = other.person;
    if (who === floor.room?.person) return "you";
    return other.name === "" ? plain : other.name;
  });
  tell(floor, { tone: "refused", text: named, kept: "Nothing was changed.", who });
}

/** Whoever comes first takes camera A; others watch from where it stands. */
function takePlace(floor: Floor): void {
  for (const entity of floor.roster.entities.values()) {
    if (entity.camera === null) continue;
    const taken = floor.presence.people.some(
      (p) => p.mans === entity.id && p.person !== floor.room?.person && p.connected,
    );
    if (taken) operating.jump(floor.operator, placeOfCamera(entity));
    else manCamera(floor, entity.id);
    return;
  }
}

function placeOfCamera(entity: Parameters<typeof operating.man>[1]) {
  const watching = operating.createOperator(0);
  operating.man(watching, entity);
  return watching.at;
}

function writeState(floor: Floor, state: SessionState): void {
  const { model } = floor;
  model.link.value =
    state.phase === "live"
      ? "joined"
      : state.phase === "dropped" || state.phase === "over"
        ? "lost"
        : "joining";
  const others = model.degraded.value.filter((one) => one.id !== "link");
  const bad = state.phase === "dropped" || state.phase === "over";
  model.degraded.value = bad ? [...others, { id: "link", text: state.text, detail: "" }] : others;
}
