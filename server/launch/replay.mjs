/**
 * `npm run replay -- FILE.take`: plays a take again, in Node without a browser, and compares each second's hash with
 * the take's own. Prints its ticks, its final hash and `hash chain holds`, or what differs and where; ends with 0 only
 * when it holds.
 */
import { ready } from "./ready.mjs";

await ready(import.meta.url);
const { replayApart } = await import("./replay-apart.ts");
const file = process.argv[2];
if (file === undefined) {
  process.stderr.write("Which take? npm run replay -- FILE.take\n");
  process.exit(2);
}
process.exit(await replayApart(file, (line) => process.stdout.write(`${line}\n`)));
