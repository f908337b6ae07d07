/**
 * Every action of the interface by its name: what it is called, when it can be done, and what it asks for. The command
 * palette, buttons, tooltips, the key sheet and the keyboard itself (through `perform`) all read this one table.
 */
import type { Emit, KeyLine } from "./intent.ts";
import type { Dialog, PanelsModel, Tab } from "./model.ts";

/** One action. */
export interface Action {
  id: string;
  /** As on a button. */
  label: string | ((model: PanelsModel) => string);
  group: string;
  /** Why it cannot be done now; empty or absent: it can. */
  refused?: (model: PanelsModel) => string;
  run: (model: PanelsModel, emit: Emit) => void;
}

const rolling = (m: PanelsModel) => (m.state.value === "rolling" ? "Cut first" : "");
const reviewing = (m: PanelsModel) => (m.transport.take.value === "" ? "Open a take first" : "");
const selecting = (m: PanelsModel) => (m.selection.value.length === 0 ? "Select something first" : "");
const manning = (m: PanelsModel) =>
  m.camera.id.value === 0 ? "Look through a camera first" : m.camera.refused.value;
const performer = (m: PanelsModel) => {
  const thing = m.inspected.value;
  return thing && (thing.kind === "actor" || thing.kind === "vehicle")
    ? ""
    : "Select an actor or a vehicle first";
};

const showsAll = (m: PanelsModel) =>
  m.transport.shownBy.value !== 0 &&
  m.people.value.some((who) => who.self && who.id === m.transport.shownBy.value);

/** Opens a dialog, or closes it when it is open. */
export function toggleDialog(model: PanelsModel, dialog: Dialog): void {
  const now = model.view.dialog;
  now.value = now.value === dialog ? "none" : dialog;
}

const dialog = (id: string, label: string, which: Dialog): Action => ({
  id,
  label,
  group: "Room",
  run: (m) => toggleDialog(m, which),
});

const tab = (id: string, label: string, which: Tab): Action => ({
  id,
  label,
  group: "View",
  run: (m) => {
    m.view.bare.value = false;
    m.view.right.value = true;
    m.view.tab.value = which;
  },
});

const fold = (id: string, what: string, which: "left" | "right" | "bottom"): Action => ({
  id,
  label: (m) => `${m.view[which].value ? "Fold away" : "Show"} ${what}`,
  group: "View",
  run: (m) => {
    m.view[which].value = !m.view[which].value;
  },
});

