import { describe, expect, it } from "vitest";
import * as handHeld from "../../../shared/camera/hand-held.ts";
import * as pose from "../../../shared/camera/pose.ts";
import * as rigs from "../../../shared/camera/rig.ts";
import * as slide from "../../../shared/camera/slide.ts";
import * as sway from "../../../shared/camera/sway.ts";
import * as random from "../../../shared/math/random.ts";
import { degrees } from "../../../shared/math/units.ts";
import * as vec3 from "../../../shared/math/vec3.ts";
import { depth, type Place, sweepOf } from "./place.ts";

const room: Place = {
  planes: [
    { normal: [0, 1, 0], offset: 0 },
    { normal: [0, -1, 0], offset: -3 },
    { normal: [1, 0, 0], offset: -4 },
    { normal: [-1, 0, 0], offset: -4 },
    { normal: [0, 0, 1], offset: -5 },
    { normal: [0, 0, -1], offset: -5 },
  ],
  balls: [{ centre: [1, 1, -1], radius: 0.8 }],
};

describe("sliding", () => {
  it("stops at a wall and keeps the way along it", () => {
    const position: [number, number, number] = [0, 1, 0];
    const velocity: [number, number, number] = [-10, 0, 2];
    const touched = slide.along(position, velocity, [-10, 0, 2], 0.2, sweepOf(room));
    expect(touched).toBe(true);
    expect(position[0]).toBeGreaterThanOrEqual(-3.8);
    expect(position[0]).toBeLessThan(-3.79);
    expect(position[2]).toBeCloseTo(2, 6);
    expect(velocity).toEqual([0, 0, 2]);
  });

  it("stops in a corner", () => {
    const position: [number, number, number] = [0, 1, 0];
    slide.along(position, [0, 0, 0], [-20, -20, -20], 0.2, sweepOf(room));
    for (const [i, edge] of [-3.8, 0.2, -4.8].entries()) expect(position[i]! - edge).toBeLessThan(0.01);
    expect(depth(room, position, 0.2)).toBeLessThanOrEqual(0);
  });

  it("never enters anything, whatever the moves", () => {
    const state = random.create("slide");
    const position: [number, number, number] = [0, 1.5, 2];
    const sweep = sweepOf(room);
    for (let i = 0; i < 20_000; i++) {
      const size = random.between(state, 0, 0.6);
      const g = () => random.gaussian(state) * size;
      slide.along(position, [0, 0, 0], [g(), g(), g()], 0.2, sweep);
      if (depth(room, position, 0.2) > 1e-9) expect(`move ${i}: ${position}`).toBe("free");
    }
  });

  it("leaves the position alone without a move, and moves freely without a sweep", () => {
    const position: [number, number, number] = [0, 1, 0];
    expect(slide.along(position, [0, 0, 0], [0, 0, 0], 0.2, sweepOf(room))).toBe(false);
    expect(position).toEqual([0, 1, 0]);
    slide.along(position, [0, 0, 0], [1, 2, 3], 0.2, null);
    expect(position).toEqual([1, 3, 3]);
  });
});

