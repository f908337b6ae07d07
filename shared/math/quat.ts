/**
 * Rotations as unit quaternions `x y z w`, in a right-handed space with Y up.
 *
 * In: anything indexed 0 to 3. Out: written into `out`, which comes first, may be one of the inputs, and is
 * returned. Angles in radians. A product a·b turns by b first, then by a. Nothing allocates but {@link create}
 * and {@link clone}.
 */
import { acos, atan2, cos, hypot, sin } from "./trig.ts";
import type { Radians } from "./units.ts";
import type { Vec3Source, Vec3Target } from "./vec3.ts";
import * as vec3 from "./vec3.ts";

/** A rotation as a plain tuple. */
export type Quat = [x: number, y: number, z: number, w: number];

/** What the functions read: indices 0 to 3 must be there. */
export type QuatSource = { readonly [index: number]: number };

/** What the functions write. */
export type QuatTarget = { [index: number]: number };

/** No rotation. */
export const IDENTITY: Readonly<Quat> = [0, 0, 0, 1];

/** A new quaternion; by default no rotation. */
export function create(x = 0, y = 0, z = 0, w = 1): Quat {
  return [x, y, z, w];
}

/** A new tuple with the same values. */
export function clone(a: QuatSource): Quat {
  return [a[0]!, a[1]!, a[2]!, a[3]!];
}

/** Sets all four values. */
export function set<T extends QuatTarget>(out: T, x: number, y: number, z: number, w: number): T {
  const o: QuatTarget = out;
  o[0] = x;
  o[1] = y;
  o[2] = z;
  o[3] = w;
  return out;
}

/** Copies `a`. */
export function copy<T extends QuatTarget>(out: T, a: QuatSource): T {
  return set(out, a[0]!, a[1]!, a[2]!, a[3]!);
}

/** Reads four numbers of `array` from `offset` on. */
export function read<T extends QuatTarget>(out: T, array: ArrayLike<number>, offset: number): T {
  return set(out, array[offset]!, array[offset + 1]!, array[offset + 2]!, array[offset + 3]!);
}

/** Writes `a` into `array` from `offset` on. */
export function write(array: QuatTarget, offset: number, a: QuatSource): void {
  array[offset] = a[0]!;
  array[offset + 1] = a[1]!;
  array[offset + 2] = a[2]!;
  array[offset + 3] = a[3]!;
}

/** Scalar product; ±1 for the same rotation. */
export function dot(a: QuatSource, b: QuatSource): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]! + a[3]! * b[3]!;
}

/** `a` at length 1; no rotation where it is zero or not finite. */
export function normalise<T extends QuatTarget>(out: T, a: QuatSource): T {
  const size = hypot(hypot(a[0]!, a[1]!), a[2]!, a[3]!);
  if (!(size > 0 && size < Number.POSITIVE_INFINITY)) return set(out, 0, 0, 0, 1);
  return set(out, a[0]! / size, a[1]! / size, a[2]! / size, a[3]! / size);
}

/** The opposite rotation of a unit quaternion. */
export function conjugate<T extends QuatTarget>(out: T, a: QuatSource): T {
  return set(out, -a[0]!, -a[1]!, -a[2]!, a[3]!);
}

/** a·b: by `b` first, then by `a`. */
export function multiply<T extends QuatTarget>(out: T, a: QuatSource, b: QuatSource): T {
  const ax = a[0]!;
  const ay = a[1]!;
  const az = a[2]!;
  const aw = a[3]!;
  const bx = b[0]!;
  const by = b[1]!;
  const bz = b[2]!;
  const bw = b[3]!;
  return set(
    out,
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  );
}

/** Turn by `angle` about a unit `axis`, right-handed. */
export function fromAxisAngle<T extends QuatTarget>(out: T, axis: Vec3Source, angle: Radians): T {
  const s = sin(angle * 0.5);
  return set(out, axis[0]! * s, axis[1]! * s, axis[2]! * s, cos(angle * 0.5));
}

/** Turn about +Y: heading `h` takes +Z to (sin h, 0, cos h). */
export function fromHeading<T extends QuatTarget>(out: T, heading: Radians): T {
  return set(out, 0, sin(heading * 0.5), 0, cos(heading * 0.5));
}

/**
 * Roll about Z first, then tilt about X, then heading about Y (each right-handed): for a camera, which looks along −Z, positive
 * heading turns left, positive tilt looks up, positive roll leans it anticlockwise as its operator sees it.
 */
export function fromHeadingTiltRoll<T extends QuatTarget>(
  out: T,
  heading: Radians,
  tilt: Radians,
  roll: Radians,
): T {
  const sh = sin(heading * 0.5);
  const ch = cos(heading * 0.5);
  const st = sin(tilt * 0.5);
  const ct = cos(tilt * 0.5);
  const sr = sin(roll * 0.5);
  const cr = cos(roll * 0.5);
  return set(
    out,
    ch * st * cr + sh * ct * sr,
    sh * ct * cr - ch * st * sr,
    ch * ct * sr - sh * st * cr,
    ch * ct * cr + sh * st * sr,
  );
}

