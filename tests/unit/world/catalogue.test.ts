/** Manifests from elsewhere: what is wrong with one is said by file and field, and takes nothing else along. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createAssetReader, listSets } from "../../../server/library/assets.ts";
import * as random from "../../../shared/math/random.ts";
import { createHavok } from "../../../shared/physics/havok.ts";
import { gatherCatalogue } from "../../../shared/world/catalogue.ts";
import { encodeCheckpoint, take } from "../../../shared/world/checkpoint.ts";
import { assembleSet, parseCatalogue, parseSetSheet, SetError } from "../../../shared/world/set.ts";
import { stepWorld } from "../../../shared/world/step.ts";
import { createWorld } from "../../../shared/world/world.ts";
import { temporaryFolder, writeYard } from "../../fixtures/house.ts";
import { catalogueJson, havok, setJson } from "../../fixtures/yard.ts";

type Json = Record<string, any>;
const folder = temporaryFolder();
afterAll(() => folder.remove());
const assets = join(folder.path, "assets");
const whole = join(folder.path, "whole");
writeYard(whole);

/** The yard's assets with some files put in place of theirs; what was left out, and the catalogue. */
async function gathered(files: Record<string, string | Json>) {
  rmSync(assets, { recursive: true, force: true });
  cpSync(whole, assets, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(assets, path, ".."), { recursive: true });
    writeFileSync(join(assets, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  const left: string[] = [];
  const read = createAssetReader(assets, (error) => left.push(error.message));
  const catalogue = JSON.parse(new TextDecoder().decode(await read("catalogue.json"))) as Json;
  return { left, read, ids: (catalogue["things"] as Json[]).map((each) => each["id"] as string), catalogue };
}

const thing = (id: string): Json => structuredClone(catalogueJson.things.find((each) => each.id === id)!);
const spoilt = (json: Json, spoil: (json: Json) => void): Json => {
  spoil(json);
  return json;
};

describe("one broken manifest", () => {
  test.each<[string, string, (json: Json) => void, RegExp]>([
    ["a field is missing", "mass", (j) => delete j["mass"], /mass/],
    ["a number is a text", "friction", (j) => (j["friction"] = "0.5"), /friction/],
    ["a mass is negative", "mass", (j) => (j["mass"] = -1), /mass/],
    ["a mass is endless", "mass", (j) => (j["mass"] = 1e300), /mass/],
    ["its model lies elsewhere", "visual", (j) => (j["visual"] = "../../library.sqlite"), /visual: .*beside/],
    ["its model is a whole address", "visual", (j) => (j["visual"] = "https://evil.example/a.glb"), /visual/],
    ["it is of another name", "id", (j) => (j["id"] = "safe"), /id: is "safe", but its folder "crate"/],
    ["its id is a path", "id", (j) => (j["id"] = "../crate"), /id/],
    [
      "its collider is not there",
      "collider",
      (j) => (j["collider"] = "f".repeat(32)),
      /collider f+, which is not/,
    ],
    ["its bounds are inside out", "bounds", (j) => j["bounds"].min.fill(9), /bounds/],
    ["its label is a novel", "label", (j) => (j["label"] = "a".repeat(10_000)), /label/],
    ["its colour is code", "colour", (j) => (j["colour"] = "red;}</style>"), /colour/],
  ])("of a thing, where %s, is left out alone, by name", async (_, __, spoil, words) => {
    const { left, ids, read } = await gathered({ "things/crate/thing.json": spoilt(thing("crate"), spoil) });
    expect(left).toEqual([expect.stringMatching(/^things\/crate\/thing\.json: /)]);
    expect(left[0]).toMatch(words);
    expect(ids).toEqual(
      catalogueJson.things
        .map(({ id }) => id)
        .filter((id) => id !== "crate")
        .sort(),
    );
    // The set is still offered, though it may not open.
    expect((await listSets(read)).map(({ id }) => id)).toEqual(["yard"]);
  });

  test("that is no JSON, empty, too big, or a collider of nothing is left out alone", async () => {
    const collider = thing("chair")["collider"] as string;
    const { left, ids } = await gathered({
      "things/crate/thing.json": "{ broken",
      "things/safe/thing.json": "",
      "things/ball/thing.json": `{"a":"${"a".repeat(17e6)}"}`,
      [`colliders/${collider}.json`]: {
        format: 1,
        shapes: [{ type: "sphere", position: [0, 0, 0], radius: 0 }],
      },
      "sets/endless/set.json": spoilt(structuredClone(setJson), (json) => {
        json["id"] = "endless";
        json["bounds"].max = [900, 10, 900];
        json["bounds"].min = [-900, 0, -900];
      }),
    });
    expect(left.map((text) => text.slice(0, text.indexOf(":"))).sort()).toEqual([
      `colliders/${collider}.json`,
      "sets/endless/set.json",
      "things/ball/thing.json",
      "things/chair/thing.json",
      "things/crate/thing.json",
      "things/safe/thing.json",
    ]);
    expect(ids).toEqual(["car", "lamp"]);
  });

  test("stops whoever did not ask to be told", async () => {
    const files: Record<string, string> = { "things/a/thing.json": "[]" };
    const reader = {
      list: async (name: string) => (name === "things" ? ["a"] : []),
      read: async (path: string) => new TextEncoder().encode(files[path]),
    };
    await expect(gatherCatalogue(reader)).rejects.toThrow(/^things\/a\/thing\.json: /);
  });
});

describe("a set", () => {
  const assembled = (spoil: (json: Json) => void) => {
    const catalogue = parseCatalogue("catalogue", catalogueJson);
    return assembleSet(parseSetSheet("set.json", spoilt(structuredClone(setJson), spoil)), catalogue);
  };

  test.each<[string, (json: Json) => void, RegExp]>([
    [
      "names a thing that is not there",
      (j) => (j["opening"][2].thing = "spaceship"),
      /"spaceship", which is not there/,
    ],
    ["has two of one name", (j) => (j["opening"][1].id = "ana"), /two things that are called "ana"/],
    ["opens with more than a world holds", (j) => (j["opening"] = crates(2100, "lamp")), /2000/],
    ["opens with more than a world moves", (j) => (j["opening"] = crates(1100, "crate")), /1000/],
    ["turns something by no rotation", (j) => (j["opening"][0].rotation = [0, 0, 0, 0]), /rotation/],
    ["puts something beyond the world", (j) => (j["opening"][0].position = [1e7, 0, 0]), /position/],
    ["lies on no day", (j) => (j["look"].date = "yesterday"), /date/],
    ["has no camera", (j) => (j["cameras"] = []), /cameras/],
  ])("that %s is refused in words", (_, spoil, words) => {
    expect(() => assembled(spoil)).toThrow(SetError);
    expect(() => assembled(spoil)).toThrow(words);
  });

  const crates = (count: number, asset: string): Json[] =>
    Array.from({ length: count }, (_, k) => ({
      id: `c-${k}`,
      label: "",
      kind: asset === "lamp" ? "light" : "prop",
      thing: asset,
      position: [k % 20, 1, Math.floor(k / 20) % 20],
    }));

  test("whose numbers are wild is refused, or plays: 400 of a seed", async () => {
    const dice = random.create("manifests");
    const wild = [
      0,
      -1,
      1e-12,
      1e300,
      -1e300,
      4096,
      0.5,
      -0.5,
      null,
      "",
      "x",
      [],
      {},
      true,
      2 ** 53,
      1999,
      359,
    ];
    /** Puts something wild in place of one leaf. */
    const spoil = (json: Json): void => {
      let at = json;
      for (;;) {
        const keys = Object.keys(at);
        const key = keys[random.int(dice, keys.length)]!;
        const next = at[key] as unknown;
        if (typeof next !== "object" || next === null || Object.keys(next).length === 0) {
          at[key] = wild[random.int(dice, wild.length)];
          return;
        }
        at = next as Json;
      }
    };
    const engine = await havok();
    let played = 0;
    for (let k = 0; k < 400; k++) {
      const sheet = structuredClone(setJson) as Json;
      const catalogue = structuredClone(catalogueJson) as Json;
      spoil(random.int(dice, 2) === 0 ? sheet : catalogue);
      let set: ReturnType<typeof assembleSet>;
      try {
        set = assembleSet(parseSetSheet("set.json", sheet), parseCatalogue("catalogue.json", catalogue));
      } catch (error) {
        expect(error).toBeInstanceOf(SetError);
        continue;
      }
      const world = createWorld(await createHavok(engine), set);
      for (let tick = 0; tick < 10; tick++) stepWorld(world, []);
      expect(encodeCheckpoint(take(world)).length).toBeGreaterThan(0);
      for (const { pose } of world.entities.values()) expect(pose.position.every(Number.isFinite)).toBe(true);
      played++;
    }
    expect(played).toBeGreaterThan(20);
  }, 120_000);
});
