/**
 * The live world: steps ordered ticks when they are due, as many as a slice of time allows. In: a world, its queue of
 * ticks and its pace. Out: a world at the tick that is due (or as near as it can be), a mirror of it, and what
 * happened on the way. No network, no clock of its own.
 */
import type { Checkpoint } from "../../shared/world/checkpoint.ts";
import { restore } from "../../shared/world/checkpoint.ts";
import { hashWorld } from "../../shared/world/hash.ts";
import { createMirror, fillMirror, MIRROR, MIRROR_STRIDE, type Mirror } from "../../shared/world/mirror.ts";
import { stepWorld } from "../../shared/world/step.ts";
import { missingBlobs, type Outcome, type World } from "../../shared/world/world.ts";
import type { Blobs } from "./blobs.ts";
import * as pace from "./pace.ts";
import * as queue from "./queue.ts";
import type { Timer } from "./timer.ts";

/** Ticks between two reports of the world's hash. */
export const REPORT_EVERY = 60;
/** Ticks behind which catching up takes longer than fetching a checkpoint. */
export const TOO_FAR = 300;
/** Openings of which this peer keeps its own copy until the room has named them. */
const UNNAMED = 4;

/** A world that follows its room. */
export interface Live {
  readonly world: World;
  readonly queue: queue.Queue;
  readonly pace: pace.Pace;
  readonly blobs: Blobs;
  readonly mirror: Mirror;
  /** Number of this person in the room. */
  person: number;
  /** Highest serial of this person that has been stepped, in the room's count. */
  applied: number;
  /** Blob that a tick waits for; empty for none. */
  waiting: string;
  /** A checkpoint that is to take the world's place as soon as it is at hand. */
  replacement: { checkpoint: string; tick: number } | null;
  /** Openings that the world left, not yet named by the room; and names for ticks not yet reached. */
  readonly unnamed: Checkpoint[];
  readonly names: Map<number, string>;
  /** Milliseconds a step takes, smoothed. */
  stepMs: number;
  /** Ticks stepped since the mirror was last filled; edits gathered meanwhile. */
  unseen: number;
  readonly edited: Set<number>;
  readonly removed: Set<number>;
  replaced: boolean;
}

/** What happens while ticks are stepped. */
export interface LiveEvents {
  /** An order of this person was done or refused. */
  outcome(outcome: Outcome): void;
  /** The world's hash, each REPORT_EVERY ticks. */
  report(tick: number, hash: string): void;
  /** A checkpoint took the world's place, because this world had differed or was too far behind. */
  replaced(tick: number): void;
}

/** A live world at `world.tick`. */
export function create(world: World, blobs: Blobs, person: number): Live {
  world.checkpoints = blobs;
  return {
    world,
    queue: queue.create(world.tick),
    pace: pace.create(),
    blobs,
    mirror: createMirror(Math.max(64, world.entities.size * 2)),
    person,
    applied: 0,
    waiting: "",
    replacement: null,
    unnamed: [],
    names: new Map(),
    stepMs: 0,
    unseen: 0,
    edited: new Set(),
    removed: new Set(),
    replaced: true,
  };
}

/** Ticks that are due and not stepped. */
export function behind(live: Live, now: number): number {
  if (!live.pace.started) return 0;
  return Math.max(0, Math.floor(pace.position(live.pace, now)) - live.world.tick);
}

/**
 * Steps what is due, for at most `budget` ms. Answers the milliseconds until there is something to do again: 0 where
 * the budget ran out, Infinity where nothing can be done before something arrives.
 */
export function pump(live: Live, timer: Timer, budget: number, events: LiveEvents): number {
  const { world } = live;
  const begin = timer.now();
  replace(live, events);
  const state = pace.update(live.pace, begin, live.queue.through);
  if (!live.pace.started) return Number.POSITIVE_INFINITY;
  const due = Math.floor(pace.position(live.pace, begin));
  let before = begin;
  while (world.tick < due) {
    const orders = queue.at(live.queue, world.tick);
    if (orders === undefined) return Number.POSITIVE_INFINITY;
    const [missing] = missingBlobs(world, orders);
    live.waiting = missing ?? "";
    if (missing !== undefined) {
      live.blobs.want(missing);
      return Number.POSITIVE_INFINITY;
    }
    step(live, orders, events);
    const now = timer.now();
    live.stepMs += (now - before - live.stepMs) * 0.05;
    before = now;
    if (now - begin > budget && world.tick < due) return 0;
  }
  if (state === "starved" && due > live.queue.through) return Number.POSITIVE_INFINITY;
  const next = ((world.tick + 1 - pace.position(live.pace, before)) * pace.TICK_MS) / live.pace.rate;
  return Math.max(0.5, next);
}

