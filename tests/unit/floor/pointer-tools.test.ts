import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Handles } from "../../../client/floor/handles.ts";
import { createPointerTools } from "../../../client/floor/pointer-tools.ts";
import type { Gesture } from "../../../client/input/pointer.ts";
import { enter, floorOnYard } from "./on-yard.ts";

const NO_HANDLES: Handles = {
  frame: () => null,
  over: () => "",
  take: () => 0,
  to: () => null,
  letGo: () => {},
};

/** A floor on the yard, a hand over its crate, and what is sent. A hundred pixels are a metre. */
function open(phase: "one" | "performance") {
  const { floor, crate } = floorOnYard(phase);
  const sent = enter(floor);
  const point = (x: number, y: number): [number, number, number] => [x / 100, 0, y / 100];
  const tools = createPointerTools(
    floor,
    {
      at: (x, y) => ({
        point: point(x, y),
        hit: { entity: crate.id, distance: 5, normal: [0, 1, 0] } as never,
      }),
      ground: ({ point }) => point,
      along: (x, y) => point(x, y),
      frame: () => {},
      ghost: () => {},
    },
    NO_HANDLES,
    () => 0,
  );
  const gesture = (type: Gesture["type"], x: number): void =>
    tools.gesture({ type, x, y: 0, fromX: 0, fromY: 0, shift: false, alt: false, mod: false, touch: false });
  /** Metres along x at which the hand is said to be. */
  const told = (): number[] =>
    sent.flatMap((command) =>
      command.type === "carry"
        ? [command.hand.position[0]]
        : command.type === "place"
          ? command.moves.map(({ pose }) => pose.position[0])
          : [],
    );
  return { gesture, sent, told };
}

describe("a hand on the picture", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(["one", "performance"] as const)(
    "that moves in one go and then rests is told of where it rests, at %s",
    (phase) => {
      const { gesture, told } = open(phase);
      vi.advanceTimersByTime(1000);
      for (let x = 10; x <= 100; x += 10) gesture("drag", x);
      const first = told().length;
      expect(told().at(-1)! - told()[0]!).toBeLessThan(0.5);
      vi.advanceTimersByTime(60);
      expect(told().length).toBe(first + 1);
      const at = told().at(-1)!;
      expect(at - told()[0]!).toBeCloseTo(0.9, 5);
      // Rests: where it is said again, and nowhere else.
      vi.advanceTimersByTime(1000);
      expect(new Set(told().slice(first)).size).toBe(1);
    },
  );

  it("that has let go says nothing any more", () => {
    const { gesture, sent } = open("performance");
    vi.advanceTimersByTime(1000);
    gesture("drag", 10);
    gesture("drag", 20);
    gesture("release", 20);
    const all = sent.length;
    expect(sent.at(-1)?.type).toBe("release");
    vi.advanceTimersByTime(2000);
    expect(sent).toHaveLength(all);
  });

  it("tells of a long drag twenty times a second", () => {
    const { gesture, told } = open("one");
    vi.advanceTimersByTime(1000);
    for (let k = 0; k < 100; k++) {
      gesture("drag", 10 + k);
      vi.advanceTimersByTime(10);
    }
    expect(told().length).toBeGreaterThan(15);
    expect(told().length).toBeLessThan(23);
  });
});
