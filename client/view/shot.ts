/**
 * A shot: everything that decides a picture besides the world itself. In: what operator and interface set. Out: the
 * camera's matrices. Space: world, right-handed, Y up, metres; the camera looks along its −Z. Lens values in
 * millimetres, the shutter in degrees.
 */
import * as quat from "../../shared/math/quat.ts";
import type { Block } from "./gpu/gpu.ts";

/** Where a camera stands: metres, unit quaternion x y z w. */
export interface CameraPose {
  readonly position: readonly [number, number, number];
  readonly rotation: readonly [number, number, number, number];
}

/** The lens as it is set. */
export interface ShotLens {
  /** Millimetres. */
  readonly focal: number;
  /** 1 spherical … 2 anamorphic: widens the picture's angle across. */
  readonly squeeze: number;
  readonly tStop: number;
  /** Metres from the sensor plane. */
  readonly focus: number;
  /** Degrees of the shutter's opening, 1…360. */
  readonly shutter: number;
  /** Frames a second that the camera takes. */
  readonly rate: number;
  /** Diameter of the picture that the lens throws on the sensor, millimetres; absent: it covers everything. */
  readonly circle?: number;
}

/** What may be drawn over the picture. None of it enters a still or a take. */
export interface ShotOverlays {
  readonly outlines: boolean;
  readonly marks: boolean;
  readonly cameras: boolean;
  readonly names: boolean;
  /** Canvas pixels to one pixel of the screen, so that lines keep their width on a coarse canvas; absent: 1. */
  readonly pixel?: number;
  /** Sharp edges, and exposure in colours. */
  readonly peaking?: boolean;
  readonly falseColour?: boolean;
}

/** A shot. */
export interface Shot {
  readonly pose: CameraPose;
  /** The camera when the shutter opened, for motion blur; absent: it stood still. */
  readonly opening?: CameraPose | undefined;
  readonly lens: ShotLens;
  /** What of the filmback is recorded, millimetres (before desqueezing). */
  readonly gate: { readonly width: number; readonly height: number };
  /** Where the gate lies on the canvas: fractions 0…1 from the top left. The rest shows the world around it. */
  readonly frame: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** How bright the world outside the gate is, 0…1. */
  readonly outside: number;
  /** Stops over the look's exposure. */
  readonly exposure: number;
  readonly overlays?: ShotOverlays | undefined;
  /** Whether focus and shutter blur the picture. */
  readonly blur?: { readonly focus: boolean; readonly motion: boolean } | undefined;
  /** Nearest that is drawn, metres; a plan cuts roofs away with it. */
  readonly near?: number | undefined;
  /** Farthest that is drawn, metres. */
  readonly far?: number | undefined;
  /** Seconds of the world, for what moves by itself; the tick's time. */
  readonly seconds?: number | undefined;
}

/** A camera's projection, worked out. Reused from frame to frame. */
export interface Projection {
  readonly clipFromWorld: Float64Array;
  readonly right: [number, number, number];
  readonly up: [number, number, number];
  readonly forward: [number, number, number];
  /** Tangents of half the whole picture (not the gate). */
  tanX: number;
  tanY: number;
  /** Centre of the gate in clip space. */
  gateX: number;
  gateY: number;
}

/** Nearest and farthest that is drawn, metres. */
export const NEAR = 0.08;
/** Farthest that is drawn, metres. */
export const FAR = 3000;

/** An empty projection. */
export function createProjection(): Projection {
  return {
    clipFromWorld: new Float64Array(16),
    right: [1, 0, 0],
    up: [0, 1, 0],
    forward: [0, 0, -1],
    tanX: 1,
    tanY: 1,
    gateX: 0,
    gateY: 0,
  };
}

/** Tangent of half the angle that the gate sees across: aperture × squeeze over twice the focal length. */
export function halfWidth(shot: Shot): number {
  return (shot.gate.width * shot.lens.squeeze) / (2 * shot.lens.focal);
}

/**
 * Works out the projection of a shot on a canvas of this size. The gate's width on the canvas shows exactly the lens'
 * horizontal angle; the vertical follows from square pixels. `fromZero`: clip depth 0…1 (WebGPU) or −1…1.
 */
export function project(
  out: Projection,
  shot: Shot,
  pose: CameraPose,
  width: number,
  height: number,
  fromZero: boolean,
): void {
  const f = shot.frame;
  out.tanX = halfWidth(shot) / f.width;
  out.tanY = (out.tanX * height) / width;
  out.gateX = 2 * (f.x + f.width / 2) - 1;
  out.gateY = 1 - 2 * (f.y + f.height / 2);
  axes(out, pose);
  const sx = 1 / out.tanX;
  const sy = 1 / out.tanY;
  const near = shot.near ?? NEAR;
  const far = shot.far ?? FAR;
  const a = fromZero ? far / (near - far) : (far + near) / (near - far);
  const b = fromZero ? (near * far) / (near - far) : (2 * near * far) / (near - far);
  fill(out, pose.position, sx, sy, a, b);
}

function axes(out: Projection, pose: CameraPose): void {
  quat.rotate(out.right, pose.rotation, X);
  quat.rotate(out.up, pose.rotation, Y);
  quat.rotate(out.forward, pose.rotation, MINUS_Z);
}

const X = [1, 0, 0] as const;
const Y = [0, 1, 0] as const;
const MINUS_Z = [0, 0, -1] as const;

