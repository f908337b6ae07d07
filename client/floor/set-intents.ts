/**
 * What a person asks of the set: editing, marks, cues, lamps, look. In: intents. Out: commands to the room.
 */
import * as quat from "../../shared/math/quat.ts";
import { radians } from "../../shared/math/units.ts";
import { NO_WAIT, type Pose, plainMark } from "../../shared/world/entity.ts";
import { MIRROR } from "../../shared/world/mirror.ts";
import type { PanelIntent } from "../panels/intent.ts";
import { createPulse } from "./drag-pulse.ts";
import { type Floor, select, send, tell } from "./floor.ts";
import * as history from "./history.ts";
import { offsetOf } from "./roster.ts";

/** Present pose of an entity. */
export function poseOf(floor: Floor, id: number): Pose | null {
  const at = offsetOf(floor.roster, id);
  const data = floor.mirror?.data;
  if (at < 0 || data === undefined) return null;
  const p = at + MIRROR.position;
  const r = at + MIRROR.rotation;
  return {
    position: [data[p]!, data[p + 1]!, data[p + 2]!],
    rotation: [data[r]!, data[r + 1]!, data[r + 2]!, data[r + 3]!],
  };
}

/** Edits, which are of the live stage: not while a take is on this screen. */
const EDITS: ReadonlySet<PanelIntent["type"]> = new Set([
  "remove",
  "duplicate",
  "hide",
  "lock",
  "group",
  "name",
  "variant",
  "move",
  "turn",
  "add",
  "drag in",
  "set mark",
  "order marks",
  "gaze",
  "gesture",
  "set cue",
  "remove cue",
  "fire cue",
  "set lamp",
  "look",
  "freeze",
  "lay marks",
  "walk it",
  "lay floor mark",
  "grab",
  "turn tool",
]);

/** Milliseconds between two commands of one drag; its last is always sent. */
const EVERY = 50;
let lastOf = { what: "", at: 0 };
/** Of the slider that is being dragged. */
const pulse = createPulse();

/** Whether an intent is a slider's that tells the room while it is dragged: the camera is one's own until it has settled. */
function ofSlider(intent: PanelIntent): intent is Extract<PanelIntent, { settled: boolean }> {
  return "settled" in intent && intent.type !== "camera" && intent.type !== "seek";
}

/** Whether a drag that goes on has told the room a moment ago. */
export function isTooSoon(intent: PanelIntent, now: number): boolean {
  if (!ofSlider(intent)) return false;
  const what = `${intent.type} ${"id" in intent ? intent.id : "ids" in intent ? intent.ids.join() : ""}`;
  if (!intent.settled && what === lastOf.what && now - lastOf.at < EVERY) return true;
  lastOf = { what, at: now };
  return false;
}

/** Handles an intent about the set; false where it is about something else. */
export function handle(floor: Floor, intent: PanelIntent): boolean {
  const slides = ofSlider(intent);
  // Whatever becomes of it, a drag that has settled says nothing more.
  if (slides && intent.settled) pulse.end();
  if (EDITS.has(intent.type) && floor.model.transport.take.value !== "") {
    tell(floor, {
      tone: "refused",
      text: "A take is on this screen: what is in it cannot be changed.",
      todo: "Leave the review first (To the set), or pick up from this frame (P).",
    });
    return true;
  }
  if (slides && !intent.settled) pulse.keep(() => apply(floor, intent));
  return isTooSoon(intent, performance.now()) || apply(floor, intent);
}

