import { describe, expect, it } from "vitest";
import { checkPath, checkSource, LONG_FILES } from "./files.ts";
import { list, load, parse } from "./source.ts";

const FOLDERS = ["shared", "client", "server", "tests"];
const sources = load(FOLDERS);
/** Titles and names of test files say what they are. */
const withHeader = sources.filter((source) => !source.path.endsWith(".test.ts"));
const tests = sources.filter((source) => source.path.endsWith(".test.ts"));

const HEADER = "/** A snippet that shows what the rule lets pass. */\n";

describe("files", () => {
  it("are named for what they are, in kebab-case", () => {
    const code = list(FOLDERS).filter((path) => /\.(ts|tsx|mjs|css|html)$/.test(path));
    expect(code.length).toBeGreaterThan(50);
    expect(code.flatMap(checkPath)).toEqual([]);
  });

  it("have a header and a length that one can read", () => {
    expect(withHeader.flatMap((source) => checkSource(source))).toEqual([]);
    const lengths = tests
      .flatMap((source) => checkSource(source))
      .filter((found) => found.includes(" lines"));
    expect(lengths).toEqual([]);
  });

  it("are listed as long only while they are", () => {
    for (const [path, reason] of Object.entries(LONG_FILES)) {
      const source = sources.find((one) => one.path === path);
      expect(source && checkSource(source, {}).length, path).toBeGreaterThan(0);
      expect(reason.length, path).toBeGreaterThan(20);
    }
  });

  it.each([
    "shared/world/worldStep.ts",
    "shared/World/step.ts",
    "shared/world/step_two.ts",
    "shared/utils/step.ts",
    "client/view/scene-manager.ts",
    "client/view/helpers.ts",
    "server/room-service.ts",
    "shared/misc.ts",
  ])("refuses the name %s", (path) => {
    expect(checkPath(path).length).toBeGreaterThan(0);
  });

  it.each([
    "shared/camera/track-code.ts",
    "tests/contract/library.contract.test.ts",
    "client/vite-env.d.ts",
    "client/view/3d.ts",
  ])("lets the name %s pass", (path) => {
    expect(checkPath(path)).toEqual([]);
  });

  it("refuses long files, unless they say why, and too long ones always", () => {
    const of = (lines: number) => parse("shared/a.ts", `${HEADER}${"\n".repeat(lines - 1)}`);
    expect(checkSource(of(500))).toEqual([]);
    expect(checkSource(of(501))[0]).toContain("needs a reason");
    expect(checkSource(of(501), { "shared/a.ts": "one algorithm" })).toEqual([]);
    expect(checkSource(of(1001), { "shared/a.ts": "one algorithm" })[0]).toContain("is the most");
  });

  it.each([
    ["nothing", "export const a = 1;"],
    ["a line comment", "// A snippet that shows what the rule refuses.\nexport const a = 1;"],
    ["a comment further down", `export const a = 1;\n${HEADER}`],
    ["an empty header", "/** ok */\nexport const a = 1;"],
  ])("refuses %s for a header", (_, text) => {
    expect(checkSource(parse("shared/a.ts", text))[0]).toContain("without a header");
  });

  it("lets a header pass, after a #! too", () => {
    expect(checkSource(parse("shared/a.ts", HEADER))).toEqual([]);
    expect(checkSource(parse("server/a.mjs", `#!/usr/bin/env node\n${HEADER}`))).toEqual([]);
  });
});
