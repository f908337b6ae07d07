import { beforeEach, describe, expect, test } from "vitest";
import type { Pad } from "../../../client/input/gamepad.ts";
import { createInput, type Input, SPEEDS } from "../../../client/input/input.ts";
import { KEYS, keyLines, keyName, type Mode, PAD, rowFor } from "../../../client/input/keys.ts";
import { createMove, moves } from "../../../client/input/move.ts";
import * as rigs from "../../../shared/camera/rig.ts";

/** An element of a page without a browser. */
class Stage extends EventTarget {
  tagName = "CANVAS";
  focused = 0;
  focus() {
    this.focused++;
  }
  getBoundingClientRect() {
    return { left: 100, top: 50, width: 1000, height: 500 };
  }
}

let page: EventTarget;
let picture: Stage;
let mode: Mode;
let acts: string[];
let gestures: string[];
let pads: Pad[];
let unsafe: boolean;
let input: Input;
const move = createMove();

function fire(target: EventTarget, type: string, fields: Record<string, unknown>): Event {
  const event = new Event(type, { cancelable: true });
  for (const [key, value] of Object.entries(fields)) Object.defineProperty(event, key, { value });
  target.dispatchEvent(event);
  return event;
}
const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, repeat: false, key: "" };
const down = (code: string, more: Record<string, unknown> = {}) =>
  fire(page, "keydown", { ...plain, code, ...more });
const up = (code: string) => fire(page, "keyup", { ...plain, code });
const mouse = (type: string, x: number, y: number, more: Record<string, unknown> = {}) =>
  fire(picture, type, {
    ...plain,
    pointerType: "mouse",
    pointerId: 1,
    button: 0,
    clientX: x,
    clientY: y,
    ...more,
  });
const finger = (type: string, id: number, x: number, y: number, at: number) =>
  fire(picture, type, {
    ...plain,
    pointerType: "touch",
    pointerId: id,
    clientX: x,
    clientY: y,
    timeStamp: at,
  });
const frame = () => {
  input.frame(move);
  return move;
};

beforeEach(() => {
  page = new EventTarget();
  picture = new Stage();
  mode = "set";
  acts = [];
  gestures = [];
  pads = [];
  unsafe = false;
  input?.dispose();
  input = createInput({
    page: page as never,
    picture: picture as never,
    mode: () => mode,
    act: (action, phase) => acts.push(phase === "begin" ? action : `${action} ${phase}`),
    gesture: (g) => gestures.push(`${g.type} ${g.x},${g.y}`),
    radiansPerPixel: () => 0.002,
    pads: () => pads,
    unsafe: () => unsafe,
  });
});

