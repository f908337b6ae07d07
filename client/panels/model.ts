/**
 * Everything the interface shows, as signals. In: whoever composes the client writes `.value`s here (client/main.ts).
 * Out: the components read them. The panels never change what belongs to the stage, the world, presence or a take:
 * they only emit intents (intent.ts); what they may write themselves is `view`.
 */
import { type Signal, signal } from "@preact/signals";
import type { Cue, Look } from "../../shared/world/command.ts";
import type { Gaze, Kind, Lamp, Mark } from "../../shared/world/entity.ts";

/** State of the room: *on set*, *rolling* a take, or *playback* of one. */
export type RoomState = "on set" | "rolling" | "playback";

/** Something that works less well than it should, in words that say what and why. */
export interface Degradation {
  /** Stable name, such as `model` or `link`. */
  id: string;
  /** A few words: `Engine picture: model loading`. */
  text: string;
  /** A sentence: what happened, what was kept, what to do. Empty where the words say it all. */
  detail: string;
}

/** Somebody in the room. */
export interface Person {
  /** Number in the room, 1…65535. */
  id: number;
  name: string;
  /** Two letters. */
  initials: string;
  /** `#rrggbb`, theirs alone. */
  colour: string;
  self: boolean;
  /** What they do: on a camera (its letter in `camera`), in the village, on foot. */
  on: "camera" | "village" | "foot";
  /** Letter of the camera they man; empty for none. */
  camera: string;
  /** Labels of what they hold. */
  holds: readonly string[];
  /** Lost, and waited for. */
  away: boolean;
}

/** Section of the set list that a line belongs to. */
export const SECTIONS = ["Cast", "Vehicles", "Props", "Lights", "Marks", "Cameras", "Place"] as const;
/** Section of the set list that a line belongs to. */
export type Section = (typeof SECTIONS)[number];

/** One line of the set list. */
export interface EntityLine {
  /** Entity, or for `Place` the number that main gave the part. */
  id: number;
  section: Section;
  kind: Kind;
  label: string;
  /** Thing or actor of the assets; empty for marks and cameras. */
  asset: string;
  /** Name of the group it was put in; empty for none. */
  group: string;
  hidden: boolean;
  locked: boolean;
  /** Person who holds it; 0 nobody. */
  holder: number;
  /** Person who changed it within the last two seconds; 0 nobody. */
  touched: number;
  /** What it is doing, one or two words: `walking`, `waits for car`; empty for nothing. */
  state: string;
  /** Asked for, not yet back from the room. */
  pending: boolean;
}

/** Something to drag into the set. */
export interface ShelfItem {
  asset: string;
  label: string;
  kind: Kind;
  /** Heading under which it is shelved: `Furniture`, `Street`. */
  shelf: string;
  /** Picture to show, or null: its icon. */
  thumbnail: string | null;
  variants: readonly { id: string; label: string; colour: string }[];
  /** Footprint and height in metres, x y z. */
  size: readonly [number, number, number];
}

/** A choice among several. */
export interface Choice {
  id: string;
  label: string;
  /** What it means, beside it; empty for nothing. */
  note?: string;
  /** Why it cannot be chosen; empty or absent: it can. */
  refused?: string;
}

/** One camera of the stage. */
export interface CameraLine {
  id: number;
  letter: string;
  /** Person who mans it; 0 nobody. */
  operator: number;
  /** `35 mm T2.0`. */
  lens: string;
}

