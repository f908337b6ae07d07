/**
 * Assets on disk, as worlds need them. In: the assets folder. Out: `read` for shared/world/set.ts; the catalogue of
 * everything that may stand on a stage is put together here from the manifests, so that none can be stale.
 */
import { createHash } from "node:crypto";
import { access, readdir, readFile, stat } from "node:fs/promises";
import { join, normalize, sep } from "node:path";
import { gatherCatalogue } from "../../shared/world/catalogue.ts";
import { parseSetSheet, type SetError } from "../../shared/world/set.ts";

/** Reads a file below the assets folder; `catalogue.json` is composed. Throws where there is none. */
export type AssetReader = (path: string) => Promise<Uint8Array>;

/** What each folder of the catalogue holds: a folder with a manifest for each thing, or files. */
const MANIFESTS: Readonly<Record<string, string>> = {
  sets: "set.json",
  things: "thing.json",
  cast: "actor.json",
};

/** Bytes of a manifest. */
const MOST = 16e6;

/** The catalogue as bytes of JSON: the same bytes for the same files. What is not of its form is left out, and told of. */
async function composeCatalogue(folder: string, amiss: (error: SetError) => void): Promise<Uint8Array> {
  const reader = {
    async list(name: string) {
      const entries = await readdir(join(folder, name)).catch(() => []);
      const manifest = MANIFESTS[name];
      if (manifest === undefined) return entries.filter((file) => /^[0-9a-f]{32}\.json$/.test(file));
      const there = await Promise.all(
        entries.map((entry) =>
          access(join(folder, name, entry, manifest)).then(
            () => true,
            () => false,
          ),
        ),
      );
      return entries.filter((_, k) => there[k]);
    },
    read: (path: string) => readAsset(join(folder, path)),
  };
  const catalogue = await gatherCatalogue(reader, amiss);
  return new TextEncoder().encode(JSON.stringify(catalogue));
}

async function readAsset(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > MOST) throw new Error(`it has ${size} bytes`);
  return new Uint8Array(await readFile(path));
}

/** Newest change of anything that the catalogue is made from, and how much of it there is. */
async function stateOf(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const kind of ["sets", "things", "cast", "colliders"]) {
    for (const entry of (await readdir(join(folder, kind)).catch(() => [])).sort()) {
      const manifest = MANIFESTS[kind];
      const path = manifest === undefined ? join(folder, kind, entry) : join(folder, kind, entry, manifest);
      const found = await stat(path).catch(() => null);
      hash.update(`${path} ${found?.size} ${found?.mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}

/** A reader of the assets in `folder`. `amiss` is told of each file that is left out of the catalogue, and why. */
export function createAssetReader(folder: string, amiss: (error: SetError) => void = () => {}): AssetReader {
  let known: { state: string; bytes: Uint8Array } | null = null;
  let checked = Number.NEGATIVE_INFINITY;
  return async (path) => {
    if (path === "catalogue.json") {
      // Looking at a few hundred files takes milliseconds: not more than once a second.
      const now = performance.now();
      if (known === null || now - checked > 1000) {
        const state = await stateOf(folder);
        if (known?.state !== state) known = { state, bytes: await composeCatalogue(folder, amiss) };
        checked = now;
      }
      return known.bytes;
    }
    const clean = normalize(path);
    if (clean.startsWith("..") || clean.startsWith(sep)) throw new Error(`${path} is outside the assets`);
    return readAsset(join(folder, clean));
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
