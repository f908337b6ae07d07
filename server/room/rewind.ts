/**
 * The rewinder: the world of a take at a tick, worked out in a thread of its own with a physics engine of its own.
 * In: an encoded checkpoint and the orders after it. Out: the world at that tick, pressed.
 */
import { Worker } from "node:worker_threads";
import { type Checkpoint, decodeCheckpoint, restore, take } from "../../shared/world/checkpoint.ts";
import type { Order } from "../../shared/world/command.ts";
import { stepWorld } from "../../shared/world/step.ts";
import type { World } from "../../shared/world/world.ts";
import { createRunner } from "./errand.ts";
import { type Pressed, pressNow } from "./press.ts";

/** What is to be worked out. */
export interface Rewind {
  /** Set that it stands on, as shared/world/as-built.ts has it, and the name of those bytes. */
  built: { hash: string; bytes: Uint8Array };
  /** Encoded checkpoint to begin from. */
  from: Uint8Array;
  /** Orders of the ticks from there on, rising. */
  ticks: { tick: number; orders: Order[] }[];
  /** Tick of the world that is wanted. */
  to: number;
}

/** A world of a take. */
export interface Rewound {
  pressed: Pressed;
  /** Tick at which its performance left one; −1 when it stands at one. */
  opening: number;
  /** That opening, where it was left on the way. */
  one: { tick: number; pressed: Pressed } | null;
}

/** Works worlds of takes out. */
export interface Rewinder {
  rewind(what: Rewind): Promise<Rewound>;
  close(): Promise<void>;
}

/** Works a world out in the calling thread, in `world`, which stands on the set in question. */
export function rewindNow(world: World, what: Rewind): Rewound {
  restore(world, decodeCheckpoint(what.from));
  let one: { tick: number; checkpoint: Checkpoint } | null = null;
  let next = 0;
  while (world.tick < what.to) {
    const { tick } = world;
    stepWorld(world, what.ticks[next]?.tick === tick ? what.ticks[next++]!.orders : []);
    for (const kept of world.kept) if (kept.why === "one") one = { tick, checkpoint: kept.checkpoint };
  }
  return {
    pressed: pressNow(take(world)),
    opening: world.opening,
    one:
      one === null || one.tick !== world.opening
        ? null
        : { tick: one.tick, pressed: pressNow(one.checkpoint) },
  };
}

/** A rewinder. The thread begins with the first call. */
export function createRewinder(): Rewinder {
  const start = (): Worker => new Worker(new URL("./rewind-worker.ts", import.meta.url));
  const { run, close } = createRunner<Rewind, Rewound>("the rewinder", start);
  return { rewind: (what) => run(what), close };
}
