import { describe, expect, it } from "vitest";
import { createFloor } from "../../../client/floor/create-floor.ts";
import * as holding from "../../../client/floor/holding.ts";
import { createOperator, jump, writeOpening } from "../../../client/floor/operator.ts";
import * as seeing from "../../../client/floor/seeing.ts";
import { createMove } from "../../../client/input/move.ts";
import * as lens from "../../../shared/camera/lens.ts";
import * as pose from "../../../shared/camera/pose.ts";

/** A level floor, and a step of 20 cm beyond z < −2. */
const ground = (point: readonly number[]): number => point[1]! - (point[2]! < -2 ? 0.2 : 0);

describe("seeing", () => {
  it("walks at a person's height, over steps, and flies when asked to", () => {
    const eyes = seeing.createEyes();
    jump(eyes.walker, pose.create([0, 1.4, 0]));
    const move = createMove();
    move.speed = 2;
    move.move[2] = 1;
    for (let k = 0; k < 120; k++) seeing.walk(eyes, move, 1 / 60, k / 60, null, ground);
    const [, y, z] = eyes.walker.at.position;
    expect(z).toBeLessThan(-3.5);
    expect(y).toBeCloseTo(seeing.EYES + 0.2, 1);
    move.move[2] = 0;
    move.move[1] = 1;
    for (let k = 0; k < 60; k++) seeing.walk(eyes, move, 1 / 60, 2 + k / 60, null, ground);
    expect(eyes.flying).toBe(true);
    expect(eyes.walker.at.position[1]).toBeGreaterThan(3);
    move.move[1] = -1;
    for (let k = 0; k < 120; k++) seeing.walk(eyes, move, 1 / 60, 3 + k / 60, null, ground);
    expect(eyes.flying).toBe(false);
    move.move[1] = 0;
    for (let k = 0; k < 60; k++) seeing.walk(eyes, move, 1 / 60, 5 + k / 60, null, ground);
    expect(eyes.walker.at.position[1]).toBeCloseTo(seeing.EYES + 0.2, 2);
  });

  it("leaves the camera where it is, a step before one's own feet", () => {
    const floor = createFloor();
    jump(floor.operator, pose.create([3, 1.5, 2], Math.PI / 2));
    floor.operator.camera = 7;
    seeing.see(floor, "foot");
    expect(floor.operator.at.position).toEqual([3, 1.5, 2]);
    // Heading a quarter turn left looks along −X: a step back is along +X.
    expect(floor.eyes.walker.at.position[0]).toBeCloseTo(3.9, 6);
    expect(seeing.through(floor)).toBe(0);
    seeing.see(floor, "camera");
    expect(seeing.through(floor)).toBe(7);
  });

  it("pans and scales a plan within bounds", () => {
    const eyes = seeing.createEyes();
    const move = createMove();
    move.speed = 2.5;
    move.look[0] = 2;
    move.look[1] = -1;
    seeing.pan(eyes, move, 1 / 60);
    expect([eyes.plan.x, eyes.plan.z]).toEqual([2, -1]);
    move.dolly = 50;
    for (let k = 0; k < 20; k++) seeing.pan(eyes, move, 1 / 60);
    expect(eyes.plan.across).toBe(4);
    move.dolly = -500;
    seeing.pan(eyes, move, 1 / 60);
    expect(eyes.plan.across).toBe(600);
  });
});

describe("motion blur", () => {
  it("looks back by the time that the shutter is open, and not across a cut", () => {
    const operator = createOperator(1);
    jump(operator, pose.create([0, 1, 0]));
    expect(operator.opening.position).toEqual([0, 1, 0]);
    operator.before.position[0] = 0;
    operator.at.position[0] = 0.1;
    writeOpening(operator, 1 / 48, 1 / 24);
    expect(operator.opening.position[0]).toBeCloseTo(0.05, 9);
    writeOpening(operator, 1 / 48, 1 / 96);
    expect(operator.opening.position[0]).toBeCloseTo(-0.1, 9);
    jump(operator, pose.create([9, 1, 0]));
    expect(operator.opening.position).toEqual([9, 1, 0]);
  });
});

describe("holding", () => {
  it("knows how far the world on display has got with this person's commands", () => {
    const own = holding.createHolding();
    for (let tick = 0; tick < 300; tick++) holding.note(own, tick, Math.floor(tick / 10));
    expect(holding.shownAt(own, 250)).toBe(25);
    expect(holding.shownAt(own, 249.4)).toBe(24);
    expect(holding.shownAt(own, 299)).toBe(29);
  });

  it("shows whatever focal length a track has between two lenses, by a lens that the set has", () => {
    for (const set of lens.allSets()) {
      for (let focal = 10; focal < 320; focal *= 1.003) {
        const found = seeing.fitted(set.id, focal);
        const shown = lens.of(set.id, found.focal, found.measured);
        // Within what a lens may measure it is exact; beyond, as near as that.
        if (Math.abs(focal / found.focal - 1) < 0.15) expect(shown.measured).toBe(focal);
        else expect(Math.abs(shown.measured / found.focal - 1)).toBeCloseTo(0.15, 9);
      }
    }
    expect(seeing.fitted("signature-prime", 34.99999999999999)).toEqual({
      focal: 35,
      measured: 34.99999999999999,
    });
  });
});