/**
 * Heading, tilt and roll of a unit quaternion into `out`: the inverse of {@link fromHeadingTiltRoll}. Heading and
 * roll −π to π, tilt −π/2 to π/2. Straight up or down, where heading and roll are one, roll is 0.
 */
export function toHeadingTiltRoll<T extends Vec3Target>(out: T, q: QuatSource): T {
  const x = q[0]!;
  const y = q[1]!;
  const z = q[2]!;
  const w = q[3]!;
  const backX = 2 * (x * z + w * y);
  const backY = 2 * (y * z - w * x);
  const backZ = 1 - 2 * (x * x + y * y);
  const level = hypot(backX, backZ);
  const tilt = atan2(-backY, level);
  if (level > 1e-7) {
    return vec3.set(out, atan2(backX, backZ), tilt, atan2(2 * (x * y + w * z), 1 - 2 * (x * x + z * z)));
  }
  return vec3.set(out, atan2(-2 * (x * z - w * y), 1 - 2 * (y * y + z * z)), tilt, 0);
}

/** Rotation by the vector's length (radians) about its direction. */
export function fromRotationVector<T extends QuatTarget>(out: T, turn: Vec3Source): T {
  const angle = hypot(turn[0]!, turn[1]!, turn[2]!);
  // sin(a/2)/a tends to ½.
  const k = angle > 1e-9 ? sin(angle * 0.5) / angle : 0.5;
  return set(out, turn[0]! * k, turn[1]! * k, turn[2]! * k, cos(angle * 0.5));
}

/** The shortest rotation as a vector: direction its axis, length its angle (0 to π). */
export function toRotationVector<T extends Vec3Target>(out: T, q: QuatSource): T {
  const sign = q[3]! < 0 ? -1 : 1;
  const s = hypot(q[0]!, q[1]!, q[2]!);
  const k = (s > 1e-9 ? (2 * atan2(s, q[3]! * sign)) / s : 2) * sign;
  return vec3.set(out, q[0]! * k, q[1]! * k, q[2]! * k);
}

/** Shortest rotation that takes the unit direction `from` to the unit direction `to`. */
export function between<T extends QuatTarget>(out: T, from: Vec3Source, to: Vec3Source): T {
  const fx = from[0]!;
  const fy = from[1]!;
  const fz = from[2]!;
  const w = 1 + fx * to[0]! + fy * to[1]! + fz * to[2]!;
  if (w < 1e-9) {
    // Opposite directions: half a turn about any axis across them.
    const flat = Math.abs(fx) < 0.9;
    return normalise(out, set(out, flat ? 0 : -fz, flat ? fz : 0, flat ? -fy : fx, 0));
  }
  const x = fy * to[2]! - fz * to[1]!;
  const y = fz * to[0]! - fx * to[2]!;
  const z = fx * to[1]! - fy * to[0]!;
  return normalise(out, set(out, x, y, z, w));
}

/**
 * Rotation of a camera (looking along −Z, +Y up) that looks in `direction` (any length) with no roll. Straight
 * up or down it keeps heading 0; a zero direction gives no rotation.
 */
export function looking<T extends QuatTarget>(out: T, direction: Vec3Source): T {
  const x = direction[0]!;
  const y = direction[1]!;
  const z = direction[2]!;
  const level = hypot(x, z);
  if (level === 0 && y === 0) return set(out, 0, 0, 0, 1);
  const heading = level > 1e-12 * Math.abs(y) ? atan2(-x, -z) : 0;
  return fromHeadingTiltRoll(out, heading, atan2(y, level), 0);
}

/** The vector `v` turned by the unit quaternion `q`. */
export function rotate<T extends Vec3Target>(out: T, q: QuatSource, v: Vec3Source): T {
  const x = q[0]!;
  const y = q[1]!;
  const z = q[2]!;
  const w = q[3]!;
  const vx = v[0]!;
  const vy = v[1]!;
  const vz = v[2]!;
  const tx = 2 * (y * vz - z * vy);
  const ty = 2 * (z * vx - x * vz);
  const tz = 2 * (x * vy - y * vx);
  return vec3.set(
    out,
    vx + w * tx + y * tz - z * ty,
    vy + w * ty + z * tx - x * tz,
    vz + w * tz + x * ty - y * tx,
  );
}

