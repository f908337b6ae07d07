/**
 * The interface over the picture. In: a root element, the model, where intents go, and the key table. Out: the panels,
 * until the function that is answered takes them away. The keyboard itself is client/input's: it calls `perform`
 * (actions.ts); the panels only keep from it what is typed into a field or meant for a focused control.
 */
import { render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { createDesk, DeskProvider, useDesk } from "./desk.ts";
import type { Emit, KeyLine } from "./intent.ts";
import { RightDrawer } from "./lens/right-drawer.tsx";
import type { PanelsModel } from "./model.ts";
import { ExportDialog } from "./over/export.tsx";
import { FirstPage } from "./over/first-page.tsx";
import { Hints } from "./over/hints.tsx";
import { InviteDialog } from "./over/invite.tsx";
import { Jobs } from "./over/jobs.tsx";
import { KeySheet } from "./over/keys.tsx";
import { Palette } from "./over/palette.tsx";
import { HistoryDialog, MakeOneDialog, PeopleDialog, PictureDialog, SlateDialog } from "./over/room.tsx";
import { SettingsDialog } from "./over/settings.tsx";
import { Live, Teller, Toasts } from "./over/toasts.tsx";
import { Phone } from "./phone.tsx";
import { SetDrawer } from "./set/set-drawer.tsx";
import { watchTooltips } from "./tooltip.ts";
import { TopStrip } from "./top/strip.tsx";
import { Transport } from "./transport/transport.tsx";
import { aspect } from "./units.ts";

/** Screens that are a phone's: narrow, or low and held in two hands. */
const PHONE = "(max-width: 640px), (max-height: 440px)";

const DIALOGS = {
  palette: Palette,
  keys: KeySheet,
  invite: InviteDialog,
  export: ExportDialog,
  settings: SettingsDialog,
  history: HistoryDialog,
  people: PeopleDialog,
  slate: SlateDialog,
  picture: PictureDialog,
  "make one": MakeOneDialog,
} as const;

/**
 * Mounts the interface into `root` and keeps `model.view.free` and `model.view.phone` true. Answers how to unmount.
 * @example const unmount = mountPanels(document.getElementById("panels")!, model, (intent) => …, KEYS);
 */
export function mountPanels(
  root: HTMLElement,
  model: PanelsModel,
  intent: Emit,
  keys: readonly KeyLine[],
): () => void {
  const desk = createDesk(model, intent, keys);
  const phone = matchMedia(PHONE);
  const resized = () => {
    model.view.phone.value = phone.matches;
  };
  resized();
  phone.addEventListener("change", resized);
  root.addEventListener("keydown", keepKeys);
  root.addEventListener("keyup", keepKeys);
  root.addEventListener("click", giveFocusBack);
  const unwatch = watchTooltips(root);
  render(
    <DeskProvider value={desk}>
      <Everything />
    </DeskProvider>,
    root,
  );
  return () => {
    render(null, root);
    unwatch();
    phone.removeEventListener("change", resized);
    root.removeEventListener("keydown", keepKeys);
    root.removeEventListener("keyup", keepKeys);
    root.removeEventListener("click", giveFocusBack);
  };
}

function Everything() {
  const { model } = useDesk();
  const open = model.view.dialog.value;
  const Over = open === "none" ? null : DIALOGS[open];
  const still = model.settings.value.reducedMotion;
  return (
    <div class={`panels ${still ? "still" : ""}`}>
      {model.page.value === "first" ? <FirstPage /> : model.view.phone.value ? <PhoneRoom /> : <Room />}
      {Over ? <Over key={open} /> : null}
      <Teller />
      <Live />
    </div>
  );
}

function PhoneRoom() {
  const free = useFreeArea();
  return (
    <div ref={free}>
      <Phone />
      <Toasts />
    </div>
  );
}

function Room() {
  const { model } = useDesk();
  const { bare, left, right, bottom } = model.view;
  const free = useFreeArea();
  if (bare.value)
    return (
      <div ref={free} class="room bare">
        <div class="free" />
        <Toasts />
      </div>
    );
  return (
    <div
      ref={free}
      class={`room ${left.value ? "" : "no-left"} ${right.value ? "" : "no-right"} ${bottom.value ? "" : "no-bottom"}`}
    >
      <TopStrip />
      {left.value ? <SetDrawer /> : null}
      <Notices />
      {right.value ? <RightDrawer /> : null}
      {bottom.value ? <Transport /> : null}
    </div>
  );
}

/** Pixels under the gate that hints and toasts need. */
const FOOT = 88;

/** What is told, under the gate; where the gate leaves no room there, over the foot of the set list. */
function Notices() {
  const { model } = useDesk();
  const { width, height } = model.view.free.value;
  const under = (height - width / aspect(model.settings.value.ratio)) / 2;
  return (
    <section class={`free ${under < FOOT ? "aside" : ""}`} aria-label="Over the picture">
      <div class="notices">
        {model.jobs.value.length === 0 ? <Hints /> : null}
        <Jobs />
        <Toasts />
      </div>
    </section>
  );
}

/** Keeps `view.free` true: the element of class `free` under the one that this is given to. */
function useFreeArea() {
  const { model } = useDesk();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const free = box.current?.querySelector(".free");
    if (!free) return;
    const measure = () => {
      const { x, y, width, height } = free.getBoundingClientRect();
      model.view.free.value = { x, y, width, height };
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(free);
    measure();
    addEventListener("resize", measure);
    return () => {
      watcher.disconnect();
      removeEventListener("resize", measure);
    };
  });
  return box;
}

/** Keys that a focused button, slider or list uses itself. */
const CONTROL_KEYS = new Set([
  " ",
  "Enter",
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
  "Home",
  "End",
]);

/** Typing never rolls: what is written, or pressed on a focused control, goes no further than the panels. */
function keepKeys(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const writing = target.matches("textarea, select, input:not([type=checkbox])");
  const command = event.ctrlKey || event.metaKey;
  if (writing) {
    if (!command || !/^k$/i.test(event.key)) event.stopPropagation();
    if (event.key === "Escape") target.blur();
  } else if (!command && (CONTROL_KEYS.has(event.key) || target.closest("dialog"))) event.stopPropagation();
}

/** A pressed button gives the focus back to the picture; one reached by Tab keeps it. */
function giveFocusBack(event: MouseEvent): void {
  const button = (event.target as Element | null)?.closest<HTMLElement>(
    "button, [role=slider], input[type=checkbox]",
  );
  if (event.detail > 0 && button && !button.closest("dialog, .menu, .first-page")) button.blur();
}