describe("input: keys", () => {
  test("W A S D fly by physical position, Shift faster, two keys no faster than one", () => {
    down("KeyW");
    expect(frame().move).toEqual([0, 0, 1]);
    down("KeyD");
    expect(frame().move).toEqual([1, 0, 1]);
    expect(move.fast).toBe(false);
    down("ShiftLeft", { shiftKey: true });
    expect(frame().fast).toBe(true);
    const rig = rigs.create();
    rigs.step(rig, rigs.settings({ speed: move.speed, ease: 0 }), move, 0.1, null);
    expect(Math.hypot(...rig.pose.position)).toBeCloseTo(SPEEDS.first * 3 * 0.1);
    up("KeyW");
    up("KeyD");
    expect(moves(frame())).toBe(false);
  });

  test("the arrows look round, gently, and step frames in review", () => {
    down("ArrowLeft");
    down("ArrowUp");
    expect([frame().turn[0], move.turn[1]]).toEqual([0.4, 0.4]);
    up("ArrowLeft");
    up("ArrowUp");
    expect(moves(frame())).toBe(false);
    mode = "review";
    acts = [];
    down("ArrowLeft");
    expect(moves(frame())).toBe(false);
    expect(acts).toEqual(["step-back"]);
    up("ArrowLeft");
  });

  test("no movement key works with Ctrl or ⌘, so that Ctrl+W is the browser's and nobody gets used to it", () => {
    for (const code of ["KeyW", "KeyA", "KeyS", "KeyD", "KeyQ", "KeyE"]) {
      for (const mod of [{ ctrlKey: true }, { metaKey: true }]) {
        expect(down(code, mod).defaultPrevented).toBe(false);
        expect(KEYS.some((row) => row.mod === true && row.codes.includes(code))).toBe(false);
      }
    }
    expect(moves(frame())).toBe(false);
  });

  test("Space rolls on set, and plays in review; K and L differ too", () => {
    down("Space");
    up("Space");
    mode = "review";
    down("Space");
    down("KeyK");
    down("KeyL");
    up("KeyK");
    up("KeyL");
    mode = "set";
    down("KeyK");
    down("KeyL");
    expect(acts).toEqual(["roll", "action", "pause", "forward", "freeze", "lock"]);
  });

  test("Shift+B makes a new one, B goes back to one; Ctrl and ⌘ Z undo, with Shift redo", () => {
    down("KeyB", { shiftKey: true });
    up("KeyB");
    down("KeyB");
    down("KeyZ", { ctrlKey: true });
    up("KeyZ");
    down("KeyZ", { metaKey: true, shiftKey: true });
    expect(acts).toEqual(["make-one", "one", "undo", "redo"]);
    expect(frame().focus).toBe(0);
  });

  test("typing in a field never rolls, but finds the palette", () => {
    const field = Object.assign(new EventTarget(), { tagName: "INPUT", type: "text" });
    const typed = (code: string, more = {}) => {
      const event = new Event("keydown", { cancelable: true });
      for (const [key, value] of Object.entries({ ...plain, code, target: field, ...more })) {
        Object.defineProperty(event, key, { value });
      }
      page.dispatchEvent(event);
      return event;
    };
    for (const code of ["Space", "KeyB", "KeyW", "Enter", "Delete"]) {
      expect(typed(code).defaultPrevented).toBe(false);
    }
    expect(typed("Slash", { shiftKey: true, key: "?" }).defaultPrevented).toBe(false);
    typed("KeyK", { ctrlKey: true });
    expect(acts).toEqual(["palette"]);
    expect(moves(frame())).toBe(false);
  });

  test("a button reached with Tab keeps Space and Enter; other keys still work there", () => {
    const button = { tagName: "BUTTON" };
    down("Space", { target: button });
    down("Enter", { target: button });
    down("KeyB", { target: button });
    expect(acts).toEqual(["one"]);
  });

  test("a key held while the window loses the focus is let go", () => {
    down("KeyW");
    down("KeyG");
    fire(page, "blur", {});
    expect(moves(frame())).toBe(false);
    expect(acts).toEqual(["fly forward", "grab", "fly forward end", "grab end"]);
  });

  test("a repeating key does its action once, and steps again where that is what it is for", () => {
    down("Space");
    down("Space", { repeat: true });
    mode = "review";
    down("ArrowRight");
    down("ArrowRight", { repeat: true });
    expect(acts).toEqual(["roll", "step-on", "step-on repeat"]);
  });

  test("what is composed by an input method is left alone", () => {
    down("KeyB", { isComposing: true });
    expect(acts).toEqual([]);
  });

  test("? is found by its sign on any layout", () => {
    down("Minus", { key: "?", shiftKey: true });
    expect(acts).toEqual(["keys"]);
  });

  test("Z and X pull focus while they are held", () => {
    down("KeyX");
    expect(frame().focus).toBe(1);
    up("KeyX");
    down("KeyZ");
    expect(frame().focus).toBe(-1);
  });

  test("the table has every key of the interface's page, and says how each is printed", () => {
    const of = (action: string) =>
      keyLines()
        .find((line) => line.action === action)
        ?.keys.join("+");
    const page = {
      roll: "Space",
      action: "Enter",
      one: "B",
      "make-one": "Shift+B",
      "pick-up": "P",
      marks: "T",
      "step-off": "V",
      plan: "O",
      framing: "N",
      still: "I",
      "focus-near": "Z",
      "focus-far": "X",
      back: "J",
      pause: "K",
      forward: "L",
      "lens 1": "1",
      "lens 9": "9",
      focus: "F",
      grab: "G",
      turn: "R",
      "next-camera": "C",
      flag: "M",
      undo: "Ctrl+Z",
      redo: "Ctrl+Shift+Z",
      palette: "Ctrl+K",
      keys: "?",
      bare: "`",
      clear: "Esc",
    };
    for (const [action, keys] of Object.entries(page)) expect([action, of(action)]).toEqual([action, keys]);
    expect(keyLines(true).find((line) => line.action === "undo")?.keys).toEqual(["⌘", "Z"]);
    expect(keyName("KeyQ", new Map([["KeyQ", "a"]]))).toBe("A");
  });

  test("the sheet says what a key does where, and prints each as it is on the keyboard", () => {
    const lines = keyLines();
    const ways = (label: string) =>
      lines.filter((line) => line.label === label).map(({ keys }) => keys.join(" "));
    expect(ways("Action")).toEqual(["Enter", "X"]);
    expect(ways("Play, stop")).toEqual(["Space", "Enter"]);
    for (const { keys } of lines)
      for (const key of keys) expect(key).not.toMatch(/^(Key|Digit|Numpad|Arrow)./);
  });

  test("no two rows of one mode answer to the same press", () => {
    for (const mode of ["set", "rolling", "review"] as const) {
      for (const row of KEYS) {
        if (row.modes !== undefined && !row.modes.includes(mode)) continue;
        for (const code of row.codes) {
          const press = { ...plain, code, ctrlKey: row.mod === true, shiftKey: row.shift === true };
          expect([code, rowFor(press, mode)?.action]).toEqual([code, row.action]);
        }
      }
    }
  });
});

