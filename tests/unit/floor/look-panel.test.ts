import { expect, it } from "vitest";
import { lookPanel } from "../../../client/floor/look-panel.ts";
import type { Look } from "../../../shared/world/command.ts";

const look = (time: number, more: Partial<Look> = {}): Look => ({
  time,
  north: 0,
  latitude: 48.2,
  day: 172,
  cloud: 0,
  turbidity: 2.6,
  exposure: 0,
  practicals: "dusk",
  ...more,
});

it("says where the sun stands, and what the hour is called", () => {
  const noon = lookPanel(look(12));
  // 90° − 48.2° + 23.4° on the longest day, due south.
  expect(noon.sunHeight).toBeCloseTo(65.2, 0);
  expect(noon.sunBearing).toBeCloseTo(180, 0);
  const hours: [number, string][] = [
    [9, "morning"],
    [12, "midday"],
    [16, "afternoon"],
    [19.4, "golden hour"],
    [20.3, "dusk"],
    [4.6, "golden hour"],
    [3.6, "dawn"],
    [20.9, "blue hour"],
    [23.9, "night"],
  ];
  expect(hours.map(([time]) => lookPanel(look(time, time > 23 ? { day: 355 } : {})).phrase)).toEqual(
    hours.map(([, phrase]) => phrase),
  );
});

it("knows when the sun rises and sets, and where it does neither", () => {
  const { sunrise, sunset } = lookPanel(look(12, { day: 80 }));
  expect(sunrise).toBeCloseTo(5.93, 1);
  expect(sunset).toBeCloseTo(18.07, 1);
  expect(lookPanel(look(12, { latitude: 78 }))).toMatchObject({ sunrise: null, sunset: null });
  expect(lookPanel(look(12, { latitude: 88, day: 355 }))).toMatchObject({ sunrise: null, phrase: "night" });
});
