/**
 * Names that would cover one another stand above one another. In: middle, bottom and width of each name in turn, CSS
 * pixels. Out: where its bottom goes. Who comes first stays where he is. Nothing is allocated after the first frame.
 */

/** Height of a name with the gap above it, pixels. */
export const NAME_HEIGHT = 18;
/** Times that a name gives way before it is left where it is: a crowd stays readable at its edges only. */
const MOST_MOVES = 8;

/** Names of one frame. */
export interface Stack {
  begin(): void;
  /** Takes a place for a name; its bottom edge. */
  put(x: number, bottom: number, width: number): number;
}

/** A stack for at most `most` names; more are not moved. */
export function createStack(most: number): Stack {
  const taken = new Float64Array(most * 3);
  let count = 0;
  return {
    begin() {
      count = 0;
    },
    put(x, bottom, width) {
      let at = bottom;
      for (let move = 0; move < MOST_MOVES; move++) {
        let lift = 0;
        for (let k = 0; k < count; k++) {
          const apart = Math.abs(x - taken[k * 3]!) - (width + taken[k * 3 + 2]!) / 2;
          const other = taken[k * 3 + 1]!;
          if (apart >= 0 || Math.abs(other - at) >= NAME_HEIGHT) continue;
          lift = Math.max(lift, at - (other - NAME_HEIGHT));
        }
        if (lift === 0) break;
        at -= lift;
      }
      if (count < most) {
        taken[count * 3] = x;
        taken[count * 3 + 1] = at;
        taken[count * 3 + 2] = width;
        count++;
      }
      return at;
    },
  };
}
