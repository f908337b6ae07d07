/**
 * The scene: entities of the world as slots and batches. In: mirrors, the set, models. Out: slots written for the
 * picture's moment, lists of what the camera sees, lamps. Nothing is allocated from frame to frame; lists are remade
 * only when entities come, go, hide or change.
 */

import { blackbody } from "../../shared/look/lamps.ts";
import * as quat from "../../shared/math/quat.ts";
import type { Entity } from "../../shared/world/entity.ts";
import { MIRROR, MIRROR_FLAG, MIRROR_STRIDE, type Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet, Thing } from "../../shared/world/set.ts";
import { type Batch, type Caster, type Cluster, place, placeParts, send } from "./asset/cluster.ts";
import { type Blanks, type Stocked, stock } from "./asset/stock.ts";
import { cull } from "./cull.ts";
import type { Gpu } from "./gpu/gpu.ts";
import { boxModel, type Entry, linearColour } from "./library.ts";
import type { Projection } from "./shot.ts";
import {
  BEFORE,
  type Between,
  between,
  growSlots,
  NOW,
  offset,
  type Slots,
  THEN,
  takeSlot,
  writeFacts,
  writePaint,
  writeRows,
} from "./slots.ts";

/** An entity on the picture's side. */
export interface Figure {
  readonly id: number;
  entity: Entity;
  slot: number;
  /** Slots of wheels, in the order of the thing's manifest. */
  wheels: number[];
  /** Asset as it is stocked, or as a box. */
  stocked: Stocked;
  thing: Thing | null;
  hidden: boolean;
  /** Places in the two mirrors; −1: unknown. */
  fromIndex: number;
  toIndex: number;
  readonly now: Between;
  readonly before: Between;
  radius: number;
  fresh: boolean;
}

/** A lamp of this frame: values as in `LIGHT`. */
export interface LampState {
  /** Whose lamp it is. */
  entity: number;
  readonly place: [number, number, number];
  readonly direction: [number, number, number];
  readonly colour: [number, number, number];
  range: number;
  cosine: number;
  spot: number;
  /** For choosing the ones that matter. */
  weight: number;
}

/** What cares for figures that are more than their place: actors. */
export interface Troupe {
  /** Makes what an actor needs; called when a figure of this asset appears. */
  join(figure: Figure): void;
  leave(figure: Figure): void;
}

/** Where one thing is drawn, against where the world has it. */
export interface Displacement {
  /** Entity; 0: none. */
  readonly entity: number;
  /** Metres. */
  readonly position: readonly [number, number, number];
  /** Turn about `about`, before the move. */
  readonly rotation: readonly [number, number, number, number];
  readonly about: readonly [number, number, number];
}

const BOX: Thing["bounds"] = { min: [-0.25, 0, -0.25], max: [0.25, 0.5, 0.25] };

/** Entities and what is drawn for them, on one device. */
export class Scene {
  readonly figures = new Map<number, Figure>();
  readonly order: Figure[] = [];
  readonly slots: Slots;
  /** What stands somewhere, and what of it the passes draw. */
  private clusters: Cluster[] = [];
  batches: Batch[] = [];
  casters: Caster[] = [];
  readonly lamps: LampState[] = [];
  lampCount = 0;
  /** Raised when shadows of fixed things are out of date. */
  fixedChanged = true;
  private readonly gpu: Gpu;
  private readonly blanks: Blanks;
  private readonly set: LoadedSet;
  private readonly stocked = new Map<string, Stocked>();
  private readonly boxes = new Map<string, Stocked>();
  private setStock: Stocked | null = null;
  private readonly nodeOfPart = new Map<string, string>();
  private readonly partIds = new Map<string, number>();
  private readonly partSlots = new Map<string, number>();
  private readonly hiddenParts = new Set<string>();
  private nowhereSlot = -1;
  private listsChanged = true;
  troupe: Troupe | null = null;

