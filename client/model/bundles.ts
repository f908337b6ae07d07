/**
 * The bundles that are installed: read, checked whole, and refused with a reason where they do not fit. In: a way to read
 * files below `assets/models`, and to name bytes by SHA-256. Out: bundles with their graphs' bytes on request.
 */
import { BundleError, type BundleManifest, checkGraph, parseManifest } from "../../shared/anchors/bundle.ts";

/** Reads a file of at most `most` bytes below `assets/models`; rejects where it is not there, or larger. */
export type ReadModelFile = (path: string, most: number) => Promise<Uint8Array<ArrayBuffer>>;
/** SHA-256 of bytes as hex. */
export type Seal = (bytes: Uint8Array) => Promise<string>;

/** One graph of a manifest. */
export type GraphEntry = BundleManifest["graphs"][number];

/** A bundle whose manifest holds. */
export interface Bundle {
  readonly manifest: BundleManifest;
  /** SHA-256 of its manifest: names the bundle to the byte, since the manifest names its graphs so. */
  readonly seal: string;
}

/** What was found. */
export interface Installed {
  readonly bundles: readonly Bundle[];
  /** Those that were refused, by name (empty: the list itself), in words. */
  readonly refused: readonly { readonly name: string; readonly text: string }[];
}

/** Most bytes of a list or a manifest. */
const MAX_JSON_BYTES = 1 << 20;

/** Folders that a bundle may lie in, in `assets/models/index.json`: `{ "format": 1, "bundles": ["small"] }`. */
function namesIn(bytes: Uint8Array): string[] {
  let json: unknown = null;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new BundleError("the list of models is not JSON");
  }
  const { format, bundles } = (json ?? {}) as { format?: unknown; bundles?: unknown };
  const fits = Array.isArray(bundles) && bundles.length <= 16;
  if (
    format !== 1 ||
    !fits ||
    !bundles.every((one) => typeof one === "string" && /^[a-z0-9-]{1,40}$/.test(one))
  )
    throw new BundleError("the list of models is not of its form");
  return bundles as string[];
}

/** Finds what is installed. Never rejects: what cannot be read or does not fit is told in words. */
export async function findBundles(read: ReadModelFile, seal: Seal): Promise<Installed> {
  const bundles: Bundle[] = [];
  const refused: { name: string; text: string }[] = [];
  let names: string[] = [];
  try {
    names = namesIn(await read("index.json", MAX_JSON_BYTES));
  } catch (error) {
    return { bundles, refused: [{ name: "", text: words(error) }] };
  }
  for (const name of names) {
    try {
      const bytes = await read(`${name}/manifest.json`, MAX_JSON_BYTES);
      let json: unknown = null;
      try {
        json = JSON.parse(new TextDecoder().decode(bytes));
      } catch {
        throw new BundleError(`the manifest of the model "${name}" is not JSON`);
      }
      const manifest = parseManifest(json);
      if (manifest.name !== name)
        throw new BundleError(`the model in the folder "${name}" calls itself "${manifest.name}"`);
      bundles.push({ manifest, seal: await seal(bytes) });
    } catch (error) {
      refused.push({ name, text: words(error) });
    }
  }
  return { bundles, refused };
}

const words = (error: unknown): string => (error instanceof Error ? error.message : `${error}`);

/** Reads a graph and checks it. Throws BundleError, or what reading throws. */
export async function readGraph(
  bundle: Bundle,
  graph: GraphEntry,
  read: ReadModelFile,
  seal: Seal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await read(`${bundle.manifest.name}/${graph.file}`, graph.bytes);
  checkGraph(bundle.manifest, graph.file, bytes.length, await seal(bytes));
  return bytes;
}
