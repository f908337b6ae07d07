/**
 * States of the panels' test page, by name. In: the model of panels-model.ts. Out: the same, as in that state.
 */
import type { Inspected, PanelsModel } from "../../../client/panels/model.ts";
import type { Kind } from "../../../shared/world/entity.ts";

/** Something to inspect, with nothing special about it. */
export const thing = (id: number, kind: Kind, label: string): Inspected => ({
  id,
  kind,
  label,
  position: [2.4, 0, -6.15],
  heading: 135,
  hidden: false,
  locked: false,
  holder: 0,
  group: "",
  variant: "",
  variants: [],
  mass: null,
  size: null,
  doing: "",
  warning: "",
  marks: [],
  gestures: [],
  gaze: null,
  mark: null,
  lamp: null,
  vehicle: null,
});

/** States that the page can be put into, by name. */
export const STATES: Record<string, (m: PanelsModel) => void> = {
  "on-set": () => {},
  rolling: (m) => {
    m.state.value = "rolling";
    m.phase.value = "performance";
    m.transport.position.value = 268;
    m.transport.length.value = 268;
    m.transport.marks.value = [
      { id: "a", at: 48, label: "Action", kind: "action" },
      { id: "b", at: 190, label: "Car turns", kind: "cue" },
    ];
    const first = m.takes.value[0];
    if (first)
      m.takes.value = [
        {
          ...first,
          id: "24A_T4",
          number: 4,
          rolling: true,
          rating: 0,
          circled: false,
          status: "none",
          frames: 0,
        },
        ...m.takes.value,
      ];
  },
  countdown: (m) => {
    STATES["rolling"]?.(m);
    m.countdown.value = 1.4;
  },
  playback: (m) => {
    m.state.value = "playback";
    m.transport.take.value = "24A_T3";
    m.transport.position.value = 268;
    m.transport.length.value = 704;
    m.transport.range.value = [96, 560];
    m.transport.marks.value = [
      { id: "a", at: 48, label: "Action", kind: "action" },
      { id: "b", at: 190, label: "Car turns", kind: "cue" },
      { id: "f", at: 264, label: "look up", kind: "flag" },
      { id: "c", at: 570, label: "Glass falls", kind: "cue" },
    ];
  },
  degraded: (m) => {
    m.degraded.value = [
      {
        id: "model",
        text: "Engine picture: model loading, 62 %",
        detail:
          "The network's picture comes as soon as its 6.1 MB are here. What you shoot meanwhile is kept whole.",
      },
      {
        id: "isolation",
        text: "One thread: page not isolated",
        detail: "Open the https link of the invite to let the network use all of this machine.",
      },
    ];
    m.picture.value = { text: "Engine picture", tone: "plain", shown: "engine", network: false };
    m.jobs.value = [
      { id: "j", label: "Loading the model", doing: "3.8 of 6.1 MB", done: 0.62, cancellable: true },
      { id: "k", label: "Compiling shaders", doing: "", done: null, cancellable: false },
    ];
    m.toasts.value = [
      { id: 1, tone: "refused", text: "Oona Pike holds the Red saloon", kept: "", todo: "", who: 2 },
      {
        id: 2,
        tone: "error",
        text: "The still could not be written",
        kept: "The framing is kept.",
        todo: "Allow downloads for this page, then take it again.",
        who: 0,
        offer: { label: "Again", action: "still" },
      },
    ];
  },
  lost: (m) => {
    m.link.value = "lost";
    m.degraded.value = [{ id: "link", text: "Reconnecting: 12 s", detail: "" }];
  },
  empty: (m) => {
    m.entities.value = [];
    m.takes.value = [];
    m.framings.value = [];
    m.cues.value = [];
    m.cameras.value = [];
    m.camera.id.value = 0;
    m.slate.value = { scene: "1", setup: "1", take: 1, name: "1 · T1" };
    m.people.value = m.people.value.slice(0, 1);
    m.hints.value = ["move", "lens", "roll"];
  },
  hints: (m) => {
    m.hints.value = ["move", "lens", "roll"];
    m.takes.value = [];
  },
  offer: (m) => {
    m.setupOffer.value = "The lens has changed";
    m.view.dialog.value = "slate";
  },
  shelf: (m) => {
    m.view.shelf.value = true;
  },
  look: (m) => {
    m.view.tab.value = "look";
  },
  cues: (m) => {
    m.view.tab.value = "cues";
  },
  "cues-empty": (m) => {
    m.cues.value = [];
    m.view.tab.value = "cues";
  },
  "not-mine": (m) => {
    m.camera.operator.value = 2;
    m.camera.letter.value = "B";
    m.camera.refused.value = "Oona Pike operates camera B";
    m.camera.warning.value = "Signature Prime does not cover 65 mm: the corners go dark";
  },
  actor: (m) => {
    const id = m.entities.value[0]?.id ?? 0;
    m.selection.value = [id];
    m.inspected.value = {
      ...thing(id, "actor", "Ana"),
      doing: "Walks to mark 2",
      warning: "No way to mark 3: the van stands in it",
      marks: [
        { id: 51, number: 1, text: "walks, stands", arrives: 2.4 },
        { id: 52, number: 2, text: "waits for Car turns", arrives: 5.1 },
        { id: 53, number: 3, text: "runs, sits", arrives: null },
      ],
      gestures: ["wave", "point", "shrug", "look-at-watch"],
      gaze: { kind: "entity", on: 4, point: [0, 0, 0] },
    };
  },
  mark: (m) => {
    const id = m.entities.value.find((one) => one.label === "Ana 2")?.id ?? 0;
    m.selection.value = [id];
    m.inspected.value = {
      ...thing(id, "mark", "Ana 2"),
      gestures: ["wave", "point"],
      marks: [
        { id: 51, number: 1, text: "", arrives: 2 },
        { id, number: 2, text: "", arrives: 5 },
        { id: 53, number: 3, text: "", arrives: null },
      ],
      mark: {
        owner: 1,
        ownerLabel: "Ana",
        ownerKind: "actor",
        number: 2,
        of: 3,
        mark: {
          owner: 1,
          gait: "walk",
          speed: 1.4,
          seconds: 0,
          facing: 1.2,
          deed: "sit",
          gesture: "",
          target: 18,
          gaze: { kind: "lens", on: 0, point: [0, 0, 0] },
          wait: { kind: "cue", seconds: 0, on: 101 },
          path: [],
        },
      },
    };
  },
  vehicle: (m) => {
    const id = 4;
    m.selection.value = [id];
    m.inspected.value = {
      ...thing(id, "vehicle", "Red saloon"),
      holder: 2,
      mass: 1340,
      size: [1.78, 1.45, 4.52],
      variant: "red",
      variants: [
        { id: "red", label: "Red", colour: "#cc2222" },
        { id: "blue", label: "Blue", colour: "#2222cc" },
      ],
      marks: [{ id: 61, number: 1, text: "drives, stops", arrives: 6.2 }],
      vehicle: { topSpeed: 50, turningCircle: 10.8 },
    };
  },
  lamp: (m) => {
    const id = m.entities.value.find((one) => one.label === "Café practicals")?.id ?? 0;
    m.selection.value = [id];
    m.inspected.value = {
      ...thing(id, "light", "Café practicals"),
      mass: 0,
      lamp: { on: true, level: 0.8, kelvin: 2700 },
    };
  },
  prop: (m) => {
    const id = m.entities.value.find((one) => one.label === "Glass")?.id ?? 0;
    m.selection.value = [id];
    m.inspected.value = { ...thing(id, "prop", "Glass"), locked: true, mass: 0.24, size: [0.07, 0.16, 0.07] };
  },
  several: (m) => {
    m.selection.value = m.entities.value.slice(5, 9).map((one) => one.id);
    m.inspected.value = null;
    m.view.tab.value = "selected";
  },
  palette: (m) => {
    m.view.dialog.value = "palette";
  },
  keys: (m) => {
    m.view.dialog.value = "keys";
  },
  invite: (m) => {
    m.view.dialog.value = "invite";
  },
  "invite-plain": (m) => {
    m.invite.value = {
      ...m.invite.value,
      secure: false,
      link: "http://192.168.1.20:8080/r/corner-street#k=Jx4v",
    };
    m.view.dialog.value = "invite";
  },
  export: (m) => {
    m.view.dialog.value = "export";
  },
  exporting: (m) => {
    m.exporting.job.value = {
      id: "x",
      label: "Exporting 24A · T3",
      doing: "frame 118 of 704",
      done: 0.168,
      cancellable: true,
    };
    m.view.dialog.value = "export";
  },
  settings: (m) => {
    m.view.dialog.value = "settings";
  },
  history: (m) => {
    m.view.dialog.value = "history";
  },
  people: (m) => {
    m.view.dialog.value = "people";
  },
  picture: (m) => {
    STATES["degraded"]?.(m);
    m.view.dialog.value = "picture";
  },
  "make-one": (m) => {
    m.view.dialog.value = "make one";
  },
  bare: (m) => {
    m.view.bare.value = true;
  },
  foot: (m) => {
    m.seeing.value = "foot";
    m.camera.id.value = 0;
  },
  first: (m) => {
    m.page.value = "first";
    m.first.access.value = { kind: "house", text: "" };
  },
  "first-empty": (m) => {
    m.page.value = "first";
    m.first.access.value = { kind: "house", text: "" };
    m.first.stages.value = [];
    m.first.bin.value = [];
  },
};
