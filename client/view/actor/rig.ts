/**
 * An actor's joints and motions. In: skeleton and clips of the asset, the actor's sheet. Out: poses as plain arrays:
 * sampled, blended, turned into matrices. No engine and no clock: the same numbers give the same pose everywhere.
 * A pose is 10 floats a joint: translation 3, rotation 4 (x y z w), scale 3, against the joint's parent.
 */
import * as quat from "../../../shared/math/quat.ts";
import type { ActorSheet } from "../../../shared/world/set.ts";
import type { ClipData, SkeletonData, Track } from "../asset/model.ts";

/** Floats of one joint in a pose. */
export const POSE_FLOATS = 10;

/** A planted foot's time within a clip, and where it stands: seconds, metres in the actor's space. */
export interface Contact {
  readonly from: number;
  readonly to: number;
  /** Middle of the contact and the foot's mean place then. */
  readonly middle: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A clip with what the sheet says of it. */
export interface Clip {
  readonly name: string;
  readonly seconds: number;
  readonly loop: boolean;
  /** Metres in one cycle; 0 stands. */
  readonly stride: number;
  readonly tracks: readonly Track[];
  readonly left: readonly Contact[];
  readonly right: readonly Contact[];
}

/** What all actors of one asset share. */
export interface Rig {
  readonly skeleton: SkeletonData;
  readonly joints: number;
  readonly parents: Int32Array;
  readonly rest: Float32Array;
  readonly clips: ReadonlyMap<string, Clip>;
  /** Joint of each role of the sheet, −1 where it has none. */
  role(name: string): number;
  /** 1 for joints above the hips, 0 for the rest. */
  readonly upper: Float32Array;
}

/** Makes the shared part of a rig. */
export function createRig(skeleton: SkeletonData, sheet: ActorSheet): Rig {
  const joints = skeleton.joints.length;
  const parents = Int32Array.from(skeleton.joints, (j) => j.parent);
  const rest = new Float32Array(joints * POSE_FLOATS);
  skeleton.joints.forEach((j, i) => {
    rest.set(j.translation, i * POSE_FLOATS);
    rest.set(j.rotation, i * POSE_FLOATS + 3);
    rest.set(j.scale, i * POSE_FLOATS + 7);
  });
  const byName = new Map(skeleton.joints.map((j, i) => [j.name, i]));
  const role = (name: string): number => byName.get(sheet.bones[name] ?? "") ?? -1;
  const upper = new Float32Array(joints);
  const spine = role("spine2") >= 0 ? role("spine2") : role("spine");
  for (let i = 0; i < joints; i++) {
    const parent = parents[i]!;
    upper[i] = i === spine || (parent >= 0 && upper[parent] === 1) ? 1 : 0;
  }
  const rig = { skeleton, joints, parents, rest, clips: new Map<string, Clip>(), role, upper };
  for (const data of skeleton.clips) {
    const facts = sheet.clips.find((c) => c.name === data.name);
    rig.clips.set(data.name, clipOf(rig, data, facts as ClipFacts | undefined));
  }
  return rig;
}

interface ClipFacts {
  seconds: number;
  loop: boolean;
  stride?: number;
  contacts?: { left?: [number, number][]; right?: [number, number][] };
}

function clipOf(rig: Rig, data: ClipData, facts: ClipFacts | undefined): Clip {
  const clip = {
    name: data.name,
    seconds: facts?.seconds ?? data.seconds,
    loop: facts?.loop ?? false,
    stride: facts?.stride ?? 0,
    tracks: data.tracks,
    left: [] as Contact[],
    right: [] as Contact[],
  };
  const pose = new Float32Array(rig.rest.length);
  const world = new Float32Array(rig.joints * 12);
  for (const side of ["left", "right"] as const) {
    const foot = rig.role(side === "left" ? "footL" : "footR");
    if (foot < 0) continue;
    for (const [from, to] of facts?.contacts?.[side] ?? []) {
      const steps = 9;
      const mean = [0, 0, 0];
      for (let i = 0; i < steps; i++) {
        sample(rig, pose, clip, from + ((to - from) * i) / (steps - 1));
        solve(rig, pose, world);
        for (let k = 0; k < 3; k++) mean[k]! += world[foot * 12 + k * 4 + 3]! / steps;
      }
      clip[side].push({ from, to, middle: (from + to) / 2, x: mean[0]!, y: mean[1]!, z: mean[2]! });
    }
  }
  return clip;
}

const qa: [number, number, number, number] = [0, 0, 0, 1];
const qb: [number, number, number, number] = [0, 0, 0, 1];
const qc: [number, number, number, number] = [0, 0, 0, 1];

/** Samples a clip at a time (loops wrap, others hold their ends) into `pose`; joints without a track rest. */
export function sample(rig: Rig, pose: Float32Array, clip: Clip, time: number): void {
  pose.set(rig.rest);
  let t = time;
  if (clip.loop && clip.seconds > 0) t -= Math.floor(t / clip.seconds) * clip.seconds;
  else t = Math.max(0, Math.min(clip.seconds, t));
  for (let i = 0; i < clip.tracks.length; i++) track(pose, clip.tracks[i]!, t);
}

function track(pose: Float32Array, tr: Track, t: number): void {
  const times = tr.times;
  let lo = 0;
  let hi = times.length - 1;
  const size = tr.path === "rotation" ? 4 : 3;
  const at = tr.joint * POSE_FLOATS + (tr.path === "translation" ? 0 : tr.path === "rotation" ? 3 : 7);
  if (t >= times[hi]!) lo = hi;
  else {
    while (hi - lo > 1) {
      const mid = (lo + hi) >> 1;
      if (times[mid]! <= t) lo = mid;
      else hi = mid;
    }
  }
  const v = tr.values;
  const next = Math.min(lo + 1, times.length - 1);
  const span = times[next]! - times[lo]!;
  const f = tr.step || span <= 0 ? 0 : Math.max(0, Math.min(1, (t - times[lo]!) / span));
  if (size === 4) {
    quat.read(qa, v, lo * 4);
    quat.read(qb, v, next * 4);
    nlerp(qc, qa, qb, f);
    quat.write(pose, at, qc);
    return;
  }
  for (let k = 0; k < 3; k++) pose[at + k] = v[lo * 3 + k]! * (1 - f) + v[next * 3 + k]! * f;
}

function nlerp(
  out: [number, number, number, number],
  a: { readonly [i: number]: number },
  b: { readonly [i: number]: number },
  f: number,
): void {
  const sign = a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]! + a[3]! * b[3]! < 0 ? -1 : 1;
  const x = a[0]! * (1 - f) + b[0]! * f * sign;
  const y = a[1]! * (1 - f) + b[1]! * f * sign;
  const z = a[2]! * (1 - f) + b[2]! * f * sign;
  const w = a[3]! * (1 - f) + b[3]! * f * sign;
  const l = 1 / (Math.sqrt(x * x + y * y + z * z + w * w) || 1);
  out[0] = x * l;
  out[1] = y * l;
  out[2] = z * l;
  out[3] = w * l;
}

