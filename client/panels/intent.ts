/**
 * Everything a person can ask for through the panels. In: nothing. Out: plain records for whoever composes the client,
 * who turns them into world commands, room messages or changes of this screen. Units are those of the model:
 * metres, millimetres, seconds; angles in degrees, frames of the project's rate.
 */
import type { Cue, Look } from "../../shared/world/command.ts";
import type { Gaze, Kind, Lamp, Mark } from "../../shared/world/entity.ts";
import type { Seeing, Settings, TakeCard, Tool } from "./model.ts";

/** What can be changed of the camera; absent: as it was. */
export interface CameraChange {
  body?: string;
  filmback?: string;
  lensSet?: string;
  focal?: number;
  tStop?: number;
  focus?: number;
  shutter?: number;
  cameraRate?: number;
  squeeze?: number;
  rig?: string;
  smoothing?: number;
  height?: number;
  tilt?: number;
  roll?: number;
  speed?: number;
  ei?: number;
  nd?: number;
  byHand?: boolean;
  rackSeconds?: number;
}

/** What an export makes. */
export interface ExportOrder {
  take: string;
  /** Frames, both included. */
  from: number;
  to: number;
  /** Letters. */
  cameras: readonly string[];
  rate: string;
  size: string;
  codec: string;
  burnIns: { slate: boolean; timecode: boolean; lens: boolean; frame: boolean };
  files: readonly string[];
}

/**
 * What a person asks for. `settled` is false while a drag goes on and true with its last value, so that a drag is one
 * step of undo.
 */
export type PanelIntent =
  // Transport
  | { type: "roll" }
  | { type: "cut" }
  | { type: "action" }
  | { type: "back to one" }
  | { type: "make this one" }
  | { type: "pick up" }
  | { type: "freeze"; frozen: boolean }
  | { type: "play"; playing: boolean }
  | { type: "speed"; speed: number }
  | { type: "shuttle"; direction: -1 | 0 | 1 }
  | { type: "seek"; frame: number; settled: boolean }
  | { type: "step"; frames: number }
  | { type: "range"; range: readonly [number, number] | null }
  | { type: "review"; take: string }
  | { type: "close review" }
  | { type: "review camera"; camera: number }
  | { type: "show all"; shown: boolean }
  | { type: "flag" }
  | { type: "set flag"; take: string; frame: number; label: string; remove: boolean }
  | {
      type: "rate take";
      take: string;
      change: Partial<Pick<TakeCard, "rating" | "circled" | "status" | "description" | "notes">>;
    }
  | { type: "download take"; take: string }
  // Slate
  | { type: "scene"; scene: string }
  | { type: "next setup" }
  | { type: "keep setup" }
  // Set
  | { type: "select"; ids: readonly number[]; add: boolean }
  | { type: "frame"; id: number }
  | { type: "remove"; ids: readonly number[] }
  | { type: "duplicate"; ids: readonly number[] }
  | { type: "hide"; ids: readonly number[]; hidden: boolean }
  | { type: "lock"; ids: readonly number[]; locked: boolean }
  | { type: "name"; id: number; label: string }
  | { type: "variant"; id: number; variant: string }
  | { type: "group"; ids: readonly number[]; group: string }
  | { type: "move"; id: number; position: readonly [number, number, number]; settled: boolean }
  | { type: "turn"; id: number; heading: number; settled: boolean }
  | { type: "add"; asset: string; kind: Kind; variant: string }
  | {
      /** Dragging from the shelf: x y are client pixels. */
      type: "drag in";
      asset: string;
      kind: Kind;
      variant: string;
      x: number;
      y: number;
      phase: "move" | "drop" | "cancel";
    }
  | { type: "load set" }
  // People in performance
  | { type: "lay marks"; id: number }
  | { type: "walk it"; id: number }
  | { type: "lay floor mark" }
  | { type: "set mark"; id: number; mark: Mark; settled: boolean }
  | { type: "order marks"; owner: number; marks: readonly number[] }
  | { type: "gaze"; id: number; gaze: Gaze }
  | { type: "gesture"; id: number; clip: string }
  | { type: "set cue"; id: number; cue: Cue }
  | { type: "remove cue"; id: number }
  | { type: "fire cue"; id: number }
  | { type: "set lamp"; ids: readonly number[]; lamp: Lamp; settled: boolean }
  | { type: "grab" }
  | { type: "turn tool" }
  | { type: "tool"; tool: Tool }
  // Camera
  | { type: "camera"; change: CameraChange; settled: boolean }
  | { type: "man"; camera: number }
  | { type: "next camera" }
  | { type: "add camera" }
  | { type: "watch" }
  | { type: "walk" }
  | { type: "see"; seeing: Seeing }
  | { type: "focus on selection" }
  | { type: "focus by hand" }
  | { type: "store focus" }
  | { type: "rack"; stop: number }
  | { type: "forget focus"; stop: number }
  | { type: "name focus"; stop: number; label: string }
  | { type: "pull focus"; direction: -1 | 1 }
  | { type: "keep framing" }
  | { type: "go to framing"; framing: string }
  | { type: "name framing"; framing: string; label: string }
  | { type: "remove framing"; framing: string }
  | { type: "still" }
  | { type: "download still"; still: string }
  | { type: "remove still"; still: string }
  // Picture
  | { type: "look"; look: Look; settled: boolean }
  | { type: "compare"; shown: "network" | "engine" | "split" }
  | { type: "peaking"; on: boolean }
  | { type: "false colour"; on: boolean }
  // Room
  | { type: "rename self"; name: string }
  | { type: "settings"; change: Partial<Settings> }
  | { type: "undo" }
  | { type: "redo" }
  | { type: "undo step"; id: number }
  | { type: "export"; order: ExportOrder }
  | { type: "cancel job"; id: string }
  | { type: "dismiss toast"; id: number }
  | { type: "dismiss hints" }
  | { type: "full screen" }
  // First page
  | { type: "first page" }
  | { type: "new stage"; set: string; label: string }
  | { type: "open stage"; id: string }
  | { type: "rename stage"; id: string; label: string }
  | { type: "duplicate stage"; id: string }
  | { type: "bin stage"; id: string }
  | { type: "restore stage"; id: string }
  | { type: "forget stage"; id: string }
  | { type: "refresh stages" }
  // Phone: a thumb's place in its zone, −1…1; 0 0 when it lifts.
  | { type: "thumb"; zone: "move" | "look"; x: number; y: number };

/** Takes an intent. Must not throw. */
export type Emit = (intent: PanelIntent) => void;

/** One line of the key table, as client/input keeps it. */
export interface KeyLine {
  /** Action of client/panels/actions.ts, or any name for keys that are held (`fly forward`). */
  action: string;
  /** Keys as printed on the key sheet, such as `["Ctrl", "K"]`. */
  keys: readonly string[];
  /** What it does, where it is no action of the panels. */
  label?: string;
  /** Heading on the key sheet, where it is no action of the panels. */
  group?: string;
}
