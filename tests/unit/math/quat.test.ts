import { describe, expect, it } from "vitest";
import * as mat4 from "../../../shared/math/mat4.ts";
import type { Quat } from "../../../shared/math/quat.ts";
import * as quat from "../../../shared/math/quat.ts";
import * as random from "../../../shared/math/random.ts";
import type { Vec3 } from "../../../shared/math/vec3.ts";
import * as vec3 from "../../../shared/math/vec3.ts";

const state = random.create("quat.test");
const direction = (): Vec3 => {
  const g = () => random.gaussian(state);
  return vec3.normalise(vec3.create(), [g(), g(), g()]);
};
const rotation = (): Quat => {
  const g = () => random.gaussian(state);
  return quat.normalise(quat.create(), [g(), g(), g(), g()]);
};
const near = (a: ArrayLike<number>, b: ArrayLike<number>, digits = 12) => {
  for (let i = 0; i < a.length; i++) expect(a[i]!).toBeCloseTo(b[i]!, digits);
};

describe("quat", () => {
  it("takes +Z to (sin h, 0, cos h) by heading h", () => {
    near(quat.rotate(vec3.create(), quat.fromHeading(quat.create(), 0.7), [0, 0, 1]), [
      Math.sin(0.7),
      0,
      Math.cos(0.7),
    ]);
  });

  it("turns a camera left, up and anticlockwise for positive heading, tilt and roll", () => {
    const q = quat.create();
    const v = vec3.create();
    quat.rotate(v, quat.fromHeadingTiltRoll(q, 0.1, 0, 0), [0, 0, -1]);
    expect(v[0]).toBeLessThan(0);
    quat.rotate(v, quat.fromHeadingTiltRoll(q, 0, 0.1, 0), [0, 0, -1]);
    expect(v[1]).toBeGreaterThan(0);
    quat.rotate(v, quat.fromHeadingTiltRoll(q, 0, 0, 0.1), [0, 1, 0]);
    expect(v[0]).toBeLessThan(0);
  });

  it("gives heading, tilt and roll back", () => {
    for (let i = 0; i < 500; i++) {
      const angles: Vec3 = [
        random.between(state, -3.1, 3.1),
        random.between(state, -1.5, 1.5),
        random.between(state, -3.1, 3.1),
      ];
      const q = quat.fromHeadingTiltRoll(quat.create(), ...angles);
      near(quat.toHeadingTiltRoll(vec3.create(), q), angles, 11);
    }
  });

  it("gives the same rotation back straight up and down", () => {
    for (const tilt of [Math.PI / 2, -Math.PI / 2]) {
      for (const [heading, roll] of [
        [0.4, 0],
        [0.4, 0.9],
        [-2, 1],
      ] as const) {
        const q = quat.fromHeadingTiltRoll(quat.create(), heading, tilt, roll);
        const back = quat.toHeadingTiltRoll(vec3.create(), q);
        expect(quat.angle(q, quat.fromHeadingTiltRoll(quat.create(), ...back))).toBeLessThan(1e-7);
        expect(back[2]).toBe(0);
      }
    }
  });

  it("applies the right factor of a product first", () => {
    for (let i = 0; i < 100; i++) {
      const a = rotation();
      const b = rotation();
      const v = direction();
      const one = quat.rotate(vec3.create(), quat.multiply(quat.create(), a, b), v);
      const two = quat.rotate(vec3.create(), a, quat.rotate(vec3.create(), b, v));
      near(one, two);
      near(quat.unrotate(vec3.create(), a, quat.rotate(vec3.create(), a, v)), v);
      near(quat.multiply(quat.create(), a, quat.conjugate(quat.create(), a)), [0, 0, 0, 1]);
    }
  });

  it("may write into an input", () => {
    const a = rotation();
    const b = rotation();
    const expected = quat.multiply(quat.create(), a, b);
    expect(quat.multiply(quat.clone(a), quat.clone(a), b)).toEqual(expected);
    const into = quat.clone(b);
    expect(quat.multiply(into, a, into)).toEqual(expected);
  });

  it("matches matrices both ways", () => {
    for (let i = 0; i < 200; i++) {
      const q = rotation();
      const m = mat4.compose(mat4.create(), [0, 0, 0], q);
      const v = direction();
      near(mat4.transformPoint(vec3.create(), m, v), quat.rotate(vec3.create(), q, v));
      expect(quat.angle(q, quat.fromMat4(quat.create(), m))).toBeLessThan(1e-12);
    }
    for (const half of [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ] as Quat[]) {
      const m = mat4.compose(mat4.create(), [0, 0, 0], half);
      expect(quat.angle(half, quat.fromMat4(quat.create(), m))).toBeLessThan(1e-12);
    }
  });

  it("slerps evenly, the short way, and stays of length 1", () => {
    for (let i = 0; i < 200; i++) {
      const a = rotation();
      const b = rotation();
      const whole = quat.angle(a, b);
      const q = quat.slerp(quat.create(), a, b, 0.25);
      expect(quat.angle(a, q)).toBeCloseTo(whole * 0.25, 10);
      expect(quat.dot(q, q)).toBeCloseTo(1, 14);
      const opposite: Quat = [-b[0], -b[1], -b[2], -b[3]];
      expect(quat.angle(q, quat.slerp(quat.create(), a, opposite, 0.25))).toBeLessThan(1e-12);
    }
    const near1 = quat.fromHeading(quat.create(), 1e-5);
    expect(quat.angle(quat.IDENTITY, quat.slerp(quat.create(), quat.IDENTITY, near1, 0.5))).toBeCloseTo(
      5e-6,
      16,
    );
  });

  it("turns rotation vectors both ways", () => {
    for (let i = 0; i < 200; i++) {
      const q = rotation();
      const v = quat.toRotationVector(vec3.create(), q);
      expect(vec3.length(v)).toBeLessThanOrEqual(Math.PI + 1e-12);
      expect(quat.angle(q, quat.fromRotationVector(quat.create(), v))).toBeLessThan(1e-12);
    }
    expect(quat.fromRotationVector(quat.create(), [0, 0, 0])).toEqual([0, 0, 0, 1]);
    near(
      quat.toRotationVector(vec3.create(), quat.fromRotationVector(quat.create(), [1e-12, 0, 0])),
      [1e-12, 0, 0],
      25,
    );
  });

  it("finds the rotation between directions, opposite ones included", () => {
    for (let i = 0; i < 200; i++) {
      const a = direction();
      const b = direction();
      near(quat.rotate(vec3.create(), quat.between(quat.create(), a, b), a), b, 10);
      const away = vec3.negate(vec3.create(), a);
      near(quat.rotate(vec3.create(), quat.between(quat.create(), a, away), a), away, 10);
    }
  });

  it("looks where it is told", () => {
    for (let i = 0; i < 100; i++) {
      const d = direction();
      const q = quat.looking(quat.create(), d);
      near(quat.rotate(vec3.create(), q, [0, 0, -1]), d, 10);
      expect(quat.rotate(vec3.create(), q, [1, 0, 0])[1]).toBeCloseTo(0, 12);
    }
    near(quat.rotate(vec3.create(), quat.looking(quat.create(), [0, 1, 0]), [0, 0, -1]), [0, 1, 0]);
    expect(quat.looking(quat.create(), [0, 0, 0])).toEqual([0, 0, 0, 1]);
  });

  it("integrates a constant turn exactly", () => {
    const q = quat.create();
    for (let i = 0; i < 60; i++) quat.integrate(q, q, [0, 1.5, 0], 1 / 60);
    expect(quat.angle(q, quat.fromHeading(quat.create(), 1.5))).toBeLessThan(1e-12);
    quat.integrate(q, q, [0, 0, 0], 1);
    expect(quat.angle(q, quat.fromHeading(quat.create(), 1.5))).toBeLessThan(1e-12);
  });

  it("normalises what is not a rotation to none", () => {
    expect(quat.normalise(quat.create(), [0, 0, 0, 0])).toEqual([0, 0, 0, 1]);
    expect(quat.normalise(quat.create(), [Number.NaN, 0, 0, 1])).toEqual([0, 0, 0, 1]);
    expect(quat.finite([0, 0, Number.NaN, 1])).toBe(false);
  });
});
