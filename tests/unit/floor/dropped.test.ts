import { expect, it } from "vitest";
import { refuseDrops } from "../../../client/floor/dropped.ts";

/** Drops something on a target; whether the browser is left to do what it would. */
function drop(target: object | null, types: string[]): { left: boolean; told: string[] } {
  const page = new EventTarget();
  const told: string[] = [];
  refuseDrops(page, (text) => told.push(text));
  const left = ["dragover", "drop"].map((type) => {
    const event = new Event(type, { cancelable: true });
    Object.defineProperties(event, {
      target: { value: target },
      dataTransfer: { value: { types, dropEffect: "copy" } },
    });
    return page.dispatchEvent(event);
  });
  return { left: left.every(Boolean), told };
}

it("leaves the stage for nothing that is dropped, and lets fields have words", () => {
  const picture = { closest: () => null };
  const field = { closest: (kinds: string) => (kinds.includes("input") ? {} : null) };
  expect(drop(picture, ["Files"])).toEqual({ left: false, told: [expect.stringContaining("shelf")] });
  expect(drop(field, ["Files"]).left).toBe(false);
  expect(drop(picture, ["text/uri-list"])).toEqual({ left: false, told: [] });
  expect(drop(null, ["text/plain"]).left).toBe(false);
  expect(drop(field, ["text/plain"])).toEqual({ left: true, told: [] });
});
