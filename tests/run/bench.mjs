/**
 * `npm run bench`: runs every tests/bench/*.bench.ts, prints its figures with the machine's name, and with
 * `--json FILE` writes { machine, figures }. `--only PREFIX` chooses figures by name; a bench file says which it
 * makes in its exported `NAMES`, so that the others need not run. A bench exports
 * `figures(): Promise<{ name, value, unit, goal, holds, note? }[]>`; `value` null means that this machine cannot show
 * it, and `note` says why.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { ROOT, ready } from "../../server/launch/ready.mjs";

await ready(import.meta.url, true);

const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
};
const only = option("--only");
const into = option("--json");

const cores = cpus();
const machine = {
  cpu: cores[0]?.model ?? "unknown",
  cores: cores.length,
  memoryGB: Math.round(totalmem() / 1e9),
  system: `${platform()} ${release()}`,
  node: process.version,
  /** Processes that wanted a core as this began. */
  load: loadavg()[0],
};
process.env.BENCH_LOAD = String(machine.load);
try {
  machine.commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: ROOT,
    encoding: "utf8",
  }).trim();
} catch {}
process.stdout.write(
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.system}, Node ${machine.node}, ` +
    `load ${machine.load.toFixed(1)}\n`,
);

const folder = join(ROOT, "tests/bench");
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".bench.ts"))
  .sort();
const figures = [];
let broken = 0;
for (const file of files) {
  const bench = await import(join(folder, file));
  const wanted = only === null || !bench.NAMES || bench.NAMES.some((name) => name.startsWith(only));
  if (!wanted) continue;
  try {
    for (const figure of await bench.figures()) {
      if (only !== null && !figure.name.startsWith(only)) continue;
      figures.push(figure);
      const value = figure.value === null ? "—" : Number(figure.value.toPrecision(6)).toLocaleString("en-GB");
      const verdict = figure.value === null ? "not shown here" : figure.holds ? "holds" : "MISSED";
      const note = figure.note === undefined ? "" : `  (${figure.note})`;
      process.stdout.write(
        `${figure.name.padEnd(24)} ${value.padStart(12)} ${figure.unit.padEnd(10)} goal ${figure.goal}  ${verdict}${note}\n`,
      );
    }
  } catch (error) {
    broken++;
    process.stdout.write(`${file} broke: ${error.stack ?? error}\n`);
  }
}
if (into !== null) writeFileSync(into, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
process.exit(broken > 0 || figures.some((figure) => figure.value !== null && !figure.holds) ? 1 : 0);