  constructor(gpu: Gpu, blanks: Blanks, set: LoadedSet, slots: Slots) {
    this.gpu = gpu;
    this.blanks = blanks;
    this.set = set;
    this.slots = slots;
    for (const part of set.sheet.parts) this.nodeOfPart.set(part.id, part.node);
  }

  /** Puts a read asset on the device, in place of its box. `id` "" is the set. */
  arrive(id: string, entry: Entry): void {
    const made = stock(this.gpu, this.blanks, entry.model, entry.images, id === "");
    if (id === "") {
      this.setStock = made;
      this.fixedChanged = true;
    } else {
      this.stocked.set(id, made);
      for (const figure of this.order) if (figure.entity.asset === id) this.dress(figure);
    }
    this.listsChanged = true;
  }

  /** Takes over what was edited, added and removed. */
  edit(mirror: Mirror): void {
    if (mirror.whole) {
      const kept = new Set<number>();
      for (const e of mirror.edited) kept.add(e.id);
      for (const figure of [...this.order]) if (!kept.has(figure.id)) this.remove(figure.id);
    }
    for (let i = 0; i < mirror.edited.length; i++) this.put(mirror.edited[i]!);
    for (let i = 0; i < mirror.removed.length; i++) this.remove(mirror.removed[i]!);
  }

  /** Adds an entity or takes over its new state. */
  put(entity: Entity): void {
    if (entity.asset === "" && this.nodeOfPart.has(entity.name)) {
      this.partIds.set(this.nodeOfPart.get(entity.name)!, entity.id);
      const node = this.nodeOfPart.get(entity.name)!;
      if (!this.partSlots.has(node)) this.listsChanged = true;
      const was = this.hiddenParts.has(node);
      if (entity.hidden) this.hiddenParts.add(node);
      else this.hiddenParts.delete(node);
      if (was !== entity.hidden) {
        this.fixedChanged = true;
        this.listsChanged = true;
      }
      return;
    }
    if (entity.asset === "") return;
    let figure = this.figures.get(entity.id);
    if (figure && figure.entity.asset !== entity.asset) {
      this.remove(entity.id);
      figure = undefined;
    }
    if (!figure) {
      const slot = this.take();
      figure = {
        id: entity.id,
        entity,
        slot,
        wheels: [],
        stocked: this.box(entity.asset),
        thing: this.set.things.get(entity.asset) ?? null,
        hidden: entity.hidden,
        fromIndex: -1,
        toIndex: -1,
        now: { position: [0, 0, 0], rotation: [0, 0, 0, 1] },
        before: { position: [0, 0, 0], rotation: [0, 0, 0, 1] },
        radius: 1,
        fresh: true,
      };
      this.figures.set(entity.id, figure);
      this.order.push(figure);
      this.dress(figure);
      this.listsChanged = true;
    }
    figure.entity = entity;
    if (figure.toIndex < 0) {
      // No mirror has shown it yet: it stands where its own record says.
      const p = entity.pose.position;
      writeRows(this.slots, figure.slot, NOW, entity.pose.rotation, p[0], p[1], p[2]);
      writeRows(this.slots, figure.slot, THEN, entity.pose.rotation, p[0], p[1], p[2]);
    }
    if (figure.hidden !== entity.hidden) {
      figure.hidden = entity.hidden;
      this.listsChanged = true;
    }
    const variant = figure.thing?.variants?.find((v) => v.id === entity.variant);
    const c = variant ? linearColour(variant.colour) : null;
    writePaint(this.slots, figure.slot, c?.[0] ?? 0, c?.[1] ?? 0, c?.[2] ?? 0, c ? 1 : 0);
    const lit = entity.lamp ? (entity.lamp.on ? entity.lamp.level : 0) : 1;
    writeFacts(this.slots, figure.slot, entity.id, lit);
    for (const w of figure.wheels) writeFacts(this.slots, w, entity.id, 1);
  }

  private take(): number {
    let slot = takeSlot(this.slots);
    if (slot < 0) {
      growSlots(this.slots);
      slot = takeSlot(this.slots);
    }
    return slot;
  }

