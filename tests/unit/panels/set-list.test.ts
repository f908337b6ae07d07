import { describe, expect, it } from "vitest";
import { rank, score } from "../../../client/panels/fuzzy.ts";
import type { EntityLine, ShelfItem } from "../../../client/panels/model.ts";
import { plural, rows, seatsFirst, settle, stem } from "../../../client/panels/set-list.ts";

const line = (id: number, label: string, more: Partial<EntityLine> = {}): EntityLine => ({
  id,
  section: "Props",
  kind: "prop",
  label,
  asset: "",
  group: "",
  hidden: false,
  locked: false,
  holder: 0,
  touched: 0,
  state: "",
  pending: false,
  ...more,
});
const words = (list: ReturnType<typeof rows>) =>
  list.map((row) =>
    row.type === "section"
      ? `# ${row.section} ${row.count}`
      : row.type === "group"
        ? `${row.label} ×${row.lines.length}`
        : row.line.label,
  );

describe("the set list", () => {
  const crates = [1, 2, 3].map((id) => line(id, `Crate ${id}`, { asset: "crate" }));
  const pair = [4, 5].map((id) => line(id, `Bin ${id}`, { asset: "bin" }));

  it("gathers three of a kind, not two", () => {
    expect(words(rows([...crates, ...pair], "", new Set()))).toEqual([
      "# Props 5",
      "Crates ×3",
      "Bin 4",
      "Bin 5",
    ]);
  });

  it("shows the members of an open group", () => {
    const open = rows(crates, "", new Set()).find((row) => row.type === "group")?.key ?? "";
    expect(words(rows(crates, "", new Set([open])))).toEqual([
      "# Props 3",
      "Crates ×3",
      "Crate 1",
      "Crate 2",
      "Crate 3",
    ]);
  });

  it("puts a group that somebody named before what is alike", () => {
    const named = crates.map((one, place) => (place < 2 ? { ...one, group: "Pile" } : one));
    expect(words(rows(named, "", new Set()))).toEqual(["# Props 3", "Pile ×2", "Crate 3"]);
  });

  it("never gathers people or cameras", () => {
    const cast = [1, 2, 3].map((id) => line(id, `Extra ${id}`, { section: "Cast", asset: "extra" }));
    expect(words(rows(cast, "", new Set()))).toHaveLength(4);
  });

  it("shows single lines while somebody searches", () => {
    expect(words(rows([...crates, ...pair], "crate 2", new Set()))).toEqual(["# Props 1", "Crate 2"]);
  });

  it("names groups in English", () => {
    expect(plural(stem("Crate 12"))).toBe("Crates");
    expect(plural(stem("Café chair 1a"))).toBe("Café chairs");
    expect(plural("Glass")).toBe("Glass");
    expect(plural("Bench")).toBe("Benches");
    expect(plural("Lorry")).toBe("Lorries");
  });
});

describe("settling", () => {
  const before = [line(1, "Ana"), line(2, "Van")];

  it("answers the lines of before when all are the same", () => {
    expect(settle(before, [line(1, "Ana"), line(2, "Van")])).toBe(before);
  });

  it("keeps what has not changed, in the new order", () => {
    const after = settle(before, [line(2, "Van"), line(1, "Ana", { state: "walking" }), line(3, "Ball")]);
    expect(after[0]).toBe(before[1]);
    expect(after[1]).not.toBe(before[0]);
    expect(after).toHaveLength(3);
    expect(settle(before, [line(1, "Ana")])).toHaveLength(1);
    expect(settle(before, [line(2, "Van"), line(1, "Ana")])).not.toBe(before);
  });
});

describe("fuzzy search", () => {
  it("wants every letter in order", () => {
    expect(score("btn", "Back to one")).toBeGreaterThan(0);
    expect(score("xyz", "Back to one")).toBe(-1);
    expect(score("", "anything")).toBe(0);
  });

  it("puts word starts and whole words first", () => {
    const found = rank("pick", ["Unpicked", "Pick up from here", "Pull focus nearer"], (text) => text);
    expect(found[0]).toBe("Pick up from here");
    expect(rank("ana", ["Banana", "Ana 2", "Ana"], (text) => text).slice(0, 2)).toEqual(["Ana", "Ana 2"]);
  });

  it("puts what is called so before what only stands beside it", () => {
    const items = [
      { label: "Mug", shelf: "On the table" },
      { label: "Dining table", shelf: "Furniture" },
      { label: "Café chair", shelf: "Furniture" },
    ];
    const found = (query: string) =>
      rank(
        query,
        items,
        (one) => one.label,
        (one) => one.shelf,
      ).map((one) => one.label);
    expect(found("table")).toEqual(["Dining table", "Mug"]);
    expect(found("furniture")).toEqual(["Café chair", "Dining table"]);
    expect(found("furniture chair")).toEqual(["Café chair"]);
    expect(found("")).toHaveLength(3);
  });

  it("takes words in any order", () => {
    expect(rank("lamp street", ["Street lamp 4", "Street"], (text) => text)).toEqual(["Street lamp 4"]);
  });
});

it("offers what has seats first to who sits down, and nothing but props", () => {
  const lines = [
    line(1, "Crate", { asset: "crate" }),
    line(2, "Ana", { section: "Cast", asset: "ana" }),
    line(3, "Café chair", { asset: "cafe-chair" }),
  ];
  const shelf = [{ asset: "cafe-chair", seats: 1 } as ShelfItem, { asset: "crate", seats: 0 } as ShelfItem];
  expect(seatsFirst(lines, shelf).map((one) => one.label)).toEqual(["Café chair", "Crate"]);
});
