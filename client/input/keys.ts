/**
 * The key table: every key, gamepad button and gesture of pages 8 and 9, as data. The keyboard reads it to act, the
 * key sheet and the palette read it to show. In: nothing. Out: rows, and how a row is printed.
 *
 * Keys are physical positions (`KeyboardEvent.code`), so that W A S D lie under the same fingers on any layout. No row
 * joins Ctrl or ⌘ with a movement key, because Ctrl+W closes the tab.
 */

/** What the room is doing, as far as keys differ by it. */
export type Mode = "set" | "rolling" | "review";

/** One line of the table. */
export interface Row {
  /** Name of the action; that of the panels where it is one of theirs. */
  action: string;
  /** Physical keys, any of which does it. */
  codes: readonly string[];
  /** Ctrl, or ⌘ on a Mac. */
  mod?: boolean;
  shift?: boolean;
  /** Held: it counts while it is down, and is told again on release. */
  held?: boolean;
  /** Told again while the key repeats. */
  repeats?: boolean;
  /** When it means this; absent: always. */
  modes?: readonly Mode[];
  /** Works while text is typed. */
  typing?: boolean;
  /** Standard gamepad's button that does it. */
  pad?: number;
  /** What it does, where the panels have no such action. */
  label?: string;
  group?: string;
  /** As printed, where it is no key: a gesture of mouse, touch or gamepad. */
  printed?: readonly string[];
}

/** Buttons of the standard gamepad. */
export const PAD = {
  a: 0,
  b: 1,
  x: 2,
  y: 3,
  leftBumper: 4,
  rightBumper: 5,
  leftTrigger: 6,
  rightTrigger: 7,
  back: 8,
  start: 9,
  leftStick: 10,
  rightStick: 11,
  up: 12,
  down: 13,
  left: 14,
  right: 15,
} as const;

const MOVE = "Moving";
const LENS = "Camera";
const HANDS = "Hands on things";
const LIVE: readonly Mode[] = ["set", "rolling"];
const held = (action: string, codes: readonly string[], label: string, group = MOVE): Row => ({
  action,
  codes,
  held: true,
  label,
  group,
});
const gesture = (action: string, printed: readonly string[], label: string, group: string): Row => ({
  action,
  codes: [],
  printed,
  label,
  group,
});

