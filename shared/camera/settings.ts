/**
 * Everything about a camera but its place: body, lens, stop, focus, shutter, rate. What a framing keeps.
 *
 * In: settings as plain data with ids of presets. Out: lenses, frames, fields of view, warnings in words; changed
 * settings as new records. Unknown presets are {@link UnknownPreset} errors, or reasons from {@link check} for what
 * comes from outside.
 */
import type { Rate } from "../clock/rate.ts";
import * as rate from "../clock/rate.ts";
import { clamp } from "../math/scalar.ts";
import type { Degrees, Metres, Millimetres, Radians } from "../math/units.ts";
import type { Filmback } from "./filmback.ts";
import * as filmback from "./filmback.ts";
import * as gate from "./gate.ts";
import type { Lens } from "./lens.ts";
import * as lens from "./lens.ts";
import type { Exposure, Frame } from "./optics.ts";
import * as optics from "./optics.ts";

/** A camera as it is set. */
export interface CameraSettings {
  /** Id of a filmback. */
  readonly filmback: string;
  /** Id of a lens set. */
  readonly lensSet: string;
  /** Engraved focal length. */
  readonly focal: Millimetres;
  /** Measured focal length of this very lens, where somebody has measured it. */
  readonly measured?: Millimetres;
  /** Anamorphic factor; 1 is spherical. */
  readonly squeeze: number;
  readonly tStop: number;
  /** Focus distance from the sensor plane; may be infinite. */
  readonly focus: Metres;
  readonly shutter: Degrees;
  /** Camera rate; may differ from the project's. */
  readonly rate: Rate;
  readonly iso: number;
  /** Neutral density in stops. */
  readonly nd: number;
}

/** A camera as it comes out of its case: ALEXA 35 open gate, Signature 35 mm at T2.8, 180° at the project's rate. */
export function defaults(project: Rate = rate.FILM): CameraSettings {
  return {
    filmback: "alexa-35-46k-og",
    lensSet: "signature-prime",
    focal: 35,
    squeeze: 1,
    tStop: 2.8,
    focus: 4,
    shutter: 180,
    rate: project,
    iso: 800,
    nd: 0,
  };
}

/** Widest and narrowest that a shutter goes, degrees. */
export const SHUTTER_RANGE: readonly [Degrees, Degrees] = [1, 360];

/** What is wrong with settings from outside, in words that name the field; `null` where nothing is. Never throws. */
export function check(settings: CameraSettings): string | null {
  const back = filmback.find(settings.filmback);
  if (!back) return `filmback: unknown “${settings.filmback}”`;
  const set = lens.findSet(settings.lensSet);
  if (!set) return `lensSet: unknown “${settings.lensSet}”`;
  if (!lens.has(set, settings.focal)) return `focal: ${set.label} has no ${settings.focal} mm`;
  const { measured = settings.focal } = settings;
  if (!(measured >= settings.focal * 0.85 && measured <= settings.focal * 1.15)) {
    return `measured: a ${settings.focal} mm cannot measure ${measured} mm`;
  }
  const widest = lens.of(set.id, settings.focal).tStop;
  const limits = [
    ["squeeze", settings.squeeze, 1, 2],
    ["tStop", settings.tStop, widest, 64],
    ["focus", settings.focus, 0.05, Number.POSITIVE_INFINITY],
    ["shutter", settings.shutter, ...SHUTTER_RANGE],
    ["rate", rate.perSecond(settings.rate), 1, 1000],
    ["iso", settings.iso, 25, 25_600],
    ["nd", settings.nd, 0, 20],
  ] as const;
  for (const [name, value, low, high] of limits) {
    if (!(value >= low && value <= high)) return `${name}: must be from ${low} to ${high}, got ${value}`;
  }
  return null;
}

/** The lens on the camera. @throws UnknownPreset */
export function lensOf(settings: CameraSettings): Lens {
  return lens.of(settings.lensSet, settings.focal, settings.measured ?? settings.focal);
}

/** The filmback of the camera. @throws UnknownPreset */
export function filmbackOf(settings: CameraSettings): Filmback {
  return filmback.named(settings.filmback);
}

/** The delivered part of the filmback, in millimetres on the sensor. @throws UnknownPreset */
export function gateOf(settings: CameraSettings, ratio: number): Frame {
  return gate.onFilmback(filmbackOf(settings), ratio, settings.squeeze);
}

/** Vertical field of view of the gate. @throws UnknownPreset */
export function gateFov(settings: CameraSettings, ratio: number): Radians {
  return optics.verticalFov(gateOf(settings, ratio), settings.measured ?? settings.focal);
}

/** What the settings gather of the light. */
export function exposureOf(settings: CameraSettings): Exposure {
  return {
    tStop: settings.tStop,
    time: optics.exposureTime(settings.shutter, settings.rate),
    iso: settings.iso,
    nd: settings.nd,
  };
}

/** Changed settings, and by how many stops the picture became darker because no ND was left to take out. */
export interface Changed {
  readonly settings: CameraSettings;
  readonly short: number;
}

/**
 * Settings with some fields changed. A new lens set brings its squeeze and its nearest focal length; the stop
 * opens no wider than the lens. With `hold` (the default) ND keeps the exposure, else ND stays as it is.
 * @throws UnknownPreset
 */
export function change(before: CameraSettings, changes: Partial<CameraSettings>, hold = true): Changed {
  let after: CameraSettings = { ...before, ...changes };
  if (after.lensSet !== before.lensSet) {
    const set = lens.namedSet(after.lensSet);
    after = {
      ...after,
      squeeze: changes.squeeze ?? set.squeeze,
      focal: lens.nearest(set, after.focal),
    };
  }
  if (after.focal !== before.focal || after.lensSet !== before.lensSet) {
    // A measurement belongs to one lens, and does not move on to the next.
    const { measured: _, ...rest } = after;
    after = changes.measured === undefined ? rest : { ...rest, measured: changes.measured };
  }
  const fitted = lensOf(after);
  after = {
    ...after,
    tStop: clamp(after.tStop, fitted.tStop, 64),
    shutter: clamp(after.shutter, ...SHUTTER_RANGE),
    focus: Math.max(after.focus, optics.nearestFocus(fitted.measured)),
  };
  if (!hold || changes.nd !== undefined) return { settings: after, short: 0 };
  const held = optics.ndToHold(exposureOf(before), exposureOf(after));
  return { settings: { ...after, nd: held.nd }, short: held.short };
}

/** What an operator should know about these settings, in words; empty where all is well. @throws UnknownPreset */
export function warnings(settings: CameraSettings, ratio: number): readonly string[] {
  const result: string[] = [];
  const fitted = lensOf(settings);
  const back = filmbackOf(settings);
  const set = lens.namedSet(settings.lensSet);
  const cover = optics.coverage(gateOf(settings, ratio), fitted.imageCircle);
  if (!cover.covered) {
    result.push(
      `${set.label} throws a ${fitted.imageCircle} mm circle; the gate on ${filmback.label(back)} needs ` +
        `${cover.diagonal.toFixed(1)} mm: the corners go dark`,
    );
  }
  if (settings.squeeze !== set.squeeze) {
    result.push(`${set.label} squeezes ${set.squeeze}×, the camera is set to ${settings.squeeze}×`);
  }
  return result;
}
