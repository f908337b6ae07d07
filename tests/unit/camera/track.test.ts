import { describe, expect, it } from "vitest";
import * as handHeld from "../../../shared/camera/hand-held.ts";
import * as pose from "../../../shared/camera/pose.ts";
import * as rigs from "../../../shared/camera/rig.ts";
import * as track from "../../../shared/camera/track.ts";
import * as code from "../../../shared/camera/track-code.ts";
import * as quat from "../../../shared/math/quat.ts";
import * as random from "../../../shared/math/random.ts";
import { degrees } from "../../../shared/math/units.ts";
import * as vec3 from "../../../shared/math/vec3.ts";

/** A minute of an operator who walks, pans, pulls focus and now and then stops, at uneven display times. */
function minute(seed: string, sink: (sample: track.CameraSample) => void): void {
  const hands = random.create(seed);
  const rig = handHeld.create(pose.create([3, 1.6, -2]), 1.6, 5);
  const input = rigs.idle();
  const sample = track.createSample();
  for (let frame = 0; frame < 3600; frame++) {
    if (frame % 90 === 0) {
      const still = random.chance(hands, 0.3);
      vec3.set(
        input.move,
        still ? 0 : random.between(hands, -1, 1),
        0,
        still ? 0 : random.between(hands, -1, 1),
      );
      vec3.set(input.turn, still ? 0 : random.between(hands, -0.6, 0.6), random.between(hands, -0.2, 0.2), 0);
    }
    handHeld.step(rig, handHeld.settings(), input, 1 / 60, null);
    sample.tick = 1000 + frame + random.between(hands, -0.06, 0.06);
    vec3.copy(sample.position, rig.pose.position);
    pose.rotation(sample.rotation, rig.pose);
    if (frame > 1200 && frame < 1400) sample.focus = 4 + Math.sin(frame / 60);
    sample.cut = frame === 2000;
    sink(sample);
  }
}

const state = random.create("track");
const wild = (tick: number): track.CameraSample => {
  const g = () => random.gaussian(state);
  return {
    tick,
    position: [g() * 50, g() * 5, g() * 50],
    rotation: quat.normalise([0, 0, 0, 1], [g(), g(), g(), g()]),
    focal: random.between(state, 12, 300),
    focus: random.chance(state, 0.2) ? Number.POSITIVE_INFINITY : random.between(state, 0.3, 900),
    tStop: random.between(state, 1.3, 22),
    shutter: random.between(state, 1, 360),
    nd: random.between(state, 0, 9),
    rate: random.chance(state, 0.5) ? 0 : random.between(state, 1, 240),
    cut: random.chance(state, 0.1),
  };
};

function expectNear(a: track.CameraSample, b: track.CameraSample): void {
  expect(Math.abs(a.tick - b.tick)).toBeLessThanOrEqual(track.STEP.tick / 2);
  expect(vec3.distance(a.position, b.position)).toBeLessThanOrEqual(1e-4);
  expect(degrees(quat.angle(a.rotation, b.rotation))).toBeLessThanOrEqual(1e-3);
  expect(Math.abs(a.focal - b.focal)).toBeLessThanOrEqual(0.0005 + 1e-9);
  if (b.focus === Number.POSITIVE_INFINITY) expect(a.focus).toBe(b.focus);
  else expect(Math.abs(a.focus - b.focus)).toBeLessThanOrEqual(0.00005 + 1e-9);
  expect(Math.abs(a.tStop - b.tStop)).toBeLessThanOrEqual(0.0005 + 1e-9);
  expect(Math.abs(a.shutter - b.shutter)).toBeLessThanOrEqual(0.005 + 1e-9);
  expect(Math.abs(a.nd - b.nd)).toBeLessThanOrEqual(0.0005 + 1e-9);
  expect(Math.abs(a.rate - b.rate)).toBeLessThanOrEqual(0.0005 + 1e-9);
  expect(a.cut).toBe(b.cut);
}

const stored = (t: track.Track) => [...t.data.subarray(0, t.count * 15)];