/** The vector `v` turned back by the unit quaternion `q`. */
export function unrotate<T extends Vec3Target>(out: T, q: QuatSource, v: Vec3Source): T {
  const x = -q[0]!;
  const y = -q[1]!;
  const z = -q[2]!;
  const w = q[3]!;
  const vx = v[0]!;
  const vy = v[1]!;
  const vz = v[2]!;
  const tx = 2 * (y * vz - z * vy);
  const ty = 2 * (z * vx - x * vz);
  const tz = 2 * (x * vy - y * vx);
  return vec3.set(
    out,
    vx + w * tx + y * tz - z * ty,
    vy + w * ty + z * tx - x * tz,
    vz + w * tz + x * ty - y * tx,
  );
}

/** Angle between two rotations, 0 to π. Sharp near 0 too. */
export function angle(a: QuatSource, b: QuatSource): Radians {
  const ax = -a[0]!;
  const ay = -a[1]!;
  const az = -a[2]!;
  const aw = a[3]!;
  const x = aw * b[0]! + ax * b[3]! + ay * b[2]! - az * b[1]!;
  const y = aw * b[1]! - ax * b[2]! + ay * b[3]! + az * b[0]!;
  const z = aw * b[2]! + ax * b[1]! - ay * b[0]! + az * b[3]!;
  return 2 * atan2(hypot(x, y, z), Math.abs(dot(a, b)));
}

/** Even turn from `a` at t = 0 to `b` at t = 1 along the short way; the result has length 1. */
export function slerp<T extends QuatTarget>(out: T, a: QuatSource, b: QuatSource, t: number): T {
  const cosine = dot(a, b);
  const sign = cosine < 0 ? -1 : 1;
  const size = cosine * sign;
  let ka = 1 - t;
  let kb = t * sign;
  if (size < 0.9999999) {
    const half = acos(size);
    const s = sin(half);
    ka = sin((1 - t) * half) / s;
    kb = (sin(t * half) / s) * sign;
  }
  return normalise(
    out,
    set(
      out,
      a[0]! * ka + b[0]! * kb,
      a[1]! * ka + b[1]! * kb,
      a[2]! * ka + b[2]! * kb,
      a[3]! * ka + b[3]! * kb,
    ),
  );
}

/** `q` turned for `dt` seconds at `velocity` (rad/s, in world axes); exact for a constant velocity. */
export function integrate<T extends QuatTarget>(out: T, q: QuatSource, velocity: Vec3Source, dt: number): T {
  const qx = q[0]!;
  const qy = q[1]!;
  const qz = q[2]!;
  const qw = q[3]!;
  const speed = hypot(velocity[0]!, velocity[1]!, velocity[2]!);
  const angle = speed * dt;
  const k = Math.abs(angle) > 1e-9 ? sin(angle * 0.5) / speed : 0.5 * dt;
  const x = velocity[0]! * k;
  const y = velocity[1]! * k;
  const z = velocity[2]! * k;
  const w = cos(angle * 0.5);
  return normalise(
    out,
    set(
      out,
      w * qx + x * qw + y * qz - z * qy,
      w * qy - x * qz + y * qw + z * qx,
      w * qz + x * qy - y * qx + z * qw,
      w * qw - x * qx - y * qy - z * qz,
    ),
  );
}

/** Rotation held in the first three columns (each of length 1) of a column-major 4×4 matrix. */
export function fromMat4<T extends QuatTarget>(out: T, m: QuatSource): T {
  const m00 = m[0]!;
  const m10 = m[1]!;
  const m20 = m[2]!;
  const m01 = m[4]!;
  const m11 = m[5]!;
  const m21 = m[6]!;
  const m02 = m[8]!;
  const m12 = m[9]!;
  const m22 = m[10]!;
  const trace = m00 + m11 + m22;
  // Divide by the largest of the four values, whichever that is.
  if (trace > 0) {
    const s = Math.sqrt(trace + 1) * 2;
    return normalise(out, set(out, (m21 - m12) / s, (m02 - m20) / s, (m10 - m01) / s, 0.25 * s));
  }
  if (m00 > m11 && m00 > m22) {
    const s = Math.sqrt(1 + m00 - m11 - m22) * 2;
    return normalise(out, set(out, 0.25 * s, (m01 + m10) / s, (m02 + m20) / s, (m21 - m12) / s));
  }
  if (m11 > m22) {
    const s = Math.sqrt(1 + m11 - m00 - m22) * 2;
    return normalise(out, set(out, (m01 + m10) / s, 0.25 * s, (m12 + m21) / s, (m02 - m20) / s));
  }
  const s = Math.sqrt(1 + m22 - m00 - m11) * 2;
  return normalise(out, set(out, (m02 + m20) / s, (m12 + m21) / s, 0.25 * s, (m10 - m01) / s));
}

/** Whether all four values are finite. */
export function finite(a: QuatSource): boolean {
  return Number.isFinite(a[0]) && Number.isFinite(a[1]) && Number.isFinite(a[2]) && Number.isFinite(a[3]);
}

/** Whether all four values are equal, to the bit but for the sign of zero. */
export function equals(a: QuatSource, b: QuatSource): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3];
}
