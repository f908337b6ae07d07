/**
 * Pointing into the set: from a pixel to a ray, and from a ray to what lies there. In: the shown camera and where its
 * gate lies; the space of set and movers. Out: entities and points. Never asks the world's physics.
 */
import * as pose from "../../shared/camera/pose.ts";
import * as cameraSettings from "../../shared/camera/settings.ts";
import { boxOf } from "../../shared/space/boxes.ts";
import type { Hit, Mover, Space } from "../../shared/space/space.ts";
import type { Entity } from "../../shared/world/entity.ts";
import { MIRROR, MIRROR_FLAG, type Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import type { Operator } from "./operator.ts";
import { offsetOf, type Roster } from "./roster.ts";

/** Metres within which things can be pointed at. */
export const REACH = 300;

/** A place pointed at. */
export interface Pointed {
  point: [number, number, number];
  hit: Hit;
}

const right: [number, number, number] = [0, 0, 0];
const up: [number, number, number] = [0, 0, 0];
const ahead: [number, number, number] = [0, 0, 0];

/** Unit direction of a pixel through the own camera; `gate` in the same pixels. */
export function direction(
  operator: Operator,
  ratio: number,
  gate: { x: number; y: number; width: number; height: number },
  x: number,
  y: number,
): [number, number, number] {
  const { settings } = operator;
  const frame = cameraSettings.gateOf(settings, ratio);
  const focal = settings.measured ?? settings.focal;
  const tanX = (frame.width * settings.squeeze) / (2 * focal);
  const u = ((x - gate.x - gate.width / 2) / (gate.width / 2)) * tanX;
  const v = ((gate.y + gate.height / 2 - y) / (gate.width / 2)) * tanX;
  pose.right(right, operator.at);
  pose.up(up, operator.at);
  pose.forward(ahead, operator.at);
  const out: [number, number, number] = [0, 0, 0];
  for (let k = 0; k < 3; k++) out[k] = ahead[k]! + right[k]! * u + up[k]! * v;
  const size = Math.sqrt(out[0] ** 2 + out[1] ** 2 + out[2] ** 2);
  for (let k = 0; k < 3; k++) out[k] = out[k]! / size;
  return out;
}

/** What lies first along a ray. */
export function point(space: Space, from: readonly number[], towards: readonly number[]): Pointed | null {
  const hit = space.ray(from, towards, REACH);
  if (hit === null) return null;
  const at = (k: number) => from[k]! + towards[k]! * hit.distance;
  return { point: [at(0), at(1), at(2)], hit };
}

/** Boxes by which a thing is hit, in its own space: its collider's shapes, each in its box. */
export function boxesOf(set: LoadedSet, entity: Entity): Mover["boxes"] {
  const thing = set.things.get(entity.asset);
  if (thing) return (set.colliders.get(thing.collider)?.shapes ?? []).map(boxOf);
  const sheet = set.actors.get(entity.asset);
  if (sheet) {
    const { radius, height } = sheet.capsule;
    return [{ centre: [0, height / 2, 0], rotation: [0, 0, 0, 1], half: [radius, height / 2, radius] }];
  }
  const part = set.sheet.parts.find((one) => one.id === entity.name);
  if (part) return (set.colliders.get(part.collider)?.shapes ?? []).map(boxOf);
  if (entity.kind === "mark")
    return [{ centre: [0, 0.02, 0], rotation: [0, 0, 0, 1], half: [0.2, 0.02, 0.2] }];
  if (entity.kind === "camera")
    return [{ centre: [0, 0, 0], rotation: [0, 0, 0, 1], half: [0.15, 0.15, 0.25] }];
  return [];
}

interface Placed extends Mover {
  position: number[];
  rotation: number[];
}

/** Keeps a space's movers where the newest mirror has them. */
export class Movers {
  private readonly space: Space;
  private readonly placed = new Map<number, Placed>();
  /** Entity left out, because it is being dragged; 0 none. */
  leftOut = 0;

  constructor(space: Space) {
    this.space = space;
  }

  /** Takes over places; allocates only for what is new. */
  follow(roster: Roster, mirror: Mirror, set: LoadedSet, own: number): void {
    for (const id of this.placed.keys()) if (!roster.entities.has(id)) this.drop(id);
    for (const entity of roster.entities.values()) {
      const at = offsetOf(roster, entity.id);
      const hidden = at < 0 || (mirror.data[at + MIRROR.flags]! & MIRROR_FLAG.hidden) !== 0;
      if (hidden || entity.id === own || entity.id === this.leftOut) {
        this.drop(entity.id);
        continue;
      }
      const known = this.placed.get(entity.id);
      const placed = known ?? { boxes: boxesOf(set, entity), position: [0, 0, 0], rotation: [0, 0, 0, 1] };
      for (let k = 0; k < 3; k++) placed.position[k] = mirror.data[at + MIRROR.position + k]!;
      for (let k = 0; k < 4; k++) placed.rotation[k] = mirror.data[at + MIRROR.rotation + k]!;
      if (known === undefined) {
        this.placed.set(entity.id, placed);
        this.space.move(entity.id, placed);
      }
    }
  }

  private drop(id: number): void {
    if (!this.placed.delete(id)) return;
    this.space.move(id, null);
  }
}
