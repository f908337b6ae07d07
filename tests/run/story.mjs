/**
 * `npm run test:story`: the whole story, once with her in Chromium and him in Firefox, and once the other way round;
 * `-- -t "she in firefox"` chooses.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, ready } from "../../server/launch/ready.mjs";

await ready(import.meta.url, true);
const done = spawnSync(
  process.execPath,
  [join(ROOT, "tests/run/test.mjs"), "--project", "story", ...process.argv.slice(2)],
  {
    stdio: "inherit",
  },
);
process.exitCode = done.status ?? 1;
