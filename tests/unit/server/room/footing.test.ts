import { expect, test } from "vitest";
import { createMemoryLibrary } from "../../../../server/library/memory.ts";
import { blobOf, footingOf } from "../../../../server/room/footing.ts";
import { encodeRoom, type KeptRoom } from "../../../../server/room/journal.ts";
import { createDirectPress, squeezeNow } from "../../../../server/room/press.ts";
import { createStages, type Footing } from "../../../../server/room/stages.ts";
import { KEPT_ROOM } from "../../../fixtures/standing.ts";
import { catalogueJson, setJson } from "../../../fixtures/yard.ts";

const STAGE = { id: "s", label: "S", set: "yard", key: "k", created: 0, opened: 0 };
const WITHOUT_CRATES = { ...setJson, opening: setJson.opening.filter(({ id }) => !id.startsWith("crate-")) };

/** A stage's house over a set.json; what it kept of an earlier footing, if anything. */
async function houseOf(sheet: unknown, kept: Footing | null = null, more: Partial<KeptRoom> = {}) {
  const library = createMemoryLibrary();
  const read = async (path: string): Promise<Uint8Array> => {
    const json = path === "catalogue.json" ? catalogueJson : sheet;
    if (json === null) throw new Error(`${path} is not there`);
    return new TextEncoder().encode(JSON.stringify(json));
  };
  await library.createStage(STAGE);
  if (kept !== null) {
    const { hash, bytes } = kept.built;
    await library.putBlob("s", hash, squeezeNow(bytes));
    const room = encodeRoom({ ...KEPT_ROOM, baseline: kept.baseline, built: hash, ...more });
    await library.commitMilestone("s", { tick: 0, checkpoint: "c", room, blobs: [hash] });
  }
  return { library, press: createDirectPress(), stages: createStages(read) };
}

const footing = async (...about: Parameters<typeof houseOf>): Promise<Footing> =>
  footingOf(await houseOf(...about), STAGE);
const opens = ({ built }: Footing): string[] => built.set.sheet.opening.map(({ id }) => id);

test("a new stage stands on its set as it is", async () => {
  expect(opens(await footing(setJson))).toContain("crate-1");
  expect(opens(await footing(WITHOUT_CRATES))).not.toContain("crate-1");
});

test("a stage stays on the set that it was left on, whatever has become of the files", async () => {
  const then = await footing(setJson);
  for (const now of [WITHOUT_CRATES, { ...setJson, cameras: [] }, null]) {
    const found = await footing(now, then);
    expect(found.built.hash).toBe(then.built.hash);
    expect(found.baseline).toBe(then.baseline);
    expect(found.world.baseline).toEqual(then.world.baseline);
  }
});

test("what can be put up on it may be new, as long as its worlds begin as they did", async () => {
  const then = await footing(setJson);
  const found = await footing({ ...setJson, label: "Another name" }, then);
  expect(found.built.set.sheet.label).toBe("Another name");
  expect(found.baseline).toBe(then.baseline);
});

test("where no set was kept, files that cannot be read are said", async () => {
  const then = await footing(setJson);
  await expect(footing({ ...setJson, cameras: [] })).rejects.toThrow("sets/yard/set.json: cameras");
  await expect(footing(null, then, { built: "" })).rejects.toThrow("is not there");
});

test("a kept set that is damaged or lost is said, and nothing else stands in for it", async () => {
  const then = await footing(setJson);
  const house = await houseOf(WITHOUT_CRATES, then);
  const { hash, bytes } = then.built;
  await house.library.putBlob("s", hash, squeezeNow(bytes.slice(1)));
  await expect(footingOf(house, STAGE)).rejects.toThrow(/damaged/);
  await expect(blobOf(house, "s", "0".repeat(64))).rejects.toThrow(/is not there/);
});