/** The camera whose picture is shown. */
export interface CameraModel {
  /** Entity; 0 when nobody's camera is shown (on foot, plan). */
  id: Signal<number>;
  letter: Signal<string>;
  operator: Signal<number>;
  /** Why its settings cannot be changed by this person; empty: they can. */
  refused: Signal<string>;
  body: Signal<string>;
  filmback: Signal<string>;
  bodies: Signal<readonly Choice[]>;
  /** Filmbacks of the chosen body. */
  filmbacks: Signal<readonly Choice[]>;
  lensSet: Signal<string>;
  lensSets: Signal<readonly Choice[]>;
  /** Focal lengths of the lens set, mm, rising. */
  focals: Signal<readonly number[]>;
  /** Ends of a zoom, mm; null for primes. */
  zoom: Signal<readonly [number, number] | null>;
  /** mm. */
  focal: Signal<number>;
  /** Horizontal and vertical angle of view, degrees. */
  angles: Signal<readonly [number, number]>;
  tStop: Signal<number>;
  /** Widest T-stop of the lens. */
  widest: Signal<number>;
  /** Metres from the sensor plane. */
  focus: Signal<number>;
  /** Metres; `far` is Infinity beyond the hyperfocal distance. */
  near: Signal<number>;
  far: Signal<number>;
  /** Circle of confusion used, mm. */
  circle: Signal<number>;
  /** Whom focus follows, in words: `Ana, eyes`; empty: by hand. */
  subject: Signal<string>;
  /** Stored focus stops, near to far. */
  stops: Signal<readonly FocusStop[]>;
  /** Seconds a rack takes. */
  rackSeconds: Signal<number>;
  /** Degrees. */
  shutter: Signal<number>;
  /** Camera rate in frames a second, and what it does at the project's rate: `half speed`. */
  cameraRate: Signal<number>;
  cameraRateNote: Signal<string>;
  squeeze: Signal<number>;
  squeezes: readonly number[];
  rig: Signal<string>;
  rigs: Signal<readonly Choice[]>;
  /** Smoothing of the operator's hand, 0…1. */
  smoothing: Signal<number>;
  /** Metres above the ground. */
  height: Signal<number>;
  /** Degrees; up and right-side-down are positive. */
  tilt: Signal<number>;
  roll: Signal<number>;
  /** m/s: speed of the rig under the keys. */
  speed: Signal<number>;
  ei: Signal<number>;
  /** Optical density: 0.3 a stop. */
  nd: Signal<number>;
  /** Exposure is set by hand; else ND holds it. */
  byHand: Signal<boolean>;
  /** Something the lens or filmback does not do: `Signature Prime does not cover 65 mm`. */
  warning: Signal<string>;
}

/** A focus distance that somebody stored. */
export interface FocusStop {
  id: number;
  label: string;
  /** Metres from the sensor plane. */
  distance: number;
}

/** A kept camera position with lens and focus. */
export interface Framing {
  id: string;
  label: string;
  focal: number;
  /** Metres. */
  height: number;
  thumbnail: string | null;
}

/** Sun, sky and practicals, with what follows from them. */
export interface LookPanel {
  look: Look;
  /** Degrees above the horizon, and clockwise from north. */
  sunHeight: number;
  sunBearing: number;
  /** `golden hour`, `night`. */
  phrase: string;
  /** Local solar time, hours; null where the sun does not rise or set. */
  sunrise: number | null;
  sunset: number | null;
}

/** One cue of the stage. */
export interface CueLine {
  id: number;
  cue: Cue;
  /** When it fired in this performance, seconds after Action; null: not yet. */
  fired: number | null;
  /** How many marks wait for it. */
  waiters: number;
}

/** One mark in a performer's list. */
export interface MarkSummary {
  id: number;
  /** 1… */
  number: number;
  /** `walks, sits`. */
  text: string;
  /** Seconds after Action at which it is reached; null: it waits for something. */
  arrives: number | null;
}

/** The one thing selected, in detail. Positions in metres, angles in degrees. */
export interface Inspected {
  id: number;
  kind: Kind;
  label: string;
  position: readonly [number, number, number];
  /** Degrees about +Y from +Z. */
  heading: number;
  hidden: boolean;
  locked: boolean;
  holder: number;
  group: string;
  variant: string;
  variants: readonly { id: string; label: string; colour: string }[];
  /** kg; 0 never moves; null: not weighed (marks, cameras). */
  mass: number | null;
  /** Size in metres, x y z; null where it has none. */
  size: readonly [number, number, number] | null;
  /** What it is doing: `waits at mark 2 for the car`. */
  doing: string;
  /** Something that does not work: `no way to mark 3`. */
  warning: string;
  /** Actors and vehicles: their marks in order (of a mark: its owner's), gestures they know, where the eyes rest. */
  marks: readonly MarkSummary[];
  gestures: readonly string[];
  gaze: Gaze | null;
  /** Marks: theirs. */
  mark: { owner: number; ownerLabel: string; ownerKind: Kind; number: number; of: number; mark: Mark } | null;
  lamp: Lamp | null;
  /** Vehicles: top speed, m/s, and turning circle, m. */
  vehicle: { topSpeed: number; turningCircle: number } | null;
}

