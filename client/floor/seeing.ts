/**
 * How one sees: through a camera (one's own, or another's from video village), off it on one's own feet or flying, or in
 * a plan from above. In: what hands ask, seconds, the space for feet. Out: eyes in place; the camera stays where it is.
 */
import * as cadence from "../../shared/camera/cadence.ts";
import * as lens from "../../shared/camera/lens.ts";
import * as optics from "../../shared/camera/optics.ts";
import * as pose from "../../shared/camera/pose.ts";
import * as cameraSettings from "../../shared/camera/settings.ts";
import type { Sweep } from "../../shared/camera/slide.ts";
import * as track from "../../shared/camera/track.ts";
import type { Rate } from "../../shared/clock/rate.ts";
import * as quat from "../../shared/math/quat.ts";
import { type CameraMove, createMove } from "../input/move.ts";
import type { PanelIntent } from "../panels/intent.ts";
import type { Seeing } from "../panels/model.ts";
import type { Display } from "../session/display.ts";
import * as watch from "../session/watch.ts";
import type { Floor } from "./floor.ts";
import { createOperator, jump, man, type Operator, frame as operate, writeOpening } from "./operator.ts";
import { project } from "./settings.ts";

/** Metres from the ground to one's eyes. */
export const EYES = 1.65;
/** Metres that a plan may show across. */
const ACROSS = { least: 4, most: 600, first: 44 } as const;
/** Half of the picture's width that eyes see at one metre: about 70° across. */
export const EYES_WIDTH = 0.7;
/** Time constant with which feet follow the ground, seconds. */
const STEP_EASE = 0.12;
/** Metres by which one steps back from the camera. */
const BACK = 0.9;

/** Where one sees from, beside one's own camera. */
export interface Eyes {
  /** One's own feet: a rig that nobody records. */
  readonly walker: Operator;
  /** Off the ground: by the keys for up; down again lands. */
  flying: boolean;
  /** The plan: its middle in metres, and how many metres the free picture shows across. */
  readonly plan: { x: number; z: number; across: number };
  /** Camera that is watched while one mans none; 0: none. */
  watched: number;
  /** Others' cameras as they move. */
  readonly others: watch.Watching;
}

/** Eyes that have seen nothing yet. */
export function createEyes(): Eyes {
  return {
    walker: createOperator(2),
    flying: false,
    plan: { x: 0, z: 0, across: ACROSS.first },
    watched: 0,
    others: watch.create(),
  };
}

/** The rig whose picture fills the window; in a plan, the one that it was opened from. */
export function shown(floor: Floor): Operator {
  return floor.model.seeing.value === "foot" ? floor.eyes.walker : floor.operator;
}

/** The camera through which one sees, manned or watched; 0 off it. */
export function through(floor: Floor): number {
  if (floor.model.seeing.value !== "camera") return 0;
  return floor.operator.camera || floor.eyes.watched;
}

/** Whether what one sees is a take: as it rolls, or in review, and through a camera. */
export function isFilmed({ model }: Floor): boolean {
  return model.seeing.value === "camera" && model.state.value !== "on set";
}

/** Handles an intent about seeing; false where it is about something else. */
export function handle(floor: Floor, intent: PanelIntent): boolean {
  if (intent.type !== "see") return false;
  see(floor, intent.seeing);
  return true;
}

/** Changes how one sees. Who mans no camera walks, or watches again. */
export function see(floor: Floor, seeing: Seeing): void {
  const { model, eyes, operator } = floor;
  const before = model.seeing.value;
  if (before === seeing) return;
  if (seeing === "foot" && before === "camera") stepOff(eyes, operator);
  if (seeing === "plan") {
    const from = shown(floor).at;
    const ahead: [number, number, number] = [0, 0, 0];
    pose.forward(ahead, from);
    const level = Math.hypot(ahead[0], ahead[2]) || 1;
    eyes.plan.x = from.position[0] + (ahead[0] / level) * 8;
    eyes.plan.z = from.position[2] + (ahead[2] / level) * 8;
  }
  model.seeing.value = seeing;
  if (operator.camera !== 0) return;
  if (seeing === "foot") floor.room?.wish({ type: "man", camera: 0, on: "foot" });
  if (seeing === "camera") floor.room?.wish({ type: "man", camera: 0, on: "village" });
}

/** Puts one's own feet a step behind the camera, looking the same way. */
function stepOff(eyes: Eyes, from: Operator): void {
  const there = pose.create(from.at.position, from.at.heading, from.at.tilt * 0.5, 0);
  const back: [number, number, number] = [0, 0, 0];
  pose.forward(back, pose.create([0, 0, 0], from.at.heading, 0, 0));
  for (let k = 0; k < 3; k++) there.position[k] = there.position[k]! - back[k]! * BACK;
  // A camera high on a crane is left by flying, one at a person's height on foot.
  eyes.flying = from.at.position[1] > 3.5;
  eyes.walker.rig = "free";
  jump(eyes.walker, there);
}

/** Metres from a point down to what one can stand on, or null. */
export type GroundBelow = (point: readonly number[]) => number | null;

const ahead = createMove();