describe("free rig", () => {
  it("reaches its speed and stops, smoothly", () => {
    const rig = rigs.create();
    const options = rigs.settings({ speed: 2 });
    const input = rigs.idle();
    input.move[2] = 1;
    let last = 0;
    for (let i = 0; i < 60; i++) {
      rigs.step(rig, options, input, 1 / 60, null);
      const speed = vec3.length(rig.velocity);
      expect(speed).toBeGreaterThanOrEqual(last);
      // No more acceleration than the time constant allows.
      expect(speed - last).toBeLessThan(2 / options.ease / 60);
      last = speed;
    }
    expect(last).toBeCloseTo(2, 2);
    expect(rig.pose.position[2]).toBeLessThan(-1.5);
    input.move[2] = 0;
    for (let i = 0; i < 90; i++) rigs.step(rig, options, input, 1 / 60, null);
    expect(vec3.length(rig.velocity)).toBeLessThan(0.01);
  });

  it("goes as far in many small steps as in few large ones", () => {
    const run = (cuts: number) => {
      const rig = rigs.create();
      const input = rigs.idle();
      vec3.set(input.move, 0.5, 0.2, 1);
      for (let i = 0; i < cuts; i++) rigs.step(rig, rigs.settings(), input, 0.24 / cuts, null);
      return rig.pose.position;
    };
    const few = run(1);
    const many = run(48);
    for (let i = 0; i < 3; i++) expect(many[i]!).toBeCloseTo(few[i]!, 12);
  });

  it("looks in the same frame", () => {
    const rig = rigs.create();
    const input = rigs.idle();
    vec3.set(input.look, 0.1, -0.05, 0);
    rigs.step(rig, rigs.settings(), input, 1 / 60, null);
    expect(rig.pose.heading).toBeCloseTo(0.1, 12);
    expect(rig.pose.tilt).toBeCloseTo(-0.05, 12);
  });

  it("owes what smoothing holds back, and pays it all", () => {
    const rig = rigs.create();
    const input = rigs.idle();
    const options = rigs.settings({ lookEase: 0.1 });
    input.look[0] = 0.3;
    rigs.step(rig, options, input, 1 / 60, null);
    expect(rig.pose.heading).toBeLessThan(0.1);
    input.look[0] = 0;
    for (let i = 0; i < 120; i++) rigs.step(rig, options, input, 1 / 60, null);
    expect(rig.pose.heading).toBeCloseTo(0.3, 6);
  });

  it("does not go faster on a diagonal, does with fast, and stays level if told", () => {
    const options = rigs.settings({ ease: 0, level: true });
    const rig = rigs.create(pose.create([0, 0, 0], 0.3, 0.8, 0));
    const input = rigs.idle();
    vec3.set(input.move, 1, 0, 1);
    rigs.step(rig, options, input, 1 / 60, null);
    expect(vec3.length(rig.velocity)).toBeCloseTo(2.5, 12);
    expect(rig.velocity[1]).toBeCloseTo(0, 14);
    input.fast = true;
    rigs.step(rig, options, input, 1 / 60, null);
    expect(vec3.length(rig.velocity)).toBeCloseTo(7.5, 12);
    rigs.step(rig, rigs.settings({ ease: 0 }), input, 1 / 60, null);
    expect(rig.velocity[1]).toBeGreaterThan(0);
  });

  it("does not tilt over, and ignores a page that slept", () => {
    const rig = rigs.create();
    const input = rigs.idle();
    input.turn[1] = 1;
    input.move[2] = 1;
    for (let i = 0; i < 300; i++) rigs.step(rig, rigs.settings(), input, 1 / 60, null);
    expect(rig.pose.tilt).toBe(1.553);
    const before = vec3.clone(rig.pose.position);
    rigs.step(rig, rigs.settings(), input, 3600, null);
    expect(vec3.distance(before, rig.pose.position)).toBeLessThan(1);
  });

  it("comes to rest where it is placed", () => {
    const rig = rigs.create();
    const input = rigs.idle();
    input.move[0] = 1;
    rigs.step(rig, rigs.settings(), input, 0.1, null);
    rigs.place(rig, pose.create([3, 2, 1], 1));
    rigs.step(rig, rigs.settings(), rigs.idle(), 0.1, null);
    expect(rig.pose.position).toEqual([3, 2, 1]);
  });
});

