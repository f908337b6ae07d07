import { describe, expect, it } from "vitest";
import { halves } from "../../../client/view/gpu/half.ts";
import { circleAtInfinity } from "../../../client/view/pass/lens.ts";
import {
  createProjection,
  planShot,
  project,
  rayOf,
  type Shot,
  screenOf,
} from "../../../client/view/shot.ts";
import {
  between,
  createSlots,
  growSlots,
  NOW,
  offset,
  SLOTS_A_ROW,
  takeSlot,
  writeRows,
} from "../../../client/view/slots.ts";
import {
  blurDiameter,
  fromSensorPlane,
  fStop,
  horizontalFov,
  verticalFov,
} from "../../../shared/camera/optics.ts";
import * as quat from "../../../shared/math/quat.ts";
import { createMirror, MIRROR_STRIDE } from "../../../shared/world/mirror.ts";

const shot = (width: number, height: number, focal: number, squeeze = 1, more: Partial<Shot> = {}): Shot => ({
  pose: { position: [0, 0, 0], rotation: [0, 0, 0, 1] },
  lens: { focal, squeeze, tStop: 2.8, focus: 3, shutter: 180, rate: 24 },
  gate: { width, height },
  frame: { x: 0, y: 0, width: 1, height: 1 },
  outside: 1,
  exposure: 0,
  ...more,
});

describe("a shot's projection", () => {
  it("shows exactly the lens' angle across the gate, anamorphic too", () => {
    for (const [w, h, f, s] of [
      [27.99, 19.22, 35, 1],
      [36.7, 25.54, 47, 1],
      [20.22, 16.95, 50, 2],
    ] as const) {
      const p = createProjection();
      const height = 1000;
      project(
        p,
        shot(w, h, f, s),
        { position: [0, 0, 0], rotation: [0, 0, 0, 1] },
        (height * w * s) / h,
        height,
        false,
      );
      const across = horizontalFov({ width: w, height: h }, f, s);
      const up = verticalFov({ width: w, height: h }, f);
      const edge = screenOf([0, 0, 0], p, [0, 0, 0], [10 * Math.tan(across / 2), 10 * Math.tan(up / 2), -10]);
      expect(edge[0]).toBeCloseTo(1, 9);
      expect(edge[1]).toBeCloseTo(0, 9);
    }
  });

  it("keeps that angle where the gate is a part of the canvas, anywhere on it", () => {
    const frame = { x: 0.2, y: 0.1, width: 0.5, height: 0.5 };
    const s = shot(24.89, 14, 35, 1, { frame });
    const p = createProjection();
    project(p, s, s.pose, 1600, 900, false);
    const t = Math.tan(horizontalFov(s.gate, 35) / 2) * 4;
    expect(screenOf([0, 0, 0], p, [0, 0, 0], [t, 0, -4])[0]).toBeCloseTo(0.7, 9);
    expect(screenOf([0, 0, 0], p, [0, 0, 0], [-t, 0, -4])[0]).toBeCloseTo(0.2, 9);
    expect(screenOf([0, 0, 0], p, [0, 0, 0], [0, 0, -4])[1]).toBeCloseTo(0.35, 9);
  });

  it("is the same as matrix, as screen place and as ray", () => {
    const rotation = quat.fromHeadingTiltRoll(
      [0, 0, 0, 1] as [number, number, number, number],
      0.7,
      -0.2,
      0.1,
    );
    const s = shot(24.89, 14, 28, 1, {
      pose: { position: [3, 1.6, -2], rotation },
      frame: { x: 0.1, y: 0.2, width: 0.6, height: 0.6 },
    });
    const p = createProjection();
    project(p, s, s.pose, 800, 450, true);
    const point: [number, number, number] = [-4, 2.2, -9];
    const m = p.clipFromWorld;
    const clip = [0, 1, 2, 3].map(
      (r) => m[r]! * point[0] + m[4 + r]! * point[1] + m[8 + r]! * point[2] + m[12 + r]!,
    );
    const at = screenOf([0, 0, 0], p, s.pose.position, point);
    expect(clip[0]! / clip[3]!).toBeCloseTo(at[0] * 2 - 1, 9);
    expect(clip[1]! / clip[3]!).toBeCloseTo(1 - at[1] * 2, 9);
    expect(clip[3]).toBeCloseTo(at[2], 9);
    const ray = rayOf([0, 0, 0], p, at[0], at[1]);
    const along = Math.hypot(point[0] - 3, point[1] - 1.6, point[2] + 2);
    for (let k = 0; k < 3; k++) expect(s.pose.position[k]! + ray[k]! * along).toBeCloseTo(point[k]!, 9);
  });

  it("draws a plan to scale, its top towards −Z", () => {
    const p = createProjection();
    const s = planShot([5, -3], 40, 2, 3);
    project(p, s, s.pose, 1000, 500, false);
    const east = screenOf([0, 0, 0], p, s.pose.position, [15, 0, -3]);
    expect(east[0]).toBeCloseTo(0.75, 6);
    expect(east[1]).toBeCloseTo(0.5, 6);
    const north = screenOf([0, 0, 0], p, s.pose.position, [5, 0, -8]);
    expect(north[1]).toBeCloseTo(0.25, 6);
  });

  it("blurs by the thin lens: the shader's A·|1 − s/d| is optics' diameter", () => {
    const s = shot(24.89, 14, 75);
    const a = circleAtInfinity(s);
    const focus = fromSensorPlane(3, 75);
    for (const d of [1, 2, 5, 40]) {
      expect(a * Math.abs(1 - focus / d)).toBeCloseTo(blurDiameter(d, focus, 75, fStop(2.8)), 9);
    }
  });
});