/** Mixes `b` into `a` by `weight`, each joint by its share in `mask` (all if null). */
export function mix(
  rig: Rig,
  a: Float32Array,
  b: Float32Array,
  weight: number,
  mask: Float32Array | null,
): void {
  if (weight <= 0) return;
  for (let j = 0; j < rig.joints; j++) {
    const w = mask ? weight * mask[j]! : weight;
    if (w <= 0) continue;
    const at = j * POSE_FLOATS;
    for (let k = 0; k < 3; k++) {
      a[at + k] = a[at + k]! * (1 - w) + b[at + k]! * w;
      a[at + 7 + k] = a[at + 7 + k]! * (1 - w) + b[at + 7 + k]! * w;
    }
    quat.read(qa, a, at + 3);
    quat.read(qb, b, at + 3);
    nlerp(qc, qa, qb, w);
    quat.write(a, at + 3, qc);
  }
}

/** Matrices of all joints in the actor's space: 12 floats each, three rows. */
export function solve(rig: Rig, pose: Float32Array, world: Float32Array): void {
  for (let j = 0; j < rig.joints; j++) solveJoint(rig, pose, world, j);
}

/** Matrices again from a joint on (children have higher numbers than their parents). */
export function solveFrom(rig: Rig, pose: Float32Array, world: Float32Array, first: number): void {
  for (let j = first; j < rig.joints; j++) solveJoint(rig, pose, world, j);
}