describe("track", () => {
  it("keeps samples to 0.1 mm and 0.001°", () => {
    const t = track.create();
    const back = track.createSample();
    for (let i = 0; i < 2_000; i++) {
      const sample = wild(i + random.between(state, 0, 0.5));
      expect(track.append(t, sample)).toBeNull();
      expectNear(track.read(back, t, i), sample);
    }
  });

  it("keeps cameras that look straight up and down, too", () => {
    const t = track.create();
    const back = track.createSample();
    for (const [i, tilt] of [Math.PI / 2, -Math.PI / 2, Math.PI / 2 - 1e-9, 1.5707, 1.57079].entries()) {
      const sample = wild(i);
      quat.fromHeadingTiltRoll(sample.rotation, 1, tilt, 2);
      expect(track.append(t, sample)).toBeNull();
      expectNear(track.read(back, t, i), sample);
    }
    const copy = track.create();
    expect(code.decode(copy, code.encode(t)).ok).toBe(true);
    expect(stored(copy)).toEqual(stored(t));
  });

  it("refuses what is late, not finite or out of range, and stays as it was", () => {
    const t = track.create();
    expect(track.append(t, wild(10))).toBeNull();
    expect(track.append(t, wild(10))).toBe("not later than the last sample");
    expect(track.append(t, wild(9))).toBe("not later than the last sample");
    expect(track.append(t, { ...wild(11), position: [Number.NaN, 0, 0] })).toBe("not finite");
    expect(track.append(t, { ...wild(11), tick: Number.POSITIVE_INFINITY })).toBe("not finite");
    expect(track.append(t, { ...wild(11), position: [1e9, 0, 0] })).toBe("out of range");
    expect(track.append(t, { ...wild(11), focal: 0 })).toBe("out of range");
    expect(track.append(t, { ...wild(11), focus: -1 })).toBe("out of range");
    expect(track.append(track.create(), { ...wild(0), tick: -1 })).toBe("out of range");
    expect(t.count).toBe(1);
    expect(() => track.read(track.createSample(), t, 1)).toThrow(RangeError);
  });

  it("finds samples by binary search and by playing on", () => {
    const t = track.create();
    const ticks: number[] = [];
    let tick = 5;
    for (let i = 0; i < 3_000; i++) {
      tick += random.between(state, 0.1, 2);
      track.append(t, wild(tick));
      ticks.push(track.lastTick(t));
    }
    expect(track.indexAt(t, 4)).toBe(-1);
    for (let i = 0; i < 3_000; i++) expect(track.indexAt(t, ticks[i]!)).toBe(i);
    for (let i = 0; i < 5_000; i++) {
      const at = random.between(state, 0, tick + 5);
      const expected = ticks.findLastIndex((when) => when <= at);
      expect(track.indexAt(t, at)).toBe(expected);
    }
    expect(track.firstTick(t)).toBe(ticks[0]);
    expect(track.firstTick(track.create())).toBeNaN();
  });
});

