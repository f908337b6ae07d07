import { expect, test } from "vitest";
import * as hold from "../../../client/session/hold.ts";
import type { Pose } from "../../../shared/world/entity.ts";

const at = (x: number, y = 1, z = 0): Pose => ({ position: [x, y, z], rotation: [0, 0, 0, 1] });
const FRAME = 1 / 60;

test("what is held is at the hand at once, and the offset goes as the world catches up", () => {
  const own = hold.create();
  hold.grab(own, 7, 10, at(0));
  hold.frame(own, 0, FRAME);
  expect(own.offset).toMatchObject({ entity: 7, position: [0, 0, 0] });
  // The hand moves 3 cm a frame; the world is six frames behind.
  for (let k = 1; k <= 60; k++) {
    hold.carry(own, 10 + k, at(k * 0.03));
    hold.frame(own, 10 + Math.max(0, k - 6), FRAME);
    const behind = Math.min(k, 6) * 0.03;
    expect(own.offset.position[0]).toBeCloseTo(behind, 6);
    // Where the world has the hand, and the offset, together are where the hand is.
    expect(own.offset.about[0] + own.offset.position[0]).toBeCloseTo(k * 0.03, 6);
  }
  hold.frame(own, 70, FRAME);
  expect(own.offset.position[0]).toBeCloseTo(0, 6);
  expect(own.deeds.length).toBe(1);
});

test("a throw flies on at once, and what is left fades when the world has it", () => {
  const own = hold.create();
  hold.grab(own, 7, 1, at(0));
  hold.release(own, 2, [3, 2, 0]);
  for (let k = 0; k < 6; k++) hold.frame(own, 1, FRAME);
  expect(own.offset.position[0]).toBeCloseTo(0.3, 5);
  expect(own.offset.position[1]).toBeCloseTo(0.2 - (9.81 * 0.01) / 2, 5);
  let before = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 90; k++) {
    hold.frame(own, 2, FRAME);
    expect(own.offset.position[0]).toBeLessThanOrEqual(before);
    before = own.offset.position[0];
  }
  expect(own.offset.entity).toBe(0);
});

test("a refused hold falls back, and turns are offsets too", () => {
  const own = hold.create();
  hold.grab(own, 7, 1, at(0));
  hold.carry(own, 2, { position: [1, 1, 0], rotation: [0, Math.SQRT1_2, 0, Math.SQRT1_2] });
  hold.frame(own, 1, FRAME);
  expect(own.offset.rotation[1]).toBeCloseTo(Math.SQRT1_2, 6);
  hold.refuse(own, 99);
  hold.frame(own, 1, FRAME);
  expect(own.offset.position[0]).toBeCloseTo(1, 6);
  hold.refuse(own, 1);
  for (let k = 0; k < 120; k++) hold.frame(own, 1, FRAME);
  expect(own.offset.entity).toBe(0);
});

test("what is slid to a place is there at once, and stays there without a jump", () => {
  const own = hold.create();
  hold.grab(own, 7, 0, at(0));
  // Between two commands the picture follows the pointer all the same.
  hold.aim(own, [0.4, 1, 0], [0, 0, 0, 1]);
  hold.frame(own, 0, FRAME);
  expect(own.offset.position[0]).toBeCloseTo(0.4, 6);
  hold.carry(own, 5, at(0.5));
  hold.settle(own);
  hold.frame(own, 4, FRAME);
  expect(own.offset).toMatchObject({ entity: 7, position: [0.5, 0, 0] });
  hold.frame(own, 5, FRAME);
  expect(own.offset.entity).toBe(0);
});
