/**
 * What a person asks of the camera: lens, stop, focus, rig, framings, manning. In: intents. Out: changes of the own
 * camera (at once) and of what the stage keeps of it (when a drag has settled).
 */
import * as filmbacks from "../../shared/camera/filmback.ts";
import * as focusing from "../../shared/camera/focus.ts";
import * as pose from "../../shared/camera/pose.ts";
import type { CameraSettings } from "../../shared/camera/settings.ts";
import * as rate from "../../shared/clock/rate.ts";
import { radians } from "../../shared/math/units.ts";
import type { Camera } from "../../shared/world/entity.ts";
import { MIRROR } from "../../shared/world/mirror.ts";
import type { CameraChange, PanelIntent } from "../panels/intent.ts";
import type { FocusStop } from "../panels/model.ts";
import { type Floor, send, tell } from "./floor.ts";
import * as operating from "./operator.ts";
import { offsetOf, placeOf } from "./roster.ts";
import * as seeing from "./seeing.ts";

let stopCount = 0;
const DENSITY_PER_STOP = 0.301;

/** Handles an intent about the camera; false where it is about something else. */
export function handle(floor: Floor, intent: PanelIntent): boolean {
  const { operator, model } = floor;
  switch (intent.type) {
    case "camera":
      change(floor, intent.change);
      if (intent.settled) keep(floor);
      return true;
    case "man":
      manCamera(floor, intent.camera);
      return true;
    case "next camera":
      nextCamera(floor);
      return true;
    case "add camera":
      addCamera(floor);
      return true;
    case "watch":
    case "walk":
      leaveCamera(floor, intent.type === "walk" ? "foot" : "village");
      return true;
    case "focus on selection":
      focusOn(floor, floor.selection[0] ?? 0);
      return true;
    case "focus by hand":
      operator.follows = 0;
      return true;
    case "store focus": {
      const stop: FocusStop = {
        id: ++stopCount,
        label: `${operator.settings.focus.toFixed(2)} m`,
        distance: operator.settings.focus,
      };
      model.camera.stops.value = [...model.camera.stops.value, stop].sort((a, b) => a.distance - b.distance);
      return true;
    }
    case "rack":
      rack(floor, intent.stop);
      return true;
    case "forget focus":
      model.camera.stops.value = model.camera.stops.value.filter((stop) => stop.id !== intent.stop);
      return true;
    case "name focus":
      model.camera.stops.value = model.camera.stops.value.map((stop) =>
        stop.id === intent.stop ? { ...stop, label: intent.label } : stop,
      );
      return true;
    case "pull focus":
      operator.follows = 0;
      operating.change(operator, {
        focus: focusing.byHand(operator.settings.focus, intent.direction, 0.1, 0.3),
      });
      return true;
    case "peaking":
      model.peaking.value = intent.on;
      return true;
    case "false colour":
      model.falseColour.value = intent.on;
      return true;
    case "frame":
      frame(floor, intent.id);
      return true;
    default:
      return false;
  }
}

/** Changes the own camera; what a lens cannot do is told, and the lens stays as it was. */
function change(floor: Floor, wanted: CameraChange): void {
  const { operator } = floor;
  const changes: { -readonly [K in keyof CameraSettings]?: CameraSettings[K] } = {};
  if (wanted.body !== undefined) {
    const first = filmbacks.all().find((row) => row.camera === wanted.body);
    if (first) changes.filmback = first.id;
  }
  if (wanted.filmback !== undefined) changes.filmback = wanted.filmback;
  if (wanted.lensSet !== undefined) changes.lensSet = wanted.lensSet;
  if (wanted.focal !== undefined) changes.focal = wanted.focal;
  if (wanted.tStop !== undefined) changes.tStop = wanted.tStop;
  if (wanted.focus !== undefined) {
    changes.focus = wanted.focus;
    operator.follows = 0;
    operator.pull = null;
  }
  if (wanted.shutter !== undefined) changes.shutter = wanted.shutter;
  if (wanted.squeeze !== undefined) changes.squeeze = wanted.squeeze;
  if (wanted.ei !== undefined) changes.iso = wanted.ei;
  if (wanted.nd !== undefined) changes.nd = wanted.nd / DENSITY_PER_STOP;
  if (wanted.cameraRate !== undefined)
    changes.rate = rate.parse(`${wanted.cameraRate}`) ?? operator.settings.rate;
  if (Object.keys(changes).length > 0) {
    const fault = operating.change(operator, changes, floor.model.camera.byHand.value);
    if (fault !== null) tell(floor, { tone: "refused", text: fault, kept: "The camera stays as it was." });
  }
  if (wanted.byHand !== undefined) floor.model.camera.byHand.value = wanted.byHand;
  if (wanted.rackSeconds !== undefined) floor.model.camera.rackSeconds.value = wanted.rackSeconds;
  if (wanted.smoothing !== undefined) operator.smoothing = Math.max(0, Math.min(1, wanted.smoothing));
  const rig = operating.RIGS.find((one) => one.id === wanted.rig);
  if (rig) operator.rig = rig.id;
  place(floor, wanted);
}

