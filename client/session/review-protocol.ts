/**
 * Messages between the page and the worker in which it reviews a take.
 */
import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { CameraTrack } from "../../shared/takes/take.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { DisplayClock } from "./display.ts";
import type { ReviewState } from "./review.ts";

/** To the worker. */
export type ToReview =
  | { type: "open"; endpoint: string; stage: string; key: string; take: string }
  | { type: "seek"; position: number }
  | { type: "play"; rate: number }
  | { type: "close" };

/** From the worker. */
export type FromReview =
  /** The take is open: its line and what its cameras did. */
  | { type: "opened"; line: TakeLine; from: number; to: number; cameras: readonly CameraTrack[] }
  | { type: "mirror"; mirror: Mirror }
  | { type: "clock"; clock: DisplayClock }
  | { type: "state"; state: ReviewState }
  /** It could not be opened, or went wrong, in words. */
  | { type: "failed"; text: string };
