/**
 * What hands ask of a camera in one frame, whatever they hold: keys, mouse, gamepad or glass. One record, filled anew
 * each frame and never allocated. It is a rig's input (shared/camera/rig) with what lens and dolly are asked beside.
 */
import type { RigInput } from "../../shared/camera/rig.ts";

/**
 * A wish for one frame. `move` is right, up, ahead, −1 to 1; `turn` is a stick held over; `look` is radians to add now:
 * left, up, anticlockwise.
 */
export interface CameraMove extends RigInput {
  /** Metres along the view in this frame. */
  dolly: number;
  /** Steps of zoom in this frame, longer is positive; one notch of a wheel is 1. */
  zoom: number;
  /** Pull of focus, −1 (nearer) … 1 (farther), for as long as it lasts. */
  focus: number;
  /** m/s of full keys: set by the wheel, whether or not anything moves. */
  speed: number;
}

/** A move that moves nothing. */
export function createMove(): CameraMove {
  return {
    move: [0, 0, 0],
    turn: [0, 0, 0],
    look: [0, 0, 0],
    fast: false,
    dolly: 0,
    zoom: 0,
    focus: 0,
    speed: 0,
  };
}

/** Sets everything but the speed to nothing. */
export function still(move: CameraMove): void {
  move.move.fill(0);
  move.turn.fill(0);
  move.look.fill(0);
  move.fast = false;
  move.dolly = 0;
  move.zoom = 0;
  move.focus = 0;
}

/** Whether anything is asked. */
export function moves({ move, turn, look, dolly, zoom, focus }: CameraMove): boolean {
  for (let k = 0; k < 3; k++) if (move[k] !== 0 || turn[k] !== 0 || look[k] !== 0) return true;
  return dolly !== 0 || zoom !== 0 || focus !== 0;
}
