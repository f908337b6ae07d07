/**
 * What is shown of a bounce under way: a field that moves towards the newest by a share at a time, so that nothing pops,
 * and is exactly the settled one in the end. In: bounces. Out: LightFields.
 */
import type { LightField } from "../../shared/anchors/light-field.ts";
import * as bounce from "./bounce.ts";

/** Share of the way that one showing goes. */
const STEP = 0.5;
/** Relative difference, of the brightest, below which the way is taken to be done. */
const DONE = 0.004;

/** A field that is shown. */
export interface Shown {
  /** cd/m², as the bounce's own; empty before the first showing. */
  harmonics: Float32Array;
}

/** Nothing shown yet. */
export const createShown = (): Shown => ({ harmonics: new Float32Array(0) });

/** Moves towards the bounce's field. The field to show, over key, and whether it is the bounce's own. */
export function approach(
  shown: Shown,
  of: bounce.Bounce,
  key: number,
): { field: LightField; arrived: boolean } {
  const { field } = of;
  if (shown.harmonics.length !== field.length) shown.harmonics = field.slice();
  const { harmonics } = shown;
  let most = 0;
  let apart = 0;
  for (let k = 0; k < field.length; k++) {
    const by = field[k]! - harmonics[k]!;
    most = Math.max(most, Math.abs(field[k]!));
    apart = Math.max(apart, Math.abs(by));
    harmonics[k] = harmonics[k]! + by * STEP;
  }
  const arrived = apart <= most * DONE;
  if (arrived) harmonics.set(field);
  return { field: bounce.fieldOf(of, key, harmonics), arrived };
}