describe("sway", () => {
  it("stays within its stated amplitudes, and uses most of them", () => {
    const out = sway.createOffset();
    const body = sway.OPERATOR;
    const most = { turn: [0, 0, 0], shift: [0, 0, 0] };
    for (let i = 0; i < 200_000; i++) {
      sway.at(out, body, 7, i / 60, 0, 0);
      for (let c = 0; c < 3; c++) {
        most.turn[c] = Math.max(most.turn[c]!, Math.abs(degrees(out.turn[c]!)));
        most.shift[c] = Math.max(most.shift[c]!, Math.abs(out.shift[c]! * 1000));
      }
    }
    for (let c = 0; c < 3; c++) {
      expect(most.turn[c]!).toBeLessThanOrEqual(body.turn[c]!);
      expect(most.turn[c]!).toBeGreaterThan(body.turn[c]! * 0.6);
      expect(most.shift[c]!).toBeLessThanOrEqual(body.shift[c]!);
      expect(most.shift[c]!).toBeGreaterThan(body.shift[c]! * 0.6);
    }
  });

  it("adds a gait within its stated amplitudes when walking", () => {
    const out = sway.createOffset();
    const body = sway.OPERATOR;
    let bob = 0;
    for (let i = 0; i < 20_000; i++) {
      sway.at(out, body, 7, i / 60, (i / 60) * 1.3, 1.3);
      for (let c = 0; c < 3; c++) {
        expect(Math.abs(out.shift[c]! * 1000)).toBeLessThanOrEqual(body.shift[c]! + body.strideShift[c]!);
        expect(Math.abs(degrees(out.turn[c]!))).toBeLessThanOrEqual(
          body.turn[c]! + body.strideTurn[c]! + 1e-12,
        );
      }
      bob = Math.max(bob, out.shift[1]! * 1000);
    }
    expect(bob).toBeGreaterThan(body.strideShift[1]);
  });

  it("is smooth: no jump at any sixtieth", () => {
    const out = sway.createOffset();
    let last = 0;
    let lastStep = 0;
    for (let i = 0; i < 60_000; i++) {
      sway.at(out, sway.OPERATOR, 3, i / 60, 0, 0);
      const here = degrees(out.turn[0]!);
      if (i > 1) {
        expect(Math.abs(here - last)).toBeLessThan(0.03);
        expect(Math.abs(here - last - lastStep)).toBeLessThan(0.01);
      }
      lastStep = here - last;
      last = here;
    }
  });

  it("depends on seed and time alone, and vanishes at amount 0", () => {
    const a = sway.at(sway.createOffset(), sway.OPERATOR, 1, 12.5, 3, 1);
    expect(sway.at(sway.createOffset(), sway.OPERATOR, 1, 12.5, 3, 1)).toEqual(a);
    expect(sway.at(sway.createOffset(), sway.OPERATOR, 2, 12.5, 3, 1)).not.toEqual(a);
    const none = sway.at(sway.createOffset(), sway.OPERATOR, 1, 12.5, 3, 1, 0);
    for (const value of [...none.shift, ...none.turn]) expect(Math.abs(value)).toBe(0);
  });
});

describe("hand-held rig", () => {
  const start = () => handHeld.create(pose.create([0, 1.6, 3]), 1.6, 99);

  it("gives the same bits for the same hands", () => {
    const run = () => {
      const rig = start();
      const hands = random.create("hands");
      const input = rigs.idle();
      for (let i = 0; i < 2_000; i++) {
        input.move[0] = random.between(hands, -1, 1);
        input.move[2] = random.between(hands, -1, 1);
        input.look[0] = random.gaussian(hands, 0, 0.01);
        handHeld.step(rig, handHeld.settings(), input, random.between(hands, 0.008, 0.03), sweepOf(room));
        expect(depth(room, rig.pose.position, 0.2)).toBeLessThanOrEqual(1e-9);
      }
      return JSON.stringify(rig);
    };
    expect(run()).toBe(run());
  });

  it("keeps its height over a floor that steps up", () => {
    const kerb: Place = { planes: [{ normal: [0, 1, 0], offset: 0.15 }] };
    const rig = start();
    const level = handHeld.settings({ amount: 0 });
    for (let i = 0; i < 120; i++) handHeld.step(rig, level, rigs.idle(), 1 / 60, sweepOf(room));
    expect(rig.pose.position[1]).toBeCloseTo(1.6, 3);
    let last = rig.pose.position[1];
    for (let i = 0; i < 120; i++) {
      handHeld.step(rig, level, rigs.idle(), 1 / 60, sweepOf(kerb));
      expect(rig.pose.position[1] - last).toBeLessThan(0.02);
      last = rig.pose.position[1];
    }
    expect(last).toBeCloseTo(1.75, 3);
  });

  it("lowers to the ground and lifts over the head", () => {
    const rig = start();
    const input = rigs.idle();
    input.move[1] = -1;
    for (let i = 0; i < 400; i++) handHeld.step(rig, handHeld.settings(), input, 1 / 60, sweepOf(room));
    expect(rig.height).toBe(0.25);
    input.move[1] = 1;
    for (let i = 0; i < 600; i++) handHeld.step(rig, handHeld.settings(), input, 1 / 60, sweepOf(room));
    expect(rig.height).toBe(2.3);
    expect(rig.body.pose.position[1]).toBeCloseTo(2.3, 1);
  });

  it("walks level while it looks up, and counts its way", () => {
    const rig = handHeld.create(pose.create([0, 1.6, 0], 0, 0.6), 1.6, 1);
    const input = rigs.idle();
    input.move[2] = 1;
    for (let i = 0; i < 120; i++) handHeld.step(rig, handHeld.settings(), input, 1 / 60, null);
    expect(rig.body.pose.position[1]).toBeCloseTo(1.6, 9);
    expect(rig.walked).toBeGreaterThan(2);
    expect(rig.walked).toBeLessThan(2.6);
  });
});
