/**
 * `npm run test:golden`: every golden take whole, in Node, Chromium and Firefox, every golden picture, and the draws of
 * every camera; some minutes. `-- --record [NAME …]` shoots the takes anew instead, for when the world's step was changed
 * on purpose.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, ready } from "../../server/launch/ready.mjs";

await ready(import.meta.url, true);
if (process.argv.includes("--record")) {
  const { record } = await import("../golden/record.ts");
  await record(process.argv.slice(2).filter((name) => name !== "--record"));
} else {
  const done = spawnSync(
    process.execPath,
    [
      join(ROOT, "tests/run/test.mjs"),
      "tests/golden",
      "tests/browser/golden",
      "tests/browser/pictures",
      "tests/browser/view",
    ],
    { stdio: "inherit", env: { ...process.env, GOLDEN: "whole" } },
  );
  process.exitCode = done.status ?? 1;
}
