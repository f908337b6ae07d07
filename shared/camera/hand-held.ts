/**
 * The hand-held rig: a camera on a walking body, at a height over the ground, swaying.
 *
 * In: what the hands do, seconds that have passed, a sweep for walls and ground. Out: `pose`, where the camera is, sway
 * included; `body`, where it would be without. The same inputs, times and seed give the same bits.
 */
import * as quat from "../math/quat.ts";
import { clamp, damping } from "../math/scalar.ts";
import type { Metres, MetresPerSecond, Seconds } from "../math/units.ts";
import type { Vec3 } from "../math/vec3.ts";
import * as vec3 from "../math/vec3.ts";
import type { Pose } from "./pose.ts";
import * as pose from "./pose.ts";
import type { Rig, RigInput, RigSettings } from "./rig.ts";
import * as rigs from "./rig.ts";
import type { Sweep } from "./slide.ts";
import * as slide from "./slide.ts";
import type { Sway } from "./sway.ts";
import * as sway from "./sway.ts";

/** How a hand-held rig answers. */
export interface HandHeldSettings extends RigSettings {
  /** Amplitudes of the body. */
  body: Sway;
  /** Share of the sway: 0 as on a tripod, 1 as stated, more for running. */
  amount: number;
  /** Lowest and highest that the camera can be held over the ground. */
  lowest: Metres;
  highest: Metres;
  /** How fast the camera is lifted and lowered. */
  lift: MetresPerSecond;
  /** Time constant of following the ground over steps and kerbs. */
  stepEase: Seconds;
  /** How far below the feet the ground is still looked for. */
  reach: Metres;
}

/** A hand-held rig in motion. Plain data. */
export interface HandHeld {
  /** The body's own way, without sway. */
  body: Rig;
  /** Where the camera is. */
  pose: Pose;
  /** Height of the camera over the ground. */
  height: Metres;
  /** Whose body: seeds the sway. */
  seed: number;
  /** Since the rig was taken up. */
  time: Seconds;
  walked: Metres;
}

/** Settings of an operator who walks. */
export function settings(changes: Partial<HandHeldSettings> = {}): HandHeldSettings {
  return {
    ...rigs.settings({
      speed: 1.3,
      fast: 2.2,
      ease: 0.25,
      turnEase: 0.25,
      lookEase: 0.06,
      level: true,
      radius: 0.2,
    }),
    body: sway.OPERATOR,
    amount: 1,
    lowest: 0.25,
    highest: 2.3,
    lift: 0.6,
    stepEase: 0.18,
    reach: 0.6,
    ...changes,
  };
}

/** A hand-held rig at rest at a pose, `height` metres over the ground. */
export function create(at: Pose, height: Metres, seed: number): HandHeld {
  return {
    body: rigs.create(at),
    pose: pose.create(at.position, at.heading, at.tilt, at.roll),
    height,
    seed: seed >>> 0,
    time: 0,
    walked: 0,
  };
}

const hit = slide.createHit();
const down: Vec3 = [0, 0, 0];
const wanted: Vec3 = [0, 0, 0];
const travel: Vec3 = [0, 0, 0];
const scrap: Vec3 = [0, 0, 0];
const facing = quat.create();
const offset = sway.createOffset();
const from: Vec3 = [0, 0, 0];

/** One step of `dt` seconds. Up and down change the height at which the camera is held. */
export function step(
  rig: HandHeld,
  options: HandHeldSettings,
  input: RigInput,
  dt: Seconds,
  sweep: Sweep | null,
): void {
  dt = clamp(dt, 0, rigs.LONGEST_STEP);
  const { body } = rig;
  rigs.look(body, options, input, dt);
  quat.fromHeading(facing, body.pose.heading);
  rigs.wish(wanted, options, input);
  wanted[1] = 0;
  quat.rotate(wanted, facing, wanted);
  rigs.ease(travel, body.velocity, wanted, options.ease, dt);
  vec3.copy(from, body.pose.position);
  slide.along(body.pose.position, body.velocity, travel, options.radius, sweep);
  rig.walked += vec3.length(vec3.subtract(scrap, body.pose.position, from));
  rig.height = clamp(rig.height + input.move[1] * options.lift * dt, options.lowest, options.highest);
  follow(rig, options, dt, sweep, input.move[1] * options.lift * dt);
  rig.time += dt;
  carry(rig, options, sweep);
}

/** Keeps the body at its height over the ground, smoothly; over nothing, and without a sweep, at the height given. */
function follow(
  rig: HandHeld,
  options: HandHeldSettings,
  dt: Seconds,
  sweep: Sweep | null,
  lifted: Metres,
): void {
  const { position } = rig.body.pose;
  vec3.set(down, 0, -(rig.height + options.reach), 0);
  let rise = lifted;
  if (sweep?.(hit, position, down, options.radius)) {
    const ground = position[1] + down[1] * hit.fraction - options.radius;
    rise = (ground + rig.height - position[1]) * damping(1 / options.stepEase, dt);
  }
  vec3.set(scrap, 0, 0, 0);
  slide.along(position, scrap, vec3.set(travel, 0, rise, 0), options.radius, sweep);
}

/** Adds the sway to the body's pose. The camera is pushed, not teleported, so it does not enter a wall either. */
function carry(rig: HandHeld, options: HandHeldSettings, sweep: Sweep | null): void {
  const { body } = rig;
  const speed = vec3.length(body.velocity);
  sway.at(offset, options.body, rig.seed, rig.time, rig.walked, speed, options.amount);
  pose.copy(rig.pose, body.pose);
  rig.pose.heading += offset.turn[0];
  rig.pose.tilt += offset.turn[1];
  rig.pose.roll += offset.turn[2];
  quat.rotate(travel, facing, offset.shift);
  vec3.set(scrap, 0, 0, 0);
  slide.along(rig.pose.position, scrap, travel, options.radius, sweep);
}