/** All actions, in the order of the key sheet. */
export const ACTIONS: readonly Action[] = [
  {
    id: "roll",
    label: (m) => (m.state.value === "rolling" ? "Cut" : "Roll"),
    group: "Shooting",
    refused: (m) => (m.transport.take.value !== "" ? "Leave the review first" : ""),
    run: (m, emit) => emit({ type: m.state.value === "rolling" ? "cut" : "roll" }),
  },
  {
    id: "action",
    label: (m) => (m.transport.take.value !== "" ? (m.transport.playing.value ? "Pause" : "Play") : "Action"),
    group: "Shooting",
    run: (m, emit) =>
      m.transport.take.value !== ""
        ? emit({ type: "play", playing: !m.transport.playing.value })
        : emit({ type: "action" }),
    refused: (m) =>
      m.transport.take.value === "" && m.phase.value === "performance"
        ? "Action has been called: back to one first"
        : "",
  },
  {
    id: "one",
    label: "Back to one",
    group: "Shooting",
    refused: rolling,
    run: (_, emit) => emit({ type: "back to one" }),
  },
  {
    id: "make-one",
    label: "Make this the new one",
    group: "Shooting",
    refused: rolling,
    run: (m) => toggleDialog(m, "make one"),
  },
  {
    id: "pick-up",
    label: "Pick up from here",
    group: "Shooting",
    refused: (m) => rolling(m) || reviewing(m),
    run: (_, emit) => emit({ type: "pick up" }),
  },
  {
    id: "next-setup",
    label: "Next setup",
    group: "Shooting",
    refused: rolling,
    run: (_, emit) => emit({ type: "next setup" }),
  },
  {
    id: "flag",
    label: (m) =>
      m.state.value === "rolling" || m.transport.take.value !== "" ? "Set a flag" : "Lay a floor mark",
    group: "Shooting",
    run: (m, emit) =>
      emit({
        type: m.state.value === "rolling" || m.transport.take.value !== "" ? "flag" : "lay floor mark",
      }),
  },
  {
    id: "freeze",
    label: (m) => (m.frozen.value ? "Let time run" : "Freeze time"),
    group: "Shooting",
    refused: rolling,
    run: (m, emit) => emit({ type: "freeze", frozen: !m.frozen.value }),
  },
  {
    id: "framing",
    label: "Keep this framing",
    group: "Camera",
    refused: manning,
    run: (_, emit) => emit({ type: "keep framing" }),
  },
  { id: "still", label: "Take a still", group: "Camera", run: (_, emit) => emit({ type: "still" }) },
  {
    id: "focus",
    label: "Focus on the selection",
    group: "Camera",
    refused: (m) => manning(m) || selecting(m),
    run: (_, emit) => emit({ type: "focus on selection" }),
  },
  {
    id: "focus-hand",
    label: "Focus by hand",
    group: "Camera",
    refused: manning,
    run: (_, emit) => emit({ type: "focus by hand" }),
  },
  {
    id: "focus-near",
    label: "Pull focus nearer",
    group: "Camera",
    refused: manning,
    run: (_, emit) => emit({ type: "pull focus", direction: -1 }),
  },
  {
    id: "focus-far",
    label: "Pull focus farther",
    group: "Camera",
    refused: manning,
    run: (_, emit) => emit({ type: "pull focus", direction: 1 }),
  },
  {
    id: "store-focus",
    label: "Store this focus",
    group: "Camera",
    refused: manning,
    run: (_, emit) => emit({ type: "store focus" }),
  },
  {
    id: "lens-wider",
    label: "Next wider lens",
    group: "Camera",
    refused: manning,
    run: (m, emit) => stepLens(m, emit, -1),
  },
  {
    id: "lens-longer",
    label: "Next longer lens",
    group: "Camera",
    refused: manning,
    run: (m, emit) => stepLens(m, emit, 1),
  },
  {
    id: "next-camera",
    label: "Next camera",
    group: "Camera",
    run: (_, emit) => emit({ type: "next camera" }),
  },
  {
    id: "add-camera",
    label: "Add a camera",
    group: "Camera",
    run: (_, emit) => emit({ type: "add camera" }),
  },
  {
    id: "step-off",
    label: (m) => (m.seeing.value === "camera" ? "Step off the camera" : "Back to the camera"),
    group: "Camera",
    run: (m, emit) => emit({ type: "see", seeing: m.seeing.value === "camera" ? "foot" : "camera" }),
  },
  {
    id: "plan",
    label: (m) => (m.seeing.value === "plan" ? "Leave the plan" : "Plan from above"),
    group: "View",
    run: (m, emit) => emit({ type: "see", seeing: m.seeing.value === "plan" ? "camera" : "plan" }),
  },
  {
    id: "compare",
    label: "Compare: network, engine, split",
    group: "View",
    refused: (m) => (m.picture.value.network ? "" : "There is no network picture to compare with"),
    run: (m, emit) => {
      const order = ["network", "engine", "split"] as const;
      emit({
        type: "compare",
        shown: order[(order.indexOf(m.picture.value.shown) + 1) % 3] ?? "network",
      });
    },
  },
  {
    id: "peaking",
    label: (m) => (m.peaking.value ? "Focus peaking off" : "Focus peaking"),
    group: "View",
    run: (m, emit) => emit({ type: "peaking", on: !m.peaking.value }),
  },
  {
    id: "false-colour",
    label: (m) => (m.falseColour.value ? "False colour off" : "False colour"),
    group: "View",
    run: (m, emit) => emit({ type: "false colour", on: !m.falseColour.value }),
  },
  {
    id: "marks",
    label: "Lay marks for the selection",
    group: "Set",
    refused: performer,
    run: (m, emit) => emit({ type: "lay marks", id: m.inspected.value?.id ?? 0 }),
  },
  {
    id: "walk-it",
    label: "Walk it: steer the selection",
    group: "Set",
    refused: performer,
    run: (m, emit) => emit({ type: "walk it", id: m.inspected.value?.id ?? 0 }),
  },
  { id: "grab", label: "Grab", group: "Set", refused: selecting, run: (_, emit) => emit({ type: "grab" }) },
  {
    id: "turn",
    label: "Turn",
    group: "Set",
    refused: selecting,
    run: (_, emit) => emit({ type: "turn tool" }),
  },
  {
    id: "duplicate",
    label: "Duplicate",
    group: "Set",
    refused: selecting,
    run: (m, emit) => emit({ type: "duplicate", ids: m.selection.value }),
  },
  {
    id: "delete",
    label: "Delete",
    group: "Set",
    refused: (m) => rolling(m) || selecting(m),
    run: (m, emit) => emit({ type: "remove", ids: m.selection.value }),
  },
  {
    id: "hide",
    label: "Hide",
    group: "Set",
    refused: selecting,
    run: (m, emit) => emit({ type: "hide", ids: m.selection.value, hidden: true }),
  },
  {
    id: "lock",
    label: "Lock",
    group: "Set",
    refused: selecting,
    run: (m, emit) => emit({ type: "lock", ids: m.selection.value, locked: true }),
  },
  {
    id: "clear",
    label: "Select nothing",
    group: "Set",
    run: (_, emit) => emit({ type: "select", ids: [], add: false }),
  },
  {
    id: "shelf",
    label: "Add something to the set",
    group: "Set",
    run: (m) => {
      m.view.bare.value = false;
      m.view.left.value = true;
      m.view.shelf.value = !m.view.shelf.value;
    },
  },
  {
    id: "close-review",
    label: "Leave the review",
    group: "Review",
    refused: reviewing,
    run: (_, emit) => emit({ type: "close review" }),
  },
  {
    id: "back",
    label: "Play backwards, faster",
    group: "Review",
    refused: reviewing,
    run: (_, emit) => emit({ type: "shuttle", direction: -1 }),
  },
  {
    id: "pause",
    label: "Stop",
    group: "Review",
    refused: reviewing,
    run: (_, emit) => emit({ type: "shuttle", direction: 0 }),
  },
  {
    id: "forward",
    label: "Play forwards, faster",
    group: "Review",
    refused: reviewing,
    run: (_, emit) => emit({ type: "shuttle", direction: 1 }),
  },
  {
    id: "step-back",
    label: "One frame back",
    group: "Review",
    refused: reviewing,
    run: (_, emit) => emit({ type: "step", frames: -1 }),
  },
  {
    id: "step-on",
    label: "One frame on",
    group: "Review",
    refused: reviewing,
    run: (_, emit) => emit({ type: "step", frames: 1 }),
  },
  {
    id: "range-in",
    label: "The range begins here",
    group: "Review",
    refused: reviewing,
    run: (m, emit) => setRange(m, emit, m.transport.position.value, m.transport.range.value?.[1]),
  },
  {
    id: "range-out",
    label: "The range ends here",
    group: "Review",
    refused: reviewing,
    run: (m, emit) => setRange(m, emit, m.transport.range.value?.[0], m.transport.position.value),
  },
  {
    id: "range-clear",
    label: "All of the take again",
    group: "Review",
    refused: (m) => reviewing(m) || (m.transport.range.value === null ? "No range is set" : ""),
    run: (_, emit) => emit({ type: "range", range: null }),
  },
  {
    id: "show-all",
    label: (m) => (showsAll(m) ? "Stop showing it to everybody" : "Show it to everybody"),
    group: "Review",
    refused: (m) =>
      reviewing(m) || (m.transport.shownBy.value !== 0 && !showsAll(m) ? "Somebody else shows a take" : ""),
    run: (m, emit) => emit({ type: "show all", shown: !showsAll(m) }),
  },
  { id: "undo", label: "Undo my last step", group: "Room", run: (_, emit) => emit({ type: "undo" }) },
  { id: "redo", label: "Redo", group: "Room", run: (_, emit) => emit({ type: "redo" }) },
  {
    id: "bare",
    label: (m) => (m.view.bare.value ? "Show the panels" : "Hide everything but the picture"),
    group: "View",
    run: (m) => {
      m.view.bare.value = !m.view.bare.value;
    },
  },
  fold("fold-left", "the set", "left"),
  fold("fold-right", "the camera", "right"),
  fold("fold-bottom", "the transport and takes", "bottom"),
  {
    id: "full-screen",
    label: "Full screen",
    group: "View",
    run: (_, emit) => emit({ type: "full screen" }),
  },
  tab("show-camera", "Camera settings", "camera"),
  tab("show-look", "Look: sun, sky, practicals", "look"),
  tab("show-selected", "What is selected", "selected"),
  tab("show-cues", "Cues", "cues"),
  dialog("palette", "Find anything", "palette"),
  dialog("keys", "Keys", "keys"),
  dialog("invite", "Invite somebody", "invite"),
  dialog("people", "People", "people"),
  dialog("history", "History", "history"),
  dialog("settings", "Settings", "settings"),
  {
    id: "export",
    label: "Export a take",
    group: "Room",
    refused: (m) => (m.takes.value.some((take) => !take.rolling) ? "" : "There is no take yet"),
    run: (m) => toggleDialog(m, "export"),
  },
  {
    id: "first-page",
    label: "All stages",
    group: "Room",
    refused: rolling,
    run: (_, emit) => emit({ type: "first page" }),
  },
];

