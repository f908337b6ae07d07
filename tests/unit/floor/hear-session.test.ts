import { expect, test } from "vitest";
import type { Floor } from "../../../client/floor/floor.ts";
import { tellCompany, writeState } from "../../../client/floor/hear-session.ts";
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

test("who was here is told who comes and goes, and who comes in is not told who was here", () => {
  const one = (number: number, name = "") => ({
    number,
    name,
    colour: "#fff",
    mans: 0,
    on: "foot",
    connected: true,
  });
  const model = { toasts: { value: [] as unknown[] } };
  const floor = { toasts: 0, model, room: { person: 1 }, presence: { people: [] } } as unknown as Floor;
  const become = (...people: unknown[]): void => {
    const next = { ...floor.presence, people } as Floor["presence"];
    tellCompany(floor, next);
    floor.presence = next;
  };
  become(one(1), one(2, "Oona"));
  expect(model.toasts.value).toEqual([]);
  become(one(1), one(2, "Oona"), one(3));
  // A new name is nobody new.
  become(one(1), one(2, "Oona Pike"), one(3));
  expect(model.toasts.value).toMatchObject([{ text: "Person 3 has come.", who: 3 }]);
  become(one(1), one(3));
  expect(model.toasts.value).toMatchObject([{ text: "Person 3 has come." }, { text: "Oona Pike has left." }]);
});
