import { describe, expect, it } from "vitest";
import * as exposing from "../../../client/floor/exposing.ts";
import { change, createOperator } from "../../../client/floor/operator.ts";
import { rateNote } from "../../../client/floor/readouts.ts";
import * as rate from "../../../shared/clock/rate.ts";

/** Key of a street in the sun, and of one by night, cd/m². */
const DAY = 6700;
const NIGHT = 2;

describe("exposure", () => {
  it("is held through ND when stop, angle or rate change", () => {
    const operator = createOperator(1);
    exposing.meter(operator, DAY);
    const { nd } = operator.settings;
    expect(nd).toBeGreaterThan(6);
    expect(change(operator, { tStop: 5.6 })).toBeNull();
    expect(operator.settings.nd).toBeCloseTo(nd - 2, 6);
    expect(change(operator, { shutter: 90 })).toBeNull();
    expect(operator.settings.nd).toBeCloseTo(nd - 3, 6);
    expect(exposing.stopsOver(operator)).toBe(0);
  });

  it("follows the hand when it is set by hand", () => {
    const operator = createOperator(1);
    exposing.meter(operator, DAY);
    change(operator, { tStop: 5.6 }, true);
    expect(exposing.stopsOver(operator)).toBeCloseTo(-2, 6);
    change(operator, { nd: operator.settings.nd - 1 }, true);
    expect(exposing.stopsOver(operator)).toBeCloseTo(-1, 6);
  });

  it("falls short where there is no ND to take out, and says by how much", () => {
    const operator = createOperator(1);
    exposing.meter(operator, NIGHT);
    expect(operator.settings.nd).toBe(0);
    expect(exposing.stopsOver(operator)).toBe(0);
    change(operator, { tStop: 4 });
    expect(exposing.stopsOver(operator)).toBeCloseTo(-2 * Math.log2(4 / 2.8), 3);
  });

  it("says what a camera rate does at the project's", () => {
    const at = (perSecond: number) => rate.parse(String(perSecond))!;
    expect(rateNote(at(24), at(24))).toBe("");
    expect(rateNote(at(48), at(24))).toBe("half speed");
    expect(rateNote(at(12), at(24))).toBe("double speed");
    expect(rateNote(at(60), at(24))).toBe("plays at 40 %");
  });
});