function solveJoint(rig: Rig, pose: Float32Array, m: Float32Array, j: number): void {
  const p = j * POSE_FLOATS;
  const x = pose[p + 3]!;
  const y = pose[p + 4]!;
  const z = pose[p + 5]!;
  const w = pose[p + 6]!;
  const sx = pose[p + 7]!;
  const sy = pose[p + 8]!;
  const sz = pose[p + 9]!;
  const a0 = (1 - 2 * (y * y + z * z)) * sx;
  const a1 = 2 * (x * y - w * z) * sy;
  const a2 = 2 * (x * z + w * y) * sz;
  const b0 = 2 * (x * y + w * z) * sx;
  const b1 = (1 - 2 * (x * x + z * z)) * sy;
  const b2 = 2 * (y * z - w * x) * sz;
  const c0 = 2 * (x * z - w * y) * sx;
  const c1 = 2 * (y * z + w * x) * sy;
  const c2 = (1 - 2 * (x * x + y * y)) * sz;
  const tx = pose[p]!;
  const ty = pose[p + 1]!;
  const tz = pose[p + 2]!;
  const o = j * 12;
  const parent = rig.parents[j]!;
  if (parent < 0) {
    m[o] = a0;
    m[o + 1] = a1;
    m[o + 2] = a2;
    m[o + 3] = tx;
    m[o + 4] = b0;
    m[o + 5] = b1;
    m[o + 6] = b2;
    m[o + 7] = ty;
    m[o + 8] = c0;
    m[o + 9] = c1;
    m[o + 10] = c2;
    m[o + 11] = tz;
    return;
  }
  const q = parent * 12;
  for (let r = 0; r < 3; r++) {
    const k = q + r * 4;
    const p0 = m[k]!;
    const p1 = m[k + 1]!;
    const p2 = m[k + 2]!;
    m[o + r * 4] = p0 * a0 + p1 * b0 + p2 * c0;
    m[o + r * 4 + 1] = p0 * a1 + p1 * b1 + p2 * c1;
    m[o + r * 4 + 2] = p0 * a2 + p1 * b2 + p2 * c2;
    m[o + r * 4 + 3] = p0 * tx + p1 * ty + p2 * tz + m[k + 3]!;
  }
}

const turnLocal: [number, number, number, number] = [0, 0, 0, 1];
const parentTurn: [number, number, number, number] = [0, 0, 0, 1];
const columns = new Float32Array(16);

/** The rotation that a joint's matrix holds, scale taken out. */
export function turnOf(out: [number, number, number, number], world: Float32Array, joint: number): void {
  const o = joint * 12;
  for (let c = 0; c < 3; c++) {
    const x = world[o + c]!;
    const y = world[o + 4 + c]!;
    const z = world[o + 8 + c]!;
    const s = 1 / (Math.sqrt(x * x + y * y + z * z) || 1);
    columns[c * 4] = x * s;
    columns[c * 4 + 1] = y * s;
    columns[c * 4 + 2] = z * s;
  }
  quat.fromMat4(out, columns);
}

/** Turns a joint by a rotation given in the actor's space, about the joint itself. Matrices are then out of date. */
export function turnJoint(
  rig: Rig,
  pose: Float32Array,
  world: Float32Array,
  joint: number,
  by: { readonly [i: number]: number },
): void {
  const at = joint * POSE_FLOATS + 3;
  const parent = rig.parents[joint]!;
  if (parent < 0) quat.set(parentTurn, 0, 0, 0, 1);
  else turnOf(parentTurn, world, parent);
  quat.read(turnLocal, pose, at);
  // local' = parent⁻¹ · by · parent · local
  quat.multiply(qa, parentTurn, turnLocal);
  quat.multiply(qb, by, qa);
  quat.conjugate(qc, parentTurn);
  quat.multiply(qa, qc, qb);
  quat.normalise(qa, qa);
  quat.write(pose, at, qa);
}
