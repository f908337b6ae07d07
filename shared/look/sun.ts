/**
 * Where the sun stands. In: a look's local solar time, day of the year, latitude and the bearing of −Z. Out: elevation,
 * azimuth and the direction towards the sun in world space. Low-precision ecliptic longitude (Meeus, Astronomical
 * Algorithms, chapter 25): better than 0.02°. A look names no year: 2026 stands for all, which costs up to 0.2° of
 * declination near the equinoxes of other years, as the leap cycle itself does.
 */
import type { Degrees, Radians } from "../math/units.ts";

const RAD = Math.PI / 180;
/** Days from J2000.0 (2000-01-01 12:00) to 2026-01-01 00:00. */
const REFERENCE_YEAR = 9496.5;

/** Declination of the sun, radians, `days` after J2000.0. */
export function declination(days: number): Radians {
  const t = days / 36525;
  const meanLongitude = 280.46646 + 36000.76983 * t + 0.0003032 * t * t;
  const anomaly = (357.52911 + 35999.05029 * t - 0.0001537 * t * t) * RAD;
  const centre =
    (1.914602 - 0.004817 * t) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.000289 * Math.sin(3 * anomaly);
  const node = (125.04 - 1934.136 * t) * RAD;
  const apparent = (meanLongitude + centre - 0.00569 - 0.00478 * Math.sin(node)) * RAD;
  const obliquity = (23.439291 - 0.0130042 * t + 0.00256 * Math.cos(node)) * RAD;
  return Math.asin(Math.sin(obliquity) * Math.sin(apparent));
}

/** A body's place in the sky: elevation above the horizon, azimuth clockwise from north; radians. */
export interface SkyPlace {
  elevation: Radians;
  azimuth: Radians;
}

/** Elevation and azimuth from declination, hour angle (positive in the afternoon) and latitude. */
export function horizontal(dec: Radians, hourAngle: Radians, latitude: Radians): SkyPlace {
  const sinE = Math.sin(latitude) * Math.sin(dec) + Math.cos(latitude) * Math.cos(dec) * Math.cos(hourAngle);
  const azimuth =
    Math.PI +
    Math.atan2(
      Math.sin(hourAngle),
      Math.cos(hourAngle) * Math.sin(latitude) - Math.tan(dec) * Math.cos(latitude),
    );
  return { elevation: Math.asin(Math.max(-1, Math.min(1, sinE))), azimuth };
}

/** The sun's place for a local solar time (hours), day of the year (1…366) and latitude (degrees). */
export function sunPlace(time: number, day: number, latitude: Degrees): SkyPlace {
  const dec = declination(REFERENCE_YEAR + (day - 1) + time / 24);
  return horizontal(dec, (time - 12) * 15 * RAD, latitude * RAD);
}

/** World direction towards a place in the sky; `north` is the bearing of −Z from north, radians. */
export function skyDirection(place: SkyPlace, north: Radians): [number, number, number] {
  const turn = place.azimuth - north;
  const level = Math.cos(place.elevation);
  return [Math.sin(turn) * level, Math.sin(place.elevation), -Math.cos(turn) * level];
}
