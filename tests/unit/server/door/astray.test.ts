import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { astray } from "../../../../server/door/astray.ts";
import { createDoor } from "../../../../server/door/door.ts";

const errors: unknown[] = [];
let server: Server;
let base = "";
beforeAll(async () => {
  server = createServer(
    createDoor({
      routes: [astray],
      dev: false,
      trustProxy: false,
      clock: () => performance.now(),
      onError: (error) => errors.push(error),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

test("a browser that looks for a page that is not there is shown the first one", async () => {
  const got = await fetch(`${base}/no/such/page`, {
    headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" },
    redirect: "manual",
  });
  expect(got.status).toBe(302);
  expect(got.headers.get("location")).toBe("/");
});

test("where the first page itself is missing, nobody is sent round in circles", async () => {
  const got = await fetch(base, { headers: { accept: "text/html" }, redirect: "manual" });
  expect(got.status).toBe(404);
});

test("a program is told that nothing is there", async () => {
  for (const init of [
    {},
    { headers: { accept: "*/*" } },
    { method: "POST", headers: { accept: "text/html" } },
  ]) {
    const got = await fetch(`${base}/no/such/page`, init);
    expect(got.status).toBe(404);
    expect(await got.json()).toEqual({ error: "Nothing here." });
  }
  expect(errors).toEqual([]);
});