/** Every key. The first row that fits decides. */
export const KEYS: readonly Row[] = [
  held("fly forward", ["KeyW"], "Forward"),
  held("fly left", ["KeyA"], "Left"),
  held("fly back", ["KeyS"], "Back"),
  held("fly right", ["KeyD"], "Right"),
  held("fly down", ["KeyQ"], "Down"),
  held("fly up", ["KeyE"], "Up"),
  held("fast", ["ShiftLeft", "ShiftRight"], "Fast; snaps what is dragged"),
  // In review the arrows are frames.
  { ...held("look left", ["ArrowLeft"], "Look left"), modes: LIVE },
  { ...held("look right", ["ArrowRight"], "Look right"), modes: LIVE },
  { ...held("look up", ["ArrowUp"], "Look up"), modes: LIVE },
  { ...held("look down", ["ArrowDown"], "Look down"), modes: LIVE },
  gesture("look", ["Right drag"], "Look", MOVE),
  gesture("dolly", ["Wheel"], "Dolly", MOVE),
  gesture("speed", ["Wheel while looking"], "Speed", MOVE),
  gesture("zoom", ["Alt", "Wheel"], "Zoom", LENS),

  { action: "roll", codes: ["Space"], modes: LIVE, pad: PAD.a },
  { action: "action", codes: ["Enter", "NumpadEnter"], modes: LIVE, pad: PAD.x, label: "Action" },
  // In review Space plays, as Enter does: nobody can roll there.
  { action: "action", codes: ["Space"], modes: ["review"], label: "Play, stop", group: "Review" },
  {
    action: "action",
    codes: ["Enter", "NumpadEnter"],
    modes: ["review"],
    pad: PAD.x,
    label: "Play, stop",
    group: "Review",
  },
  { action: "make-one", codes: ["KeyB"], shift: true },
  { action: "one", codes: ["KeyB"], pad: PAD.b },
  { action: "pick-up", codes: ["KeyP"], pad: PAD.start },
  { action: "marks", codes: ["KeyT"] },
  { action: "flag", codes: ["KeyM"], pad: PAD.y },
  { action: "step-off", codes: ["KeyV"], pad: PAD.back },
  { action: "plan", codes: ["KeyO"] },
  { action: "framing", codes: ["KeyN"] },
  { action: "still", codes: ["KeyI"] },
  { action: "next-camera", codes: ["KeyC"], pad: PAD.rightStick },
  { action: "compare", codes: ["KeyY"], pad: PAD.leftStick },
  held("focus-near", ["KeyZ"], "Pull focus nearer", LENS),
  held("focus-far", ["KeyX"], "Pull focus farther", LENS),
  { action: "focus", codes: ["KeyF"] },
  { action: "lens-wider", codes: ["Minus", "NumpadSubtract"], pad: PAD.leftBumper },
  { action: "lens-longer", codes: ["Equal", "NumpadAdd"], pad: PAD.rightBumper },
  ...Array.from({ length: 9 }, (_, k) => ({
    action: `lens ${k + 1}`,
    codes: [`Digit${k + 1}`, `Numpad${k + 1}`],
    label: `Lens ${k + 1} of the row`,
    group: LENS,
  })),

  { action: "back", codes: ["KeyJ"], modes: ["review"] },
  { action: "pause", codes: ["KeyK"], modes: ["review"] },
  { action: "forward", codes: ["KeyL"], modes: ["review"] },
  { action: "range-in", codes: ["BracketLeft"], modes: ["review"] },
  { action: "range-out", codes: ["BracketRight"], modes: ["review"] },
  { action: "step-back", codes: ["ArrowLeft"], modes: ["review"], repeats: true, pad: PAD.left },
  { action: "step-on", codes: ["ArrowRight"], modes: ["review"], repeats: true, pad: PAD.right },

  gesture("rate", ["0", "…", "5"], "Rate the take that has the focus", "Review"),
  gesture("circle", ["O"], "Circle it", "Review"),
  gesture("notes", ["N"], "Its notes", "Review"),

  // With Ctrl or ⌘: none of these is a movement key.
  { action: "redo", codes: ["KeyZ"], mod: true, shift: true },
  { action: "redo", codes: ["KeyY"], mod: true },
  { action: "undo", codes: ["KeyZ"], mod: true },
  { action: "palette", codes: ["KeyK"], mod: true, typing: true },
  { action: "duplicate", codes: ["KeyU"] },

  { action: "freeze", codes: ["KeyK"], modes: LIVE },
  { action: "hide", codes: ["KeyH"] },
  { action: "lock", codes: ["KeyL"], modes: LIVE },
  { action: "grab", codes: ["KeyG"], held: true },
  { action: "turn", codes: ["KeyR"] },
  { action: "delete", codes: ["Delete", "Backspace"] },
  { action: "clear", codes: ["Escape"] },
  gesture("select", ["Click"], "Select", HANDS),
  gesture("add to selection", ["Shift", "Click"], "Select one more", HANDS),
  gesture("frame it", ["Double click"], "Look at it", HANDS),
  gesture("slide", ["Drag"], "Slide along what lies beneath", HANDS),
  gesture("by its handles", ["Drag"], "Move or turn it by its handles", HANDS),
  gesture("drag a copy", ["Alt", "Drag"], "Duplicate", HANDS),

  // The key left of 1: some Macs tell of it by the other name.
  { action: "bare", codes: ["Backquote", "IntlBackslash"] },
  { action: "keys", codes: ["Slash"], shift: true },
  { action: "full-screen", codes: ["F11"] },

  gesture("pad move", ["Left stick"], "Move", "Gamepad"),
  gesture("pad look", ["Right stick"], "Look", "Gamepad"),
  gesture("pad height", ["Triggers"], "Down and up", "Gamepad"),
  gesture("pad roll", ["A"], "Roll, cut", "Gamepad"),
  gesture("pad one", ["B"], "Back to one", "Gamepad"),
  gesture("pad action", ["X"], "Action", "Gamepad"),
  gesture("pad flag", ["Y"], "Flag", "Gamepad"),
  gesture("pad lens", ["Bumpers"], "Wider and longer lens", "Gamepad"),
  gesture("touch move", ["Left thumb"], "Move", "Touch"),
  gesture("touch look", ["Right thumb"], "Look", "Touch"),
  gesture("touch dolly", ["Pinch"], "Dolly", "Touch"),
];

