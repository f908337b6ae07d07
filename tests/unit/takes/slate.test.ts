import { describe, expect, it } from "vitest";
import * as slate from "../../../shared/takes/slate.ts";

const many = (start: slate.Slate, times: number) => {
  let now = start;
  for (let i = 0; i < times; i++) now = slate.nextSetup(now);
  return now;
};

describe("US slate", () => {
  it("letters setups, skipping I and O, and goes on with AA after Z", () => {
    const first = slate.create("us", "24");
    expect(slate.board(first)).toBe("24");
    const boards = Array.from({ length: 27 }, (_, i) => slate.board(many(first, i)));
    expect(boards.slice(0, 4)).toEqual(["24", "24A", "24B", "24C"]);
    expect(boards).not.toContain("24I");
    expect(boards).not.toContain("24O");
    expect(boards[9]).toBe("24J");
    expect(boards[24]).toBe("24Z");
    expect(boards[25]).toBe("24AA");
    expect(boards[26]).toBe("24AB");
  });

  it("skips what a production wants skipped", () => {
    const all = slate.create("us", "24", "");
    expect(slate.board(many(all, 9))).toBe("24I");
    expect(slate.board(many(slate.create("us", "24", "abc"), 1))).toBe("24D");
    expect(() => slate.create("us", "24", "ABCDEFGHIJKLMNOPQRSTUVWXY")).toThrow(RangeError);
  });

  it("never gives the same letters twice, and ends", () => {
    const seen = new Set([""]);
    let letters = "";
    for (let i = 0; i < 24 + 24 ** 2 + 24 ** 3; i++) {
      letters = slate.nextLetters(letters);
      expect(seen.has(letters)).toBe(false);
      seen.add(letters);
    }
    expect(letters).toBe("ZZZ");
    expect(() => slate.nextLetters(letters)).toThrow("no setup comes after");
    expect(() => slate.nextLetters("I")).toThrow("no setup");
  });

  it("raises the take at each roll, and begins at one with each setup", () => {
    let now = slate.nextTake(slate.nextTake(slate.create("us", "24")));
    expect(slate.label(now)).toBe("24 · T3");
    now = slate.nextSetup(now);
    expect(slate.label(now)).toBe("24A · T1");
    expect(() => slate.nextTake({ ...now, take: 9999 })).toThrow(RangeError);
  });

  it("sets letters apart from a scene that ends in one", () => {
    expect(slate.board(slate.nextSetup(slate.create("us", "24pt")))).toBe("24pt-A");
    expect(slate.board(slate.nextSetup(slate.create("us", "A24")))).toBe("A24A");
  });

  it("goes on where a scene was left", () => {
    const takes = [
      { scene: "24", setup: "", number: 1, slate: 0 },
      { scene: "24", setup: "B", number: 1, slate: 0 },
      { scene: "24", setup: "B", number: 4, slate: 0 },
      { scene: "24", setup: "A", number: 9, slate: 0 },
      { scene: "30", setup: "Z", number: 2, slate: 0 },
      { scene: "30", setup: "AA", number: 1, slate: 0 },
    ];
    const now = slate.create("us", "31");
    expect(slate.label(slate.resume(now, "24", takes))).toBe("24B · T5");
    expect(slate.label(slate.resume(now, "30", takes))).toBe("30AA · T2");
    expect(slate.label(slate.resume(now, "31", takes))).toBe("31 · T1");
    expect(() => slate.resume(now, "", takes)).toThrow(RangeError);
  });
});

