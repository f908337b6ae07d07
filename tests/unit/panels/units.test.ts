import { describe, expect, it } from "vitest";
import {
  ago,
  clock,
  distance,
  figure,
  limits,
  parseClock,
  parseDistance,
  parseFigure,
  parseShutter,
  shortSpan,
  shutter,
  signed,
  span,
  T_STOPS,
  tStop,
} from "../../../client/panels/units.ts";

describe("figures", () => {
  it("drops trailing noughts and writes a true minus", () => {
    expect(figure(10)).toBe("10");
    expect(figure(10, 0)).toBe("10");
    expect(figure(1.5)).toBe("1.5");
    expect(figure(-0.004)).toBe("0");
    expect(figure(-2.25)).toBe("\u22122.25");
    expect(figure(Number.POSITIVE_INFINITY)).toBe("∞");
    expect(signed(0.34)).toBe("+0.3");
    expect(signed(0)).toBe("0");
  });

  it("reads what people type", () => {
    expect(parseFigure("T2.8")).toBe(2.8);
    expect(parseFigure("35 mm")).toBe(35);
    expect(parseFigure("\u22123,5°")).toBe(-3.5);
    expect(parseFigure("EI 800")).toBe(800);
    expect(parseFigure("1.4 m/s")).toBe(1.4);
    expect(parseFigure("24 fps")).toBe(24);
    expect(parseFigure("soon")).toBeNull();
  });

  it("reads back every figure that it writes", () => {
    for (const value of [0, 1, 1.25, -7.5, 800, 0.35])
      expect(parseFigure(figure(value))).toBeCloseTo(value, 9);
  });
});

describe("distances", () => {
  it("writes metres, feet and infinity", () => {
    expect(distance(4.86, "metres")).toBe("4.86 m");
    expect(distance(120, "metres")).toBe("120.0 m");
    expect(distance(4.86, "feet")).toBe("15′ 11″");
    expect(distance(10000, "metres")).toBe("∞");
    expect(limits(4.31, 5.57, "metres")).toBe("4.31 – 5.57 m");
    expect(limits(4.31, Number.POSITIVE_INFINITY, "metres")).toBe("4.31 m – ∞");
  });

  it("reads either, whatever is shown", () => {
    expect(parseDistance("4,86 m", "feet")).toBeCloseTo(4.86);
    expect(parseDistance("486 cm", "metres")).toBeCloseTo(4.86);
    expect(parseDistance("5'6\"", "metres")).toBeCloseTo(1.6764);
    expect(parseDistance("15′ 11″", "metres")).toBeCloseTo(4.8514);
    expect(parseDistance("10", "feet")).toBeCloseTo(3.048);
    expect(parseDistance("∞", "metres")).toBe(10000);
    expect(parseDistance("far", "metres")).toBeNull();
  });
});

describe("shutter, clock, spans", () => {
  it("gives 172.8° at 24 as 1/50 s, and reads it back", () => {
    expect(shutter(172.8, 24)).toBe("172.8° · 1/50 s");
    expect(parseShutter("1/50", 24)).toBeCloseTo(172.8);
    expect(parseShutter("180°", 24)).toBe(180);
    expect(parseShutter("9000", 24)).toBe(360);
  });

  it("reads times of day", () => {
    expect(clock(18.7)).toBe("18:42");
    expect(parseClock("18:42")).toBeCloseTo(18.7);
    expect(parseClock("6:30 pm")).toBe(18.5);
    expect(parseClock("12 am")).toBe(0);
    expect(parseClock("25:00")).toBeNull();
  });

  it("counts frames at the base rate", () => {
    expect(span(268, 24)).toBe("00:00:11:04");
    expect(shortSpan(704, 24)).toBe("29:08");
    expect(shortSpan(24 * 62 + 7, 24)).toBe("1:02:07");
  });

  it("tells how long ago", () => {
    const now = 10 * 86_400_000;
    expect(ago(now - 5000, now)).toBe("just now");
    expect(ago(now - 5 * 60_000, now)).toBe("5 min ago");
    expect(ago(now - 86_400_000, now)).toBe("yesterday");
  });
});

describe("T-stops", () => {
  it("are engraved as the trade rounds them", () => {
    expect(tStop(2.8)).toBe("T2.8");
    expect(tStop(2 ** 2.5)).toBe("T5.6");
    expect(tStop(22.6)).toBe("T23");
    expect(tStop(2)).toBe("T2.0");
    expect(tStop(11)).toBe("T11");
  });

  it("rise by about a third of a stop", () => {
    for (let place = 1; place < T_STOPS.length; place++) {
      const stops = 2 * Math.log2((T_STOPS[place] ?? 1) / (T_STOPS[place - 1] ?? 1));
      expect(stops).toBeGreaterThan(0.2);
      expect(stops).toBeLessThan(0.52);
    }
  });
});
