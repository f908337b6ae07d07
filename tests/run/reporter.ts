/**
 * Vitest reporter: adds up what passed, failed and was skipped, with the reasons, and how long each file took, into the
 * file named by HOLDFAST_RESULTS, for tests/run/test.mjs to end with.
 */
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tally = {
      passed: 0,
      failed: 0,
      skipped: [] as string[],
      failures: [] as string[],
      files: [] as { file: string; seconds: number }[],
    };
    for (const module of modules) {
      const file = relative(process.cwd(), module.moduleId);
      const { duration, setupDuration, prepareDuration, collectDuration } = module.diagnostic();
      const seconds = (duration + setupDuration + prepareDuration + collectDuration) / 1000;
      tally.files.push({ file, seconds });
      let failedTests = 0;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") tally.passed++;
        else if (result.state === "failed") {
          failedTests++;
          tally.failures.push(`${file}: ${test.fullName}`);
        } else if (result.state === "skipped") {
          tally.skipped.push(`${file}: ${test.fullName} (${result.note ?? "no reason given"})`);
        }
      }
      // A file that does not load, or whose hooks fail, has no failed test of its own.
      const broken = module.state() === "failed" && failedTests === 0;
      if (broken) tally.failures.push(`${file}: ${module.errors()[0]?.message ?? "did not run"}`);
      tally.failed += failedTests + (broken ? 1 : 0);
    }
    for (const error of errors) tally.failures.push(`unhandled: ${error.message}`);
    tally.failed += errors.length;
    const into = process.env["HOLDFAST_RESULTS"];
    if (into !== undefined) writeFileSync(into, JSON.stringify(tally));
  }
}
