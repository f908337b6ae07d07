/** What every Library must do, run on each adapter. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Batch, Group, Library, StageLine } from "../../server/library/library.ts";
import { createMemoryLibrary } from "../../server/library/memory.ts";
import { openSqliteLibrary } from "../../server/library/sqlite.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const hash = (digit: string): string => digit.repeat(64);
const stage = (id: string, more: Partial<StageLine> = {}): StageLine => ({
  id,
  label: `Stage ${id}`,
  set: "corner-street",
  key: `key-${id}`,
  created: 1000,
  opened: 1000,
  ...more,
});
const group = (from: number, through: number, more: Partial<Group> = {}): Group => ({
  from,
  through,
  entries: bytes(from, through),
  take: "",
  batches: [],
  ...more,
});
const batch = (take: string, serial: number, more: Partial<Batch> = {}): Batch => ({
  take,
  person: 1,
  serial,
  camera: 7,
  samples: bytes(serial),
  ...more,
});
const milestone = (tick: number, checkpoint: string, blobs: string[] = []) => ({
  tick,
  checkpoint,
  room: bytes(tick),
  blobs,
});

describe.each(["memory", "sqlite"])("library in %s", (adapter) => {
  let library: Library;
  let folder = "";
  const open = async (): Promise<Library> =>
    adapter === "memory" ? createMemoryLibrary() : await openSqliteLibrary(folder);
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "holdfast-library-"));
    library = await open();
  });
  afterEach(async () => {
    await library.close();
    rmSync(folder, { recursive: true });
  });

  describe("stages", () => {
    test("are listed last opened first, and found by id", async () => {
      await library.createStage(stage("a", { opened: 1 }));
      await library.createStage(stage("b", { opened: 3 }));
      await library.createStage(stage("c", { opened: 2 }));
      expect((await library.listStages()).map((s) => s.id)).toEqual(["b", "c", "a"]);
      await library.touchStage("a", 9);
      expect((await library.listStages()).map((s) => s.id)).toEqual(["a", "b", "c"]);
      expect(await library.findStage("b")).toEqual(stage("b", { opened: 3 }));
      expect(await library.findStage("z")).toBeNull();
    });

    test("an id is there once", async () => {
      await library.createStage(stage("a"));
      await expect(library.createStage(stage("a"))).rejects.toMatchObject({ reason: "exists" });
    });

    test("tell what their room was at the last milestone, without being opened by that", async () => {
      await library.createStage(stage("a"));
      expect(await library.readRoom("a")).toBeNull();
      await library.putBlob("a", hash("1"), bytes(1));
      await library.commitMilestone("a", milestone(7, hash("1")));
      expect(await library.readRoom("a")).toEqual(bytes(7));
      await expect(library.readRoom("z")).rejects.toMatchObject({ reason: "unknown" });
    });

    test("take another label; one that is not there cannot", async () => {
      await library.createStage(stage("a"));
      await library.renameStage("a", "Night «exterior»");
      expect((await library.findStage("a"))?.label).toBe("Night «exterior»");
      await expect(library.renameStage("z", "x")).rejects.toMatchObject({ reason: "unknown" });
    });

    test("in the bin are neither listed nor found, and can come back until it is emptied", async () => {
      await library.createStage(stage("a"));
      await library.createStage(stage("b"));
      await library.binStage("a", 50);
      expect((await library.listStages()).map((s) => s.id)).toEqual(["b"]);
      expect(await library.findStage("a")).toBeNull();
      expect(await library.emptyBin(50)).toBe(0);
      await library.unbinStage("a");
      expect(await library.findStage("a")).not.toBeNull();
      await library.binStage("a", 50);
      expect(await library.emptyBin(51)).toBe(1);
      await expect(library.unbinStage("a")).rejects.toMatchObject({ reason: "unknown" });
      expect((await library.listStages()).map((s) => s.id)).toEqual(["b"]);
    });
  });

  describe("the house", () => {
    test("lists every stage with its takes, its newest picture and whether it is in the bin", async () => {
      await library.createStage(stage("a", { opened: 1 }));
      await library.createStage(stage("b", { opened: 2 }));
      await library.append("a", [group(0, 6, { take: "t1", opens: bytes(1) })]);
      await library.putPicture("a", "stage", bytes(1), 5);
      await library.putPicture("a", "t1", bytes(2), 6);
      await library.binStage("b", 50);
      expect(await library.listHouse()).toEqual([
        { ...stage("b", { opened: 2 }), takes: 0, binned: 50, picture: "" },
        { ...stage("a", { opened: 1 }), takes: 1, binned: null, picture: "t1" },
      ]);
      await library.putPicture("a", "stage", bytes(3), 7);
      expect((await library.listHouse())[1]?.picture).toBe("stage");
    });
  });

  describe("pictures", () => {
    test("are kept by name, the last of a name counts, and a copy has the newest", async () => {
      await library.createStage(stage("a"));
      await library.putPicture("a", "t1", bytes(1), 5);
      await library.putPicture("a", "t2", bytes(2), 6);
      await library.putPicture("a", "t1", bytes(3), 7);
      expect(await library.findPicture("a", "t1")).toEqual(bytes(3));
      expect(await library.findPicture("a", "none")).toBeNull();
      expect(await library.findPicture("z", "t1")).toBeNull();
      expect(await library.listPictures("a")).toEqual(["t2", "t1"]);
      await library.duplicateStage("a", stage("b"));
      expect(await library.listPictures("b")).toEqual(["stage"]);
      expect(await library.findPicture("b", "stage")).toEqual(bytes(3));
      await expect(library.putPicture("z", "t1", bytes(1), 5)).rejects.toMatchObject({ reason: "unknown" });
    });

    test("go with their stage", async () => {
      await library.createStage(stage("a"));
      await library.putPicture("a", "stage", bytes(1), 5);
      await library.binStage("a", 50);
      await library.emptyBin(51);
      expect(await library.findPicture("a", "stage")).toBeNull();
    });
  });

  describe("journal", () => {
    beforeEach(() => library.createStage(stage("a")));

    test("a new stage reopens from nothing", async () => {
      expect(await library.reopen("a")).toEqual({ milestone: null, groups: [] });
      await expect(library.reopen("z")).rejects.toMatchObject({ reason: "unknown" });
    });

    test("groups come back in order, as they were given", async () => {
      await library.append("a", [group(0, 6), group(6, 12)]);
      await library.append("a", [group(12, 13, { entries: bytes() })]);
      expect((await library.reopen("a")).groups).toEqual([
        group(0, 6),
        group(6, 12),
        group(12, 13, { entries: bytes() }),
      ]);
    });

    test("ticks follow without a gap, or nothing is added", async () => {
      await library.append("a", [group(0, 6)]);
      await expect(library.append("a", [group(6, 8), group(9, 10)])).rejects.toMatchObject({ reason: "gap" });
      await expect(library.append("a", [group(3, 9)])).rejects.toMatchObject({ reason: "gap" });
      expect((await library.reopen("a")).groups).toEqual([group(0, 6)]);
    });

    test("a milestone takes the place of the groups before it, whole ones only", async () => {
      await library.putBlob("a", hash("1"), bytes(1));
      await library.append("a", [group(0, 6), group(6, 12), group(12, 18)]);
      await library.commitMilestone("a", milestone(14, hash("1")));
      const reopening = await library.reopen("a");
      expect(reopening.groups).toEqual([group(12, 18)]);
      expect(reopening.milestone).toMatchObject({ tick: 14, checkpoint: hash("1"), room: bytes(14) });
      await library.append("a", [group(18, 20)]);
      await library.commitMilestone("a", milestone(20, hash("1")));
      expect((await library.reopen("a")).groups).toEqual([]);
      await library.append("a", [group(20, 21)]);
      await expect(library.append("a", [group(22, 23)])).rejects.toMatchObject({ reason: "gap" });
    });

    test("many appends at once are all there afterwards, in order", async () => {
      await Promise.all(Array.from({ length: 300 }, (_, k) => library.append("a", [group(k, k + 1)])));
      expect((await library.reopen("a")).groups.map((g) => g.from)).toEqual(
        Array.from({ length: 300 }, (_, k) => k),
      );
    });

    test("a duplicate begins as the original was, and goes its own way", async () => {
      await library.putBlob("a", hash("1"), bytes(1, 2));
      await library.commitMilestone("a", milestone(10, hash("1")));
      await library.append("a", [group(10, 12)]);
      await library.duplicateStage("a", stage("b"));
      await library.append("a", [group(12, 14)]);
      await library.append("b", [group(12, 20)]);
      expect((await library.reopen("b")).groups).toEqual([group(10, 12), group(12, 20)]);
      expect((await library.reopen("a")).groups).toEqual([group(10, 12), group(12, 14)]);
      expect((await library.reopen("b")).milestone).toMatchObject({ tick: 10, checkpoint: hash("1") });
      await library.binStage("a", 0);
      await library.emptyBin(1);
      await library.sweep();
      await library.sweep();
      expect(await library.findBlob("b", hash("1"))).toEqual(bytes(1, 2));
      await expect(library.duplicateStage("z", stage("c"))).rejects.toMatchObject({ reason: "unknown" });
    });
  });

  describe("blobs", () => {
    beforeEach(async () => {
      await library.createStage(stage("a"));
      await library.createStage(stage("b"));
    });

    test("are found by the stage that needs them, by no other", async () => {
      await library.putBlob("a", hash("1"), bytes(1, 2, 3));
      expect(await library.findBlob("a", hash("1"))).toEqual(bytes(1, 2, 3));
      expect(await library.findBlob("b", hash("1"))).toBeNull();
      expect(await library.findBlob("z", hash("1"))).toBeNull();
      expect(await library.findBlob("a", hash("2"))).toBeNull();
    });

    test("that come again take the place of what lies there, which may be damaged", async () => {
      await library.putBlob("a", hash("1"), bytes(9));
      await library.putBlob("b", hash("1"), bytes(1, 2, 3));
      expect(await library.findBlob("a", hash("1"))).toEqual(bytes(1, 2, 3));
      expect(await library.findBlob("b", hash("1"))).toEqual(bytes(1, 2, 3));
    });

    test("stay as long as somebody needs them, then go", async () => {
      for (const digit of "123456") await library.putBlob("a", hash(digit), bytes(Number(digit)));
      await library.putBlob("b", hash("2"), bytes(2));
      await library.append("a", [group(0, 1, { take: "t", opens: bytes() })]);
      await library.setOpening("a", "t", hash("3"), hash("6"));
      await library.addSeek("a", "t", { why: "way", tick: 60, checkpoint: hash("4") });
      await library.commitMilestone("a", milestone(10, hash("1"), [hash("1")]));
      expect(await library.sweep()).toBe(0);
      expect(await library.sweep()).toBe(1);
      const found = await Promise.all([..."123456"].map((digit) => library.findBlob("a", hash(digit))));
      expect(found.map((b) => b !== null)).toEqual([true, false, true, true, false, true]);
      expect(await library.findBlob("b", hash("2"))).toEqual(bytes(2));
      expect(await library.sweep()).toBe(0);
    });

    test("that are needed again between two sweeps stay", async () => {
      await library.putBlob("a", hash("1"), bytes(1));
      await library.putBlob("a", hash("2"), bytes(2));
      await library.commitMilestone("a", milestone(10, hash("2")));
      await library.sweep();
      await library.commitMilestone("a", milestone(11, hash("2"), [hash("1")]));
      expect(await library.sweep()).toBe(0);
      await library.commitMilestone("a", milestone(12, hash("2")));
      expect(await library.sweep()).toBe(0);
      expect(await library.findBlob("a", hash("1"))).toBeNull();
      expect(await library.sweep()).toBe(1);
    });
  });

  describe("takes", () => {
    beforeEach(async () => {
      await library.createStage(stage("a"));
      await library.append("a", [group(0, 5), group(5, 6, { take: "t1", opens: bytes(1) })]);
    });

    test("keep their ticks when a milestone clears the journal", async () => {
      await library.append("a", [group(6, 12, { take: "t1" }), group(12, 18, { take: "t1" })]);
      await library.append("a", [group(18, 24)]);
      await library.putBlob("a", hash("1"), bytes(1));
      await library.commitMilestone("a", milestone(24, hash("1")));
      const take = await library.readTake("a", "t1");
      expect(take?.groups.map((g) => [g.from, g.through, ...g.entries])).toEqual([
        [5, 6, 5, 6],
        [6, 12, 6, 12],
        [12, 18, 12, 18],
      ]);
      expect(await library.readTake("a", "t9")).toBeNull();
    });

    test("keep each camera batch once, in the order it came", async () => {
      await library.append("a", [group(6, 12, { take: "t1", batches: [batch("t1", 0), batch("t1", 1)] })]);
      const more = [batch("t1", 1), batch("t1", 2), batch("t1", 0, { person: 2 })];
      await library.append("a", [group(12, 13, { batches: more })]);
      const take = await library.readTake("a", "t1");
      expect(take?.batches).toEqual([
        batch("t1", 0),
        batch("t1", 1),
        batch("t1", 2),
        batch("t1", 0, { person: 2 }),
      ]);
    });

    test("once sealed, neither ticks nor samples change; the line still may", async () => {
      await library.append("a", [group(6, 12, { take: "t1" })]);
      await library.sealTake("a", "t1");
      await expect(library.append("a", [group(12, 18, { take: "t1" })])).rejects.toMatchObject({
        reason: "sealed",
      });
      const late = group(12, 18, { batches: [batch("t1", 5)] });
      await expect(library.append("a", [late])).rejects.toMatchObject({ reason: "sealed" });
      expect((await library.reopen("a")).groups).toHaveLength(3);
      await library.writeTakeLine("a", "t1", bytes(9, 9));
      expect(await library.readTake("a", "t1")).toMatchObject({ sealed: true, line: bytes(9, 9) });
      await library.append("a", [group(12, 18)]);
    });

    test("are listed in the order they were shot", async () => {
      await library.append("a", [group(6, 7, { take: "t0", opens: bytes(2) })]);
      await library.setOpening("a", "t0", hash("2"), hash("9"));
      await expect(library.append("a", [group(7, 8, { take: "t0", opens: bytes() })])).rejects.toMatchObject({
        reason: "exists",
      });
      expect(await library.listTakes("a")).toEqual([
        { id: "t1", line: bytes(1), opening: "", built: "", sealed: false },
        { id: "t0", line: bytes(2), opening: hash("2"), built: hash("9"), sealed: false },
      ]);
    });

    test("keep worlds on the way, and the openings that performances left", async () => {
      await library.addSeek("a", "t1", { why: "way", tick: 20, checkpoint: hash("2") });
      await library.addSeek("a", "t1", { why: "one", tick: 10, checkpoint: hash("1") });
      await library.addSeek("a", "t1", { why: "one", tick: 20, checkpoint: hash("3") });
      await library.addSeek("a", "t1", { why: "way", tick: 20, checkpoint: hash("2") });
      expect((await library.readTake("a", "t1"))?.seeks).toEqual([
        { why: "one", tick: 10, checkpoint: hash("1") },
        { why: "one", tick: 20, checkpoint: hash("3") },
        { why: "way", tick: 20, checkpoint: hash("2") },
      ]);
    });

    test("get their opening and their set once", async () => {
      await library.setOpening("a", "t1", hash("5"), hash("9"));
      const named = { opening: hash("5"), built: hash("9") };
      expect(await library.readTake("a", "t1")).toMatchObject(named);
      await expect(library.setOpening("a", "t1", hash("6"), hash("8"))).rejects.toMatchObject({
        reason: "sealed",
      });
      expect(await library.readTake("a", "t1")).toMatchObject(named);
      await expect(library.setOpening("a", "t9", hash("6"), hash("8"))).rejects.toMatchObject({
        reason: "unknown",
      });
    });

    test("go with their stage", async () => {
      await library.binStage("a", 0);
      await library.emptyBin(1);
      expect(await library.readTake("a", "t1")).toBeNull();
    });
  });

  test("a refused call leaves its neighbours alone", async () => {
    await library.createStage(stage("a"));
    const calls = await Promise.allSettled([
      library.append("a", [group(0, 1)]),
      library.append("a", [group(5, 6)]),
      library.append("a", [group(1, 2)]),
    ]);
    expect(calls.map((c) => c.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  test("what is given and what comes back share no memory with what is kept", async () => {
    await library.createStage(stage("a"));
    const entries = bytes(1);
    await library.append("a", [group(0, 1, { entries })]);
    entries[0] = 2;
    const read = await library.reopen("a");
    read.groups[0]!.entries[0] = 3;
    expect((await library.reopen("a")).groups[0]!.entries).toEqual(bytes(1));
  });

  if (adapter === "memory") return;
  test("what cannot be sent to the library's thread is refused, and so is what went with it; the next is done", async () => {
    await library.createStage(stage("a"));
    const calls = await Promise.allSettled([
      library.append("a", [group(0, 1)]),
      library.append("a", [group(1, 2, { entries: (() => {}) as never })]),
    ]);
    expect(calls.map((c) => c.status)).toEqual(["rejected", "rejected"]);
    await library.append("a", [group(0, 1)]);
    expect((await library.reopen("a")).groups).toHaveLength(1);
  });

  test("everything is there when it is opened again", async () => {
    await library.createStage(stage("a"));
    await library.append("a", [group(0, 1, { take: "t1", opens: bytes(1) })]);
    await library.close();
    library = await open();
    expect(await library.findStage("a")).toEqual(stage("a"));
    expect((await library.reopen("a")).groups).toEqual([group(0, 1, { take: "t1" })]);
    expect(await library.listTakes("a")).toHaveLength(1);
  });
});
