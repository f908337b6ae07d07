import { beforeAll, describe, expect, it } from "vitest";
import { type ArrivalParts, createArrivals } from "../../../client/view/arrivals.ts";
import type { Entry } from "../../../client/view/library.ts";
import { createAssetReader } from "../../../server/library/assets.ts";
import { type LoadedSet, loadSet } from "../../../shared/world/set.ts";

const assets = createAssetReader("assets");
let set: LoadedSet;
beforeAll(async () => {
  set = await loadSet("corner-street", assets);
});

/** Arrivals that note what is asked for and what comes. */
function watched(over: Partial<ArrivalParts> = {}) {
  const asked: string[] = [];
  const came: string[] = [];
  const failed: string[] = [];
  const arrivals = createArrivals({
    set,
    read: async (path) => {
      asked.push(path);
      return assets(path);
    },
    decode: async () => ({}) as ImageBitmap,
    library: undefined,
    arrive: (id) => came.push(id),
    fail: (path) => failed.push(path),
    pauses: [],
    ...over,
  });
  return { arrivals, asked, came, failed };
}

describe("what is put into an open set", () => {
  it("has its picture read once, though nothing of its kind stood in the opening", async () => {
    const { arrivals, asked, came } = watched();
    for (let k = 0; k < 3; k++) arrivals.need("kit-sofa-2");
    await arrivals.all();
    arrivals.need("kit-sofa-2");
    await arrivals.all();
    expect(came).toEqual(["kit-sofa-2"]);
    expect(asked).toEqual(["things/kit-sofa-2/kit-sofa-2.glb"]);
  });

  it("is not read again where the opening has it, another view has read it, or the set has no such thing", async () => {
    const library = new Map([["kit-desk", {} as Entry]]);
    const { arrivals, asked, came } = watched({ library });
    for (const asset of ["crate", "ana", "", "no-such-thing", "kit-desk"]) arrivals.need(asset);
    await arrivals.all();
    expect(asked).toEqual([]);
    expect(came).toEqual(["kit-desk"]);
  });

  it("is asked for again after a line that dropped, and named where it does not come", async () => {
    let dropped = 0;
    const once = watched({
      pauses: [1],
      read: async (path) => {
        if (dropped++ === 0) throw new Error("the line dropped");
        return assets(path);
      },
    });
    once.arrivals.need("kit-sofa-2");
    await once.arrivals.all();
    expect(once.came).toEqual(["kit-sofa-2"]);
    const never = watched({
      pauses: [1],
      read: async () => {
        throw new Error("gone");
      },
    });
    never.arrivals.need("kit-sofa-2");
    await never.arrivals.all();
    expect([never.came, never.failed]).toEqual([[], ["things/kit-sofa-2/kit-sofa-2.glb"]]);
  });
});
