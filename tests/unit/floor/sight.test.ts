import { describe, expect, it } from "vitest";
import { createSeen, createSight, isCut, seeGate, shapeOf } from "../../../client/floor/sight.ts";
import type { Shot } from "../../../client/view/shot.ts";

const shot = (change: Partial<Shot> = {}): Shot => ({ ...(createSeen() as Shot), ...change });
const at = (x: number) => shot({ pose: { position: [x, 1, 0], rotation: [0, 0, 0, 1] } });

describe("what is a cut for the network", () => {
  it("the first look, another camera, a jump, a whip turn, another lens, time put back", () => {
    const sight = createSight();
    expect(isCut(sight, at(0), 1, 10, "one")).toBe(true);
    expect(isCut(sight, at(0.2), 1, 14, "one")).toBe(false);
    expect(isCut(sight, at(0.2), 2, 15, "one")).toBe(true);
    expect(isCut(sight, at(4), 2, 16, "one")).toBe(true);
    const turned = shot({ pose: { position: [4, 1, 0], rotation: [0, Math.SQRT1_2, 0, Math.SQRT1_2] } });
    expect(isCut(sight, turned, 2, 17, "one")).toBe(true);
    expect(isCut(sight, { ...turned, lens: { ...turned.lens, focal: 36 } }, 2, 18, "one")).toBe(false);
    expect(isCut(sight, { ...turned, lens: { ...turned.lens, focal: 50 } }, 2, 19, "one")).toBe(true);
    const same = { ...turned, lens: { ...turned.lens, focal: 50 } };
    expect(isCut(sight, same, 2, 18, "one")).toBe(true);
    expect(isCut(sight, same, 2, 600, "one")).toBe(true);
    expect(isCut(sight, same, 2, 604, "performance")).toBe(false);
    expect(isCut(sight, same, 2, 608, "one")).toBe(true);
    expect(isCut(sight, same, 2, 612, "one")).toBe(false);
  });
});

describe("the anchors' shot", () => {
  it("holds the whole gate, whatever the tensor's shape", () => {
    const seen = createSeen();
    const gate = { width: 24, height: 10 };
    const wide = shot({ gate });
    expect(shapeOf(wide)).toBeCloseTo(2.4, 6);
    seeGate(seen, wide, 2, shapeOf(wide));
    expect(seen.gate).toEqual({ width: 24, height: 10 });
    seeGate(seen, wide, 3, shapeOf(wide));
    expect(seen.gate.width).toBeCloseTo(30, 6);
    const open = shot({ gate: { width: 20, height: 17 } });
    const squeezed = { ...open, lens: { ...open.lens, squeeze: 2 } };
    expect(shapeOf(squeezed)).toBeCloseTo(2.353, 3);
    seeGate(seen, squeezed, 2.6, shapeOf(squeezed));
    // 40 mm desqueezed would be 2.35; 2.6 times the height is 44.2, squeezed to half.
    expect(seen.gate.width).toBeCloseTo(22.1, 6);
    expect(gate).toEqual({ width: 24, height: 10 });
  });
});
