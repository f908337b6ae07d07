/**
 * Handles that move and turn what is selected: which of them lies under a pixel, and where a drag on it takes the thing.
 * In: selection, the picture's rays and pixels. Out: poses; a shape for the view. At one only: during a performance hands
 * take hold of things.
 */
import * as quat from "../../shared/math/quat.ts";
import type { Entity, Pose } from "../../shared/world/entity.ts";
import { MIRROR } from "../../shared/world/mirror.ts";
import {
  ARMS,
  armPoint,
  directionOf,
  type HandleKind,
  type HandleShape,
  headingOf,
  RING,
  ringPoint,
} from "../view/handles.ts";
import type { Floor } from "./floor.ts";
import type { Picture } from "./picture.ts";
import { offsetOf } from "./roster.ts";
import { poseOf } from "./set-intents.ts";

/** Pixels within which a handle is meant. */
const NEAR = 9;
/** Metres and radians to which Shift snaps. */
const SNAP = 0.1;
const TURN_SNAP = Math.PI / 12;
/** Length of an arrow as a share of the distance to it, and its bounds, metres. */
const ARM_SHARE = 0.09;
const ARM_LEAST = 0.18;
const ARM_MOST = 2.5;
/** Radius of the ring at least, as a share of the distance; radius at least and length of an arrow in a plan, pixels. */
const RING_SHARE = 0.035;
const RING_PIXELS = 30;
const ARM_PIXELS = 45;
/** Room between a thing and its ring, and the ring's bounds, metres. */
const MARGIN = 0.12;
const RING_LEAST = 0.25;
const RING_MOST = 4;

type Vector = [number, number, number];

/** What handles need of a picture. */
export type Sight = Pick<Picture, "pixel" | "ray" | "scale" | "shot">;

/** Handles at work. */
export interface Handles {
  /** Once a frame: follows what is selected; the shape to be drawn, or null. Allocates nothing. */
  frame(): HandleShape | null;
  /** The handle under a pixel, which is shown to be meant; empty: none. */
  over(x: number, y: number): HandleKind | "";
  /** Takes the handle under a pixel; what it moves, or 0. */
  take(x: number, y: number): number;
  /** Where a drag to a pixel takes the thing; null: nowhere that can be told. */
  to(x: number, y: number, shift: boolean): Pose | null;
  letGo(): void;
}

/** Whether something has handles now: alone selected, at one, free to be moved. */
export function moves(floor: Floor): Entity | null {
  const { selection, model, mirror } = floor;
  if (selection.length !== 1 || mirror === null || mirror.phase !== "one" || mirror.rolling !== "")
    return null;
  if (model.transport.take.value !== "" || model.tool.value !== "select") return null;
  const entity = floor.roster.entities.get(selection[0]!);
  if (entity === undefined || entity.locked || entity.hidden || entity.holder !== 0) return null;
  if (entity.asset === "" || entity.kind === "mark" || entity.kind === "camera") return null;
  return entity;
}

