/**
 * The strips: slate, timecode, people, takes and transport, as the panels show them. In: presence, take lines, the
 * mirror. Out: signals, written only when something changed.
 */
import * as rate from "../../shared/clock/rate.ts";
import * as timecode from "../../shared/clock/timecode.ts";
import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { Presence, Present } from "../../shared/protocol/presence.ts";
import * as slate from "../../shared/takes/slate.ts";
import type { CameraLine, Person, RoomState, TakeCard, TimelineMark } from "../panels/model.ts";
import type { Floor } from "./floor.ts";
import { project } from "./settings.ts";
import { write } from "./write.ts";

/** Two letters of a name. */
function initials(name: string, person: number): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return `P${person}`;
  const first = words[0]![0] ?? "";
  const second = words.length > 1 ? words[words.length - 1]![0] : words[0]![1];
  return `${first}${second ?? ""}`.toUpperCase();
}

/** People as the panels show them. */
export function people(floor: Floor, presence: Presence): Person[] {
  return presence.people.map((present: Present) => {
    const camera = floor.roster.entities.get(present.mans)?.camera?.letter ?? "";
    const holds: string[] = [];
    for (const entity of floor.roster.entities.values()) {
      if (entity.holder === present.number) holds.push(entity.label);
    }
    return {
      id: present.number,
      name: present.name || `Person ${present.number}`,
      initials: initials(present.name, present.number),
      colour: present.colour,
      self: present.number === floor.room?.person,
      on: present.on,
      camera,
      holds,
      away: !present.connected,
    };
  });
}

/** One take as a card of the strip. */
export function card(line: TakeLine, frameRate: rate.Rate, thumbnail: string | null): TakeCard {
  const frames = (ticks: number): number => Math.max(0, Math.floor(rate.frameAtTicks(frameRate, ticks)));
  return {
    id: line.id,
    setup: slate.boardOf(line),
    number: line.number,
    cameras: line.cameras.map((camera) => camera.letter).join(""),
    focal: line.cameras[0]?.focal ?? 0,
    frames: line.to === 0 ? 0 : frames(line.to - line.from),
    rating: line.rating,
    circled: line.circled,
    status: line.status,
    description: line.description,
    notes: line.notes,
    thumbnail,
    opened: line.opened,
    flags: line.flags.map((flag) => ({ frame: frames(flag.tick - line.from), label: flag.label })),
    rolling: line.to === 0,
    kept: line.to !== 0,
  };
}

let shownPresence: Presence | null = null;
let shownEdition = -1;

/** Everything of presence that the panels show; nothing where neither it nor the set has changed. */
export function writePresence(floor: Floor): void {
  const { model, presence, roster } = floor;
  if (presence === shownPresence && roster.edition === shownEdition) return;
  shownPresence = presence;
  shownEdition = roster.edition;
  write(model.people, people(floor, presence));
  const { scene, take } = presence;
  const setup = slate.board(presence);
  write(model.slate, { scene, setup, take, name: `${setup} · T${take}` });
  model.stage.value = presence.label;
  model.transport.shownBy.value = presence.shownBy;
}

/** Takes, newest first. */
export function writeTakes(floor: Floor): void {
  const lines = [...floor.takes.values()].sort((a, b) => b.opened - a.opened);
  const frames = project(floor);
  floor.model.takes.value = lines.map((line) => card(line, frames, floor.thumbnails.get(line.id) ?? null));
}

/** What the room is doing: on set, rolling, or this person looks at a take. */
export function roomState(floor: Floor): RoomState {
  if (floor.model.transport.take.value !== "") return "playback";
  return floor.presence.rolling !== "" ? "rolling" : "on set";
}

let shownFrame = -1;
/** Whether a take rolled when the clock was last written; tick of Action of the performance that was cut, NaN for none. */
let rolled = false;
let cutAction = Number.NaN;

/** The clock: timecode by ticks since the stage began, what the room is doing, how far a performance has come. */
export function writeClock(floor: Floor): void {
  const { mirror, model, ledger } = floor;
  if (mirror === null) return;
  const frames = project(floor);
  const frame = Math.floor(rate.frameAtTicks(frames, mirror.tick));
  if (frame !== shownFrame) {
    shownFrame = frame;
    model.timecode.value = timecode.formatFrames(frame, frames);
  }
  model.phase.value = mirror.phase;
  // A take in review rolled once: that is not this performance, nor is leaving it a cut.
  const rolls = mirror.rolling !== "" && mirror.rolling === floor.presence.rolling;
  if (model.transport.take.value !== "") rolled = false;
  else if (rolled && !rolls) cutAction = mirror.action;
  // Back at one, picked up, or rolling again: another performance.
  else if (mirror.phase === "one" || rolls || mirror.action !== cutAction) cutAction = Number.NaN;
  rolled = rolls;
  model.cut.value = !Number.isNaN(cutAction);
  model.frozen.value = mirror.frozen;
  model.state.value = roomState(floor);
  const left = ((ledger?.due ?? -1) - mirror.tick) / 60;
  model.countdown.value = left > 0 && mirror.rolling !== "" ? Math.ceil(left) : -1;
  if (model.transport.take.value === "") writePerformance(floor, frames);
}

/** Live, the scrub bar shows how far the performance has come, with its cues and the flags of what rolls. */
function writePerformance(floor: Floor, frames: rate.Rate): void {
  const { mirror, model } = floor;
  const { transport } = model;
  const action = mirror?.action ?? -1;
  const at = (tick: number): number => Math.max(0, Math.floor(rate.frameAtTicks(frames, tick - action)));
  const length = action < 0 ? 0 : at(mirror!.tick);
  transport.position.value = length;
  transport.length.value = length;
  transport.base.value = rate.nominal(frames);
  const marks: TimelineMark[] = [];
  if (action >= 0) {
    for (const { id, cue, fired } of floor.notes.cues)
      if (fired >= action) marks.push({ id: `cue ${id}`, at: at(fired), label: cue.label, kind: "cue" });
    for (const { tick, label } of floor.takes.get(floor.presence.rolling)?.flags ?? [])
      if (tick >= action) marks.push({ id: `flag ${tick}`, at: at(tick), label, kind: "flag" });
  }
  write(transport.marks, marks);
}

/** The stage's cameras, with who mans each. */
export function writeCameras(floor: Floor): void {
  const lines: CameraLine[] = [];
  for (const { id, camera } of floor.roster.entities.values()) {
    if (camera === null) continue;
    const operator = floor.presence.people.find((p) => p.mans === id && p.connected)?.number ?? 0;
    lines.push({
      id,
      letter: camera.letter,
      operator,
      lens: `${camera.focal} mm T${camera.tStop.toFixed(1)}`,
    });
  }
  const { cameras } = floor.model;
  write(cameras, lines);
}
