import { describe, expect, it } from "vitest";
import { whereFrom } from "../../../client/floor/address.ts";
import * as settings from "../../../client/floor/settings.ts";
import { openStorage } from "../../../client/floor/storage.ts";
import * as visited from "../../../client/floor/visited.ts";
import { memoryStorage } from "../../fixtures/browser-storage.ts";

const full = (kept: Record<string, string>): Storage => ({
  ...memoryStorage(kept),
  setItem() {
    throw new DOMException("full", "QuotaExceededError");
  },
});

describe("what this browser keeps", () => {
  it("is its own storage where there is one", () => {
    const own = memoryStorage();
    const storage = openStorage(() => own);
    storage.setItem("name", "Ana");
    expect(own.getItem("name")).toBe("Ana");
    storage.removeItem("name");
    expect([storage.getItem("name"), storage.length]).toEqual([null, 0]);
  });

  it("is this page's memory where it is forbidden: one joins, and is the same person all the while", async () => {
    for (const find of [
      () => {
        throw new DOMException("forbidden", "SecurityError");
      },
      () => null,
    ]) {
      const storage = openStorage(find);
      const at = new URL("/s/yard#key=k", "http://house") as unknown as Location;
      const where = await whereFrom(at, storage);
      expect(where.token).toMatch(/^[0-9a-f]{32}$/);
      expect((await whereFrom(at, storage)).token).toBe(where.token);
    }
  });

  it("is read as before and kept in memory where it is full", () => {
    const storage = openStorage(() => full({ settings: '{"thirds":true}', name: "Ana" }));
    expect(settings.load(storage).thirds).toBe(true);
    visited.note(storage, { id: "a", key: "k", label: "A", set: "Yard", at: 1 });
    expect(visited.list(storage)).toHaveLength(1);
    storage.setItem("name", "Jo");
    expect(storage.getItem("name")).toBe("Jo");
    expect([...Array(storage.length).keys()].map((k) => storage.key(k)).sort()).toEqual([
      "name",
      "settings",
      "visited",
    ]);
  });
});
