import { describe, expect, it } from "vitest";
import { createMemoryEncoder } from "../../client/export/memory.ts";
import { createMemoryStore } from "../../client/export/store.ts";
import * as rate from "../../shared/clock/rate.ts";
import { CASES, grey } from "./encoder-contract.ts";

// The browser's encoder goes through the same cases in tests/browser/export.test.ts.
describe("the Encoder in memory", () => {
  for (const [name, holds] of Object.entries(CASES)) {
    it(name, () => holds(createMemoryEncoder(), "vp9-mp4"));
  }

  it("keeps pictures with their exact times", async () => {
    const encoder = createMemoryEncoder();
    const recipe = { format: "vp9-mp4", width: 64, height: 48, rate: rate.NTSC, title: "" };
    const store = createMemoryStore();
    const video = await encoder.begin(recipe, store);
    for (let k = 0; k < 3; k++) await video.add(grey(k));
    await video.finish();
    const { pictures, state } = encoder.kept[0]!;
    expect(pictures.map(({ at }) => `${at.num}/${at.den}`)).toEqual(["0/1", "1001/30000", "1001/15000"]);
    expect(pictures.map(({ picture }) => picture.data[0])).toEqual([0, 1, 2]);
    expect(state).toBe("finished");
    expect(await (await store.finish("")).text()).toBe("0/1\n1001/30000\n1001/15000\n");
  });
});
