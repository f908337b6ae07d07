import { describe, expect, it } from "vitest";
import { createStack, NAME_HEIGHT } from "../../../client/viewfinder/stacking.ts";

const ANYWHERE = { x: 0, y: 0, width: 0, height: 0 };

describe("names over the picture", () => {
  it("stand above one another where they would cover one another, and else where they belong", () => {
    const stack = createStack(8);
    stack.begin(ANYWHERE, Infinity, Infinity);
    expect(stack.put(100, 200, 60)).toBe(200);
    expect(stack.put(120, 205, 60)).toBe(200 - NAME_HEIGHT);
    expect(stack.put(110, 198, 60)).toBe(200 - 2 * NAME_HEIGHT);
    expect(stack.put(300, 200, 60)).toBe(200);
    expect(stack.put(100, 200 + NAME_HEIGHT, 60)).toBe(200 + NAME_HEIGHT);
    stack.begin(ANYWHERE, Infinity, Infinity);
    expect(stack.put(120, 205, 60)).toBe(205);
  });

  it("never lets two of a crowd that it keeps cover one another, as long as they may give way", () => {
    const stack = createStack(6);
    stack.begin(ANYWHERE, Infinity, Infinity);
    const bottoms = Array.from({ length: 6 }, (_, k) => stack.put(50 + k, 90 + k * 3, 80));
    const sorted = [...bottoms].sort((a, b) => a - b);
    for (let k = 1; k < sorted.length; k++)
      expect(sorted[k]! - sorted[k - 1]!).toBeGreaterThanOrEqual(NAME_HEIGHT);
  });

  it("stand neither half outside nor over the read-outs, and are found where they stand", () => {
    const stack = createStack(8);
    stack.begin({ x: 220, y: 40, width: 960, height: 600 }, 580, 596);
    expect(stack.put(180, 300, 100)).toBeNaN();
    expect(stack.put(240, 300, 100)).toBe(300);
    expect(stack.x).toBe(270);
    expect(stack.put(600, 590, 60)).toBe(578);
    expect(stack.put(900, 630, 60)).toBe(630);
    expect([stack.at(315, 290), stack.at(600, 570), stack.at(900, 620)]).toEqual([0, 1, 2]);
    expect([stack.at(180, 295), stack.at(600, 590), stack.at(315, 301)]).toEqual([-1, -1, -1]);
  });
});
