/**
 * Assets on disk, as worlds need them. In: the assets folder. Out: `read` for shared/world/set.ts; the catalogue of
 * everything that may stand on a stage is put together here from the manifests, so that none can be stale.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, normalize, sep } from "node:path";
import { parseSetSheet } from "../../shared/world/set.ts";

/** Reads a file below the assets folder; `catalogue.json` is composed. Throws where there is none. */
export type AssetReader = (path: string) => Promise<Uint8Array>;

/** Names of folders below `folder`, sorted; none where it is missing. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function manifests(folder: string, file: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const name of await foldersIn(folder)) {
    const path = join(folder, name, file);
    const text = await readFile(path, "utf8").catch(() => null);
    if (text === null) continue;
    try {
      found.push(JSON.parse(text));
    } catch (error) {
      throw new Error(`${path}: not JSON: ${(error as Error).message}`);
    }
  }
  return found;
}

/** The catalogue as bytes of JSON: the same bytes for the same files. */
async function composeCatalogue(folder: string): Promise<Uint8Array> {
  const sets = (await manifests(join(folder, "sets"), "set.json")) as { id: string; label: string }[];
  const things = await manifests(join(folder, "things"), "thing.json");
  const actors = await manifests(join(folder, "cast"), "actor.json");
  const colliders: Record<string, unknown> = {};
  const files = await readdir(join(folder, "colliders")).catch(() => []);
  for (const file of files.sort()) {
    const hash = /^([0-9a-f]{32})\.json$/.exec(file)?.[1];
    if (hash !== undefined)
      colliders[hash] = JSON.parse(await readFile(join(folder, "colliders", file), "utf8"));
  }
  const short = sets.map(({ id, label }) => ({ id, label }));
  return new TextEncoder().encode(JSON.stringify({ format: 1, sets: short, things, actors, colliders }));
}

/** Newest change of anything that the catalogue is made from, and how much of it there is. */
async function stateOf(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const kind of ["sets", "things", "cast", "colliders"]) {
    for (const entry of (await readdir(join(folder, kind)).catch(() => [])).sort()) {
      const file = kind === "sets" ? "set.json" : kind === "things" ? "thing.json" : "actor.json";
      const path = kind === "colliders" ? join(folder, kind, entry) : join(folder, kind, entry, file);
      const found = await stat(path).catch(() => null);
      hash.update(`${path} ${found?.size} ${found?.mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}

/** A reader of the assets in `folder`. */
export function createAssetReader(folder: string): AssetReader {
  let known: { state: string; bytes: Uint8Array } | null = null;
  let checked = Number.NEGATIVE_INFINITY;
  return async (path) => {
    if (path === "catalogue.json") {
      // Looking at a few hundred files takes milliseconds: not more than once a second.
      const now = performance.now();
      if (known === null || now - checked > 1000) {
        const state = await stateOf(folder);
        if (known?.state !== state) known = { state, bytes: await composeCatalogue(folder) };
        checked = now;
      }
      return known.bytes;
    }
    const clean = normalize(path);
    if (clean.startsWith("..") || clean.startsWith(sep)) throw new Error(`${path} is outside the assets`);
    return new Uint8Array(await readFile(join(folder, clean)));
  };
}

/** A set as the first page offers it. */
export interface SetLine {
  id: string;
  label: string;
  /** What stands on it, in words. */
  about: string;
  /** Path of its picture below the assets folder; empty for none. */
  poster: string;
}

/** Sets that are there. */
export async function listSets(read: AssetReader): Promise<SetLine[]> {
  const json = async (path: string): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode(await read(path)));
  const { sets } = (await json("catalogue.json")) as { sets: { id: string; label: string }[] };
  return Promise.all(
    sets.map(async ({ id, label }) => {
      const { opening } = parseSetSheet(id, await json(`sets/${id}/set.json`));
      const poster = `sets/${id}/poster.webp`;
      const painted = await read(poster).then(
        () => true,
        () => false,
      );
      return { id, label, about: aboutOf(opening), poster: painted ? poster : "" };
    }),
  );
}

/** Such as `3 actors, 2 vehicles, 41 things`. */
function aboutOf(opening: readonly { kind: string }[]): string {
  const count = (one: string, ...kinds: string[]): string => {
    const many = opening.filter(({ kind }) => kinds.includes(kind)).length;
    return many === 0 ? "" : many === 1 ? `1 ${one}` : `${many} ${one}s`;
  };
  const words = [count("actor", "actor"), count("vehicle", "vehicle"), count("thing", "prop", "light")];
  return words.filter((word) => word !== "").join(", ");
}
