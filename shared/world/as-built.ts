/**
 * A set as built: its sheet and everything that may stand on it, in one piece, so that a stage opens and its takes play
 * on the set that they were made on when the set's files have changed since. In: a loaded set. Out: bytes, and back.
 * The same set gives the same bytes.
 */
import {
  assembleSet,
  type Catalogue,
  type LoadedSet,
  parseCatalogue,
  parseJson,
  parseSetSheet,
  SetError,
} from "./set.ts";

/** Version of the bytes. */
const FORMAT = 1;

/** The part of a set's catalogue that these things and actors need, colliders too. Throws SetError. */
export function catalogueFor(set: LoadedSet, assets: ReadonlySet<string>): Catalogue {
  const things = [...set.things.values()].filter((thing) => assets.has(thing.id));
  const actors = [...set.actors.values()].filter((actor) => assets.has(actor.id));
  const hashes = new Set<string>([set.sheet.collider, ...set.sheet.parts.map((part) => part.collider)]);
  for (const thing of things) hashes.add(thing.collider);
  const colliders: Record<string, unknown> = {};
  for (const hash of [...hashes].sort((a, b) => (a < b ? -1 : 1))) {
    colliders[hash] = { format: 1, ...set.colliders.get(hash) };
  }
  return parseCatalogue("take", { format: 1, sets: [], things, actors, colliders });
}

/** A set with all that may stand on it, as bytes of JSON. */
export function encodeAsBuilt(set: LoadedSet): Uint8Array<ArrayBuffer> {
  const catalogue = catalogueFor(set, new Set([...set.things.keys(), ...set.actors.keys()]));
  return new TextEncoder().encode(JSON.stringify({ format: FORMAT, sheet: set.sheet, catalogue }));
}

/** A set from such bytes; `name` is what errors call them. Throws SetError. */
export function decodeAsBuilt(name: string, bytes: Uint8Array): LoadedSet {
  const json = parseJson(name, bytes);
  const { format, sheet, catalogue } = (typeof json === "object" && json !== null ? json : {}) as Record<
    string,
    unknown
  >;
  if (format !== FORMAT)
    throw new SetError(name, `format: is ${JSON.stringify(format)}, and ${FORMAT} can be read`);
  return assembleSet(parseSetSheet(name, sheet), parseCatalogue(name, catalogue));
}
