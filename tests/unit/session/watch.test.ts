import { expect, test } from "vitest";
import { createDice } from "../../../client/session/memory-link.ts";
import * as watch from "../../../client/session/watch.ts";
import * as track from "../../../shared/camera/track.ts";
import * as code from "../../../shared/camera/track-code.ts";

/** An operator who moves a metre a second along x, in batches of six samples. */
function batches(seconds: number): { tick: number; bytes: Uint8Array }[] {
  const out: { tick: number; bytes: Uint8Array }[] = [];
  const own = track.create();
  const sample = track.createSample();
  for (let tick = 1000; tick < 1000 + seconds * 60; tick++) {
    sample.tick = tick + 0.5;
    sample.position[0] = (tick + 0.5) / 60;
    track.append(own, sample);
    if (own.count % 6 === 0) out.push({ tick, bytes: code.encode(own, own.count - 6) });
  }
  return out;
}
const seen = track.createSample();

test("a camera moves evenly, as far back as the network's jitter asks", () => {
  const watching = watch.create();
  const dice = createDice(3);
  const list = batches(30).map(({ tick, bytes }) => ({ bytes, at: tick + 8 + 6 * dice() }));
  let next = 0;
  let before = Number.NaN;
  let worst = 0;
  for (let position = 1000; position < 2780; position += 0.4) {
    while (next < list.length && list[next]!.at <= position) {
      expect(
        watch.hear(
          watching,
          { person: 2, camera: 5, samples: list[next]!.bytes },
          position,
          position * 16.667,
        ),
      ).toBeNull();
      next++;
    }
    if (!watch.at(seen, watching, 5, position)) continue;
    if (position > 1900) worst = Math.max(worst, Math.abs(seen.position[0] - before - 0.4 / 60));
    before = seen.position[0];
  }
  // Even to a tenth of the step: no stop, no jump.
  expect(worst).toBeLessThan(0.4 / 60 / 10);
  expect(watching.get(5)!.delay).toBeGreaterThan(13);
  expect(watching.get(5)!.delay).toBeLessThan(24);
});

test("another operator, or the same one anew, begins another track; rubbish changes nothing", () => {
  const watching = watch.create();
  const [first, second] = batches(1);
  watch.hear(watching, { person: 2, camera: 5, samples: second!.bytes }, 1010, 0);
  expect(
    watch.hear(watching, { person: 2, camera: 5, samples: new Uint8Array([9, 9]) }, 1010, 0),
  ).not.toBeNull();
  expect(watching.get(5)!.track.count).toBe(6);
  expect(watch.hear(watching, { person: 2, camera: 5, samples: first!.bytes }, 1010, 0)).toBeNull();
  expect(track.firstTick(watching.get(5)!.track)).toBeCloseTo(1000.5, 3);
  watch.hear(watching, { person: 3, camera: 5, samples: first!.bytes }, 1010, 0);
  expect(watching.get(5)!.person).toBe(3);
  watch.forget(watching, new Set([2]));
  expect(watching.size).toBe(0);
});

test("a take's camera is shown at exactly its time", () => {
  const watching = watch.create();
  expect(
    watch.put(
      watching,
      5,
      batches(2).map(({ bytes }) => bytes),
    ),
  ).toBeNull();
  expect(watch.at(seen, watching, 5, 1030)).toBe(true);
  expect(seen.position[0]).toBeCloseTo(1030 / 60, 3);
  expect(watch.at(seen, watching, 6, 1030)).toBe(false);
});