  /** Takes an entity away. */
  remove(id: number): void {
    const figure = this.figures.get(id);
    if (!figure) return;
    this.troupe?.leave(figure);
    this.figures.delete(id);
    this.order.splice(this.order.indexOf(figure), 1);
    this.slots.free.push(figure.slot, ...figure.wheels);
    this.listsChanged = true;
  }

  private box(asset: string): Stocked {
    let box = this.boxes.get(asset);
    if (!box) {
      const sheet = this.set.things.get(asset) ?? this.set.actors.get(asset);
      const model = boxModel(sheet?.colour ?? "#808080", sheet?.bounds ?? BOX);
      box = stock(this.gpu, this.blanks, model, NO_IMAGES, false);
      this.boxes.set(asset, box);
    }
    return box;
  }

  private dress(figure: Figure): void {
    const made = this.stocked.get(figure.entity.asset);
    figure.stocked = made ?? this.box(figure.entity.asset);
    const sheet = this.set.things.get(figure.entity.asset) ?? this.set.actors.get(figure.entity.asset);
    const b = sheet?.bounds ?? BOX;
    const far = (k: number) => Math.max(Math.abs(b.min[k]!), Math.abs(b.max[k]!));
    figure.radius = Math.hypot(far(0), far(1), far(2)) + 0.2;
    if (made) {
      const wheels = figure.thing?.vehicle?.wheels ?? [];
      while (figure.wheels.length < wheels.length) figure.wheels.push(this.take());
      for (const w of figure.wheels) writeFacts(this.slots, w, figure.id, 1);
      if (made.model.skeleton) this.troupe?.join(figure);
    }
    this.listsChanged = true;
  }

  /** Lets actors that are there already join a troupe made later. */
  enrol(troupe: Troupe): void {
    this.troupe = troupe;
    for (const figure of this.order) if (figure.stocked.model.skeleton) troupe.join(figure);
  }

  /** Remakes the lists of slots where something has come, gone or hidden. */
  private relist(): void {
    if (!this.listsChanged) return;
    this.listsChanged = false;
    const clusters: Cluster[] = [];
    for (const c of this.setStock?.clusters ?? []) {
      if (c.parts)
        placeParts(c, (node) => (this.hiddenParts.has(node) ? this.nowhere() : this.partSlot(node)));
      else {
        c.hidden = this.hiddenParts.has(c.node);
        place(this.gpu, c, [this.partSlot(c.node)]);
      }
      clusters.push(c);
    }
    const stocks = new Set<Stocked>();
    for (const figure of this.order) stocks.add(figure.stocked);
    for (const s of stocks) {
      for (const c of s.clusters) {
        const list: number[] = [];
        for (const figure of this.order) {
          if (figure.stocked !== s || figure.hidden) continue;
          if (c.node === "") list.push(figure.slot);
          else {
            const at = figure.thing?.vehicle?.wheels.findIndex((w) => w.node === c.node) ?? -1;
            list.push(figure.wheels[at] ?? figure.slot);
          }
        }
        place(this.gpu, c, list);
        if (list.length > 0) clusters.push(c);
      }
    }
    this.clusters = clusters;
    this.batches = clusters.flatMap((c) => c.batches);
    this.casters = clusters.flatMap((c) => c.casters);
  }

