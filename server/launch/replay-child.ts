/** The process in which a take of unknown origin is played. See replay-apart.ts. */
import { replayFile } from "./replay.ts";
import type { FromReplay } from "./replay-apart.ts";

const tell = (message: FromReplay): void => {
  process.send?.(message);
};
// Whoever asked is gone: nobody hears any more.
process.on("disconnect", () => process.exit(2));
const code = await replayFile(
  process.argv[2] ?? "",
  (line) => tell({ line }),
  () => tell({ line: null }),
);
tell({ code });
