/**
 * One's own camera: pose, lens and rig, answering in the same frame. In: what hands ask, seconds, a sweep for
 * collision. Out: where the camera is, its settings, and samples in a track for others and for takes.
 */

import * as cadence from "../../shared/camera/cadence.ts";
import * as focusing from "../../shared/camera/focus.ts";
import * as handHeld from "../../shared/camera/hand-held.ts";
import * as lens from "../../shared/camera/lens.ts";
import * as pose from "../../shared/camera/pose.ts";
import * as rigs from "../../shared/camera/rig.ts";
import * as cameraSettings from "../../shared/camera/settings.ts";
import type { Sweep } from "../../shared/camera/slide.ts";
import * as track from "../../shared/camera/track.ts";
import * as trackCode from "../../shared/camera/track-code.ts";
import type { Rate } from "../../shared/clock/rate.ts";
import * as quat from "../../shared/math/quat.ts";
import type { Entity } from "../../shared/world/entity.ts";
import { type CameraMove, createMove } from "../input/move.ts";

/** Rigs that a camera can stand on. */
export const RIGS = [
  { id: "free", label: "Free" },
  { id: "hand-held, light", label: "Hand-held, light" },
  { id: "hand-held", label: "Hand-held" },
  { id: "tripod", label: "Tripod" },
] as const;
/** Name of a rig. */
export type RigName = (typeof RIGS)[number]["id"];

/** Share of the operator's sway by rig; the others have none. */
const SWAY: Record<string, number> = { "hand-held, light": 0.45, "hand-held": 1 };
/** Samples kept back at most before a batch goes out, and the ticks over which. */
const BATCH_SAMPLES = 12;
const BATCH_TICKS = 12;

/** One's own camera. */
export interface Operator {
  /** Camera entity that one mans; 0: on foot or watching. */
  camera: number;
  letter: string;
  settings: cameraSettings.CameraSettings;
  rig: RigName;
  readonly body: rigs.Rig;
  readonly held: handHeld.HandHeld;
  /** Where the camera is, sway included. */
  readonly at: pose.Pose;
  readonly rotation: quat.Quat;
  /** Where it was when the last frame was drawn. */
  readonly before: { position: [number, number, number]; rotation: quat.Quat };
  /** Where it was when the shutter opened, for motion blur. */
  readonly opening: { position: [number, number, number]; rotation: quat.Quat };
  /** Where a camera stood when the world last was at one, not rolling: the place that back to one means. 0: none. */
  readonly one: { camera: number; readonly at: pose.Pose };
  /** A pull of focus that is under way. */
  pull: { move: focusing.FocusPull; since: number } | null;
  /** Entity that focus follows; 0 none. */
  follows: number;
  smoothing: number;
  /** Ahead stays level, whatever the tilt: feet. */
  level: boolean;
  /** Exposure value that the picture is right for: what changes by hand shows against it. */
  neutral: number;
  /** Record of the camera that was last taken over from the stage. */
  shownOf: Entity | null;
  /** The camera jumped since the last sample. */
  jumped: boolean;
  /** Samples since the last batch, and the take that they belong to. */
  samples: track.Track;
  take: string;
  sent: number;
}

/** A camera at rest, manned by nobody. */
export function createOperator(seed: number): Operator {
  const at = pose.create([0, 1.6, 0]);
  return {
    camera: 0,
    letter: "",
    settings: cameraSettings.defaults(),
    rig: "free",
    body: rigs.create(at),
    held: handHeld.create(at, 1.6, seed),
    at,
    rotation: quat.create(),
    before: { position: [0, 1.6, 0], rotation: quat.create() },
    opening: { position: [0, 1.6, 0], rotation: quat.create() },
    level: false,
    neutral: Number.NaN,
    shownOf: null,
    one: { camera: 0, at: pose.create([0, 1.6, 0]) },
    pull: null,
    follows: 0,
    smoothing: 0.3,
    jumped: true,
    samples: track.create(),
    take: "",
    sent: 0,
  };
}