/** A moment on the scrub bar, in frames. */
export interface TimelineMark {
  id: string;
  at: number;
  label: string;
  kind: "action" | "cue" | "flag";
}

/** Play, scrub and what is under them. Frames are the project's. */
export interface TransportModel {
  /** Take in review; empty: live. */
  take: Signal<string>;
  position: Signal<number>;
  length: Signal<number>;
  playing: Signal<boolean>;
  /** 1 is real time; negative plays backwards. */
  speed: Signal<number>;
  marks: Signal<readonly TimelineMark[]>;
  /** In and out, frames; null: all of it. */
  range: Signal<readonly [number, number] | null>;
  /** Frames counted in a second of timecode: 24 for 23.976. */
  base: Signal<number>;
  /** Person whose review everybody follows; 0: nobody's. */
  shownBy: Signal<number>;
}

/** One take in the strip. */
export interface TakeCard {
  id: string;
  /** `24A`, and the take's number. */
  setup: string;
  number: number;
  /** Letters of the cameras that rolled. */
  cameras: string;
  /** mm, of the first camera. */
  focal: number;
  /** Length in frames; 0 while it rolls. */
  frames: number;
  rating: number;
  circled: boolean;
  status: "none" | "ng" | "ok" | "print";
  description: string;
  notes: string;
  thumbnail: string | null;
  /** When it began, ms since 1970. */
  opened: number;
  flags: readonly { frame: number; label: string }[];
  rolling: boolean;
  /** On disk: acknowledged by the room. */
  kept: boolean;
}

/** What an export offers and what has been chosen. */
export interface ExportModel {
  codecs: Signal<readonly Choice[]>;
  rates: Signal<readonly Choice[]>;
  sizes: Signal<readonly Choice[]>;
  /** Files beside the video: OTIO, EDL, USD… */
  files: Signal<readonly Choice[]>;
  /** Letters of the take's cameras. */
  cameras: Signal<readonly string[]>;
  job: Signal<Job | null>;
}

/** Long work: what it is doing, how far it is, and whether it can be cancelled. */
export interface Job {
  id: string;
  label: string;
  /** `frame 118 of 700`. */
  doing: string;
  /** 0…1, or null where nobody knows. */
  done: number | null;
  cancellable: boolean;
}

/** Something to be told once. */
export interface Toast {
  id: number;
  tone: "told" | "refused" | "error";
  /** What happened. */
  text: string;
  /** What was kept; empty for nothing to say. */
  kept: string;
  /** What to do; empty for nothing. */
  todo: string;
  /** Person it is about; 0 nobody. */
  who: number;
  /** Offered as a button. */
  offer?: { label: string; action: string };
}

/** One step in the list of what was done. */
export interface HistoryLine {
  id: number;
  who: number;
  what: string;
  /** ms since 1970. */
  when: number;
  undone: boolean;
  /** Why it cannot be undone by this person; empty: it can. */
  refused: string;
}

/** How to bring somebody in. */
export interface Invite {
  link: string;
  /** Whether that link opens a secure page. */
  secure: boolean;
  /** What a phone will say of the certificate, and what to do; empty for nothing. */
  note: string;
  /** Others' addresses for the same room. */
  others: readonly string[];
}

/** A saved stage on the first page. */
export interface StageCard {
  id: string;
  label: string;
  set: string;
  takes: number;
  /** People in it now. */
  people: number;
  /** Last changed, ms since 1970. */
  changed: number;
  thumbnail: string | null;
}

/** A set that a stage can be made from. */
export interface SetCard {
  id: string;
  label: string;
  about: string;
  thumbnail: string | null;
}

