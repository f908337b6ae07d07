/**
 * The catalogue: every thing, actor and collider of the assets in one value, gathered from their folders. Whoever has
 * the files (the server, tests, replay) gathers it; browsers are given it as one file.
 */
import {
  type Catalogue,
  parseActor,
  parseCatalogue,
  parseCollider,
  parseJson,
  parseSetSheet,
  parseThing,
  SetError,
} from "./set.ts";

/** Reads below assets/: names in a folder, and files. */
export interface AssetReader {
  list(folder: string): Promise<string[]>;
  read(path: string): Promise<Uint8Array>;
}

/**
 * Gathers the catalogue, in the order of names. What is not of its form is left out and told to `amiss`; without it,
 * SetError is thrown.
 */
export async function gatherCatalogue(
  assets: AssetReader,
  amiss?: (error: SetError) => void,
): Promise<Catalogue> {
  const folder = async (name: string) => (await assets.list(name)).sort((a, b) => (a < b ? -1 : 1));
  const one = async <T>(file: string, form: (file: string, json: unknown) => T): Promise<T | null> => {
    try {
      return form(file, parseJson(file, await assets.read(file)));
    } catch (error) {
      const why = error instanceof SetError ? error : new SetError(file, `cannot be read: ${error}`);
      if (amiss === undefined) throw why;
      amiss(why);
      return null;
    }
  };
  /** The manifests of a folder, each in a folder that is called as it says itself. */
  const all = async <T extends { id: string }>(
    kind: string,
    manifest: string,
    form: (file: string, json: unknown) => T,
  ): Promise<T[]> => {
    const found: T[] = [];
    for (const id of await folder(kind)) {
      const each = await one(`${kind}/${id}/${manifest}`, (file, json) => {
        const made = form(file, json);
        if (made.id !== id) throw new SetError(file, `id: is "${made.id}", but its folder "${id}"`);
        return made;
      });
      if (each !== null) found.push(each);
    }
    return found;
  };
  const sets = (await all("sets", "set.json", parseSetSheet)).map(({ id, label }) => ({ id, label }));
  const things = await all("things", "thing.json", parseThing);
  const actors = await all("cast", "actor.json", parseActor);
  const colliders: Record<string, unknown> = {};
  for (const name of await folder("colliders")) {
    if (!name.endsWith(".json")) continue;
    const collider = await one(`colliders/${name}`, parseCollider);
    if (collider !== null) colliders[name.slice(0, -5)] = collider;
  }
  const whole = things.filter(({ id, collider }) => {
    if (collider in colliders) return true;
    const why = new SetError(`things/${id}/thing.json`, `names the collider ${collider}, which is not there`);
    if (amiss === undefined) throw why;
    amiss(why);
    return false;
  });
  return parseCatalogue("catalogue", { format: 1, sets, things: whole, actors, colliders });
}
