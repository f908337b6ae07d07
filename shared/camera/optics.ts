/**
 * What a lens does: field of view, depth of field, blur, exposure, coverage.
 *
 * In: focal lengths and filmbacks in millimetres, distances in metres, shutter angles in degrees. Out: radians,
 * metres, millimetres, seconds, stops. A thin lens throughout. Two distances occur and are never mixed: from the
 * lens (`s` in the formulae, what the renderer's depth is) and from the sensor plane (what people read, type and
 * tape out); {@link toSensorPlane} and {@link fromSensorPlane} convert.
 */
import type { Rate } from "../clock/rate.ts";
import { clamp, smoothstep } from "../math/scalar.ts";
import { atan, hypot, log, tan } from "../math/trig.ts";
import type { Degrees, Metres, Millimetres, Radians, Seconds } from "../math/units.ts";

/** A frame on the sensor: a filmback, or a gate within one. */
export interface Frame {
  readonly width: Millimetres;
  readonly height: Millimetres;
}

/** Horizontal field of view, after the squeeze is taken out: 2·atan(width·squeeze / 2f). */
export function horizontalFov(frame: Frame, focal: Millimetres, squeeze = 1): Radians {
  return 2 * atan((frame.width * squeeze) / (2 * focal));
}

/** Vertical field of view: 2·atan(height / 2f). A squeeze does not touch it. */
export function verticalFov(frame: Frame, focal: Millimetres): Radians {
  return 2 * atan(frame.height / (2 * focal));
}

/** Focal length that gives a vertical field of view. */
export function focalForVerticalFov(frame: Frame, fov: Radians): Millimetres {
  return frame.height / (2 * tan(fov / 2));
}

/** How wide a thing must be to fill the frame sideways at a distance from the lens. */
export function fieldWidth(frame: Frame, focal: Millimetres, squeeze: number, distance: Metres): Metres {
  return (distance * frame.width * squeeze) / focal;
}

/** How high a thing must be to fill the frame upwards at a distance from the lens. */
export function fieldHeight(frame: Frame, focal: Millimetres, distance: Metres): Metres {
  return (distance * frame.height) / focal;
}

/** Distance from the lens at which a thing of this height fills a share of the frame's height. */
export function distanceForHeight(frame: Frame, focal: Millimetres, height: Metres, share = 1): Metres {
  return (height * focal) / (frame.height * share);
}

/** Distance from the sensor plane of what lies `s` metres before the lens: s + f·s/(s−f). Infinite stays infinite. */
export function toSensorPlane(distance: Metres, focal: Millimetres): Metres {
  const f = focal / 1000;
  if (distance === Number.POSITIVE_INFINITY) return distance;
  if (distance <= f) return Number.POSITIVE_INFINITY;
  return (distance * distance) / (distance - f);
}

/** Nearest distance from the sensor plane at which a thin lens can be sharp: four focal lengths, at life size. */
export function nearestFocus(focal: Millimetres): Metres {
  return (4 * focal) / 1000;
}

/**
 * Distance from the lens of what lies `distance` metres from the sensor plane. Nearer than
 * {@link nearestFocus} it stays at that one's.
 */
export function fromSensorPlane(distance: Metres, focal: Millimetres): Metres {
  const f = focal / 1000;
  if (distance === Number.POSITIVE_INFINITY) return distance;
  const under = distance * (distance - 4 * f);
  return under > 0 ? (distance + Math.sqrt(under)) / 2 : 2 * f;
}

/** Share of light that a cinema lens lets through, where its maker does not say. Assumed. */
export const TYPICAL_TRANSMISSION = 0.88;

/** f-number (geometry, for depth of field) of a T-stop (light, for exposure): N = T·√transmission. */
export function fStop(tStop: number, transmission = TYPICAL_TRANSMISSION): number {
  return tStop * Math.sqrt(transmission);
}

/** How the largest blur that counts as sharp is chosen. */
export type CircleRule = "format" | "diagonal/1500";

/** A circle of confusion and what to call it where it is shown. */
export interface Circle {
  readonly diameter: Millimetres;
  readonly label: string;
}

/**
 * Circle of confusion of a frame. `format`: 0.025 mm up to Super 35 (diagonals from 20 to 35 mm), 0.030 mm up to
 * full frame (to 48 mm); smaller and larger frames, and the other rule, take a 1500th of the diagonal.
 */
export function circleOfConfusion(frame: Frame, rule: CircleRule = "format"): Circle {
  const diagonal = hypot(frame.width, frame.height);
  if (rule === "format" && diagonal >= 20 && diagonal <= 35) return { diameter: 0.025, label: "Super 35" };
  if (rule === "format" && diagonal > 35 && diagonal <= 48) return { diameter: 0.03, label: "full frame" };
  return { diameter: diagonal / 1500, label: "diagonal/1500" };
}

/** Hyperfocal distance from the lens: f²/(N·c) + f. Focused there, all from half of it to infinity is sharp. */
export function hyperfocal(focal: Millimetres, fNumber: number, circle: Millimetres): Metres {
  return ((focal * focal) / (fNumber * circle) + focal) / 1000;
}

/** What is sharp, in metres. */
export interface Sharp {
  near: Metres;
  /** Infinite from the hyperfocal distance on. */
  far: Metres;
}

/**
 * Near and far limits for a focus distance `s`, all from the lens: s(H−f)/(H+s−2f) and s(H−f)/(H−s).
 * Writes `out`.
 */
