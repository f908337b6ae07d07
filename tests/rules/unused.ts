/**
 * Which files nothing leads to.
 *
 * In: all sources and the entry points. Out: paths that no chain of imports, workers, or file names written in code
 * reaches.
 */
import { posix } from "node:path";
import { importsOf, resolve, type Source, walk } from "./source.ts";

/** Paths that a source leads to: imports of any kind, and texts that name a file of code. */
export function leadsTo(source: Source, known: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const add = (path: string | null) => {
    if (path !== null && known.has(path)) found.push(path);
  };
  for (const one of importsOf(source)) add(resolve(source.path, one.specifier));
  walk(source.program, (node) => {
    const text =
      node.type === "TemplateElement" ? (node["value"] as { cooked?: string }).cooked : node["value"];
    if (typeof text !== "string" || !/\.(ts|tsx|mjs)(\?|$)/.test(text)) return;
    const named = text.replace(/\?.*$/, "").replace(/^\//, "");
    add(posix.normalize(named));
    add(posix.join(posix.dirname(source.path), named));
  });
  return found;
}

/** Paths of sources that no entry reaches. */
export function unreached(sources: readonly Source[], entries: readonly string[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const known = new Set(byPath.keys());
  const reached = new Set<string>();
  const waiting = entries.filter((path) => known.has(path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    waiting.push(...leadsTo(byPath.get(path)!, known));
  }
  return [...known].filter((path) => !reached.has(path)).sort();
}
