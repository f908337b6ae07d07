import { Histogram, Registry } from "prom-client";
import { expect, test } from "vitest";
import { createSpread } from "../../../../server/door/spread.ts";
import * as random from "../../../../shared/math/random.ts";

test("a spread says what the library's histogram says of the same values, bounds included", async () => {
  const bounds = [0.001, 0.0167, 0.0333, 0.5];
  const registry = new Registry();
  const theirs = new Histogram({ name: "late", help: "How late", buckets: bounds, registers: [registry] });
  const ours = createSpread("late", "How late", bounds);
  const dice = random.create(7);
  const values = [0, ...bounds, 3, ...Array.from({ length: 500 }, () => random.between(dice, 0, 0.7))];
  for (const value of values) {
    theirs.observe(value);
    ours.observe(value);
  }
  expect(ours.text().trim()).toBe((await registry.metrics()).trim());
});
