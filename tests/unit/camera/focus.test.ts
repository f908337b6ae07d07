import { describe, expect, it } from "vitest";
import * as focus from "../../../shared/camera/focus.ts";
import * as framing from "../../../shared/camera/framing.ts";
import * as optics from "../../../shared/camera/optics.ts";
import * as pose from "../../../shared/camera/pose.ts";
import { UnknownPreset } from "../../../shared/camera/preset.ts";
import type { CameraSettings } from "../../../shared/camera/settings.ts";
import * as settings from "../../../shared/camera/settings.ts";
import * as rate from "../../../shared/clock/rate.ts";
import { degrees } from "../../../shared/math/units.ts";

describe("focus", () => {
  it("pulls from stop to stop over a time, exact at both ends", () => {
    const move = focus.pull(1.2, 6, 2);
    expect(focus.during(move, -1)).toBe(1.2);
    expect(focus.during(move, 0)).toBe(1.2);
    expect(focus.during(move, 2)).toBe(6);
    expect(focus.during(move, 3)).toBe(6);
    expect(focus.over(move, 1.99)).toBe(false);
    let last = 1.2;
    for (let t = 0; t <= 2; t += 1 / 60) {
      const here = focus.during(move, t);
      expect(here).toBeGreaterThanOrEqual(last);
      last = here;
    }
    // Half way round the ring, in 1/distance.
    expect(focus.during(move, 1)).toBeCloseTo(2 / (1 / 1.2 + 1 / 6), 12);
    expect(focus.during(focus.pull(2, 4, 0), 0)).toBe(4);
  });

  it("reaches infinity and comes back", () => {
    const out = focus.pull(3, Number.POSITIVE_INFINITY, 1, "even");
    expect(focus.during(out, 0.5)).toBeCloseTo(6, 12);
    expect(focus.during(out, 1)).toBe(Number.POSITIVE_INFINITY);
    const home = focus.pull(Number.POSITIVE_INFINITY, 3, 1, "even");
    expect(focus.during(home, 0.5)).toBeCloseTo(6, 12);
  });

  it("refuses impossible pulls", () => {
    expect(() => focus.pull(0, 3, 1)).toThrow(RangeError);
    expect(() => focus.pull(1, 3, -1)).toThrow(RangeError);
  });

  it("runs by hand in proportion, between nearest and infinity", () => {
    let d = 2;
    for (let i = 0; i < 60; i++) d = focus.byHand(d, 1, 1 / 60, 0.5);
    expect(d).toBeCloseTo(focus.byHand(2, 1, 1, 0.5), 10);
    for (let i = 0; i < 60 * 20; i++) d = focus.byHand(d, 1, 1 / 60, 0.5);
    expect(d).toBe(Number.POSITIVE_INFINITY);
    d = focus.byHand(d, -1, 1 / 60, 0.5);
    expect(d).toBeLessThanOrEqual(focus.FARTHEST);
    for (let i = 0; i < 60 * 20; i++) d = focus.byHand(d, -1, 1 / 60, 0.5);
    expect(d).toBe(0.5);
    expect(focus.byHand(3, 0, 1, 0.5)).toBe(3);
  });

  it("is read from the sensor plane when set on a point", () => {
    const camera = pose.create([0, 1.6, 0]);
    const d = focus.onPoint(camera, [1, 1.6, -3], 50);
    // Depth along the axis counts, not the slant.
    expect(d).toBeCloseTo(optics.toSensorPlane(3, 50), 12);
    expect(focus.onPoint(camera, [0, 1.6, 2], 50)).toBeNull();
    expect(focus.onPoint(camera, [0, 1.6, -0.05], 50)).toBeNull();
  });

  it("follows a subject as fast in small steps as in large", () => {
    const camera = pose.create([0, 1.6, 0]);
    let small = 3;
    for (let i = 0; i < 12; i++) small = focus.follow(small, camera, [0, 1.6, -8], 50, 1 / 60);
    expect(small).toBeCloseTo(focus.follow(3, camera, [0, 1.6, -8], 50, 0.2), 10);
    expect(focus.follow(3, camera, [0, 1.6, 8], 50, 1)).toBe(3);
    expect(focus.follow(3, camera, [0, 1.6, -8], 50, 0, 0)).toBeCloseTo(8.05, 2);
  });

  it("keeps stops in order", () => {
    let stops: readonly focus.FocusStop[] = [];
    stops = focus.store(stops, { label: "door", distance: 6 });
    stops = focus.store(stops, { label: "table", distance: 2 });
    stops = focus.store(stops, { label: "street", distance: Number.POSITIVE_INFINITY });
    stops = focus.store(stops, { label: "door again", distance: 6.05 });
    expect(stops.map((stop) => stop.label)).toEqual(["table", "door again", "street"]);
    expect(focus.nextStop(stops, 2, 1)?.label).toBe("door again");
    expect(focus.nextStop(stops, 2, -1)).toBeNull();
    expect(focus.nextStop(stops, 6.05, 1)?.label).toBe("street");
    expect(focus.nextStop(stops, Number.POSITIVE_INFINITY, -1)?.label).toBe("door again");
  });
});

