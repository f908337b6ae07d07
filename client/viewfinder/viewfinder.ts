/**
 * The viewfinder over the picture: gate, guides, tally ring, read-outs, horizon, names. In: a state once a frame.
 * Out: DOM that changes only where the state did; the drawing allocates nothing while nothing changes. `gate` is where
 * the recorded picture lies. No framework: it is called from the frame.
 */
import { layGate, layGuide, type Rect, scaleLength, shrink } from "./gate.ts";
import { createStack } from "./stacking.ts";

/** A delivery ratio shown inside the gate. */
export interface Guide {
  label: string;
  /** Width over height. */
  aspect: number;
}

/** What the viewfinder shows. The caller keeps one and changes its fields. */
export interface ViewfinderState {
  /** Size of the whole picture, CSS pixels. */
  width: number;
  height: number;
  /** Area between the panels. */
  free: Rect;
  /** Width over height of what is recorded; 0 where there is no gate (on foot, plan). */
  aspect: number;
  outside: "dimmed" | "black";
  guides: readonly Guide[];
  safe: boolean;
  cross: boolean;
  thirds: boolean;
  /** A line down the gate's middle: the network's picture at its left, the engine's at its right. */
  split: boolean;
  horizon: boolean;
  /** Degrees; of the camera, for the horizon. */
  tilt: number;
  roll: number;
  state: "on set" | "rolling" | "playback";
  degraded: boolean;
  /**
   * Read-outs under the gate: words at the left (ratio, body, lens) and at the right (focus, limits, subject). The
   * lists may be changed in place.
   */
  left: readonly string[];
  right: readonly string[];
  /** Where the picture of the camera one has stepped off lies, and what it is; null for none. */
  inset: { rect: Rect; label: string } | null;
  /** Plan: CSS pixels a metre; 0 where there is no plan. */
  pixelsPerMetre: number;
}

/** A mounted viewfinder. */
export interface Viewfinder {
  /** Where the recorded picture lies, CSS pixels; width 0 where there is no gate. Changed in place by `update`. */
  readonly gate: Rect;
  /** Shows a state. */
  update(state: ViewfinderState): void;
  /** Begins this frame's names. */
  beginNames(): void;
  /** Puts an entity's name at a place in CSS pixels, with its holder's colour (`#rrggbb`) or none (empty). */
  name(id: number, text: string, x: number, y: number, colour: string): void;
  /** The entity whose name is under a point, CSS pixels; 0 none. */
  nameAt(x: number, y: number): number;
  /** Hides the names that were not put since `beginNames`. */
  endNames(): void;
  dispose(): void;
}

/** A state with a gate of 2.39 and nothing else. */
export function createViewfinderState(): ViewfinderState {
  return {
    width: 0,
    height: 0,
    free: { x: 0, y: 0, width: 0, height: 0 },
    aspect: 2.39,
    outside: "dimmed",
    guides: [],
    safe: false,
    cross: true,
    thirds: false,
    split: false,
    horizon: false,
    tilt: 0,
    roll: 0,
    state: "on set",
    degraded: false,
    left: [],
    right: [],
    inset: null,
    pixelsPerMetre: 0,
  };
}

const SVG = "http://www.w3.org/2000/svg";
/** Pixels of horizon for one degree of tilt. */
const TILT_PIXELS = 4;
/** Pixels of a letter of a name on average, of the room beside it, and of its dot: measuring would lay the page out anew. */
const LETTER = 6.2;
const MARGINS = 14;
const DOT = 12;
/** Pixels between the gate and its read-outs, and their height. */
const BELOW = 6;
const ROW = 16;
/** Pixels from the gate's top to the words on both sides of a compared picture. */
const SIDE_DOWN = 8;
/** Names that are kept apart. */
const MOST_APART = 64;
/** Degrees within which the camera counts as level. */
const LEVEL = 0.15;

