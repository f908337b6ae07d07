/**
 * A histogram in Prometheus's form for what happens thousands of times a second: counting allocates nothing, which the
 * library's own does at each observation. In: seconds. Out: the lines of /metrics.
 */

/** How values spread over buckets. */
export interface Spread {
  /** Counts one value. */
  observe(value: number): void;
  /** Its lines, with its help and type. */
  text(): string;
}

/** A spread over buckets by their upper bounds, rising; everything beyond the last counts too. */
export function createSpread(name: string, help: string, bounds: readonly number[]): Spread {
  const counts = new Float64Array(bounds.length + 1);
  let sum = 0;
  return {
    observe(value) {
      let k = 0;
      while (k < bounds.length && value > bounds[k]!) k++;
      counts[k]! += 1;
      sum += value;
    },
    text() {
      const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
      let below = 0;
      for (let k = 0; k < counts.length; k++) {
        below += counts[k]!;
        lines.push(`${name}_bucket{le="${bounds[k] ?? "+Inf"}"} ${below}`);
      }
      lines.push(`${name}_sum ${sum}`, `${name}_count ${below}`, "");
      return lines.join("\n");
    },
  };
}