function fill(
  out: Projection,
  eye: readonly [number, number, number],
  sx: number,
  sy: number,
  a: number,
  b: number,
): void {
  const m = out.clipFromWorld;
  const { right: r, up: u, forward: f } = out;
  // Rows of the clip transform over world: x' = sx·(r·d) + gate·depth, depth' = a·(−f·d) + b, w = f·d.
  const tr = -(r[0] * eye[0] + r[1] * eye[1] + r[2] * eye[2]);
  const tu = -(u[0] * eye[0] + u[1] * eye[1] + u[2] * eye[2]);
  const tf = -(f[0] * eye[0] + f[1] * eye[1] + f[2] * eye[2]);
  for (let k = 0; k < 3; k++) {
    m[k * 4] = sx * r[k]! + out.gateX * f[k]!;
    m[k * 4 + 1] = sy * u[k]! + out.gateY * f[k]!;
    m[k * 4 + 2] = -a * f[k]!;
    m[k * 4 + 3] = f[k]!;
  }
  m[12] = sx * tr + out.gateX * tf;
  m[13] = sy * tu + out.gateY * tf;
  m[14] = -a * tf + b;
  m[15] = tf;
}

/** Writes a projection, and the one "then", into a camera block. */
export function writeCamera(
  block: Block,
  now: Projection,
  then: Projection,
  shot: Shot,
  width: number,
  height: number,
  history: number,
): void {
  const d = block.data;
  const at = block.at;
  d.set(now.clipFromWorld, at["clipFromWorld"]!);
  d.set(then.clipFromWorld, at["clipFromWorldThen"]!);
  put(d, at["eye"]!, shot.pose.position, NEAR);
  put(d, at["right"]!, now.right, now.tanX);
  put(d, at["up"]!, now.up, now.tanY);
  put(d, at["forward"]!, now.forward, 0);
  const s = at["size"]!;
  d[s] = width;
  d[s + 1] = height;
  d[s + 2] = 1 / width;
  d[s + 3] = 1 / height;
  const g = at["gate"]!;
  d[g] = now.gateX;
  d[g + 1] = now.gateY;
  d[g + 2] = history;
  d[g + 3] = shot.seconds ?? 0;
}

function put(d: Float32Array, at: number, v: readonly [number, number, number], w: number): void {
  d[at] = v[0];
  d[at + 1] = v[1];
  d[at + 2] = v[2];
  d[at + 3] = w;
}

/** Height from which a plan is seen: so far up that a thing three metres tall leans by 0.15 %. */
export const PLAN_HEIGHT = 2000;

/** Whether a shot is a plan: its camera hangs so far up that everything near is cut away. */
export const isPlan = (shot: Shot): boolean => (shot.near ?? 0) > 100;

/**
 * A plan: the set from above, to scale, cut at `cut` metres so that roofs are away. `across` is what the picture's width
 * shows, metres; `turn` is the bearing of its top edge from −Z, radians.
 */
export function planShot(
  centre: readonly [number, number],
  across: number,
  aspect: number,
  cut: number,
  turn = 0,
  exposure = 0,
): Shot {
  const half = Math.SQRT1_2;
  // Looking down (a quarter turn about X), then turned about the vertical.
  const c = Math.cos(-turn / 2);
  const s = Math.sin(-turn / 2);
  return {
    pose: {
      position: [centre[0], PLAN_HEIGHT, centre[1]],
      rotation: [-half * c, half * s, half * s, half * c],
    },
    lens: { focal: PLAN_HEIGHT, squeeze: 1, tStop: 22, focus: PLAN_HEIGHT, shutter: 1, rate: 24 },
    gate: { width: across, height: across / aspect },
    frame: { x: 0, y: 0, width: 1, height: 1 },
    outside: 1,
    exposure,
    near: PLAN_HEIGHT - cut,
    far: PLAN_HEIGHT + 60,
  };
}

/** Where a world point falls on the picture: fractions from the top left, and its depth in metres (≤ 0: behind). */
export function screenOf(
  out: [number, number, number],
  p: Projection,
  eye: readonly [number, number, number],
  point: readonly [number, number, number],
): [number, number, number] {
  const dx = point[0] - eye[0];
  const dy = point[1] - eye[1];
  const dz = point[2] - eye[2];
  const depth = dx * p.forward[0] + dy * p.forward[1] + dz * p.forward[2];
  const x = (dx * p.right[0] + dy * p.right[1] + dz * p.right[2]) / (p.tanX * depth) + p.gateX;
  const y = (dx * p.up[0] + dy * p.up[1] + dz * p.up[2]) / (p.tanY * depth) + p.gateY;
  out[0] = x * 0.5 + 0.5;
  out[1] = 0.5 - y * 0.5;
  out[2] = depth;
  return out;
}

/** The world direction through a point of the picture (fractions from the top left), of length 1. */
export function rayOf(
  out: [number, number, number],
  p: Projection,
  x: number,
  y: number,
): [number, number, number] {
  const nx = (x * 2 - 1 - p.gateX) * p.tanX;
  const ny = (1 - y * 2 - p.gateY) * p.tanY;
  let l = 0;
  for (let k = 0; k < 3; k++) {
    out[k] = p.forward[k]! + p.right[k]! * nx + p.up[k]! * ny;
    l += out[k]! * out[k]!;
  }
  l = Math.sqrt(l);
  for (let k = 0; k < 3; k++) out[k]! /= l;
  return out;
}
