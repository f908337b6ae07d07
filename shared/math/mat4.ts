/**
 * 4×4 matrices, column-major as in glTF, WebGL and Havok: translation in 12, 13, 14; a matrix times a column vector.
 *
 * In: anything indexed 0 to 15. Out: written into `out`, which comes first, may be one of the inputs, and is
 * returned. Right-handed, Y up. Nothing allocates but {@link create}.
 */
import type { QuatSource, QuatTarget } from "./quat.ts";
import * as quat from "./quat.ts";
import { hypot, tan } from "./trig.ts";
import type { Metres, Radians } from "./units.ts";
import type { Vec3Source, Vec3Target } from "./vec3.ts";
import * as vec3 from "./vec3.ts";

/** A matrix as a plain array of 16 numbers. */
export type Mat4 = number[];

/** What the functions read: indices 0 to 15 must be there. */
export type Mat4Source = { readonly [index: number]: number };

/** What the functions write. */
export type Mat4Target = { [index: number]: number };

/** A new identity. */
export function create(): Mat4 {
  return [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
}

/** Makes `out` the identity. */
export function identity<T extends Mat4Target>(out: T): T {
  const o: Mat4Target = out;
  for (let i = 0; i < 16; i++) o[i] = i % 5 === 0 ? 1 : 0;
  return out;
}

/** Copies `a`. */
export function copy<T extends Mat4Target>(out: T, a: Mat4Source): T {
  const o: Mat4Target = out;
  for (let i = 0; i < 16; i++) o[i] = a[i]!;
  return out;
}

/** a·b: applies `b` first, then `a`. */
export function multiply<T extends Mat4Target>(out: T, a: Mat4Source, b: Mat4Source): T {
  const o: Mat4Target = out;
  const a0 = a[0]!;
  const a1 = a[1]!;
  const a2 = a[2]!;
  const a3 = a[3]!;
  const a4 = a[4]!;
  const a5 = a[5]!;
  const a6 = a[6]!;
  const a7 = a[7]!;
  const a8 = a[8]!;
  const a9 = a[9]!;
  const a10 = a[10]!;
  const a11 = a[11]!;
  const a12 = a[12]!;
  const a13 = a[13]!;
  const a14 = a[14]!;
  const a15 = a[15]!;
  for (let column = 0; column < 16; column += 4) {
    const x = b[column]!;
    const y = b[column + 1]!;
    const z = b[column + 2]!;
    const w = b[column + 3]!;
    o[column] = a0 * x + a4 * y + a8 * z + a12 * w;
    o[column + 1] = a1 * x + a5 * y + a9 * z + a13 * w;
    o[column + 2] = a2 * x + a6 * y + a10 * z + a14 * w;
    o[column + 3] = a3 * x + a7 * y + a11 * z + a15 * w;
    // Where `out` is `b`, its column has been read before it is written.
  }
  return out;
}

/** Translation · rotation · scale. */
export function compose<T extends Mat4Target>(
  out: T,
  position: Vec3Source,
  rotation: QuatSource,
  scale: Vec3Source = ONE,
): T {
  const o: Mat4Target = out;
  const x = rotation[0]!;
  const y = rotation[1]!;
  const z = rotation[2]!;
  const w = rotation[3]!;
  const sx = scale[0]!;
  const sy = scale[1]!;
  const sz = scale[2]!;
  const px = position[0]!;
  const py = position[1]!;
  const pz = position[2]!;
  o[0] = (1 - 2 * (y * y + z * z)) * sx;
  o[1] = 2 * (x * y + w * z) * sx;
  o[2] = 2 * (x * z - w * y) * sx;
  o[3] = 0;
  o[4] = 2 * (x * y - w * z) * sy;
  o[5] = (1 - 2 * (x * x + z * z)) * sy;
  o[6] = 2 * (y * z + w * x) * sy;
  o[7] = 0;
  o[8] = 2 * (x * z + w * y) * sz;
  o[9] = 2 * (y * z - w * x) * sz;
  o[10] = (1 - 2 * (x * x + y * y)) * sz;
  o[11] = 0;
  o[12] = px;
  o[13] = py;
  o[14] = pz;
  o[15] = 1;
  return out;
}

const ONE: Vec3Source = [1, 1, 1];
const pure = create();

/**
 * Takes a matrix made by {@link compose} apart. A mirrored one comes back with its X scale negative; a scale of
 * zero gives no rotation.
 */
export function decompose(
  m: Mat4Source,
  position: Vec3Target,
  rotation: QuatTarget,
  scale: Vec3Target,
): void {
  const sx = hypot(m[0]!, m[1]!, m[2]!) * (determinant(m) < 0 ? -1 : 1);
  const sy = hypot(m[4]!, m[5]!, m[6]!);
  const sz = hypot(m[8]!, m[9]!, m[10]!);
  vec3.set(position, m[12]!, m[13]!, m[14]!);
  vec3.set(scale, sx, sy, sz);
  if (sx === 0 || sy === 0 || sz === 0) {
    quat.set(rotation, 0, 0, 0, 1);
    return;
  }
  for (let i = 0; i < 3; i++) {
    pure[i] = m[i]! / sx;
    pure[4 + i] = m[4 + i]! / sy;
    pure[8 + i] = m[8 + i]! / sz;
  }
  quat.fromMat4(rotation, pure);
}

/** Determinant. */
export function determinant(m: Mat4Source): number {
  const a = m[0]! * m[5]! - m[1]! * m[4]!;
  const b = m[0]! * m[6]! - m[2]! * m[4]!;
  const c = m[0]! * m[7]! - m[3]! * m[4]!;
  const d = m[1]! * m[6]! - m[2]! * m[5]!;
  const e = m[1]! * m[7]! - m[3]! * m[5]!;
  const f = m[2]! * m[7]! - m[3]! * m[6]!;
  const g = m[8]! * m[13]! - m[9]! * m[12]!;
  const h = m[8]! * m[14]! - m[10]! * m[12]!;
  const i = m[8]! * m[15]! - m[11]! * m[12]!;
  const j = m[9]! * m[14]! - m[10]! * m[13]!;
  const k = m[9]! * m[15]! - m[11]! * m[13]!;
  const l = m[10]! * m[15]! - m[11]! * m[14]!;
  return a * l - b * k + c * j + d * i - e * h + f * g;
}

/** Inverse, or `null` (and `out` untouched) where there is none. */
export function invert<T extends Mat4Target>(out: T, m: Mat4Source): T | null {
  const o: Mat4Target = out;
  const m0 = m[0]!;
  const m1 = m[1]!;
  const m2 = m[2]!;
  const m3 = m[3]!;
  const m4 = m[4]!;
  const m5 = m[5]!;
  const m6 = m[6]!;
  const m7 = m[7]!;
  const m8 = m[8]!;
  const m9 = m[9]!;
  const m10 = m[10]!;
  const m11 = m[11]!;
  const m12 = m[12]!;
  const m13 = m[13]!;
  const m14 = m[14]!;
  const m15 = m[15]!;
  const a = m0 * m5 - m1 * m4;
  const b = m0 * m6 - m2 * m4;
  const c = m0 * m7 - m3 * m4;
  const d = m1 * m6 - m2 * m5;
  const e = m1 * m7 - m3 * m5;
  const f = m2 * m7 - m3 * m6;
  const g = m8 * m13 - m9 * m12;
  const h = m8 * m14 - m10 * m12;
  const i = m8 * m15 - m11 * m12;
  const j = m9 * m14 - m10 * m13;
  const k = m9 * m15 - m11 * m13;
  const l = m10 * m15 - m11 * m14;
  const det = a * l - b * k + c * j + d * i - e * h + f * g;
  if (!(Math.abs(det) > 0)) return null;
  o[0] = (m5 * l - m6 * k + m7 * j) / det;
  o[1] = (m2 * k - m1 * l - m3 * j) / det;
  o[2] = (m13 * f - m14 * e + m15 * d) / det;
  o[3] = (m10 * e - m9 * f - m11 * d) / det;
  o[4] = (m6 * i - m4 * l - m7 * h) / det;
  o[5] = (m0 * l - m2 * i + m3 * h) / det;
  o[6] = (m14 * c - m12 * f - m15 * b) / det;
  o[7] = (m8 * f - m10 * c + m11 * b) / det;
  o[8] = (m4 * k - m5 * i + m7 * g) / det;
  o[9] = (m1 * i - m0 * k - m3 * g) / det;
  o[10] = (m12 * e - m13 * c + m15 * a) / det;
  o[11] = (m9 * c - m8 * e - m11 * a) / det;
  o[12] = (m5 * h - m4 * j - m6 * g) / det;
  o[13] = (m0 * j - m1 * h + m2 * g) / det;
  o[14] = (m13 * b - m12 * d - m14 * a) / det;
  o[15] = (m8 * d - m9 * b + m10 * a) / det;
  return out;
}

/** Transposed matrix. */
export function transpose<T extends Mat4Target>(out: T, m: Mat4Source): T {
  const o: Mat4Target = out;
  for (let row = 0; row < 4; row++) {
    for (let column = row; column < 4; column++) {
      const upper = m[column * 4 + row]!;
      o[column * 4 + row] = m[row * 4 + column]!;
      o[row * 4 + column] = upper;
    }
  }
  return out;
}

/** The point `p` moved by `m`, divided by w where `m` is a projection. */
export function transformPoint<T extends Vec3Target>(out: T, m: Mat4Source, p: Vec3Source): T {
  const x = p[0]!;
  const y = p[1]!;
  const z = p[2]!;
  const w = m[3]! * x + m[7]! * y + m[11]! * z + m[15]!;
  const k = w === 0 ? 1 : 1 / w;
  return vec3.set(
    out,
    (m[0]! * x + m[4]! * y + m[8]! * z + m[12]!) * k,
    (m[1]! * x + m[5]! * y + m[9]! * z + m[13]!) * k,
    (m[2]! * x + m[6]! * y + m[10]! * z + m[14]!) * k,
  );
}

/** The direction `d` turned and scaled by `m`, without its translation. */
export function transformDirection<T extends Vec3Target>(out: T, m: Mat4Source, d: Vec3Source): T {
  const x = d[0]!;
  const y = d[1]!;
  const z = d[2]!;
  return vec3.set(
    out,
    m[0]! * x + m[4]! * y + m[8]! * z,
    m[1]! * x + m[5]! * y + m[9]! * z,
    m[2]! * x + m[6]! * y + m[10]! * z,
  );
}

/** World to camera for a camera (looking along −Z) at `position` with `rotation`: the inverse of {@link compose}. */
export function view<T extends Mat4Target>(out: T, position: Vec3Source, rotation: QuatSource): T {
  const px = position[0]!;
  const py = position[1]!;
  const pz = position[2]!;
  transpose(out, compose(out, ORIGIN, rotation));
  const o: Mat4Target = out;
  o[12] = -(o[0]! * px + o[4]! * py + o[8]! * pz);
  o[13] = -(o[1]! * px + o[5]! * py + o[9]! * pz);
  o[14] = -(o[2]! * px + o[6]! * py + o[10]! * pz);
  return out;
}

const ORIGIN: Vec3Source = [0, 0, 0];

/**
 * Projection of a camera that looks along −Z. Clip depth runs from −1 at `near` to 1 at `far` (WebGL), or from 0
 * to 1 (WebGPU) with `fromZero`. `far` may be infinite.
 */
export function perspective<T extends Mat4Target>(
  out: T,
  verticalFov: Radians,
  aspect: number,
  near: Metres,
  far: Metres,
  fromZero = false,
): T {
  const o: Mat4Target = identity(out);
  const f = 1 / tan(verticalFov * 0.5);
  o[0] = f / aspect;
  o[5] = f;
  o[11] = -1;
  o[15] = 0;
  if (far === Number.POSITIVE_INFINITY) {
    o[10] = -1;
    o[14] = fromZero ? -near : -2 * near;
  } else {
    o[10] = fromZero ? far / (near - far) : (far + near) / (near - far);
    o[14] = fromZero ? (near * far) / (near - far) : (2 * near * far) / (near - far);
  }
  return out;
}