describe("settings", () => {
  const base = settings.defaults();

  it("come out of the case without fault or warning", () => {
    expect(settings.check(base)).toBeNull();
    expect(settings.warnings(base, 1.85)).toEqual([]);
    expect(degrees(settings.gateFov(base, 27.99 / 19.22))).toBeCloseTo(30.71, 2);
  });

  it("name the field that is wrong", () => {
    const bad: [Partial<CameraSettings>, string][] = [
      [{ filmback: "x" }, "filmback"],
      [{ lensSet: "x" }, "lensSet"],
      [{ focal: 36 }, "focal"],
      [{ measured: 99 }, "measured"],
      [{ tStop: 1.3 }, "tStop"],
      [{ tStop: Number.NaN }, "tStop"],
      [{ focus: 0 }, "focus"],
      [{ shutter: 361 }, "shutter"],
      [{ nd: -1 }, "nd"],
      [{ squeeze: 3 }, "squeeze"],
      [{ rate: rate.create(2000) }, "rate"],
      [{ iso: 0 }, "iso"],
    ];
    for (const [change, field] of bad)
      expect(settings.check({ ...base, ...change })).toMatch(new RegExp(`^${field}:`));
    expect(settings.check({ ...base, focus: Number.POSITIVE_INFINITY })).toBeNull();
  });

  it("hold the exposure through ND unless by hand", () => {
    const opened = settings.change({ ...base, tStop: 5.6 }, { tStop: 2.8 });
    expect(opened.settings.nd).toBeCloseTo(2, 10);
    expect(opened.short).toBe(0);
    expect(settings.change({ ...base, tStop: 5.6 }, { tStop: 2.8 }, false).settings.nd).toBe(0);
    const closed = settings.change(base, { tStop: 5.6 });
    expect(closed.short).toBeCloseTo(2, 10);
    const faster = settings.change({ ...base, nd: 3 }, { rate: rate.FORTY_EIGHT });
    expect(faster.settings.nd).toBeCloseTo(2, 10);
    expect(settings.change(base, { nd: 4 }).settings.nd).toBe(4);
  });

  it("fit stop, squeeze and focal length to a new lens set", () => {
    const fast = settings.change(base, { lensSet: "master-prime", focal: 50, tStop: 1.3 }).settings;
    const slow = settings.change(fast, { lensSet: "master-anamorphic" }).settings;
    expect(slow).toMatchObject({ focal: 50, squeeze: 2, tStop: 1.9 });
    expect(settings.change(fast, { lensSet: "signature-prime" }).settings.focal).toBe(47);
    expect(() => settings.change(base, { lensSet: "x" })).toThrow(UnknownPreset);
    const measured = settings.change(base, { measured: 35.8 }).settings;
    expect(settings.lensOf(measured).measured).toBe(35.8);
    expect(settings.change(measured, { focal: 40 }).settings.measured).toBeUndefined();
  });

  it("warn of a Super 35 lens on a larger filmback, and of a wrong squeeze", () => {
    const wide = settings.change(base, { lensSet: "master-prime", filmback: "alexa-lf-og" }).settings;
    expect(settings.warnings(wide, 1.78)[0]).toContain("corners go dark");
    expect(settings.warnings({ ...wide, filmback: "alexa-mini-28k-16x9" }, 1.78)).toEqual([]);
    expect(settings.warnings({ ...base, squeeze: 2 }, 2.39)[0]).toContain("squeezes 1×");
  });
});

describe("framing", () => {
  const one = framing.keep("one", pose.create([0, 1.6, 5], 0.2), settings.defaults());

  it("keeps a copy", () => {
    const p = pose.create([1, 2, 3]);
    const kept = framing.keep("copy", p, settings.defaults());
    p.position[0] = 99;
    expect(kept.pose.position[0]).toBe(1);
    expect(framing.describe(kept.pose, kept.settings)).toBe("35 mm, 2.00 m high");
  });

  it("offers a new setup when lens or starting place differ", () => {
    const near = framing.keep("near", pose.create([0.1, 1.6, 5], 0.22), settings.defaults());
    expect(framing.isNewSetup(one, near)).toBe(false);
    const longer = { ...near, settings: { ...near.settings, focal: 75 } };
    expect(framing.isNewSetup(one, longer)).toBe(true);
    expect(framing.isNewSetup(one, framing.keep("far", pose.create([1, 1.6, 5], 0.2), one.settings))).toBe(
      true,
    );
    expect(framing.isNewSetup(one, framing.keep("turned", pose.create([0, 1.6, 5], 0.5), one.settings))).toBe(
      true,
    );
    // Focus and stop are no new setup.
    expect(framing.isNewSetup(one, { ...near, settings: { ...near.settings, focus: 1, tStop: 8 } })).toBe(
      false,
    );
  });

  it("travels from one to another, exact at both ends, the short way round", () => {
    const other = framing.keep("other", pose.create([2, 1, 1], -3.1), { ...settings.defaults(), focus: 2 });
    const from = framing.keep("from", pose.create([0, 1.6, 5], 3.1), settings.defaults());
    const out = pose.create();
    expect(framing.travel(out, from, other, 0)).toBe(4);
    expect(out).toEqual(from.pose);
    expect(framing.travel(out, from, other, 1)).toBe(2);
    expect(out).toEqual(other.pose);
    framing.travel(out, from, other, 0.5);
    expect(Math.abs(out.heading)).toBeGreaterThan(3.1);
    expect(out.position[0]).toBeCloseTo(1, 12);
  });
});