/** Typed height, tilt and roll. */
function place(floor: Floor, wanted: CameraChange): void {
  const { height, tilt, roll } = wanted;
  if (height === undefined && tilt === undefined && roll === undefined) return;
  const to = pose.create(
    floor.operator.at.position,
    floor.operator.at.heading,
    floor.operator.at.tilt,
    floor.operator.at.roll,
  );
  if (height !== undefined) to.position[1] = height;
  if (tilt !== undefined) to.tilt = radians(tilt);
  if (roll !== undefined) to.roll = radians(roll);
  operating.jump(floor.operator, to);
}

/** What the stage keeps of the own camera. */
function camera(floor: Floor): Camera {
  const { settings, letter, rig, follows } = floor.operator;
  const { filmback, lensSet, focal, squeeze, tStop, shutter } = settings;
  return {
    letter,
    filmback,
    lensSet,
    focal,
    squeeze,
    tStop,
    focus: Math.min(9999, settings.focus),
    follows,
    shutter,
    rig,
  };
}

/** Keeps the own camera's settings in the stage. */
export function keep(floor: Floor): void {
  const id = floor.operator.camera;
  if (id !== 0) send(floor, [{ type: "setCamera", id, camera: camera(floor) }]);
}

/** Mans a camera, unless somebody else does. */
export function manCamera(floor: Floor, id: number): void {
  const entity = floor.roster.entities.get(id);
  if (entity?.camera == null || floor.room === null) return;
  const other = floor.presence.people.find(
    (p) => p.mans === id && p.number !== floor.room?.person && p.connected,
  );
  if (other) {
    tell(floor, {
      tone: "refused",
      text: `${other.name || "Somebody"} operates camera ${entity.camera.letter}.`,
      todo: "Take another, or add one.",
    });
    return;
  }
  leaveInPlace(floor);
  operating.man(floor.operator, entity);
  floor.eyes.watched = id;
  floor.room.wish({ type: "man", camera: id, on: "camera" });
  floor.model.seeing.value = "camera";
}

/** Where the own camera stands is where it stays. */
function leaveInPlace(floor: Floor): void {
  const { operator } = floor;
  if (operator.camera === 0) return;
  // What it did until now is its own, and not the next camera's.
  const rest = operating.flush(operator);
  if (rest !== null) floor.room?.camera(operator.camera, operator.take, rest);
  const position: [number, number, number] = [...operator.at.position];
  const rotation: [number, number, number, number] = [...operator.rotation];
  send(floor, [{ type: "place", moves: [{ id: operator.camera, pose: { position, rotation } }] }]);
}

function leaveCamera(floor: Floor, on: "foot" | "village"): void {
  const { operator, eyes, model } = floor;
  leaveInPlace(floor);
  if (operator.camera !== 0) eyes.watched = operator.camera;
  operator.camera = 0;
  if (on === "foot" && model.seeing.value !== "foot") seeing.see(floor, "foot");
  if (on === "village") {
    // Village watches A; a camera that one has just left is another's business.
    eyes.watched = seeing.firstCamera(floor);
    model.seeing.value = "camera";
  }
  floor.room?.wish({ type: "man", camera: 0, on });
}