const NAMES: Readonly<Record<string, string>> = {
  Space: "Space",
  Enter: "Enter",
  NumpadEnter: "Enter",
  Escape: "Esc",
  Backspace: "Backspace",
  Delete: "Del",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ShiftLeft: "Shift",
  ShiftRight: "Shift",
  Minus: "-",
  NumpadSubtract: "-",
  Equal: "+",
  NumpadAdd: "+",
  BracketLeft: "[",
  BracketRight: "]",
  Slash: "/",
  Backquote: "`",
  IntlBackslash: "`",
};

/**
 * A physical key as printed on the person's own keyboard: `layout` is what `navigator.keyboard.getLayoutMap` gives,
 * where a browser has it.
 */
export function keyName(code: string, layout?: ReadonlyMap<string, string>): string {
  const own = layout?.get(code);
  if (own !== undefined && own.trim() !== "") return own.toUpperCase();
  const letter = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1];
  return letter ?? NAMES[code] ?? code;
}

/** A line of the key sheet. */
export interface Line {
  action: string;
  keys: readonly string[];
  label?: string;
  group?: string;
}

/** The whole table as lines for the key sheet, tooltips and palette; `mac` prints ⌘ in place of Ctrl. */
export function keyLines(mac = false, layout?: ReadonlyMap<string, string>): Line[] {
  const lines: Line[] = [];
  for (const row of KEYS) {
    const line: Line = { action: row.action, keys: row.printed ?? printed(row, mac, layout) };
    if (row.label !== undefined) line.label = row.label;
    if (row.group !== undefined) line.group = row.group;
    lines.push(line);
  }
  return lines;
}

function printed(row: Row, mac: boolean, layout?: ReadonlyMap<string, string>): string[] {
  // "?" is what Shift and "/" print on most keyboards, and what people look for.
  if (row.action === "keys") return ["?"];
  const keys: string[] = [];
  if (row.mod) keys.push(mac ? "⌘" : "Ctrl");
  if (row.shift) keys.push("Shift");
  keys.push(keyName(row.codes[0]!, layout));
  return keys;
}

/** What a key press says, as far as the table asks. */
export interface Press {
  code: string;
  key?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** The row that a press means in a mode, or undefined. */
export function rowFor(press: Press, mode: Mode, typing = false): Row | undefined {
  const mod = press.ctrlKey || press.metaKey;
  // "?" lies elsewhere on many layouts, and here the sign is what is meant.
  if (!typing && !mod && press.key === "?") return KEYS.find((row) => row.action === "keys");
  for (const row of KEYS) {
    if (!row.codes.includes(press.code)) continue;
    if (typing && row.typing !== true) continue;
    if ((row.mod === true) !== mod) continue;
    if (row.shift === true && !press.shiftKey) continue;
    if (row.modes !== undefined && !row.modes.includes(mode)) continue;
    return row;
  }
  return undefined;
}

/** The row that a gamepad's button means in a mode, or undefined. */
export function rowForPad(button: number, mode: Mode): Row | undefined {
  return KEYS.find((row) => row.pad === button && (row.modes === undefined || row.modes.includes(mode)));
}