/** Mounts a viewfinder into `root`, which covers the picture; `onInset` hears of a press on the inset. */
export function mountViewfinder(root: HTMLElement, onInset: () => void = () => {}): Viewfinder {
  const box = element("div", "viewfinder");
  box.setAttribute("aria-hidden", "true");
  const svg = document.createElementNS(SVG, "svg");
  const outside = path("outside");
  const gatePath = path("gate");
  const guides = document.createElementNS(SVG, "g");
  const safe = path("safe");
  const thirds = path("thirds");
  const split = path("split");
  const sides = ["network", "engine"].map((whose) => {
    const side = element("div", "side");
    side.textContent = whose;
    return side;
  });
  const cross = path("cross");
  const horizon = document.createElementNS(SVG, "g");
  horizon.setAttribute("class", "horizon");
  const still = line("");
  const moving = line("");
  horizon.append(still, moving);
  outside.setAttribute("fill-rule", "evenodd");
  svg.append(outside, split, thirds, safe, guides, cross, gatePath, horizon);
  const ring = element("div", "ring");
  const below = element("div", "below");
  const left = element("div", "");
  const right = element("div", "");
  below.append(left, right);
  const inset = element("div", "inset");
  const insetLabel = document.createElement("b");
  inset.append(insetLabel);
  inset.addEventListener("click", onInset);
  const scale = element("div", "scale-bar");
  const scaleText = document.createElement("span");
  scale.append(scaleText);
  const names = element("div", "names");
  box.append(svg, ring, ...sides, below, inset, scale, names);
  root.append(box);

  const gate: Rect = { x: 0, y: 0, width: 0, height: 0 };
  const shown = createViewfinderState();
  const free = shown.free;
  const leftShown: string[] = [];
  const rightShown: string[] = [];
  const stack = createStack(MOST_APART);
  const named: number[] = [];
  let insetShown: ViewfinderState["inset"] = null;
  let first = true;
  let used = 0;

  const layout = (state: ViewfinderState) => {
    if (state.aspect > 0) layGate(state.free, state.aspect, gate);
    else gate.width = gate.height = 0;
    const has = gate.width > 0;
    const whole = `M0 0H${state.width}V${state.height}H0Z`;
    draw(outside, has ? whole + rectPath(gate) : "");
    outside.setAttribute("class", `outside ${state.outside}`);
    draw(gatePath, has ? rectPath(gate, 0.5) : "");
    draw(safe, has && state.safe ? rectPath(shrink(gate, 0.93), 0.5) + rectPath(shrink(gate, 0.9), 0.5) : "");
    const middle = Math.round(gate.x + gate.width / 2);
    draw(split, has && state.split ? `M${middle} ${gate.y}V${gate.y + gate.height}` : "");
    for (const [k, side] of sides.entries()) {
      side.hidden = !has || !state.split;
      place(
        side,
        k === 0 ? gate.x : middle,
        gate.y + SIDE_DOWN,
        k === 0 ? middle - gate.x : gate.x + gate.width - middle,
        ROW,
      );
    }
    draw(thirds, has && state.thirds ? thirdsPath(gate) : "");
    draw(cross, has && state.cross ? crossPath(gate) : "");
    guides.replaceChildren(...(has ? state.guides.flatMap((guide) => drawGuide(gate, guide)) : []));
    place(below, gate.x, gate.y + gate.height + BELOW, gate.width, ROW);
    below.hidden = !has;
    const { x, y, width, height } = state.free;
    place(ring, x, y, width, height);
  };

  return {
    gate,
    update(state) {
      if (first || layoutChanged(state, shown)) layout(state);
      if (first || state.state !== shown.state || state.degraded !== shown.degraded)
        ring.className = `ring ${state.state !== "on set" ? state.state : state.degraded ? "degraded" : ""}`;
      fill(left, state.left, leftShown);
      fill(right, state.right, rightShown);
      if (first || moved(state, shown)) level(state, gate, horizon, still, moving);
      if (first || insetChanged(state.inset, insetShown)) {
        inset.hidden = state.inset === null;
        insetShown =
          state.inset === null ? null : { rect: { ...state.inset.rect }, label: state.inset.label };
        if (state.inset) {
          const { x, y, width, height } = state.inset.rect;
          place(inset, x, y, width, height);
          insetLabel.textContent = state.inset.label;
        }
      }
      if (first || state.pixelsPerMetre !== shown.pixelsPerMetre || layoutChanged(state, shown)) {
        scale.hidden = state.pixelsPerMetre <= 0;
        if (state.pixelsPerMetre > 0) {
          const metres = scaleLength(state.pixelsPerMetre, 160);
          const { free } = state;
          place(scale, free.x + 16, free.y + free.height - 28, metres * state.pixelsPerMetre, 6);
          scaleText.textContent = `${metres} m`;
        }
      }
      const { x, y, width, height } = state.free;
      Object.assign(shown, state);
      shown.free = free;
      free.x = x;
      free.y = y;
      free.width = width;
      free.height = height;
      first = false;
    },
    beginNames() {
      used = 0;
      const row = gate.width > 0 ? gate.y + gate.height + BELOW : Infinity;
      stack.begin(free, row, row + ROW);
    },
    name(id, text, x, y, colour) {
      const bottom = stack.put(x, y, text.length * LETTER + (colour === "" ? MARGINS : MARGINS + DOT));
      if (Number.isNaN(bottom)) return;
      named[used] = id;
      let span = names.children[used] as HTMLElement | undefined;
      if (!span) {
        span = document.createElement("span");
        span.append(document.createElement("i"), "");
        names.append(span);
      }
      const dot = span.firstChild as HTMLElement;
      const words = span.lastChild as Text;
      if (words.data !== text) words.data = text;
      if (span.dataset["colour"] !== colour) {
        span.dataset["colour"] = colour;
        dot.hidden = colour === "";
        dot.style.display = colour === "" ? "none" : "";
        dot.style.background = colour;
      }
      if (span.hidden) span.hidden = false;
      span.style.transform = `translate(${stack.x | 0}px, ${bottom | 0}px) translate(-50%, -100%)`;
      used++;
    },
    nameAt(x, y) {
      return named[stack.at(x, y)] ?? 0;
    },
    endNames() {
      for (let place = used; place < names.children.length; place++) {
        const span = names.children[place] as HTMLElement;
        if (!span.hidden) span.hidden = true;
      }
    },
    dispose() {
      box.remove();
    },
  };
}