describe("UK slate", () => {
  it("runs on, whatever the scene", () => {
    let now = slate.create("uk", "24");
    expect(slate.label(now)).toBe("1 · T1");
    now = slate.nextSetup(slate.nextTake(now));
    expect(slate.label(now)).toBe("2 · T1");
    const takes = [
      { scene: "24", setup: "", number: 1, slate: 136 },
      { scene: "24", setup: "", number: 2, slate: 137 },
    ];
    expect(slate.label(slate.resume(now, "24", takes))).toBe("137 · T3");
    expect(slate.label(slate.resume(now, "80", takes))).toBe("138 · T1");
    expect(slate.label(slate.resume(now, "80", []))).toBe("1 · T1");
    expect(() => slate.nextSetup({ ...now, number: slate.MAX_NUMBER })).toThrow(RangeError);
  });
});

describe("names", () => {
  it("are 24A_T3, with the camera before it", () => {
    const now = { ...slate.create("us", "24"), setup: "A", take: 3 };
    expect(slate.takeName(now)).toBe("24A_T3");
    expect(slate.takeName(now, "B")).toBe("B_24A_T3");
    expect(slate.parseTakeName("24A_T3")).toEqual({ camera: "", board: "24A", take: 3 });
    expect(slate.parseTakeName("B_24A_T3")).toEqual({ camera: "B", board: "24A", take: 3 });
    for (const bad of ["", "24A", "24A_T0", "24A_T", "_T3", "24A T3", "24A_T99999", "-24_T1"]) {
      expect(slate.parseTakeName(bad), bad).toBeNull();
    }
  });

  it("give every camera a letter, none left out", () => {
    expect([0, 1, 8, 25, 26, 27].map(slate.cameraLetter)).toEqual(["A", "B", "I", "Z", "AA", "AB"]);
    expect(() => slate.cameraLetter(-1)).toThrow(RangeError);
    expect(() => slate.cameraLetter(702)).toThrow(RangeError);
  });

  it("refuse scenes that no file can carry", () => {
    for (const good of ["1", "24", "24pt", "A24", "24.1", "INT-KITCHEN"])
      expect(slate.sceneFault(good)).toBeNull();
    for (const bad of ["", "24/A", "24 A", "../x", "-24", "24_1", "12345678901234567", "Straße"]) {
      expect(slate.sceneFault(bad), bad).not.toBeNull();
      expect(() => slate.create("us", bad)).toThrow(RangeError);
    }
  });
});

describe("notes", () => {
  it("begin unjudged, and are refused in words", () => {
    expect(slate.notesFault(slate.UNJUDGED)).toBeNull();
    expect(slate.notesFault({ ...slate.UNJUDGED, rating: 5, circled: true, status: "print" })).toBeNull();
    expect(slate.notesFault({ ...slate.UNJUDGED, rating: 6 })).toContain("rating");
    expect(slate.notesFault({ ...slate.UNJUDGED, rating: 2.5 })).toContain("rating");
    expect(slate.notesFault({ ...slate.UNJUDGED, status: "great" as slate.TakeStatus })).toContain("status");
    expect(slate.notesFault({ ...slate.UNJUDGED, notes: "x".repeat(4001) })).toContain("notes");
    expect(slate.notesFault({ ...slate.UNJUDGED, description: "x".repeat(201) })).toContain("description");
    expect(slate.STATUSES).toEqual(["none", "ng", "ok", "print"]);
  });
});

it("says what was chalked on a take's board, whichever way it was slated", () => {
  expect(slate.boardOf({ scene: "24", setup: "A", number: 3, slate: 0 })).toBe("24A");
  expect(slate.boardOf({ scene: "24", setup: "", number: 3, slate: 137 })).toBe("137");
});

it("numbers the next take within its setup, or within its running slate", () => {
  const takes = [
    { scene: "24", setup: "A", number: 2, slate: 0 },
    { scene: "24", setup: "", number: 4, slate: 7 },
  ];
  const us = { ...slate.create("us", "24"), setup: "A" };
  expect(slate.numbered(us, takes).take).toBe(3);
  expect(slate.numbered({ ...us, setup: "B" }, takes).take).toBe(1);
  expect(slate.numbered({ ...us, style: "uk", number: 7 }, takes).take).toBe(5);
});
