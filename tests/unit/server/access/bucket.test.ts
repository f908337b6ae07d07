import { expect, test } from "vitest";
import { createBucket, createBuckets, take } from "../../../../server/access/bucket.ts";

test("a bucket gives what it holds at once, then its rate", () => {
  const bucket = createBucket(10, 20, 0);
  for (let k = 0; k < 20; k++) expect(take(bucket, 1, 0)).toBe(true);
  expect(take(bucket, 1, 0)).toBe(false);
  expect(take(bucket, 1, 99)).toBe(false);
  expect(take(bucket, 1, 100)).toBe(true);
  expect(take(bucket, 20, 10_000)).toBe(true);
  expect(take(bucket, 1, 10_000)).toBe(false);
});

test("a clock that steps back gives nothing", () => {
  const bucket = createBucket(10, 10, 1000);
  expect(take(bucket, 10, 1000)).toBe(true);
  expect(take(bucket, 1, 0)).toBe(false);
});

test("addresses do not take from one another, and their number is bounded", () => {
  let now = 0;
  const allow = createBuckets(1, 2, () => now, 100);
  expect([allow("a"), allow("a"), allow("a"), allow("b")]).toEqual([true, true, false, true]);
  for (let k = 0; k < 10_000; k++) allow(`address ${k}`);
  now = 10_000;
  expect(allow("a")).toBe(true);
});
