import { expect, it } from "vitest";
import { slateOnScreen } from "../../../client/panels/take-model.ts";

const take = (number: number, rolling = false) => ({ id: `take-${number}`, setup: "1", number, rolling });

it("shows the slate of what is on the screen: the take in review, the one that rolls, or the next", () => {
  expect(slateOnScreen([], "", "1 · T1")).toBe("1 · T1");
  expect(slateOnScreen([take(2, true), take(1)], "", "1 · T3")).toBe("1 · T2");
  expect(slateOnScreen([take(2), take(1)], "", "1 · T3")).toBe("1 · T3");
  expect(slateOnScreen([take(2), take(1)], "take-1", "1 · T3")).toBe("1 · T1");
});