/** Takes over a camera as the stage keeps it: place and settings. Unknown presets keep the present ones. */
export function man(operator: Operator, entity: Entity): void {
  const kept = entity.camera;
  operator.camera = entity.id;
  operator.shownOf = null;
  operator.neutral = Number.NaN;
  operator.letter = kept?.letter ?? "";
  if (kept !== null) {
    const { filmback, lensSet, focal, squeeze, tStop, focus, shutter } = kept;
    const wanted = { ...operator.settings, filmback, lensSet, focal, squeeze, tStop, focus, shutter };
    if (cameraSettings.check(wanted) === null) operator.settings = wanted;
    operator.rig = RIGS.find((rig) => rig.id === kept.rig)?.id ?? "free";
    operator.follows = kept.follows;
  }
  const there = pose.create(entity.pose.position);
  pose.setRotation(there, entity.pose.rotation);
  jump(operator, there);
}

/** Where the camera is now is its place at one. */
export function standAtOne(operator: Operator): void {
  operator.one.camera = operator.camera;
  pose.copy(operator.one.at, operator.at);
}

/** The camera goes back to one: as the stage keeps it, but where its operator had framed before the performance. */
export function backToOne(operator: Operator, entity: Entity): void {
  man(operator, entity);
  if (operator.one.camera === entity.id) jump(operator, operator.one.at);
}

/** Puts the camera somewhere else, at rest: a cut, not a move. */
export function jump(operator: Operator, to: pose.Pose): void {
  rigs.place(operator.body, to);
  rigs.place(operator.held.body, to);
  operator.held.height = Math.max(0.25, Math.min(2.3, to.position[1]));
  pose.copy(operator.at, to);
  pose.rotation(operator.rotation, operator.at);
  writeOpening(operator, 0, 1);
  operator.jumped = true;
}

/**
 * Works out where the camera was when the shutter opened, `exposure` seconds ago, from where it is and where it was a
 * frame of `seconds` ago.
 */
export function writeOpening(operator: Operator, exposure: number, seconds: number): void {
  const share = seconds > 0 ? Math.min(3, exposure / seconds) : 0;
  const { opening, before, at, rotation } = operator;
  for (let k = 0; k < 3; k++)
    opening.position[k] = at.position[k]! + (before.position[k]! - at.position[k]!) * share;
  quat.slerp(opening.rotation, rotation, before.rotation, share);
}

const free = rigs.settings();
const carried = handHeld.settings();

/** One frame: the rig follows the hands. `now` in seconds. */
export function frame(
  operator: Operator,
  move: CameraMove,
  seconds: number,
  now: number,
  sweep: Sweep | null,
): void {
  for (let k = 0; k < 3; k++) operator.before.position[k] = operator.at.position[k]!;
  quat.copy(operator.before.rotation, operator.rotation);
  const speed = Math.max(0.01, move.speed);
  const sway = SWAY[operator.rig];
  if (sway === undefined) {
    free.speed = operator.rig === "tripod" ? 0 : speed;
    free.ease = 0.05 + operator.smoothing * 0.4;
    free.lookEase = operator.smoothing * 0.12;
    free.level = operator.level;
    rigs.step(operator.body, free, move, seconds, sweep);
    dolly(operator.body, move.dolly);
    pose.copy(operator.at, operator.body.pose);
    pose.copy(operator.held.body.pose, operator.at);
    operator.held.height = operator.at.position[1];
  } else {
    carried.speed = speed;
    carried.amount = sway;
    carried.lookEase = 0.03 + operator.smoothing * 0.15;
    handHeld.step(operator.held, carried, move, seconds, sweep);
    dolly(operator.held.body, move.dolly);
    pose.copy(operator.at, operator.held.pose);
    pose.copy(operator.body.pose, operator.held.body.pose);
  }
  pose.rotation(operator.rotation, operator.at);
  focus(operator, move, seconds, now);
  if (move.zoom !== 0) zoom(operator, move.zoom);
  writeOpening(operator, cameraSettings.exposureOf(operator.settings).time, seconds);
}