describe("interpolation", () => {
  const line = (f: (tick: number) => number, times: number[]) => {
    const t = track.create();
    for (const tick of times) {
      track.append(t, { ...track.createSample(), tick, position: [f(tick), 0, 0] });
    }
    return (tick: number) => {
      const out = track.createSample();
      expect(track.sampleAt(out, t, tick)).toBe(true);
      expect(out.tick).toBe(tick);
      return out.position[0];
    };
  };

  it("passes through the samples, and follows a curve between uneven ones", () => {
    const times = Array.from({ length: 60 }, (_, i) => i + (i % 3) * 0.2);
    const f = (tick: number) => Math.sin(tick / 8) * 2;
    const at = line(f, times);
    for (const tick of times) expect(at(Math.round(tick * 4096) / 4096)).toBeCloseTo(f(tick), 3.9);
    for (let tick = 3; tick < 55; tick += 0.1) expect(Math.abs(at(tick) - f(tick))).toBeLessThan(0.001);
  });

  it("is exact on a straight, even move and stands still at both ends", () => {
    const at = line((tick) => tick * 0.01, [2, 3, 4.5, 5, 7]);
    for (let tick = 2; tick <= 7; tick += 0.0625) expect(at(tick)).toBeCloseTo(tick * 0.01, 12);
    expect(at(0)).toBe(at(2));
    expect(at(100)).toBe(at(7));
  });

  it("turns by slerp and blends the lens straight", () => {
    const t = track.create();
    const a = { ...track.createSample(), tick: 0, focal: 24, focus: 2 };
    const b = { ...a, tick: 4, rotation: quat.fromHeading(quat.create(), 0.8), focal: 32, focus: 4 };
    track.append(t, a);
    track.append(t, b);
    const out = track.createSample();
    track.sampleAt(out, t, 1);
    expect(quat.angle(out.rotation, quat.fromHeading(quat.create(), 0.2))).toBeLessThan(1e-5);
    expect(out.focal).toBeCloseTo(26, 9);
    expect(out.focus).toBeCloseTo(2.5, 9);
    track.append(t, { ...b, tick: 8, focus: Number.POSITIVE_INFINITY });
    track.sampleAt(out, t, 6);
    expect(out.focus).toBeCloseTo(8, 9);
  });

  it("keeps a lens that is not changed exactly the one that it is", () => {
    const t = track.create();
    for (let i = 0; i < 9; i++) track.append(t, { ...track.createSample(), tick: i, focal: 35 });
    const out = track.createSample();
    for (let k = 0; k < 200; k++) {
      track.sampleAt(out, t, k / 25);
      expect(out.focal).toBe(35);
    }
  });

  it("does not bridge a cut, nor bend towards it", () => {
    const t = track.create();
    for (let i = 0; i < 10; i++) {
      const position: [number, number, number] = [i < 5 ? i * 0.1 : 100 + i * 0.1, 0, 0];
      track.append(t, { ...track.createSample(), tick: i, position, cut: i === 5 });
    }
    const out = track.createSample();
    track.sampleAt(out, t, 4.9);
    expect(out.position[0]).toBeCloseTo(0.4, 12);
    expect(out.cut).toBe(false);
    track.sampleAt(out, t, 5);
    expect(out.position[0]).toBeCloseTo(100.5, 10);
    expect(out.cut).toBe(true);
    track.sampleAt(out, t, 3.5);
    expect(out.position[0]).toBeCloseTo(0.35, 10);
    track.sampleAt(out, t, 5.5);
    expect(out.position[0]).toBeCloseTo(100.55, 10);
  });

  it("says so where there is nothing", () => {
    const out = track.createSample();
    expect(track.sampleAt(out, track.create(), 3)).toBe(false);
  });
});