describe("input: mouse", () => {
  test("a right drag looks, by as much as the lens says a pixel is", () => {
    mouse("pointerdown", 500, 300, { button: 2 });
    mouse("pointermove", 520, 290);
    expect(frame().look[0]).toBeCloseTo(-0.04);
    expect(move.look[1]).toBeCloseTo(0.02);
    expect(moves(frame())).toBe(false);
    mouse("pointerup", 520, 290, { button: 2 });
    mouse("pointermove", 600, 290);
    expect(frame().look).toEqual([0, 0, 0]);
  });

  test("the wheel dollies, with Alt it zooms, while looking it sets the speed", () => {
    const wheel = (more = {}) => fire(picture, "wheel", { ...plain, deltaY: -100, deltaMode: 0, ...more });
    expect(wheel().defaultPrevented).toBe(true);
    expect(frame().dolly).toBeGreaterThan(0);
    wheel({ altKey: true });
    expect(frame().zoom).toBe(1);
    expect(move.dolly).toBe(0);
    mouse("pointerdown", 500, 300, { button: 2 });
    wheel();
    expect(frame().dolly).toBe(0);
    expect(move.speed).toBeGreaterThan(SPEEDS.first);
    for (let k = 0; k < 200; k++) wheel();
    expect(frame().speed).toBe(SPEEDS.most);
  });

  test("clicks, double clicks and drags are told apart", () => {
    mouse("pointerdown", 200, 100, { timeStamp: 0 });
    mouse("pointermove", 202, 100);
    mouse("pointerup", 202, 100, { timeStamp: 50 });
    mouse("pointerdown", 202, 100, { timeStamp: 100 });
    mouse("pointerup", 202, 100, { timeStamp: 150 });
    mouse("pointerdown", 300, 100, { timeStamp: 900 });
    mouse("pointermove", 330, 100);
    mouse("pointerup", 330, 100, { timeStamp: 950 });
    expect(gestures).toEqual([
      "press 100,50",
      "release 102,50",
      "click 102,50",
      "press 102,50",
      "release 102,50",
      "double 102,50",
      "press 200,50",
      "drag 230,50",
      "release 230,50",
    ]);
    expect(picture.focused).toBe(3);
  });
});

