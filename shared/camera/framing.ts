/**
 * A framing: a kept camera position with its lens and focus, brought back by one click.
 *
 * In: a pose and settings. Out: a plain record that is saved with the stage; differences between two, as decide
 * whether a new setup is offered.
 */

import * as quat from "../math/quat.ts";
import { lerp, lerpAngle, smootherstep } from "../math/scalar.ts";
import type { Degrees, Metres } from "../math/units.ts";
import { degrees } from "../math/units.ts";
import * as vec3 from "../math/vec3.ts";
import { between } from "./focus.ts";
import type { Pose } from "./pose.ts";
import * as pose from "./pose.ts";
import type { CameraSettings } from "./settings.ts";

/** A kept camera position. Plain data. */
export interface Framing {
  /** What a person reads: `Ana over Ben's shoulder`. */
  readonly label: string;
  readonly pose: Pose;
  readonly settings: CameraSettings;
}

/** Keeps a camera as it is. The pose is copied. */
export function keep(label: string, at: Pose, settings: CameraSettings): Framing {
  return { label, pose: pose.create(at.position, at.heading, at.tilt, at.roll), settings };
}

/** A name for a framing that nobody has named: `35 mm, 1.62 m high`. */
export function describe(at: Pose, settings: CameraSettings): string {
  return `${settings.focal} mm, ${at.position[1].toFixed(2)} m high`;
}

/** How two framings differ. */
export interface Difference {
  /** Another lens or filmback. */
  readonly lens: boolean;
  readonly distance: Metres;
  readonly turn: Degrees;
}

const a = quat.create();
const b = quat.create();

/** How two framings differ. */
export function difference(one: Framing, other: Framing): Difference {
  const p = one.settings;
  const q = other.settings;
  return {
    lens:
      p.focal !== q.focal || p.lensSet !== q.lensSet || p.squeeze !== q.squeeze || p.filmback !== q.filmback,
    distance: vec3.distance(one.pose.position, other.pose.position),
    turn: degrees(quat.angle(pose.rotation(a, one.pose), pose.rotation(b, other.pose))),
  };
}

/** Farther apart than this, two starting places are two setups. */
export const SAME_PLACE: Metres = 0.3;
/** Turned further than this, likewise. */
export const SAME_DIRECTION: Degrees = 8;

/** Whether a new setup letter should be offered: another lens, or another starting place, than the last take's. */
export function isNewSetup(last: Framing, now: Framing): boolean {
  const { lens, distance, turn } = difference(last, now);
  return lens || distance > SAME_PLACE || turn > SAME_DIRECTION;
}

/**
 * A pose on the way from one framing to another, gently begun and ended: `share` 0 to 1, exact at both ends. Returns the
 * focus distance there. Writes `out`.
 */
export function travel(out: Pose, from: Framing, to: Framing, share: number): Metres {
  if (share <= 0 || share >= 1) {
    const end = share <= 0 ? from : to;
    pose.copy(out, end.pose);
    return end.settings.focus;
  }
  const t = smootherstep(0, 1, share);
  vec3.lerp(out.position, from.pose.position, to.pose.position, t);
  out.heading = lerpAngle(from.pose.heading, to.pose.heading, t);
  out.tilt = lerp(from.pose.tilt, to.pose.tilt, t);
  out.roll = lerpAngle(from.pose.roll, to.pose.roll, t);
  return between(from.settings.focus, to.settings.focus, t);
}
