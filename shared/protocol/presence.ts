/**
 * Presence as plain records: who is here, what they man, what is on. The room's threads say it, Colyseus carries it as state
 * (room-state.ts), and pages read it.
 */

/** Somebody in the room, as presence has it. */
export interface Present {
  /** Number of the person in the room. */
  number: number;
  name: string;
  /** `#rrggbb`. */
  colour: string;
  /** Camera that they man; 0 for none. */
  mans: number;
  on: "camera" | "village" | "foot";
  /** False while the connection is broken and the seat is kept. */
  connected: boolean;
}

/** What everybody in a room sees of it beside its world: never saved, and never part of it. */
export interface Presence {
  people: Present[];
  /** Take that rolls; empty when none does. */
  rolling: string;
  /** Label of the stage. */
  label: string;
  /** Slate for the next roll. */
  scene: string;
  setup: string;
  /** Running slate number (UK). */
  number: number;
  take: number;
  style: "us" | "uk";
  /** Delivery ratio and rate of the project, by their names. */
  ratio: string;
  rate: string;
  /** Review that everybody follows, and whose it is; empty and 0 when none. */
  shown: string;
  shownBy: number;
}

/** A room in which nobody is. */
export const NOBODY: Presence = {
  people: [],
  rolling: "",
  label: "",
  scene: "1",
  setup: "",
  number: 1,
  take: 1,
  style: "us",
  ratio: "2.39",
  rate: "24",
  shown: "",
  shownBy: 0,
};
