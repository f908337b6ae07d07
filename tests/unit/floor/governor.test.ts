import { describe, expect, it } from "vitest";
import { createGovernor } from "../../../client/floor/governor.ts";

describe("the governor of the picture", () => {
  it("draws fewer pixels, then with less finish, and never below a quarter", () => {
    const governor = createGovernor("high");
    for (let k = 0; k < 400; k++) governor.frame(0.4);
    expect(governor.scale).toBe(0.25);
    expect(governor.quality).toBe("low");
  });

  it("goes back up when frames are quick, and stays where they are right", () => {
    const governor = createGovernor("medium");
    for (let k = 0; k < 400; k++) governor.frame(0.4);
    for (let k = 0; k < 120; k++) expect(governor.frame(1 / 30)).toBe(false);
    for (let k = 0; k < 2000; k++) governor.frame(1 / 60);
    expect(governor.scale).toBe(1);
    expect(governor.quality).toBe("medium");
  });

  it("does not take a page that slept for a slow one", () => {
    const governor = createGovernor("high");
    for (let k = 0; k < 100; k++) governor.frame(30);
    expect(governor.scale).toBe(1);
  });
});

it("keeps the quality that somebody has chosen, and only draws fewer pixels", () => {
  const governor = createGovernor("high");
  expect(governor.choose("medium")).toBe(true);
  expect(governor.choose("medium")).toBe(false);
  for (let k = 0; k < 400; k++) governor.frame(0.3);
  expect(governor.quality).toBe("medium");
  expect(governor.scale).toBeLessThan(0.3);
  expect(governor.choose(null)).toBe(true);
  expect(governor.quality).toBe("high");
});
