/**
 * What the interface shows of the set: lines of the list, the shelf, cues, and the one thing selected in detail. Plain
 * records for the signals of model.ts.
 */
import type { Cue } from "../../shared/world/command.ts";
import type { Gaze, Kind, Lamp, Mark } from "../../shared/world/entity.ts";

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
  /** People who can sit on it. */
  seats: number;
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
  /** Seconds after Action at which it is reached; null: not while something is waited for; "unknown": being worked out. */
  arrives: number | null | "unknown";
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
