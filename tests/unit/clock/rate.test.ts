import { describe, expect, it } from "vitest";
import * as rate from "../../../shared/clock/rate.ts";

/** Exact comparison of position·num with frame·den·60, in whole numbers. */
const exactTicks = (r: rate.Rate, frame: number) =>
  [BigInt(frame) * BigInt(r.den) * 60n, BigInt(r.num)] as const;

describe("rate", () => {
  it("reads and writes the familiar names", () => {
    const names = ["23.976", "24", "25", "29.97", "30", "48", "50", "59.94", "60"];
    expect(rate.PROJECT_RATES.map(rate.label)).toEqual(names);
    for (const [i, name] of names.entries()) {
      const known = rate.PROJECT_RATES[i]!;
      expect(rate.parse(name)).toEqual(known);
      expect(rate.parse(rate.exact(known))).toEqual(known);
    }
    expect(rate.parse("23.98")).toEqual(rate.FILM_NTSC);
    expect(rate.parse("29.970")).toEqual(rate.NTSC);
    expect(rate.parse("23.97602")).toEqual(rate.FILM_NTSC);
    expect(rate.parse(" 24000 / 1001 ")).toEqual(rate.FILM_NTSC);
    expect(rate.parse("48/2")).toEqual(rate.FILM);
    expect(rate.parse("12.5")).toEqual({ num: 25, den: 2 });
    expect(rate.label({ num: 25, den: 2 })).toBe("12.5");
    for (const bad of ["", "x", "-24", "0", "24/0", "0/1", "1e3", "99999999", "20000", "24.", "NaN"]) {
      expect(rate.parse(bad), bad).toBeNull();
    }
  });

  it("refuses what is no rate", () => {
    expect(rate.create(48, 2)).toEqual(rate.FILM);
    for (const [num, den] of [
      [0, 1],
      [24, 0],
      [24.5, 1],
      [Number.NaN, 1],
      [2e6, 1],
      [20_000, 1],
    ] as const) {
      expect(() => rate.create(num, den)).toThrow(RangeError);
    }
  });

  it("counts timecode in nominal frames", () => {
    expect(rate.PROJECT_RATES.map(rate.nominal)).toEqual([24, 24, 25, 30, 30, 48, 50, 60, 60]);
    expect(rate.PROJECT_RATES.filter(rate.canDrop)).toEqual([rate.NTSC, rate.NTSC_DOUBLE]);
  });

  it("places frames exactly, as fractions", () => {
    expect(rate.frameTime(rate.FILM_NTSC, 1)).toEqual({ num: 1001, den: 24000 });
    expect(rate.frameTime(rate.FILM_NTSC, 24000)).toEqual({ num: 1001, den: 1 });
    expect(rate.frameTime(rate.FILM, -12)).toEqual({ num: -1, den: 2 });
    expect(rate.frameTime(rate.FILM, 0)).toEqual({ num: 0, den: 1 });
  });

  it("places frames in ticks, rounded once, ten hours in as at the start", () => {
    for (const r of rate.PROJECT_RATES) {
      for (const frame of [0, 1, 2, 3, 1001, 86_400, 863_136, 2_160_000]) {
        const [num, den] = exactTicks(r, frame);
        const position = rate.frameToTicks(r, frame);
        expect(position).toBe(Number(num) / Number(den));
        if (num % den === 0n) expect(position).toBe(Number(num / den));
      }
    }
    // 23.976 against 60 Hz: 400 frames span exactly 1001 ticks.
    expect(rate.frameToTicks(rate.FILM_NTSC, 400)).toBe(1001);
    expect(rate.frameToTicks(rate.FILM_NTSC, 400_000)).toBe(1_001_000);
    expect(rate.frameToSeconds(rate.FILM, 1)).toBe(1 / 24);
    expect(rate.frameSeconds(rate.PAL)).toBe(1 / 25);
    expect(rate.perSecond(rate.FILM_NTSC)).toBeCloseTo(23.976, 3);
  });

  it("finds every frame again from its own position", () => {
    for (const r of [...rate.PROJECT_RATES, rate.create(1000), rate.create(7, 3)]) {
      for (let frame = 0; frame < 20_000; frame++) {
        expect(rate.frameAtTicks(r, rate.frameToTicks(r, frame))).toBe(frame);
        expect(rate.frameAtSeconds(r, rate.frameToSeconds(r, frame))).toBe(frame);
      }
      const late = 2_589_407;
      expect(rate.frameAtTicks(r, rate.frameToTicks(r, late))).toBe(late);
      expect(rate.frameAtTicks(r, rate.frameToTicks(r, late) - 1e-4)).toBe(late - 1);
    }
    expect(rate.frameAtTicks(rate.FILM, -0.1)).toBe(-1);
  });

  it("counts the frames of a stretch of ticks", () => {
    expect(rate.framesIn(rate.FILM, 60)).toBe(24);
    expect(rate.framesIn(rate.FILM, 61)).toBe(25);
    expect(rate.framesIn(rate.FILM_NTSC, 1001)).toBe(400);
    expect(rate.framesIn(rate.FILM, 0)).toBe(0);
  });
});
