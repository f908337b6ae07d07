import { expect, it } from "vitest";
import { createHints } from "../../../client/floor/hints.ts";
import { createPanelsModel } from "../../../client/panels/model.ts";
import { memoryStorage } from "../../fixtures/browser-storage.ts";

it("hints go one by one as they are followed, and never come back once all are gone", () => {
  const storage = memoryStorage();
  const model = createPanelsModel();
  const hints = createHints(model, storage);
  expect(model.hints.value).toEqual(["move", "lens", "roll"]);
  hints.followed("lens");
  hints.followed("lens");
  expect(model.hints.value).toEqual(["move", "roll"]);
  createHints(model, storage);
  expect(model.hints.value).toHaveLength(3);
  createHints(model, storage).dismiss();
  createHints(model, storage);
  expect(model.hints.value).toEqual([]);
});
