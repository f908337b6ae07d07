import { describe, expect, it } from "vitest";
import * as random from "../../../shared/math/random.ts";

describe("random", () => {
  it("matches xoshiro128** as published", () => {
    // First words from the state 1, 2, 3, 4, as in the authors' C program.
    const state: random.RandomState = { a: 1, b: 2, c: 3, d: 4 };
    const words = [];
    for (let i = 0; i < 10; i++) words.push(random.next(state));
    expect(words).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it("gives the same for the same seed, and something else for others", () => {
    const seeds = [0, 1, -1, 2, 0.5, 2 ** 40, "", "a", "b", "ab", "ba", "1"];
    const firsts = seeds.map((seed) => {
      const state = random.create(seed);
      const twin = random.create(seed);
      const first = random.next(state);
      expect(random.next(twin)).toBe(first);
      return first;
    });
    expect(new Set(firsts).size).toBe(seeds.length);
  });

  it("survives JSON", () => {
    const state = random.create("json");
    random.next(state);
    const copy = JSON.parse(JSON.stringify(state)) as random.RandomState;
    for (let i = 0; i < 100; i++) expect(random.next(copy)).toBe(random.next(state));
    for (const word of [state.a, state.b, state.c, state.d]) {
      expect(Number.isInteger(word) && word >= 0 && word < 2 ** 32).toBe(true);
    }
  });

  it("spreads evenly", () => {
    const state = random.create(1);
    const bins = new Array<number>(50).fill(0);
    const draws = 200_000;
    for (let i = 0; i < draws; i++) {
      const u = random.uniform(state);
      expect(u >= 0 && u < 1).toBe(true);
      bins[Math.floor(u * 50)]!++;
    }
    const mean = draws / 50;
    const chi = bins.reduce((sum, n) => sum + (n - mean) ** 2 / mean, 0);
    // 49 degrees of freedom: 99.9 % lie below 85.
    expect(chi).toBeLessThan(85);
  });

  it("draws whole numbers without favour", () => {
    const state = random.create(2);
    const bins = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) bins[random.int(state, 6)]!++;
    for (const n of bins) expect(Math.abs(n - 10_000)).toBeLessThan(400);
    let high = 0;
    // Without rejection, three quarters of 2^32 would fall low twice as often as high.
    for (let i = 0; i < 30_000; i++) if (random.int(state, 3 * 2 ** 30) >= 2 ** 31) high++;
    expect(Math.abs(high - 10_000)).toBeLessThan(400);
    expect(random.int(state, 1)).toBe(0);
    for (const bad of [0, -1, 1.5, Number.NaN, 2 ** 33]) {
      expect(() => random.int(state, bad)).toThrow(RangeError);
    }
    expect(() => random.pick(state, [])).toThrow(RangeError);
  });

  it("draws a normal distribution", () => {
    const state = random.create(3);
    const n = 100_000;
    let sum = 0;
    let squares = 0;
    let outside = 0;
    for (let i = 0; i < n; i++) {
      const x = random.gaussian(state);
      sum += x;
      squares += x * x;
      if (Math.abs(x) > 2) outside++;
    }
    expect(Math.abs(sum / n)).toBeLessThan(0.015);
    expect(Math.abs(squares / n - 1)).toBeLessThan(0.02);
    expect(Math.abs(outside / n - 0.0455)).toBeLessThan(0.003);
    expect(Math.abs(random.gaussian(random.create(4), 100, 0) - 100)).toBe(0);
  });

  it("forks generators that differ from their parent and from each other", () => {
    const parent = random.create(5);
    const one = random.fork(parent);
    const two = random.fork(parent);
    const firsts = [parent, one, two].map(random.next);
    expect(new Set(firsts).size).toBe(3);
  });

  it("shuffles all, picks any, and takes chances", () => {
    const state = random.create(6);
    const deck = random.shuffle(state, [1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...deck].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const seen = new Set<string>();
    for (let i = 0; i < 100; i++) seen.add(random.pick(state, ["a", "b", "c"]));
    expect(seen.size).toBe(3);
    expect(random.chance(state, 0)).toBe(false);
    expect(random.chance(state, 1)).toBe(true);
    const u = random.between(state, 5, 6);
    expect(u >= 5 && u < 6).toBe(true);
  });

  it("copies", () => {
    const a = random.create(7);
    const b = random.create(8);
    random.copy(b, a);
    expect(random.next(b)).toBe(random.next(a));
  });
});
