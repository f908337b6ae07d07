/**
 * A model bundle's manifest: what a network was trained for, checked before a session is made of it. Bundles come from
 * outside; one that does not fit is refused with a reason and the engine's picture stays.
 */
import * as z from "zod/mini";
import { CHANNEL_COUNT, CONTRACT, LOOK_COUNT, OUTPUT_COUNT, SIZE_STEP } from "./contract.ts";

/** Most bytes of a bundle's network. */
export const MAX_MODEL_BYTES = 32 * 1024 * 1024;
/** Most pixels of a tensor: its planes alone take 132 bytes of each, several times over. */
export const MAX_PIXELS = 1 << 19;

const size = z.object({
  width: z.int().check(z.gte(SIZE_STEP), z.lte(2048)),
  height: z.int().check(z.gte(SIZE_STEP), z.lte(2048)),
});

const manifestSchema = z.looseObject({
  format: z.literal(1),
  name: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,40}$/)),
  /** Shown as it is: nothing that would turn the words around it. */
  label: z.string().check(z.maxLength(80), z.regex(/^[^\p{Cc}\p{Cf}]*$/u)),
  contract: z.int(),
  channels: z.int(),
  outputs: z.int(),
  look: z.int(),
  /** Sizes that there is a graph for, and the file of each. */
  graphs: z
    .array(
      z.object({
        size,
        file: z.string().check(z.regex(/^[a-z0-9-]+\.onnx$/)),
        sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
        bytes: z.int().check(z.gte(1)),
      }),
    )
    .check(z.minLength(1), z.maxLength(16)),
  parameters: z.int(),
  /** Billions of multiply-adds for each million pixels of the tensor. */
  cost: z.number().check(z.gte(0), z.lte(1e6)),
  trained: z.looseObject({ on: z.string(), steps: z.int(), seed: z.int() }),
  scores: z.record(z.string(), z.number()),
  licence: z.string(),
  /** Twins exist to be compared with and are never chosen by themselves. */
  twin: z.optional(z.boolean()),
});
/** A bundle's manifest. */
export type BundleManifest = z.infer<typeof manifestSchema>;

/** A bundle was refused; the message says why, for people. */
export class BundleError extends Error {
  constructor(what: string) {
    super(what);
    this.name = "BundleError";
  }
}

/** Checks a manifest's JSON against this program's contract. Throws BundleError. */
export function parseManifest(json: unknown): BundleManifest {
  const result = manifestSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new BundleError(
      `the model's manifest is not of its form: ${issue?.path.join(".")}: ${issue?.message}`,
    );
  }
  const m = result.data;
  if (m.contract !== CONTRACT) {
    throw new BundleError(
      `the model was trained for contract ${m.contract}; this program speaks ${CONTRACT}`,
    );
  }
  if (m.channels !== CHANNEL_COUNT || m.outputs !== OUTPUT_COUNT || m.look !== LOOK_COUNT) {
    throw new BundleError(
      `the model takes ${m.channels} channels and gives ${m.outputs}; the contract says ${CHANNEL_COUNT} and ${OUTPUT_COUNT}`,
    );
  }
  for (const graph of m.graphs) {
    const { width, height } = graph.size;
    if (width % SIZE_STEP !== 0 || height % SIZE_STEP !== 0) {
      throw new BundleError(`the model's size ${width}×${height} is not a multiple of ${SIZE_STEP}`);
    }
    if (width * height > MAX_PIXELS)
      throw new BundleError(`the model's size ${width}×${height} has more than ${MAX_PIXELS} pixels`);
    if (graph.bytes > MAX_MODEL_BYTES)
      throw new BundleError(`the model is larger than ${MAX_MODEL_BYTES} bytes`);
  }
  return m;
}

/** Checks a graph's bytes against its manifest. `sha256` is worked out by the caller. Throws BundleError. */
export function checkGraph(manifest: BundleManifest, file: string, bytes: number, sha256: string): void {
  const graph = manifest.graphs.find((g) => g.file === file);
  if (graph === undefined) throw new BundleError(`the model "${manifest.name}" has no graph "${file}"`);
  if (graph.bytes !== bytes)
    throw new BundleError(`"${file}" has ${bytes} bytes, its manifest says ${graph.bytes}`);
  if (graph.sha256 !== sha256) throw new BundleError(`"${file}" is not the file that its manifest names`);
}
