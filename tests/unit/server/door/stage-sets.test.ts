import { expect, test } from "vitest";
import type { House } from "../../../../server/door/keyed.ts";
import { createStageSets } from "../../../../server/door/stage-sets.ts";
import { createMemoryLibrary } from "../../../../server/library/memory.ts";
import { encodeRoom } from "../../../../server/room/journal.ts";
import { createDirectPress, openNow, sha256, squeezeNow } from "../../../../server/room/press.ts";
import { createStages } from "../../../../server/room/stages.ts";
import { decodeAsBuilt, encodeAsBuilt } from "../../../../shared/world/as-built.ts";
import { KEPT_ROOM } from "../../../fixtures/standing.ts";
import { catalogueJson, setJson, yard } from "../../../fixtures/yard.ts";

const STAGE = { id: "s", label: "S", set: "yard", key: "k", created: 0, opened: 0 };
const THEN = encodeAsBuilt({ ...yard(), sheet: { ...yard().sheet, label: "As it was" } });

/** Sets of a house over a set.json; `kept`: blob that the stage names; `stands`: what its room stands on once it is open. */
async function open(sheet: unknown, { kept = "", stands = "", isOpen = false } = {}) {
  const library = createMemoryLibrary();
  await library.createStage(STAGE);
  await library.putBlob("s", sha256(THEN), squeezeNow(THEN));
  const room = encodeRoom({ ...KEPT_ROOM, built: kept });
  await library.commitMilestone("s", { tick: 0, checkpoint: "c", room, blobs: [sha256(THEN)] });
  const stages = createStages(async (path) => {
    const json = path === "catalogue.json" ? catalogueJson : sheet;
    if (json === null) throw new Error(`${path} is not there`);
    return new TextEncoder().encode(JSON.stringify(json));
  });
  let entered = 0;
  const hall = {
    find: () => (isOpen ? { built: stands } : undefined),
    enter: async () => {
      entered++;
      return { built: stands };
    },
  };
  const house = { library, stages, hall, press: createDirectPress() } as unknown as House;
  const sets = createStageSets(house);
  const label = async (): Promise<string> =>
    decodeAsBuilt("the set", openNow(await sets.of(STAGE))).sheet.label;
  return { label, entered: () => entered };
}
const NOW = sha256(encodeAsBuilt(yard()));

test("where the files are as they were, nobody opens a room to say so", async () => {
  for (const about of [{}, { kept: NOW }, { stands: NOW, isOpen: true }]) {
    const { label, entered } = await open(setJson, about);
    expect(await label()).toBe("Yard");
    expect(entered()).toBe(0);
  }
});

test("where they have changed, the room says what it stands on", async () => {
  const stays = await open(setJson, { kept: sha256(THEN), stands: sha256(THEN) });
  expect(await stays.label()).toBe("As it was");
  const goesOn = await open(setJson, { kept: sha256(THEN), stands: NOW });
  expect(await goesOn.label()).toBe("Yard");
  expect([stays.entered(), goesOn.entered()]).toEqual([1, 1]);
});

test("files that are broken or gone are said only where the stage keeps no set", async () => {
  for (const sheet of [{ ...setJson, cameras: [] }, null]) {
    const { label } = await open(sheet, { kept: sha256(THEN), stands: sha256(THEN) });
    expect(await label()).toBe("As it was");
    await expect((await open(sheet)).label()).rejects.toThrow(/sets\/yard\/set\.json/);
  }
});

test("a kept set that is lost is said", async () => {
  const lost = "0".repeat(64);
  const { label } = await open(setJson, { kept: lost, stands: lost });
  await expect(label()).rejects.toThrow(`stage s has lost the set ${lost}`);
});
