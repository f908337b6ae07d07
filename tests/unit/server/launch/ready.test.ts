/** The launch on trees where something is missing: copies of ready.mjs in made-up checkouts. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "holdfast-ready-"));
  mkdirSync(join(root, "server/launch"), { recursive: true });
  copyFileSync("server/launch/ready.mjs", join(root, "server/launch/ready.mjs"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const lock = (packages: object) => JSON.stringify({ packages: { "": {}, ...packages } });
const run = (text: string, path = process.env["PATH"] ?? "") => {
  write("server/launch/x.mjs", `import { ready, findNode } from "./ready.mjs";\n${text}\n`);
  return spawnSync(process.execPath, [join(root, "server/launch/x.mjs")], {
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  });
};

test("Node is found in the platform's package when install scripts did not run", () => {
  const platform = `node-${process.platform}-${process.arch}`;
  const place = `node_modules/node/node_modules/${platform}/bin/node`;
  mkdirSync(dirname(join(root, place)), { recursive: true });
  symlinkSync(process.execPath, join(root, place));
  expect(run("console.log(findNode())").stdout.trim()).toBe(join(root, place));
});

test("no Node 24 anywhere: none is named", () => {
  expect(run("console.log(findNode())").stdout.trim()).toBe("null");
});

test("packages that are there in the right version are left alone; optional ones may be missing", () => {
  const packages = {
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "2.0.0", optional: true },
  };
  write("package-lock.json", lock(packages));
  write("node_modules/.package-lock.json", lock({ "node_modules/a": { version: "1.0.0" } }));
  write("node_modules/a/package.json", "{}");
  const done = run('await ready(import.meta.url); console.log("ready")');
  expect(done.stdout.trim()).toBe("ready");
});

test("packages of tests are wanted by tests alone", () => {
  write("package-lock.json", lock({ "node_modules/t": { version: "1.0.0", dev: true } }));
  expect(run('await ready(import.meta.url); console.log("ready")').stdout.trim()).toBe("ready");
  expect(run("await ready(import.meta.url, true)", "/nowhere").stderr).toMatch(/npm could not be started/);
});

test("a stale package is installed by npm", () => {
  write("package-lock.json", lock({ "node_modules/a": { version: "2.0.0" } }));
  write("node_modules/.package-lock.json", lock({ "node_modules/a": { version: "1.0.0" } }));
  write("bin/npm", `#!/bin/sh\necho "$@" > "${join(root, "asked")}"\n`);
  execFileSync("chmod", ["+x", join(root, "bin/npm")]);
  const done = run(
    'await ready(import.meta.url); console.log("ready")',
    `${join(root, "bin")}:/bin:/usr/bin`,
  );
  expect(done.stdout).toMatch(/Installing packages \(1 missing: a/);
  expect(existsSync(join(root, "asked"))).toBe(true);
});

test("a linked node_modules is never emptied", () => {
  mkdirSync(join(root, "elsewhere"));
  symlinkSync(join(root, "elsewhere"), join(root, "node_modules"));
  write("package-lock.json", lock({ "node_modules/a": { version: "1.0.0" } }));
  const done = run("await ready(import.meta.url)");
  expect(done.status).toBe(1);
  expect(done.stderr).toMatch(/node_modules is a link and lacks 1 packages/);
});