/** One frame on one's own feet. */
export function walk(
  eyes: Eyes,
  move: CameraMove,
  seconds: number,
  now: number,
  sweep: Sweep | null,
  ground: GroundBelow,
): void {
  const { walker } = eyes;
  if (move.move[1]! > 0) eyes.flying = true;
  Object.assign(ahead, move);
  if (!eyes.flying) ahead.dolly = 0;
  walker.level = !eyes.flying;
  operate(walker, ahead, seconds, now, sweep);
  const below = ground(walker.at.position);
  if (below === null) return;
  const over = below - EYES;
  if (eyes.flying) {
    if (move.move[1]! < 0 && over <= 0) eyes.flying = false;
    return;
  }
  const rise = -over * (1 - Math.exp(-seconds / STEP_EASE));
  walker.body.pose.position[1] = walker.body.pose.position[1]! + rise;
  walker.at.position[1] = walker.body.pose.position[1]!;
}

/** One frame of a plan: keys and a look pan, the wheel comes nearer. A look is in metres here. */
export function pan(eyes: Eyes, move: CameraMove, seconds: number): void {
  const { plan } = eyes;
  const speed = plan.across * 0.6 * (move.fast ? 3 : 1) * seconds;
  plan.x += move.move[0]! * speed + move.look[0]!;
  plan.z += -move.move[2]! * speed + move.look[1]!;
  const nearer = move.dolly / Math.max(0.05, move.speed) + move.zoom * 0.2 + move.move[1]! * seconds * 2;
  if (nearer === 0) return;
  plan.across = Math.max(ACROSS.least, Math.min(ACROSS.most, plan.across * Math.exp(-nearer)));
}

const sample = track.createSample();
/** Ticks by which the world is shown late at most, for the sake of a camera. */
const LATEST = 60;

/**
 * Puts the shown camera where the watched one is, and the world on display back to the moment that its operator saw: the
 * picture is what a take would hold. A camera that nobody operates is where it was left.
 */
export function watchCamera(floor: Floor, world: Pick<Display, "behind" | "position">): void {
  const { eyes, operator, roster, model } = floor;
  const entity = roster.entities.get(eyes.watched);
  if (entity?.camera == null) {
    eyes.watched = firstCamera(floor);
    return;
  }
  const operated = floor.presence.people.some((p) => p.mans === entity.id && p.connected);
  const live = world.position() + world.behind;
  if (!operated || !watch.at(sample, eyes.others, entity.id, live)) {
    world.behind = 0;
    takeOver(operator, entity);
    return;
  }
  if (operator.letter !== entity.camera.letter) takeOver(operator, entity);
  // Off the camera one's own hands are in the world as it is now.
  world.behind =
    model.seeing.value === "camera" ? Math.min(LATEST, watch.delayOf(eyes.others, entity.id)) : 0;
  operator.shownOf = null;
  show(operator, sample, project(floor));
  const ticks = exposureTicks(operator.settings);
  if (watch.at(sample, eyes.others, entity.id, live - ticks)) opened(operator, sample);
}

/** Looks at a camera as the stage keeps it, without manning it. */
function takeOver(operator: Operator, entity: Parameters<typeof man>[1]): void {
  if (operator.shownOf === entity && operator.camera === 0) return;
  man(operator, entity);
  operator.camera = 0;
  operator.shownOf = entity;
  operator.neutral = Number.NaN;
}

/** Ticks for which the shutter is open. */
export function exposureTicks(settings: cameraSettings.CameraSettings): number {
  return cameraSettings.exposureOf(settings).time * 60;
}

/** Puts a camera where a sample of a track has it, in a project of this rate. */
export function show(operator: Operator, from: track.CameraSample, project: Rate): void {
  for (let k = 0; k < 3; k++) operator.at.position[k] = from.position[k]!;
  pose.setRotation(operator.at, from.rotation);
  quat.copy(operator.rotation, from.rotation);
  writeOpening(operator, 0, 1);
  if (Number.isNaN(operator.neutral)) neutralise(operator, from, project);
  const { focus, tStop, shutter, nd } = from;
  const now = operator.settings;
  if (
    (now.measured ?? now.focal) === from.focal &&
    now.focus === focus &&
    now.tStop === tStop &&
    now.shutter === shutter &&
    now.nd === nd &&
    cadence.told(now.rate, project) === from.rate
  )
    return;
  const rate = cadence.rateOf(from.rate, project);
  operator.settings = { ...now, ...fitted(now.lensSet, from.focal), focus, tStop, shutter, nd, rate };
}

/** Share of its engraving by which a lens may measure otherwise: as `lens.of` has it. */
const OFF = 0.15;

/**
 * The lens of a set that shows a track's focal length. Between two samples that may be any, as while lenses are changed:
 * the nearest engraving then, measured as what is shown.
 */
export function fitted(lensSet: string, shown: number): { focal: number; measured: number } {
  const set = lens.findSet(lensSet);
  const focal = set === null ? shown : lens.nearest(set, shown);
  return { focal, measured: Math.max(focal * (1 - OFF), Math.min(focal * (1 + OFF), shown)) };
}

/** What is first seen of another's camera counts as exposed right; changes by hand show against it. */
function neutralise(operator: Operator, from: track.CameraSample, project: Rate): void {
  const { tStop, shutter, nd } = from;
  const settings = { ...operator.settings, tStop, shutter, nd, rate: cadence.rateOf(from.rate, project) };
  operator.neutral = optics.exposureValue(cameraSettings.exposureOf(settings));
}

/** Says where the camera was when the shutter opened. */
export function opened(operator: Operator, from: track.CameraSample): void {
  for (let k = 0; k < 3; k++) operator.opening.position[k] = from.position[k]!;
  quat.copy(operator.opening.rotation, from.rotation);
}

/** The stage's first camera: A, unless it has been removed. */
export function firstCamera(floor: Floor): number {
  for (const entity of floor.roster.entities.values()) if (entity.camera !== null) return entity.id;
  return 0;
}
