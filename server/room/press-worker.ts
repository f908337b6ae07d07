/** The press's thread: encodes, names and squeezes checkpoints. See press.ts. */
import { parentPort } from "node:worker_threads";
import { giveWay } from "./background.ts";
import { openNow, type PressAnswer, type PressCall, type Pressed, pressNow, squeezeNow } from "./press.ts";

function done(call: PressCall): Pressed | Uint8Array {
  switch (call.verb) {
    case "press":
      return pressNow(call.checkpoint);
    case "squeeze":
      return squeezeNow(call.bytes);
    case "open":
      return openNow(call.squeezed);
  }
}

giveWay();
parentPort?.on("message", (call: PressCall) => {
  let answer: PressAnswer;
  try {
    answer = {
      id: call.id,
      value: done(call),
    };
  } catch (error) {
    answer = { id: call.id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
