/** A thread that runs errands for errand.test.ts. */
import { answerErrands } from "../../../../server/room/errand.ts";

answerErrands(async (ask: { say?: unknown; fail?: string; break?: boolean }) => {
  if (ask.fail !== undefined) throw new Error(ask.fail);
  if (ask.break === true) process.exit(1);
  return ask.say;
});
