/**
 * The picture of a frame: where the gate lies, which camera is shown, and the shot that the view draws. In: operator,
 * settings, the world between ticks. Out: calls to the view.
 */
import * as gates from "../../shared/camera/gate.ts";
import * as cameraSettings from "../../shared/camera/settings.ts";
import * as rate from "../../shared/clock/rate.ts";
import type { Display } from "../session/display.ts";
import type { Shot } from "../view/shot.ts";
import type { View } from "../view/view.ts";
import type { Floor } from "./floor.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };

/** The picture. */
export interface Picture {
  /** The gate in CSS pixels. */
  readonly gate: { x: number; y: number; width: number; height: number };
  /** Size of the canvas in CSS pixels. */
  width: number;
  height: number;
  /** Lays the gate between the panels. */
  lay(): void;
  /** Draws. */
  show(now: number): void;
  /** The shot that was drawn last. */
  readonly shot: Shot;
  ratio(): number;
}

/** Outside the gate the world shows at this brightness. */
const DIMMED = 0.34;

/** A picture on a view. */
export function createPicture(floor: Floor, view: View, world: Display): Picture {
  const gate = { x: 0, y: 0, width: 1, height: 1 };
  const opening = { position: floor.operator.before.position, rotation: floor.operator.before.rotation };
  const shot: Mutable<Shot> = {
    pose: { position: floor.operator.at.position, rotation: floor.operator.rotation },
    opening,
    lens: { focal: 35, squeeze: 1, tStop: 2.8, focus: 4, shutter: 180, rate: 24 },
    gate: { width: 28, height: 19 },
    frame: { x: 0, y: 0, width: 1, height: 1 },
    outside: DIMMED,
    exposure: 0,
    overlays: { outlines: true, marks: true, cameras: true, names: true },
    blur: { focus: true, motion: true },
    seconds: 0,
  };
  let shownSettings: cameraSettings.CameraSettings | null = null;
  let shownRatio = 0;

  const ratio = (): number => gates.findRatio(floor.model.settings.value.ratio)?.ratio ?? 2.39;

  const picture: Picture = {
    gate,
    width: 1,
    height: 1,
    shot: shot as Shot,
    ratio,
    lay() {
      const { free } = floor.model.view;
      const { x, y, width, height } = free.value;
      const insets = {
        left: x,
        top: y,
        right: Math.max(0, picture.width - x - width),
        bottom: Math.max(0, picture.height - y - height),
      };
      gates.inWindow(gate, ratio(), picture.width, picture.height, width > 0 ? insets : undefined);
    },
    show(_now) {
      const { operator } = floor;
      const wide = ratio();
      if (operator.settings !== shownSettings || wide !== shownRatio) {
        shownSettings = operator.settings;
        shownRatio = wide;
        const frame = cameraSettings.gateOf(operator.settings, wide);
        shot.gate.width = frame.width;
        shot.gate.height = frame.height;
        const { lens } = shot;
        lens.focal = operator.settings.measured ?? operator.settings.focal;
        lens.squeeze = operator.settings.squeeze;
        lens.tStop = operator.settings.tStop;
        lens.focus = operator.settings.focus;
        lens.shutter = operator.settings.shutter;
        lens.rate = rate.perSecond(operator.settings.rate);
      }
      shot.frame.x = gate.x / picture.width;
      shot.frame.y = gate.y / picture.height;
      shot.frame.width = gate.width / picture.width;
      shot.frame.height = gate.height / picture.height;
      shot.outside = floor.model.settings.value.outside === "black" ? 0 : DIMMED;
      shot.seconds = world.position() / 60;
      if (world.from !== null && world.to !== null) view.show(world.from, world.to, world.alpha);
      view.render(shot as Shot);
    },
  };
  return picture;
}
