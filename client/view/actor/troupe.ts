/**
 * The troupe: all actors' bodies on the device. In: figures of the scene and mirrors. Out: the texture of bones (now,
 * when the shutter opened, at the model's step before), blinks in the slots, and things that are held put into hands.
 */
import * as quat from "../../../shared/math/quat.ts";
import { MIRROR, MIRROR_STRIDE, type Mirror } from "../../../shared/world/mirror.ts";
import type { LoadedSet } from "../../../shared/world/set.ts";
import { JOINT_TEXELS, JOINT_WIDTH } from "../pass/forms.ts";
import type { Figure, Scene, Troupe } from "../scene.ts";
import { NOW, THEN, writeBones, writeRows } from "../slots.ts";
import { type Acting, act, type Body, createActing, createBody } from "./act.ts";
import { createRig, type Rig, turnOf } from "./rig.ts";

interface Player {
  readonly figure: Figure;
  readonly body: Body;
  readonly acting: Acting;
  /** First texel of its bones. */
  readonly base: number;
  readonly texels: number;
  /** Eyes' aim as it eases from one thing to the next, world metres, and when it was last moved on. */
  readonly aim: [number, number, number];
  aimed: number;
  aiming: boolean;
  fresh: boolean;
}

/** Seconds in which eyes and head come most of the way to a new aim. */
const AIM_TIME = 0.16;
/** A jump in time beyond which an aim is not eased. */
const AIM_JUMP = 0.5;

/** Actors of a scene. */
export interface Bodies extends Troupe {
  /** Texture of bones: rows × JOINT_WIDTH × 4 floats. */
  readonly data: Float32Array;
  readonly rows: number;
  /** Works out every body for a moment; `eye` is what people look at who look into the lens. */
  show(
    scene: Scene,
    from: Mirror,
    to: Mirror,
    alpha: number,
    ticks: number,
    eye: readonly [number, number, number],
  ): void;
  /** Keeps the bones as those of "the step before". */
  keepHistory(): void;
}

/** Makes the troupe of a set, with room for some `rows` of bones (113 joints a row). */
export function createTroupe(set: LoadedSet, rows: number): Bodies {
  const rigs = new Map<string, Rig>();
  const players = new Map<number, Player>();
  const order: Player[] = [];
  const free = new Map<number, number[]>();
  const data = new Float32Array(rows * JOINT_WIDTH * 4);
  let used = 0;

  const rigOf = (figure: Figure): Rig | null => {
    const asset = figure.entity.asset;
    let rig = rigs.get(asset);
    const sheet = set.actors.get(asset);
    const skeleton = figure.stocked.model.skeleton;
    if (!rig && sheet && skeleton) {
      rig = createRig(skeleton, sheet);
      rigs.set(asset, rig);
    }
    return rig ?? null;
  };

  return {
    data,
    rows,
    join(figure) {
      const rig = rigOf(figure);
      if (!rig || players.has(figure.id)) return;
      const texels = rig.skeleton.slots.length * JOINT_TEXELS;
      const again = free.get(texels)?.pop();
      const base = again ?? used;
      if (again === undefined) {
        if (used + texels > rows * JOINT_WIDTH) return;
        used += texels;
      }
      const player: Player = {
        figure,
        body: createBody(rig),
        acting: createActing(figure.id),
        base,
        texels,
        aim: [0, 0, 0],
        aimed: -1e9,
        aiming: false,
        fresh: true,
      };
      players.set(figure.id, player);
      order.push(player);
    },
    leave(figure) {
      const player = players.get(figure.id);
      if (!player) return;
      players.delete(figure.id);
      order.splice(order.indexOf(player), 1);
      const list = free.get(player.texels) ?? [];
      list.push(player.base);
      free.set(player.texels, list);
    },
    show(scene, from, to, alpha, ticks, eye) {
      for (let i = 0; i < order.length; i++) {
        const p = order[i]!;
        const f = p.figure;
        if (f.hidden) continue;
        moment(p, from, to, alpha - ticks, eye, f.before.position, f.before.rotation, false);
        write(data, p, 3);
        moment(p, from, to, alpha, eye, f.now.position, f.now.rotation, true);
        write(data, p, 0);
        if (p.fresh) {
          write(data, p, 6);
          p.fresh = false;
        }
        writeBones(scene.slots, f.slot, p.base, p.body.blink);
        hold(scene, p, to);
      }
    },
    keepHistory() {
      for (const p of order) {
        for (let k = 0; k < p.texels; k += JOINT_TEXELS) {
          const at = (p.base + k) * 4;
          data.copyWithin(at + 24, at, at + 12);
        }
      }
    },
  };
}

