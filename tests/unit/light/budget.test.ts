import { describe, expect, it } from "vitest";
import * as bounce from "../../../client/light/bounce.ts";
import { RAYS } from "../../../client/light/directions.ts";
import { layGrid, slotsOf } from "../../../client/light/grid.ts";
import { tryGrid } from "../../../client/light/survey.ts";
import { type Block, tracerOf } from "./place.ts";

/** A street of blocks on either side. */
const blocks: Block[] = [{ at: [0, -0.5, 0], size: [200, 1, 200], colour: [0.2, 0.2, 0.2] }];
for (let k = -5; k < 6; k++)
  for (const side of [-1, 1])
    blocks.push({
      at: [side * 13, 6 + (k & 1), k * 9],
      size: [8, 12 + (k & 1) * 2, 8.5],
      colour: [0.5, 0.4, 0.3],
    });

describe("budget", () => {
  it("8,000 probes × 64 rays: prints what each piece costs here", () => {
    const times: string[] = [];
    let began = performance.now();
    const lap = (what: string): void => {
      times.push(`${what} ${Math.round(performance.now() - began)} ms`);
      began = performance.now();
    };
    const grid = layGrid({ min: [-24, 0, -52], max: [24, 16, 52] }, 1.9);
    const { solids, tracer } = tracerOf(blocks);
    // One direction for each ray: more are the cook's business.
    const ids = blocks.slice(1).map((_, k) => `part-${k}`);
    const hits = tryGrid(grid, ids, tracer, { sparse: 99 })!;
    const b = bounce.create(hits, (from, to, reach, except) => solids.occluded(from, to, reach, except));
    lap(`survey of ${b.hits.slots.length} probes in ${slotsOf(grid)} places`);
    const sun = { direction: [0.6, 0.64, 0.48], lux: [90000, 85000, 70000] };
    b.sources = { sun, sky: new Float32Array(RAYS * 3).fill(3000), night: 0, lamps: [] };
    bounce.settle(b);
    lap(`settling, ${b.rays} shadow rays, ${b.carry} carries:`);
    b.sources = { ...b.sources, sun: { ...sun, direction: [-0.6, 0.64, 0.48] } };
    bounce.spoil(b, bounce.STALE.sun);
    bounce.advance(b, 256);
    lap("a slice of 256 probes under a new sun:");
    bounce.settle(b);
    lap("the rest of it:");
    bounce.refresh(b);
    bounce.settle(b);
    lap("another sky, no rays:");
    console.info(times.join("\n"));
    expect(b.settled).toBe(true);
  });
});
