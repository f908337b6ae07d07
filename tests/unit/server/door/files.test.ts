import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFiles } from "../../../../server/door/files.ts";

let folder = "";
let server: Server;
let base = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-files-"));
  mkdirSync(join(folder, "sources"));
  mkdirSync(join(folder, "code"));
  writeFileSync(join(folder, "secret.txt"), "x");
  writeFileSync(join(folder, "sources/author.py"), "x");
  writeFileSync(join(folder, ".hidden"), "x");
  writeFileSync(join(folder, "code/a.js"), `console.log(1);${" ".repeat(5000)}`);
  writeFileSync(join(folder, "ten.glb"), "0123456789");
  const files = createFiles(folder, (path) => (path.startsWith("code/") ? "immutable" : "ask"), ["sources"]);
  server = createServer(async (request, response) => {
    const path = decodeURIComponent((request.url ?? "/").slice(1));
    if (!(await files.serve(request, response, path))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test("code comes squeezed and is kept for ever", async () => {
  const got = await fetch(`${base}/code/a.js`, { headers: { "accept-encoding": "br" } });
  expect(got.headers.get("content-encoding")).toBe("br");
  expect(Number(got.headers.get("content-length"))).toBeLessThan(200);
  expect(got.headers.get("cache-control")).toContain("immutable");
  expect(await got.text()).toContain("console.log(1);");
});

test("what has not changed is not sent again", async () => {
  const got = await fetch(`${base}/ten.glb`);
  expect(got.headers.get("content-type")).toBe("model/gltf-binary");
  expect(got.headers.get("cache-control")).toBe("no-cache");
  const again = await fetch(`${base}/ten.glb`, { headers: { "if-none-match": got.headers.get("etag")! } });
  expect(again.status).toBe(304);
});

test("a range is a range", async () => {
  const got = await fetch(`${base}/ten.glb`, { headers: { range: "bytes=3-5" } });
  expect([got.status, got.headers.get("content-range"), await got.text()]).toEqual([
    206,
    "bytes 3-5/10",
    "345",
  ]);
  expect((await fetch(`${base}/ten.glb`, { headers: { range: "bytes=10-" } })).status).toBe(416);
});

test.each(["/..%2f..%2fetc%2fpasswd", "/%2e%2e/x", "/.hidden", "/sources/author.py", "/", "/code", "/a%00b"])(
  "%s is not served",
  async (path) => {
    expect((await fetch(base + path)).status).toBe(404);
  },
);
