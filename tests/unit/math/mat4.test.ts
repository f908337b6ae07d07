import { describe, expect, it } from "vitest";
import * as mat4 from "../../../shared/math/mat4.ts";
import * as quat from "../../../shared/math/quat.ts";
import * as random from "../../../shared/math/random.ts";
import * as vec3 from "../../../shared/math/vec3.ts";

const state = random.create("mat4.test");
const g = () => random.gaussian(state);
const near = (a: ArrayLike<number>, b: ArrayLike<number>, digits = 10) => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]!).toBeCloseTo(b[i]!, digits);
};
const placed = (scale = 1) => {
  const q = quat.normalise(quat.create(), [g(), g(), g(), g()]);
  return mat4.compose(mat4.create(), [g(), g(), g()], q, [scale, 1 + Math.abs(g()), 1 + Math.abs(g())]);
};

describe("mat4", () => {
  it("inverts", () => {
    for (let i = 0; i < 100; i++) {
      const m = placed();
      const inverse = mat4.invert(mat4.create(), m)!;
      near(mat4.multiply(mat4.create(), m, inverse), mat4.create());
    }
    const projection = mat4.perspective(mat4.create(), 0.8, 1.7, 0.1, 500);
    near(mat4.multiply(mat4.create(), mat4.invert(mat4.create(), projection)!, projection), mat4.create());
    expect(mat4.invert(mat4.create(), new Array(16).fill(1))).toBeNull();
  });

  it("multiplies in order and into its inputs", () => {
    const a = placed();
    const b = placed();
    const p = [0.3, -2, 5];
    const ab = mat4.multiply(mat4.create(), a, b);
    near(
      mat4.transformPoint(vec3.create(), ab, p),
      mat4.transformPoint(vec3.create(), a, mat4.transformPoint(vec3.create(), b, p)),
    );
    const intoA = mat4.copy(mat4.create(), a);
    near(mat4.multiply(intoA, intoA, b), ab, 15);
    const intoB = mat4.copy(mat4.create(), b);
    near(mat4.multiply(intoB, a, intoB), ab, 15);
  });

  it("takes apart what it composed, mirrored ones too", () => {
    for (const mirror of [1, -2]) {
      for (let i = 0; i < 50; i++) {
        const m = placed(mirror);
        const position = vec3.create();
        const rotation = quat.create();
        const scale = vec3.create();
        mat4.decompose(m, position, rotation, scale);
        near(mat4.compose(mat4.create(), position, rotation, scale), m);
        expect(scale[0]).toBeCloseTo(mirror, 12);
      }
    }
  });

  it("views the world from a camera", () => {
    const q = quat.normalise(quat.create(), [g(), g(), g(), g()]);
    const p = [4, 5, 6];
    const view = mat4.view(mat4.create(), p, q);
    near(view, mat4.invert(mat4.create(), mat4.compose(mat4.create(), p, q))!);
    const ahead = vec3.add(vec3.create(), p, quat.rotate(vec3.create(), q, [0, 0, -3]));
    near(mat4.transformPoint(vec3.create(), view, ahead), [0, 0, -3]);
  });

  it("projects near and far to the ends of the depth range", () => {
    for (const fromZero of [false, true]) {
      for (const far of [100, Number.POSITIVE_INFINITY]) {
        const m = mat4.perspective(mat4.create(), Math.PI / 2, 2, 0.5, far, fromZero);
        const corner = mat4.transformPoint(vec3.create(), m, [1, 0.5, -0.5]);
        near(corner, [1, 1, fromZero ? 0 : -1]);
        const end = mat4.transformPoint(vec3.create(), m, [0, 0, far === 100 ? -100 : -1e15]);
        expect(end[2]).toBeCloseTo(1, 10);
      }
    }
  });

  it("transposes in place", () => {
    const m = placed();
    const t = mat4.transpose(mat4.copy(mat4.create(), m), m);
    for (let r = 0; r < 4; r++) for (let c = 0; c < 4; c++) expect(t[r * 4 + c]).toBe(m[c * 4 + r]);
    const own = mat4.copy(mat4.create(), m);
    near(mat4.transpose(own, own), t, 15);
  });

  it("turns directions without moving them", () => {
    const m = mat4.compose(mat4.create(), [9, 9, 9], quat.fromHeading(quat.create(), Math.PI / 2));
    near(mat4.transformDirection(vec3.create(), m, [0, 0, 1]), [1, 0, 0]);
  });
});
