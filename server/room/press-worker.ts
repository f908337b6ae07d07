/** The press's thread: encodes, names and squeezes checkpoints. See press.ts. */
import { parentPort } from "node:worker_threads";
import { giveWay } from "./background.ts";
import { openNow, type PressAnswer, type PressCall, pressNow } from "./press.ts";

giveWay();
parentPort?.on("message", (call: PressCall) => {
  let answer: PressAnswer;
  try {
    answer = {
      id: call.id,
      value: call.verb === "press" ? pressNow(call.checkpoint) : openNow(call.squeezed),
    };
  } catch (error) {
    answer = { id: call.id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
