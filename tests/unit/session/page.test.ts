import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openSession } from "../../../client/session/page.ts";
import type { Heard, ToSession } from "../../../client/session/page-protocol.ts";

/** A worker that only listens. */
class Deaf {
  static heard: ToSession[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  postMessage(message: ToSession): void {
    Deaf.heard.push(message);
  }
  terminate(): void {}
}

describe("the page's side of a session", () => {
  beforeEach(() => {
    Deaf.heard = [];
    vi.stubGlobal("Worker", Deaf);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const open = () => {
    const told: Heard[] = [];
    const where = { endpoint: "", stage: "s", key: "k", token: "", name: "" };
    const page = openSession(where, (message) => told.push(message));
    page.person = 1;
    Deaf.heard = [];
    return { page, told };
  };
  const rating = { type: "rate", take: "t", rating: 0, circled: false, status: "none", notes: "" } as const;

  it("hands the worker no words, numbers or samples that it would throw on, and says so", () => {
    const { page, told } = open();
    page.wish({ ...rating, description: "a\u0007b" });
    page.wish({ ...rating, description: "x".repeat(10_000) });
    page.wish({ type: "show", take: "t", tick: Number.NaN, rate: 1 });
    page.camera(-1, "", new Uint8Array(3));
    page.camera(1, "", new Uint8Array(70_000));
    expect(Deaf.heard).toEqual([]);
    expect(told).toHaveLength(5);
    for (const message of told) expect(message).toMatchObject({ changes: [{ serial: 0, state: "refused" }] });
  });

  it("passes on what fits", () => {
    const { page, told } = open();
    page.wish({ ...rating, description: "two\nlines" });
    page.camera(1, "", new Uint8Array(3));
    expect(Deaf.heard.map(({ type }) => type)).toEqual(["wish", "camera"]);
    expect(told).toEqual([]);
  });
});
