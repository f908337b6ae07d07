/**
 * The governor: keeps the picture answering on slow machines by drawing fewer pixels, then with less finish. In: the
 * time of each frame. Out: the share of the screen's pixels to draw, and the quality. Fast again, it goes back up.
 */
import type { Quality } from "../view/view.ts";

/** Frames looked at together. */
const WINDOW = 12;
/** Seconds a frame above which it draws less, and below which it draws more. */
const SLOW = 1 / 22;
const QUICK = 1 / 52;
/** Smallest share of the screen's width and height. */
const LEAST = 0.25;

/** A governor. */
export interface Governor {
  /** Share of width and height that is drawn, LEAST…1. */
  scale: number;
  quality: Quality;
  /** Notes a frame; true where scale or quality has changed. */
  frame(seconds: number): boolean;
  /** Quality that somebody has chosen for good, or null: up to the machine. Answers whether it changes anything. */
  choose(quality: Quality | null): boolean;
}

/** A governor that begins at a share and a quality, and never exceeds that quality. */
export function createGovernor(most: Quality, scale = 1): Governor {
  let frames = 0;
  let sum = 0;
  let chosen: Quality | null = null;
  const governor: Governor = {
    scale,
    quality: most,
    frame(seconds) {
      // A page that slept is not a slow one.
      if (seconds > 3) return false;
      frames++;
      sum += seconds;
      if (frames < WINDOW) return false;
      const mean = sum / frames;
      frames = 0;
      sum = 0;
      if (mean > SLOW) return less(governor, mean, chosen !== null);
      if (mean < QUICK) return more(governor, chosen ?? most, scale);
      return false;
    },
    choose(quality) {
      if (quality === chosen) return false;
      chosen = quality;
      governor.quality = quality ?? most;
      return true;
    },
  };
  return governor;
}

function less(governor: Governor, mean: number, keeps: boolean): boolean {
  if (governor.scale > LEAST) {
    governor.scale = Math.max(LEAST, governor.scale * (mean > SLOW * 3 ? 0.5 : 0.8));
    return true;
  }
  if (governor.quality === "low" || keeps) return false;
  governor.quality = governor.quality === "high" ? "medium" : "low";
  return true;
}

function more(governor: Governor, most: Quality, scale: number): boolean {
  if (governor.quality !== most && governor.scale >= scale) {
    governor.quality = most === "high" && governor.quality === "low" ? "medium" : most;
    return true;
  }
  if (governor.scale >= scale) return false;
  governor.scale = Math.min(scale, governor.scale * 1.15);
  return true;
}
