import { describe, expect, it } from "vitest";
import * as vec3 from "../../../shared/math/vec3.ts";

describe("vec3", () => {
  const a = [1, 2, 3] as const;
  const b = [4, -5, 6] as const;

  it("does the arithmetic", () => {
    const o = vec3.create();
    expect(vec3.add(o, a, b)).toEqual([5, -3, 9]);
    expect(vec3.subtract(o, a, b)).toEqual([-3, 7, -3]);
    expect(vec3.scale(o, a, 2)).toEqual([2, 4, 6]);
    expect(vec3.addScaled(o, a, b, 2)).toEqual([9, -8, 15]);
    expect(vec3.multiply(o, a, b)).toEqual([4, -10, 18]);
    expect(vec3.negate(o, a)).toEqual([-1, -2, -3]);
    expect(vec3.min(o, a, b)).toEqual([1, -5, 3]);
    expect(vec3.max(o, a, b)).toEqual([4, 2, 6]);
    expect(vec3.lerp(o, a, b, 0)).toEqual([1, 2, 3]);
    expect(vec3.lerp(o, a, b, 1)).toEqual([4, -5, 6]);
    expect(vec3.dot(a, b)).toBe(12);
    expect(vec3.distance(a, b)).toBeCloseTo(Math.hypot(3, 7, 3), 14);
    expect(vec3.cross(o, [1, 0, 0], [0, 1, 0])).toEqual([0, 0, 1]);
  });

  it("returns and writes its first argument, which may be an input", () => {
    const o = vec3.create(1, 0, 0);
    expect(vec3.cross(o, o, [0, 1, 0])).toBe(o);
    expect(o).toEqual([0, 0, 1]);
    const p = vec3.create(0, 1, 0);
    vec3.cross(p, [1, 0, 0], p);
    expect(p).toEqual([0, 0, 1]);
  });

  it("reads and writes float arrays", () => {
    const array = new Float32Array([9, 1, 2, 3, 9]);
    const o = vec3.read(vec3.create(), array, 1);
    expect(o).toEqual([1, 2, 3]);
    vec3.write(array, 2, [7, 8, 9]);
    expect([...array]).toEqual([9, 1, 7, 8, 9]);
    expect(vec3.add(new Float32Array(3), new Float32Array([1, 2, 3]), a)[2]).toBe(6);
  });

  it("normalises, zero included, tiny and huge too", () => {
    expect(vec3.normalise(vec3.create(), [0, 3, 4])).toEqual([0, 0.6, 0.8]);
    expect(vec3.normalise(vec3.create(), [0, 0, 0])).toEqual([0, 0, 0]);
    expect(vec3.length(vec3.normalise(vec3.create(), [1e-200, 1e-200, 0]))).toBeCloseTo(1, 14);
    expect(vec3.length(vec3.normalise(vec3.create(), [1e200, 1e200, 0]))).toBeCloseTo(1, 14);
  });

  it("measures small angles sharply", () => {
    expect(vec3.angle([1, 0, 0], [1, 1e-9, 0])).toBeCloseTo(1e-9, 20);
    expect(vec3.angle([1, 0, 0], [-2, 0, 0])).toBeCloseTo(Math.PI, 15);
    expect(vec3.angle([0, 0, 0], [1, 0, 0])).toBe(0);
  });

  it("tells finite from not, and equal from not", () => {
    expect(vec3.finite([0, 1, 2])).toBe(true);
    expect(vec3.finite([0, Number.NaN, 2])).toBe(false);
    expect(vec3.finite([0, 1, Number.POSITIVE_INFINITY])).toBe(false);
    expect(vec3.equals([1, 2, 3], a)).toBe(true);
    expect(vec3.equals([1, 2, 4], a)).toBe(false);
  });
});
