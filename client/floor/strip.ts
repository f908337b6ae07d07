/**
 * The strips: slate, timecode, people, takes and transport, as the panels show them. In: presence, take lines, the
 * mirror. Out: signals, written only when something changed.
 */
import * as rate from "../../shared/clock/rate.ts";
import * as timecode from "../../shared/clock/timecode.ts";
import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { CameraLine, Person, RoomState, TakeCard } from "../panels/model.ts";
import type { Presence, Present } from "../session/link.ts";
import type { Floor } from "./floor.ts";

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
      if (entity.holder === present.person) holds.push(entity.label);
    }
    return {
      id: present.person,
      name: present.name || `Person ${present.person}`,
      initials: initials(present.name, present.person),
      colour: present.colour,
      self: present.person === floor.room?.person,
      on: present.on,
      camera,
      holds,
      away: !present.connected,
    };
  });
}

/** One take as a card of the strip. */
export function card(line: TakeLine, project: rate.Rate, thumbnail: string | null): TakeCard {
  const frames = (ticks: number): number => Math.max(0, Math.floor(rate.frameAtTicks(project, ticks)));
  return {
    id: line.id,
    setup: `${line.scene}${line.setup}`,
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

/** Everything of presence that the panels show. */
export function writePresence(floor: Floor): void {
  const { model, presence } = floor;
  model.people.value = people(floor, presence);
  const name = `${presence.scene}${presence.setup}`;
  model.slate.value = { scene: presence.scene, setup: presence.setup, take: presence.take, name };
  model.stage.value = presence.label;
  model.transport.shownBy.value = presence.shownBy;
}

/** Takes, newest first. */
export function writeTakes(floor: Floor, project: rate.Rate): void {
  const lines = [...floor.takes.values()].sort((a, b) => b.opened - a.opened);
  floor.model.takes.value = lines.map((line) => card(line, project, floor.thumbnails.get(line.id) ?? null));
}

/** What the room is doing: on set, rolling, or this person looks at a take. */
export function roomState(floor: Floor): RoomState {
  if (floor.model.transport.take.value !== "") return "playback";
  return floor.presence.rolling !== "" ? "rolling" : "on set";
}

let shownFrame = -1;

/** The clock: timecode by ticks since the stage began. */
export function writeClock(floor: Floor, project: rate.Rate): void {
  const { mirror, model } = floor;
  if (mirror === null) return;
  const frame = Math.floor(rate.frameAtTicks(project, mirror.tick));
  if (frame !== shownFrame) {
    shownFrame = frame;
    model.timecode.value = timecode.formatFrames(frame, project);
  }
  model.phase.value = mirror.phase;
  model.frozen.value = mirror.frozen;
  model.state.value = roomState(floor);
}

/** The stage's cameras, with who mans each. */
export function writeCameras(floor: Floor): void {
  const lines: CameraLine[] = [];
  for (const { id, camera } of floor.roster.entities.values()) {
    if (camera === null) continue;
    const operator = floor.presence.people.find((p) => p.mans === id && p.connected)?.person ?? 0;
    lines.push({
      id,
      letter: camera.letter,
      operator,
      lens: `${camera.focal} mm T${camera.tStop.toFixed(1)}`,
    });
  }
  const { cameras } = floor.model;
  if (JSON.stringify(lines) !== JSON.stringify(cameras.value)) cameras.value = lines;
}
