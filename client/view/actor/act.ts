/**
 * What an actor's body does at a moment. In: the world's floats (metres travelled, speed, clip, posture, gaze) and the
 * time. Out: joint matrices and the share of a closed eye. A pure function of them: every client, every replay and every
 * still show the same, whatever came before. Space: the actor's own (feet at the origin, facing +Z), metres, seconds.
 */
import * as quat from "../../../shared/math/quat.ts";
import { type Clip, type Contact, mix, type Rig, sample, solve, solveFrom, turnJoint } from "./rig.ts";

/** What the world says of an actor at a moment. */
export interface Acting {
  /** Number of the entity: seeds blinks, breath and small delays. */
  id: number;
  /** Seconds of the world. */
  seconds: number;
  travelled: number;
  speed: number;
  seated: boolean;
  clip: string;
  clipSeconds: number;
  /** Metres travelled when this way began, and its whole length (0: unknown). */
  wayFrom: number;
  wayLength: number;
  /** Where the eyes aim, in the actor's space; null: straight ahead. */
  gaze: [number, number, number] | null;
  holding: boolean;
}

/** Room to work out one actor's body; reused from frame to frame. */
export interface Body {
  readonly rig: Rig;
  readonly pose: Float32Array;
  readonly other: Float32Array;
  /** Matrices of the joints, 12 floats each, rows. */
  readonly world: Float32Array;
  blink: number;
}

/** Makes room for a body. */
export function createBody(rig: Rig): Body {
  return {
    rig,
    pose: new Float32Array(rig.rest.length),
    other: new Float32Array(rig.rest.length),
    world: new Float32Array(rig.joints * 12),
    blink: 0,
  };
}

/** A neutral actor. */
export function createActing(id: number): Acting {
  return {
    id,
    seconds: 0,
    travelled: 0,
    speed: 0,
    seated: false,
    clip: "",
    clipSeconds: 0,
    wayFrom: 0,
    wayLength: 0,
    gaze: null,
    holding: false,
  };
}

/** Below this she stands, above it she walks wholly, m/s. */
const WALK_FROM = 0.04;
const WALK_WHOLLY = 0.42;
/** Between these walking becomes running, m/s. */
const RUN_FROM = 1.95;
const RUN_WHOLLY = 2.4;
const FADE_IN = 0.22;
const FADE_OUT = 0.3;
/** The world lets somebody rise for so long before she walks, seconds. */
const STAND_UP = 1.5;
/** Clips that move the whole body, legs too. */
const WHOLE = new Set(["sit-down", "stand-up", "pick-up", "turn-left-90", "turn-right-90", "throw"]);

const smooth = (a: number, b: number, x: number): number => {
  const t = Math.max(0, Math.min(1, (x - a) / (b - a)));
  return t * t * (3 - 2 * t);
};

