import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bytesOf } from "../../../client/session/bytes-of.ts";

let server: Server;
let base: string;
const keys: (string | undefined)[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    keys.push(request.headers.authorization);
    if (request.url === "/good") response.end(Uint8Array.of(1, 2, 3));
    else if (request.url === "/worded") response.writeHead(409).end('{"error":"The set has changed."}');
    else response.writeHead(404).end("<html>");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test("the key goes in a header, and none where there is none", async () => {
  expect(await bytesOf(`${base}/good`, "secret")).toEqual(Uint8Array.of(1, 2, 3));
  await bytesOf(`${base}/good`);
  expect(keys.slice(-2)).toEqual(["Bearer secret", undefined]);
});

test("what is refused is told in the server's words, or by its number", async () => {
  await expect(bytesOf(`${base}/worded`, "", "the set")).rejects.toThrow("the set: The set has changed");
  await expect(bytesOf(`${base}/worded`)).rejects.toThrow(/^The set has changed$/);
  await expect(bytesOf(`${base}/nowhere`, "", "the set")).rejects.toThrow("the set: the server answered 404");
});
