import { describe, expect, it } from "vitest";
import { ballOf, createWatch, note, read, SMALL } from "../../../client/light/watch.ts";
import { createMirror, fillMirror } from "../../../shared/world/mirror.ts";
import { named, run, yardWorld } from "../../fixtures/yard.ts";

describe("watch", () => {
  it("keeps look, lamps, hidden parts, and what is large enough to shade", async () => {
    const world = await yardWorld();
    const watch = createWatch(world.set);
    const mirror = createMirror();
    fillMirror(world, mirror, true);
    note(watch, mirror);
    const lit = read(watch, mirror)!;
    expect(lit.look).toEqual(world.look);
    expect(lit.hidden).toEqual([]);
    expect(lit.lamps.map((lamp) => lamp.entity)).toEqual([named(world, "lamp").id]);
    const movers = lit.movers.map((mover) => mover.entity);
    expect(movers).toContain(named(world, "car").id);
    expect(movers).toContain(named(world, "ana").id);
    expect(movers).not.toContain(named(world, "ball").id);
    expect(movers).not.toContain(named(world, "wall").id);
    expect(movers).toEqual([...movers].sort((a, b) => a - b));
    for (const mover of lit.movers) expect(ballOf(mover).radius).toBeGreaterThanOrEqual(SMALL);
  });

  it("follows what is hidden, shown, switched and taken away", async () => {
    const world = await yardWorld();
    const watch = createWatch(world.set);
    const mirror = createMirror();
    fillMirror(world, mirror, true);
    note(watch, mirror);
    const ids = [named(world, "car").id, named(world, "crate-0").id];
    run(world, 1, { type: "hide", ids, hidden: true }, { type: "remove", ids: [named(world, "lamp").id] });
    fillMirror(world, mirror);
    note(watch, mirror);
    const lit = read(watch, mirror)!;
    expect(lit.lamps).toEqual([]);
    expect(lit.movers.some((mover) => ids.includes(mover.entity))).toBe(false);
    run(world, 1, { type: "lock", ids: [named(world, "wall").id], locked: false });
    fillMirror(world, mirror);
    note(watch, mirror);
    run(world, 1, { type: "hide", ids: [named(world, "wall").id], hidden: true });
    fillMirror(world, mirror);
    note(watch, mirror);
    expect(read(watch, mirror)!.hidden).toEqual(["wall"]);
  });
});
