import { beforeEach, describe, expect, it } from "vitest";
import type { PageReview } from "../../../client/session/review-page.ts";
import type { FromReview } from "../../../client/session/review-protocol.ts";
import { createSteps, type Steps } from "../../../client/session/review-steps.ts";
import { createMirror, type Mirror } from "../../../shared/world/mirror.ts";

const opened = { type: "opened", line: {} as never, from: 100, to: 110, cameras: [] } as const;

/** A review that shows the two ticks around where it is sent, each only when it is not the one shown before. */
function stand() {
  let hear: (message: FromReview) => void = () => {};
  let shown = -1;
  const sought: number[] = [];
  const each: number[] = [];
  let later: (() => void)[] = [];
  const show = (tick: number): void => {
    if (tick === shown) return;
    shown = tick;
    const mirror: Mirror = { ...createMirror(), tick };
    hear({ type: "mirror", mirror });
  };
  const steps = createSteps(
    (listener): PageReview => {
      hear = listener;
      return {
        seek(position) {
          sought.push(position);
          later.push(() => {
            show(Math.floor(position));
            show(Math.min(opened.to, Math.floor(position) + 1));
          });
        },
        play() {},
        close() {},
      };
    },
    (mirror) => each.push(mirror.tick),
  );
  const run = async (): Promise<void> => {
    for (let k = 0; k < 3; k++) await Promise.resolve();
    for (const call of later.splice(0)) call();
  };
  later = [];
  return { steps, sought, each, run, tell: (message: FromReview) => hear(message) };
}

describe("a take gone through", () => {
  let at: (steps: Steps, tick: number) => Promise<[number, number]>;
  let s: ReturnType<typeof stand>;
  beforeEach(() => {
    s = stand();
    at = async (steps, tick) => {
      const pair = steps.at(tick);
      await s.run();
      const { from, to } = await pair;
      return [from.tick, to.tick];
    };
  });

  it("gives both ticks of each moment, near or far, again and backwards, and every mirror once in order", async () => {
    s.tell(opened);
    expect(await at(s.steps, 100)).toEqual([100, 101]);
    expect(await at(s.steps, 100)).toEqual([100, 101]);
    expect(await at(s.steps, 101)).toEqual([101, 102]);
    expect(await at(s.steps, 104)).toEqual([104, 105]);
    expect(await at(s.steps, 103)).toEqual([103, 104]);
    expect(await at(s.steps, 110)).toEqual([110, 110]);
    // What is there is not asked for again.
    expect(s.sought).toEqual([100.5, 101.5, 104.5, 103.5, 110]);
    expect(s.each).toEqual([100, 101, 102, 104, 105, 103, 104, 110]);
  });

  it("waits for the take to open, and says in words where it cannot be", async () => {
    const first = s.steps.at(100);
    s.tell(opened);
    await s.run();
    await s.run();
    expect((await first).from.tick).toBe(100);
    const next = s.steps.at(105);
    await Promise.resolve();
    s.tell({ type: "failed", text: "the take is damaged" });
    await expect(next).rejects.toThrow("the take is damaged");
    await expect(s.steps.at(106)).rejects.toThrow("the take is damaged");
    const never = stand();
    never.tell({ type: "failed", text: "no such take" });
    await expect(never.steps.opened).rejects.toThrow("no such take");
  });

  it("tells whoever waits that it was closed, and refuses ticks that the take has not", async () => {
    s.tell(opened);
    await expect(s.steps.at(99)).rejects.toThrow(RangeError);
    await expect(s.steps.at(100.5)).rejects.toThrow(RangeError);
    const next = s.steps.at(102);
    await Promise.resolve();
    s.steps.close();
    await expect(next).rejects.toThrow("closed");
  });
});
