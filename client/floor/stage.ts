/**
 * What a frame calls: the pieces of the page that main.ts has put together.
 */
import type { Sweep } from "../../shared/camera/slide.ts";
import type { Input } from "../input/input.ts";
import type { Display } from "../session/display.ts";
import type { Loop } from "./loop.ts";
import type { Picture } from "./picture.ts";
import type { ReviewDesk } from "./take-intents.ts";
import type { Walking } from "./walk-it.ts";

/** The pieces of a page. */
export interface Stage {
  readonly input: Input;
  readonly world: Display;
  readonly picture: Picture;
  readonly loop: Loop;
  readonly review: ReviewDesk;
  readonly walking: Walking;
  /** Collision of rigs, once space is there. */
  sweep(): Sweep | null;
  /** Metres from a point down to the ground, once space is there. */
  ground(point: readonly number[]): number | null;
  /** Draws the viewfinder. */
  viewfinder(): void;
  /** Width over height of what is recorded. */
  ratio(): number;
  /** Whether read-outs are due. */
  every(now: number): boolean;
  /** Writes what else is due with the read-outs. */
  write(): void;
}
