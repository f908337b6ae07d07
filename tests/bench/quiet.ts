/**
 * Figures that go by the clock say nothing where the machine's cores were taken by other work before they began: such a
 * figure is printed as not shown here, with what was measured and why it does not count.
 */
import { availableParallelism, loadavg } from "node:os";

/** Processes that wanted a core when the benchmarks began (tests/run/bench.mjs). */
const load = Number(process.env["BENCH_LOAD"] ?? loadavg()[0]!);
const cores = availableParallelism();

/** A figure of a benchmark. */
export interface Figure {
  name: string;
  value: number | null;
  unit: string;
  goal: string;
  holds: boolean;
  note: string;
}

/** The figure, unless it misses its goal on a machine that others were using. */
export function whereQuiet(figure: Figure): Figure {
  const { value, unit, note, holds } = figure;
  if (holds || load <= cores) return figure;
  const measured = value === null ? "" : `${Number(value.toPrecision(4))} ${unit} measured; `;
  const why = `other work had this machine when it began (load ${load.toFixed(1)} on ${cores} cores)`;
  return { ...figure, value: null, note: `${why}: ${measured}${note}` };
}