/** The next camera: who operates takes the next free one, who watches watches the next. */
function nextCamera(floor: Floor): void {
  const { operator, eyes, presence } = floor;
  const cameras = [...floor.roster.entities.values()].filter((entity) => entity.camera !== null);
  const now = cameras.findIndex((entity) => entity.id === (operator.camera || eyes.watched));
  const others = cameras.slice(now + 1).concat(cameras.slice(0, Math.max(0, now)));
  if (operator.camera === 0) {
    eyes.watched = others[0]?.id ?? eyes.watched;
    floor.model.seeing.value = "camera";
    return;
  }
  const free = others.find(({ id }) => !presence.people.some((p) => p.mans === id && p.connected));
  if (free) manCamera(floor, free.id);
  else
    tell(floor, {
      tone: "refused",
      text: others.length === 0 ? "There is no other camera." : "Every other camera is operated.",
      todo: "Add one, or watch: the menu over the camera's settings.",
    });
}

function addCamera(floor: Floor): void {
  const position: [number, number, number] = [...floor.operator.at.position];
  const rotation: [number, number, number, number] = [...floor.operator.rotation];
  // Who operates none has asked for one to operate.
  const takes = floor.operator.camera === 0;
  const spawn = { type: "spawn", kind: "camera", asset: "", variant: "", label: "" } as const;
  send(floor, [{ ...spawn, pose: { position, rotation } }], [], ([id]) => {
    if (takes && id !== undefined && floor.operator.camera === 0) manCamera(floor, id);
  });
}

const point: [number, number, number] = [0, 0, 0];

/** Focus follows an entity, at its eyes where it has any. */
export function focusOn(floor: Floor, id: number): void {
  if (!floor.roster.entities.has(id)) return;
  floor.operator.follows = id;
  floor.operator.pull = null;
}

/** The point that focus follows, or false. */
export function subjectPoint(floor: Floor, out: number[]): boolean {
  const { follows } = floor.operator;
  if (follows === 0 || floor.mirror === null || !placeOf(floor.roster, floor.mirror, follows, out))
    return false;
  const entity = floor.roster.entities.get(follows);
  const sheet = floor.set?.actors.get(entity?.asset ?? "");
  const bounds = floor.set?.things.get(entity?.asset ?? "")?.bounds;
  const at = offsetOf(floor.roster, follows);
  const seated = floor.mirror.data[at + MIRROR.seated]! * 0.42;
  out[1] = out[1]! + (sheet ? sheet.eyes - seated : bounds ? (bounds.min[1] + bounds.max[1]) / 2 : 0);
  return true;
}

function rack(floor: Floor, stopId: number): void {
  const stop = floor.model.camera.stops.value.find((one) => one.id === stopId);
  if (stop === undefined) return;
  const { operator } = floor;
  operator.follows = 0;
  operator.pull = {
    move: focusing.pull(operator.settings.focus, stop.distance, floor.model.camera.rackSeconds.value),
    since: performance.now() / 1000,
  };
}

/** Puts the shown camera (or one's feet) so that an entity fills a good part of the frame, from where it looks now. */
function frame(floor: Floor, id: number): void {
  if (floor.mirror === null || !placeOf(floor.roster, floor.mirror, id, point)) return;
  if (floor.model.seeing.value === "plan") {
    floor.eyes.plan.x = point[0];
    floor.eyes.plan.z = point[2];
    return;
  }
  const rig = seeing.shown(floor);
  if (rig === floor.operator && rig.camera === 0) return;
  const entity = floor.roster.entities.get(id);
  const bounds =
    floor.set?.things.get(entity?.asset ?? "")?.bounds ?? floor.set?.actors.get(entity?.asset ?? "")?.bounds;
  const size = bounds ? Math.max(bounds.max[1] - bounds.min[1], bounds.max[0] - bounds.min[0]) : 0.5;
  const middle = bounds ? (bounds.max[1] + bounds.min[1]) / 2 : 0;
  const to = pose.create(rig.at.position, rig.at.heading, rig.at.tilt, 0);
  const focal = rig === floor.operator ? rig.settings.focal : 18;
  const away = Math.max(0.6, (size * focal) / (0.6 * 18));
  const ahead: [number, number, number] = [0, 0, 0];
  pose.forward(ahead, to);
  to.position = [
    point[0] - ahead[0] * away,
    Math.max(0.3, point[1] + middle - ahead[1] * away),
    point[2] - ahead[2] * away,
  ];
  pose.lookAt(to, [point[0], point[1] + middle, point[2]]);
  if (rig !== floor.operator) floor.eyes.flying = true;
  operating.jump(rig, to);
}
