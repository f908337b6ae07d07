import { describe, expect, it } from "vitest";
import * as cadence from "../../../shared/camera/cadence.ts";
import * as pose from "../../../shared/camera/pose.ts";
import * as rate from "../../../shared/clock/rate.ts";
import * as quat from "../../../shared/math/quat.ts";
import * as random from "../../../shared/math/random.ts";
import * as vec3 from "../../../shared/math/vec3.ts";

describe("pose", () => {
  it("looks along −Z, left for positive heading, up for positive tilt", () => {
    const p = pose.create();
    expect(pose.forward([0, 0, 0], p)).toEqual([0, 0, -1]);
    p.heading = Math.PI / 2;
    expect(pose.forward([0, 0, 0], p)[0]).toBeCloseTo(-1, 14);
    p.tilt = Math.PI / 4;
    expect(pose.forward([0, 0, 0], p)[1]).toBeCloseTo(Math.SQRT1_2, 14);
    p.roll = 0.3;
    expect(pose.right([0, 0, 0], p)[1]).toBeGreaterThan(0);
    const axes = [pose.right([0, 0, 0], p), pose.up([0, 0, 0], p), pose.forward([0, 0, 0], p)];
    expect(vec3.dot(axes[0]!, axes[1]!)).toBeCloseTo(0, 14);
    expect(vec3.dot(vec3.cross([0, 0, 0], axes[0]!, axes[1]!), axes[2]!)).toBeCloseTo(-1, 14);
  });

  it("turns into a quaternion and back", () => {
    const state = random.create("pose");
    for (let i = 0; i < 200; i++) {
      const p = pose.create(
        [1, 2, 3],
        random.between(state, -3, 3),
        random.between(state, -1.5, 1.5),
        random.between(state, -3, 3),
      );
      const q = pose.rotation(quat.create(), p);
      const back = pose.setRotation(pose.create(), q);
      expect(back.heading).toBeCloseTo(p.heading, 10);
      expect(back.tilt).toBeCloseTo(p.tilt, 10);
      expect(back.roll).toBeCloseTo(p.roll, 10);
    }
  });

  it("looks at a point, level", () => {
    const p = pose.create([1, 1.6, 5], 2, 0.2, 0.4);
    pose.lookAt(p, [4, 0.5, -3]);
    expect(p.roll).toBeCloseTo(0, 14);
    const aim = vec3.normalise([0, 0, 0], vec3.subtract([0, 0, 0], [4, 0.5, -3], p.position));
    expect(vec3.angle(pose.forward([0, 0, 0], p), aim)).toBeLessThan(1e-12);
    expect(pose.depthOf(p, [4, 0.5, -3])).toBeCloseTo(vec3.distance(p.position, [4, 0.5, -3]), 12);
    expect(pose.depthOf(p, [1, 1.6, 5])).toBe(0);
    const before = { ...p };
    pose.lookAt(p, p.position);
    expect(p).toMatchObject({ heading: before.heading, tilt: before.tilt });
  });
});

describe("cadence", () => {
  it("plays 48 in 24 at half speed", () => {
    expect(cadence.playSpeed(rate.FORTY_EIGHT, rate.FILM)).toBe(0.5);
    expect(cadence.playSpeed(rate.FILM, rate.FILM)).toBe(1);
    expect(cadence.takenAt(48, rate.FORTY_EIGHT)).toBe(60);
    expect(cadence.shownAt(48, rate.FILM)).toBe(2);
    expect(cadence.recorded(60, rate.FORTY_EIGHT)).toBe(48);
  });

  it("takes twice the moments of a camera at 48 for what is shown at the project's rate, exactly", () => {
    const { FILM, FILM_NTSC, FORTY_EIGHT } = rate;
    expect(cadence.takenFor(FILM, FORTY_EIGHT, FILM)).toEqual({ num: 48, den: 1 });
    expect(cadence.takenFor(FILM_NTSC, FORTY_EIGHT, FILM_NTSC)).toEqual({ num: 48, den: 1 });
    // Written at 60 for a project at 24: each second of the file is still half a second of the world.
    expect(cadence.takenFor(rate.SIXTY, FORTY_EIGHT, FILM)).toEqual({ num: 120, den: 1 });
    expect(cadence.takenFor(FILM_NTSC, FILM_NTSC, FILM_NTSC)).toEqual(FILM_NTSC);
    expect(cadence.told(FILM_NTSC, FILM_NTSC)).toBe(0);
    expect(cadence.rateOf(0, FILM_NTSC)).toEqual(FILM_NTSC);
    expect(cadence.rateOf(cadence.told(FORTY_EIGHT, FILM), FILM)).toEqual(FORTY_EIGHT);
  });

  it("opens the shutter for its part of a camera frame", () => {
    const open = cadence.shutterOpen({ from: 0, to: 0 }, 100, 180, rate.FILM);
    expect(open.from).toBe(100);
    expect(open.to).toBeCloseTo(101.25, 12);
  });

  it("holds each frame until the next: 24 strobes, 60 does not", () => {
    const shown = new Set<number>();
    for (let tick = 0; tick < 60; tick++) shown.add(cadence.held(tick, rate.FILM));
    expect(shown.size).toBe(24);
    for (let tick = 0; tick < 60; tick++) expect(cadence.held(tick, rate.SIXTY)).toBe(tick);
  });
});
