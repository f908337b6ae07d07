/**
 * The picture of a frame: where the gate lies, what is seen from where, and the shot that the view draws. In: operator,
 * eyes, settings, the world between ticks. Out: calls to the view; the ray under a pixel.
 */
import * as cadence from "../../shared/camera/cadence.ts";
import * as gates from "../../shared/camera/gate.ts";
import * as cameraSettings from "../../shared/camera/settings.ts";
import * as rate from "../../shared/clock/rate.ts";
import type { Display } from "../session/display.ts";
import {
  createProjection,
  PLAN_HEIGHT,
  planShot,
  project as projectShot,
  rayOf,
  type Shot,
  screenOf,
} from "../view/shot.ts";
import type { View } from "../view/view.ts";
import { layGate, type Rect } from "../viewfinder/gate.ts";
import { stopsOver } from "./exposing.ts";
import type { Floor } from "./floor.ts";
import type { Operator } from "./operator.ts";
import { EYES_WIDTH, isFilmed } from "./seeing.ts";
import { project } from "./settings.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };

/** The picture. */
export interface Picture {
  /** The gate in CSS pixels; where there is none (on foot, plan), the free part of the window. */
  readonly gate: Rect;
  /** Size of the canvas in CSS pixels. */
  width: number;
  height: number;
  /** Lays the gate between the panels. */
  lay(): void;
  /**
   * Whether the picture on screen stays for now: with the project's cadence each frame is held as it will be on a screen,
   * so that 24 strobes and 60 does not.
   */
  holds(): boolean;
  /** Draws. */
  show(now: number): void;
  /** The shot that was drawn last. */
  readonly shot: Shot;
  /** The own (or watched) camera's shot, whatever is on screen: its gate alone. */
  cameraShot(): Shot;
  ratio(): number;
  /** Width over height of what the gate's rectangle shows: the ratio, or the free part of the window off the camera. */
  aspect(): number;
  /** CSS pixels a metre in a plan; 0 elsewhere. */
  scale(): number;
  /** Where the inset of the camera that one has stepped off lies, CSS pixels; null: there is none. */
  readonly inset: Rect | null;
  /** Where a world point lies, CSS pixels; false behind the eye. */
  pixel(out: [number, number], point: readonly [number, number, number]): boolean;
  /** The ray under a pixel: writes origin and unit direction. */
  ray(from: [number, number, number], towards: [number, number, number], x: number, y: number): void;
}

/** Metres at which a plan is cut, so that roofs and crowns are away and people are not. */
export const PLAN_CUT = 2.6;
/** Width of the inset in CSS pixels, and its distance from the free area's edge. */
const INSET = { width: 320, margin: 16 };
const WHOLE = { x: 0, y: 0, width: 1, height: 1 } as const;
/** Millimetres: eyes have no filmback; any width will do. */
const EYES_FOCAL = 20;

const createShot = (operator: Operator): Mutable<Shot> => ({
  pose: { position: operator.at.position, rotation: operator.rotation },
  opening: { position: operator.opening.position, rotation: operator.opening.rotation },
  lens: { focal: 35, squeeze: 1, tStop: 2.8, focus: 4, shutter: 180, rate: 24, circle: 0 },
  gate: { width: 28, height: 19 },
  frame: { ...WHOLE },
  outside: 1,
  exposure: 0,
  blur: { focus: true, motion: true },
  seconds: 0,
});