/** Fills in what the world says of an actor at a moment and works the body out. */
function moment(
  p: Player,
  from: Mirror,
  to: Mirror,
  alpha: number,
  eye: readonly [number, number, number],
  place: readonly [number, number, number],
  turn: readonly [number, number, number, number],
  now: boolean,
): void {
  const { acting, figure } = p;
  const performer = figure.entity.performer;
  const b = figure.toIndex * MIRROR_STRIDE;
  const a = figure.fromIndex * MIRROR_STRIDE;
  const seen = figure.toIndex >= 0;
  const earlier = figure.fromIndex >= 0;
  const value = (k: number): number => {
    if (!seen) return 0;
    const later = to.data[b + k]!;
    return earlier ? from.data[a + k]! + (later - from.data[a + k]!) * alpha : later;
  };
  const clipLater = seen ? to.data[b + MIRROR.clipSeconds]! : 0;
  acting.seconds = (from.tick + (to.tick - from.tick) * alpha) / 60;
  acting.travelled = value(MIRROR.travelled);
  acting.speed = Math.max(0, value(MIRROR.speed));
  acting.seated = seen && to.data[b + MIRROR.seated]! > 0.5;
  acting.clip = performer?.clip ?? "";
  acting.clipSeconds = Math.max(0, clipLater - (to.tick / 60 - acting.seconds));
  acting.holding = seen && to.data[b + MIRROR.holds]! !== 0;
  acting.wayFrom = performer ? performer.travelled - performer.along : 0;
  acting.wayLength = performer ? wayLength(performer.way) : 0;
  const gaze = seen ? to.data[b + MIRROR.gaze]! : 0;
  if (gaze === 0) {
    acting.gaze = null;
    p.aiming = false;
  } else {
    if (now) {
      AIM[0] = gaze === 3 ? eye[0] : value(MIRROR.gazeAt);
      AIM[1] = gaze === 3 ? eye[1] : value(MIRROR.gazeAt + 1);
      AIM[2] = gaze === 3 ? eye[2] : value(MIRROR.gazeAt + 2);
      const dt = acting.seconds - p.aimed;
      const ease = !p.aiming || dt < 0 || dt > AIM_JUMP ? 1 : 1 - Math.exp(-dt / AIM_TIME);
      for (let k = 0; k < 3; k++) p.aim[k]! += (AIM[k]! - p.aim[k]!) * ease;
      p.aimed = acting.seconds;
      p.aiming = true;
    }
    LOCAL[0] = p.aim[0] - place[0];
    LOCAL[1] = p.aim[1] - place[1];
    LOCAL[2] = p.aim[2] - place[2];
    quat.unrotate(LOCAL, turn, LOCAL);
    acting.gaze = LOCAL;
  }
  act(p.body, acting);
}

const AIM: [number, number, number] = [0, 0, 0];
const LOCAL: [number, number, number] = [0, 0, 0];

function wayLength(way: readonly number[]): number {
  let sum = 0;
  for (let i = 3; i + 2 < way.length; i += 3) {
    sum += Math.hypot(way[i]! - way[i - 3]!, way[i + 2]! - way[i - 1]!);
  }
  return sum;
}

/** Writes joint × inverse bind of every skin slot: three texels from `first` on. */
function write(data: Float32Array, p: Player, first: number): void {
  const { slots, inverseBind } = p.body.rig.skeleton;
  const world = p.body.world;
  for (let s = 0; s < slots.length; s++) {
    const w = slots[s]! * 12;
    const b = s * 16;
    const o = (p.base + s * JOINT_TEXELS + first) * 4;
    for (let r = 0; r < 3; r++) {
      const x = world[w + r * 4]!;
      const y = world[w + r * 4 + 1]!;
      const z = world[w + r * 4 + 2]!;
      for (let c = 0; c < 4; c++) {
        data[o + r * 4 + c] =
          x * inverseBind[b + c * 4]! +
          y * inverseBind[b + c * 4 + 1]! +
          z * inverseBind[b + c * 4 + 2]! +
          (c === 3 ? world[w + r * 4 + 3]! : 0);
      }
    }
  }
}

const hand: [number, number, number, number] = [0, 0, 0, 1];
const place: [number, number, number] = [0, 0, 0];
const offset: [number, number, number] = [0, 0, 0];

/** Puts what she holds into her right hand. */
function hold(scene: Scene, p: Player, to: Mirror): void {
  if (p.figure.toIndex < 0) return;
  const id = to.data[p.figure.toIndex * MIRROR_STRIDE + MIRROR.holds]!;
  const thing = id ? scene.figures.get(id) : undefined;
  if (!thing) return;
  const joint = p.body.rig.role("handR");
  if (joint < 0) return;
  const w = p.body.world;
  const tip = p.body.rig.role("middle1R");
  // The palm lies between wrist and knuckles.
  for (let k = 0; k < 3; k++) {
    const wrist = w[joint * 12 + k * 4 + 3]!;
    place[k] = tip >= 0 ? wrist + (w[tip * 12 + k * 4 + 3]! - wrist) * 0.8 : wrist;
  }
  turnOf(hand, w, joint);
  quat.rotate(place, p.figure.now.rotation, place);
  for (let k = 0; k < 3; k++) place[k]! += p.figure.now.position[k]!;
  const grip = thing.thing?.grips?.[0]?.position ?? NO_GRIP;
  // Upright as the world keeps it: cups are not tipped by a wrist.
  quat.rotate(offset, thing.now.rotation, grip);
  for (let k = 0; k < 3; k++) place[k]! -= offset[k]!;
  writeRows(scene.slots, thing.slot, NOW, thing.now.rotation, place[0], place[1], place[2]);
  writeRows(scene.slots, thing.slot, THEN, thing.before.rotation, place[0], place[1], place[2]);
}

const NO_GRIP = [0, 0, 0] as const;
