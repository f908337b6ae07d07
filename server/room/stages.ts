/**
 * Worlds for rooms: loads sets, compiles the physics engine once, and shares the baselines that worlds of one set have
 * in common. In: a reader of assets. Out: worlds at their set's opening.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileHavok, createHavok, type HavokModule } from "../../shared/physics/havok.ts";
import type { Ground } from "../../shared/world/ground.ts";
import { type LoadedSet, loadSet } from "../../shared/world/set.ts";
import { createWorld, groundOf, type World } from "../../shared/world/world.ts";
import type { AssetReader } from "../library/assets.ts";
import { differing } from "./pages.ts";

/** The engine that a take was recorded with, and what its world was after loading. */
export interface Recorder {
  engine: string;
  baseline: string;
}

/** Makes worlds. */
export interface Stages {
  /** The set, loaded once. Throws SetError. */
  set(id: string): Promise<LoadedSet>;
  /** A fresh world at the set's opening. */
  world(set: string): Promise<World>;
  /** SHA-256 of a world's baseline. */
  baseline(world: World): string;
  /** What takes of a set say of the machine: its engine, and the SHA-256 of the baseline. */
  recorder(set: string): Promise<Recorder>;
}

const engineFile = (): string =>
  join(dirname(createRequire(import.meta.url).resolve("@babylonjs/havok")), "../esm/HavokPhysics.wasm");

/** The physics engine's code. */
export const loadEngine = async (): Promise<HavokModule> =>
  compileHavok(new Uint8Array(await readFile(engineFile())));

/** Worlds over these assets. */
export function createStages(read: AssetReader): Stages {
  let engine: Promise<HavokModule> | null = null;
  const sets = new Map<string, Promise<LoadedSet>>();
  const baselines = new Map<string, { bytes: Uint8Array; hash: string }>();

  const set = (id: string): Promise<LoadedSet> => {
    if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) return Promise.reject(new Error(`${id} is no set`));
    let loading = sets.get(id);
    if (loading === undefined) {
      loading = loadSet(id, read);
      sets.set(id, loading);
      // What failed may be mended meanwhile.
      loading.catch(() => sets.delete(id));
    }
    return loading;
  };
  const made = new Map<string, Recorder>();
  // Working one out takes most of a tick, which other rooms would feel.
  const grounds = new WeakMap<LoadedSet, Ground>();
  const stages: Stages = {
    set,
    async recorder(id) {
      if (!made.has(id)) await stages.world(id);
      return made.get(id)!;
    },
    async world(id) {
      const loaded = await set(id);
      engine ??= loadEngine();
      let ground = grounds.get(loaded);
      if (ground === undefined) grounds.set(loaded, (ground = groundOf(loaded)));
      const world = createWorld(await createHavok(await engine), loaded, 1, ground);
      const known = baselines.get(id);
      if (known !== undefined && Buffer.compare(known.bytes, world.baseline) === 0)
        world.baseline = known.bytes;
      else {
        const hash = createHash("sha256").update(world.baseline).digest("hex");
        baselines.set(id, { bytes: world.baseline, hash });
      }
      world.differing = differing;
      made.set(id, { engine: world.physics.engine, baseline: stages.baseline(world) });
      return world;
    },
    baseline(world) {
      for (const { bytes, hash } of baselines.values()) if (bytes === world.baseline) return hash;
      return createHash("sha256").update(world.baseline).digest("hex");
    },
  };
  return stages;
}