/** Makes handles. */
export function createHandles(floor: Floor, sight: Sight): Handles {
  const shape: HandleShape = { base: [0, 0, 0], heading: 0, radius: 1, arm: 1, height: 1, hot: "" };
  let shown = 0;
  let taken: { kind: HandleKind; id: number; start: Pose; grip: number; shape: HandleShape } | null = null;
  const from: Vector = [0, 0, 0];
  const towards: Vector = [0, 0, 0];
  const point: Vector = [0, 0, 0];
  const one: [number, number] = [0, 0];
  const other: [number, number] = [0, 0];

  /** Pixels from a place to the line between two world points; infinite where one lies behind the eye. */
  const awayFrom = (x: number, y: number, place: (out: Vector, end: number) => void): number => {
    place(point, 0);
    if (!sight.pixel(one, point)) return Number.POSITIVE_INFINITY;
    place(point, 1);
    if (!sight.pixel(other, point)) return Number.POSITIVE_INFINITY;
    const dx = other[0] - one[0];
    const dy = other[1] - one[1];
    const share = ((x - one[0]) * dx + (y - one[1]) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.max(0, Math.min(1, share));
    return Math.hypot(x - one[0] - dx * t, y - one[1] - dy * t);
  };

  const at = (x: number, y: number): HandleKind | "" => {
    if (shown === 0) return "";
    let best = NEAR;
    let found: HandleKind | "" = "";
    for (const kind of ARMS) {
      // From right above, the arrow that points at the eye is no more than a dot.
      if (kind === "up" && sight.scale() > 0) continue;
      const away = awayFrom(x, y, (out, end) => armPoint(out, shape, kind, end));
      if (away < best) [best, found] = [away, kind];
    }
    if (found !== "") return found;
    for (let corner = 0; corner < RING; corner++) {
      if (awayFrom(x, y, (out, end) => ringPoint(out, shape, corner + end)) < NEAR) return "turn";
    }
    return "";
  };

  /** How far along an arrow, or round the ring, a pixel's ray passes it by nearest; null: it does not. */
  const along = (held: HandleShape, kind: HandleKind, x: number, y: number): number | null => {
    sight.ray(from, towards, x, y);
    const { base } = held;
    if (kind === "turn") {
      const distance = (base[1] - from[1]) / towards[1];
      if (!(distance > 0) || distance > 1e4) return null;
      return Math.atan2(from[0] + towards[0] * distance - base[0], from[2] + towards[2] * distance - base[2]);
    }
    directionOf(point, held, kind);
    const cosine = point[0] * towards[0] + point[1] * towards[1] + point[2] * towards[2];
    const across = 1 - cosine * cosine;
    if (across < 1e-4) return null;
    let onArm = 0;
    let onRay = 0;
    for (let k = 0; k < 3; k++) {
      onArm += (from[k]! - base[k]!) * point[k]!;
      onRay += (from[k]! - base[k]!) * towards[k]!;
    }
    return (onArm - cosine * onRay) / across;
  };

  return {
    frame() {
      const entity = moves(floor);
      const offset = entity === null ? -1 : offsetOf(floor.roster, entity.id);
      if (entity === null || offset < 0) {
        shown = 0;
        shape.hot = "";
        return null;
      }
      shown = entity.id;
      const { data } = floor.mirror!;
      if (taken === null) {
        for (let k = 0; k < 3; k++) shape.base[k] = data[offset + MIRROR.position + k]!;
        const r = offset + MIRROR.rotation;
        shape.heading = headingOf(data, r);
      }
      const bounds =
        floor.set?.things.get(entity.asset)?.bounds ?? floor.set?.actors.get(entity.asset)?.bounds;
      const wide = bounds ? Math.max(bounds.max[0], -bounds.min[0]) : 0.5;
      const deep = bounds ? Math.max(bounds.max[2], -bounds.min[2]) : 0.5;
      shape.height = (bounds?.max[1] ?? 1) + MARGIN;
      const eye = sight.shot.pose.position;
      const away = Math.hypot(eye[0] - shape.base[0], eye[1] - shape.base[1], eye[2] - shape.base[2]);
      const scale = sight.scale();
      // However far off, handles are large enough on the screen to be taken.
      const ring = Math.max(RING_LEAST, Math.min(RING_MOST, Math.hypot(wide, deep) + MARGIN));
      shape.radius = Math.max(ring, scale > 0 ? RING_PIXELS / scale : away * RING_SHARE);
      shape.arm = scale > 0 ? ARM_PIXELS / scale : Math.max(ARM_LEAST, Math.min(ARM_MOST, away * ARM_SHARE));
      return shape;
    },
    over(x, y) {
      if (taken === null) shape.hot = at(x, y);
      return shape.hot;
    },
    take(x, y) {
      const kind = at(x, y);
      const start = poseOf(floor, shown);
      if (kind === "" || start === null) return 0;
      const held = { ...shape, base: [...start.position] as Vector };
      const grip = along(held, kind, x, y);
      if (grip === null) return 0;
      taken = { kind, id: shown, start, grip, shape: held };
      shape.hot = kind;
      return shown;
    },
    to(x, y, shift) {
      if (taken === null) return null;
      const { kind, start, grip, shape: held } = taken;
      const now = along(held, kind, x, y);
      if (now === null) return null;
      if (kind === "turn") {
        let by = now - grip;
        const was = headingOf(start.rotation);
        if (shift) by = Math.round((was + by) / TURN_SNAP) * TURN_SNAP - was;
        const rotation: Pose["rotation"] = [0, 0, 0, 1];
        quat.fromHeading(rotation, by);
        quat.multiply(rotation, rotation, start.rotation);
        shape.heading = held.heading + by;
        return { position: [...start.position], rotation };
      }
      const by = shift ? Math.round((now - grip) / SNAP) * SNAP : now - grip;
      directionOf(point, held, kind);
      const position: Vector = [0, 0, 0];
      for (let k = 0; k < 3; k++) position[k] = shape.base[k] = start.position[k]! + point[k]! * by;
      return { position, rotation: [...start.rotation] };
    },
    letGo() {
      taken = null;
      shape.hot = "";
    },
  };
}
