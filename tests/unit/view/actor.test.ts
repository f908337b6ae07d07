import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Acting,
  act,
  type Body,
  blinkAt,
  createActing,
  createBody,
} from "../../../client/view/actor/act.ts";
import { createRig, type Rig } from "../../../client/view/actor/rig.ts";
import { readGlb } from "../../../client/view/asset/glb.ts";
import { buildModel } from "../../../client/view/asset/model.ts";
import { parseActor } from "../../../shared/world/set.ts";

const file = (path: string) => readFileSync(new URL(`../../../assets/cast/${path}`, import.meta.url));
const rigs = new Map<string, Rig>();

beforeAll(async () => {
  for (const name of ["ana", "jonas", "mika"]) {
    const glb = await readGlb(new Uint8Array(file(`${name}/${name}.glb`)), name);
    const model = buildModel(glb, name, new Set(), true);
    rigs.set(
      name,
      createRig(model.skeleton!, parseActor(name, JSON.parse(file(`${name}/actor.json`).toString()))),
    );
  }
});

/** A walk of `length` metres as the world does it: 1.6 m/s² up, braking at 2.2, at 60 ticks a second. */
function* walk(
  length: number,
  top: number,
): Generator<{ travelled: number; speed: number; seconds: number }> {
  let along = 0;
  let speed = 0;
  for (let tick = 0; tick < 2400; tick++) {
    const left = length - along;
    const want = Math.min(top, Math.sqrt(2 * 2.2 * Math.max(0, left)));
    speed = want < speed ? Math.max(want, speed - 6.6 / 60) : Math.min(want, speed + 1.6 / 60);
    along = Math.min(length, along + speed / 60);
    if (length - along < 1e-3) return;
    yield { travelled: along, speed, seconds: tick / 60 };
  }
}

const foot = (rig: Rig, body: Body, side: "L" | "R") => {
  const o = rig.role(`foot${side}`) * 12;
  return [body.world[o + 3]!, body.world[o + 7]!, body.world[o + 11]!] as const;
};

/** Longest way that a foot slides in one contact of a steady walk or run, metres. */
function slide(rig: Rig, clipName: string, top: number): number {
  const body = createBody(rig);
  const acting: Acting = { ...createActing(7), wayLength: 14 };
  const clip = rig.clips.get(clipName)!;
  let worst = 0;
  for (const side of ["L", "R"] as const) {
    const contacts = side === "L" ? clip.left : clip.right;
    let start: [number, number] | null = null;
    for (const s of walk(14, top)) {
      Object.assign(acting, s);
      act(body, acting);
      if (s.speed < top * 0.98) {
        start = null;
        continue;
      }
      const passing = clip.left[0]!.middle / clip.seconds;
      const halves = Math.max(1, Math.round((14 / clip.stride) * 2));
      const phase = passing + s.travelled / ((14 / halves) * 2);
      const t = (phase - Math.floor(phase)) * clip.seconds;
      const planted = contacts.some((c) => t > c.from + 0.05 && t < c.to - 0.05);
      if (!planted) {
        start = null;
        continue;
      }
      const [x, , z] = foot(rig, body, side);
      const at: [number, number] = [x, z + s.travelled];
      start ??= at;
      worst = Math.max(worst, Math.hypot(at[0] - start[0], at[1] - start[1]));
    }
  }
  return worst;
}

describe("actors", () => {
  it("do not slide a planted foot by more than 2 cm, walking or running", () => {
    for (const [name, rig] of rigs) {
      expect(slide(rig, "walk", 1.35), `${name} walks`).toBeLessThan(0.02);
      expect(slide(rig, "run", 3.4), `${name} runs`).toBeLessThan(0.02);
    }
  });

  it("keep their feet still while they stand", () => {
    for (const rig of rigs.values()) {
      const body = createBody(rig);
      const acting = createActing(4);
      act(body, acting);
      const [x, , z] = foot(rig, body, "L");
      for (let i = 1; i < 200; i++) {
        acting.seconds = i * 0.11;
        act(body, acting);
        const now = foot(rig, body, "L");
        expect(Math.hypot(now[0] - x, now[2] - z)).toBeLessThan(0.005);
      }
    }
  });

  it("move evenly: no joint jumps from one tick to the next on a whole way", () => {
    for (const rig of rigs.values()) {
      const body = createBody(rig);
      const acting: Acting = { ...createActing(9), wayLength: 6 };
      let before: number[] | null = null;
      let worst = 0;
      for (const s of walk(6, 1.4)) {
        Object.assign(acting, s);
        act(body, acting);
        const now = ["footL", "footR", "handL", "handR", "head"].flatMap((r) => {
          const o = rig.role(r) * 12;
          return [body.world[o + 3]!, body.world[o + 7]!, body.world[o + 11]! + s.travelled];
        });
        if (before) {
          for (let i = 0; i < now.length; i += 3) {
            worst = Math.max(
              worst,
              Math.hypot(now[i]! - before[i]!, now[i + 1]! - before[i + 1]!, now[i + 2]! - before[i + 2]!),
            );
          }
        }
        before = now;
      }
      // A swinging foot goes some 4 m/s: 7 cm a tick.
      expect(worst).toBeLessThan(0.12);
    }
  });

  it("are the same at the same moment, whatever was worked out before", () => {
    const rig = rigs.get("ana")!;
    const fresh = createBody(rig);
    const used = createBody(rig);
    const acting: Acting = { ...createActing(3), travelled: 2.2, speed: 1.2, seconds: 9, gaze: [1, 1.5, 2] };
    act(fresh, acting);
    for (let i = 0; i < 20; i++) act(used, { ...acting, travelled: i * 0.3, seconds: i, speed: i * 0.2 });
    act(used, acting);
    expect([...used.world]).toEqual([...fresh.world]);
    expect([...fresh.world].every(Number.isFinite)).toBe(true);
  });

  it("turn the head towards what they look at, and no further than a neck goes", () => {
    const rig = rigs.get("jonas")!;
    const yaw = (gaze: [number, number, number] | null) => {
      const body = createBody(rig);
      act(body, { ...createActing(5), gaze });
      const l = rig.role("eyeL") * 12;
      const r = rig.role("eyeR") * 12;
      // Across the eyes, from right to left: at rest along +X.
      return Math.atan2(
        -(body.world[l + 11]! - body.world[r + 11]!),
        body.world[l + 3]! - body.world[r + 3]!,
      );
    };
    const rest = yaw(null);
    const side = yaw([2, 1.6, 2]) - rest;
    expect(side).toBeGreaterThan(0.45);
    expect(side).toBeLessThan(0.8);
    expect(yaw([5, 1.6, 0.2]) - rest).toBeLessThan(1.25);
    expect(Math.abs(yaw([0, 1.6, -3]) - rest)).toBeLessThan(0.1);
  });

  it("blink every few seconds, each in their own time, from their number and the time alone", () => {
    const count = (id: number) => {
      let blinks = 0;
      let shut = false;
      for (let i = 0; i < 60 * 60; i++) {
        const now = blinkAt(id, i / 60) > 0.5;
        if (now && !shut) blinks++;
        shut = now;
      }
      return blinks;
    };
    expect(count(3)).toBeGreaterThan(10);
    expect(count(3)).toBeLessThan(20);
    let together = 0;
    for (let i = 0; i < 600; i++) if (blinkAt(3, i / 10) > 0 && blinkAt(4, i / 10) > 0) together++;
    expect(together).toBeLessThan(6);
  });
});
