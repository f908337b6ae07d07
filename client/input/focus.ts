/**
 * Whose the keyboard is. Typing in a field never rolls; a control that was reached with Tab keeps the keys that work
 * it; a button that was clicked gives the focus back to the picture. Leaving while something rolls asks first.
 */

/** What is known of an element; enough of the DOM to decide, so that tests need none. */
export interface Focusable {
  tagName: string;
  type?: string;
  isContentEditable?: boolean;
  getAttribute?(name: string): string | null;
}

const TEXTLESS = new Set([
  "button",
  "checkbox",
  "color",
  "file",
  "image",
  "radio",
  "range",
  "reset",
  "submit",
]);
const ROLES_OF_TEXT = new Set(["textbox", "searchbox", "combobox", "spinbutton"]);

/** Whether text is typed into this element. */
export function takesText(element: Focusable | null | undefined): boolean {
  if (!element || element.tagName === undefined) return false;
  if (element.isContentEditable) return true;
  const tag = element.tagName.toUpperCase();
  if (tag === "TEXTAREA" || tag === "SELECT") return true;
  if (tag === "INPUT") return !TEXTLESS.has((element.type ?? "text").toLowerCase());
  return ROLES_OF_TEXT.has(element.getAttribute?.("role") ?? "");
}

const WORKED = new Set(["BUTTON", "A", "INPUT", "SUMMARY"]);
const WORKED_ROLES = new Set([
  "button",
  "checkbox",
  "link",
  "menuitem",
  "menuitemradio",
  "option",
  "radio",
  "slider",
  "switch",
  "tab",
  "treeitem",
]);
const STEPS = /^(?:Arrow(?:Left|Right|Up|Down)|Home|End|PageUp|PageDown)$/;
const PRESSES = /^(?:Space|Enter|NumpadEnter)$/;

/** Whether a control that has the focus works with this key, so that it is not ours. */
export function controlWants(element: Focusable | null | undefined, code: string): boolean {
  if (!element || element.tagName === undefined) return false;
  const role = element.getAttribute?.("role") ?? "";
  const control = WORKED.has(element.tagName.toUpperCase()) || WORKED_ROLES.has(role);
  return control && (PRESSES.test(code) || STEPS.test(code));
}

/** Where events are listened for: a window, an element, or a test's own target. */
export interface Page {
  addEventListener(type: string, listener: (event: never) => void, options?: AddEventListenerOptions): void;
  removeEventListener(type: string, listener: (event: never) => void, options?: EventListenerOptions): void;
}

/** Calls that stop listening, gathered. */
export function createEars(): {
  hear<E>(page: Page, type: string, listener: (event: E) => void, options?: AddEventListenerOptions): void;
  stop(): void;
} {
  const stops: (() => void)[] = [];
  return {
    hear(page, type, listener, options) {
      page.addEventListener(type, listener as never, options);
      stops.push(() => page.removeEventListener(type, listener as never, options));
    },
    stop() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}

const CONTROLS = "button, a, summary, [role=button], input[type=checkbox], input[type=radio]";
const KEEPERS = "[data-keeps-focus], dialog, [role=dialog], [role=menu]";

/**
 * Gives the focus back to the picture after a click with a pointer; whoever works a button with the keyboard keeps it
 * there, and so does whatever lies in a dialog, a menu or `data-keeps-focus`. Answers the way to stop.
 */
export function returnFocus(page: Page, picture: { focus(options?: FocusOptions): void }): () => void {
  const ears = createEars();
  ears.hear(page, "click", (event: MouseEvent) => {
    // A key that works a button makes a click of detail 0.
    if (event.detail === 0) return;
    const control = (event.target as Element | null)?.closest?.(CONTROLS);
    if (control && !control.closest(KEEPERS)) picture.focus({ preventScroll: true });
  });
  return ears.stop;
}

/** Asks before the page is left while `unsafe` says so. Answers the way to stop. */
export function guardLeaving(page: Page, unsafe: () => boolean): () => void {
  const ears = createEars();
  ears.hear(page, "beforeunload", (event: BeforeUnloadEvent) => {
    if (!unsafe()) return;
    event.preventDefault();
    // Older browsers ask only where this is set.
    event.returnValue = true;
  });
  return ears.stop;
}
