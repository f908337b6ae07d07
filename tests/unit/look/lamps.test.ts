import { describe, expect, it } from "vitest";
import { arrive, arrived, blackbody, lampLight } from "../../../shared/look/lamps.ts";
import type { Thing } from "../../../shared/world/set.ts";

const spot: NonNullable<Thing["light"]> = {
  type: "spot",
  position: [0, 2, 1],
  direction: [0, 0, 1],
  colour: [1, 0.5, 0.25],
  candela: 1000,
  angle: 1,
  range: 20,
};
const lamp = { on: true, level: 1, kelvin: 0 };
const still = [0, 0, 0, 1];

describe("lamps", () => {
  it("stand where their thing stands, turned with it, and are dark when off or by day", () => {
    const turned = lampLight(7, spot, lamp, [10, 0, 0], [0, Math.SQRT1_2, 0, Math.SQRT1_2], 1)!;
    expect(turned.place[0]).toBeCloseTo(11, 5);
    expect(turned.direction[0]).toBeCloseTo(1, 5);
    expect(turned.colour[1]).toBeCloseTo(500, 3);
    expect(lampLight(7, spot, { ...lamp, on: false }, [0, 0, 0], still, 1)).toBeNull();
    expect(lampLight(7, spot, lamp, [0, 0, 0], still, 0)).toBeNull();
  });

  it("light by the square of the distance within their cone, and nothing beyond their range", () => {
    const light = lampLight(7, spot, lamp, [0, -2, -1], still, 1)!;
    arrive(light, 0, 0, 2);
    expect(arrived.share).toBeCloseTo(0.25, 3);
    expect(arrived.towards[2]).toBeCloseTo(-1, 5);
    arrive(light, 0, 0, -2);
    expect(arrived.share).toBe(0);
    arrive(light, 0, 0, 21);
    expect(arrived.share).toBe(0);
  });

  it("glow redder the cooler they are", () => {
    const warm: [number, number, number] = [0, 0, 0];
    const cold: [number, number, number] = [0, 0, 0];
    blackbody(warm, 2700);
    blackbody(cold, 7500);
    expect(warm[2] / warm[0]).toBeLessThan(0.5);
    expect(cold[2]).toBeGreaterThan(cold[0]);
  });
});
