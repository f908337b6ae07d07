import { expect, test } from "vitest";
import { createDisplay } from "../../../client/session/display.ts";
import { createMirror } from "../../../shared/world/mirror.ts";

/** Mirrors of every tick, a clock that plays them as they come. */
function play(behind: number) {
  const display = createDisplay();
  const shown: number[] = [];
  for (let tick = 0; tick < 180; tick++) {
    const mirror = createMirror(1);
    mirror.tick = tick;
    const now = 1000 + (tick * 1000) / 60;
    display.arrive(mirror, { at: performance.timeOrigin + now, tick: tick - 1, rate: 1 });
    if (tick === 60) display.behind = behind;
    display.advance(now);
    shown.push(display.position());
  }
  return { display, shown };
}

test("shows the world between ticks, at the clock's time", () => {
  const { shown, display } = play(0);
  expect(shown.at(-1)).toBeCloseTo(178, 3);
  expect(display.live(1000 + (179.5 * 1000) / 60)).toBeCloseTo(178.5, 3);
  for (let k = 1; k < shown.length; k++) expect(shown[k]!).toBeGreaterThanOrEqual(shown[k - 1]!);
});

test("shows the world later where it is to be seen with another's camera, and knows the live position all the same", () => {
  const { shown, display } = play(30);
  expect(shown.at(-1)).toBeCloseTo(148, 1);
  expect(display.from!.tick).toBeLessThanOrEqual(148);
  expect(display.to!.tick).toBeGreaterThanOrEqual(148);
  expect(display.live(1000 + (179 * 1000) / 60)).toBeCloseTo(178, 3);
});
