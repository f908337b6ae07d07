import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPulse } from "../../../client/floor/drag-pulse.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("W5: says the last edit again while the hand rests, more often than the world's half second, until the end", () => {
  const said: string[] = [];
  const pulse = createPulse();
  pulse.keep(() => said.push("first"));
  vi.advanceTimersByTime(100);
  pulse.keep(() => said.push("second"));
  vi.advanceTimersByTime(1000);
  expect(said).toEqual(Array.from({ length: 5 }, () => "second"));
  pulse.end();
  vi.advanceTimersByTime(5000);
  expect(said).toHaveLength(5);
});

it("ends by itself where nobody ends it", () => {
  let said = 0;
  createPulse().keep(() => said++);
  vi.advanceTimersByTime(600_000);
  expect(said).toBe(150);
});
