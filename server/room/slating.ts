/**
 * The room's slate and project: what the next take is called, and the frame and rate that everybody works in. In: what
 * people ask, and the takes so far. Out: the room's slate (shared/takes/slate.ts), or a refusal.
 */
import { findRatio } from "../../shared/camera/gate.ts";
import * as rates from "../../shared/clock/rate.ts";
import type { Intent, TakeLine } from "../../shared/protocol/messages.ts";
import * as slates from "../../shared/takes/slate.ts";
import { refuse } from "./post.ts";
import type { Person, Room } from "./room.ts";

/** What a project is before anybody has said. */
export const PROJECT = { ratio: "2.39", rate: "24" } as const;

/** A take's slate as far as counting needs it. */
const slated = (room: Room): readonly TakeLine[] => [...room.takes.values()];

/** The room's slate, with the number that its next take has. */
export function slateNow(room: Room): slates.Slate {
  return slates.numbered(room.slate, slated(room));
}

/** Scene, setup and style, as somebody asks for them. */
export function changeSlate(room: Room, person: Person, intent: Extract<Intent, { type: "slate" }>): void {
  const fault = slates.sceneFault(intent.scene);
  if (fault !== null) {
    refuse(room, person, 0, "no scene", `${fault[0]!.toUpperCase()}${fault.slice(1)}.`);
    return;
  }
  let { slate } = room;
  if (intent.style !== slate.style || intent.scene !== slate.scene)
    slate = slates.resume({ ...slate, style: intent.style }, intent.scene, slated(room));
  try {
    if (intent.nextSetup) slate = slates.nextSetup(slate);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    refuse(room, person, 0, "no setup left", "This scene has no letters left: begin another scene.");
    return;
  }
  room.slate = slate;
  room.dirty = true;
  room.onPresence();
}

/** Frame and rate that everybody works in. */
export function changeProject(
  room: Room,
  person: Person,
  intent: Extract<Intent, { type: "project" }>,
): void {
  const rate = rates.parse(intent.rate);
  const known = rate !== null && rates.PROJECT_RATES.some((one) => rates.equals(one, rate));
  if (findRatio(intent.ratio) === null || !known) {
    refuse(room, person, 0, "no such project", "There is no such frame or rate.");
    return;
  }
  if (room.world.rolling !== "") {
    refuse(room, person, 0, "cut first", "A take is rolling. Cut first.");
    return;
  }
  room.ratio = intent.ratio;
  room.rate = rates.label(rate);
  room.dirty = true;
  room.onPresence();
}