function step(live: Live, orders: Parameters<typeof stepWorld>[1], events: LiveEvents): void {
  const { world } = live;
  stepWorld(world, orders);
  queue.release(live.queue, world.tick);
  gather(live);
  for (const outcome of world.outcomes) {
    if (outcome.person !== live.person || outcome.serial === 0) continue;
    live.applied = Math.max(live.applied, outcome.serial);
    events.outcome(outcome);
  }
  for (const { why, hash, checkpoint } of world.kept) {
    if (hash !== "") live.blobs.offer(hash, checkpoint);
    else if (why === "one") keepOpening(live, checkpoint);
  }
  if (world.tick % REPORT_EVERY === 0) events.report(world.tick, hashWorld(world));
}

/** Keeps an opening until the room has said what it is called. */
function keepOpening(live: Live, checkpoint: Checkpoint): void {
  const name = live.names.get(checkpoint.tick);
  if (name !== undefined) {
    live.names.delete(checkpoint.tick);
    live.blobs.offer(name, checkpoint);
    return;
  }
  live.unnamed.push(checkpoint);
  if (live.unnamed.length > UNNAMED) live.unnamed.shift();
}

/** The room has named the state at a tick. What this peer has no copy of is fetched in good time. */
export function name(live: Live, hash: string, tick: number): void {
  const k = live.unnamed.findIndex((checkpoint) => checkpoint.tick === tick);
  if (k >= 0) {
    const [own] = live.unnamed.splice(k, 1);
    live.blobs.offer(hash, own!);
  } else if (tick >= live.world.tick) {
    live.names.set(tick, hash);
  } else {
    live.blobs.want(hash);
  }
}

/** Asks for a checkpoint to take the world's place; ticks from there on are kept until it has. */
export function replaceBy(live: Live, checkpoint: string, tick: number): void {
  live.replacement = { checkpoint, tick };
  // Where ticks are missing before it, there is nothing more to be stepped until it is here.
  if (tick > live.queue.through + 1 || tick < live.queue.first) queue.restart(live.queue, tick);
  else live.queue.retain = tick;
  live.blobs.want(checkpoint);
}

function replace(live: Live, events: LiveEvents): void {
  if (live.replacement === null) return;
  const found = live.blobs.find(live.replacement.checkpoint);
  if (found === undefined) {
    live.blobs.want(live.replacement.checkpoint);
    return;
  }
  live.replacement = null;
  restore(live.world, found);
  queue.restart(live.queue, live.world.tick);
  live.waiting = "";
  live.replaced = true;
  live.unnamed.length = 0;
  events.replaced(live.world.tick);
}

/** Gathers what a step edited, for a mirror that is filled once for several steps. */
function gather(live: Live): void {
  const { world } = live;
  live.unseen++;
  if (world.replaced) {
    live.replaced = true;
    live.edited.clear();
    live.removed.clear();
  }
  for (const id of world.removed) {
    live.edited.delete(id);
    live.removed.add(id);
  }
  for (const id of world.edited) {
    live.edited.add(id);
    live.removed.delete(id);
  }
}

/** Fills the mirror with everything since it was last filled; null where nothing has been stepped since. */
export function mirror(live: Live): Mirror | null {
  const { world } = live;
  if (live.unseen === 0 && !live.replaced) return null;
  // These lists tell readers of the last step; a reader of several steps is given all of theirs.
  world.edited = live.edited;
  world.removed = [...live.removed];
  world.replaced = live.replaced;
  fillMirror(world, live.mirror);
  const { data, count } = live.mirror;
  // Speeds are worked out from the mirror before; after a restore, or when slots have moved, there is none.
  const share = live.replaced || live.removed.size > 0 ? 0 : 1 / Math.max(1, live.unseen);
  if (share !== 1) for (let k = 0; k < count; k++) data[k * MIRROR_STRIDE + MIRROR.velocity]! *= share;
  world.edited = new Set();
  live.edited.clear();
  live.removed.clear();
  live.unseen = 0;
  live.replaced = false;
  return live.mirror;
}