const BY_ID: ReadonlyMap<string, Action> = new Map(ACTIONS.map((action) => [action.id, action]));

/** The action of that name. Throws for a name that is none: a programmer's error. */
export function actionNamed(id: string): Action {
  const action = BY_ID.get(id);
  if (!action) throw new Error(`no action is called ${JSON.stringify(id)}`);
  return action;
}

/** An action's label now. */
export function labelOf(action: Action, model: PanelsModel): string {
  return typeof action.label === "string" ? action.label : action.label(model);
}

/**
 * Does an action by its name, as the keyboard and gamepad ask for it. Answers why it was refused, or an empty text;
 * `lens 1`…`lens 9` choose from the lens row. A name that is no action answers null, and nothing is done.
 */
export function perform(id: string, model: PanelsModel, emit: Emit): string | null {
  const lens = /^lens (\d+)$/.exec(id);
  if (lens) {
    const why = manning(model);
    const focal = model.camera.focals.value[Number(lens[1]) - 1];
    if (why === "" && focal !== undefined) emit({ type: "camera", change: { focal }, settled: true });
    return why;
  }
  const action = BY_ID.get(id);
  if (!action) return null;
  const why = action.refused?.(model) ?? "";
  if (why === "") action.run(model, emit);
  return why;
}

/** Keys of an action as printed, empty for none. */
export function keysOf(id: string, keys: readonly KeyLine[]): readonly string[] {
  return keys.find((line) => line.action === id)?.keys ?? [];
}

/** In and out, whichever way round they were set. */
function setRange(model: PanelsModel, emit: Emit, from = 0, to = model.transport.length.value): void {
  emit({ type: "range", range: [Math.min(from, to), Math.max(from, to)] });
}

function stepLens(model: PanelsModel, emit: Emit, by: number): void {
  const { focals, focal } = model.camera;
  const place = focals.value.findIndex((one) => Math.abs(one - focal.value) < 0.05);
  const next = focals.value[place < 0 ? 0 : Math.max(0, Math.min(focals.value.length - 1, place + by))];
  if (next !== undefined) emit({ type: "camera", change: { focal: next }, settled: true });
}