describe("track bytes", () => {
  it("read back to the bit, whole or cut into stretches", () => {
    const t = track.create();
    minute("bits", (sample) => expect(track.append(t, sample)).toBeNull());
    const whole = track.create();
    expect(code.decode(whole, code.encode(t))).toEqual({ ok: true, count: 3600 });
    expect(stored(whole)).toEqual(stored(t));
    const pieces = track.create();
    for (let from = 0; from < t.count; from += 7) {
      const bytes = code.encode(t, from, Math.min(from + 7, t.count));
      expect(code.decode(pieces, bytes).ok).toBe(true);
    }
    expect(stored(pieces)).toEqual(stored(t));
    expect(code.encode(pieces)).toEqual(code.encode(t));
  });

  it("of version 1, which knew no rate, are read as of cameras at the project's", () => {
    const t = track.create();
    expect(
      code.decode(
        t,
        Uint8Array.from(
          Buffer.from("0103fb80803200b0ea01bfb802f0a20480f104e02ba09902b8170380408827000040cf8c0100", "hex"),
        ),
      ),
    ).toEqual({ ok: true, count: 3 });
    const out = track.createSample();
    for (let k = 0; k < 3; k++) {
      track.read(out, t, k);
      expect(out).toMatchObject({ tick: 100 + k, shutter: k < 2 ? 180 : 90, nd: 1.5, rate: 0, cut: k === 0 });
      expect(out.position[0]).toBeCloseTo(k * 0.25, 12);
    }
  });

  it("read back the wildest samples, and none", () => {
    const t = track.create();
    for (let i = 0; i < 500; i++) track.append(t, wild(i * 1000));
    const copy = track.create();
    expect(code.decode(copy, code.encode(t)).ok).toBe(true);
    expect(stored(copy)).toEqual(stored(t));
    expect(code.decode(track.create(), code.encode(track.create()))).toEqual({ ok: true, count: 0 });
  });

  it("cost a hand-held camera under 60 kB a minute, and a tripod under 12", () => {
    const walking = track.create();
    minute("size", (sample) => track.append(walking, sample));
    const size = code.encode(walking).length;
    expect(size).toBeLessThan(60_000);
    expect(size).toBeGreaterThan(20_000);
    const tripod = track.create();
    const sample = track.createSample();
    for (let i = 0; i < 3600; i++) {
      sample.tick = i + random.between(state, -0.06, 0.06) + 1;
      track.append(tripod, sample);
    }
    expect(code.encode(tripod).length).toBeLessThan(12_000);
    // As batches for the wire, six samples each.
    let wire = 0;
    for (let from = 0; from < 3600; from += 6) wire += code.encode(walking, from, from + 6).length;
    expect(wire).toBeLessThan(100_000);
  });

  it("refuse a version from elsewhere, cut bytes and lies, and leave the track alone", () => {
    const t = track.create();
    for (let i = 0; i < 20; i++) track.append(t, wild(i + 1));
    const bytes = code.encode(t);
    const into = track.create();
    track.append(into, wild(0));
    const before = stored(into);
    const reason = (data: Uint8Array) => {
      const result = code.decode(into, data);
      expect(stored(into)).toEqual(before);
      return result.ok ? "ok" : result.reason;
    };
    const versioned = Uint8Array.from(bytes);
    versioned[0] = 9;
    expect(reason(versioned)).toContain("version 9");
    expect(reason(new Uint8Array(0))).toContain("cut short");
    for (let length = 1; length < bytes.length; length += 3)
      expect(reason(bytes.subarray(0, length))).not.toBe("ok");
    expect(reason(Uint8Array.from([...bytes, 0]))).toContain("left over");
    expect(reason(Uint8Array.from([1, 255, 255, 255, 255, 15]))).toContain("samples in");
    expect(reason(Uint8Array.from([1, 1, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255]))).toContain(
      "too long",
    );
    // Samples must come after what is there already.
    track.append(into, wild(50));
    expect(code.decode(into, bytes)).toMatchObject({ ok: false });
    before.push(...stored(into).slice(15));
    expect(reason(bytes)).toContain("not later");
  });

  it("are examined without a track: count, first and last, and the same faults", () => {
    const found = code.createStretch();
    const t = track.create();
    for (let i = 0; i < 20; i++) track.append(t, { ...track.createSample(), tick: 7 + i });
    const bytes = code.encode(t);
    expect(code.examine(found, bytes, 20)).toBeNull();
    expect(found).toEqual({ count: 20, first: 7, last: 26 });
    expect(code.examine(found, bytes, 19)).toContain("20 samples in");
    expect(code.examine(found, bytes.subarray(0, 21), 20)).toBe("cut short");
    expect(code.examine(found, code.encode(track.create()), 20)).toBeNull();
    expect(found).toEqual({ count: 0, first: 0, last: 0 });
    const noise = random.create("examine");
    for (let round = 0; round < 5_000; round++) {
      const data = Uint8Array.from(bytes);
      for (let k = random.int(noise, 4); k >= 0; k--)
        data[random.int(noise, data.length)] = random.int(noise, 256);
      const into = track.create();
      const read = code.decode(into, data);
      // Lenses are examined more closely; else both say the same.
      if (code.examine(found, data, 100) === null) {
        expect(read).toEqual({ ok: true, count: found.count });
        expect(found.last).toBe(found.count === 0 ? 0 : track.lastTick(into));
      }
    }
  });

  it("join to a take's track; what was filmed anew takes the place of what a crash had lost", () => {
    const stretch = (from: number, count: number, x: number): Uint8Array => {
      const t = track.create();
      for (let i = 0; i < count; i++)
        track.append(t, { ...track.createSample(), tick: from + i, position: [x, 0, 0] });
      return code.encode(t);
    };
    const t = track.create();
    expect(
      code.join(t, [stretch(10, 6, 1), stretch(16, 6, 1), stretch(14, 4, 2), stretch(18, 2, 2)]),
    ).toBeNull();
    expect(t.count).toBe(10);
    const out = track.createSample();
    const at = Array.from({ length: 10 }, (_, k) => track.read(out, t, k) && [out.tick, out.position[0]]);
    expect(at).toEqual(Array.from({ length: 10 }, (_, k) => [10 + k, k < 4 ? 1 : 2]));
    expect(code.join(t, [stretch(30, 1, 0), Uint8Array.of(2, 9)])).toContain("samples in");
    expect(t.count).toBe(11);
  });

  it("never throw on noise", () => {
    const noise = random.create("noise");
    for (let round = 0; round < 5_000; round++) {
      const data = Uint8Array.from({ length: random.int(noise, 80) + 1 }, () => random.int(noise, 256));
      data[0] = 1;
      data[1] = random.int(noise, 5);
      const into = track.create();
      const result = code.decode(into, data);
      if (!result.ok) expect(into.count).toBe(0);
    }
  });
});
