import { expect, test } from "vitest";
import type { Floor } from "../../../client/floor/floor.ts";
import { writeState } from "../../../client/floor/hear-session.ts";
import type { SessionState } from "../../../client/session/status.ts";

test("the end of a session is told once, and what can be done about it stays in the strip", () => {
  const model = {
    link: { value: "joined" },
    degraded: { value: [] as unknown[] },
    toasts: { value: [] as unknown[] },
  };
  const floor = { toasts: 0, model } as unknown as Floor;
  const over = (failure: SessionState["failure"]): SessionState => ({
    phase: "over",
    text: "you have joined from another window",
    failure,
    behind: 0,
  });
  writeState(floor, over("put out"));
  writeState(floor, over("put out"));
  const todo = "Reload the page to come back.";
  expect(model.toasts.value).toMatchObject([{ text: "You have joined from another window.", todo }]);
  expect(model.degraded.value).toMatchObject([{ id: "link", detail: todo }]);
  // Who has left on purpose is told nothing.
  writeState(floor, over(null));
  expect(model.degraded.value).toMatchObject([{ id: "link", detail: "" }]);
});
