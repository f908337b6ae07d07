/**
 * Replaying a take: the same world step from its opening to its end, each second's hash against the take's own. What
 * proves a take also records one: `chain` joins the hashes so that none can be changed alone.
 */
import * as hash from "../math/hash.ts";
import type { Physics } from "../physics/physics.ts";
import { restore } from "../world/checkpoint.ts";
import type { Order } from "../world/command.ts";
import { hashWorld } from "../world/hash.ts";
import { stepWorld } from "../world/step.ts";
import { createWorld, type World } from "../world/world.ts";
import { openingOf, setOf, type Take } from "./take.ts";

/** Ticks between the hashes of a take. */
export const HASH_EVERY = 60;

/** One second whose hash is not the take's. */
export interface Difference {
  tick: number;
  wanted: string;
  found: string;
}

/** What a replay found. */
export interface Replay {
  ticks: number;
  /** Hash of the world at the take's end. */
  final: string;
  /** All hashes joined. */
  chain: string;
  /** First seconds that differ; empty: the hash chain holds. */
  differences: Difference[];
  /** The heap after loading is not the recorder's: another engine, or other colliders. */
  baseline: { wanted: string; found: string } | null;
}

/** Whether a tick is one at which a take has a hash. */
export function isHashed(take: Pick<Take, "from" | "to">, tick: number): boolean {
  return tick === take.to || (tick > take.from && (tick - take.from) % HASH_EVERY === 0);
}

/** Joins hashes into one. */
export function chain(hashes: readonly string[]): string {
  const state = hash.create();
  for (const one of hashes) hash.text(state, one);
  return hash.digest(state);
}

/** A world at a take's opening. Throws TakeError, SetError or FormError where it cannot be made. */
export function open(take: Take, physics: Physics): World {
  const world = createWorld(physics, setOf(take));
  restore(world, openingOf(take));
  return world;
}

const NONE: readonly Order[] = [];

/**
 * Steps a take from opening to end, and compares. `beat` is called after each tick and may stop it by returning true.
 * @param sealed SHA-256 of this machine's baseline, or empty to leave it unchecked.
 */
export function replay(
  take: Take,
  world: World,
  sealed: string,
  beat: (world: World) => boolean = () => false,
): Replay {
  const differences: Difference[] = [];
  const found: string[] = [];
  let next = 0;
  let ticks = 0;
  for (let tick = take.from; tick < take.to; tick++) {
    let orders = NONE;
    if (take.ticks[next]?.tick === tick) orders = take.ticks[next++]!.orders;
    stepWorld(world, orders);
    ticks++;
    if (isHashed(take, tick + 1)) {
      const wanted = take.hashes[found.length] ?? "none";
      const is = hashWorld(world);
      found.push(is);
      if (is !== wanted && differences.length < 10) differences.push({ tick: tick + 1, wanted, found: is });
    }
    if (beat(world)) break;
  }
  const baseline =
    sealed === "" || sealed === take.baseline ? null : { wanted: take.baseline, found: sealed };
  return { ticks, final: hashWorld(world), chain: chain(found), differences, baseline };
}
