import { describe, expect, it } from "vitest";
import * as frames from "../../../shared/clock/frames.ts";
import * as rate from "../../../shared/clock/rate.ts";

/** Ten hours at the fastest project rate. */
const TEN_HOURS = 2_160_000;

describe("T4: frames", () => {
  it("lie at exactly k/rate seconds at every project rate, for ten hours", () => {
    for (const r of rate.PROJECT_RATES) {
      for (let k = 0; k < TEN_HOURS; k += k < 5000 ? 1 : 997) {
        const { tick, alpha } = frames.momentOf(r, k);
        // tick + rest/num ticks are k·den·60/num ticks: compared as whole numbers, without a rounding.
        const rest = BigInt(k) * BigInt(r.den) * 60n - BigInt(tick) * BigInt(r.num);
        if (rest < 0n || rest >= BigInt(r.num) || alpha !== Number(rest) / r.num)
          expect.fail(`${rate.label(r)}: frame ${k} at tick ${tick} + ${alpha}`);
      }
    }
  });

  it("never drift: a second of an NTSC hour is where it was in the first", () => {
    // 30000 frames at 30000/1001 are 1001 s exactly.
    expect(frames.momentOf(rate.NTSC, 30_000)).toEqual({ tick: 60_060, alpha: 0 });
    expect(frames.momentOf(rate.NTSC, 30_000 * 30 + 7).alpha).toBe(frames.momentOf(rate.NTSC, 7).alpha);
  });

  it("fill a stretch of the project without a hole, and meet the next stretch", () => {
    for (const project of rate.PROJECT_RATES) {
      for (const r of rate.PROJECT_RATES) {
        let next = 0;
        for (const [from, to] of [
          [0, 0],
          [1, 17],
          [18, 997],
          [998, 86_400],
        ] as const) {
          const part = frames.within(project, from, to, r);
          expect(part.first, `${rate.label(project)} as ${rate.label(r)}`).toBe(next);
          next = part.first + part.count;
          for (const k of [part.first, next - 1]) {
            if (part.count === 0) continue;
            // from/project ≤ k/r < (to + 1)/project, in whole numbers.
            const at = BigInt(k) * BigInt(r.den) * BigInt(project.num);
            const unit = BigInt(r.num) * BigInt(project.den);
            expect(at >= BigInt(from) * unit && at < BigInt(to + 1) * unit).toBe(true);
          }
        }
      }
    }
    expect(frames.within(rate.FILM, 10, 33, rate.FILM)).toEqual({ rate: rate.FILM, first: 10, count: 24 });
    expect(frames.within(rate.FILM, 24, 47, rate.PAL)).toEqual({ rate: rate.PAL, first: 25, count: 25 });
  });

  it("are refused where they are none", () => {
    for (const [from, to] of [
      [-1, 2],
      [3, 2],
      [0.5, 2],
      [0, Number.NaN],
      [0, 2 ** 52],
    ] as const)
      expect(() => frames.within(rate.NTSC, from, to, rate.NTSC_DOUBLE)).toThrow(RangeError);
  });
});
