import { describe, expect, it } from "vitest";
import { check } from "./exports.ts";
import { load, parse } from "./source.ts";

const of = (text: string) => check(parse("shared/snippet.ts", text));

describe("exports", () => {
  it("all have a docblock", () => {
    const sources = load(["shared", "client", "server"]);
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap(check)).toEqual([]);
  });

  it.each([
    "export function f() {}",
    "export async function f() {}",
    "export class A {}",
    "export const a = 1;",
    "export const a = 1, b = 2;",
    "export type A = number;",
    "export interface A { x: number }",
    "export default class {}",
    "const a = 1;\nexport { a };",
    "// A line comment is no docblock.\nexport const a = 1;",
    "/* Nor is this one. */\nexport const a = 1;",
    "/** */\nexport const a = 1;",
    "/** Belongs to b. */\nconst b = 2;\nexport const a = 1;",
    "/** The header of the file. */\n\nexport const a = 1;",
  ])("refuse %j", (text) => {
    expect(of(text).length).toBe(1);
  });

  it.each([
    "/** What f does. */\nexport function f() {}",
    "/** First of all overloads. */\nexport function f(a: number): void;\nexport function f(a: string): void;\nexport function f(a: unknown) {}",
    "/** A kind of number. */\nexport type A = number;",
    "/** One. */\nconst a = 1;\nexport { a };",
    'export { a } from "./other.ts";',
    'export * from "./other.ts";',
    "const hidden = 1;",
    "/** The header, and no export. */\n\nconst a = 1;",
  ])("let %j pass", (text) => {
    expect(of(text)).toEqual([]);
  });
});
