/**
 * Fresh worlds of a session: a set's world at its opening, into which the room's checkpoint is put. In: assets and a
 * physics factory, and what set is foreseen. Out: a world, and the name of its baseline, which is worked out beside.
 */
import { loadSet } from "../../shared/world/set.ts";
import { createWorld, type World } from "../../shared/world/world.ts";
import type { Seal } from "./blobs.ts";
import type { SessionOptions } from "./session.ts";
import type { FailureReason } from "./status.ts";

/** Something without which a session cannot be. */
export class Failure extends Error {
  readonly reason: FailureReason;
  constructor(reason: FailureReason, text: string) {
    super(text);
    this.name = "Failure";
    this.reason = reason;
  }
}

/** A world at its set's opening. */
export interface FreshWorld {
  world: World;
  /** SHA-256 of its baseline. */
  baseline: Promise<string>;
}

/**
 * Makes worlds by the ids of their sets. The foreseen one is begun at once, and serves once; where another is asked for,
 * or it has failed, one is made anew. Rejects with a Failure.
 */
export function createFreshWorlds(
  { read, physics, foresee }: Pick<SessionOptions, "read" | "physics" | "foresee">,
  seal: Seal,
): (set: string) => Promise<FreshWorld> {
  const make = async (set: string): Promise<FreshWorld> => {
    const [loaded, engine] = await Promise.all([
      loadSet(set, read).catch((fault: Error) => {
        throw new Failure("set", `the set cannot be loaded: ${fault.message}`);
      }),
      physics().catch((fault: Error) => {
        throw new Failure("physics", `the physics engine does not start: ${fault.message}`);
      }),
    ]);
    const world = createWorld(engine, loaded);
    const baseline = seal(world.baseline);
    // Whoever awaits it is told; until somebody does, a failure is nobody's surprise.
    baseline.catch(() => {});
    return { world, baseline };
  };
  let foreseen: Promise<FreshWorld & { set: string }> | null =
    foresee?.().then(async (set) => ({ set, ...(await make(set)) })) ?? null;
  foreseen?.catch(() => {});

  return async (set) => {
    const made = await foreseen?.catch(() => null);
    foreseen = null;
    return made?.set === set ? made : make(set);
  };
}
