/**
 * Exposure: how much light the camera's settings gather, against what the look's metering is right for. Stop, angle and
 * rate are held by ND, unless somebody exposes by hand; then the difference shows. In: settings, the scene's key
 * luminance. Out: ND to begin with, and stops over or under.
 */
import * as optics from "../../shared/camera/optics.ts";
import * as cameraSettings from "../../shared/camera/settings.ts";
import type { Floor } from "./floor.ts";
import type { Operator } from "./operator.ts";

/** Reflected-light meters' constant K over 100: a grey of L cd/m² is EV log2(L · 8) at ISO 100. */
const METER = 8;
const GREY = 0.18;
/** Stops of ND that a camera's box holds. */
const MOST_ND = 16;

/** Exposure value at ISO 100 of a scene whose key (what prints as 1) is this luminance, cd/m². */
export function sceneValue(key: number): number {
  return Math.log2(Math.max(1e-6, key * GREY * METER));
}

/** ND in stops with which these settings are right for a scene; 0 where it is darker than they need. */
export function ndFor(settings: cameraSettings.CameraSettings, key: number): number {
  const bare = optics.exposureValue({ ...cameraSettings.exposureOf(settings), nd: 0 });
  return Math.max(0, Math.min(MOST_ND, sceneValue(key) - bare));
}

/** Meters: the present settings are what the picture is right for, with ND in front where the scene is bright. */
export function meter(operator: Operator, key: number): void {
  if (key > 0) operator.settings = { ...operator.settings, nd: ndFor(operator.settings, key) };
  operator.neutral = optics.exposureValue(cameraSettings.exposureOf(operator.settings));
}

/** Stops by which the picture is over (under: negative) what was metered. */
export function stopsOver(operator: Operator): number {
  if (Number.isNaN(operator.neutral)) return 0;
  const over = operator.neutral - optics.exposureValue(cameraSettings.exposureOf(operator.settings));
  return Math.abs(over) < 1e-3 ? 0 : over;
}

/** Key for which the camera was metered last. */
let metered = 0;

/** Meters again where the light has changed, unless somebody exposes by hand; says where ND has run out. */
export function follow(floor: Floor, key: number): void {
  const { operator, model } = floor;
  if (operator.camera === 0 || key <= 0) return;
  const fresh = Number.isNaN(operator.neutral);
  const changed = Math.abs(Math.log2(key / Math.max(1e-6, metered))) > 0.02;
  if (fresh || (changed && !model.camera.byHand.value)) {
    metered = key;
    meter(operator, key);
  }
}
