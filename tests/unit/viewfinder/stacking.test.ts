import { describe, expect, it } from "vitest";
import { createStack, NAME_HEIGHT } from "../../../client/viewfinder/stacking.ts";

describe("names over the picture", () => {
  it("stand above one another where they would cover one another, and else where they belong", () => {
    const stack = createStack(8);
    stack.begin();
    expect(stack.put(100, 200, 60)).toBe(200);
    expect(stack.put(120, 205, 60)).toBe(200 - NAME_HEIGHT);
    expect(stack.put(110, 198, 60)).toBe(200 - 2 * NAME_HEIGHT);
    expect(stack.put(300, 200, 60)).toBe(200);
    expect(stack.put(100, 200 + NAME_HEIGHT, 60)).toBe(200 + NAME_HEIGHT);
    stack.begin();
    expect(stack.put(120, 205, 60)).toBe(205);
  });

  it("never lets two of a crowd that it keeps cover one another, as long as they may give way", () => {
    const stack = createStack(6);
    stack.begin();
    const bottoms = Array.from({ length: 6 }, (_, k) => stack.put(50 + k, 90 + k * 3, 80));
    const sorted = [...bottoms].sort((a, b) => a - b);
    for (let k = 1; k < sorted.length; k++)
      expect(sorted[k]! - sorted[k - 1]!).toBeGreaterThanOrEqual(NAME_HEIGHT);
  });
});
