/** `npm run check`: types, format and lint, and the rules of the house. Ends with 0 only when all hold. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, ready } from "../../server/launch/ready.mjs";

await ready(import.meta.url, true);
const bin = (name) => join(ROOT, "node_modules/.bin", name);
const steps = [
  ["types", bin("tsc"), ["-p", ".", "--noEmit"]],
  ["format and lint", bin("biome"), ["check", "."]],
  [
    "rules",
    process.execPath,
    [
      join(ROOT, "node_modules/vitest/vitest.mjs"),
      "run",
      "--project",
      "unit",
      "--passWithNoTests",
      "tests/rules",
    ],
  ],
];
const failed = [];
for (const [name, command, args] of steps) {
  const began = performance.now();
  const done = spawnSync(command, args, { cwd: ROOT, stdio: "inherit" });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (done.status !== 0) failed.push(name);
  process.stdout.write(`${name}: ${done.status === 0 ? "holds" : "fails"} (${seconds} s)\n`);
}
process.exitCode = failed.length > 0 ? 1 : 0;
