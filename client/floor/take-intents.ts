/**
 * What a person asks of takes and of the room: roll, cut, Action, back to one, review, rating, slate. In: intents.
 * Out: requests to the room.
 */
import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { PanelIntent } from "../panels/intent.ts";
import { type Floor, select, send } from "./floor.ts";
import * as operating from "./operator.ts";

/** What review does; client/floor/review.ts. */
export interface ReviewDesk {
  open(take: string): void;
  close(): void;
  play(playing: boolean): void;
  shuttle(direction: -1 | 0 | 1): void;
  speed(speed: number): void;
  seek(frame: number): void;
  step(frames: number): void;
  /** One display frame of a review: its camera, and where it stands. */
  frame(): void;
  /** Take and tick on screen, or null when live. */
  now(): { take: string; tick: number } | null;
}

/** Handles an intent about takes or the room; false where it is about something else. */
export function handle(floor: Floor, review: ReviewDesk, intent: PanelIntent): boolean {
  const { room, model } = floor;
  switch (intent.type) {
    case "roll":
      roll(floor);
      return true;
    case "cut":
      room?.ask({ type: "cut" });
      return true;
    case "action":
      send(floor, [{ type: "action" }]);
      return true;
    case "back to one":
      backToOne(floor);
      return true;
    case "make this one":
      room?.ask({ type: "makeOne" });
      return true;
    case "pick up": {
      const now = review.now();
      if (now === null) return true;
      room?.ask({ type: "pickUp", take: now.take, tick: now.tick });
      review.close();
      return true;
    }
    case "review":
      review.open(intent.take);
      return true;
    case "close review":
      review.close();
      return true;
    case "play":
      review.play(intent.playing);
      return true;
    case "speed":
      review.speed(intent.speed);
      return true;
    case "shuttle":
      review.shuttle(intent.direction);
      return true;
    case "seek":
      review.seek(intent.frame);
      return true;
    case "step":
      review.step(intent.frames);
      return true;
    case "range":
      model.transport.range.value = intent.range;
      return true;
    case "rate take": {
      const line = floor.takes.get(intent.take);
      if (line) room?.wish({ type: "rate", ...ratingOf(line), ...intent.change });
      return true;
    }
    case "flag":
      flag(floor, review);
      return true;
    case "scene":
      room?.wish({ type: "slate", scene: intent.scene, style: floor.presence.style, nextSetup: false });
      return true;
    case "next setup":
      room?.wish({
        type: "slate",
        scene: floor.presence.scene,
        style: floor.presence.style,
        nextSetup: true,
      });
      model.setupOffer.value = "";
      return true;
    case "keep setup":
      model.setupOffer.value = "";
      return true;
    case "rename self":
      room?.wish({ type: "hello", name: intent.name });
      return true;
    case "lay floor mark":
      select(floor, [], false);
      return true;
    default:
      return false;
  }
}

function ratingOf(line: TakeLine) {
  const { id, rating, circled, status, description, notes } = line;
  return { take: id, rating, circled, status, description, notes };
}

/** Rolls every manned camera, or cuts where a take is rolling. */
function roll(floor: Floor): void {
  const { room, model, presence } = floor;
  if (room === null) return;
  if (presence.rolling !== "") {
    room.ask({ type: "cut" });
    return;
  }
  const manned = new Set(presence.people.filter((p) => p.connected && p.mans !== 0).map((p) => p.mans));
  if (floor.operator.camera !== 0) manned.add(floor.operator.camera);
  const { preRoll, callsAction } = model.settings.value;
  room.ask({ type: "roll", preRoll, callsAction, cameras: [...manned].sort((a, b) => a - b) });
  model.hints.value = model.hints.value.filter((hint) => hint !== "roll");
}

/** World back to one; the own camera too, unless it is to stay. */
function backToOne(floor: Floor): void {
  floor.room?.ask({ type: "one" });
  const { operator, model } = floor;
  const entity = floor.roster.entities.get(operator.camera);
  if (entity && !model.settings.value.keepCameras && floor.mirror?.phase === "performance") {
    operating.man(operator, entity);
  }
}

/** A flag in the take that rolls or is in review, at this moment. */
function flag(floor: Floor, review: ReviewDesk): void {
  const now = review.now();
  const take = now?.take ?? floor.presence.rolling;
  if (take === "" || floor.mirror === null) return;
  const tick = now?.tick ?? floor.mirror.tick;
  const count = floor.takes.get(take)?.flags.length ?? 0;
  floor.room?.wish({ type: "mark", take, tick, label: `Flag ${count + 1}`, remove: false });
}