describe("slots", () => {
  it("are handed out, grow, and never straddle two rows of the texture", () => {
    const slots = createSlots(1);
    let last = 0;
    for (let i = 1; i < SLOTS_A_ROW; i++) last = takeSlot(slots);
    expect(last).toBe(SLOTS_A_ROW - 1);
    expect(takeSlot(slots)).toBe(-1);
    growSlots(slots);
    expect(takeSlot(slots)).toBe(SLOTS_A_ROW);
  });

  it("hold a transform as three rows", () => {
    const slots = createSlots(1);
    const slot = takeSlot(slots);
    const q = quat.fromHeading([0, 0, 0, 1] as [number, number, number, number], Math.PI / 2);
    writeRows(slots, slot, NOW, q, 1, 2, 3);
    const d = slots.data.subarray(offset(slot));
    // +Z turned by a quarter about +Y is +X.
    expect(d[2]).toBeCloseTo(1, 6);
    expect(d[3]).toBe(1);
    expect(d[11]).toBe(3);
  });

  it("move evenly between ticks, and jump when something was put elsewhere", () => {
    const a = createMirror(1);
    const b = createMirror(1);
    a.data.set([0, 0, 0, 0, 0, 0, 1]);
    b.data.set([0.1, 0, 0, 0, 1, 0, 0]);
    const out = {
      position: [0, 0, 0] as [number, number, number],
      rotation: [0, 0, 0, 1] as [number, number, number, number],
    };
    between(out, a, 0, b, 0, 0.5);
    expect(out.position[0]).toBeCloseTo(0.05, 6);
    expect(Math.abs(out.rotation[1])).toBeCloseTo(Math.SQRT1_2, 5);
    b.data[0] = 30;
    between(out, a, 0, b, 0, 0.5);
    expect(out.position[0]).toBe(30);
    expect(MIRROR_STRIDE).toBe(24);
  });
});

describe("half floats", () => {
  it("hold what the sky needs", () => {
    expect([...halves(new Float32Array([0, 1, -2, 0.5, 65504, 1e9, 6e-8]))]).toEqual([
      0, 0x3c00, 0xc000, 0x3800, 0x7bff, 0x7bff, 1,
    ]);
  });
});
