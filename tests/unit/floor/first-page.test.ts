import { describe, expect, it } from "vitest";
import { HOUSE_SLOT, houseKeyFrom, stageIn, whereFrom } from "../../../client/floor/address.ts";
import { copyLabel, createFirstPage } from "../../../client/floor/first-page.ts";
import type { Fetch, HouseStage } from "../../../client/floor/house.ts";
import * as visited from "../../../client/floor/visited.ts";
import { createPanelsModel } from "../../../client/panels/model.ts";
import { memoryStorage } from "../../fixtures/browser-storage.ts";

const stage = (id: string, more: Partial<HouseStage> = {}): HouseStage => ({
  id,
  label: `Stage ${id}`,
  set: "yard",
  key: `key-${id}`,
  opened: 5,
  takes: 2,
  people: 0,
  picture: "",
  ...more,
});

/** A house in memory behind the same routes. */
function smallHouse(key: string, stages: HouseStage[], poster = "") {
  const bin: HouseStage[] = [];
  const asked: string[] = [];
  const take = (from: HouseStage[], id: string) =>
    from.splice(
      from.findIndex((one) => one.id === id),
      1,
    )[0]!;
  const ask: Fetch = async (path, { method, headers, body }) => {
    asked.push(`${method} ${path}`);
    const answer = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
    const told = body === undefined ? {} : (JSON.parse(String(body)) as { label: string; set: string });
    if (path === "/api/sets")
      return answer({ sets: [{ id: "yard", label: "Yard", about: "9 things", poster }] });
    if (headers["authorization"] !== `Bearer ${key}`)
      return answer({ error: "This key does not open that." }, 403);
    const [, , , id, verb] = path.split("/");
    if (path === "/api/stages" && method === "GET") return answer({ stages, bin });
    if (path === "/api/stages") {
      const made = stage("new", { label: (told as { label: string }).label });
      stages.push(made);
      return answer(made);
    }
    const one = stages.find((each) => each.id === id);
    if (method === "DELETE") {
      if (one!.people > 0) return answer({ error: "Somebody is in it: it stays." }, 409);
      bin.push(take(stages, id!));
    } else if (verb === "restore") stages.push(take(bin, id!));
    else if (verb === "rename") one!.label = (told as { label: string }).label;
    else stages.push(stage(`${id}-2`, { label: (told as { label: string }).label }));
    return answer(one ?? {});
  };
  return { ask, asked, stages, bin };
}

