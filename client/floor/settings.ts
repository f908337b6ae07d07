/**
 * Settings by lifetime: what belongs to this screen and hands is kept in this browser; frame, rate and the slate's style
 * are the stage's, and everybody's. In: changes, storage, the room's presence. Out: the settings' signal, and wishes.
 */
import * as gates from "../../shared/camera/gate.ts";
import * as rate from "../../shared/clock/rate.ts";
import type { Presence } from "../../shared/protocol/presence.ts";
import { FIRST_SETTINGS, type Settings } from "../panels/model.ts";
import type { Floor } from "./floor.ts";

/** Where it is kept. */
const SLOT = "settings";

/** What is the stage's. */
type OfStage = "ratio" | "rate" | "slateStyle";
type OfScreen = Omit<Settings, OfStage>;

const oneOf =
  <T extends string>(...values: readonly T[]) =>
  (value: unknown): value is T =>
    values.includes(value as T);
const isOn = (value: unknown): value is boolean => typeof value === "boolean";

/** What each of this screen's settings may be. */
const FITS: { [K in keyof OfScreen]: (value: unknown) => value is OfScreen[K] } = {
  quality: oneOf("auto", "low", "medium", "high"),
  guides: (value): value is string[] =>
    Array.isArray(value) && value.every((id) => typeof id === "string" && gates.findRatio(id) !== null),
  safe: isOn,
  cross: isOn,
  thirds: isOn,
  horizon: isOn,
  outside: oneOf("dimmed", "black"),
  names: isOn,
  units: oneOf("metres", "feet"),
  callsAction: isOn,
  preRoll: (value): value is number => typeof value === "number" && value >= 0 && value <= 30,
  keepCameras: isOn,
  reducedMotion: isOn,
  cadence: isOn,
  stillNotes: oneOf("below", "in", "none"),
};

/** This screen's settings as they were kept; what is missing or damaged is as at first. */
export function load(storage: Storage): Settings {
  let kept: Record<string, unknown> = {};
  try {
    const read: unknown = JSON.parse(storage.getItem(SLOT) ?? "{}");
    if (typeof read === "object" && read !== null) kept = read as Record<string, unknown>;
  } catch {
    // Damaged: as at first.
  }
  const own = Object.fromEntries(
    Object.entries(FITS).flatMap(([name, fits]) => (fits(kept[name]) ? [[name, kept[name]]] : [])),
  );
  return { ...FIRST_SETTINGS, ...own };
}

/** Changes settings: this screen's are kept, the stage's are asked of the room. */
export function change(floor: Floor, storage: Storage, wanted: Partial<Settings>): void {
  const { settings } = floor.model;
  const before = settings.value;
  const next = { ...before, ...wanted };
  settings.value = next;
  const own = Object.fromEntries(Object.keys(FITS).map((name) => [name, next[name as keyof OfScreen]]));
  storage.setItem(SLOT, JSON.stringify(own));
  const { room, presence } = floor;
  if (next.ratio !== before.ratio || next.rate !== before.rate)
    room?.wish({ type: "project", ratio: next.ratio, rate: next.rate });
  if (next.slateStyle !== before.slateStyle)
    room?.wish({ type: "slate", scene: presence.scene, style: next.slateStyle, nextSetup: false });
}

/** Takes over what is the stage's. */
export function follow(floor: Floor, presence: Presence): void {
  const { settings } = floor.model;
  const { ratio, rate: name, slateStyle } = settings.value;
  if (presence.ratio === ratio && presence.rate === name && presence.style === slateStyle) return;
  if (gates.findRatio(presence.ratio) === null || rate.parse(presence.rate) === null) return;
  settings.value = {
    ...settings.value,
    ratio: presence.ratio,
    rate: presence.rate,
    slateStyle: presence.style,
  };
  floor.model.rate.value = presence.rate;
}

/** The project's rate. */
export function project(floor: Floor): rate.Rate {
  const text = floor.model.settings.value.rate;
  if (text !== named) {
    named = text;
    known = rate.parse(text) ?? rate.FILM;
  }
  return known;
}

// Asked for in every frame, and hardly ever another.
let named = "";
let known: rate.Rate = rate.FILM;
