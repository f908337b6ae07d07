/**
 * Walk it: whoever is selected is steered once with the keys, the stick or a thumb, and that is their path. In: what
 * hands ask, seconds, where they are seen from. Out: a ghost that goes along, and in the end a mark with the way to it.
 */

import * as quat from "../../shared/math/quat.ts";
import { type Pose, plainMark } from "../../shared/world/entity.ts";
import { MAX_PATH_POINTS } from "../../shared/world/limits.ts";
import type { CameraMove } from "../input/move.ts";
import { type Floor, send, tell } from "./floor.ts";
import type { Ghost } from "./ghost.ts";
import * as seeing from "./seeing.ts";
import { poseOf } from "./set-intents.ts";

/** m/s of full keys on foot, and with Shift. */
const WALKS = 1.35;
const RUNS = 3.4;
/** m/s of a vehicle at full keys, and how fast it gets there, m/s². */
const DRIVES = 6;
const GAINS = 3;
/** Metres between two points of a path. */
const APART = 0.3;
/** Metres below which nobody has walked anywhere. */
const LEAST = 0.5;

/** A walk that is being steered. */
export interface Walk {
  id: number;
  vehicle: boolean;
  /** Radius of a vehicle's narrowest turn, metres. */
  turns: number;
  x: number;
  z: number;
  y: number;
  heading: number;
  speed: number;
  /** x z pairs, the first where the walk began. */
  path: number[];
  /** Seconds in motion, and metres gone. */
  seconds: number;
  gone: number;
}

/** A walk from a place. */
export function begin(id: number, from: readonly number[], heading: number, turns: number): Walk {
  return {
    id,
    vehicle: turns > 0,
    turns,
    x: from[0]!,
    y: from[1]!,
    z: from[2]!,
    heading,
    speed: 0,
    path: [from[0]!, from[2]!],
    seconds: 0,
    gone: 0,
  };
}

/** One frame: `right` and `ahead` −1…1, seen with a heading; `ground` answers the height there. */
export function steer(
  walk: Walk,
  right: number,
  ahead: number,
  fast: boolean,
  seen: number,
  seconds: number,
  ground: (x: number, z: number) => number,
): void {
  const size = Math.min(1, Math.hypot(right, ahead));
  let distance = 0;
  if (walk.vehicle) {
    const goal = ahead * DRIVES * (fast ? 2 : 1);
    const step = GAINS * seconds;
    walk.speed += Math.max(-step, Math.min(step, goal - walk.speed));
    distance = walk.speed * seconds;
    // Steering as a car does: the turn goes with the way, never on the spot.
    walk.heading -= (right * distance) / walk.turns;
  } else if (size > 0.01) {
    // Ahead is away from whoever looks.
    walk.heading = seen + Math.atan2(-right, ahead);
    walk.speed = (fast ? RUNS : WALKS) * size;
    distance = walk.speed * seconds;
  }
  if (Math.abs(distance) < 1e-6) return;
  walk.x += Math.sin(walk.heading) * distance;
  walk.z += Math.cos(walk.heading) * distance;
  walk.y = ground(walk.x, walk.z);
  walk.seconds += seconds;
  walk.gone += Math.abs(distance);
  const n = walk.path.length;
  const away = Math.hypot(walk.x - walk.path[n - 2]!, walk.z - walk.path[n - 1]!);
  if (away >= APART && n < MAX_PATH_POINTS * 2) walk.path.push(walk.x, walk.z);
}

/** Walking at work on a page. */
export interface Walking {
  readonly on: boolean;
  /** Begins to steer somebody, or ends with a mark where they are. */
  toggle(id: number): void;
  /** One frame; true where the hands steer somebody and no camera. */
  frame(move: CameraMove, seconds: number): boolean;
  /** Ends with a mark. */
  done(): void;
  /** Gives up. */
  cancel(): void;
}

/** Puts walking to work. `ground`: height of what can be stood on. */
export function createWalking(
  floor: Floor,
  ghost: Ghost,
  ground: (x: number, z: number, from: number) => number,
): Walking {
  let walk: Walk | null = null;
  const { tool } = floor.model;

  /** Where somebody's next mark is reached from: their last mark, or where they open. */
  const start = (id: number): Pose | null => {
    const entity = floor.roster.entities.get(id);
    const last = entity?.performer?.marks.at(-1);
    return poseOf(floor, last ?? id);
  };

  const end = (): void => {
    walk = null;
    ghost.hide();
    if (tool.value === "walk it") tool.value = "select";
  };

  const done = (): void => {
    if (walk === null) return;
    const { id, path, x, y, z, heading, gone, seconds } = walk;
    if (gone < LEAST) {
      tell(floor, {
        tone: "refused",
        text: "Nobody has gone anywhere yet.",
        todo: "Steer with W A S D, then press Enter.",
      });
      return;
    }
    const mark = plainMark(id);
    // The way begins where they are; only what lies between is told.
    mark.path = path.slice(2);
    mark.speed = Math.round((gone / Math.max(0.1, seconds)) * 100) / 100;
    mark.gait = mark.speed > 2.2 && !walk.vehicle ? "run" : "walk";
    const rotation: Pose["rotation"] = [0, 0, 0, 1];
    quat.fromHeading(rotation, heading);
    send(floor, [{ type: "layMark", mark, pose: { position: [x, y, z], rotation } }], [id]);
    end();
  };

  return {
    get on() {
      return walk !== null;
    },
    toggle(id) {
      if (walk !== null) {
        done();
        return;
      }
      const from = start(id);
      const entity = floor.roster.entities.get(id);
      if (from === null || entity?.performer == null) return;
      if (floor.model.transport.take.value !== "") return;
      const vehicle = floor.set?.things.get(entity.asset)?.vehicle;
      const [x, , z, w] = from.rotation;
      const y = from.rotation[1];
      const heading = Math.atan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y));
      walk = begin(id, from.position, heading, vehicle === undefined ? 0 : vehicle.turningCircle / 2);
      tool.value = "walk it";
      tell(floor, {
        tone: "told",
        text: `Steer ${entity.label} with W A S D${vehicle ? "" : "; Shift runs"}. Enter keeps the path, Esc gives it up.`,
      });
    },
    frame(move, seconds) {
      if (walk === null) return false;
      if (tool.value !== "walk it") {
        end();
        return false;
      }
      const now = walk;
      const heading = seeing.shown(floor).at.heading;
      // A camera's heading looks along −Z; a walker's along +Z.
      steer(now, move.move[0], move.move[2], move.fast, heading + Math.PI, seconds, (x, z) =>
        ground(x, z, now.y),
      );
      const asset = floor.roster.entities.get(now.id)?.asset ?? "";
      const bounds = floor.set?.things.get(asset)?.bounds ?? floor.set?.actors.get(asset)?.bounds;
      const rotation: Pose["rotation"] = [0, 0, 0, 1];
      quat.fromHeading(rotation, now.heading);
      const path: [number, number, number][] = [];
      for (let k = 0; k < now.path.length; k += 2) path.push([now.path[k]!, now.y + 0.02, now.path[k + 1]!]);
      path.push([now.x, now.y + 0.02, now.z]);
      ghost.show({
        box: {
          min: bounds?.min ?? [-0.3, 0, -0.3],
          max: bounds?.max ?? [0.3, 1.75, 0.3],
          position: [now.x, now.y, now.z],
          rotation,
        },
        label: `${now.gone.toFixed(1)} m`,
        path,
      });
      for (let k = 0; k < 3; k++) move.move[k] = 0;
      return true;
    },
    done,
    cancel: end,
  };
}
