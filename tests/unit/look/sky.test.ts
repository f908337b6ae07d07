import { describe, expect, it } from "vitest";
import { irradiance, keyLuminance, lightOf, luminance } from "../../../shared/look/sky.ts";
import { declination, horizontal, skyDirection, sunPlace } from "../../../shared/look/sun.ts";
import type { Look } from "../../../shared/world/command.ts";

const DEG = 180 / Math.PI;
const look = (time: number, more: Partial<Look> = {}): Look => ({
  time,
  north: 0,
  latitude: 48,
  day: 172,
  cloud: 0,
  turbidity: 2.5,
  exposure: 0,
  practicals: "dusk",
  ...more,
});

describe("sun", () => {
  it("has Meeus' declination of 13 October 1992 (example 25.a: −7.785°)", () => {
    expect(declination(2448908.5 - 2451545) * DEG).toBeCloseTo(-7.785, 2);
  });
  it("stands where NREL's SPA example puts it (17 October 2003)", () => {
    const place = horizontal(-9.31434 / DEG, 11.1059 / DEG, 39.742476 / DEG);
    expect(Math.abs(place.azimuth * DEG - 194.340241)).toBeLessThan(0.1);
    expect(Math.abs(90 - place.elevation * DEG - 50.128)).toBeLessThan(0.1);
  });
  it("culminates at 90° − latitude + declination at the solstices and equinoxes", () => {
    expect(sunPlace(12, 172, 48).elevation * DEG).toBeCloseTo(42 + 23.44, 1);
    expect(sunPlace(12, 355, 48).elevation * DEG).toBeCloseTo(42 - 23.44, 1);
    expect(Math.abs(sunPlace(12, 79, 0).elevation * DEG - 90)).toBeLessThan(0.5);
  });
  it("rises in the east and sets in the west, whichever way −Z points", () => {
    const morning = skyDirection(sunPlace(6.2, 80, 48), 0);
    expect(morning[0]).toBeGreaterThan(0.9);
    const turned = skyDirection(sunPlace(6.2, 80, 48), Math.PI / 2);
    expect(turned[2]).toBeLessThan(-0.9);
  });
});

describe("sky", () => {
  it("gives the lux of a clear noon, a low sun and a dusk", () => {
    const noon = lightOf(look(12));
    expect(noon.key.illuminance[1]).toBeGreaterThan(70000);
    expect(noon.key.illuminance[1]).toBeLessThan(120000);
    const up = irradiance(noon.harmonics, 0, 1, 0);
    expect(up[1]).toBeGreaterThan(7000);
    expect(up[1]).toBeLessThan(35000);
    expect(up[2]).toBeGreaterThan(up[0]);
    const evening = lightOf(look(19.4));
    expect(evening.key.illuminance[0] / evening.key.illuminance[2]).toBeGreaterThan(2);
    const dusk = lightOf(look(20.6));
    expect(dusk.sunElevation).toBeLessThan(0);
    expect(dusk.harmonics[1]).toBeGreaterThan(0);
    expect(dusk.exposure).toBeGreaterThan(20 * evening.exposure);
  });
  it("lights from nowhere but the moon and the town at midnight", () => {
    const night = lightOf(look(0));
    expect(night.key.direction[1]).toBeGreaterThan(0.5);
    expect(night.key.illuminance[1]).toBeLessThan(0.3);
    expect(night.night).toBe(1);
  });
  it("looked at by direction it adds up to its own irradiance, and its key is that of the meter alone", () => {
    const noon = lightOf(look(12));
    const seen = [0, 0, 0];
    let sum = 0;
    for (let k = 0; k < 4000; k++) {
      const y = 1 - (k + 0.5) / 4000;
      const flat = Math.sqrt(1 - y * y);
      luminance(noon, flat * Math.sin(k * 2.399963), y, flat * Math.cos(k * 2.399963), seen);
      sum += (seen[1]! * y * 2 * Math.PI) / 4000;
    }
    expect(Math.abs(sum / irradiance(noon.harmonics, 0, 1, 0)[1] - 1)).toBeLessThan(0.06);
    const key = keyLuminance(noon, look(12));
    const lifted = look(12, { exposure: 2 });
    expect(keyLuminance(lightOf(lifted), lifted)).toBeCloseTo(key, 3);
  });
  it("keeps a studio's key whatever the hour, and lights nothing otherwise than a meter would", () => {
    for (const time of [0, 9, 12, 20.6]) {
      const lifted = look(time, { exposure: 1.5 });
      expect(keyLuminance(lightOf(lifted, 400), lifted)).toBeCloseTo(400, 6);
      expect(lightOf(look(time), 400).harmonics).toEqual(lightOf(look(time)).harmonics);
    }
    expect(lightOf(look(12), 0).exposure).toBe(lightOf(look(12)).exposure);
  });
  it("stays finite whatever is asked", () => {
    for (const time of [0, 4, 6, 8, 12, 18, 20, 24]) {
      for (const latitude of [-89, 0, 66]) {
        const light = lightOf(look(time, { latitude, cloud: 1, turbidity: 10 }));
        expect([...light.table].every(Number.isFinite)).toBe(true);
        expect([...light.gloss].every(Number.isFinite)).toBe(true);
      }
    }
  });
});
