import { expect, it, vi } from "vitest";
import { createFloor } from "../../../client/floor/create-floor.ts";
import { handle, isTooSoon } from "../../../client/floor/set-intents.ts";
import { enter } from "./on-yard.ts";

const look = (settled: boolean) => ({ type: "look", look: {} as never, settled }) as const;

/** A floor in a room, and what it sends. */
function joined() {
  const floor = createFloor();
  return { floor, sent: enter(floor) };
}

it("tells of a drag twenty times a second, and always of its end", () => {
  expect(isTooSoon(look(false), 1000)).toBe(false);
  expect(isTooSoon(look(false), 1016)).toBe(true);
  expect(isTooSoon(look(false), 1040)).toBe(true);
  expect(isTooSoon(look(false), 1056)).toBe(false);
  expect(isTooSoon(look(true), 1060)).toBe(false);
  // Another thing's drag is another's.
  expect(isTooSoon({ type: "turn", id: 3, heading: 0, settled: false }, 1061)).toBe(false);
  expect(isTooSoon({ type: "turn", id: 4, heading: 0, settled: false }, 1062)).toBe(false);
});

it("changes nothing of the stage while a take is on this screen, and says so", () => {
  const { floor, sent } = joined();
  floor.model.transport.take.value = "take-1";
  expect(handle(floor, { type: "remove", ids: [3] })).toBe(true);
  expect(sent).toEqual([]);
  expect(floor.model.toasts.value[0]?.text).toMatch(/cannot be changed/);
  floor.model.transport.take.value = "";
  handle(floor, { type: "remove", ids: [3] });
  expect(sent).toEqual([{ type: "remove", ids: [3] }]);
});

it("W5: keeps a slider's drag together while the hand rests, and lets go when it has settled", () => {
  vi.useFakeTimers();
  try {
    const { floor, sent } = joined();
    const turn = (heading: number, settled: boolean) =>
      handle(floor, { type: "look", look: { time: heading } as never, settled });
    turn(1, false);
    vi.advanceTimersByTime(10);
    // Too soon after the last to be told by itself: what is said again is this one.
    turn(2, false);
    vi.advanceTimersByTime(1000);
    expect(sent.slice(1)).toEqual(Array.from({ length: 5 }, () => ({ type: "look", look: { time: 2 } })));
    turn(3, true);
    vi.advanceTimersByTime(5000);
    expect(sent).toHaveLength(7);
  } finally {
    vi.useRealTimers();
  }
});

it("lays a floor mark only for somebody", () => {
  const floor = createFloor();
  handle(floor, { type: "lay floor mark" });
  expect(floor.model.toasts.value[0]?.text).toBe("A floor mark is somebody’s.");
});

it("says what was deleted once it has been, and offers it back", () => {
  const { floor } = joined();
  floor.roster.entities.set(3, { id: 3, label: "Ball" } as never);
  handle(floor, { type: "remove", ids: [3] });
  expect(floor.model.toasts.value).toEqual([]);
  for (const done of floor.creating.values()) done([]);
  expect(floor.model.toasts.value.at(-1)).toMatchObject({
    text: "Deleted: Ball.",
    offer: { action: "undo" },
  });
});
