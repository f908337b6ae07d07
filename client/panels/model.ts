/**
 * Everything the interface shows, as signals. In: whoever composes the client writes `.value`s here (client/main.ts).
 * Out: the components read them. The panels never change what belongs to the stage, the world, presence or a take:
 * they only emit intents (intent.ts); what they may write themselves is `view`.
 */
import { type Signal, signal } from "@preact/signals";
import {
  type CameraLine,
  type CameraModel,
  createCameraModel,
  type Framing,
  type LookPanel,
  NOON,
  type StillCard,
} from "./camera-model.ts";
import {
  type Choice,
  type Degradation,
  FIRST_SETTINGS,
  type HistoryLine,
  type HouseAccess,
  type Invite,
  type Person,
  type RoomState,
  type SetCard,
  type Settings,
  type StageCard,
  type Toast,
} from "./room-model.ts";
import type { CueLine, EntityLine, Inspected, ShelfItem } from "./set-model.ts";
import {
  createExportModel,
  createTransportModel,
  type ExportModel,
  type Job,
  type TakeCard,
  type TransportModel,
} from "./take-model.ts";

export * from "./camera-model.ts";
export * from "./room-model.ts";
export * from "./set-model.ts";
export * from "./take-model.ts";

/** Tabs of the right drawer. */
export type Tab = "camera" | "look" | "selected" | "cues" | "take";

/** What lies over the room, one at a time. */
export type Dialog =
  | "none"
  | "palette"
  | "keys"
  | "invite"
  | "export"
  | "settings"
  | "history"
  | "people"
  | "slate"
  | "picture"
  | "make one";

/** What belongs to this screen alone; the panels write it, and so may main. */
export interface ViewModel {
  dialog: Signal<Dialog>;
  /** All drawers and strips hidden (the key left of 1). */
  bare: Signal<boolean>;
  left: Signal<boolean>;
  right: Signal<boolean>;
  bottom: Signal<boolean>;
  shelf: Signal<boolean>;
  tab: Signal<Tab>;
  /** Take shown in the take tab; empty: the one in review. */
  takeShown: Signal<string>;
  /** Area between the drawers in CSS pixels, kept by the panels: the gate is laid in it. */
  free: Signal<{ x: number; y: number; width: number; height: number }>;
  phone: Signal<boolean>;
}

/** How one sees: through a camera, off it, or from above. */
export type Seeing = "camera" | "foot" | "plan";

/** What a click on the ground does. */
export type Tool = "select" | "marks" | "walk it" | "turn";

/** Everything the interface shows. */
export interface PanelsModel {
  page: Signal<"first" | "room">;
  first: {
    stages: Signal<readonly StageCard[]>;
    sets: Signal<readonly SetCard[]>;
    bin: Signal<readonly StageCard[]>;
    access: Signal<HouseAccess>;
  };
  /** Label of the stage. */
  stage: Signal<string>;
  state: Signal<RoomState>;
  /** At one, or a performance since Action: a rehearsal when nothing rolls. */
  phase: Signal<"one" | "performance">;
  /** Whether this performance has been cut: what still moves is no rehearsal. */
  cut: Signal<boolean>;
  frozen: Signal<boolean>;
  /** Seconds to Action while a pre-roll counts; −1: none. */
  countdown: Signal<number>;
  /** *lost*: trying to come back; *over*: for good. */
  link: Signal<"joined" | "joining" | "lost" | "over">;
  degraded: Signal<readonly Degradation[]>;
  slate: Signal<{ scene: string; setup: string; take: number; name: string }>;
  /** Why another setup letter is offered: `The lens has changed`; empty: it is not. */
  setupOffer: Signal<string>;
  timecode: Signal<string>;
  /** `23.976`. */
  rate: Signal<string>;
  picture: Signal<{
    text: string;
    tone: "good" | "plain" | "degraded";
    shown: "network" | "engine" | "split";
    /** Whether the network's picture can be had. */
    network: boolean;
  }>;
  people: Signal<readonly Person[]>;
  entities: Signal<readonly EntityLine[]>;
  selection: Signal<readonly number[]>;
  inspected: Signal<Inspected | null>;
  shelf: Signal<readonly ShelfItem[]>;
  cameras: Signal<readonly CameraLine[]>;
  camera: CameraModel;
  framings: Signal<readonly Framing[]>;
  /** Stills taken here, newest first. */
  stills: Signal<readonly StillCard[]>;
  look: Signal<LookPanel>;
  cues: Signal<readonly CueLine[]>;
  transport: TransportModel;
  takes: Signal<readonly TakeCard[]>;
  exporting: ExportModel;
  jobs: Signal<readonly Job[]>;
  toasts: Signal<readonly Toast[]>;
  history: Signal<readonly HistoryLine[]>;
  invite: Signal<Invite>;
  /** Hints of a first visit still to be followed. */
  hints: Signal<readonly ("move" | "lens" | "roll")[]>;
  settings: Signal<Settings>;
  ratios: Signal<readonly Choice[]>;
  projectRates: Signal<readonly Choice[]>;
  seeing: Signal<Seeing>;
  tool: Signal<Tool>;
  peaking: Signal<boolean>;
  falseColour: Signal<boolean>;
  view: ViewModel;
}

/** A model with nothing in it: an empty room that is being joined. */
export function createPanelsModel(): PanelsModel {
  return {
    page: signal("room"),
    first: {
      stages: signal([]),
      sets: signal([]),
      bin: signal([]),
      access: signal({ kind: "asking", text: "" }),
    },
    stage: signal(""),
    state: signal("on set"),
    phase: signal("one"),
    cut: signal(false),
    frozen: signal(false),
    countdown: signal(-1),
    link: signal("joining"),
    degraded: signal([]),
    slate: signal({ scene: "", setup: "", take: 1, name: "" }),
    setupOffer: signal(""),
    timecode: signal("00:00:00:00"),
    rate: signal(""),
    picture: signal({ text: "", tone: "plain", shown: "engine", network: false }),
    people: signal([]),
    entities: signal([]),
    selection: signal([]),
    inspected: signal(null),
    shelf: signal([]),
    cameras: signal([]),
    camera: createCameraModel(),
    framings: signal([]),
    stills: signal([]),
    look: signal(NOON),
    cues: signal([]),
    transport: createTransportModel(),
    takes: signal([]),
    exporting: createExportModel(),
    jobs: signal([]),
    toasts: signal([]),
    history: signal([]),
    invite: signal({ link: "", secure: true, note: "", others: [] }),
    hints: signal([]),
    settings: signal(FIRST_SETTINGS),
    ratios: signal([]),
    projectRates: signal([]),
    seeing: signal("camera"),
    tool: signal("select"),
    peaking: signal(false),
    falseColour: signal(false),
    view: {
      dialog: signal("none"),
      bare: signal(false),
      left: signal(true),
      right: signal(true),
      bottom: signal(true),
      shelf: signal(false),
      tab: signal("camera"),
      takeShown: signal(""),
      free: signal({ x: 0, y: 0, width: 0, height: 0 }),
      phone: signal(false),
    },
  };
}
