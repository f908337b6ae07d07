/**
 * The repository as the rules see it: files with their syntax trees.
 *
 * In: folders of the repository, or a snippet. Out: sources; what they import; findings as `path:line: what is wrong`. The
 * parser is the one inside Vite, so nothing is judged by pattern matching on text.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

/** A node of a syntax tree (ESTree with TypeScript), read structurally. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** A comment of a file. */
export interface Comment {
  type: "Line" | "Block";
  value: string;
  start: number;
  end: number;
}

/** One file. */
export interface Source {
  /** From the repository's root, with forward slashes. */
  path: string;
  text: string;
  program: Node;
  comments: Comment[];
}

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

const CODE = /\.(ts|tsx|mjs)$/;

/** Parses a text as the file that it would be. @throws Error where it does not parse. */
export function parse(path: string, text: string): Source {
  const parsed = parseSync(
    path,
    text.replace(/^#!.*/, (line) => " ".repeat(line.length)),
  );
  const [error] = parsed.errors;
  if (error) throw new Error(`${path} does not parse: ${error.message}`);
  return {
    path,
    text,
    program: parsed.program as unknown as Node,
    comments: parsed.comments as unknown as Comment[],
  };
}

const cache = new Map<string, Source>();

/** Every code file below these folders, by path; folders that do not exist hold none. */
export function load(folders: readonly string[]): Source[] {
  return list(folders)
    .filter((path) => CODE.test(path))
    .map((path) => {
      const known = cache.get(path);
      if (known) return known;
      const source = parse(path, readFileSync(join(ROOT, path), "utf8"));
      cache.set(path, source);
      return source;
    });
}

/** Every file below these folders, by path. */
export function list(folders: readonly string[]): string[] {
  const found: string[] = [];
  const enter = (folder: string) => {
    let entries: ReturnType<typeof read>;
    try {
      entries = read(folder);
    } catch {
      return;
    }
    for (const entry of entries) {
      const path = posix.join(folder, entry.name);
      if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
      if (entry.isDirectory()) enter(path);
      else found.push(path);
    }
  };
  const read = (folder: string) => readdirSync(join(ROOT, folder), { withFileTypes: true });
  for (const folder of folders) enter(folder);
  return found.sort();
}

/** Line of an offset, from 1. */
export function lineAt(source: Source, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) if (source.text.charCodeAt(i) === 10) line++;
  return line;
}

/** A finding, as it is printed. */
export function finding(source: Source, at: Pick<Node, "start"> | null, what: string): string {
  return `${source.path}${at ? `:${lineAt(source, at.start)}` : ""}: ${what}`;
}

/** Whether a value is a node. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

/** Children of a node, with the key that each hangs on. */
export function* children(node: Node): Generator<[key: string, child: Node]> {
  for (const [key, value] of Object.entries(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) yield [key, item];
    } else if (isNode(value)) {
      yield [key, value];
    }
  }
}

/** Visits a node and all below it, parents first. */
export function walk(
  node: Node,
  visit: (node: Node, parent: Node | null) => void,
  parent: Node | null = null,
): void {
  visit(node, parent);
  for (const [, child] of children(node)) walk(child, visit, node);
}

/** An import of any kind: static, dynamic, re-export, worker or other file named by `new URL(…, import.meta.url)`. */
export interface Import {
  specifier: string;
  /** Whether it vanishes when types are stripped. */
  typeOnly: boolean;
  node: Node;
}

/** Everything that a file imports. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  walk(source.program, (node) => {
    const named = (node["source"] as Node | null | undefined)?.["value"];
    if (typeof named === "string" && /^(Import|Export(Named|All))Declaration$/.test(node.type)) {
      const typeOnly = node["importKind"] === "type" || node["exportKind"] === "type" || onlyTypes(node);
      found.push({ specifier: named, typeOnly, node });
    } else if (node.type === "ImportExpression" && typeof named === "string") {
      found.push({ specifier: named, typeOnly: false, node });
    } else if (node.type === "NewExpression" && (node["callee"] as Node)["name"] === "URL") {
      const [file, base] = node["arguments"] as Node[];
      if (typeof file?.["value"] === "string" && base?.type === "MemberExpression") {
        found.push({ specifier: file["value"], typeOnly: false, node });
      }
    }
  });
  return found;
}

/** `import { type A, type B }`: nothing is left of it but the side effects, of which our files have none. */
function onlyTypes(node: Node): boolean {
  const specifiers = node["specifiers"];
  if (!Array.isArray(specifiers) || specifiers.length === 0) return false;
  return specifiers.every((one) => one.importKind === "type" || one.exportKind === "type");
}

/** Path in the repository of a relative specifier, without Vite's `?query`; `null` for a package. */
export function resolve(from: string, specifier: string): string | null {
  if (!specifier.startsWith(".")) return null;
  return posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ""));
}

/** Name of the package of a specifier: `@babylonjs/core`, `three`, `node:fs`; `null` for a relative one. */
export function packageOf(specifier: string): string | null {
  if (specifier.startsWith(".") || specifier.startsWith("/")) return null;
  if (specifier.startsWith("node:") || specifier.startsWith("virtual:")) return specifier;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0]!;
}
