/**
 * Pulling focus: by hand, to stored stops over a time, and following a subject.
 *
 * In and out: distances in metres from the sensor plane, as read and typed. Moves run evenly in 1/distance, as a focus
 * ring does, so that infinity can be reached and near distances are not rushed. Deterministic; nothing allocates in
 * a step.
 */
import { clamp, damping, smootherstep } from "../math/scalar.ts";
import { exp } from "../math/trig.ts";
import type { Metres, Millimetres, Seconds } from "../math/units.ts";
import type { Vec3Source } from "../math/vec3.ts";
import * as optics from "./optics.ts";
import type { Pose } from "./pose.ts";
import * as pose from "./pose.ts";

/** How a pull begins and ends. */
export type Easing = "even" | "soft";

/** A pull from one distance to another. Plain data. */
export interface FocusPull {
  readonly from: Metres;
  readonly to: Metres;
  readonly duration: Seconds;
  readonly easing: Easing;
}

/** A pull; a duration of 0 jumps. @throws RangeError where a distance is not above 0 or the duration is negative. */
export function pull(from: Metres, to: Metres, duration: Seconds, easing: Easing = "soft"): FocusPull {
  if (!(from > 0 && to > 0))
    throw new RangeError(`focus.pull: distances must be above 0, got ${from} and ${to}`);
  if (!(duration >= 0)) throw new RangeError(`focus.pull: a pull cannot last ${duration} s`);
  return { from, to, duration, easing };
}

/** Distance `elapsed` seconds into a pull. Before and after it, its ends, to the bit. */
export function during(move: FocusPull, elapsed: Seconds): Metres {
  if (elapsed >= move.duration) return move.to;
  if (elapsed <= 0) return move.from;
  const even = elapsed / move.duration;
  const share = move.easing === "soft" ? smootherstep(0, 1, even) : even;
  return between(move.from, move.to, share);
}

/** Whether a pull is over. */
export function over(move: FocusPull, elapsed: Seconds): boolean {
  return elapsed >= move.duration;
}

/** The distance a share (0 to 1) of the way round the ring from `from` to `to`. */
export function between(from: Metres, to: Metres, share: number): Metres {
  return 1 / ((1 - share) / from + share / to);
}

/** How fast a held focus key runs: the distance grows by this factor's logarithm each second. */
export const HAND_SPEED = 0.9;

/**
 * Focus by hand: `direction` −1 (nearer) to 1 (farther) for `dt` seconds. Runs in proportion to the distance, from
 * `nearest` to 1,000 m; one step beyond is infinity, and nearer comes back from there.
 */
export function byHand(distance: Metres, direction: number, dt: Seconds, nearest: Metres): Metres {
  if (direction === 0 || dt === 0) return distance;
  if (distance === Number.POSITIVE_INFINITY) return direction < 0 ? FARTHEST : distance;
  const moved = distance * exp(HAND_SPEED * direction * dt);
  return moved > FARTHEST ? Number.POSITIVE_INFINITY : Math.max(moved, nearest);
}

/** Beyond it a hand-pulled focus is at infinity. */
export const FARTHEST: Metres = 1000;

/**
 * Focus distance that makes a point sharp: its depth along the lens, from the sensor plane. `null` for a point
 * behind the camera or closer than it can focus.
 */
export function onPoint(camera: Pose, point: Vec3Source, focal: Millimetres): Metres | null {
  const depth = pose.depthOf(camera, point);
  return depth >= (2 * focal) / 1000 ? optics.toSensorPlane(depth, focal) : null;
}

/** Time constant of a puller's hand on a subject: quick, but not a machine's. */
export const FOLLOW_EASE: Seconds = 0.12;

/**
 * Follows a subject for `dt` seconds: closes in on its distance with a time constant (0 locks). Where the
 * subject cannot be sharp (behind the camera, too near), the distance stays.
 */
export function follow(
  distance: Metres,
  camera: Pose,
  subject: Vec3Source,
  focal: Millimetres,
  dt: Seconds,
  constant: Seconds = FOLLOW_EASE,
): Metres {
  const target = onPoint(camera, subject, focal);
  if (target === null) return distance;
  return constant > 0 ? between(distance, target, damping(1 / constant, dt)) : target;
}

/** A stored focus stop. */
export interface FocusStop {
  /** What the puller wrote on the ring: `door`, `Ana sits`. */
  readonly label: string;
  readonly distance: Metres;
}

/** Stops nearest first; a stop at nearly the same distance (2 %) is replaced. The list itself is not changed. */
export function store(stops: readonly FocusStop[], stop: FocusStop): readonly FocusStop[] {
  const rest = stops.filter((known) => Math.abs(1 - clamp(known.distance / stop.distance, 0, 2)) > 0.02);
  return [...rest, stop].sort((a, b) => (a.distance < b.distance ? -1 : a.distance > b.distance ? 1 : 0));
}

/** The next stored stop farther (1) or nearer (−1) than a distance, or `null`. */
export function nextStop(stops: readonly FocusStop[], distance: Metres, direction: 1 | -1): FocusStop | null {
  const found =
    direction > 0
      ? stops.find((stop) => stop.distance > distance * 1.001)
      : stops.findLast((stop) => stop.distance < distance * 0.999);
  return found ?? null;
}
