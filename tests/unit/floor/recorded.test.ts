import { describe, expect, it } from "vitest";
import * as recorded from "../../../client/floor/recorded.ts";
import * as track from "../../../shared/camera/track.ts";
import * as trackCode from "../../../shared/camera/track-code.ts";
import * as rate from "../../../shared/clock/rate.ts";

const FROM = 600;

/** A camera that goes along +X, a metre in ten ticks, sampled at uneven times; it cuts to another place at tick 30. */
function samples(): Uint8Array[] {
  const own = track.create();
  const sample = track.createSample();
  for (let k = 0; k <= 40; k++) {
    const tick = k + (k % 3) * 0.21;
    sample.tick = FROM + tick;
    sample.position = [tick / 10 + (k >= 30 ? 100 : 0), 1.5, 0];
    sample.cut = k === 0 || k === 30;
    sample.focal = 35;
    sample.shutter = 180;
    expect(track.append(own, sample)).toBeNull();
  }
  return [trackCode.encode(own, 0, 20), trackCode.encode(own, 20)];
}

const kept = {
  ...{ letter: "A", filmback: "alexa-35-46k-og", lensSet: "signature-prime", focal: 35, squeeze: 2 },
  ...{ tStop: 2.8, focus: 4, follows: 0, shutter: 180, rig: "free" },
};

describe("what a camera recorded", () => {
  const a = recorded.read({ camera: 7, letter: "A", samples: samples() });

  it("is where it was between its samples, the shutter open for its share of the camera's frame", () => {
    const { shot, sample } = recorded.shotAt(a, kept, 2.39, rate.FILM_NTSC, FROM + 12.345);
    expect(shot.pose.position[0]).toBeCloseTo(1.2345, 3);
    // 180° at 24000/1001 is 1001/48000 s: 1.25125 ticks.
    expect(shot.opening!.position[0]).toBeCloseTo(1.2345 - 0.125125, 3);
    expect(shot.lens).toMatchObject({ focal: 35, squeeze: 2, shutter: 180, rate: 24000 / 1001 });
    expect(shot.seconds).toBeCloseTo((FROM + 12.345) / 60, 9);
    expect(sample.tick).toBe(FROM + 12.345);
    // Anamorphic: the gate on the sensor is half as wide as the picture is.
    expect(shot.gate.width / shot.gate.height).toBeCloseTo(2.39 / 2, 6);
  });

  it("opens its shutter for its share of its own frames, where it ran at another rate", () => {
    const own = track.create();
    const sample = { ...track.createSample(), rate: 48 };
    for (let k = 0; k < 3; k++) track.append(own, { ...sample, tick: FROM + k, position: [k / 10, 0, 0] });
    const fast = recorded.read({ camera: 7, letter: "A", samples: [trackCode.encode(own)] });
    const { shot } = recorded.shotAt(fast, kept, 2.39, rate.FILM, FROM + 2);
    expect(shot.lens.rate).toBe(48);
    // 180° at 48 is 1/96 s: 0.625 ticks.
    expect(shot.pose.position[0] - shot.opening!.position[0]).toBeCloseTo(0.0625, 3);
  });

  it("leaves no streak over a cut, and stands where it began and ended", () => {
    expect(recorded.shotAt(a, kept, 2.39, rate.FILM, FROM + 30.5).shot.opening).toBeUndefined();
    expect(recorded.shotAt(a, kept, 2.39, rate.FILM, FROM + 29.9).shot.opening).toBeDefined();
    expect(recorded.shotAt(a, kept, 2.39, rate.FILM, FROM + 32.5).shot.opening).toBeDefined();
    expect(recorded.shotAt(a, kept, 2.39, rate.FILM, FROM).shot.pose.position[0]).toBe(0);
    expect(recorded.shotAt(a, kept, 2.39, rate.FILM, FROM + 99).shot.pose.position[0]).toBeCloseTo(104.02, 1);
  });

  it("keeps a gate where the stage does not know the camera or its filmback any more", () => {
    for (const camera of [null, { ...kept, filmback: "no-such-back", squeeze: 1 }]) {
      const { shot } = recorded.shotAt(a, camera, 1.85, rate.FILM, FROM + 1);
      expect(shot.gate.width / shot.gate.height).toBeCloseTo(1.85, 6);
    }
  });

  it("gets brighter by what was opened by hand, and not by what ND held", () => {
    const at = (change: Partial<track.CameraSample>) => ({
      ...track.createSample(),
      tStop: 4,
      nd: 6,
      ...change,
    });
    const over = (first: track.CameraSample, now: track.CameraSample, key = 1000) =>
      recorded.stopsOver(first, 1000, now, key, rate.FILM);
    expect(over(at({}), at({}))).toBe(0);
    expect(over(at({}), at({ tStop: 2.8284 }))).toBeCloseTo(1, 3);
    expect(over(at({}), at({ shutter: 90 }))).toBeCloseTo(-1, 6);
    expect(over(at({}), at({ tStop: 2.8284, nd: 7 }))).toBe(0);
    // The sun came out, and a stop of ND went in.
    expect(over(at({}), at({ nd: 7 }), 2000)).toBe(0);
    // By night there is no ND to take out, and the look's metering follows the light.
    expect(over(at({ nd: 0 }), at({ nd: 0 }), 500)).toBe(0);
  });

  it("says in words what cannot be read", () => {
    expect(() => recorded.read({ camera: 7, letter: "B", samples: [] })).toThrow(/camera B recorded nothing/);
    expect(() => recorded.read({ camera: 7, letter: "B", samples: [new Uint8Array([9, 9, 9])] })).toThrow(
      /camera B .*read/,
    );
  });
});
