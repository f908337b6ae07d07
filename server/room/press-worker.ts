/** The press's thread: encodes, names and squeezes checkpoints. See press.ts. */
import { parentPort } from "node:worker_threads";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { encodeCheckpoint } from "../../shared/world/checkpoint.ts";
import { type PressAnswer, type PressCall, sha256 } from "./press.ts";

/** Level 5 gives three quarters of what the best gives, in a twentieth of the time. */
const QUALITY = 5;
/** Bytes of an opened blob: nobody's memory is filled by a small file. */
const MOST = 256e6;

parentPort?.on("message", (call: PressCall) => {
  let answer: PressAnswer;
  try {
    if (call.verb === "press") {
      const bytes = encodeCheckpoint(call.checkpoint);
      const squeezed = brotliCompressSync(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: QUALITY,
          [constants.BROTLI_PARAM_LGWIN]: 22,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      });
      answer = { id: call.id, value: { hash: sha256(bytes), squeezed } };
    } else {
      answer = {
        id: call.id,
        value: new Uint8Array(brotliDecompressSync(call.squeezed, { maxOutputLength: MOST })),
      };
    }
  } catch (error) {
    answer = { id: call.id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
