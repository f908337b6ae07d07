import { expect, test } from "vitest";
import { inOrder } from "../../../client/view/library.ts";

const turns = (count: number) => new Promise<void>((resolve) => setTimeout(resolve, count * 3));

test("models are read some at once and arrive one by one in their order, those that fail too", async () => {
  const came: string[] = [];
  let under = 0;
  let most = 0;
  await inOrder(
    [5, 1, 4, 0, 2, 3, 1],
    3,
    async (item) => {
      most = Math.max(most, ++under);
      await turns(item);
      under--;
      if (item === 0) throw new Error("cut short");
      return item * 10;
    },
    (item, result) =>
      came.push(
        result.status === "fulfilled" ? `${item}: ${result.value}` : `${item}: ${result.reason.message}`,
      ),
  );
  expect(came).toEqual(["5: 50", "1: 10", "4: 40", "0: cut short", "2: 20", "3: 30", "1: 10"]);
  expect(most).toBe(3);
});

test("nothing more is begun once it is over, and what was begun is waited for", async () => {
  const begun: number[] = [];
  const came: number[] = [];
  await inOrder(
    [0, 1, 2, 3, 4],
    2,
    async (item) => {
      begun.push(item);
      await turns(1);
    },
    (item) => came.push(item),
    () => came.length >= 1,
  );
  expect(begun).toEqual([0, 1]);
  expect(came).toEqual([0, 1]);
});
