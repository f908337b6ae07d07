import { describe, expect, it } from "vitest";
import { createFloor } from "../../../client/floor/create-floor.ts";
import { createShowing } from "../../../client/floor/showing.ts";
import type { ReviewDesk } from "../../../client/floor/take-intents.ts";
import type { Wish } from "../../../client/session/outbox.ts";

/** A desk that stands where it is put, and a room that keeps what it is told. */
function page(person: number) {
  const floor = createFloor();
  const wishes: Wish[] = [];
  floor.room = {
    person,
    send: () => 1,
    ask: () => 1,
    wish: (wish) => void wishes.push(wish),
    camera: () => {},
  };
  const at = { take: "", tick: 0, rate: 0 };
  const desk = {
    now: () => (at.take === "" ? null : { take: at.take, tick: Math.round(at.tick), position: at.tick }),
    rate: () => at.rate,
    open: (take: string) => void Object.assign(at, { take, tick: 0, rate: 0 }),
    close: () => void Object.assign(at, { take: "", tick: 0, rate: 0 }),
    follow: (tick: number, rate: number) => void Object.assign(at, { tick, rate }),
  } as unknown as ReviewDesk;
  return { floor, wishes, at, desk, showing: createShowing(floor, desk) };
}
const shown = (take: string, tick = 0, rate = 0, person = 1) =>
  ({ type: "shown", person, take, tick, rate }) as const;

describe("whoever shows a take", () => {
  it("tells where it stands when that changes, and now and then for who came late", () => {
    const { floor, wishes, at, showing } = page(1);
    Object.assign(at, { take: "t1", tick: 30, rate: 0 });
    showing.set(true);
    floor.presence = { ...floor.presence, shown: "t1", shownBy: 1 };
    expect(wishes).toEqual([{ type: "show", take: "t1", tick: 30, rate: 0 }]);
    const now = performance.now();
    showing.tick(now + 100);
    expect(wishes).toHaveLength(1);
    at.tick = 90;
    showing.tick(now + 200);
    expect(wishes.at(-1)).toEqual({ type: "show", take: "t1", tick: 90, rate: 0 });
    at.rate = 2;
    showing.tick(now + 300);
    // It plays on as it said it would: nothing to tell, until a second is over.
    at.tick = 90 + 2 * 60 * 0.4;
    showing.tick(now + 700);
    expect(wishes).toHaveLength(3);
    at.tick = 90 + 2 * 60 * 1.1;
    showing.tick(now + 1400);
    expect(wishes).toHaveLength(4);
  });

  it("ends it by leaving the review, and stops where the room gave it to nobody", () => {
    const { floor, wishes, at, desk, showing } = page(1);
    Object.assign(at, { take: "t1" });
    showing.set(true);
    floor.presence = { ...floor.presence, shown: "t1", shownBy: 1 };
    desk.close();
    showing.tick(performance.now());
    expect(wishes.at(-1)).toMatchObject({ type: "show", take: "" });
    Object.assign(at, { take: "t1" });
    showing.set(true);
    floor.presence = { ...floor.presence, shown: "", shownBy: 0 };
    const count = wishes.length;
    showing.tick(performance.now() + 5000);
    showing.tick(performance.now() + 9000);
    expect(wishes).toHaveLength(count);
  });
});

describe("whoever follows", () => {
  it("sees the take where it stands, goes along, and is back on set when it is over", () => {
    const { at, showing } = page(2);
    showing.heard(shown("t1", 40, 1));
    expect(at).toEqual({ take: "t1", tick: 40, rate: 1 });
    expect(showing.following()).toBe(true);
    showing.heard(shown("t1", 80, 0));
    expect(at).toEqual({ take: "t1", tick: 80, rate: 0 });
    showing.heard(shown("", 0, 0));
    expect(at.take).toBe("");
    expect(showing.following()).toBe(false);
  });

  it("may leave, and is not called back to the same show, but to the next", () => {
    const { at, desk, showing } = page(2);
    showing.heard(shown("t1"));
    showing.leave();
    desk.close();
    showing.heard(shown("t1", 50));
    expect(at.take).toBe("");
    showing.heard(shown("", 0));
    showing.heard(shown("t1", 60));
    expect(at.take).toBe("t1");
  });

  it("is left alone while something rolls", () => {
    const { floor, at, showing } = page(2);
    floor.presence = { ...floor.presence, rolling: "t9" };
    showing.heard(shown("t1"));
    expect(at.take).toBe("");
  });
});
