/**
 * What follows from a look, for people: where the sun stands, when it rises and sets, what film people call the hour. In:
 * a look. Out: the look's panel.
 */
import { sunPlace } from "../../shared/look/sun.ts";
import { degrees } from "../../shared/math/units.ts";
import type { Look } from "../../shared/world/command.ts";
import type { LookPanel } from "../panels/model.ts";

/** Degrees of the sun's middle as its rim leaves the horizon: half its width and the air's bending. */
const RIM = -0.833;

/** The panel of a look. */
export function lookPanel(look: Look): LookPanel {
  const { time, day, latitude } = look;
  const heightAt = (hours: number): number => degrees(sunPlace(hours, day, latitude).elevation);
  const { azimuth } = sunPlace(time, day, latitude);
  const sunHeight = heightAt(time);
  return {
    look,
    sunHeight,
    sunBearing: ((degrees(azimuth) % 360) + 360) % 360,
    phrase: phraseOf(sunHeight, time),
    sunrise: crossing(heightAt, 0, 12),
    sunset: crossing(heightAt, 24, 12),
  };
}

/** Hours at which the sun's rim crosses the horizon between a dark and a bright hour; null where it does not. */
function crossing(heightAt: (hours: number) => number, dark: number, bright: number): number | null {
  if (heightAt(dark) > RIM || heightAt(bright) < RIM) return null;
  let [low, high] = [dark, bright];
  for (let k = 0; k < 24; k++) {
    const middle = (low + high) / 2;
    if (heightAt(middle) < RIM) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** What the hour is called on a set. */
function phraseOf(height: number, time: number): string {
  if (height >= 8) return time < 10.5 ? "morning" : time < 14 ? "midday" : "afternoon";
  if (height >= RIM) return "golden hour";
  if (height >= -6) return time < 12 ? "dawn" : "dusk";
  return height >= -12 ? "blue hour" : "night";
}
