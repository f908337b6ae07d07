/**
 * What a person asks of takes and of the room: roll, cut, Action, back to one, review, rating, slate. In: intents.
 * Out: requests to the room.
 */
import * as rate from "../../shared/clock/rate.ts";
import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { PanelIntent } from "../panels/intent.ts";
import { type Floor, send, tell } from "./floor.ts";
import * as operating from "./operator.ts";
import { project } from "./settings.ts";
import type { Showing } from "./showing.ts";

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
  /** Take and tick on screen, and exactly where it stands between ticks; null when live. */
  now(): { take: string; tick: number; position: number } | null;
  /** 1 plays in real time, negative backwards, 0 stands. */
  rate(): number;
  /** Goes where somebody else's review stands. */
  follow(tick: number, rate: number): void;
  /** Looks through another camera of the take. */
  look(camera: number): void;
  /** What is said about a take has changed. */
  lineChanged(line: TakeLine): void;
  /** The room was asked for this frame; `restored` leaves the review once it is live, `stay` where it was refused. */
  pickUp(): void;
  restored(): void;
  stay(): void;
}

/** What handling takes needs besides the floor. */
export interface TakeParts {
  review: ReviewDesk;
  showing: Showing;
  /** Saves a take's file. */
  download(take: string): void;
  /** Remembers one's name in this browser. */
  rename(name: string): void;
  /** Notes where the own camera stands as it rolls. */
  rolled(): void;
  /** The offered setup is not wanted. */
  keepSetup(): void;
}

/** What only whoever shows a take decides while others follow. */
const LED = new Set(["play", "speed", "shuttle", "seek", "step"]);

/** Handles an intent about takes or the room; false where it is about something else. */
export function handle(floor: Floor, parts: TakeParts, intent: PanelIntent): boolean {
  const { room, model } = floor;
  const { review, showing } = parts;
  if (LED.has(intent.type) && showing.following()) {
    const by = floor.presence.people.find((one) => one.number === floor.presence.shownBy);
    tell(floor, {
      tone: "refused",
      text: `${by?.name || "Somebody"} shows this take to everybody.`,
      todo: "To look at it yourself, leave it (To the set) and open it from the strip.",
      who: by?.number ?? 0,
    });
    return true;
  }
  switch (intent.type) {
    case "roll":
      parts.rolled();
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
      if (floor.operator.camera !== 0) operating.standAtOne(floor.operator);
      return true;
    case "pick up": {
      const now = review.now();
      if (now === null) return true;
      room?.ask({ type: "pickUp", take: now.take, tick: now.tick });
      review.pickUp();
      return true;
    }
    case "review":
      review.open(intent.take);
      return true;
    case "close review":
      showing.leave();
      review.close();
      return true;
    case "show all":
      showing.set(intent.shown);
      return true;
    case "review camera":
      review.look(intent.camera);
      return true;
    case "next camera": {
      // In review C goes through the take's cameras.
      const { cameras, camera, take } = model.transport;
      if (take.value === "") return false;
      const all = cameras.value;
      const at = all.findIndex((one) => one.camera === camera.value);
      if (all.length > 0) review.look(all[(at + 1) % all.length]!.camera);
      return true;
    }
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
    case "set flag":
      setFlag(floor, intent);
      return true;
    case "download take":
      parts.download(intent.take);
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
      parts.keepSetup();
      model.setupOffer.value = "";
      return true;
    case "rename self":
      parts.rename(intent.name);
      room?.wish({ type: "hello", name: intent.name });
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
}

/** World back to one; the own camera too, unless it is to stay. */
function backToOne(floor: Floor): void {
  floor.room?.ask({ type: "one" });
  const { operator, model } = floor;
  const entity = floor.roster.entities.get(operator.camera);
  if (entity && !model.settings.value.keepCameras && floor.mirror?.phase === "performance") {
    operating.backToOne(operator, entity);
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

/** Names or removes the flag of a take that is shown at a frame. */
function setFlag(
  floor: Floor,
  { take, frame, label, remove }: Extract<PanelIntent, { type: "set flag" }>,
): void {
  const line = floor.takes.get(take);
  if (line === undefined) return;
  const frames = project(floor);
  const shown = line.flags.find(
    ({ tick }) => Math.floor(rate.frameAtTicks(frames, tick - line.from)) === frame,
  );
  const tick = shown?.tick ?? line.from + Math.ceil(rate.frameToTicks(frames, frame));
  floor.room?.wish({ type: "mark", take, tick, label, remove });
}
