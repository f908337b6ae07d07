/** The press's thread: encodes, names and squeezes. See press.ts. */
import { giveWay } from "./background.ts";
import { answerErrands } from "./errand.ts";
import { openNow, type PressAsk, pressNow, squeezeNow } from "./press.ts";

giveWay();
answerErrands((ask: PressAsk) => {
  switch (ask.verb) {
    case "press":
      return pressNow(ask.checkpoint);
    case "squeeze":
      return squeezeNow(ask.bytes);
    case "open":
      return openNow(ask.squeezed);
  }
});
