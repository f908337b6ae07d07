/**
 * Messages between the page and the worker in which light memory is kept.
 */
import type { LightField } from "../../shared/anchors/light-field.ts";
import type { Catalogue, SetSheet } from "../../shared/world/set.ts";
import type { LitWorld } from "./watch.ts";

/** To the worker. */
export type ToWorker =
  /** Opens a set; `file` is its light.bin, or null where it has none. */
  | { type: "open"; sheet: SetSheet; colliders: Catalogue["colliders"]; file: Uint8Array<ArrayBuffer> | null }
  | { type: "world"; world: LitWorld }
  /** Asks for the settled field of a world, at once. */
  | { type: "settle"; serial: number; world: LitWorld }
  /** Where the camera is, for what comes first. */
  | { type: "attend"; position: [number, number, number]; forward: [number, number, number] };

/** From the worker. */
export type FromWorker =
  | { type: "opened"; probes: number; note: string }
  /** The field as it is shown. `settled`: it is what this world's light comes to, and no other follows. */
  | { type: "field"; field: LightField; settled: boolean }
  | { type: "settled"; serial: number; field: LightField }
  | { type: "failed"; text: string };
