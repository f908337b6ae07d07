/**
 * Golden takes in Node: `.take` files of other days replay to the same bits through today's step. One is ten minutes
 * long with 500 bodies: its first two minutes here, all of it by `npm run test:golden`. tests/browser/golden.test.ts
 * does the same in browsers.
 */
import { describe, expect, it } from "vitest";
import { sha256 } from "../../server/room/press.ts";
import { loadEngine } from "../../server/room/stages.ts";
import { createHavok } from "../../shared/physics/havok.ts";
import { chain, open, replay } from "../../shared/takes/replay.ts";
import { chains, goldenTake, takeBytes } from "./chains.ts";
import { LONG, SCRIPTS } from "./scripts.ts";

const WHOLE = process.env["GOLDEN"] === "whole";
/** Ticks of the ten-minute take that are replayed each time. */
const BEGINNING = 7200;

describe("W1, T1: golden takes replay to the same bits in Node", () => {
  const wanted = chains();

  it("are all there, with their chains", () => {
    expect(Object.keys(wanted).sort()).toEqual(Object.keys(SCRIPTS).sort());
  });

  it.each(Object.keys(wanted))("%s", { timeout: 600_000 }, async (name) => {
    const take = goldenTake(name);
    const { ticks, final, chain: whole } = wanted[name]!;
    expect(take.to - take.from).toBe(ticks);
    expect(chain(take.hashes)).toBe(whole);
    const world = open(take, await createHavok(await loadEngine()));
    if (name === LONG && !WHOLE) {
      const end = take.from + BEGINNING;
      const { differences, baseline } = replay(
        take,
        world,
        sha256(world.baseline),
        ({ tick }) => tick >= end,
      );
      expect([world.tick, differences, baseline]).toEqual([end, [], null]);
      return;
    }
    const found = replay(take, world, sha256(world.baseline));
    const hint = "where the step was changed on purpose, shoot them anew: npm run test:golden -- --record";
    expect(found, hint).toEqual({ ticks, final, chain: whole, differences: [], baseline: null });
  });

  it("one lasts ten minutes, with 500 bodies that move, in less than a megabyte", async () => {
    const take = goldenTake(LONG);
    expect(take.to - take.from).toBeGreaterThanOrEqual(36_000);
    expect(takeBytes(LONG).length).toBeLessThan(1e6);
    const world = open(take, await createHavok(await loadEngine()));
    replay(take, world, "", ({ tick }) => tick >= take.from + 300);
    const before = [...world.entities.values()].map(({ id, pose }) => [id, pose.position.join()] as const);
    replay(
      { ...take, from: world.tick, ticks: take.ticks.filter(({ tick }) => tick >= world.tick) },
      world,
      "",
      ({ tick }) => tick >= take.from + 360,
    );
    const free = [...world.entities.values()].filter(({ body }) => body?.motion === "free");
    expect(free.length).toBeGreaterThanOrEqual(500);
    const moved = before.filter(([id, place]) => world.entities.get(id)!.pose.position.join() !== place);
    expect(moved.length).toBeGreaterThan(250);
  });
});