  /** Writes every slot for the moment `alpha` between two mirrors, the shutter having opened `ticks` before. */
  show(from: Mirror, to: Mirror, alpha: number, ticks: number): void {
    this.relist();
    for (let k = 0; k < this.order.length; k++) {
      const f = this.order[k]!;
      if (to.ids[f.toIndex] !== f.id) f.toIndex = find(to, f.id);
      if (f.toIndex < 0) continue;
      if (from.ids[f.fromIndex] !== f.id) f.fromIndex = find(from, f.id);
      const flags = to.data[f.toIndex * MIRROR_STRIDE + MIRROR.flags]!;
      const hidden = (flags & MIRROR_FLAG.hidden) !== 0;
      if (hidden !== f.hidden) {
        f.hidden = hidden;
        this.listsChanged = true;
      }
      between(f.now, from, f.fromIndex, to, f.toIndex, alpha);
      between(f.before, from, f.fromIndex, to, f.toIndex, alpha - ticks);
      if (this.held !== null && this.held.entity === f.id) displace(f, this.held);
      const p = f.now.position;
      const t = f.before.position;
      writeRows(this.slots, f.slot, NOW, f.now.rotation, p[0], p[1], p[2]);
      writeRows(this.slots, f.slot, THEN, f.before.rotation, t[0], t[1], t[2]);
      if (f.fresh) {
        // Nothing was drawn of it before: it has stood here.
        writeRows(this.slots, f.slot, BEFORE, f.now.rotation, p[0], p[1], p[2]);
        f.fresh = false;
      }
      if (f.wheels.length > 0) this.roll(f, from, to, alpha, ticks);
    }
    this.relist();
  }

  /** Wheels turn by the distance gone and steer. */
  private roll(f: Figure, from: Mirror, to: Mirror, alpha: number, ticks: number): void {
    const vehicle = f.thing!.vehicle!;
    const b = f.toIndex * MIRROR_STRIDE;
    const a = f.fromIndex >= 0 ? f.fromIndex * MIRROR_STRIDE : -1;
    const gone = to.data[b + MIRROR.travelled]!;
    const before = a >= 0 ? from.data[a + MIRROR.travelled]! : gone;
    const steer = to.data[b + MIRROR.steer]!;
    const steerBefore = a >= 0 ? from.data[a + MIRROR.steer]! : steer;
    for (let w = 0; w < f.wheels.length; w++) {
      const wheel = vehicle.wheels[w]!;
      for (let k = 0; k < 2; k++) {
        const m = k === 0 ? alpha : alpha - ticks;
        const spin = (before + (gone - before) * m) / vehicle.wheelRadius;
        const turn = wheel.steers ? steerBefore + (steer - steerBefore) * m : 0;
        quat.fromAxisAngle(qTurn, Y, turn);
        quat.fromAxisAngle(qSpin, X, spin % (2 * Math.PI));
        quat.multiply(qLocal, qTurn, qSpin);
        const pose = k === 0 ? f.now : f.before;
        quat.rotate(vPlace, pose.rotation, wheel.position);
        quat.multiply(qLocal, pose.rotation, qLocal);
        writeRows(
          this.slots,
          f.wheels[w]!,
          k === 0 ? NOW : THEN,
          qLocal,
          pose.position[0] + vPlace[0],
          pose.position[1] + vPlace[1],
          pose.position[2] + vPlace[2],
        );
      }
    }
  }

  /** What a hand has is drawn where the hand is; null: everything is where the world has it. */
  held: Displacement | null = null;

  /** Whether everything that was asked for has come, so that the place's mirror is worth drawing. */
  complete = false;
  private only: "all" | "fixed" = "all";

  /** Restricts what `cull` lets through to what does not move. */
  light(only: "all" | "fixed"): void {
    this.only = only;
  }

  /** Chooses what of each batch the camera sees. */
  cull(camera: Projection, eye: readonly [number, number, number]): void {
    cull(this.clusters, this.slots, camera, eye, this.only);
  }

