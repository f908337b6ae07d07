/**
 * Frames of a review: what each stepped tick looked like, kept in stretches of a second and a half, so that one can play
 * backwards and scrub about without stepping the same ticks again. In: a world after each step. Out: mirrors of any kept
 * tick, with what has changed against the one that was shown before.
 */
import type { Look } from "../../shared/world/command.ts";
import type { Entity } from "../../shared/world/entity.ts";
import { createMirror, fillMirror, MIRROR, MIRROR_STRIDE, type Mirror } from "../../shared/world/mirror.ts";
import type { World } from "../../shared/world/world.ts";

/** Ticks in a stretch. */
export const STRETCH = 90;
/** Stretches whose frames are kept. */
const KEPT = 10;

/** One tick as it looked. Immutable. */
interface Frame {
  tick: number;
  ids: Uint32Array;
  data: Float32Array;
  /** Copies of what was edited in this tick, and what went. */
  edited: Entity[];
  removed: readonly number[];
  look: Look | null;
  phase: "one" | "performance";
  frozen: boolean;
  action: number;
  rolling: string;
}

/** Frames of one stretch, from its first tick on without a hole. */
interface Stretch {
  first: number;
  /** Every entity at the first frame. */
  whole: Map<number, Entity>;
  frames: Frame[];
}

/** Kept frames. */
export interface Frames {
  readonly from: number;
  readonly stretches: Map<number, Stretch>;
  readonly mirror: Mirror;
}

/** No frames; the timeline begins at `from`. */
export function create(from: number): Frames {
  return { from, stretches: new Map(), mirror: createMirror() };
}

/** First tick of the stretch in which a tick lies. */
export function stretchOf(frames: Frames, tick: number): number {
  return tick - ((tick - frames.from) % STRETCH);
}

/** Whether a tick is kept. */
export function has(frames: Frames, tick: number): boolean {
  const stretch = frames.stretches.get(stretchOf(frames, tick));
  return stretch !== undefined && tick - stretch.first < stretch.frames.length;
}

/** After a restore: what follows is not to be measured against what was before. */
export function rewind(frames: Frames, world: World): void {
  fillMirror(world, frames.mirror, true);
}

/**
 * Keeps the world as it is after a step (or at a restored tick), if its tick follows on in its stretch.
 */
export function keep(frames: Frames, world: World): void {
  const { mirror } = frames;
  fillMirror(world, mirror);
  const { tick } = world;
  const first = stretchOf(frames, tick);
  let stretch = frames.stretches.get(first);
  if (tick === first && stretch === undefined) {
    stretch = { first, whole: new Map(), frames: [] };
    for (const entity of world.entities.values()) stretch.whole.set(entity.id, structuredClone(entity));
    frames.stretches.set(first, stretch);
    forget(frames, first);
  }
  if (stretch === undefined || tick !== first + stretch.frames.length) return;
  const before = stretch.frames.at(-1);
  const count = mirror.ids.length;
  const same = before !== undefined && equal(before.ids, mirror.ids);
  const data = mirror.data.slice(0, count * MIRROR_STRIDE);
  if (before === undefined || !same) {
    for (let k = 0; k < count; k++) data[k * MIRROR_STRIDE + MIRROR.velocity] = 0;
  }
  stretch.frames.push({
    tick,
    ids: same ? before.ids : mirror.ids,
    data,
    edited: before === undefined ? [] : mirror.edited.map((entity) => structuredClone(entity)),
    removed: [...mirror.removed],
    look: mirror.look,
    phase: mirror.phase,
    frozen: mirror.frozen,
    action: mirror.action,
    rolling: mirror.rolling,
  });
}

const equal = (a: Uint32Array, b: Uint32Array): boolean =>
  a === b || (a.length === b.length && a.every((id, k) => id === b[k]));

/** Lets go of the stretches farthest from this one. */
function forget(frames: Frames, near: number): void {
  while (frames.stretches.size > KEPT) {
    let farthest = near;
    for (const first of frames.stretches.keys()) {
      if (Math.abs(first - near) > Math.abs(farthest - near)) farthest = first;
    }
    if (farthest === near) return;
    frames.stretches.delete(farthest);
  }
}

/**
 * The mirror of a kept tick for somebody who was shown tick `shown` before (−1: nothing); null where it is not kept.
 * The floats are a copy.
 */
export function mirrorAt(frames: Frames, tick: number, shown: number): Mirror | null {
  if (!has(frames, tick)) return null;
  const stretch = frames.stretches.get(stretchOf(frames, tick))!;
  const frame = stretch.frames[tick - stretch.first]!;
  const near = shown >= 0 && stretchOf(frames, shown) === stretch.first && has(frames, shown);
  const edited: Entity[] = [];
  const removed: number[] = [];
  if (near) {
    for (const id of touched(stretch, Math.min(tick, shown), Math.max(tick, shown))) {
      const version = versionAt(stretch, id, tick);
      if (version === null) removed.push(id);
      else edited.push(version);
    }
  } else {
    for (const id of frame.ids) {
      const version = versionAt(stretch, id, tick);
      if (version !== null) edited.push(version);
    }
  }
  const { ids, data, look, phase, frozen, action, rolling } = frame;
  return {
    tick,
    count: ids.length,
    ids,
    data: data.slice(),
    edited,
    removed,
    whole: !near,
    look,
    phase,
    frozen,
    action,
    rolling,
  };
}

/** What was edited or went in the ticks after `a` up to `b`. */
function touched(stretch: Stretch, a: number, b: number): Set<number> {
  const ids = new Set<number>();
  for (let tick = a + 1; tick <= b; tick++) {
    const frame = stretch.frames[tick - stretch.first]!;
    for (const { id } of frame.edited) ids.add(id);
    for (const id of frame.removed) ids.add(id);
  }
  return ids;
}

/** An entity as it was at a tick, its pose apart; null where it was not there. */
function versionAt(stretch: Stretch, id: number, tick: number): Entity | null {
  for (let k = tick - stretch.first; k > 0; k--) {
    const frame = stretch.frames[k]!;
    const version = frame.edited.find((entity) => entity.id === id);
    if (version !== undefined) return version;
    if (frame.removed.includes(id)) return null;
  }
  return stretch.whole.get(id) ?? null;
}
