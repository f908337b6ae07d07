/**
 * Gamepad: left stick moves, right stick looks, triggers go down and up, buttons act as the key table says. In: the
 * pads as the browser has them, once a frame. Out: deflections −1…1, and calls of `act`.
 */
import type { Act } from "./keyboard.ts";
import { type Mode, PAD, rowForPad } from "./keys.ts";

/** A pad as browsers give it. */
export interface Pad {
  connected: boolean;
  mapping: string;
  axes: readonly number[];
  buttons: readonly { pressed: boolean; value: number }[];
}

/** Deflections of all pads together. */
export interface PadState {
  right: number;
  forward: number;
  up: number;
  lookX: number;
  lookY: number;
}

/** Deflection within which a worn stick rests. */
const REST = 0.14;

/** A deflection with the rest taken out, and finer near the middle. */
export function deflection(value: number, size: number): number {
  if (!(size > REST)) return 0;
  const live = Math.min(1, (size - REST) / (1 - REST));
  // Between linear and square: slow pans can be held, and the edge is still full.
  return (value / size) * live * (0.35 + 0.65 * live);
}

/** Reads pads. */
export function createPads(
  pads: () => readonly (Pad | null)[],
  mode: () => Mode,
  act: Act,
): { state: PadState; poll(): void } {
  const state: PadState = { right: 0, forward: 0, up: 0, lookX: 0, lookY: 0 };
  // One set of buttons that were down, for each place a pad can have.
  const before: boolean[][] = [];

  const stick = (pad: Pad, axis: number, add: (x: number, y: number) => void): void => {
    const x = pad.axes[axis] ?? 0;
    const y = pad.axes[axis + 1] ?? 0;
    const size = Math.sqrt(x * x + y * y);
    if (size > REST) add(deflection(x, size), deflection(y, size));
  };
  const move = (x: number, y: number): void => {
    state.right += x;
    state.forward -= y;
  };
  const look = (x: number, y: number): void => {
    state.lookX += x;
    state.lookY += y;
  };

  return {
    state,
    poll() {
      state.right = 0;
      state.forward = 0;
      state.up = 0;
      state.lookX = 0;
      state.lookY = 0;
      const all = pads();
      for (let k = 0; k < all.length; k++) {
        const pad = all[k];
        if (!pad?.connected || pad.mapping !== "standard") {
          before[k]?.fill(false);
          continue;
        }
        stick(pad, 0, move);
        stick(pad, 2, look);
        const upwards = pad.buttons[PAD.rightTrigger]?.value ?? 0;
        const downwards = pad.buttons[PAD.leftTrigger]?.value ?? 0;
        state.up += deflection(upwards, upwards) - deflection(downwards, downwards);
        const was = (before[k] ??= []);
        for (let b = 0; b < pad.buttons.length; b++) {
          const now = pad.buttons[b]!.pressed;
          if (now !== (was[b] ?? false)) {
            was[b] = now;
            const row = rowForPad(b, mode());
            if (row !== undefined && (now || row.held === true)) act(row.action, now ? "begin" : "end");
          }
        }
      }
    },
  };
}