  /** Gathers the lamps that are lit; `night` is the share of those that go by dusk. */
  gatherLamps(night: number): void {
    let n = 0;
    for (let k = 0; k < this.order.length; k++) {
      const f = this.order[k]!;
      const lamp = f.entity.lamp;
      const light = f.thing?.light;
      if (!lamp || !light || f.hidden) continue;
      // By day practicals that go by dusk stand dark; a lamp that a person switched on in the blocking burns anyway.
      const level = lamp.on ? lamp.level * night : 0;
      writeFacts(this.slots, f.slot, f.id, level);
      if (level <= 0) continue;
      let state = this.lamps[n];
      if (!state) {
        state = {
          entity: 0,
          place: [0, 0, 0],
          direction: [0, -1, 0],
          colour: [0, 0, 0],
          range: 0,
          cosine: -1,
          spot: 0,
          weight: 0,
        };
        this.lamps.push(state);
      }
      state.entity = f.id;
      quat.rotate(state.place, f.now.rotation, light.position);
      for (let c = 0; c < 3; c++) state.place[c]! += f.now.position[c]!;
      quat.rotate(state.direction, f.now.rotation, light.direction ?? DOWN);
      if (lamp.kelvin > 0) blackbody(state.colour, lamp.kelvin);
      else for (let c = 0; c < 3; c++) state.colour[c] = light.colour[c]!;
      for (let c = 0; c < 3; c++) state.colour[c]! *= light.candela * level;
      state.range = light.range;
      state.spot = light.type === "spot" ? 1 : 0;
      state.cosine = light.type === "spot" ? Math.cos((light.angle ?? Math.PI) / 2) : -1;
      n++;
    }
    this.lampCount = n;
  }

  /** Nodes of the set that are hidden. */
  hiddenNodes(): string[] {
    return [...this.hiddenParts];
  }

  /** Entity numbers of the set's parts by node. */
  partNumbers(): Record<string, number> {
    return Object.fromEntries(this.partIds);
  }

  /** Copies of the lamps that burn, each with whose it is. */
  burning(): LampState[] {
    return this.lamps.slice(0, this.lampCount).map((lamp) => ({
      ...lamp,
      place: [...lamp.place],
      direction: [...lamp.direction],
      colour: [...lamp.colour],
    }));
  }

  /** Slot of a part of the set: in place, with the part's own number so that it can be picked. */
  private partSlot(node: string): number {
    const id = this.partIds.get(node);
    if (node === "" || id === undefined) return 0;
    let slot = this.partSlots.get(node);
    if (slot === undefined) {
      slot = this.take();
      this.partSlots.set(node, slot);
    }
    writeFacts(this.slots, slot, id, 1);
    return slot;
  }

  /** A slot that stands nowhere: what is in it covers nothing. */
  private nowhere(): number {
    if (this.nowhereSlot < 0) {
      this.nowhereSlot = this.take();
      const at = offset(this.nowhereSlot);
      this.slots.data.fill(0, at, at + 36);
    }
    return this.nowhereSlot;
  }

  /** Sends the slots of whatever stands elsewhere since. */
  send(): void {
    for (let i = 0; i < this.clusters.length; i++) send(this.clusters[i]!);
  }

  /** Drops the draws that a picture made, when it goes. */
  forget(picture: string): void {
    for (const b of this.batches) {
      delete b.draws[picture];
      delete b.draws[`${picture}-glass`];
    }
  }
}

const NO_IMAGES: ReadonlyMap<number, ImageBitmap> = new Map();
const DOWN = [0, -1, 0] as const;
const X = [1, 0, 0] as const;
const Y = [0, 1, 0] as const;
const qTurn: [number, number, number, number] = [0, 0, 0, 1];
const qSpin: [number, number, number, number] = [0, 0, 0, 1];
const qLocal: [number, number, number, number] = [0, 0, 0, 1];
const vPlace: [number, number, number] = [0, 0, 0];

function displace(f: Figure, by: Displacement): void {
  for (const each of [f.now, f.before]) {
    const p = each.position;
    for (let k = 0; k < 3; k++) vPlace[k] = p[k]! - by.about[k]!;
    quat.rotate(vPlace, by.rotation, vPlace);
    for (let k = 0; k < 3; k++) p[k] = vPlace[k]! + by.about[k]! + by.position[k]!;
    quat.multiply(each.rotation, by.rotation, each.rotation);
  }
}

function find(mirror: Mirror, id: number): number {
  for (let i = 0; i < mirror.count; i++) if (mirror.ids[i] === id) return i;
  return -1;
}
