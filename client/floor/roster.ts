/**
 * The roster: every entity of the stage as this page knows it, from the mirrors that come. In: mirrors. Out: lines of
 * the set list and the details of what is selected; new records only when something changed.
 */
import { degrees } from "../../shared/math/units.ts";
import { type Entity, STAGES } from "../../shared/world/entity.ts";
import { MIRROR, MIRROR_STRIDE, type Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import type { EntityLine, Inspected, MarkSummary, Section } from "../panels/model.ts";
import type { Leg } from "../view/overlays.ts";

/** The stage's entities. */
export interface Roster {
  readonly entities: Map<number, Entity>;
  /** Place of each entity in the newest mirror's data. */
  readonly slots: Map<number, number>;
  /** Time (ms) at which somebody last edited it. */
  readonly touched: Map<number, number>;
  /** Goes up with each edit. */
  edition: number;
  ids: Uint32Array | null;
}

/** Nobody. */
export function createRoster(): Roster {
  return { entities: new Map(), slots: new Map(), touched: new Map(), edition: 0, ids: null };
}

/** Takes over a mirror's edits. */
export function take(roster: Roster, mirror: Mirror, now: number): void {
  if (mirror.whole) {
    roster.entities.clear();
    roster.edition++;
  }
  for (const entity of mirror.edited) {
    const before = roster.entities.get(entity.id);
    if (!mirror.whole && before !== undefined && before.revision !== entity.revision) {
      roster.touched.set(entity.id, now);
    }
    roster.entities.set(entity.id, entity);
    roster.edition++;
  }
  for (const id of mirror.removed) {
    roster.entities.delete(id);
    roster.edition++;
  }
  if (roster.ids !== mirror.ids) {
    roster.ids = mirror.ids;
    roster.slots.clear();
    for (let k = 0; k < mirror.ids.length; k++) roster.slots.set(mirror.ids[k]!, k);
  }
}

/** Where an entity's floats begin in a mirror, or −1. */
export function offsetOf(roster: Roster, id: number): number {
  const slot = roster.slots.get(id);
  return slot === undefined ? -1 : slot * MIRROR_STRIDE;
}

/** Present place of an entity, metres, into `out`. False where it is not there. */
export function placeOf(roster: Roster, mirror: Mirror, id: number, out: number[]): boolean {
  const at = offsetOf(roster, id);
  if (at < 0) return false;
  for (let k = 0; k < 3; k++) out[k] = mirror.data[at + MIRROR.position + k]!;
  return true;
}

const SECTION: Record<Entity["kind"], Section> = {
  actor: "Cast",
  vehicle: "Vehicles",
  prop: "Props",
  light: "Lights",
  mark: "Marks",
  camera: "Cameras",
};

/** Milliseconds for which the one who changed something is shown beside it. */
const SHOWN_FOR = 2000;

/**
 * A number that differs where the lines do: edits, what performers do, who has just changed something, what is pending.
 * Allocates nothing.
 */
export function printOf(roster: Roster, mirror: Mirror, now: number, pending: ReadonlySet<number>): number {
  let print = roster.edition | 0;
  const mix = (value: number): void => {
    print = (Math.imul(print, 0x01000193) ^ value) >>> 0;
  };
  for (const [id, when] of roster.touched) {
    if (now - when < SHOWN_FOR) mix(id);
    else roster.touched.delete(id);
  }
  for (const id of pending) mix(-id);
  for (const { id, performer } of roster.entities.values()) {
    const at = performer === null ? -1 : offsetOf(roster, id);
    if (at < 0) continue;
    mix(mirror.data[at + MIRROR.stage]!);
    mix(mirror.data[at + MIRROR.speed]! > RUNS ? 1 : 0);
    mix(mirror.data[at + MIRROR.seated]!);
    mix(mirror.data[at + MIRROR.at]!);
  }
  return print;
}

/** m/s above which an actor runs. */
const RUNS = 2.2;

/** Lines of the set list, sections in order. `pending` holds ids with something asked and not yet back. */
export function lines(
  roster: Roster,
  mirror: Mirror,
  now: number,
  pending: ReadonlySet<number>,
): EntityLine[] {
  const out: EntityLine[] = [];
  for (const entity of roster.entities.values()) {
    const isPart = entity.kind === "prop" && entity.asset === "";
    const when = roster.touched.get(entity.id);
    out.push({
      id: entity.id,
      section: isPart ? "Place" : SECTION[entity.kind],
      kind: entity.kind,
      label: entity.label,
      asset: entity.asset,
      group: entity.group,
      hidden: entity.hidden,
      locked: entity.locked,
      holder: entity.holder,
      touched: when !== undefined && now - when < SHOWN_FOR ? entity.editor : 0,
      state: stateOf(roster, mirror, entity),
      pending: pending.has(entity.id),
    });
  }
  return out;
}

/** One or two words of what a performer is doing. */
function stateOf(roster: Roster, mirror: Mirror, entity: Entity): string {
  const at = offsetOf(roster, entity.id);
  if (entity.performer === null || at < 0) return "";
  const stage = STAGES[mirror.data[at + MIRROR.stage]!] ?? "at one";
  switch (stage) {
    case "going":
      if (entity.kind === "vehicle") return "driving";
      return mirror.data[at + MIRROR.speed]! > RUNS ? "running" : "walking";
    case "doing":
      return entity.performer.clip.replaceAll("-", " ");
    case "waiting":
      return `waits${waitWords(roster, entity)}`;
    case "done":
      return mirror.data[at + MIRROR.seated] === 1 ? "seated" : "";
    case "at one":
      return "";
  }
}

function waitWords(roster: Roster, entity: Entity): string {
  const { performer } = entity;
  if (performer === null) return "";
  const mark = roster.entities.get(performer.marks[performer.at] ?? 0)?.mark;
  const wait = mark?.wait ?? performer.start;
  if (wait.kind !== "mark") return "";
  const owner = roster.entities.get(roster.entities.get(wait.on)?.mark?.owner ?? 0);
  return owner === undefined ? "" : ` for ${owner.label}`;
}

const DEED_WORDS: Record<string, string> = {
  stand: "",
  sit: "sits",
  gesture: "",
  "pick up": "picks up",
  "put down": "puts down",
  "hand over": "hands over",
  take: "takes",
  reach: "reaches",
  "look around": "looks round",
};

/** A performer's marks in order, in words. */
export function markSummaries(roster: Roster, owner: Entity, legs: readonly Leg[] = []): MarkSummary[] {
  return (owner.performer?.marks ?? []).map((id, k) => {
    const mark = roster.entities.get(id)?.mark;
    if (!mark) return { id, number: k + 1, text: "", arrives: null };
    const gait = owner.kind === "vehicle" ? "drives" : mark.gait === "run" ? "runs" : "walks";
    const deed = mark.deed === "gesture" ? mark.gesture.replaceAll("-", " ") : DEED_WORDS[mark.deed];
    const wait = mark.wait.kind === "none" ? "" : "waits";
    const arrives = legs[k]?.mark === id ? legs[k].arrives : "unknown";
    return { id, number: k + 1, text: [gait, deed, wait].filter(Boolean).join(", "), arrives };
  });
}

/** The details of one entity. */
export function inspect(
  roster: Roster,
  mirror: Mirror,
  set: LoadedSet,
  id: number,
  legs: ReadonlyMap<number, readonly Leg[]> = new Map(),
): Inspected | null {
  const entity = roster.entities.get(id);
  const at = offsetOf(roster, id);
  if (entity === undefined || at < 0) return null;
  const { data } = mirror;
  const thing = set.things.get(entity.asset);
  const sheet = set.actors.get(entity.asset);
  const bounds = thing?.bounds ?? sheet?.bounds;
  const owner = entity.mark === null ? entity : (roster.entities.get(entity.mark.owner) ?? entity);
  const [x, y, z] = [data[at]!, data[at + 1]!, data[at + 2]!];
  const [qx, qy, qz, qw] = [data[at + 3]!, data[at + 4]!, data[at + 5]!, data[at + 6]!];
  const heading = Math.atan2(2 * (qx * qz + qw * qy), 1 - 2 * (qx * qx + qy * qy));
  return {
    id,
    kind: entity.kind,
    label: entity.label,
    position: [x, y, z],
    heading: degrees(heading),
    hidden: entity.hidden,
    locked: entity.locked,
    holder: entity.holder,
    group: entity.group,
    variant: entity.variant,
    variants: thing?.variants ?? [],
    mass: thing?.mass ?? null,
    size: bounds
      ? [bounds.max[0] - bounds.min[0], bounds.max[1] - bounds.min[1], bounds.max[2] - bounds.min[2]]
      : null,
    doing: stateOf(roster, mirror, entity),
    warning: "",
    marks: markSummaries(roster, owner, legs.get(owner.id)),
    gestures: gesturesOf(set, owner),
    gaze: entity.performer?.gaze ?? null,
    mark:
      entity.mark === null
        ? null
        : {
            owner: owner.id,
            ownerLabel: owner.label,
            ownerKind: owner.kind,
            number: (owner.performer?.marks.indexOf(id) ?? 0) + 1,
            of: owner.performer?.marks.length ?? 0,
            mark: entity.mark,
          },
    lamp: entity.lamp,
    vehicle: thing?.vehicle
      ? { topSpeed: thing.vehicle.topSpeed, turningCircle: thing.vehicle.turningCircle }
      : null,
  };
}

/** Clips that are no gestures: how one stands, goes and sits. */
const NOT_GESTURES = /^(idle|walk|run|turn|sit|stand|start|stop|carry|pick-up|hand-over|take|reach)/;

function gesturesOf(set: LoadedSet, entity: Entity): string[] {
  const clips = set.actors.get(entity.asset)?.clips ?? [];
  return clips.map((clip) => clip.name).filter((name) => !NOT_GESTURES.test(name));
}
