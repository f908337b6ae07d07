/**
 * Input: whatever a person has in hand, put together once a frame. In: the page, the picture and what the room is doing.
 * Out: one CameraMove a frame (without allocating), named actions, and gestures on the picture.
 */
import { guardLeaving, type Page, returnFocus } from "./focus.ts";
import { createPads, deflection, type Pad } from "./gamepad.ts";
import { type Act, createKeyboard } from "./keyboard.ts";
import type { Mode } from "./keys.ts";
import { type CameraMove, still } from "./move.ts";
import { createPointer, type Gesture, type Picture } from "./pointer.ts";
import { createTouch, type TouchState } from "./touch.ts";

/** What input is made of. */
export interface InputOptions {
  /** The window: keys, focus, leaving. */
  page: Page;
  /** The picture's element: pointers, wheel, fingers. */
  picture: Picture;
  mode(): Mode;
  /** Hears of actions by the names of the key table. */
  act: Act;
  /** Hears of the left button and of taps; the record is used again. */
  gesture(gesture: Gesture): void;
  /** Radians by which one pixel of a look turns: by the lens, so that what is under the pointer stays there. */
  radiansPerPixel(): number;
  pads?(): readonly (Pad | null)[];
  /** Look with the pointer locked. */
  lock?(): boolean;
  unlock?(): void;
  /** Leaving the page now would lose something. */
  unsafe?(): boolean;
  /** m/s at the beginning. */
  speed?: number;
}

/** Input of one person. */
export interface Input {
  /** Fills `move` for a frame. */
  frame(move: CameraMove): void;
  /** m/s; set by the wheel while looking, or from outside. */
  speed: number;
  /** A thumb in a zone of its own beside the picture: −1…1, right and down; 0 0 when it lifts. */
  thumb(zone: "move" | "look", x: number, y: number): void;
  /** Where the left thumb's stick is to be drawn. */
  readonly stick: Readonly<TouchState["stick"]>;
  readonly looking: boolean;
  /** True while the action is held. */
  holds(action: string): boolean;
  /** Lets go of all keys, buttons and fingers. */
  letGo(): void;
  dispose(): void;
}

/** Slowest and fastest speed under the keys, m/s. */
export const SPEEDS = { least: 0.05, most: 50, first: 2.5 } as const;
const SPEED_STEP = 1.15;
/** Metres that a notch of the wheel dollies at the first speed; it goes with the speed. */
const DOLLY_STEP = 0.2;
const FAST_DOLLY = 4;
/** How far a stick is over when a key looks instead: a key has no way to be gentle. */
const KEY_LOOK = 0.4;
/** A spread to twice the distance dollies by this many notches. */
const PINCH_NOTCHES = 12;

/** Puts hands on a page. */
export function createInput(options: InputOptions): Input {
  const { page, picture } = options;
  const keyboard = createKeyboard(page, options.mode, options.act);
  const pointer = createPointer(
    picture,
    options.gesture,
    options.lock ?? (() => false),
    options.unlock ?? (() => {}),
  );
  const touch = createTouch(picture, options.gesture);
  const pads = createPads(options.pads ?? (() => []), options.mode, options.act);
  const stops = [returnFocus(page, picture), guardLeaving(page, options.unsafe ?? (() => false))];
  const thumbs = { right: 0, forward: 0, lookX: 0, lookY: 0 };
  let speed = options.speed ?? SPEEDS.first;

  const setSpeed = (value: number): void => {
    speed = Math.max(SPEEDS.least, Math.min(SPEEDS.most, value));
  };
  const axis = (plus: string, minus: string): number =>
    (keyboard.holding.has(plus) ? 1 : 0) - (keyboard.holding.has(minus) ? 1 : 0);

  const letGo = (): void => {
    keyboard.letGo();
    pointer.letGo();
    touch.letGo();
    thumbs.right = thumbs.forward = thumbs.lookX = thumbs.lookY = 0;
  };

  return {
    frame(move) {
      still(move);
      pads.poll();
      const p = pointer.state;
      const t = touch.state;
      if (p.speed !== 0) setSpeed(speed * SPEED_STEP ** p.speed);

      // Two keys together are no faster than one: the rig sees to it.
      move.move[0] = axis("fly right", "fly left") + pads.state.right + t.right + thumbs.right;
      move.move[1] = axis("fly up", "fly down") + pads.state.up;
      move.move[2] = axis("fly forward", "fly back") + pads.state.forward + t.forward + thumbs.forward;
      // 0 − x, so that nothing is 0 and not −0.
      move.turn[0] = KEY_LOOK * axis("look left", "look right") - pads.state.lookX - thumbs.lookX;
      move.turn[1] = KEY_LOOK * axis("look up", "look down") - pads.state.lookY - thumbs.lookY;
      const pixel = options.radiansPerPixel();
      move.look[0] = 0 - (p.lookX + t.lookX) * pixel;
      move.look[1] = 0 - (p.lookY + t.lookY) * pixel;
      move.fast = keyboard.holding.has("fast");
      const pinched = (t.pinch / Math.LN2) * PINCH_NOTCHES;
      const quick = move.fast ? FAST_DOLLY : 1;
      move.dolly = ((p.wheel + pinched) * DOLLY_STEP * speed * quick) / SPEEDS.first;
      move.zoom = p.zoom;
      move.focus = axis("focus-far", "focus-near");
      move.speed = speed;

      p.lookX = 0;
      p.lookY = 0;
      p.wheel = 0;
      p.zoom = 0;
      p.speed = 0;
      t.lookX = 0;
      t.lookY = 0;
      t.pinch = 0;
    },
    get speed() {
      return speed;
    },
    set speed(value) {
      setSpeed(value);
    },
    thumb(zone, x, y) {
      // Finer near the middle, as a gamepad's stick is.
      const size = Math.hypot(x, y);
      const right = deflection(x, size);
      const down = deflection(y, size);
      if (zone === "move") {
        thumbs.right = right;
        thumbs.forward = 0 - down;
      } else {
        thumbs.lookX = right;
        thumbs.lookY = down;
      }
    },
    stick: touch.state.stick,
    get looking() {
      return pointer.state.looking;
    },
    holds: (action) => keyboard.holding.has(action),
    letGo,
    dispose() {
      keyboard.dispose();
      pointer.dispose();
      touch.dispose();
      for (const stop of stops) stop();
    },
  };
}
