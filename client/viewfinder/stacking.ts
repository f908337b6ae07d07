/**
 * Names over the picture: those that would cover one another stand above one another, none stands over the read-outs or
 * half outside. In: where there is room, then middle, bottom and width of each name in turn, CSS pixels. Out: where each
 * goes, and whose lies under a point. Who comes first stays where he is. Nothing is allocated after the first frame.
 */
import type { Rect } from "./gate.ts";

/** Height of a name with the gap above it, pixels. */
export const NAME_HEIGHT = 18;
/** Height of a name by itself. */
const TALL = 16;
/** Times that a name gives way before it is left where it is: a crowd stays readable at its edges only. */
const MOST_MOVES = 8;

/** Names of one frame. */
export interface Stack {
  /** Begins a frame: the area that names stay in (width 0: anywhere), and top and bottom of the read-outs' row. */
  begin(area: Readonly<Rect>, rowTop: number, rowBottom: number): void;
  /** Takes a place for a name; its bottom edge. NaN: its own place is outside the area, and it is not to be shown. */
  put(x: number, bottom: number, width: number): number;
  /** Middle of the name that was put last. */
  readonly x: number;
  /** Which of the names put since `begin` is under a point, counted from 0 without those outside; −1: none. */
  at(x: number, y: number): number;
}

/** A stack for at most `most` names; more are neither moved nor found. */
export function createStack(most: number): Stack {
  const taken = new Float64Array(most * 3);
  const field = { left: 0, right: 0, top: 0, bottom: 0, rowTop: 0, rowBottom: 0 };
  let count = 0;
  let middle = 0;

  /** The nearest height at or above `bottom` where no name that was put before is covered. */
  const free = (x: number, bottom: number, width: number): number => {
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
    return at;
  };

  return {
    begin(area, rowTop, rowBottom) {
      count = 0;
      const some = area.width > 0;
      field.left = some ? area.x : -Infinity;
      field.right = some ? area.x + area.width : Infinity;
      field.top = some ? area.y : -Infinity;
      field.bottom = some ? area.y + area.height : Infinity;
      field.rowTop = rowTop;
      field.rowBottom = rowBottom;
    },
    put(x, bottom, width) {
      const outside = x < field.left || x > field.right || bottom < field.top || bottom - TALL > field.bottom;
      if (outside) return Number.NaN;
      middle = Math.max(field.left + width / 2, Math.min(field.right - width / 2, x));
      const covers = bottom > field.rowTop && bottom - TALL < field.rowBottom;
      const at = free(middle, covers ? field.rowTop - 2 : bottom, width);
      if (count < most) {
        taken[count * 3] = middle;
        taken[count * 3 + 1] = at;
        taken[count * 3 + 2] = width;
        count++;
      }
      return at;
    },
    get x() {
      return middle;
    },
    at(x, y) {
      for (let k = count - 1; k >= 0; k--) {
        const bottom = taken[k * 3 + 1]!;
        if (Math.abs(x - taken[k * 3]!) <= taken[k * 3 + 2]! / 2 && y <= bottom && y >= bottom - TALL)
          return k;
      }
      return -1;
    },
  };
}
