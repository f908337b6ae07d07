/**
 * Camera rate against project rate, and how motion is cut into frames.
 *
 * In: rates, frame numbers, times. Out: times in seconds and positions in ticks. A camera running at 48 in a project of
 * 24 takes 48 pictures a second, which play at half speed; the world itself always runs at its own pace.
 */
import type { Rate } from "../clock/rate.ts";
import * as rate from "../clock/rate.ts";
import type { TickPosition } from "../clock/tick.ts";
import { TICK_RATE } from "../clock/tick.ts";
import type { Degrees, Seconds } from "../math/units.ts";
import { exposureTime } from "./optics.ts";

/** How fast the world seems to move when played: 0.5 for a camera at 48 in a project at 24. */
export function playSpeed(camera: Rate, project: Rate): number {
  return (project.num * camera.den) / (project.den * camera.num);
}

/** The rate of a camera of which a track tells pictures a second; 0: the project's. */
export function rateOf(perSecond: number, project: Rate): Rate {
  return perSecond > 0 ? rate.create(Math.round(perSecond * 1000), 1000) : project;
}

/** What a track tells of a camera's rate: pictures a second, 0 for the project's. */
export function told(camera: Rate, project: Rate): number {
  return rate.equals(camera, project) ? 0 : rate.perSecond(camera);
}

/**
 * The rate at which moments are taken for frames that are shown at `shown`: every frame of a camera at 48 in a project of
 * 24 is shown for two frames' time, so one that is written at 24 shows 48 moments a second.
 */
export function takenFor(shown: Rate, camera: Rate, project: Rate): Rate {
  return rate.scale(shown, camera, project);
}

/** When recorded frame `frame` was taken, in ticks of the world from the start of the shot. */
export function takenAt(frame: number, camera: Rate): TickPosition {
  return rate.frameToTicks(camera, frame);
}

/** When recorded frame `frame` is shown, in seconds of the project from the start of the shot. */
export function shownAt(frame: number, project: Rate): Seconds {
  return rate.frameToSeconds(project, frame);
}

/** Frames that a camera records over `ticks` ticks of the world. */
export function recorded(ticks: number, camera: Rate): number {
  return rate.framesIn(camera, ticks);
}

/** When the shutter is open for a frame, in ticks. */
export interface ShutterOpen {
  from: TickPosition;
  to: TickPosition;
}

/**
 * The shutter's opening for the frame taken at `position` (ticks): it opens there and closes after
 * angle/360 of a camera frame. Writes `out`.
 */
export function shutterOpen(
  out: ShutterOpen,
  position: TickPosition,
  shutter: Degrees,
  camera: Rate,
): ShutterOpen {
  out.from = position;
  out.to = position + exposureTime(shutter, camera) * TICK_RATE;
  return out;
}

/**
 * The position to draw at `position` (ticks) when the picture keeps the project's cadence: that of the last frame taken at
 * or before it, so that 24 strobes as it will on a screen.
 */
export function held(position: TickPosition, camera: Rate): TickPosition {
  return rate.frameToTicks(camera, rate.frameAtTicks(camera, position));
}