/** One frame of a camera that stands where it was left: only a rack goes on. */
export function stand(operator: Operator, seconds: number, now: number): void {
  for (let k = 0; k < 3; k++) operator.before.position[k] = operator.at.position[k]!;
  quat.copy(operator.before.rotation, operator.rotation);
  focus(operator, NO_MOVE, seconds, now);
  writeOpening(operator, 0, 1);
}

const NO_MOVE = createMove();

const ahead: [number, number, number] = [0, 0, 0];

function dolly(rig: rigs.Rig, metres: number): void {
  if (metres === 0) return;
  pose.forward(ahead, rig.pose);
  for (let k = 0; k < 3; k++) rig.pose.position[k] = rig.pose.position[k]! + ahead[k]! * metres;
}

function focus(operator: Operator, move: CameraMove, seconds: number, now: number): void {
  let { focus: distance } = operator.settings;
  if (move.focus !== 0) {
    operator.pull = null;
    operator.follows = 0;
    distance = focusing.byHand(distance, move.focus, seconds, 0.3);
  } else if (operator.pull !== null) {
    const elapsed = now - operator.pull.since;
    distance = focusing.during(operator.pull.move, elapsed);
    if (focusing.over(operator.pull.move, elapsed)) operator.pull = null;
  }
  if (distance !== operator.settings.focus) operator.settings = { ...operator.settings, focus: distance };
}

/** Focus on a subject that moves, at a world point. */
export function followFocus(operator: Operator, point: readonly number[], seconds: number): void {
  const wanted = focusing.onPoint(operator.at, point, operator.settings.focal);
  if (wanted === null) return;
  const share = 1 - Math.exp(-seconds / focusing.FOLLOW_EASE);
  const distance = focusing.between(operator.settings.focus, wanted, share);
  operator.settings = { ...operator.settings, focus: distance };
}

/** Changes the lens by steps of its set; zooms run through. */
export function zoom(operator: Operator, steps: number): void {
  const set = lens.namedSet(operator.settings.lensSet);
  const whole = steps > 0 ? Math.ceil(steps) : Math.floor(steps);
  change(operator, { focal: lens.step(set, operator.settings.focal, whole) });
}

/** Changes settings, holding the exposure unless `byHand`. Answers why not, or null. */
export function change(
  operator: Operator,
  changes: Partial<cameraSettings.CameraSettings>,
  byHand = false,
): string | null {
  const { settings } = cameraSettings.change(operator.settings, changes, !byHand);
  const fault = cameraSettings.check(settings);
  if (fault === null) operator.settings = settings;
  return fault;
}

const sample = track.createSample();

/** Notes where the camera is at a time in ticks, in a project of this rate; answers a batch to send when enough has come together, else null. */
export function note(operator: Operator, tick: number, project: Rate): Uint8Array | null {
  sample.tick = tick;
  for (let k = 0; k < 3; k++) sample.position[k] = operator.at.position[k]!;
  quat.copy(sample.rotation, operator.rotation);
  const { settings } = operator;
  sample.focal = settings.measured ?? settings.focal;
  sample.focus = settings.focus;
  sample.tStop = settings.tStop;
  sample.shutter = settings.shutter;
  sample.nd = settings.nd;
  sample.rate = cadence.told(settings.rate, project);
  sample.cut = operator.jumped;
  // A sample that is not later than the last is left out: the display ran faster than the world's clock.
  if (track.append(operator.samples, sample) !== null) return null;
  operator.jumped = false;
  const { samples, sent } = operator;
  // On a machine that draws slowly others are not to wait for the twelfth.
  if (samples.count - sent < BATCH_SAMPLES && tick - track.firstTick(samples) < BATCH_TICKS) return null;
  return flush(operator);
}

/** The samples since the last batch as bytes, or null where there are none. */
export function flush(operator: Operator): Uint8Array | null {
  if (operator.samples.count === operator.sent) return null;
  const bytes = trackCode.encode(operator.samples, operator.sent);
  operator.samples = track.create();
  operator.sent = 0;
  return bytes;
}
