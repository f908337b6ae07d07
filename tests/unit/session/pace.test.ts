import { describe, expect, test } from "vitest";
import { createDice } from "../../../client/session/memory-link.ts";
import * as pace from "../../../client/session/pace.ts";

const { TICK_MS } = pace;

/**
 * Plays `seconds` of ticks that arrive `delay(k)` ms after their time (in order, as TCP delivers them), looking at the
 * pace every 4 ms. Answers what was seen in the last `tail` seconds.
 */
function play(seconds: number, delay: (tick: number) => number, tail: number, drift = 1) {
  const p = pace.create();
  const arrivals: { at: number; tick: number }[] = [];
  let last = 0;
  for (let tick = 0; tick < seconds * 60; tick++) {
    last = Math.max(last, tick * TICK_MS * drift + delay(tick));
    arrivals.push({ at: last, tick });
  }
  let through = -1;
  let starved = 0;
  let most = 0;
  let least = 2;
  let back = 0;
  let before = Number.NEGATIVE_INFINITY;
  let k = 0;
  let lag = 0;
  let looks = 0;
  for (let now = 0; now < seconds * 1000; now += 4) {
    while (k < arrivals.length && arrivals[k]!.at <= now) {
      const { at, tick } = arrivals[k++]!;
      pace.arrived(p, tick, at);
      through = tick;
    }
    const state = pace.update(p, now, through);
    const at = pace.position(p, now);
    if (p.started && at < before - 1e-6) back++;
    if (!p.started) continue;
    before = at;
    if (now > (seconds - tail) * 1000) {
      if (state === "starved") starved++;
      most = Math.max(most, p.rate);
      least = Math.min(least, p.rate);
      lag += now - at * TICK_MS * drift;
      looks++;
    }
  }
  return { starved, most, least, back, lag: lag / looks, p };
}

describe("session: the pace of ticks", () => {
  test("on an even network the buffer is a few milliseconds and nothing starves", () => {
    const seen = play(10, () => 30, 8);
    expect(seen.starved).toBe(0);
    expect(seen.back).toBe(0);
    expect(seen.lag).toBeGreaterThan(30);
    expect(seen.lag).toBeLessThan(40);
  });

  test("the depth follows the jitter, and plays on without a hitch", () => {
    const dice = createDice(4);
    const seen = play(30, () => 20 + 60 * dice(), 15);
    expect(seen.starved).toBe(0);
    expect(seen.lag).toBeGreaterThan(70);
    expect(seen.lag).toBeLessThan(95);
    expect(seen.most).toBeLessThanOrEqual(1.02);
    expect(seen.least).toBeGreaterThanOrEqual(0.98);
  });

  test("when the network calms down, the buffer gives back what it took, at 5 % or less", () => {
    const dice = createDice(5);
    const p = play(60, (tick) => (tick < 1200 ? 20 + 200 * dice() : 20), 10);
    expect(p.lag).toBeLessThan(32);
    expect(p.back).toBe(0);
    expect(p.starved).toBe(0);
  });

  test("a single stall is ridden out once and not paid for afterwards", () => {
    const seen = play(30, (tick) => (tick === 600 ? 300 : 15), 5);
    expect(seen.lag).toBeLessThan(30);
  });

  test("clocks that run apart by 0.02 % are followed", () => {
    const seen = play(60, () => 10, 20, 1.0002);
    expect(seen.starved).toBe(0);
    expect(Math.abs(seen.lag - 14)).toBeLessThan(6);
  });

  test("far behind, the position is set forward at once", () => {
    const p = pace.create();
    pace.arrived(p, 0, 0);
    pace.update(p, 3, 0);
    // The machine slept for two seconds, and all has arrived meanwhile.
    for (let tick = 1; tick <= 120; tick++) pace.arrived(p, tick, tick * TICK_MS);
    pace.update(p, 20, 120);
    p.since = 2000;
    p.from = 1;
    expect(pace.update(p, 2003, 120)).toBe("catching");
    expect(pace.position(p, 2003)).toBeGreaterThan(118);
  });

  test("nothing is due before anything has come", () => {
    const p = pace.create();
    expect(pace.update(p, 100, -1)).toBe("starved");
    expect(pace.depth(p, 100)).toBe(0);
  });
});
