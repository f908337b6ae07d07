/**
 * Worlds for rooms: loads sets, compiles the physics engine once, and shares the baselines that worlds of one set have
 * in common. In: a reader of assets, or sets as stages keep them. Out: worlds at their set's opening.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileHavok, createHavok, type HavokModule } from "../../shared/physics/havok.ts";
import { decodeAsBuilt, encodeAsBuilt } from "../../shared/world/as-built.ts";
import type { Ground } from "../../shared/world/ground.ts";
import { type LoadedSet, loadSet } from "../../shared/world/set.ts";
import { createWorld, groundOf, type World } from "../../shared/world/world.ts";
import type { AssetReader } from "../library/assets.ts";
import { differing } from "./pages.ts";
import { sha256 } from "./press.ts";

/** A set that worlds are made of: as its files are now, or as a stage keeps it. */
export interface Built {
  /** SHA-256 of `bytes`, 64 hex digits. */
  hash: string;
  /** As shared/world/as-built.ts has it. */
  bytes: Uint8Array;
  set: LoadedSet;
}

/** A world at its set's opening, and what it was made of. */
export interface Footing {
  built: Built;
  world: World;
  /** SHA-256 of the world's baseline. */
  baseline: string;
}

/** Makes worlds. */
export interface Worlds {
  /** A fresh world at the set's opening. */
  stand(built: Built): Promise<Footing>;
}

/** Makes worlds of sets that it loads. */
export interface Stages extends Worlds {
  /** A set as its files are now, loaded once. Throws SetError. */
  now(id: string): Promise<Built>;
}

const engineFile = (): string =>
  join(dirname(createRequire(import.meta.url).resolve("@babylonjs/havok")), "../esm/HavokPhysics.wasm");

/** The physics engine's code. */
export const loadEngine = async (): Promise<HavokModule> =>
  compileHavok(new Uint8Array(await readFile(engineFile())));

/** A set under the name of its bytes. */
export function builtOf(set: LoadedSet): Built {
  const bytes = encodeAsBuilt(set);
  return { hash: sha256(bytes), bytes, set };
}

/** A set from the bytes that a stage keeps under their name. Throws SetError. */
export const rebuilt = (hash: string, bytes: Uint8Array): Built => ({
  hash,
  bytes,
  set: decodeAsBuilt("the set that this stage was made on", bytes),
});

/** Worlds of whatever set they are asked for. */
export function createWorlds(): Worlds {
  let engine: Promise<HavokModule> | null = null;
  /** By what they were made of. */
  const baselines = new Map<string, { bytes: Uint8Array; hash: string }>();
  // Working one out takes most of a tick, which other rooms would feel.
  const grounds = new Map<string, Ground>();
  return {
    async stand(built) {
      engine ??= loadEngine();
      let ground = grounds.get(built.hash);
      if (ground === undefined) grounds.set(built.hash, (ground = groundOf(built.set)));
      const world = createWorld(await createHavok(await engine), built.set, 1, ground);
      world.differing = differing;
      // Sets that differ in what nobody has put up yet begin alike.
      const known = [...baselines.values()].find(({ bytes }) => Buffer.compare(bytes, world.baseline) === 0);
      const { bytes, hash } = known ?? { bytes: world.baseline, hash: sha256(world.baseline) };
      world.baseline = bytes;
      baselines.set(built.hash, { bytes, hash });
      return { built, world, baseline: hash };
    },
  };
}

/** Worlds over these assets. */
export function createStages(read: AssetReader): Stages {
  const sets = new Map<string, Promise<Built>>();
  return {
    ...createWorlds(),
    now(id) {
      if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) return Promise.reject(new Error(`${id} is no set`));
      let loading = sets.get(id);
      if (loading === undefined) {
        loading = loadSet(id, read).then(builtOf);
        sets.set(id, loading);
        // What failed may be mended meanwhile.
        loading.catch(() => sets.delete(id));
      }
      return loading;
    },
  };
}
