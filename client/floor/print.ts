/**
 * Prints: the picture of a shot at full size, as stills and exports have it, whatever the window's size. In: a view that
 * shows a moment, shots; a network's step, where there is one. Out: pixels. One step a print, and one for each moment that
 * passes to warm it up; without a step it has the light that the view has.
 */
import type { Shot } from "../view/shot.ts";
import type { Pixels } from "../view/stills.ts";
import type { View } from "../view/view.ts";

/**
 * One step of a network for the shot and the moment that a view shows: anchors, model, and the view's `relight` with what
 * came of it. Resolves once the view has that light. Rejects in words; the print is then not made.
 */
export type Step = (view: View, shot: Shot) => Promise<void>;

/** Makes prints of one size. */
export interface Printer {
  /** The shot at the moment that the view shows. Rejects in words where it cannot be drawn. */
  print(shot: Shot): Promise<Pixels>;
  /** Lets the moment pass, so that what goes on from frame to frame has gone on. */
  pass(shot: Shot): Promise<void>;
  dispose(): void;
}

/** Frames that pass before the first that is printed. */
export const WARM_FRAMES = 30;
/** Milliseconds for which a lost device is waited for, and how often a print is tried. */
const PATIENCE = 30_000;
const TRIES = 3;

/** A printer on a view. A device that is lost is waited for, and the print made again. */
export function createPrinter(
  view: View,
  width: number,
  height: number,
  step: Step | null = null,
  signal?: AbortSignal,
): Printer {
  const exposures = view.exposures(width, height);
  return {
    async print(shot) {
      for (let tried = 1; ; tried++) {
        signal?.throwIfAborted();
        try {
          await step?.(view, shot);
          return await exposures.picture(shot);
        } catch (fault) {
          if (tried >= TRIES) throw fault;
          await back(view, signal);
        }
      }
    },
    async pass(shot) {
      exposures.pass(shot);
      await step?.(view, shot);
    },
    dispose: () => exposures.dispose(),
  };
}

/** One print of the moment that a view shows, in the light that it has: a still is what was seen when it was taken. */
export async function printOnce(view: View, shot: Shot, width: number, height: number): Promise<Pixels> {
  const printer = createPrinter(view, width, height);
  try {
    return await printer.print(shot);
  } finally {
    printer.dispose();
  }
}

/** Waits until the view draws again. Rejects where it does not come back. */
async function back(view: View, signal: AbortSignal | undefined): Promise<void> {
  const end = performance.now() + PATIENCE;
  do {
    signal?.throwIfAborted();
    if (performance.now() > end) throw new Error("the graphics device was lost and has not come back");
    await new Promise((resolve) => setTimeout(resolve, 250));
  } while (!view.state.drawing);
  await view.settled();
}
