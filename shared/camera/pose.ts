/**
 * Where a camera is and which way it looks.
 *
 * In and out: a position in metres, and heading, tilt and roll in radians or a quaternion. A camera looks along −Z with +Y
 * up. Heading 0 looks along −Z, positive turns left; tilt up is positive; roll is positive when the camera leans
 * anticlockwise as its operator sees it.
 */
import * as quat from "../math/quat.ts";
import type { Radians } from "../math/units.ts";
import type { Vec3, Vec3Source, Vec3Target } from "../math/vec3.ts";
import * as vec3 from "../math/vec3.ts";

/** A camera's place and direction, in the terms that an operator thinks in. */
export interface Pose {
  position: Vec3;
  heading: Radians;
  tilt: Radians;
  roll: Radians;
}

/** A new pose; by default at the origin, looking along −Z. */
export function create(position: Vec3Source = [0, 0, 0], heading = 0, tilt = 0, roll = 0): Pose {
  return { position: vec3.clone(position), heading, tilt, roll };
}

/** Copies `source` over `target`. */
export function copy(target: Pose, source: Pose): Pose {
  vec3.copy(target.position, source.position);
  target.heading = source.heading;
  target.tilt = source.tilt;
  target.roll = source.roll;
  return target;
}

/** The pose's direction as a quaternion, into `out`. */
export function rotation<T extends quat.QuatTarget>(out: T, pose: Pose): T {
  return quat.fromHeadingTiltRoll(out, pose.heading, pose.tilt, pose.roll);
}

const angles: Vec3 = [0, 0, 0];

/** Sets a pose's direction from a quaternion; its position stays. Straight up or down, roll becomes 0. */
export function setRotation(pose: Pose, q: quat.QuatSource): Pose {
  quat.toHeadingTiltRoll(angles, q);
  pose.heading = angles[0];
  pose.tilt = angles[1];
  pose.roll = angles[2];
  return pose;
}

const turned = quat.create();

/** Direction of the lens, of length 1, into `out`. */
export function forward<T extends Vec3Target>(out: T, pose: Pose): T {
  return quat.rotate(out, rotation(turned, pose), AHEAD);
}

/** Direction to the operator's right, of length 1, into `out`. */
export function right<T extends Vec3Target>(out: T, pose: Pose): T {
  return quat.rotate(out, rotation(turned, pose), RIGHT);
}

/** Direction of the camera's top, of length 1, into `out`. */
export function up<T extends Vec3Target>(out: T, pose: Pose): T {
  return quat.rotate(out, rotation(turned, pose), UP);
}

const AHEAD: Vec3Source = [0, 0, -1];
const RIGHT: Vec3Source = [1, 0, 0];
const UP: Vec3Source = [0, 1, 0];
const towards: Vec3 = [0, 0, 0];
const aimed = quat.create();

/** Turns a pose to look at a point, level. A point at the camera's own place changes nothing. */
export function lookAt(pose: Pose, point: Vec3Source): Pose {
  vec3.subtract(towards, point, pose.position);
  if (vec3.lengthSquared(towards) === 0) return pose;
  return setRotation(pose, quat.looking(aimed, towards));
}

/** Distance of a point along the lens's axis: how deep it lies in the picture. Negative behind the camera. */
export function depthOf(pose: Pose, point: Vec3Source): number {
  forward(towards, pose);
  const { position } = pose;
  return (
    towards[0] * (point[0]! - position[0]) +
    towards[1] * (point[1]! - position[1]) +
    towards[2] * (point[2]! - position[2])
  );
}