/** A number 0…1 from two whole ones: the same everywhere. */
export function chance(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/** Share of a closed eye: a blink of 0.2 s every 2.5 to 6 s. */
export function blinkAt(id: number, seconds: number): number {
  const window = 4.2;
  const t = seconds + chance(id, 1) * window;
  const k = Math.floor(t / window);
  const start = chance(id, k + 17) * (window - 0.3);
  const into = t - k * window - start;
  if (into < 0 || into > 0.2) return 0;
  return into < 0.07 ? into / 0.07 : into < 0.1 ? 1 : Math.max(0, 1 - (into - 0.1) / 0.1);
}

/** Phase of a gait (cycles): at the beginning and end of a way the legs pass each other, as they stand. */
export function gaitPhase(clip: Clip, acting: Acting): { phase: number; stride: number } {
  const passing = clip.left[0] ? clip.left[0].middle / clip.seconds : 0.25;
  const gone = acting.travelled - acting.wayFrom;
  let stride = clip.stride || 1;
  if (acting.wayLength > stride) {
    // Whole half cycles fit the way: she arrives as she set out.
    const halves = Math.max(1, Math.round((acting.wayLength / stride) * 2));
    stride = (acting.wayLength / halves) * 2;
  }
  PHASE.phase = passing + gone / stride;
  PHASE.stride = stride;
  return PHASE;
}
const PHASE = { phase: 0, stride: 1 };

/** Works out the body. */
export function act(body: Body, acting: Acting): void {
  const { rig, pose, other } = body;
  const idle = rig.clips.get(chance(acting.id, 3) < 0.5 ? "idle" : "idle2") ?? rig.clips.get("idle");
  const seatedIdle = rig.clips.get("sit-idle");
  const own = chance(acting.id, 5) * 8;
  const base =
    acting.seated && seatedIdle ? seatedIdle : acting.holding ? (rig.clips.get("carry-idle") ?? idle) : idle;
  if (base) sample(rig, pose, base, acting.seconds + own);
  else pose.set(rig.rest);
  const walk = rig.clips.get("walk");
  const run = rig.clips.get("run");
  const going = acting.seated ? 0 : smooth(WALK_FROM, WALK_WHOLLY, acting.speed);
  const running = run ? smooth(RUN_FROM, RUN_WHOLLY, acting.speed) : 0;
  let walkTime = 0;
  let runTime = 0;
  let walkStride = 1;
  let runStride = 1;
  if (going > 0 && walk) {
    const g = gaitPhase(walk, acting);
    walkTime = (g.phase - Math.floor(g.phase)) * walk.seconds;
    walkStride = g.stride;
    sample(rig, other, walk, walkTime);
    mix(rig, pose, other, going, null);
  }
  if (going > 0 && run && running > 0) {
    const g = gaitPhase(run, acting);
    runTime = (g.phase - Math.floor(g.phase)) * run.seconds;
    runStride = g.stride;
    sample(rig, other, run, runTime);
    mix(rig, pose, other, going * running, null);
  }
  const clip = rig.clips.get(acting.clip);
  let whole = 0;
  if (clip) {
    const w = play(body, clip, acting);
    whole = WHOLE.has(clip.name) ? w : 0;
  }
  solve(rig, pose, body.world);
  if (!acting.seated && whole < 1) {
    const standing = (1 - going) * (1 - whole);
    plant(
      body,
      "L",
      idle,
      acting.seconds + own,
      0,
      standing,
      walk,
      walkTime,
      walkStride,
      going * (1 - running),
      run,
      runTime,
      runStride,
      going * running,
    );
    plant(
      body,
      "R",
      idle,
      acting.seconds + own,
      0,
      standing,
      walk,
      walkTime,
      walkStride,
      going * (1 - running),
      run,
      runTime,
      runStride,
      going * running,
    );
  }
  breathe(body, acting);
  if (acting.gaze) look(body, acting.gaze, acting);
  body.blink = blinkAt(acting.id, acting.seconds);
}

/** Plays the clip of a deed or gesture over the body; returns its weight. */
function play(body: Body, clip: Clip, acting: Acting): number {
  const t = clip.name === "stand-up" ? (acting.clipSeconds * clip.seconds) / STAND_UP : acting.clipSeconds;
  let weight = smooth(0, FADE_IN, t);
  // Sitting down ends seated and standing up ends standing: the world changes the posture at that moment.
  if (!clip.loop && clip.name !== "sit-down" && clip.name !== "stand-up") {
    weight *= 1 - smooth(clip.seconds - FADE_OUT, clip.seconds, t);
  }
  if (weight <= 0) return 0;
  sample(body.rig, body.other, clip, t);
  mix(body.rig, body.pose, body.other, weight, WHOLE.has(clip.name) ? null : body.rig.upper);
  return weight;
}

/** The chest rises and falls, a little differently for each person. */
function breathe(body: Body, acting: Acting): void {
  const chest = body.rig.role("chest");
  if (chest < 0) return;
  const rate = 0.21 + 0.06 * chance(acting.id, 7) + 0.12 * Math.min(1, acting.speed / 3);
  const swing = Math.sin((acting.seconds * rate + chance(acting.id, 8)) * 2 * Math.PI);
  quat.fromAxisAngle(qTurn, X, -0.006 * swing);
  turnJoint(body.rig, body.pose, body.world, chest, qTurn);
  solveFrom(body.rig, body.pose, body.world, chest);
}

/** How far neck and head, and then the eyes, may turn: radians. */
const HEAD_YAW = 1.15;
const HEAD_PITCH = 0.6;
const EYE_YAW = 0.55;
const EYE_PITCH = 0.4;

/** Neck, head and eyes aim at a point of the actor's space. */
function look(body: Body, at: readonly [number, number, number], acting: Acting): void {
  const { rig, world, pose } = body;
  const head = rig.role("head");
  if (head < 0) return;
  const hx = at[0] - world[head * 12 + 3]!;
  const hy = at[1] - (world[head * 12 + 7]! + 0.09);
  const hz = at[2] - world[head * 12 + 11]!;
  const flat = Math.hypot(hx, hz);
  if (flat + Math.abs(hy) < 0.05) return;
  const yaw = Math.atan2(hx, hz);
  const pitch = Math.atan2(hy, flat);
  // Behind her she does not try: the head comes back to rest there.
  const willing = 1 - smooth(1.9, 2.5, Math.abs(yaw));
  // People turn the head most of the way and the eyes the rest.
  const headYaw = Math.max(-HEAD_YAW, Math.min(HEAD_YAW, yaw * 0.82)) * willing;
  const headPitch = Math.max(-HEAD_PITCH, Math.min(HEAD_PITCH, pitch * 0.75)) * willing;
  const neck = rig.role("neck");
  if (neck >= 0) {
    quat.fromAxisAngle(qTurn, Y, headYaw * 0.4);
    turnJoint(rig, pose, world, neck, qTurn);
    solveFrom(rig, pose, world, neck);
  }
  quat.fromAxisAngle(qTurn, Y, headYaw * (neck >= 0 ? 0.6 : 1));
  SIDE[0] = Math.cos(headYaw);
  SIDE[2] = -Math.sin(headYaw);
  quat.fromAxisAngle(qPitch, SIDE, -headPitch);
  quat.multiply(qTurn, qPitch, qTurn);
  turnJoint(rig, pose, world, head, qTurn);
  solveFrom(rig, pose, world, head);
  // Eyes dart by a degree or so, every half second or less.
  const dart = Math.floor(acting.seconds * 1.7 + chance(acting.id, 11));
  const dx = (chance(acting.id, dart * 2 + 100) - 0.5) * 0.035;
  const dy = (chance(acting.id, dart * 2 + 101) - 0.5) * 0.025;
  const eyeYaw = Math.max(-EYE_YAW, Math.min(EYE_YAW, (yaw - headYaw) * willing)) + dx;
  const eyePitch = Math.max(-EYE_PITCH, Math.min(EYE_PITCH, (pitch - headPitch) * willing)) + dy;
  for (let k = 0; k < 2; k++) {
    const eye = rig.role(EYES[k]!);
    if (eye < 0) continue;
    quat.fromAxisAngle(qTurn, Y, eyeYaw);
    quat.fromAxisAngle(qPitch, SIDE, -eyePitch);
    quat.multiply(qTurn, qPitch, qTurn);
    turnJoint(rig, pose, world, eye, qTurn);
    solveFrom(rig, pose, world, eye);
  }
}

const EYES = ["eyeL", "eyeR"] as const;
const X = [1, 0, 0];
const Y = [0, 1, 0];
const SIDE: [number, number, number] = [1, 0, 0];
const qTurn: [number, number, number, number] = [0, 0, 0, 1];
const qPitch: [number, number, number, number] = [0, 0, 0, 1];

const goal = new Float64Array(3);

/** Where a clip plants a foot at a time, into `goal`; returns how firmly (0…1). */
function planted(clip: Clip, contacts: readonly Contact[], time: number, stride: number): number {
  let t = clip.loop ? time - Math.floor(time / clip.seconds) * clip.seconds : time;
  for (let i = 0; i < contacts.length; i++) {
    const c = contacts[i]!;
    if (t < c.from || t > c.to) continue;
    // A contact cut by the loop's end goes on at its beginning: one contact, one place.
    const first = contacts[0]!;
    const last = contacts[contacts.length - 1]!;
    let { middle, x, y, z } = c;
    let from = c.from;
    let to = c.to;
    if (
      contacts.length > 1 &&
      first.from <= 0.001 &&
      last.to >= clip.seconds - 0.002 &&
      (c === first || c === last)
    ) {
      const a = last.to - last.from;
      const b = first.to - first.from;
      from = last.from;
      to = clip.seconds + first.to;
      middle = (from + to) / 2;
      // Mean places were taken about each part's own middle.
      const za = last.z - (stride * (middle - last.middle)) / clip.seconds;
      const zb = first.z - (stride * (middle - (first.middle + clip.seconds))) / clip.seconds;
      x = (last.x * a + first.x * b) / (a + b);
      y = (last.y * a + first.y * b) / (a + b);
      z = (za * a + zb * b) / (a + b);
      if (c === first) t += clip.seconds;
    }
    goal[0] = x;
    goal[1] = y;
    goal[2] = z - (stride * (t - middle)) / clip.seconds;
    if (to - from >= clip.seconds - 0.01) return 1;
    const edge = Math.min(0.05, (to - from) * 0.2);
    return smooth(0, edge, Math.min(t - from, to - t));
  }
  return 0;
}

/** x and z of the feet's places by weight, the weights' sum, and how firmly they stand. */
const SUM = new Float64Array(4);

/** Adds where one clip plants the foot. */
function hold(clip: Clip, side: "L" | "R", time: number, stride: number, weight: number): void {
  if (weight <= 0) return;
  const f = planted(clip, side === "L" ? clip.left : clip.right, time, stride);
  if (f <= 0) return;
  SUM[0]! += goal[0]! * weight;
  SUM[1]! += goal[2]! * weight;
  SUM[2]! += weight;
  SUM[3]! += f * weight;
}

/** Holds a planted foot where it stands, by bending hip and knee. */
function plant(
  body: Body,
  side: "L" | "R",
  idle: Clip | undefined,
  idleTime: number,
  idleStride: number,
  standing: number,
  walk: Clip | undefined,
  walkTime: number,
  walkStride: number,
  walking: number,
  run: Clip | undefined,
  runTime: number,
  runStride: number,
  running: number,
): void {
  const foot = body.rig.role(side === "L" ? "footL" : "footR");
  if (foot < 0) return;
  SUM.fill(0);
  if (idle) hold(idle, side, idleTime, idleStride, standing);
  if (walk) hold(walk, side, walkTime, walkStride, walking);
  if (run) hold(run, side, runTime, runStride, running);
  const x = SUM[0]!;
  const z = SUM[1]!;
  const share = SUM[2]!;
  const firmness = SUM[3]!;
  if (share <= 0 || firmness <= 0.001) return;
  const o = foot * 12;
  const w = body.world;
  const nowX = w[o + 3]!;
  const nowZ = w[o + 11]!;
  // Where only a part of the blend is planted, only that part holds the foot.
  reach(body, side, nowX + (x / share - nowX) * firmness, w[o + 7]!, nowZ + (z / share - nowZ) * firmness);
}

const axis: [number, number, number] = [0, 0, 0];
const qKeep: [number, number, number, number] = [0, 0, 0, 1];

/** Two-bone reach: hip and knee bend so that the ankle comes to a point; the foot keeps its own attitude. */
export function reach(body: Body, side: "L" | "R", x: number, y: number, z: number): void {
  const { rig, pose, world } = body;
  const upper = rig.role(`upperLeg${side}`);
  const lower = rig.role(`lowerLeg${side}`);
  const foot = rig.role(`foot${side}`);
  if (upper < 0 || lower < 0 || foot < 0) return;
  const at = (j: number, k: number) => world[j * 12 + k * 4 + 3]!;
  const length = (a: number, b: number) =>
    Math.hypot(at(a, 0) - at(b, 0), at(a, 1) - at(b, 1), at(a, 2) - at(b, 2));
  const a = length(upper, lower);
  const b = length(lower, foot);
  const c0 = length(upper, foot);
  const dx = x - at(upper, 0);
  const dy = y - at(upper, 1);
  const dz = z - at(upper, 2);
  const c = Math.min(Math.hypot(dx, dy, dz), (a + b) * 0.9995);
  if (c < 0.05 || c0 < 0.05) return;
  const attitude = body.rig.role(`foot${side}`);
  saveTurn(world, attitude);
  // Knee first: the angle that makes hip–ankle as long as it must be.
  const cosine = (v: number) => Math.max(-1, Math.min(1, v));
  const kneeNow = Math.acos(cosine((a * a + b * b - c0 * c0) / (2 * a * b)));
  const kneeThen = Math.acos(cosine((a * a + b * b - c * c) / (2 * a * b)));
  // The knee's own hinge: across both bones.
  const ux = at(lower, 0) - at(upper, 0);
  const uy = at(lower, 1) - at(upper, 1);
  const uz = at(lower, 2) - at(upper, 2);
  const vx = at(foot, 0) - at(lower, 0);
  const vy = at(foot, 1) - at(lower, 1);
  const vz = at(foot, 2) - at(lower, 2);
  axis[0] = uy * vz - uz * vy;
  axis[1] = uz * vx - ux * vz;
  axis[2] = ux * vy - uy * vx;
  const l = Math.hypot(axis[0], axis[1], axis[2]);
  if (l < 1e-5) {
    axis[0] = 1;
    axis[1] = 0;
    axis[2] = 0;
  } else for (let k = 0; k < 3; k++) axis[k]! /= l;
  quat.fromAxisAngle(qTurn, axis, kneeNow - kneeThen);
  turnJoint(rig, pose, world, lower, qTurn);
  solveFrom(rig, pose, world, lower);
  // Then the hip: from where the ankle is to where it should be.
  FROM[0] = at(foot, 0) - at(upper, 0);
  FROM[1] = at(foot, 1) - at(upper, 1);
  FROM[2] = at(foot, 2) - at(upper, 2);
  TO[0] = dx;
  TO[1] = dy;
  TO[2] = dz;
  unit(FROM);
  unit(TO);
  quat.between(qTurn, FROM, TO);
  turnJoint(rig, pose, world, upper, qTurn);
  solveFrom(rig, pose, world, upper);
  restoreTurn(body, foot);
}

const FROM: [number, number, number] = [0, 0, 0];
const TO: [number, number, number] = [0, 0, 0];
const kept = new Float64Array(9);

function unit(v: [number, number, number]): void {
  const l = Math.hypot(v[0], v[1], v[2]) || 1;
  for (let k = 0; k < 3; k++) v[k]! /= l;
}

function saveTurn(world: Float32Array, joint: number): void {
  for (let r = 0; r < 3; r++) for (let c = 0; c < 3; c++) kept[r * 3 + c] = world[joint * 12 + r * 4 + c]!;
}

const qNow: [number, number, number, number] = [0, 0, 0, 1];
const keptColumns = new Float32Array(16);

function rotationOf(out: [number, number, number, number], read: (r: number, c: number) => number): void {
  for (let c = 0; c < 3; c++) {
    const s = 1 / (Math.hypot(read(0, c), read(1, c), read(2, c)) || 1);
    for (let r = 0; r < 3; r++) keptColumns[c * 4 + r] = read(r, c) * s;
  }
  quat.fromMat4(out, keptColumns);
}

function restoreTurn(body: Body, joint: number): void {
  rotationOf(qKeep, (r, c) => kept[r * 3 + c]!);
  rotationOf(qNow, (r, c) => body.world[joint * 12 + r * 4 + c]!);
  quat.conjugate(qNow, qNow);
  quat.multiply(qTurn, qKeep, qNow);
  turnJoint(body.rig, body.pose, body.world, joint, qTurn);
  solveFrom(body.rig, body.pose, body.world, joint);
}
