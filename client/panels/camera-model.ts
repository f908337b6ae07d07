/**
 * What the interface shows of cameras and the look: signals of the camera shown, framings, sun and sky.
 */
import { type Signal, signal } from "@preact/signals";
import type { Look } from "../../shared/world/command.ts";
import type { Choice } from "./room-model.ts";

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

/** A still that was taken here. */
export interface StillCard {
  id: string;
  /** `24A T3, 35 mm`. */
  label: string;
  /** Its file name. */
  file: string;
  /** Address of the picture. */
  picture: string;
  /** ms since 1970. */
  taken: number;
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

/** A look before the stage has told its own. */
export const NOON: LookPanel = {
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

/** The camera of an empty room. */
export function createCameraModel(): CameraModel {
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
