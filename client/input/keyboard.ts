/**
 * Keyboard: presses by physical position become held keys and named actions. In: key events and the mode. Out: which
 * actions are held, and calls of `act`. A press that is ours is taken from the browser; everything else is let through.
 */
import { controlWants, createEars, type Focusable, type Page, takesText } from "./focus.ts";
import { type Mode, type Row, rowFor } from "./keys.ts";

/** Whether an action began, goes on (a repeating key), or ended (a held one). */
export type Phase = "begin" | "repeat" | "end";

/** Hears of actions. */
export type Act = (action: string, phase: Phase) => void;

/** A keyboard. */
export interface Keyboard {
  /** Names of the actions that are held. */
  readonly holding: ReadonlySet<string>;
  /** Lets go of everything: the window lost the focus, and would not hear of the release. */
  letGo(): void;
  dispose(): void;
}

/** Listens on a page. `mode` is asked at each press. */
export function createKeyboard(page: Page, mode: () => Mode, act: Act): Keyboard {
  const holding = new Set<string>();
  /** Which row each key that is down began, so that its release ends the same, whatever has changed meanwhile. */
  const down = new Map<string, Row>();

  const press = (code: string, row: Row): void => {
    if (down.has(code)) return;
    down.set(code, row);
    if (row.held === true) {
      if (holding.has(row.action)) return;
      holding.add(row.action);
    }
    act(row.action, "begin");
  };

  const release = (code: string): void => {
    const row = down.get(code);
    if (row === undefined) return;
    down.delete(code);
    if (row.held !== true) return;
    for (const other of down.values()) if (other.action === row.action) return;
    holding.delete(row.action);
    act(row.action, "end");
  };

  const letGo = (): void => {
    for (const code of [...down.keys()]) release(code);
  };

  const ears = createEars();
  ears.hear(page, "keydown", (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const element = event.target as Focusable | null;
    const row = rowFor(event, mode(), takesText(element));
    if (row === undefined) return;
    if (row.mod !== true && controlWants(element, event.code)) return;
    // Alt is for the mouse; with a letter it belongs to the browser and the layout.
    if (event.altKey && row.held !== true) return;
    // Shift is also the shift of everything else: it is noted, and let through.
    if (row.action !== "fast") event.preventDefault();
    if (!event.repeat) press(event.code, row);
    else if (row.repeats === true && down.has(event.code)) act(row.action, "repeat");
  });
  ears.hear(page, "keyup", (event: KeyboardEvent) => {
    release(event.code);
    // A Mac tells of no release while ⌘ is down.
    if (event.code === "MetaLeft" || event.code === "MetaRight") letGo();
  });
  ears.hear(page, "blur", letGo);
  ears.hear(page, "visibilitychange", letGo, { capture: true });

  return {
    holding,
    letGo,
    dispose() {
      letGo();
      ears.stop();
    },
  };
}
