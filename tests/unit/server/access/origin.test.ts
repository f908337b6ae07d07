import { expect, test } from "vitest";
import { ownOrigin } from "../../../../server/access/origin.ts";

test.each([
  ["http://localhost:7878", "localhost:7878", [], true],
  ["https://192.168.1.4:7879", "192.168.1.4:7879", [], true],
  [undefined, "localhost:7878", [], true],
  ["http://evil.example", "localhost:7878", [], false],
  ["http://localhost:7879", "localhost:7878", [], false],
  ["null", "localhost:7878", [], false],
  ["file://", "", [], false],
  ["https://previs.example", "10.0.0.2:7878", ["https://previs.example"], true],
  ["http://previs.example", "10.0.0.2:7878", ["https://previs.example"], false],
] as const)("origin %s at host %s with %j: %s", (origin, host, allowed, right) => {
  expect(ownOrigin(origin, host, allowed)).toBe(right);
});
