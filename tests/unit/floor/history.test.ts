import { expect, it } from "vitest";
import { lines, turnsFor, wordsOf } from "../../../client/floor/history.ts";
import type { Ledger, LedgerStep } from "../../../client/session/ledger.ts";

const step = (person: number, label: string, tick: number, more: Partial<LedgerStep> = {}): LedgerStep => ({
  person,
  label,
  tick,
  undone: false,
  above: 0,
  ids: [],
  names: ["Crate"],
  count: 1,
  ...more,
});
const ledger: Ledger = {
  tick: 600,
  due: -1,
  steps: [step(1, "place", 60, { above: 1 }), step(2, "look", 120), step(1, "spawn", 540)],
};

it("shows the newest first, in words, with when", () => {
  expect(lines(ledger, 10_000).map(({ who, what, when }) => [who, what, when])).toEqual([
    [1, "Added Crate", 9000],
    [2, "Changed the look", 2000],
    [1, "Moved Crate", 1000],
  ]);
});

it("undoes a step of one's own with one's own later ones, and never another's", () => {
  const ids = lines(ledger, 0).map(({ id }) => id);
  expect(ids.map((id) => turnsFor(ledger, id, 1))).toEqual([1, 0, 2]);
  expect(ids.map((id) => turnsFor(ledger, id, 3))).toEqual([0, 0, 0]);
  expect(turnsFor(ledger, 99, 1)).toBe(0);
});

it("names a few of many", () => {
  expect(wordsOf(step(1, "place", 0, { names: ["A", "B"], count: 2 }))).toBe("Moved A and B");
  expect(wordsOf(step(1, "remove", 0, { names: ["A", "B", "C"], count: 9 }))).toBe(
    "Deleted A, B, C and 6 more",
  );
  expect(wordsOf(step(1, "mark", 0, { names: ["Ana", "Ana 2"], count: 2 }))).toBe("Laid the mark Ana 2");
  expect(wordsOf(step(1, "mark", 0, { names: ["Ana 2"], count: 1 }))).toBe("Changed the mark Ana 2");
  expect(wordsOf(step(1, "pick up", 0, { names: [], count: 0 }))).toBe("Picked up from a take");
});
