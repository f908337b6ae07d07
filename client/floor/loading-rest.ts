/**
 * Rest between frames while a set comes in: where a frame takes long, most of the processor's time goes to reading
 * models, and the picture shows now and then how far they are. In: the time of each chance to draw. Out: whether it is
 * let pass.
 */

/** Milliseconds a frame above which there is rest, rest for each millisecond of a frame, and the longest one. */
const SLOW = 100;
const REST = 2;
const LONGEST = 2000;

/** Whether a chance to draw at `now` (ms) is let pass. Where it is not, a frame is drawn. */
export type LoadingRest = (now: number, loading: boolean) => boolean;

/** Rest that nothing needs yet. */
export function createLoadingRest(): LoadingRest {
  let drawn = Number.NaN;
  let until = Number.NEGATIVE_INFINITY;
  return (now, loading) => {
    // The next chance after a frame comes when that frame is done.
    const took = now - drawn;
    if (took > SLOW) until = now + Math.min(LONGEST, took * REST);
    drawn = Number.NaN;
    if (loading && now < until) return true;
    drawn = now;
    return false;
  };
}
