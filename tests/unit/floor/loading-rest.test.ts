import { expect, it } from "vitest";
import { createLoadingRest } from "../../../client/floor/loading-rest.ts";

/** Milliseconds at which frames are drawn in the first ten seconds, each taking `cost`, with a chance every 20 ms. */
function drawn(cost: number, loading: (now: number) => boolean): number[] {
  const rests = createLoadingRest();
  const at: number[] = [];
  for (let now = 0; now < 10_000; ) {
    if (rests(now, loading(now))) now += 20;
    else {
      at.push(now);
      now += Math.max(20, cost);
    }
  }
  return at;
}

it("draws every frame where frames are quick, and wherever nothing is being loaded", () => {
  expect(drawn(20, () => true)).toHaveLength(500);
  expect(drawn(90, () => true)).toHaveLength(Math.ceil(10_000 / 90));
  expect(drawn(500, () => false)).toHaveLength(20);
});

it("gives a third of the time to frames that are slow, and shows one every few seconds whatever they cost", () => {
  const slow = drawn(500, () => true);
  expect(slow.length).toBeGreaterThanOrEqual(6);
  expect(slow.length).toBeLessThanOrEqual(7);
  expect(drawn(2000, () => true).length).toBe(3);
});

it("draws at once when everything is there", () => {
  const at = drawn(500, (now) => now < 5200);
  expect(at.find((now) => now >= 5200)).toBeLessThan(5240);
  expect(at.filter((now) => now >= 5200).length).toBeGreaterThanOrEqual(9);
});
