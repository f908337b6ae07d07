import { Histogram, Registry } from "prom-client";
import { expect, test } from "vitest";
import { spreadText } from "../../../../server/door/spread.ts";
import { observe } from "../../../../server/hall/counts.ts";
import * as random from "../../../../shared/math/random.ts";

test("spreads of two threads say together what the library's histogram says of all values, bounds included", async () => {
  const bounds = [1 / 1024, 1 / 64, 1 / 32, 0.5];
  const registry = new Registry();
  const theirs = new Histogram({ name: "late", help: "How late", buckets: bounds, registers: [registry] });
  const ours = [new Float64Array(bounds.length + 2), new Float64Array(bounds.length + 2)];
  const dice = random.create(7);
  // Parts of two, so that sums are the same in whatever order.
  const values = [
    0,
    ...bounds,
    3,
    ...Array.from({ length: 500 }, () => Math.floor(random.between(dice, 0, 700)) / 1024),
  ];
  for (const [k, value] of values.entries()) {
    theirs.observe(value);
    observe(ours[k % 2]!, bounds, value);
  }
  expect(spreadText("late", "How late", bounds, ours).trim()).toBe((await registry.metrics()).trim());
});
