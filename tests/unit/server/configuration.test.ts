import { resolve } from "node:path";
import { expect, test } from "vitest";
import { ConfigurationError, readConfiguration } from "../../../server/configuration.ts";

test("nothing set: this machine alone, ./data", () => {
  expect(readConfiguration({})).toMatchObject({
    port: 7878,
    host: "127.0.0.1",
    data: resolve("data"),
    open: false,
  });
});

test("what is set is taken", () => {
  const read = readConfiguration({
    PORT: "8080",
    HOST: "0.0.0.0",
    DATA: "/tmp/x",
    LOG: "debug",
    ORIGINS: "https://a.example,https://b.example:8443",
  });
  expect(read).toMatchObject({ port: 8080, data: "/tmp/x", open: true, log: "debug" });
  expect(read.origins).toEqual(["https://a.example", "https://b.example:8443"]);
});

test.each([
  [{ PORT: "eighty" }, /PORT="eighty" cannot be used/],
  [{ PORT: "70000" }, /PORT="70000"/],
  [{ PORT: "80.5" }, /PORT="80.5"/],
  [{ HOST: "not a host" }, /HOST="not a host" cannot be used: it must be a host name or an address/],
  [{ LOG: "loud" }, /LOG="loud".*silent, error, warn, info, debug/],
  [{ ORIGINS: "example.org" }, /ORIGINS=/],
])("%j is refused with its name", (environment, message) => {
  expect(() => readConfiguration(environment)).toThrow(ConfigurationError);
  expect(() => readConfiguration(environment)).toThrow(message);
});

test("every wrong variable is named at once", () => {
  expect(() => readConfiguration({ PORT: "-1", LOG: "x" })).toThrow(/PORT[\s\S]*LOG/);
});
