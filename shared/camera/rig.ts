/**
 * The free-flying rig: a camera moved by keys, mouse and sticks, with weight in its starts and stops.
 *
 * In: what the hands do, seconds that have passed, a sweep for collision. Out: the rig's pose, changed in place. The same
 * inputs and times give the same bits; in free space two half steps are one whole. Nothing allocates.
 */
import * as quat from "../math/quat.ts";
import { clamp, damping, wrapAngle } from "../math/scalar.ts";
import { exp } from "../math/trig.ts";
import type { Metres, MetresPerSecond, Radians, RadiansPerSecond, Seconds } from "../math/units.ts";
import type { Vec3, Vec3Source } from "../math/vec3.ts";
import * as vec3 from "../math/vec3.ts";
import type { Pose } from "./pose.ts";
import * as pose from "./pose.ts";
import type { Sweep } from "./slide.ts";
import * as slide from "./slide.ts";

/** What the hands do during one step. */
export interface RigInput {
  /** Right, up and ahead, each −1 to 1: keys or a stick. Longer than 1 together counts as 1. */
  move: Vec3;
  /** Turning left, tilting up and rolling anticlockwise, each −1 to 1: a stick held over. */
  turn: Vec3;
  /** Heading, tilt and roll to add now, in radians: a mouse that has moved. */
  look: Vec3;
  /** Whether to go faster for the moment. */
  fast: boolean;
}

/** How a rig answers. */
export interface RigSettings {
  /** Speed of a full stick. */
  speed: MetresPerSecond;
  /** How many times faster `fast` is. */
  fast: number;
  /** Time constant of starting and stopping: after it 63 % of the new speed is reached. 0 answers at once. */
  ease: Seconds;
  /** Turning speed of a full stick. */
  turnSpeed: RadiansPerSecond;
  /** Time constant of turning by stick. */
  turnEase: Seconds;
  /** Time constant of looking by mouse; 0 (the default) answers in the same frame. */
  lookEase: Seconds;
  /** Steepest tilt, up and down. */
  tiltLimit: Radians;
  /** Whether ahead stays level, whatever the tilt: a crane's arm or a walk, not a plane. */
  level: boolean;
  /** Size of the camera for collision. */
  radius: Metres;
}

/** A rig in motion. Plain data. */
export interface Rig {
  pose: Pose;
  /** World space, m/s. */
  velocity: Vec3;
  /** Heading, tilt and roll speed by stick, rad/s. */
  turning: Vec3;
  /** Heading, tilt and roll that the mouse asked for and smoothing still owes. */
  owed: Vec3;
}

/** Settings that suit a hand on a mouse in a street. */
export function settings(changes: Partial<RigSettings> = {}): RigSettings {
  return {
    speed: 2.5,
    fast: 3,
    ease: 0.12,
    turnSpeed: 1.4,
    turnEase: 0.15,
    lookEase: 0,
    tiltLimit: 1.553,
    level: false,
    radius: 0.15,
    ...changes,
  };
}

/** Hands off. */
export function idle(): RigInput {
  return { move: [0, 0, 0], turn: [0, 0, 0], look: [0, 0, 0], fast: false };
}

/** A rig at rest at a pose. */
export function create(at: Pose = pose.create()): Rig {
  return {
    pose: pose.create(at.position, at.heading, at.tilt, at.roll),
    velocity: [0, 0, 0],
    turning: [0, 0, 0],
    owed: [0, 0, 0],
  };
}

/** Puts a rig somewhere else, at rest: a framing brought back, back to one. */
export function place(rig: Rig, at: Pose): void {
  pose.copy(rig.pose, at);
  vec3.set(rig.velocity, 0, 0, 0);
  vec3.set(rig.turning, 0, 0, 0);
  vec3.set(rig.owed, 0, 0, 0);
}

const facing = quat.create();
const wanted: Vec3 = [0, 0, 0];
const travel: Vec3 = [0, 0, 0];
const turn: Vec3 = [0, 0, 0];

/** Longest step that is taken in one go; a page that slept does not shoot the camera through the set. */
export const LONGEST_STEP: Seconds = 0.25;

/** One step of `dt` seconds (0 to {@link LONGEST_STEP}; more counts as that). */
export function step(
  rig: Rig,
  options: RigSettings,
  input: RigInput,
  dt: Seconds,
  sweep: Sweep | null,
): void {
  dt = clamp(dt, 0, LONGEST_STEP);
  look(rig, options, input, dt);
  if (options.level) quat.fromHeading(facing, rig.pose.heading);
  else quat.fromHeadingTiltRoll(facing, rig.pose.heading, rig.pose.tilt, 0);
  wish(wanted, options, input);
  quat.rotate(wanted, facing, wanted);
  ease(travel, rig.velocity, wanted, options.ease, dt);
  slide.along(rig.pose.position, rig.velocity, travel, options.radius, sweep);
}

/** Velocity that the hands ask for, in the rig's own axes (x right, y up, z back), into `out`. */
export function wish(out: Vec3, options: RigSettings, input: RigInput): Vec3 {
  const size = vec3.length(input.move);
  const scale = (options.speed * (input.fast ? options.fast : 1)) / Math.max(1, size);
  return vec3.set(out, input.move[0] * scale, input.move[1] * scale, -input.move[2] * scale);
}

/** Turns the rig by what the hands ask for during `dt`. */
export function look(rig: Rig, options: RigSettings, input: RigInput, dt: Seconds): void {
  vec3.scale(wanted, input.turn, options.turnSpeed);
  ease(turn, rig.turning, wanted, options.turnEase, dt);
  vec3.add(rig.owed, rig.owed, input.look);
  const share = options.lookEase > 0 ? damping(1 / options.lookEase, dt) : 1;
  vec3.addScaled(turn, turn, rig.owed, share);
  vec3.scale(rig.owed, rig.owed, 1 - share);
  rig.pose.heading = wrapAngle(rig.pose.heading + turn[0]);
  rig.pose.tilt = clamp(rig.pose.tilt + turn[1], -options.tiltLimit, options.tiltLimit);
  rig.pose.roll = wrapAngle(rig.pose.roll + turn[2]);
}

/**
 * Lets `velocity` close in on `target` for `dt` seconds with a time constant, and writes the way covered meanwhile
 * into `out`. Exact, so the way does not depend on how time is cut.
 */
export function ease(out: Vec3, velocity: Vec3, target: Vec3Source, constant: Seconds, dt: Seconds): void {
  if (constant <= 0) {
    vec3.copy(velocity, target);
    vec3.scale(out, target, dt);
    return;
  }
  const kept = exp(-dt / constant);
  const covered = constant * (1 - kept);
  for (let i = 0; i < 3; i++) {
    const gap = velocity[i]! - target[i]!;
    out[i] = target[i]! * dt + gap * covered;
    velocity[i] = target[i]! + gap * kept;
  }
}
