import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { load, parse, ROOT, type Source } from "./source.ts";
import { unreached } from "./unused.ts";

const sources = load(["shared", "client", "server", "tests"]);
const paths = sources.map((source) => source.path);

/** What runs by itself: the roots, what `npm run` names of the product, and types that the compiler reads. */
const PRODUCT = [
  ...["client/main.ts", "client/main.tsx", "server/main.ts"].filter((path) => paths.includes(path)),
  ...[...readFileSync(join(ROOT, "package.json"), "utf8").matchAll(/[\w./-]+\.(?:mjs|ts)/g)]
    .map((found) => found[0])
    .filter((path) => !path.startsWith("tests/")),
  ...paths.filter((path) => path.endsWith(".d.ts")),
];
/** Tests and benches run by themselves, too. */
const TESTS = paths.filter((path) =>
  /^tests\/(.*\.test\.ts|bench\/.*|run\/.*|browser\/pages\/.*)$/.test(path),
);

/** Product files that only tests run as yet, with the reason. */
const ONLY_TESTED: Record<string, string> = {
  "client/model/none-model.ts": "the trivial adapter, for tests of what uses a network",
  "client/session/memory-link.ts": "rooms without a network, for the fuzz",
  "client/export/memory.ts": "an encoder that keeps pictures, for tests of what comes before one",
  "server/library/memory.ts": "a library that forgets, for tests of what uses one",
  "shared/clock/stepper.ts": "the fixed step; rooms and sessions pace themselves by their own clocks as yet",
};

describe("unused files", () => {
  it("are none among the tests", () => {
    expect(PRODUCT.length).toBeGreaterThan(3);
    const left = unreached(sources, [...PRODUCT, ...TESTS]);
    expect(left.filter((path) => path.startsWith("tests/"))).toEqual([]);
  });

  // Before the roots exist nothing of the product can be reached from them.
  const rooted = paths.includes("client/main.ts") && paths.includes("server/main.ts");

  it.runIf(rooted)("are none: every file is reached from an entry point", () => {
    expect(unreached(sources, [...PRODUCT, ...TESTS])).toEqual([]);
  });

  it.runIf(rooted)("are none that only tests reach", () => {
    const left = unreached(sources, PRODUCT).filter((path) => !path.startsWith("tests/"));
    expect(left.filter((path) => !ONLY_TESTED[path])).toEqual([]);
    expect(Object.keys(ONLY_TESTED).filter((path) => !left.includes(path))).toEqual([]);
  });

  it("are found by imports, workers, lazy imports and file names in code", () => {
    const files: Record<string, string> = {
      "client/main.ts":
        'import "./a.ts"; import type { B } from "./b.ts"; new Worker(new URL("./c.ts", import.meta.url)); import("./d.ts");',
      "client/a.ts": 'export * from "../shared/e.ts";',
      "client/b.ts": 'import url from "./f.ts?worker&url";',
      "client/c.ts": 'spawn(join(root, "server/g.ts"));',
      "client/d.ts": "const name = `./h.ts`;",
      "shared/e.ts": "",
      "client/f.ts": "",
      "server/g.ts": "",
      "client/h.ts": "",
      "client/left-over.ts": 'import "./main.ts";',
      "shared/ring-a.ts": 'import "./ring-b.ts";',
      "shared/ring-b.ts": 'import "./ring-a.ts";',
    };
    const tree: Source[] = Object.entries(files).map(([path, text]) => parse(path, text));
    expect(unreached(tree, ["client/main.ts"])).toEqual([
      "client/left-over.ts",
      "shared/ring-a.ts",
      "shared/ring-b.ts",
    ]);
  });
});
