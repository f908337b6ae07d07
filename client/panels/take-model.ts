/**
 * What the interface shows of takes: cards of the strip, transport and what lies under it, exports, long work.
 */
import { type Signal, signal } from "@preact/signals";
import type { Choice } from "./room-model.ts";

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
  /** Cameras of the take in review, and the one that is seen. */
  cameras: Signal<readonly { camera: number; letter: string }[]>;
  camera: Signal<number>;
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

/** Nothing in review. */
export function createTransportModel(): TransportModel {
  return {
    take: signal(""),
    position: signal(0),
    length: signal(0),
    playing: signal(false),
    speed: signal(1),
    marks: signal([]),
    range: signal(null),
    base: signal(24),
    cameras: signal([]),
    camera: signal(0),
    shownBy: signal(0),
  };
}

/** Nothing to export yet. */
export function createExportModel(): ExportModel {
  return {
    codecs: signal([]),
    rates: signal([]),
    sizes: signal([]),
    files: signal([]),
    job: signal(null),
  };
}

/** The slate over the picture: of the take in review, else of the one that rolls, else `next`, the one to come. */
export function slateOnScreen(
  takes: readonly Pick<TakeCard, "id" | "setup" | "number" | "rolling">[],
  reviewed: string,
  next: string,
): string {
  const take = takes.find((one) => (reviewed === "" ? one.rolling : one.id === reviewed));
  return take ? `${take.setup} · T${take.number}` : next;
}
