import { expect, test } from "vitest";
import { drawId, drawKey, isToken, sameKey, tokenPrint } from "../../../../server/access/keys.ts";

test("keys hold 128 bits and are never drawn twice", () => {
  const keys = new Set(Array.from({ length: 1000 }, drawKey));
  expect(keys.size).toBe(1000);
  for (const key of keys) expect(Buffer.from(key, "base64url")).toHaveLength(16);
});

test("only the very same key opens", () => {
  const key = drawKey();
  expect(sameKey(key, key)).toBe(true);
  for (const wrong of [
    "",
    `${key} `,
    key.slice(1),
    key.toUpperCase(),
    undefined,
    null,
    3,
    [key],
    "x".repeat(1e6),
  ]) {
    expect(sameKey(wrong, key)).toBe(false);
  }
});

test("a token is 32 hex digits, and its print does not give it away", () => {
  const token = "0123456789abcdef0123456789abcdef";
  expect(isToken(token)).toBe(true);
  for (const wrong of ["", token.slice(1), `${token}0`, token.toUpperCase(), 5, undefined]) {
    expect(isToken(wrong)).toBe(false);
  }
  expect(tokenPrint(token)).toMatch(/^[0-9a-f]{32}$/);
  expect(tokenPrint(token)).not.toBe(token);
});

test("ids are readable, safe in a path and unlike one another", () => {
  expect(drawId("Corner Street")).toMatch(/^corner-street-[a-z0-9]{5}$/);
  expect(drawId("Café «Zürich» / 2")).toMatch(/^cafe-zu-?rich-2-[a-z0-9]{5}$/);
  expect(drawId("日本")).toMatch(/^[a-z0-9]{5}$/);
  expect(drawId("x")).not.toBe(drawId("x"));
});
