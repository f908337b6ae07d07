import { describe, expect, it } from "vitest";
import * as bounce from "../../../client/light/bounce.ts";
import { RAYS } from "../../../client/light/directions.ts";
import { layGrid } from "../../../client/light/grid.ts";
import { createMet } from "../../../client/light/hits.ts";
import { survey } from "../../../client/light/survey.ts";
import type { LampLight } from "../../../shared/look/lamps.ts";
import { at, type Block, bounceOf, room, tracerOf } from "./place.ts";

const UP = [0, 1, 0];
const sky = (radiance: number): Float32Array => new Float32Array(RAYS * 3).fill(radiance);
const dark = { sun: { direction: UP, lux: [0, 0, 0] }, sky: sky(0), night: 1, lamps: [] };

function fieldUnder(b: bounce.Bounce, sources: Partial<bounce.Sources>) {
  b.sources = { ...dark, ...sources };
  bounce.spoil(b, bounce.STALE.sun | bounce.STALE.lamps);
  bounce.settle(b);
  return bounce.fieldOf(b, 1);
}

describe("bounce", () => {
  it("furnace: a closed room that gives 1 and reflects a half holds 2 everywhere, within 3 %", () => {
    const b = bounceOf(room(6, 3, 0.5, 1), layGrid({ min: [-3, 0, -3], max: [3, 3, 3] }, 1));
    const field = fieldUnder(b, {});
    for (const p of [
      [0, 1.5, 0],
      [2.5, 0.4, -2.5],
      [-2, 2.6, 1],
    ] as const)
      for (const n of [UP, [1, 0, 0], [0, -1, 0], [0, 0, -1]]) {
        const [e] = at(field, p, n);
        expect(Math.abs(e / 2 - 1), `${p} ${n}: ${e}`).toBeLessThan(0.03);
      }
  });

  it("furnace: under an even sky on open ground that reflects nothing, level ground gets all of it", () => {
    const ground: Block = { at: [0, -0.5, 0], size: [400, 1, 400], colour: [0, 0, 0] };
    const b = bounceOf([ground], layGrid({ min: [-6, 0, -6], max: [6, 7, 6] }, 2));
    const field = fieldUnder(b, { sky: sky(3) });
    expect(Math.abs(at(field, [0, 0.35, 0], UP)[0] / 3 - 1)).toBeLessThan(0.03);
    expect(at(field, [0, 0.35, 0], [0, -1, 0])[0]).toBeLessThan(0.5);
  });

  const ground: Block = { at: [0, -0.5, 0], size: [60, 1, 60], colour: [0.3, 0.3, 0.3] };
  const bounds = { min: [-10, 0, -10], max: [10, 7, 10] };

  it("a wall shades the pavement behind it: neither its sun nor a third of its sky comes there", () => {
    const wall: Block = { at: [0, 3, 0], size: [20, 6, 0.4], colour: [0.3, 0.3, 0.3] };
    const low = Math.SQRT1_2;
    const sun = { direction: [0, low, low], lux: [90000, 90000, 90000] };
    const field = fieldUnder(bounceOf([ground, wall], layGrid(bounds, 2)), { sun, sky: sky(3000) });
    const open = fieldUnder(bounceOf([ground], layGrid(bounds, 2)), { sun, sky: sky(3000) });
    const before = at(field, [0, 1.5, 3], [0, 0, 1])[0];
    const behind = at(field, [0, 1.5, -3], [0, 0, -1])[0];
    const free = at(open, [0, 1.5, -3], [0, 0, -1])[0];
    // On the shaded side the ground gives back no sun for as far as the shadow reaches.
    expect(behind).toBeLessThan(0.75 * free);
    expect(behind).toBeLessThan(0.8 * before);
    // At two metres from six metres of wall a third of the sky is gone: (1 + cos 71.6°) / 2.
    const under = fieldUnder(bounceOf([ground, { ...wall, colour: [0, 0, 0] }], layGrid(bounds, 2)), {
      sky: sky(3000),
    });
    expect(Math.abs(at(under, [0, 0.35, -2], UP)[0] / 3000 - 0.66)).toBeLessThan(0.08);
  });

  it("no sun comes through the slits where solids do not quite meet", () => {
    const shed = room(6, 3, 0.5, 0);
    shed[1]!.at[1] += 0.03;
    const sun = { direction: [0.96, 0.28, 0], lux: [90000, 90000, 90000] };
    const field = fieldUnder(bounceOf(shed, layGrid({ min: [-3, 0, -3], max: [3, 3, 3] }, 1)), { sun });
    expect(at(field, [0, 1.5, 0], [-1, 0, 0])[0]).toBe(0);
    // Without a roof it does.
    shed[1]!.at[1] += 40;
    const open = fieldUnder(bounceOf(shed, layGrid({ min: [-3, 0, -3], max: [3, 3, 3] }, 1)), { sun });
    expect(at(open, [0, 1.5, 0], [-1, 0, 0])[0]).toBeGreaterThan(1000);
  });

  it("a red wall in the sun colours what is beside it", () => {
    const wall: Block = { at: [-4, 3, 0], size: [0.4, 6, 18], colour: [0.8, 0.05, 0.05] };
    const sun = { direction: [0.6, 0.8, 0], lux: [90000, 90000, 90000] };
    const field = fieldUnder(bounceOf([ground, wall], layGrid(bounds, 2)), { sun, sky: sky(2000) });
    const towards = at(field, [-2, 1.5, 0], [-1, 0, 0]);
    const away = at(field, [6, 1.5, 0], [1, 0, 0]);
    expect(towards[0] / towards[1]).toBeGreaterThan(1.6);
    expect(away[0] / away[1]).toBeLessThan(1.1);
  });

  const lamp: LampLight = {
    entity: 5,
    place: [3, 4, 3],
    direction: [0, -1, 0],
    colour: [800, 500, 200],
    range: 15,
    spot: 0,
    cosine: -1,
  };

  it("at night one lamp lights its surroundings, and the ground gives it back; its own housing does not matter", () => {
    const { solids, tracer } = tracerOf([ground]);
    const hits = survey(layGrid(bounds, 2), [], tracer);
    const b = bounce.create(hits, (from, to, reach, except) => solids.occluded(from, to, reach, except));
    const box = { centre: [0, 0, 0], rotation: [0, 0, 0, 1], half: [0.5, 0.5, 0.5] };
    const housing = { boxes: [box], position: [3, 4, 3], rotation: [0, 0, 0, 1], radius: 0.9 };
    solids.movers = [{ ...housing, entity: 5, centre: [3, 4, 3] }];
    const lit = fieldUnder(b, { lamps: [lamp] });
    const near = at(lit, [3, 1.5, 3], [0, -1, 0]);
    const far = at(lit, [-9, 1.5, -9], [0, -1, 0]);
    // 800 cd at 4 m on ground of 0.3: some 15 × 0.3 / π around the spot below.
    expect(near[0]).toBeGreaterThan(1);
    expect(near[0]).toBeLessThan(8);
    expect(near[0] / near[2]).toBeCloseTo(4, 0);
    expect(far[0]).toBeLessThan(0.1 * near[0]);
    solids.movers = [{ ...housing, entity: 6, centre: [3, 4, 3] }];
    const boxed = fieldUnder(b, { lamps: [lamp] });
    expect(at(boxed, [3, 1.5, 3], [0, -1, 0])[0]).toBe(0);
  });

  it("what glows at night does so by its share", () => {
    const { solids, tracer } = tracerOf(room(6, 3, 0, 1));
    const hits = survey(layGrid({ min: [-3, 0, -3], max: [3, 3, 3] }, 1), ["a", "b", "c", "d", "e"], {
      trace: (o, d, out) => {
        out.night = true;
        const hit = tracer.trace(o, d, out);
        out.night = true;
        return hit;
      },
    });
    const b = bounce.create(hits, (from, to, reach, except) => solids.occluded(from, to, reach, except));
    expect(at(fieldUnder(b, { night: 0 }), [0, 1, 0], UP)[0]).toBe(0);
    expect(at(fieldUnder(b, { night: 0.5 }), [0, 1, 0], UP)[0]).toBeCloseTo(0.5, 1);
  });

  it("comes to the same whatever the order of batches", () => {
    const wall: Block = { at: [0, 3, 0], size: [20, 6, 0.4], colour: [0.5, 0.3, 0.2] };
    const sun = { direction: [0.48, 0.64, 0.6], lux: [90000, 85000, 70000] };
    const sources = { ...dark, sun, sky: sky(3000), lamps: [lamp] };
    const straight = bounceOf([ground, wall], layGrid(bounds, 2));
    const wandering = bounceOf([ground, wall], layGrid(bounds, 2));
    straight.sources = sources;
    bounce.settle(straight);
    wandering.sources = { ...sources, lamps: [] };
    bounce.advance(wandering, 100);
    bounce.attend(wandering, [5, 1, 5], [0, 0, -1]);
    wandering.sources = sources;
    bounce.spoil(wandering, bounce.STALE.lamps);
    for (let k = 0; bounce.advance(wandering, 7 + (k % 13)); k++)
      if (k % 9 === 0) bounce.attend(wandering, [k % 5, 2, -3], [1, 0, 0]);
    expect(wandering.field).toEqual(straight.field);
  });
});

describe("survey", () => {
  it("leaves out probes within solids and moves those close to a surface a little way off", () => {
    const { tracer } = tracerOf([
      { at: [0, -0.5, 0], size: [40, 1, 40], colour: [0.3, 0.3, 0.3] },
      { at: [4, 3, 4], size: [5, 6, 5], colour: [0.3, 0.3, 0.3] },
    ]);
    const grid = layGrid({ min: [-8, 0, -8], max: [8, 7, 8] }, 2);
    const hits = survey(grid, ["block"], tracer);
    const met = createMet();
    const index = (x: number, y: number, z: number): number => x + 9 * (y + grid.counts[1] * z);
    expect(hits.valid[index(6, 1, 6)]).toBe(0);
    expect(hits.valid[index(2, 1, 2)]).toBe(1);
    for (let p = 0; p < hits.slots.length; p++) {
      const place = hits.places.subarray(p * 3, p * 3 + 3);
      tracer.trace(place, [0, 1, 0], met);
      const inside = Math.abs(place[0]! - 4) < 2.49 && Math.abs(place[2]! - 4) < 2.49 && place[1]! < 6;
      expect(inside).toBe(false);
    }
    expect(survey(grid, ["block"], tracer)).toEqual(hits);
  });
});
