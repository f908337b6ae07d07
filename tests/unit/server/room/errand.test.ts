import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRunner, type Runner } from "../../../../server/room/errand.ts";

let begun: number;
let runner: Runner<object, unknown>;
const start = (): Worker => {
  begun++;
  return new Worker(new URL("./errand-echo.ts", import.meta.url));
};
beforeEach(() => {
  begun = 0;
  runner = createRunner("the echo", start);
});
afterEach(() => runner.close());

test("each errand has its own answer, nothing at all being one", async () => {
  expect(begun).toBe(0);
  const asked = [1, "two", undefined, null, [4]].map((say) => runner.run({ say }));
  expect(await Promise.all(asked)).toEqual([1, "two", undefined, null, [4]]);
  expect(begun).toBe(1);
});

test("one that fails fails alone, in its own words", async () => {
  const failed = runner.run({ fail: "no such thing" });
  const done = runner.run({ say: "fine" });
  await expect(failed).rejects.toThrow("no such thing");
  expect(await done).toBe("fine");
});

test("what cannot be sent is refused at once, and holds nobody up", async () => {
  await expect(runner.run({ say: () => {} })).rejects.toThrow(/could not be cloned/);
  expect(await runner.run({ say: 1 })).toBe(1);
});

test("a thread that breaks fails what waits for it, and the next errand has another", async () => {
  const waiting = [runner.run({ break: true }), runner.run({ say: "never" })];
  for (const each of await Promise.allSettled(waiting)) expect(each.status).toBe("rejected");
  expect(await runner.run({ say: "again" })).toBe("again");
  expect(begun).toBe(2);
});

test("nothing is run once it is closed", async () => {
  const waiting = runner.run({ say: 1 }).catch((error: Error) => error.message);
  await runner.close();
  expect([1, "the echo is closed"]).toContain(await waiting);
  await expect(runner.run({ say: 1 })).rejects.toThrow("the echo is closed");
});
