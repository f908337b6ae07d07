/**
 * Glass: two thumb zones. The left third moves (a stick whose middle is where the thumb comes down), the rest looks;
 * two fingers in the rest pinch to dolly; a tap clicks. In: touch pointers on the picture. Out: what the frame takes,
 * and where to draw the stick.
 */
import { createEars } from "./focus.ts";
import { createClicks, createGesture, type Gesture, type Picture } from "./pointer.ts";

/** Share of the picture's width in which the left thumb moves. */
export const MOVE_ZONE = 0.4;
/** Pixels from the stick's middle to its full deflection. */
const REACH = 56;
const TAP_MS = 250;
const TAP_SLACK = 10;

/** What fingers have gathered since the frame before. */
export interface TouchState {
  /** The left thumb's stick, pixels: middle and thumb; `on` while it is down. */
  stick: { on: boolean; x: number; y: number; thumbX: number; thumbY: number };
  /** −1…1. */
  right: number;
  forward: number;
  /** Pixels. */
  lookX: number;
  lookY: number;
  /** Natural logarithm of how far the fingers have spread: positive is nearer. */
  pinch: number;
}

interface Finger {
  id: number;
  role: "move" | "look";
  x: number;
  y: number;
  fromX: number;
  fromY: number;
  at: number;
  strayed: boolean;
}

/** Listens to fingers on a picture. */
export function createTouch(
  picture: Picture,
  tell: (gesture: Gesture) => void,
): { state: TouchState; letGo(): void; dispose(): void } {
  const state: TouchState = {
    stick: { on: false, x: 0, y: 0, thumbX: 0, thumbY: 0 },
    right: 0,
    forward: 0,
    lookX: 0,
    lookY: 0,
    pinch: 0,
  };
  const fingers: Finger[] = [];
  const gesture = createGesture();
  gesture.touch = true;
  const clicks = createClicks();
  let spread = 0;

  const lookers = (): Finger[] => fingers.filter((f) => f.role === "look");
  const measure = (): number => {
    const [a, b] = lookers();
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  const setStick = (finger: Finger | undefined): void => {
    const { stick } = state;
    stick.on = finger !== undefined;
    if (finger === undefined) {
      state.right = 0;
      state.forward = 0;
      return;
    }
    stick.x = finger.fromX;
    stick.y = finger.fromY;
    stick.thumbX = finger.x;
    stick.thumbY = finger.y;
    const dx = (finger.x - finger.fromX) / REACH;
    const dy = (finger.y - finger.fromY) / REACH;
    const size = Math.hypot(dx, dy);
    const scale = size > 1 ? 1 / size : 1;
    state.right = dx * scale;
    state.forward = -dy * scale;
  };
  const lift = (id: number): Finger | undefined => {
    const k = fingers.findIndex((f) => f.id === id);
    if (k < 0) return undefined;
    const [finger] = fingers.splice(k, 1);
    if (finger!.role === "move") setStick(undefined);
    spread = measure();
    return finger;
  };

  const ears = createEars();
  ears.hear(picture, "pointerdown", (event: PointerEvent) => {
    if (event.pointerType !== "touch") return;
    event.preventDefault();
    picture.setPointerCapture?.(event.pointerId);
    const box = picture.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const moving = fingers.some((f) => f.role === "move");
    const role = x < box.width * MOVE_ZONE && !moving ? "move" : "look";
    fingers.push({
      id: event.pointerId,
      role,
      x,
      y,
      fromX: x,
      fromY: y,
      at: event.timeStamp,
      strayed: false,
    });
    if (role === "move") setStick(fingers.at(-1));
    spread = measure();
  });
  ears.hear(picture, "pointermove", (event: PointerEvent) => {
    if (event.pointerType !== "touch") return;
    const finger = fingers.find((f) => f.id === event.pointerId);
    if (finger === undefined) return;
    const box = picture.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const alone = lookers().length === 1;
    if (finger.role === "look" && alone) {
      state.lookX += x - finger.x;
      state.lookY += y - finger.y;
    }
    finger.x = x;
    finger.y = y;
    finger.strayed ||= Math.hypot(x - finger.fromX, y - finger.fromY) > TAP_SLACK;
    if (finger.role === "move") setStick(finger);
    else if (!alone) {
      const now = measure();
      if (spread > 0 && now > 0) state.pinch += Math.log(now / spread);
      spread = now;
    }
  });
  ears.hear(picture, "pointerup", (event: PointerEvent) => {
    if (event.pointerType !== "touch") return;
    const finger = lift(event.pointerId);
    if (finger === undefined || finger.strayed || event.timeStamp - finger.at > TAP_MS) return;
    gesture.x = finger.x;
    gesture.y = finger.y;
    gesture.fromX = finger.fromX;
    gesture.fromY = finger.fromY;
    gesture.type = clicks(finger.x, finger.y, event.timeStamp);
    tell(gesture);
  });
  ears.hear(picture, "pointercancel", (event: PointerEvent) => {
    if (event.pointerType === "touch") lift(event.pointerId);
  });

  return {
    state,
    letGo() {
      fingers.length = 0;
      spread = 0;
      setStick(undefined);
    },
    dispose: ears.stop,
  };
}
