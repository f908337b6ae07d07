import { describe, expect, it } from "vitest";
import { check, MARKED } from "./imports.ts";
import { load, parse } from "./source.ts";

const sources = load(["shared", "client", "server"]);
const bad = (path: string, text: string) => check([parse(path, text)]);

describe("imports", () => {
  it("keep to the plan of the house", () => {
    expect(check(sources)).toEqual([]);
  });

  it("mark no file that does not exist", () => {
    for (const path of Object.keys(MARKED)) expect(sources.map((source) => source.path)).toContain(path);
  });

  it.each([
    ["shared/world/bad.ts", 'import * as z from "zod-like";'],
    ["shared/world/bad.ts", 'import { readFileSync } from "node:fs";'],
    ["shared/world/bad.ts", 'import { x } from "../../client/view/scene.ts";'],
    ["shared/world/bad.ts", 'import type { X } from "../../server/room/room.ts";'],
    ["shared/world/bad.ts", 'const x = await import("../../client/main.ts");'],
    ["shared/camera/bad.ts", 'import table from "../../assets/lenses/lenses.json" with { type: "json" };'],
    ["shared/physics/other.ts", 'import HavokPhysics from "@babylonjs/havok";'],
    ["client/view/bad.ts", 'import { x } from "../panels/slate.ts";'],
    ["client/view/bad.ts", 'import type { X } from "../panels/slate.ts";'],
    ["client/view/bad.ts", 'new Worker(new URL("../light/light-worker.ts", import.meta.url));'],
    ["client/view/deep/bad.ts", 'export * from "../../panels/slate.ts";'],
    ["client/view/bad.ts", 'import { x } from "../../server/room/room.ts";'],
    ["client/view/bad.ts", 'import { x } from "node:path";'],
    ["client/panels/bad.ts", 'import { Scene } from "@babylonjs/core";'],
    ["client/view/bad.ts", 'import * as ort from "onnxruntime-web/webgpu";'],
    ["server/room/bad.ts", 'import { x } from "../../client/session/link.ts";'],
    ["server/library/bad.ts", 'import { Room } from "@colyseus/core";'],
    ["server/room/bad.ts", 'import { x } from "../../tests/fixtures/yard.ts";'],
    ["client/view/bad.ts", 'import { x } from "../../../elsewhere/x.ts";'],
  ])("refuse %s: %s", (path, text) => {
    expect(bad(path, text).length).toBeGreaterThan(0);
  });

  it("refuse one package in two folders of a runtime, not in two runtimes", () => {
    const a = parse("server/access/a.ts", 'import x from "some-package";');
    const b = parse("server/library/b.ts", 'import x from "some-package/part";');
    const c = parse("client/panels/c.ts", 'import x from "some-package";');
    expect(check([a, b])[0]).toContain("server/access and server/library");
    expect(check([a, c])).toEqual([]);
  });

  it.each([
    ["shared/world/good.ts", 'import * as vec3 from "../math/vec3.ts";'],
    ["shared/camera/lens.ts", 'import table from "../../assets/lenses/lenses.json" with { type: "json" };'],
    ["client/main.ts", 'import { x } from "./view/scene.ts"; import { y } from "./panels/slate.ts";'],
    [
      "client/view/good.ts",
      'import { x } from "./deep/part.ts"; import { y } from "../../shared/math/vec3.ts";',
    ],
    [
      "server/room/good.ts",
      'import { createHash } from "node:crypto"; import { y } from "../library/library.ts";',
    ],
  ])("let %s pass: %s", (path, text) => {
    expect(bad(path, text)).toEqual([]);
  });
});