function page(key: string, ask: Fetch, storage = memoryStorage()) {
  const model = createPanelsModel();
  const went: string[] = [];
  const told: string[] = [];
  const desk = createFirstPage({
    model,
    key,
    ask,
    storage,
    go: (address) => went.push(address),
    tell: (text) => told.push(text),
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { model, desk, went, told, storage, settled, first: model.first };
}

describe("with the house's key the first page", () => {
  it("shows the set's picture on a stage that has none of its own yet", async () => {
    const house = smallHouse("k", [stage("a"), stage("b", { picture: "stage" })], "sets/yard/poster.webp");
    const { desk, first } = page("k", house.ask);
    await desk.refresh();
    expect(first.stages.value[0]?.thumbnail).toBe("/assets/sets/yard/poster.webp");
    expect(first.stages.value[1]?.thumbnail).toMatch(/^\/rooms\/b\/pictures\/stage/);
  });

  it("lists stages, sets and the bin, and opens a stage by its own key", async () => {
    const house = smallHouse("k", [stage("a"), stage("b", { people: 2, picture: "stage" })]);
    const { desk, first, went } = page("k", house.ask);
    await desk.refresh();
    expect(first.access.value.kind).toBe("house");
    expect(first.stages.value.map(({ id, set, takes, people }) => [id, set, takes, people])).toEqual([
      ["a", "Yard", 2, 0],
      ["b", "Yard", 2, 2],
    ]);
    expect(first.stages.value.map((one) => one.thumbnail !== null)).toEqual([false, true]);
    expect(first.sets.value).toEqual([{ id: "yard", label: "Yard", about: "9 things", thumbnail: null }]);
    desk.handle({ type: "open stage", id: "b" });
    expect(went).toEqual(["/s/b#key=key-b"]);
  });

  it("makes, renames, duplicates, bins and brings back", async () => {
    const house = smallHouse("k", [stage("a")]);
    const { desk, first, went, told, settled } = page("k", house.ask);
    await desk.refresh();
    desk.handle({ type: "rename stage", id: "a", label: "Day" });
    await settled();
    expect(first.stages.value[0]?.label).toBe("Day");
    desk.handle({ type: "duplicate stage", id: "a" });
    await settled();
    expect(first.stages.value.map(({ label }) => label)).toEqual(["Day", "Day 2"]);
    desk.handle({ type: "bin stage", id: "a" });
    await settled();
    expect(first.bin.value.map(({ id }) => id)).toEqual(["a"]);
    desk.handle({ type: "restore stage", id: "a" });
    await settled();
    expect(first.bin.value).toEqual([]);
    desk.handle({ type: "new stage", set: "yard", label: "Night" });
    await settled();
    expect(went).toEqual(["/s/new#key=key-new"]);
    expect(told).toEqual([]);
  });

  it("tells what the house refused, in its words", async () => {
    const house = smallHouse("k", [stage("a", { people: 1 })]);
    const { desk, told, first, settled } = page("k", house.ask);
    await desk.refresh();
    desk.handle({ type: "bin stage", id: "a" });
    await settled();
    expect(told).toEqual(["It could not be put into the bin: Somebody is in it: it stays."]);
    expect(first.stages.value).toHaveLength(1);
  });

  it("says that the house cannot be reached, and asks again when told to", async () => {
    const house = smallHouse("k", [stage("a")]);
    let up = false;
    const { desk, first, settled } = page("k", (path, init) =>
      up ? house.ask(path, init) : Promise.reject(new TypeError("failed")),
    );
    await desk.refresh();
    expect(first.access.value).toEqual({ kind: "unreachable", text: "The server cannot be reached." });
    up = true;
    desk.handle({ type: "refresh stages" });
    await settled();
    expect(first.access.value.kind).toBe("house");
  });

  it("names copies as nobody else is named", () => {
    expect(copyLabel("Day", [])).toBe("Day 2");
    expect(copyLabel("Day 2", [{ label: "Day 2" }, { label: "Day 3" }])).toBe("Day 4");
    expect(copyLabel("x".repeat(40), []).length).toBeLessThanOrEqual(40);
  });
});

describe("without the house's key the first page", () => {
  it("shows the stages that this browser has been in, asks nothing of the house, and forgets one when told to", async () => {
    const storage = memoryStorage();
    visited.note(storage, { id: "a", key: "ka", label: "A", set: "Yard", at: 1 });
    visited.note(storage, { id: "b", key: "kb", label: "B", set: "Yard", at: 2 });
    visited.note(storage, { id: "a", key: "ka", label: "A again", set: "Yard", at: 3 });
    const house = smallHouse("k", []);
    const { desk, first, went } = page("", house.ask, storage);
    await desk.refresh();
    expect(first.access.value).toEqual({ kind: "visited", text: "" });
    expect(first.stages.value.map(({ label }) => label)).toEqual(["A again", "B"]);
    expect(house.asked).toEqual([]);
    desk.handle({ type: "open stage", id: "b" });
    expect(went).toEqual(["/s/b#key=kb"]);
    desk.handle({ type: "forget stage", id: "a" });
    expect(first.stages.value.map(({ label }) => label)).toEqual(["B"]);
  });

  it("gives a key up that opens nothing any more, and says so", async () => {
    const storage = memoryStorage({ [HOUSE_SLOT]: "old" });
    const { desk, first } = page("old", smallHouse("k", [stage("a")]).ask, storage);
    await desk.refresh();
    expect(first.access.value.kind).toBe("visited");
    expect(first.access.value.text).toMatch(/does not open/);
    expect(storage.getItem(HOUSE_SLOT)).toBeNull();
  });

  it("keeps the key that it has when a link brings a wrong one, and keeps one that opens", async () => {
    const house = smallHouse("right", [stage("a")]);
    const came = page("wrong", house.ask, memoryStorage({ [HOUSE_SLOT]: "right" }));
    await came.desk.refresh();
    expect(came.first.access.value.kind).toBe("house");
    expect(came.first.stages.value).toHaveLength(1);
    expect(came.told).toHaveLength(1);
    expect(came.storage.getItem(HOUSE_SLOT)).toBe("right");
    const fresh = page("right", house.ask);
    await fresh.desk.refresh();
    expect(fresh.storage.getItem(HOUSE_SLOT)).toBe("right");
  });

  it("reads a damaged memory as none", () => {
    expect(visited.list(memoryStorage({ visited: "{" }))).toEqual([]);
    expect(
      visited.list(memoryStorage({ visited: '[{"id":"../x","key":"k","label":"","set":"","at":1},7]' })),
    ).toEqual([]);
  });
});

describe("the address", () => {
  const at = (text: string): Location => new URL(text, "http://house") as unknown as Location;

  it("tells the first page from a stage, and keeps the house's key out of sight", () => {
    expect(stageIn(at("/"))).toBe("");
    expect(stageIn(at("/s/yard-x1#key=k"))).toBe("yard-x1");
    const storage = memoryStorage();
    const shown: string[] = [];
    const history = {
      replaceState: (_: unknown, __: string, url: string) => shown.push(url),
    } as unknown as History;
    expect(houseKeyFrom(at("/#house=abc"), storage, history)).toBe("abc");
    expect(shown).toEqual(["/"]);
    expect(houseKeyFrom(at("/"), memoryStorage({ [HOUSE_SLOT]: "kept" }), history)).toBe("kept");
  });

  it("knows the key of a stage that was visited, and asks for the link of one that was not", async () => {
    const storage = memoryStorage();
    await expect(whereFrom(at("/s/yard"), storage)).rejects.toThrow(/lost its key/);
    visited.note(storage, { id: "yard", key: "k", label: "Y", set: "Yard", at: 1 });
    const where = await whereFrom(at("/s/yard"), storage);
    expect(where).toMatchObject({ stage: "yard", key: "k" });
    expect((await whereFrom(at("/s/yard#key=other"), storage)).key).toBe("other");
    expect((await whereFrom(at("/s/yard"), storage)).token).toBe(where.token);
  });
});
