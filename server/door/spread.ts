/**
 * A histogram in Prometheus's form of what was counted elsewhere, thousands of times a second: the library's own
 * allocates at each observation. In: counts (server/hall/counts.ts) of any number of threads. Out: the lines of /metrics.
 */

/**
 * The lines of a spread, with its help and type. `bounds`: upper bounds of its buckets, rising; everything beyond the
 * last counts too. Each of `spreads` holds a count for each bucket, one for what is beyond, and the sum of all values.
 */
export function spreadText(
  name: string,
  help: string,
  bounds: readonly number[],
  spreads: readonly Float64Array[],
): string {
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
  const total = (k: number): number => spreads.reduce((sum, spread) => sum + spread[k]!, 0);
  let below = 0;
  for (let k = 0; k <= bounds.length; k++) {
    below += total(k);
    lines.push(`${name}_bucket{le="${bounds[k] ?? "+Inf"}"} ${below}`);
  }
  lines.push(`${name}_sum ${total(bounds.length + 1)}`, `${name}_count ${below}`, "");
  return lines.join("\n");
}
