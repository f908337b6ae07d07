/**
 * The ghost: a box of lines where something would come to stand (dragged in from the shelf, copied, walked), with its
 * name, and the path that led there. In: a box in the world, points, and how a point lies on the page. Out: an SVG over
 * the picture; it never enters it.
 */
import * as quat from "../../shared/math/quat.ts";

/** A box in its own space, upright at a place. */
export interface GhostBox {
  min: readonly [number, number, number];
  max: readonly [number, number, number];
  position: readonly [number, number, number];
  rotation: readonly [number, number, number, number];
}

/** What is shown; null: nothing. */
export interface GhostState {
  box: GhostBox | null;
  label: string;
  /** World points of a path. */
  path: readonly (readonly [number, number, number])[];
}

/** Writes where a world point lies, CSS pixels; false behind the eye. */
export type ToPixel = (out: [number, number], point: readonly [number, number, number]) => boolean;

/** Corners of a box by their bits, and its twelve edges. */
const EDGES: readonly (readonly [number, number])[] = [
  [0, 1],
  [2, 3],
  [4, 5],
  [6, 7],
  [0, 2],
  [1, 3],
  [4, 6],
  [5, 7],
  [0, 4],
  [1, 5],
  [2, 6],
  [3, 7],
];

/** The eight corners of a box in the world. */
export function corners({ min, max, position, rotation }: GhostBox): [number, number, number][] {
  return Array.from({ length: 8 }, (_, bits) => {
    const corner: [number, number, number] = [
      bits & 1 ? max[0] : min[0],
      bits & 2 ? max[1] : min[1],
      bits & 4 ? max[2] : min[2],
    ];
    quat.rotate(corner, rotation as quat.Quat, corner);
    for (let k = 0; k < 3; k++) corner[k] = corner[k]! + position[k]!;
    return corner;
  });
}

/** SVG path data of a ghost's lines; what lies behind the eye is left out. */
export function linesOf({ box, path }: GhostState, toPixel: ToPixel): string {
  const a: [number, number] = [0, 0];
  const b: [number, number] = [0, 0];
  const line = (from: readonly [number, number, number], to: readonly [number, number, number]): string =>
    toPixel(a, from) && toPixel(b, to)
      ? `M${a[0].toFixed(1)} ${a[1].toFixed(1)}L${b[0].toFixed(1)} ${b[1].toFixed(1)}`
      : "";
  let out = "";
  if (box !== null) {
    const eight = corners(box);
    for (const [from, to] of EDGES) out += line(eight[from]!, eight[to]!);
  }
  for (let k = 1; k < path.length; k++) out += line(path[k - 1]!, path[k]!);
  return out;
}

/** A ghost on a page. */
export interface Ghost {
  show(state: GhostState): void;
  hide(): void;
}

const SVG = "http://www.w3.org/2000/svg";

/** Makes a ghost below an element. */
export function createGhost(parent: HTMLElement, toPixel: ToPixel): Ghost {
  const svg = document.createElementNS(SVG, "svg");
  const lines = document.createElementNS(SVG, "path");
  const label = document.createElementNS(SVG, "text");
  svg.setAttribute("class", "ghost");
  svg.setAttribute("aria-hidden", "true");
  svg.append(lines, label);
  svg.style.display = "none";
  parent.append(svg);
  const at: [number, number] = [0, 0];
  return {
    show(state) {
      svg.style.display = "";
      lines.setAttribute("d", linesOf(state, toPixel));
      const { box } = state;
      const top: [number, number, number] = box === null ? [0, 0, 0] : [...box.position];
      top[1] += (box?.max[1] ?? 0) + 0.15;
      const shown = box !== null && toPixel(at, top);
      label.textContent = shown ? state.label : "";
      label.setAttribute("x", at[0].toFixed(1));
      label.setAttribute("y", at[1].toFixed(1));
    },
    hide() {
      svg.style.display = "none";
    },
  };
}
