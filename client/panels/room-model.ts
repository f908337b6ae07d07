/**
 * What the interface shows of the room and the house: people, messages, what was done, stages, settings. Plain records
 * for the signals of model.ts.
 */

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

/** A choice among several. */
export interface Choice {
  id: string;
  label: string;
  /** What it means, beside it; empty for nothing. */
  note?: string;
  /** Why it cannot be chosen; empty or absent: it can. */
  refused?: string;
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
  /** Later steps of the same person that are taken back (or redone) with it. */
  above: number;
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
  /** −1: not known. */
  takes: number;
  /** People in it now. */
  people: number;
  /** Last changed, ms since 1970. */
  changed: number;
  thumbnail: string | null;
}

/**
 * What the first page knows: *asking* the house, the *house* with its key, the stages *visited* by this browser where
 * there is no key, or *unreachable*.
 */
export interface HouseAccess {
  kind: "asking" | "house" | "visited" | "unreachable";
  /** What went wrong, in words; empty for nothing. */
  text: string;
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
  /** The picture keeps the project's cadence: 24 strobes as it will on a screen. */
  cadence: boolean;
  /** What a still says of slate, lens, height, tilt and distance: below the picture, in it, or nothing. */
  stillNotes: "below" | "in" | "none";
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
  cadence: false,
  stillNotes: "below",
  units: "metres",
  callsAction: false,
  preRoll: 2,
  keepCameras: false,
  slateStyle: "us",
  rate: "24",
  reducedMotion: false,
};
