/**
 * The press: checkpoints and sets into blobs, off the tick. In: a checkpoint as the world gave it. Out: the SHA-256 of its
 * bytes and the same in brotli. A thread of its own; the thread of the rooms only hands memory over.
 */
import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { type Checkpoint, encodeCheckpoint } from "../../shared/world/checkpoint.ts";
import { createRunner } from "./errand.ts";

/** A checkpoint as a blob. */
export interface Pressed {
  /** SHA-256 of the encoded bytes, 64 hex digits. */
  hash: string;
  /** Brotli of them. */
  squeezed: Uint8Array;
}

/** Presses checkpoints, and opens blobs again. */
export interface Press {
  /** `given`: its pages go over to the press without a copy, and are gone here. */
  press(checkpoint: Checkpoint, given?: boolean): Promise<Pressed>;
  /** Brotli of bytes that are no checkpoint. */
  squeeze(bytes: Uint8Array): Promise<Uint8Array>;
  /** The encoded bytes of a blob. */
  open(squeezed: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Name of encoded bytes. */
export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** What the press's thread is asked. */
export type PressAsk =
  | { verb: "press"; checkpoint: Checkpoint }
  | { verb: "squeeze"; bytes: Uint8Array }
  | { verb: "open"; squeezed: Uint8Array };

/** Level 5 gives three quarters of what the best gives, in a twentieth of the time. */
const QUALITY = 5;
/** Bytes of an opened blob: nobody's memory is filled by a small file. */
const MOST = 256e6;

/** Presses in the calling thread. */
export function pressNow(checkpoint: Checkpoint): Pressed {
  const bytes = encodeCheckpoint(checkpoint);
  return { hash: sha256(bytes), squeezed: squeezeNow(bytes) };
}

/** Squeezes in the calling thread. */
export const squeezeNow = (bytes: Uint8Array): Uint8Array =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

/** Opens a blob in the calling thread. */
export const openNow = (squeezed: Uint8Array): Uint8Array =>
  new Uint8Array(brotliDecompressSync(squeezed, { maxOutputLength: MOST }));

/** The bytes behind a stage's blob. Throws where they are not what its name says: another world would be taken for this one. */
export async function openBlob(
  press: Pick<Press, "open">,
  stage: string,
  hash: string,
  squeezed: Uint8Array,
): Promise<Uint8Array> {
  const bytes = await press.open(squeezed);
  if (sha256(bytes) !== hash) throw new Error(`the blob ${hash} of stage ${stage} is damaged`);
  return bytes;
}

/** A press without a thread: for tests and tools. */
export const createDirectPress = (): Press => ({
  press: async (checkpoint) => pressNow(checkpoint),
  squeeze: async (bytes) => squeezeNow(bytes),
  open: async (squeezed) => openNow(squeezed),
  close: async () => {},
});

const startThread = (): Worker => new Worker(new URL("./press-worker.ts", import.meta.url));

/** A press in a thread. One that breaks fails what waits for it, and the next call has another. */
export function createPress(start: () => Worker = startThread): Press {
  const { run, close } = createRunner<PressAsk, Pressed | Uint8Array>("the press", start, { atOnce: true });
  return {
    press: (checkpoint, given = false) => {
      const pages = given ? [checkpoint.pages.buffer as ArrayBuffer] : [];
      return run({ verb: "press", checkpoint }, pages) as Promise<Pressed>;
    },
    squeeze: (bytes) => run({ verb: "squeeze", bytes }) as Promise<Uint8Array>,
    open: (squeezed) => run({ verb: "open", squeezed }) as Promise<Uint8Array>,
    close,
  };
}
