/**
 * The catalogue: every thing, actor and collider of the assets in one value, gathered from their folders. Whoever has
 * the files (the server, tests, replay) gathers it; browsers are given it as one file.
 */
import {
  type Catalogue,
  parseActor,
  parseCatalogue,
  parseCollider,
  parseSetSheet,
  parseThing,
} from "./set.ts";

/** Reads below assets/: names in a folder, and files. */
export interface AssetReader {
  list(folder: string): Promise<string[]>;
  read(path: string): Promise<Uint8Array>;
}

/** Gathers the catalogue, in the order of names. Throws SetError where a manifest is not of its form. */
export async function gatherCatalogue(assets: AssetReader): Promise<Catalogue> {
  const json = async (path: string): Promise<unknown> => {
    return JSON.parse(new TextDecoder().decode(await assets.read(path)));
  };
  const folder = async (name: string) => (await assets.list(name)).sort((a, b) => (a < b ? -1 : 1));
  const sets = [];
  for (const id of await folder("sets")) {
    const file = `sets/${id}/set.json`;
    const sheet = parseSetSheet(file, await json(file));
    sets.push({ id: sheet.id, label: sheet.label });
  }
  const things = [];
  for (const id of await folder("things")) {
    const file = `things/${id}/thing.json`;
    things.push(parseThing(file, await json(file)));
  }
  const actors = [];
  for (const id of await folder("cast")) {
    const file = `cast/${id}/actor.json`;
    actors.push(parseActor(file, await json(file)));
  }
  const colliders: Record<string, unknown> = {};
  for (const name of await folder("colliders")) {
    if (!name.endsWith(".json")) continue;
    const file = `colliders/${name}`;
    colliders[name.slice(0, -5)] = parseCollider(file, await json(file));
  }
  return parseCatalogue("catalogue", { format: 1, sets, things, actors, colliders });
}
