/**
 * Lens sets and the lenses in them, from `assets/lenses/lenses.json`.
 *
 * In: ids and focal lengths in millimetres. Out: frozen rows. An unknown set, or a focal length that a set does
 * not have, is an {@link UnknownPreset} error.
 */
import table from "../../assets/lenses/lenses.json" with { type: "json" };
import { clamp } from "../math/scalar.ts";
import type { Millimetres } from "../math/units.ts";
import { UnknownPreset } from "./preset.ts";

/** A matched set of primes, or one zoom. */
export interface LensSet {
  /** Kebab-case and unique; what is saved. */
  readonly id: string;
  readonly label: string;
  /** How many times the lens presses the picture together sideways; 1 for spherical. */
  readonly squeeze: number;
  /** Widest T-stop of most of its lenses. */
  readonly tStop: number;
  /** Diameter of the picture that its lenses throw. */
  readonly imageCircle: Millimetres;
  /** What the image circle rests on. */
  readonly imageCircleSource: string;
  readonly source: string;
  /** Its primes, shortest first; empty for a zoom. */
  readonly lenses: readonly { readonly focal: Millimetres; readonly tStop?: number }[];
  /** Its range if it is a zoom. */
  readonly zoom?: { readonly from: Millimetres; readonly to: Millimetres };
}

/** One lens as it sits on a camera. */
export interface Lens {
  /** Id of its set. */
  readonly set: string;
  /** Engraved focal length; what people say and what is saved. */
  readonly focal: Millimetres;
  /** Measured focal length; what optics use. Equal to `focal` unless somebody has measured this very lens. */
  readonly measured: Millimetres;
  /** Widest T-stop. */
  readonly tStop: number;
  readonly squeeze: number;
  readonly imageCircle: Millimetres;
}

const sets: readonly LensSet[] = table.sets.map((row) =>
  Object.freeze({ ...row, lenses: (row as { lenses?: LensSet["lenses"] }).lenses ?? [] }),
);
const byId: ReadonlyMap<string, LensSet> = new Map(sets.map((set) => [set.id, set]));

/** Smallest aperture of a lens that the table says nothing else about. */
export const SMALLEST_APERTURE = 22;

/** Anamorphic factors in use; 1 is spherical. */
export const SQUEEZES: readonly number[] = table.squeezes;

/** Every lens set, in the order of the table. */
export function allSets(): readonly LensSet[] {
  return sets;
}

/** The set with this id, or `null`: for ids that come from outside. */
export function findSet(id: string): LensSet | null {
  return byId.get(id) ?? null;
}

/** The set with this id. @throws UnknownPreset where there is none. */
export function namedSet(id: string): LensSet {
  const set = byId.get(id);
  if (!set) throw new UnknownPreset("lens set", id, [...byId.keys()]);
  return set;
}

/** Whether the set has this focal length: one of its primes, or within its zoom. */
export function has(set: LensSet, focal: Millimetres): boolean {
  if (set.zoom) return focal >= set.zoom.from && focal <= set.zoom.to;
  return set.lenses.some((lens) => lens.focal === focal);
}

/**
 * The lens of a set with this engraved focal length.
 * @param measured focal length found by measuring this lens; at most 15 % off the engraving.
 * @throws UnknownPreset where the set or the focal length does not exist, RangeError where `measured` is absurd.
 */
export function of(setId: string, focal: Millimetres, measured: Millimetres = focal): Lens {
  const set = namedSet(setId);
  if (!has(set, focal)) {
    throw new UnknownPreset("lens", `${set.label} ${focal} mm`, focals(set).map(String));
  }
  if (!(measured >= focal * 0.85 && measured <= focal * 1.15)) {
    throw new RangeError(`lens: a ${focal} mm cannot measure ${measured} mm; more than 15 % off`);
  }
  return {
    set: setId,
    focal,
    measured,
    tStop: set.lenses.find((lens) => lens.focal === focal)?.tStop ?? set.tStop,
    squeeze: set.squeeze,
    imageCircle: set.imageCircle,
  };
}

/** Focal lengths to offer: the primes, or the ends and usual stops of a zoom. */
export function focals(set: LensSet): readonly Millimetres[] {
  const { zoom } = set;
  if (!zoom) return set.lenses.map((lens) => lens.focal);
  const stops = [24, 28, 35, 50, 70, 85, 100, 135, 200];
  const inside = stops.filter((stop) => stop > zoom.from && stop < zoom.to);
  return [zoom.from, ...inside, zoom.to];
}

/** The focal length that the set has nearest to `focal`, by ratio: for changing sets without losing the framing. */
export function nearest(set: LensSet, focal: Millimetres): Millimetres {
  if (set.zoom) return clamp(focal, set.zoom.from, set.zoom.to);
  let best = set.lenses[0]!.focal;
  for (const lens of set.lenses) {
    if (offBy(lens.focal, focal) < offBy(best, focal)) best = lens.focal;
  }
  return best;
}

function offBy(a: number, b: number): number {
  return a > b ? a / b : b / a;
}

/** The next longer (`steps` 1) or shorter (−1) focal length of the set; stays at its ends. */
export function step(set: LensSet, focal: Millimetres, steps: number): Millimetres {
  const row = focals(set);
  let result = focal;
  for (let left = Math.abs(steps); left > 0; left--) {
    const on =
      steps > 0
        ? row.find((candidate) => candidate > result)
        : row.findLast((candidate) => candidate < result);
    if (on === undefined) break;
    result = on;
  }
  return result;
}

/** Whole stops of a lens from wide open to closed, its widest first. */
export function stops(lens: Lens): readonly number[] {
  return [lens.tStop, ...WHOLE_STOPS.filter((stop) => stop > lens.tStop * 1.03)];
}

const WHOLE_STOPS = [1, 1.4, 2, 2.8, 4, 5.6, 8, 11, 16, SMALLEST_APERTURE];
