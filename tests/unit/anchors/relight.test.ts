import { describe, expect, it } from "vitest";
import { agreement, factorAt, type Place, TAPS, type Texel } from "../../../shared/anchors/relight.ts";
import { GAIN_LIMIT } from "../../../shared/anchors/twin.ts";

const up = [0, 1, 0];
/** A floor seen from straight above: texel (x, y) lies at (x, 0, y). */
const floor =
  (change: (x: number, y: number) => Partial<Texel> | null = () => ({})) =>
  (x: number, y: number): Texel | null => {
    const it = change(x, y);
    if (it === null) return null;
    return {
      place: [x + 0.5, 0, y + 0.5],
      normal: up,
      entity: 0,
      estimate: [1, 2, 3],
      gain: [1, 1, 1],
      ...it,
    };
  };
const at = (x: number, y: number, more: Partial<Place> = {}): Place => ({
  place: [x, 0, y],
  normal: up,
  entity: 0,
  depth: 5,
  x,
  y,
  ...more,
});
const factor = (place: Place, texel: (x: number, y: number) => Texel | null) => {
  const out = [0, 0, 0];
  const known = factorAt(place, texel, out);
  return { out, known };
};

describe("the network's light is brought to the picture by what agrees", () => {
  it("asks sixteen different texels, the four nearest first", () => {
    expect(new Set(TAPS.map((t) => t.join())).size).toBe(16);
    expect(TAPS.slice(0, 4).every(([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1)).toBe(true);
    expect(TAPS.every(([x, y]) => x >= -1 && x <= 2 && y >= -1 && y <= 2)).toBe(true);
  });

  it("A2: equal light gives exactly 1, wherever it is asked for", () => {
    for (const [x, y] of [
      [4.1, 7.9],
      [4.5, 4.5],
      [3.99, 2.01],
    ] as const) {
      const { out, known } = factor(
        at(x, y),
        floor((i, j) => ({ estimate: [0.1 + i, 1e-4 * j, 0] })),
      );
      for (const v of out) expect(v).toBe(1);
      expect(known).toBeGreaterThan(0.9);
    }
  });

  it("a smooth correction comes through, weighted by the light it corrects", () => {
    const { out } = factor(
      at(4.75, 4.5),
      floor((i) => ({ gain: [i, 1, 1] })),
    );
    expect(out[0]).toBeGreaterThan(4.1);
    expect(out[0]).toBeLessThan(4.4);
    const bright = factor(
      at(5, 4.5),
      floor((i) => ({ gain: [i, 1, 1], estimate: [i === 4 ? 100 : 1, 1, 1] })),
    );
    expect(bright.out[0]).toBeLessThan(4.05);
  });

  it("does not cross the edge of another entity, a fold, or a step", () => {
    const others: Partial<Texel>[] = [{ entity: 9 }, { normal: [1, 0, 0] }, { place: [5.5, 1, 4.5] }];
    for (const other of others) {
      const { out, known } = factor(
        at(4.9, 4.5),
        floor((i) => (i >= 5 ? { gain: [50, 50, 50], ...other } : { gain: [2, 2, 2] })),
      );
      expect(known).toBeGreaterThan(0.5);
      for (const v of out) expect(v).toBeCloseTo(2, 4);
    }
  });

  it("asks farther where the nearest do not agree, and falls back to the engine where none does", () => {
    const far = factor(
      at(4.5, 4.5),
      floor((i) => (i < 4 ? { gain: [2, 2, 2] } : { entity: 9, gain: [50, 50, 50] })),
    );
    expect(far.known).toBeGreaterThan(0.08);
    expect(far.out[0]).toBeCloseTo(2, 2);
    const none = factor(
      at(4.5, 4.5),
      floor(() => ({ entity: 9, gain: [50, 50, 50] })),
    );
    expect(none).toEqual({ out: [1, 1, 1], known: 0 });
    expect(
      factor(
        at(4.5, 4.5),
        floor(() => null),
      ).out,
    ).toEqual([1, 1, 1]);
  });

  it("keeps within the limit of gains whatever it is given", () => {
    const wild = factor(
      at(4.5, 4.5),
      floor(() => ({ gain: [1e9, 0, 1], estimate: [1e-9, 1, 1e6] })),
    );
    for (const v of wild.out) {
      expect(v).toBeGreaterThanOrEqual(Math.exp(-GAIN_LIMIT) - 1e-9);
      expect(v).toBeLessThanOrEqual(Math.exp(GAIN_LIMIT) + 1e-9);
    }
  });

  it("agreement falls with distance from the plane, in proportion to how far away it is seen", () => {
    const texel = floor(() => ({ place: [0, 0.05, 0] }))(0, 0)!;
    expect(agreement(at(0, 0, { depth: 2 }), texel)).toBeLessThan(0.1);
    expect(agreement(at(0, 0, { depth: 20 }), texel)).toBeGreaterThan(0.8);
  });
});
