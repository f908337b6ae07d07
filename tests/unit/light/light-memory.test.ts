import { describe, expect, it } from "vitest";
import * as bounce from "../../../client/light/bounce.ts";
import { layGrid } from "../../../client/light/grid.ts";
import { encode } from "../../../client/light/light-file.ts";
import { BUDGET, calm, follow, open, settle } from "../../../client/light/light-memory.ts";
import { survey } from "../../../client/light/survey.ts";
import type { PlacedLamp, PlacedMover } from "../../../client/light/watch.ts";
import { at, type Block, day, litWorld, setOf, tracerOf } from "./place.ts";

const blocks: Block[] = [
  { at: [0, -0.5, 0], size: [60, 1, 60], colour: [0.3, 0.3, 0.3] },
  { at: [0, 3, -4], size: [12, 6, 0.4], colour: [0.8, 0.06, 0.05] },
  { at: [8, 4, 2], size: [3, 8, 10], colour: [0.4, 0.4, 0.4] },
];
const bounds = { min: [-10, 0, -10], max: [10, 7, 10] };
const set = setOf(blocks, bounds);
const file = await encode(survey(layGrid(bounds, 2), ["part-1", "part-2"], tracerOf(blocks).tracer));
const still: [number, number, number, number] = [0, 0, 0, 1];

const lamp = (entity: number, x: number, on = true): PlacedLamp => ({
  entity,
  light: { type: "point", position: [0, 3, 0], colour: [1, 0.6, 0.3], candela: 900, range: 14 },
  lamp: { on, level: 1, kelvin: 0 },
  position: [x, 0, 1],
  rotation: still,
});
const car = (x: number): PlacedMover => ({
  entity: 9,
  boxes: [{ centre: [0, 0.8, 0], rotation: still, half: [1, 0.8, 2.4] }],
  position: [x, 0, 2],
  rotation: still,
});

describe("light memory", () => {
  it("settles to the same whatever came before: sun, lamps, cars and hidden walls", async () => {
    const world = litWorld(day(16), { movers: [car(2)], lamps: [lamp(4, -3)] });
    const fresh = settle(await open(set, file), world);
    const used = await open(set, file);
    follow(used, litWorld(day(9), { movers: [car(-5)], hidden: ["part-1"] }));
    bounce.advance(used.bounce, 300);
    follow(used, litWorld(day(21.5, { practicals: "on" }), { lamps: [lamp(4, -3), lamp(5, 3)] }));
    bounce.settle(used.bounce);
    follow(used, litWorld(day(16), { movers: [car(1.9)], lamps: [lamp(4, -3)] }));
    bounce.advance(used.bounce, 50);
    expect(settle(used, world)).toEqual(fresh);
    // Calm movers wait, and are taken in before anything counts as settled.
    follow(used, litWorld(day(16), { movers: [car(2.1)], lamps: [lamp(4, -3)] }));
    expect(used.bounce.settled).toBe(true);
    expect(calm(used)).toBe(true);
    expect(used.bounce.settled).toBe(false);
    expect(calm(used)).toBe(false);
  });

  it("a new sun casts shadow rays only; clouds cast none, nor do stops", async () => {
    const memory = await open(set, file);
    settle(memory, litWorld(day(12)));
    const first = memory.bounce.rays;
    settle(memory, litWorld(day(12, { cloud: 0.4 })));
    expect(memory.bounce.rays).toBe(first);
    follow(memory, litWorld(day(12, { cloud: 0.4, exposure: 3 })));
    expect(memory.bounce.settled).toBe(true);
    settle(memory, litWorld(day(15)));
    const cast = memory.bounce.rays - first;
    expect(cast).toBeGreaterThan(1000);
    // Nine rays for a hit that lies in the sun (more at its edge), five for one in the shade, none for those that face away.
    expect(cast).toBeLessThan(6 * memory.cooked.part.length);
  });

  it("the sunlit side is brighter than the shaded one, and hiding a wall lets the light through", async () => {
    const memory = await open(set, file);
    const noon = settle(memory, litWorld(day(12)));
    // −Z is north, so the sun stands over +Z.
    const south = at(noon, [0, 1.5, -1], [0, 0, -1]);
    const north = at(noon, [0, 1.5, -6], [0, 0, 1]);
    expect(south[0]).toBeGreaterThan(1.5 * north[0]);
    expect(south[0] / south[2]).toBeGreaterThan(1.5);
    const open_ = settle(memory, litWorld(day(12), { hidden: ["part-1"] }));
    const through = at(open_, [0, 1.5, -1], [0, 0, -1]);
    expect(through[0] / through[2]).toBeLessThan(1.2);
    expect(settle(memory, litWorld(day(12)))).toEqual(noon);
  });

  it("lights a night by its lamps, and they alone change what is near them", async () => {
    const memory = await open(set, file);
    const dark = settle(memory, litWorld(day(0), { lamps: [lamp(4, -3, false)] }));
    const lit = settle(memory, litWorld(day(0), { lamps: [lamp(4, -3)] }));
    const p = [-3, 1.5, -2];
    expect(at(lit, p, [0, 0, -1])[0]).toBeGreaterThan(20 * at(dark, p, [0, 0, -1])[0]);
    expect(at(lit, p, [0, 0, -1])[0]).toBeGreaterThan(at(lit, p, [0, 0, -1])[2]);
  });

  it("does without light.bin, or with another set's, and says so", async () => {
    const without = await open(set, null);
    expect(without.note).toContain("no cooked light");
    expect(without.cooked.slots.length).toBeLessThanOrEqual(BUDGET);
    const field = settle(without, litWorld(day(12)));
    expect(at(field, [0, 1.5, -1], [0, 0, -1])[0]).toBeGreaterThan(0);
    const foreign = await encode(survey(layGrid(bounds, 2), ["other", "part-2"], tracerOf(blocks).tracer));
    expect((await open(set, foreign)).note).toContain("another set's");
    expect((await open(set, new Uint8Array(30))).note).toContain("is no light memory");
  });
});
