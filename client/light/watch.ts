/**
 * The watch: keeps what light memory needs of a world from its mirrors: look, lamps, hidden parts, what moves and is
 * large enough to shade, and walls that people put up. In: a set and mirrors. Out: a LitWorld, plain data for the worker, a function of the world alone.
 */
import type { Collider } from "../../shared/physics/physics.ts";
import * as boxes from "../../shared/space/boxes.ts";
import type { Mover } from "../../shared/space/space.ts";
import type { Look } from "../../shared/world/command.ts";
import type { Entity, Lamp } from "../../shared/world/entity.ts";
import { MIRROR, MIRROR_FLAG, MIRROR_STRIDE, type Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet, Thing } from "../../shared/world/set.ts";

/** A thing smaller than this, metres from its middle to its farthest corner, is left out: no probe would see its shadow. */
export const SMALL = 0.3;

/** A fixed thing at least so large, in the same way, is a wall: it gives light back, and keeps out what lies behind it. */
export const LARGE = 0.9;

/** A lamp where it stands. */
export interface PlacedLamp {
  entity: number;
  light: NonNullable<Thing["light"]>;
  lamp: Lamp;
  position: [number, number, number];
  rotation: [number, number, number, number];
}

/** Something that moves, where it is. */
export interface PlacedMover extends Mover {
  entity: number;
  position: [number, number, number];
  rotation: [number, number, number, number];
}

/** A wall that somebody put up, with what it reflects, linear RGB. */
export interface PlacedWall extends PlacedMover {
  colour: [number, number, number];
}

/** What light memory depends on, beside the set. */
export interface LitWorld {
  look: Look;
  lamps: PlacedLamp[];
  /** What casts shadow, walls too. */
  movers: PlacedMover[];
  walls: PlacedWall[];
  /** Ids of the set's parts that are hidden. */
  hidden: string[];
}

/** A watch under way. */
export interface Watch {
  set: LoadedSet;
  entities: Map<number, Entity>;
}

/** A watch over a set, before its first mirror. */
export const createWatch = (set: LoadedSet): Watch => ({ set, entities: new Map() });

/** Takes in who came, went and was edited. To be called with every mirror that is not skipped as a whole. */
export function note(watch: Watch, mirror: Mirror): void {
  if (mirror.whole) watch.entities.clear();
  for (const entity of mirror.edited) watch.entities.set(entity.id, entity);
  for (const id of mirror.removed) watch.entities.delete(id);
}

/** The world as the newest mirror has it; null before there is a look. */
export function read(watch: Watch, mirror: Mirror): LitWorld | null {
  if (mirror.look === null) return null;
  const out: LitWorld = { look: { ...mirror.look }, lamps: [], movers: [], walls: [], hidden: [] };
  const { set, entities } = watch;
  for (let slot = 0; slot < mirror.count; slot++) {
    const entity = entities.get(mirror.ids[slot]!);
    if (entity === undefined) continue;
    const at = slot * MIRROR_STRIDE;
    const thing = set.things.get(entity.asset);
    const part = thing === undefined && set.sheet.parts.some((p) => p.id === entity.name);
    if ((mirror.data[at + MIRROR.flags]! & MIRROR_FLAG.hidden) !== 0) {
      if (part) out.hidden.push(entity.name);
      continue;
    }
    const f = (k: number): number => mirror.data[at + k]!;
    const p = MIRROR.position;
    const r = MIRROR.rotation;
    const position: PlacedMover["position"] = [f(p), f(p + 1), f(p + 2)];
    const rotation: PlacedMover["rotation"] = [f(r), f(r + 1), f(r + 2), f(r + 3)];
    if (entity.lamp !== null && thing?.light !== undefined) {
      out.lamps.push({ entity: entity.id, light: thing.light, lamp: { ...entity.lamp }, position, rotation });
    }
    const shape = part ? null : boxesOf(set, entity.asset);
    if (shape === null) continue;
    out.movers.push({ entity: entity.id, boxes: shape, position, rotation });
    if (thing?.kind !== "prop" || thing.mass > 0 || ballOf({ boxes: shape }).radius < LARGE) continue;
    const variant = thing.variants?.find(({ id }) => id === entity.variant);
    const colour = reflectance(variant?.colour ?? thing.colour);
    out.walls.push({ entity: entity.id, boxes: shape, position, rotation, colour });
  }
  const byEntity = (a: { entity: number }, b: { entity: number }): number => a.entity - b.entity;
  out.lamps.sort(byEntity);
  out.movers.sort(byEntity);
  out.walls.sort(byEntity);
  out.hidden.sort((a, b) => (a < b ? -1 : 1));
  return out;
}

/** Share of its paint's light that a surface gives back: what grain, joints and the darkness of corners leave of it. */
const GRAIN = 0.75;

/** What is given back by a surface whose paint is `#rrggbb`, linear RGB. */
function reflectance(hex: string): PlacedWall["colour"] {
  const value = Number.parseInt(hex.slice(1), 16) || 0x808080;
  return [16, 8, 0].map((shift) => GRAIN * (((value >> shift) & 255) / 255) ** 2.2) as PlacedWall["colour"];
}

const known = new WeakMap<object, Mover["boxes"] | null>();

/** Boxes of a thing or an actor, but for panes of glass; null where it is too small to shade. */
export function boxesOf(set: LoadedSet, asset: string): Mover["boxes"] | null {
  const sheet = set.actors.get(asset);
  if (sheet !== undefined) {
    const { radius, height } = sheet.capsule;
    return [
      { centre: [0, height / 2, 0], rotation: [0, 0, 0, 1], half: [radius * 0.8, height / 2, radius * 0.6] },
    ];
  }
  const thing = set.things.get(asset);
  const collider = thing === undefined ? undefined : set.colliders.get(thing.collider);
  if (collider === undefined) return null;
  let out = known.get(collider);
  if (out === undefined) {
    out = shadeOf(collider, thing?.panes ?? []);
    known.set(collider, out);
  }
  return out;
}

function shadeOf(collider: Collider, panes: readonly number[]): Mover["boxes"] | null {
  const shape = collider.shapes.filter((_, k) => !panes.includes(k)).map(boxes.boxOf);
  if (shape.length === 0) return null;
  return ballOf({ boxes: shape }).radius < SMALL ? null : shape;
}

/** A ball round a mover's boxes, in its own space. */
export function ballOf(mover: Pick<Mover, "boxes">): { centre: [number, number, number]; radius: number } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const { centre, half } of mover.boxes) {
    // Boxes may be turned, so each counts with its diagonal.
    const reach = Math.hypot(half[0]!, half[1]!, half[2]!);
    for (let c = 0; c < 3; c++) {
      low[c] = Math.min(low[c]!, centre[c]! - reach);
      high[c] = Math.max(high[c]!, centre[c]! + reach);
    }
  }
  const centre = low.map((v, c) => (v + high[c]!) / 2) as [number, number, number];
  let radius = 0;
  for (const box of mover.boxes) {
    const apart = Math.hypot(...centre.map((v, c) => v - box.centre[c]!));
    radius = Math.max(radius, apart + Math.hypot(box.half[0]!, box.half[1]!, box.half[2]!));
  }
  return { centre, radius };
}