describe("input: glass", () => {
  test("the left thumb moves, the right one looks", () => {
    finger("pointerdown", 1, 200, 400, 0);
    finger("pointermove", 1, 200, 372, 20);
    expect(frame().move[2]).toBeCloseTo(0.5);
    expect(input.stick.on).toBe(true);
    finger("pointerdown", 2, 900, 300, 30);
    finger("pointermove", 2, 910, 300, 40);
    expect(frame().look[0]).toBeCloseTo(-0.02);
    finger("pointerup", 1, 200, 372, 500);
    expect(frame().move[2]).toBe(0);
    expect(input.stick.on).toBe(false);
    expect(gestures).toEqual([]);
  });

  test("two fingers pinch to dolly, and do not look", () => {
    finger("pointerdown", 1, 700, 300, 0);
    finger("pointerdown", 2, 800, 300, 0);
    finger("pointermove", 2, 900, 300, 20);
    expect(frame().dolly).toBeGreaterThan(1);
    expect(move.look[0]).toBe(0);
  });

  test("a tap clicks", () => {
    finger("pointerdown", 1, 700, 300, 0);
    finger("pointerup", 1, 702, 300, 100);
    expect(gestures).toEqual(["click 600,250"]);
  });
});

describe("input: gamepad", () => {
  const pad = (axes: number[], buttons: Record<number, number> = {}): Pad => ({
    connected: true,
    mapping: "standard",
    axes,
    buttons: Array.from({ length: 17 }, (_, k) => ({
      pressed: (buttons[k] ?? 0) > 0.5,
      value: buttons[k] ?? 0,
    })),
  });

  test("sticks move and look, a resting stick does neither, triggers go up and down", () => {
    pads = [pad([0.05, -0.08, 0.1, 0])];
    expect(moves(frame())).toBe(false);
    pads = [pad([0, -1, 1, 0], { [PAD.rightTrigger]: 1 })];
    expect(frame().move).toEqual([0, 1, 1]);
    expect(move.turn).toEqual([-1, 0, 0]);
  });

  test("A rolls once for a press, B goes back to one, bumpers step the lens", () => {
    for (const b of [PAD.a, PAD.b, PAD.leftBumper, PAD.rightBumper]) {
      pads = [pad([0, 0, 0, 0], { [b]: 1 })];
      frame();
      frame();
      pads = [pad([0, 0, 0, 0])];
      frame();
    }
    expect(acts).toEqual(["roll", "one", "lens-wider", "lens-longer"]);
  });

  test("a pad pulled out lets its buttons go", () => {
    pads = [pad([0, 0, 0, 0], { [PAD.a]: 1 })];
    frame();
    pads = [];
    frame();
    pads = [{ ...pad([0, 0, 0, 0]), connected: false }];
    frame();
    pads = [pad([0, 0, 0, 0], { [PAD.a]: 1 })];
    frame();
    expect(acts).toEqual(["roll", "roll"]);
  });
});

describe("input: focus", () => {
  const button = (within?: string) => ({
    closest: (selector: string) =>
      selector.startsWith("button")
        ? button(within)
        : within !== undefined && selector.includes(within)
          ? {}
          : null,
  });

  test("a clicked button gives the focus back; one worked by keyboard, or in a dialog, keeps it", () => {
    fire(page, "click", { detail: 1, target: button() });
    expect(picture.focused).toBe(1);
    fire(page, "click", { detail: 0, target: button() });
    fire(page, "click", { detail: 1, target: button("dialog") });
    expect(picture.focused).toBe(1);
  });

  test("leaving asks only while something would be lost", () => {
    expect(fire(page, "beforeunload", {}).defaultPrevented).toBe(false);
    unsafe = true;
    expect(fire(page, "beforeunload", {}).defaultPrevented).toBe(true);
  });
});

describe("input: thumbs beside the picture", () => {
  test("move and look for as long as they are held, finer near the middle, and rest when they lift", () => {
    input.thumb("move", 0, -1);
    input.thumb("look", 1, 0);
    expect(frame().move).toEqual([0, 0, 1]);
    expect(move.turn).toEqual([-1, 0, 0]);
    expect(frame().move[2]).toBe(1);
    input.thumb("move", 0.5, 0);
    expect(frame().move[0]).toBeGreaterThan(0.1);
    expect(move.move[0]).toBeLessThan(0.5);
    input.thumb("move", 0, 0);
    input.thumb("look", 0, 0);
    expect(moves(frame())).toBe(false);
  });

  test("let go with everything else", () => {
    input.thumb("move", 1, 1);
    input.letGo();
    expect(moves(frame())).toBe(false);
  });
});