/** A picture on a view. */
export function createPicture(floor: Floor, view: View, world: Display): Picture {
  const gate: Rect = { x: 0, y: 0, width: 1, height: 1 };
  const overlays = {
    outlines: true,
    marks: true,
    cameras: true,
    names: true,
    pixel: 1,
    peaking: false,
    falseColour: false,
  };
  const through_ = createShot(floor.operator);
  through_.overlays = overlays;
  const own = createShot(floor.operator);
  const eyes = createShot(floor.eyes.walker);
  eyes.overlays = overlays;
  eyes.blur = { focus: false, motion: false };
  eyes.lens = { focal: EYES_FOCAL, squeeze: 1, tStop: 16, focus: 100, shutter: 1, rate: 24, circle: 0 };
  eyes.gate.width = 2 * EYES_FOCAL * EYES_WIDTH;
  let plan: Mutable<Shot> | null = null;
  let planned = { x: Number.NaN, z: 0, across: 0, left: 0, width: 0, height: 0 };
  const inset = { shot: own as Shot, frame: { x: 0, y: 0, width: 0, height: 0 } };
  const insetRect: Rect = { x: 0, y: 0, width: 0, height: 0 };
  let hasInset = false;
  let heldAt = Number.NaN;
  let shownSettings: cameraSettings.CameraSettings | null = null;
  let shownRatio = 0;
  let current = through_;
  const projection = createProjection();
  const screen: [number, number, number] = [0, 0, 0];

  const ratio = (): number => gates.findRatio(floor.model.settings.value.ratio)?.ratio ?? 2.39;

  /** Lens and gate of the camera's shots, where they have changed. */
  const writeLens = (): void => {
    const { settings } = floor.operator;
    const wide = ratio();
    through_.exposure = stopsOver(floor.operator);
    own.exposure = through_.exposure;
    if (settings === shownSettings && wide === shownRatio) return;
    shownSettings = settings;
    shownRatio = wide;
    const frame = cameraSettings.gateOf(settings, wide);
    const fitted = cameraSettings.lensOf(settings);
    for (const each of [through_, own]) {
      each.gate.width = frame.width;
      each.gate.height = frame.height;
      const { lens } = each;
      lens.focal = fitted.measured;
      lens.circle = fitted.imageCircle;
      lens.squeeze = settings.squeeze;
      lens.tStop = settings.tStop;
      lens.focus = settings.focus;
      lens.shutter = settings.shutter;
      lens.rate = rate.perSecond(settings.rate);
    }
  };

  /** The plan's shot: its middle in the middle of the free part of the window. */
  const writePlan = (): Mutable<Shot> => {
    const { x, z, across } = floor.eyes.plan;
    const { width, height } = picture;
    const middle = gate.x + gate.width / 2;
    const high = gate.y + gate.height / 2;
    const p = planned;
    const same = p.x === x && p.z === z && p.across === across && p.left === middle + high * 1e4;
    if (plan !== null && same && p.width === width && p.height === height) return plan;
    planned = { x, z, across, left: middle + high * 1e4, width, height };
    const metre = gate.width / across;
    const at: [number, number] = [x + (width / 2 - middle) / metre, z + (height / 2 - high) / metre];
    plan = planShot(at, width / metre, width / height, PLAN_CUT) as Mutable<Shot>;
    plan.overlays = overlays;
    plan.blur = { focus: false, motion: false };
    return plan;
  };

  const writeFrame = (shot: Mutable<Shot>): void => {
    shot.frame.x = gate.x / picture.width;
    shot.frame.y = gate.y / picture.height;
    shot.frame.width = gate.width / picture.width;
    shot.frame.height = gate.height / picture.height;
  };

  /** Off the camera its picture lies in a corner, if there is one that is manned or watched. */
  const layInset = (): void => {
    const { model, operator, eyes: mine } = floor;
    const has = model.seeing.value !== "camera" && (operator.camera || mine.watched) !== 0;
    hasInset = has && picture.width > 640;
    if (!hasInset) {
      view.inset(null);
      return;
    }
    const { x, y, width } = gate;
    insetRect.width = Math.min(INSET.width, width * 0.4);
    insetRect.height = insetRect.width / ratio();
    insetRect.x = Math.round(x + width - insetRect.width - INSET.margin);
    insetRect.y = Math.round(y + INSET.margin);
    inset.frame.x = insetRect.x / picture.width;
    inset.frame.y = insetRect.y / picture.height;
    inset.frame.width = insetRect.width / picture.width;
    inset.frame.height = insetRect.height / picture.height;
    view.inset(inset);
  };

  const picture: Picture = {
    gate,
    width: 1,
    height: 1,
    get shot() {
      return current as Shot;
    },
    get inset() {
      return hasInset ? insetRect : null;
    },
    ratio,
    aspect: () => (floor.model.seeing.value === "camera" ? ratio() : gate.width / Math.max(1, gate.height)),
    cameraShot() {
      writeLens();
      own.seconds = world.position() / 60;
      return own as Shot;
    },
    scale: () => (floor.model.seeing.value === "plan" ? gate.width / floor.eyes.plan.across : 0),
    lay() {
      const { free } = floor.model.view;
      if (floor.model.seeing.value === "camera" && free.value.width > 0) {
        layGate(free.value, ratio(), gate);
        return;
      }
      const { x, y, width, height } = free.value;
      gate.x = x;
      gate.y = y;
      gate.width = width || picture.width;
      gate.height = height || picture.height;
    },
    holds() {
      if (!floor.model.settings.value.cadence || floor.model.seeing.value !== "camera") return false;
      const now = cadence.held(world.position(), project(floor));
      const same = now === heldAt;
      heldAt = now;
      return same;
    },
    show(_now) {
      writeLens();
      const { seeing, settings } = floor.model;
      overlays.names = settings.value.names;
      // Marks, ways and other cameras are for setting up: what is shot is seen as it will be.
      overlays.marks = overlays.cameras = !isFilmed(floor);
      overlays.peaking = floor.model.peaking.value && seeing.value === "camera";
      overlays.falseColour = floor.model.falseColour.value && seeing.value === "camera";
      overlays.pixel = view.state.width / Math.max(1, picture.width);
      layInset();
      if (seeing.value === "plan") current = writePlan();
      else {
        current = seeing.value === "foot" ? eyes : through_;
        eyes.gate.height = eyes.gate.width / picture.aspect();
        writeFrame(current);
      }
      current.seconds = world.position() / 60;
      own.seconds = current.seconds;
      if (world.from !== null && world.to !== null) view.show(world.from, world.to, world.alpha);
      view.render(current as Shot);
    },
    pixel(out, point) {
      const { width, height } = picture;
      projectShot(projection, current as Shot, current.pose, width, height, false);
      screenOf(screen, projection, current.pose.position, point);
      out[0] = screen[0] * width;
      out[1] = screen[1] * height;
      return screen[2] > 0.05;
    },
    ray(from, towards, x, y) {
      const { width, height } = picture;
      projectShot(projection, current as Shot, current.pose, width, height, false);
      rayOf(towards, projection, x / width, y / height);
      // In a plan what is cut away cannot be pointed at either.
      const skip = current === plan ? (PLAN_HEIGHT - PLAN_CUT) / -towards[1] : 0;
      for (let k = 0; k < 3; k++) from[k] = current.pose.position[k]! + towards[k]! * skip;
    },
  };
  return picture;
}