function apply(floor: Floor, intent: PanelIntent): boolean {
  switch (intent.type) {
    case "select":
      select(floor, intent.ids, intent.add);
      // Whoever lets go of everything lets go of the tool too.
      if (floor.selection.length === 0) floor.model.tool.value = "select";
      return true;
    case "remove":
      remove(floor, intent.ids);
      return true;
    case "duplicate":
      send(
        floor,
        [{ type: "duplicate", ids: [...intent.ids], offset: [0.5, 0, 0.5] }],
        intent.ids,
        (created) => select(floor, created, false),
      );
      return true;
    case "hide":
      send(floor, [{ type: "hide", ids: [...intent.ids], hidden: intent.hidden }], intent.ids);
      return true;
    case "lock":
      send(floor, [{ type: "lock", ids: [...intent.ids], locked: intent.locked }], intent.ids);
      return true;
    case "group":
      send(floor, [{ type: "group", ids: [...intent.ids], group: intent.group }], intent.ids);
      return true;
    case "name":
      rename(floor, intent.id, intent.label, null);
      return true;
    case "variant":
      rename(floor, intent.id, "", intent.variant);
      return true;
    case "move": {
      const pose = poseOf(floor, intent.id);
      if (pose === null) return true;
      pose.position = [...intent.position];
      send(floor, [{ type: "place", moves: [{ id: intent.id, pose }] }], [intent.id]);
      return true;
    }
    case "turn": {
      const pose = poseOf(floor, intent.id);
      if (pose === null) return true;
      quat.fromHeading(pose.rotation, radians(intent.heading));
      send(floor, [{ type: "place", moves: [{ id: intent.id, pose }] }], [intent.id]);
      return true;
    }
    case "set mark":
      send(floor, [{ type: "setMark", id: intent.id, mark: intent.mark }], [intent.id]);
      return true;
    case "order marks":
      send(floor, [{ type: "orderMarks", owner: intent.owner, marks: [...intent.marks] }], [intent.owner]);
      return true;
    case "gaze": {
      const start = floor.roster.entities.get(intent.id)?.performer?.start ?? NO_WAIT;
      send(floor, [{ type: "direct", id: intent.id, start, eyeline: intent.gaze }], [intent.id]);
      return true;
    }
    case "gesture":
      send(floor, [{ type: "play", id: intent.id, clip: intent.clip }], [intent.id]);
      return true;
    case "set cue":
      send(floor, [{ type: "setCue", id: intent.id, cue: intent.cue }]);
      return true;
    case "remove cue":
      send(floor, [{ type: "removeCue", id: intent.id }]);
      return true;
    case "fire cue":
      send(floor, [{ type: "fireCue", id: intent.id }]);
      return true;
    case "set lamp":
      send(floor, [{ type: "setLamp", ids: [...intent.ids], lamp: intent.lamp }], intent.ids);
      return true;
    case "look":
      send(floor, [{ type: "look", look: intent.look }]);
      return true;
    case "freeze":
      send(floor, [{ type: "freeze", frozen: intent.frozen }]);
      return true;
    case "undo step": {
      const { ledger, room } = floor;
      if (ledger === null || room === null) return true;
      const turns = history.turnsFor(ledger, intent.id, room.person);
      const type = ledger.steps[intent.id - 1]?.undone ? "redo" : "undo";
      // One after another: each is refused by itself where somebody has changed the same thing since.
      for (let k = 0; k < turns; k++) send(floor, [{ type }]);
      return true;
    }
    case "undo":
      send(floor, [{ type: "undo" }]);
      return true;
    case "redo":
      send(floor, [{ type: "redo" }]);
      return true;
    case "lay marks": {
      // T again puts the tool away.
      const laying = floor.model.tool.value === "marks" && floor.selection[0] === intent.id;
      select(floor, [intent.id], false);
      floor.model.tool.value = laying ? "select" : "marks";
      return true;
    }
    case "lay floor mark":
      layWhereTheyStand(floor);
      return true;
    case "turn tool":
      floor.model.tool.value = floor.model.tool.value === "turn" ? "select" : "turn";
      return true;
    case "tool":
      floor.model.tool.value = intent.tool;
      return true;
    default:
      return false;
  }
}

/** A floor mark where the selected actor or vehicle stands now. */
function layWhereTheyStand(floor: Floor): void {
  const id = floor.selection[0] ?? 0;
  const entity = floor.roster.entities.get(id);
  const pose = poseOf(floor, id);
  if (entity?.performer == null || pose === null) {
    tell(floor, {
      tone: "refused",
      text: "A floor mark is somebody’s.",
      todo: "Select an actor or a vehicle first.",
    });
    return;
  }
  const facing = 2 * Math.atan2(pose.rotation[1], pose.rotation[3]);
  send(floor, [{ type: "layMark", mark: { ...plainMark(id), facing }, pose }], [id]);
}

function rename(floor: Floor, id: number, label: string, variant: string | null): void {
  const entity = floor.roster.entities.get(id);
  if (entity === undefined) return;
  send(floor, [{ type: "name", id, label, variant: variant ?? entity.variant }], [id]);
}

/** Deletes, and says so: a key pressed by mistake takes away what may be out of sight. */
function remove(floor: Floor, ids: readonly number[]): void {
  const label = floor.roster.entities.get(ids[0] ?? 0)?.label ?? "";
  const what = ids.length === 1 && label !== "" ? label : `${ids.length} things`;
  send(floor, [{ type: "remove", ids: [...ids] }], ids, () =>
    tell(floor, { tone: "told", text: `Deleted: ${what}.`, offer: { label: "Undo", action: "undo" } }),
  );
  select(floor, [], false);
}