function insetChanged(a: ViewfinderState["inset"], b: ViewfinderState["inset"]): boolean {
  if (a === null || b === null) return a !== b;
  const { rect: p } = a;
  const { rect: q } = b;
  return p.x !== q.x || p.y !== q.y || p.width !== q.width || p.height !== q.height || a.label !== b.label;
}

function layoutChanged(a: ViewfinderState, b: ViewfinderState): boolean {
  return (
    a.width !== b.width ||
    a.height !== b.height ||
    a.aspect !== b.aspect ||
    a.free.x !== b.free.x ||
    a.free.y !== b.free.y ||
    a.free.width !== b.free.width ||
    a.free.height !== b.free.height ||
    a.outside !== b.outside ||
    a.guides !== b.guides ||
    a.safe !== b.safe ||
    a.cross !== b.cross ||
    a.split !== b.split ||
    a.thirds !== b.thirds
  );
}

function moved(a: ViewfinderState, b: ViewfinderState): boolean {
  return a.horizon !== b.horizon || a.tilt !== b.tilt || a.roll !== b.roll || layoutChanged(a, b);
}

function level(
  state: ViewfinderState,
  gate: Rect,
  group: SVGGElement,
  still: SVGLineElement,
  moving: SVGLineElement,
) {
  const on = state.horizon && gate.width > 0;
  group.setAttribute("visibility", on ? "visible" : "hidden");
  if (!on) return;
  const x = gate.x + gate.width / 2;
  const y = gate.y + gate.height / 2;
  const reach = Math.min(96, gate.width / 6);
  span(still, x - reach - 24, x - reach, y);
  const flat = Math.abs(state.roll) < LEVEL;
  moving.setAttribute("class", flat ? "level" : "");
  span(moving, x - reach, x + reach, y);
  const drop = Math.max(-gate.height / 2, Math.min(gate.height / 2, state.tilt * TILT_PIXELS));
  moving.setAttribute(
    "transform",
    `translate(0 ${drop.toFixed(1)}) rotate(${(-state.roll).toFixed(2)} ${x} ${y})`,
  );
}

function span(line: SVGLineElement, from: number, to: number, y: number): void {
  line.setAttribute("x1", String(from));
  line.setAttribute("x2", String(to));
  line.setAttribute("y1", String(y));
  line.setAttribute("y2", String(y));
}

function rectPath(r: Rect, sharp = 0): string {
  const x = sharp ? Math.round(r.x) + sharp : r.x;
  const y = sharp ? Math.round(r.y) + sharp : r.y;
  const width = sharp ? Math.round(r.width) - 1 : r.width;
  const height = sharp ? Math.round(r.height) - 1 : r.height;
  return `M${x} ${y}h${width}v${height}h${-width}Z`;
}

function thirdsPath(g: Rect): string {
  let out = "";
  for (const third of [1 / 3, 2 / 3]) {
    out += `M${Math.round(g.x + g.width * third) + 0.5} ${g.y}v${g.height}`;
    out += `M${g.x} ${Math.round(g.y + g.height * third) + 0.5}h${g.width}`;
  }
  return out;
}

function crossPath(g: Rect): string {
  const x = Math.round(g.x + g.width / 2) + 0.5;
  const y = Math.round(g.y + g.height / 2) + 0.5;
  return `M${x - 10} ${y}h20M${x} ${y - 10}v20`;
}

function drawGuide(gate: Rect, guide: Guide): SVGElement[] {
  const rect = layGuide(gate, guide.aspect);
  const frame = path("guide");
  frame.setAttribute("d", rectPath(rect, 0.5));
  const name = document.createElementNS(SVG, "text");
  name.setAttribute("class", "guide-name");
  name.setAttribute("x", String(rect.x + 6));
  name.setAttribute("y", String(rect.y + 16));
  name.textContent = guide.label;
  return [frame, name];
}

function fill(into: HTMLElement, words: readonly string[], shown: string[]): void {
  while (into.children.length < words.length) into.append(document.createElement("span"));
  for (let place = 0; place < into.children.length; place++) {
    const text = words[place] ?? "";
    if (shown[place] === text) continue;
    shown[place] = text;
    const one = into.children[place] as HTMLElement;
    one.textContent = text;
    one.hidden = text === "";
  }
}

function place(what: HTMLElement, x: number, y: number, width: number, height: number): void {
  what.style.cssText = `left:${x}px;top:${y}px;width:${width}px;height:${height}px`;
}

function draw(what: SVGPathElement, d: string): void {
  what.setAttribute("d", d);
}

function element(tag: string, name: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}

function path(name: string): SVGPathElement {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("class", name);
  return made;
}

function line(name: string): SVGLineElement {
  const made = document.createElementNS(SVG, "line");
  made.setAttribute("class", name);
  return made;
}
