import { expect, test } from "vitest";
import * as queue from "../../../client/session/queue.ts";
import type { Ticks } from "../../../shared/protocol/messages.ts";

const order = (serial: number) => ({ person: 1, serial, command: { type: "cut" as const } });
const ticks = (from: number, count: number, ...at: [number, number][]): Ticks => ({
  from,
  count,
  orders: at.map(([tick, serial]) => ({ ahead: tick - from, order: order(serial) })),
});
const serials = (q: queue.Queue, tick: number) => queue.at(q, tick)?.map((o) => o.serial);

test("ticks without orders are known, and ticks that have not come are not", () => {
  const q = queue.create(10);
  expect(queue.at(q, 10)).toBeUndefined();
  expect(queue.put(q, ticks(10, 5, [12, 1], [12, 2], [14, 3]))).toBe("new");
  expect(serials(q, 11)).toEqual([]);
  expect(serials(q, 12)).toEqual([1, 2]);
  expect(serials(q, 14)).toEqual([3]);
  expect(queue.at(q, 15)).toBeUndefined();
  expect(queue.at(q, 9)).toBeUndefined();
});

test("what overlaps is taken once; a hole is refused whole", () => {
  const q = queue.create(0);
  queue.put(q, ticks(0, 5, [3, 1]));
  expect(queue.put(q, ticks(2, 3, [3, 9]))).toBe("known");
  expect(queue.put(q, ticks(3, 4, [3, 9], [5, 2]))).toBe("new");
  expect(serials(q, 3)).toEqual([1]);
  expect(serials(q, 5)).toEqual([2]);
  expect(queue.put(q, ticks(8, 1, [8, 4]))).toBe("gap");
  expect(q.through).toBe(6);
});

test("stepped ticks are let go unless they are retained", () => {
  const q = queue.create(0);
  queue.put(q, ticks(0, 100, [5, 1], [50, 2], [80, 3]));
  queue.release(q, 40);
  expect(queue.at(q, 5)).toBeUndefined();
  expect(q.orders.size).toBe(2);
  q.retain = 45;
  queue.release(q, 90);
  expect(serials(q, 50)).toEqual([2]);
  expect(queue.restart(q, 45)).toBe(true);
  expect(serials(q, 50)).toEqual([2]);
  expect(queue.restart(q, 500)).toBe(false);
  expect(q.through).toBe(499);
  expect(q.orders.size).toBe(0);
});
