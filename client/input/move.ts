/**
 * What hands ask of a camera in one frame, whatever they hold: keys, mouse, gamepad or glass. One record, filled anew
 * each frame and never allocated. In the camera's own axes: right, up, forward.
 */

/** A wish for one frame. Velocities are to be held for the frame; steps happen once. */
export interface CameraMove {
  /** Velocity wanted, m/s: right, up (of the world), forward. */
  right: number;
  up: number;
  forward: number;
  /** Turn in this frame, radians: `yaw` to the left, `tilt` up, `roll` clockwise as the operator sees it. */
  yaw: number;
  tilt: number;
  roll: number;
  /** Metres along the view in this frame. */
  dolly: number;
  /** Steps of zoom in this frame, longer is positive; one notch of a wheel is 1. */
  zoom: number;
  /** Pull of focus, −1 (nearer) … 1 (farther), for as long as it lasts. */
  focus: number;
  /** The speed set by the wheel, m/s, whether or not anything moves. */
  speed: number;
}

/** A move that moves nothing. */
export function createMove(): CameraMove {
  const move = {
    right: 0,
    up: 0,
    forward: 0,
    yaw: 0,
    tilt: 0,
    roll: 0,
    dolly: 0,
    zoom: 0,
    focus: 0,
    speed: 0,
  };
  return move;
}

/** Sets everything but the speed to nothing. */
export function still(move: CameraMove): void {
  move.right = 0;
  move.up = 0;
  move.forward = 0;
  move.yaw = 0;
  move.tilt = 0;
  move.roll = 0;
  move.dolly = 0;
  move.zoom = 0;
  move.focus = 0;
}

/** Whether anything is asked. */
export function moves(move: CameraMove): boolean {
  return (
    move.right !== 0 ||
    move.up !== 0 ||
    move.forward !== 0 ||
    move.yaw !== 0 ||
    move.tilt !== 0 ||
    move.roll !== 0 ||
    move.dolly !== 0 ||
    move.zoom !== 0 ||
    move.focus !== 0
  );
}
