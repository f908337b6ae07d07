import { describe, expect, it } from "vitest";
import { check } from "./determinism.ts";
import { importsOf, load, parse, resolve, type Source } from "./source.ts";

/** Folders whose code steps the world, or is called by what does. */
const FOLDERS = ["shared/world", "shared/physics", "shared/math"];

/** Findings that are right where they are, by path and beginning, with the reason. */
const LOADING = "loads before the first tick, and is never called by the step";
const ALLOWED: Record<string, Record<string, string>> = {
  "shared/physics/havok.ts": { async: LOADING, await: LOADING },
  "shared/world/catalogue.ts": { async: LOADING, await: LOADING },
  "shared/world/set.ts": { async: LOADING, await: LOADING, Promise: LOADING },
};

function allowed(found: string): boolean {
  const [path = "", ...rest] = found.split(": ");
  const rules = ALLOWED[path.replace(/:\d+$/, "")] ?? {};
  return Object.keys(rules).some((beginning) => rest.join(": ").startsWith(beginning));
}

/** The folders' files and every file of shared/ that they run, however far off. */
function reached(): Source[] {
  const all = new Map(load(["shared"]).map((source) => [source.path, source]));
  const found = new Map<string, Source>();
  const enter = (path: string) => {
    const source = all.get(path);
    if (!source || found.has(path)) return;
    found.set(path, source);
    for (const one of importsOf(source)) {
      const target = one.typeOnly ? null : resolve(path, one.specifier);
      if (target) enter(target);
    }
  };
  for (const source of load(FOLDERS)) enter(source.path);
  return [...found.values()];
}

describe("W1: determinism", () => {
  const sources = reached();

  it("looks at the world, physics and maths", () => {
    for (const folder of FOLDERS) {
      expect(sources.filter((source) => source.path.startsWith(`${folder}/`)).length).toBeGreaterThan(2);
    }
  });

  it("holds in all code that steps the world, and in all that it runs", () => {
    expect(sources.flatMap(check).filter((found) => !allowed(found))).toEqual([]);
  });

  it("has no exception that nothing needs", () => {
    const found = sources.flatMap(check);
    for (const [path, rules] of Object.entries(ALLOWED)) {
      for (const beginning of Object.keys(rules)) {
        const needed = found.some((one) => one.startsWith(path) && one.includes(`: ${beginning}`));
        expect(needed, `${path}: ${beginning}`).toBe(true);
      }
    }
  });

  it.each([
    "const t = Date.now();",
    "const t = new Date();",
    "const t = performance.now();",
    "const r = Math.random();",
    ..."sin cos tan asin acos atan atan2 exp expm1 log log2 log10 log1p pow hypot cbrt sinh cosh tanh f16round"
      .split(" ")
      .map((name) => `const r = Math.${name}(1);`),
    "const { sin } = Math;",
    'const r = Math["sin"](1);',
    "const f = Math; f.sin(1);",
    "let x = 2; x = x ** 0.5;",
    "let x = 2; x = x ** 2;",
    "let x = 2; x **= 3;",
    "const x = 2 ** -1074;",
    "const p = Promise.resolve(1);",
    "async function f() {}",
    "const f = async () => {};",
    "const x = await g(); declare function g(): number;",
    "export {}; for await (const x of []) {}",
    "setTimeout(() => {}, 1);",
    "queueMicrotask(() => {});",
    "crypto.getRandomValues(new Uint8Array(1));",
    "const m = new WeakMap();",
    "const m = new WeakRef({});",
    "const s = (1).toLocaleString();",
    'const s = "a".localeCompare("b");',
    "const s = new Intl.NumberFormat();",
    "[3, 1].sort();",
    "[3, 1].toSorted();",
    "for (const k in {}) {}",
    "globalThis.Math.sin(1);",
    "const f = new Function();",
    "{ const Date = 1; } Date.now();",
    "function f(performance: number) {} performance.now();",
  ])("refuses %s", (text) => {
    expect(check(parse("shared/world/bad.ts", text)).length).toBeGreaterThan(0);
  });

  it.each([
    "const x = Math.sqrt(Math.abs(Math.imul(2, 3))) + Math.PI;",
    "const x = 2 ** 32;",
    "[3, 1].sort((a, b) => a - b);",
    "function f(performance: { now: number }) { return performance.now; }",
    "const state = { Date: 1, performance: 2 }; state.performance;",
    "type Later = Promise<Date>;",
    "import { Date } from './own.ts'; Date();",
    "for (const k of Object.keys({})) k.length;",
    "try { f(); } catch (performance) { throw performance; } function f() {}",
    "class A { performance = 1; Date() { return this.performance; } }",
    "declare const crypto: number;",
  ])("lets %s pass", (text) => {
    expect(check(parse("shared/world/good.ts", text))).toEqual([]);
  });
});
