/**
 * Mouse and pen over the picture: right drag looks, the wheel dollies (Alt: zooms; while looking it sets the speed),
 * the left button points, clicks and drags. In: pointer events on the picture. Out: look, dolly and zoom summed up
 * until the frame takes them, and gestures of the left button.
 */
import { createEars, type Page } from "./focus.ts";

/** What the left button, or a finger, does on the picture. The record is used again: copy what is to be kept. */
export interface Gesture {
  type: "hover" | "press" | "drag" | "release" | "cancel" | "click" | "double";
  /** CSS pixels from the picture's upper left corner. */
  x: number;
  y: number;
  /** Where the press began. */
  fromX: number;
  fromY: number;
  shift: boolean;
  alt: boolean;
  mod: boolean;
  touch: boolean;
}

/** The picture's element, as far as pointers need it. */
export interface Picture extends Page {
  getBoundingClientRect(): { left: number; top: number; width: number; height: number };
  setPointerCapture?(id: number): void;
  requestPointerLock?(options?: { unadjustedMovement?: boolean }): unknown;
  focus(options?: FocusOptions): void;
}

/** What a pointer has gathered since the frame before. */
export interface PointerState {
  looking: boolean;
  /** Pixels. */
  lookX: number;
  lookY: number;
  /** Notches of the wheel, away from the person is positive. */
  wheel: number;
  zoom: number;
  speed: number;
}

/** Pixels within which a press is a click and not a drag. */
const SLACK = 4;
const DOUBLE_MS = 350;
const DOUBLE_SLACK = 6;

/** Notches of a wheel event, whatever its unit; away from the person is positive. */
export function notches(event: { deltaY: number; deltaMode: number }): number {
  const size = event.deltaMode === 1 ? 3 : event.deltaMode === 2 ? 1 : 100;
  const n = -event.deltaY / size;
  return Math.max(-10, Math.min(10, n));
}

/** A gesture record to fill. */
export function createGesture(): Gesture {
  return {
    type: "hover",
    x: 0,
    y: 0,
    fromX: 0,
    fromY: 0,
    shift: false,
    alt: false,
    mod: false,
    touch: false,
  };
}

/** Tells clicks from double clicks. */
export function createClicks(): (x: number, y: number, now: number) => "click" | "double" {
  let last = Number.NEGATIVE_INFINITY;
  let lastX = 0;
  let lastY = 0;
  return (x, y, now) => {
    const near = Math.abs(x - lastX) <= DOUBLE_SLACK && Math.abs(y - lastY) <= DOUBLE_SLACK;
    const double = near && now - last <= DOUBLE_MS;
    // A third click begins anew.
    last = double ? Number.NEGATIVE_INFINITY : now;
    lastX = x;
    lastY = y;
    return double ? "double" : "click";
  };
}

/** Listens to mouse and pen on a picture. `lock`: look with the pointer locked, where the browser lets us. */
export function createPointer(
  picture: Picture,
  tell: (gesture: Gesture) => void,
  lock: () => boolean,
  unlock: () => void,
): { state: PointerState; letGo(): void; dispose(): void } {
  const state: PointerState = { looking: false, lookX: 0, lookY: 0, wheel: 0, zoom: 0, speed: 0 };
  const gesture = createGesture();
  const clicks = createClicks();
  let lookId = -1;
  let leftId = -1;
  let dragging = false;
  let locked = false;
  let lastX = 0;
  let lastY = 0;

  const place = (event: PointerEvent): void => {
    const box = picture.getBoundingClientRect();
    gesture.x = event.clientX - box.left;
    gesture.y = event.clientY - box.top;
    gesture.shift = event.shiftKey;
    gesture.alt = event.altKey;
    gesture.mod = event.ctrlKey || event.metaKey;
  };
  const send = (type: Gesture["type"]): void => {
    gesture.type = type;
    tell(gesture);
  };
  const stopLooking = (): void => {
    state.looking = false;
    lookId = -1;
    if (locked) unlock();
    locked = false;
  };
  const letGo = (): void => {
    if (state.looking) stopLooking();
    if (leftId !== -1) send("cancel");
    leftId = -1;
    dragging = false;
  };

  const ears = createEars();
  ears.hear(picture, "pointerdown", (event: PointerEvent) => {
    if (event.pointerType === "touch") return;
    picture.focus({ preventScroll: true });
    if (event.button === 2 && !state.looking) {
      event.preventDefault();
      state.looking = true;
      lookId = event.pointerId;
      lastX = event.clientX;
      lastY = event.clientY;
      picture.setPointerCapture?.(event.pointerId);
      if (lock() && picture.requestPointerLock) {
        locked = true;
        // Refused by some browsers at some times: then the drag goes on without.
        void Promise.resolve(picture.requestPointerLock()).catch(() => {
          locked = false;
        });
      }
    } else if (event.button === 0 && leftId === -1) {
      leftId = event.pointerId;
      dragging = false;
      picture.setPointerCapture?.(event.pointerId);
      place(event);
      gesture.fromX = gesture.x;
      gesture.fromY = gesture.y;
      send("press");
    }
  });
  ears.hear(picture, "pointermove", (event: PointerEvent) => {
    if (event.pointerType === "touch") return;
    if (state.looking && event.pointerId === lookId) {
      state.lookX += locked ? event.movementX : event.clientX - lastX;
      state.lookY += locked ? event.movementY : event.clientY - lastY;
      lastX = event.clientX;
      lastY = event.clientY;
    }
    place(event);
    if (leftId === event.pointerId) {
      const far = Math.abs(gesture.x - gesture.fromX) > SLACK || Math.abs(gesture.y - gesture.fromY) > SLACK;
      dragging ||= far;
      if (dragging) send("drag");
    } else if (!state.looking) send("hover");
  });
  ears.hear(picture, "pointerup", (event: PointerEvent) => {
    if (event.pointerType === "touch") return;
    if (event.button === 2 && event.pointerId === lookId) stopLooking();
    else if (event.button === 0 && event.pointerId === leftId) {
      leftId = -1;
      place(event);
      send("release");
      if (!dragging) send(clicks(gesture.x, gesture.y, event.timeStamp));
      dragging = false;
    }
  });
  ears.hear(picture, "pointercancel", (event: PointerEvent) => {
    if (event.pointerType !== "touch") letGo();
  });
  ears.hear(picture, "contextmenu", (event: Event) => event.preventDefault());
  ears.hear(
    picture,
    "wheel",
    (event: WheelEvent) => {
      event.preventDefault();
      const n = notches(event);
      if (state.looking) state.speed += n;
      // A pinch on a trackpad comes as a wheel with Ctrl.
      else if (event.altKey || event.ctrlKey) state.zoom += n;
      else state.wheel += n;
    },
    { passive: false },
  );

  return { state, letGo, dispose: ears.stop };
}
