/**
 * Fresh worlds of a session: its set's world at its opening, into which the room's checkpoint is put. In: the set and a
 * physics factory. Out: a world, and the name of its baseline, which is worked out beside.
 */
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
 * Makes worlds of the stage's set. The first is begun at once, before the room welcomes, and serves once; where it has
 * failed, or another is asked for, one is made anew. Rejects with a Failure.
 */
export function createFreshWorlds(
  { set, physics }: Pick<SessionOptions, "set" | "physics">,
  seal: Seal,
): () => Promise<FreshWorld> {
  const make = async (): Promise<FreshWorld> => {
    const [loaded, engine] = await Promise.all([
      set().catch((fault: Error) => {
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
  let first: Promise<FreshWorld> | null = make();
  first.catch(() => {});

  return async () => {
    const made = await first?.catch(() => null);
    first = null;
    return made ?? make();
  };
}