/** What somebody chose for their own screen and hands. */
export interface Settings {
  quality: "auto" | "low" | "medium" | "high";
  /** Delivery ratio as its name: `2.39`. */
  ratio: string;
  /** Other ratios shown as guides. */
  guides: readonly string[];
  safe: boolean;
  cross: boolean;
  thirds: boolean;
  horizon: boolean;
  /** Outside the gate: dimmed or black. */
  outside: "dimmed" | "black";
  names: boolean;
  units: "metres" | "feet";
  callsAction: boolean;
  /** Seconds before Action. */
  preRoll: number;
  /** Back to one leaves the cameras where they are. */
  keepCameras: boolean;
  slateStyle: "us" | "uk";
  /** Project's rate as its name: `23.976`. */
  rate: string;
  reducedMotion: boolean;
}

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
export type Tool = "select" | "marks" | "walk it";

/** Everything the interface shows. */
export interface PanelsModel {
  page: Signal<"first" | "room">;
  first: {
    stages: Signal<readonly StageCard[]>;
    sets: Signal<readonly SetCard[]>;
    bin: Signal<readonly StageCard[]>;
  };
  /** Label of the stage. */
  stage: Signal<string>;
  state: Signal<RoomState>;
  /** At one, or a performance since Action: a rehearsal when nothing rolls. */
  phase: Signal<"one" | "performance">;
  frozen: Signal<boolean>;
  /** Seconds to Action while a pre-roll counts; −1: none. */
  countdown: Signal<number>;
  link: Signal<"joined" | "joining" | "lost">;
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

const NOON: LookPanel = {
  look: {
    time: 12,
    north: 0,
    latitude: 0,
    day: 1,
    cloud: 0,
    turbidity: 2,
    exposure: 0,
    practicals: "dusk",
  },
  sunHeight: 90,
  sunBearing: 0,
  phrase: "",
  sunrise: null,
  sunset: null,
};

/** Settings of somebody who has never been here. */
export const FIRST_SETTINGS: Settings = {
  quality: "auto",
  ratio: "2.39",
  guides: [],
  safe: false,
  cross: true,
  thirds: false,
  horizon: false,
  outside: "dimmed",
  names: true,
  units: "metres",
  callsAction: false,
  preRoll: 2,
  keepCameras: false,
  slateStyle: "us",
  rate: "24",
  reducedMotion: false,
};

/** A model with nothing in it: an empty room that is being joined. */
export function createPanelsModel(): PanelsModel {
  return {
    page: signal("room"),
    first: { stages: signal([]), sets: signal([]), bin: signal([]) },
    stage: signal(""),
    state: signal("on set"),
    phase: signal("one"),
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
    look: signal(NOON),
    cues: signal([]),
    transport: {
      take: signal(""),
      position: signal(0),
      length: signal(0),
      playing: signal(false),
      speed: signal(1),
      marks: signal([]),
      range: signal(null),
      base: signal(24),
      shownBy: signal(0),
    },
    takes: signal([]),
    exporting: {
      codecs: signal([]),
      rates: signal([]),
      sizes: signal([]),
      files: signal([]),
      cameras: signal([]),
      job: signal(null),
    },
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

function createCameraModel(): CameraModel {
  return {
    id: signal(0),
    letter: signal(""),
    operator: signal(0),
    refused: signal(""),
    body: signal(""),
    filmback: signal(""),
    bodies: signal([]),
    filmbacks: signal([]),
    lensSet: signal(""),
    lensSets: signal([]),
    focals: signal([]),
    zoom: signal(null),
    focal: signal(0),
    angles: signal([0, 0]),
    tStop: signal(2),
    widest: signal(1),
    focus: signal(1),
    near: signal(1),
    far: signal(1),
    circle: signal(0.025),
    subject: signal(""),
    stops: signal([]),
    rackSeconds: signal(1),
    shutter: signal(180),
    cameraRate: signal(24),
    cameraRateNote: signal(""),
    squeeze: signal(1),
    squeezes: [1, 1.25, 1.3, 1.33, 1.5, 1.65, 1.8, 2],
    rig: signal(""),
    rigs: signal([]),
    smoothing: signal(0),
    height: signal(0),
    tilt: signal(0),
    roll: signal(0),
    speed: signal(1.4),
    ei: signal(800),
    nd: signal(0),
    byHand: signal(false),
    warning: signal(""),
  };
}
