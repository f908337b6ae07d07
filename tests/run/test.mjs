/**
 * `npm test`: installs what is missing, runs every suite, ends with `N passed, N failed` as its last line, and a
 * code that is 0 only when nothing failed. Arguments go to Vitest (a path, `-t NAME`), and choose suites: `--project`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ROOT, ready } from "../../server/launch/ready.mjs";
import { prepareSystem } from "./system.mjs";

await ready(import.meta.url, true);
const args = process.argv.slice(2);
const missing = prepareSystem();

const { buildWhenStale } = await import("../../server/launch/build.mjs");
let buildFailed = null;
try {
  await buildWhenStale();
} catch (error) {
  buildFailed = error;
  process.stderr.write(`${error.stack ?? error}\n`);
}

// Browsers want the cores to themselves, so they come after the rest, which has one file on each core.
const cores = `--maxWorkers=${Math.min(4, Math.max(2, availableParallelism()))}`;
const suites = args.includes("--project") ? [[]] : [["unit", "sync", "golden"], ["browser"]];
const total = { passed: 0, failed: 0, skipped: [], failures: [], files: [] };
if (buildFailed !== null) {
  total.failed++;
  total.failures.push(`the client does not build: ${buildFailed.message}`);
}
mkdirSync(join(ROOT, ".cache"), { recursive: true });
for (const [index, suite] of suites.entries()) {
  const results = join(ROOT, ".cache", `tests-${process.pid}-${index}.json`);
  const done = spawnSync(
    process.execPath,
    [
      join(ROOT, "node_modules/vitest/vitest.mjs"),
      "run",
      "--passWithNoTests",
      cores,
      // A story takes minutes: each step is told as it passes.
      `--reporter=${args.includes("story") ? "verbose" : "default"}`,
      `--reporter=${join(ROOT, "tests/run/reporter.ts")}`,
      ...suite.flatMap((name) => ["--project", name]),
      ...args,
    ],
    {
      cwd: ROOT,
      stdio: "inherit",
      env: { ...process.env, HOLDFAST_RESULTS: results, HOLDFAST_MISSING: missing.join(",") },
    },
  );
  if (existsSync(results)) {
    const tally = JSON.parse(readFileSync(results, "utf8"));
    rmSync(results);
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped.push(...tally.skipped);
    total.failures.push(...tally.failures);
    total.files.push(...tally.files);
  } else {
    total.failed++;
    total.failures.push(
      `suite ${suite.join(", ") || args.join(" ")} ended with ${done.signal ?? done.status} and no results`,
    );
  }
}

const LONGEST = 12;
const longest = total.files.sort((a, b) => b.seconds - a.seconds).slice(0, LONGEST);
process.stdout.write(
  `\nLongest:\n${longest.map(({ file, seconds }) => `  ${seconds.toFixed(0).padStart(4)} s  ${file}\n`).join("")}`,
);
if (total.skipped.length > 0)
  process.stdout.write(`\nSkipped:\n${total.skipped.map((s) => `  ${s}\n`).join("")}`);
if (total.failures.length > 0)
  process.stdout.write(`\nFailed:\n${total.failures.map((s) => `  ${s}\n`).join("")}`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