export function sharpFromLens(out: Sharp, s: Metres, hyper: Metres, focal: Millimetres): Sharp {
  const f = focal / 1000;
  if (s === Number.POSITIVE_INFINITY) {
    out.near = hyper - f;
    out.far = s;
    return out;
  }
  out.near = (s * (hyper - f)) / (hyper + s - 2 * f);
  out.far = s >= hyper ? Number.POSITIVE_INFINITY : (s * (hyper - f)) / (hyper - s);
  return out;
}

/** Near and far limits for a focus distance, all from the sensor plane: what the read-outs show. Writes `out`. */
export function depthOfField(
  out: Sharp,
  focus: Metres,
  focal: Millimetres,
  fNumber: number,
  circle: Millimetres,
): Sharp {
  sharpFromLens(out, fromSensorPlane(focus, focal), hyperfocal(focal, fNumber, circle), focal);
  out.near = toSensorPlane(out.near, focal);
  out.far = toSensorPlane(out.far, focal);
  return out;
}

/**
 * Blur of a far point on the sensor when focused at `focus` (both from the lens): A = f²/(N(s−f)) in mm. The blur at any
 * depth d is A·|1 − s/d|, which is all that a shader needs; see {@link blurDiameter}. 0 when focused at infinity.
 */
export function blurAtInfinity(focus: Metres, focal: Millimetres, fNumber: number): Millimetres {
  if (focus === Number.POSITIVE_INFINITY) return 0;
  const s = Math.max(focus * 1000, focal * 1.0001);
  return (focal * focal) / (fNumber * (s - focal));
}

/** Diameter on the sensor of the disc that a point at `depth` makes when focused at `focus`, both from the lens. */
export function blurDiameter(depth: Metres, focus: Metres, focal: Millimetres, fNumber: number): Millimetres {
  if (depth === focus) return 0;
  if (focus === Number.POSITIVE_INFINITY) return (focal * focal) / (fNumber * depth * 1000);
  const spread = blurAtInfinity(focus, focal, fNumber);
  return depth === Number.POSITIVE_INFINITY ? spread : spread * Math.abs(1 - focus / depth);
}

/** Time that a frame is exposed: angle/360 of a frame. 180° at 24 is 1/48 s. */
export function exposureTime(shutter: Degrees, rate: Rate): Seconds {
  return (shutter * rate.den) / (360 * rate.num);
}

/** Shutter angle that gives an exposure time; may exceed 360° where no shutter can. */
export function shutterAngle(time: Seconds, rate: Rate): Degrees {
  return (time * 360 * rate.num) / rate.den;
}

/** What decides how much light a frame gathers. */
export interface Exposure {
  readonly tStop: number;
  /** Seconds of light for each frame. */
  readonly time: Seconds;
  /** Sensitivity, ISO or EI. */
  readonly iso: number;
  /** Neutral density in the light's way, in stops (0.3 is one). */
  readonly nd: number;
}

const LN2 = Math.LN2;

/**
 * Exposure value at ISO 100 that these settings are right for: log2(T²/t) − log2(ISO/100) + ND. One more is half
 * the light gathered.
 */
export function exposureValue(exposure: Exposure): number {
  const { tStop, time, iso, nd } = exposure;
  return log((tStop * tStop * 100) / (time * iso)) / LN2 + nd;
}

/** How to keep the picture as bright as before. */
export interface HeldExposure {
  /** ND to put in, in stops; never negative. */
  readonly nd: number;
  /** Stops that the picture is darker than before because no ND was left to take out; 0 where it holds. */
  readonly short: number;
}

/** ND that keeps the exposure of `before` after a change of stop, angle, rate or sensitivity to `after`. */
export function ndToHold(before: Exposure, after: Omit<Exposure, "nd">): HeldExposure {
  const nd = exposureValue(before) - exposureValue({ ...after, nd: 0 });
  // Below a thousandth of a stop is rounding, not light.
  if (nd > -1e-3) return { nd: Math.max(0, nd), short: 0 };
  return { nd: 0, short: -nd };
}

/** Whether a lens covers a frame. */
export interface Coverage {
  readonly covered: boolean;
  /** Diagonal of the frame. */
  readonly diagonal: Millimetres;
  /** How much of the diagonal lies outside the image circle; 0 where covered. */
  readonly missing: Millimetres;
}

/** Whether an image circle of this diameter covers a frame (a tenth of a millimetre is let pass: tables are rounded). */
export function coverage(frame: Frame, imageCircle: Millimetres): Coverage {
  const diagonal = hypot(frame.width, frame.height);
  const missing = diagonal - imageCircle;
  return missing <= 0.1 ? { covered: true, diagonal, missing: 0 } : { covered: false, diagonal, missing };
}

/** Beyond the image circle the light falls to nothing over this share of its radius. A drawing convention. */
export const VIGNETTE_FALL = 0.12;

/**
 * Share of light, 1 to 0, that reaches the sensor `radius` millimetres from its middle: all of it within the image circle,
 * none beyond {@link VIGNETTE_FALL} outside. Radii are on the sensor, before the squeeze is taken out.
 */
export function vignette(radius: Millimetres, imageCircle: Millimetres): number {
  const edge = imageCircle / 2;
  return 1 - smoothstep(edge, edge * (1 + VIGNETTE_FALL), clamp(radius, 0, Number.MAX_VALUE));
}
