/**
 * Filmbacks: the lit area of a sensor or a film gate, from `assets/lenses/filmbacks.json`.
 *
 * In: ids. Out: frozen rows with sizes in millimetres, before any squeeze. An unknown id is an
 * {@link UnknownPreset} error.
 */
import table from "../../assets/lenses/filmbacks.json" with { type: "json" };
import { hypot } from "../math/trig.ts";
import type { Millimetres } from "../math/units.ts";
import { UnknownPreset } from "./preset.ts";

/** One recording area of one camera. */
export interface Filmback {
  /** Kebab-case and unique; what is saved. */
  readonly id: string;
  /** Maker and camera, as a person reads it. */
  readonly camera: string;
  /** Recording mode, as a person reads it. */
  readonly mode: string;
  readonly width: Millimetres;
  readonly height: Millimetres;
  /** Photosites, width and height, where the maker states them. */
  readonly pixels?: readonly [number, number];
  /** Where the figures come from. */
  readonly source: string;
}

/** Widest filmback that can be real; wider rows are typing errors. */
export const MAX_WIDTH: Millimetres = 75;

const rows: readonly Filmback[] = table.filmbacks.map((row) => {
  const { pixels, ...rest } = row as Omit<typeof row, "pixels"> & { pixels?: number[] };
  return Object.freeze(pixels ? { ...rest, pixels: pixels as unknown as [number, number] } : rest);
});
const byId: ReadonlyMap<string, Filmback> = new Map(rows.map((row) => [row.id, row]));

/** Every filmback, in the order of the table: by camera, largest first. */
export function all(): readonly Filmback[] {
  return rows;
}

/** The filmback with this id, or `null`: for ids that come from outside. */
export function find(id: string): Filmback | null {
  return byId.get(id) ?? null;
}

/** The filmback with this id. @throws UnknownPreset where there is none. */
export function named(id: string): Filmback {
  const row = byId.get(id);
  if (!row) throw new UnknownPreset("filmback", id, [...byId.keys()]);
  return row;
}

/** What a person reads: `ARRI ALEXA 35, 4.6K open gate 3:2`. */
export function label(filmback: Filmback): string {
  return `${filmback.camera}, ${filmback.mode}`;
}

/** Length of the diagonal. */
export function diagonal(filmback: Filmback): Millimetres {
  return hypot(filmback.width, filmback.height);
}

/** Width over height of the picture after the squeeze (1 for spherical lenses) is taken out. */
export function aspect(filmback: Filmback, squeeze = 1): number {
  return (filmback.width * squeeze) / filmback.height;
}
