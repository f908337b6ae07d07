import { describe, expect, it } from "vitest";
import * as rehearsal from "../../../client/floor/rehearsal.ts";
import { createStill } from "../../../shared/physics/still.ts";
import { AHEAD, type Mark, plainMark } from "../../../shared/world/entity.ts";
import { stepWorld } from "../../../shared/world/step.ts";
import { createWorld } from "../../../shared/world/world.ts";
import { named, run, yard, yardWorld } from "../../fixtures/yard.ts";

const mark = (owner: number, more: Partial<Mark> = {}): Mark => ({ ...plainMark(owner), ...more });
const at = (x: number, z: number) => ({
  position: [x, 0, z] as [number, number, number],
  rotation: [0, 0, 0, 1] as [number, number, number, number],
});

describe("a rehearsal on paper", () => {
  it("foretells to the tick when who reaches which mark, and by which way", async () => {
    const world = await yardWorld();
    const ana = named(world, "ana").id;
    const car = named(world, "car").id;
    run(world, 1, {
      type: "layMark",
      mark: mark(ana, { wait: { kind: "seconds", seconds: 1.5, on: 0 } }),
      pose: at(3, 3),
    });
    run(world, 1, { type: "layMark", mark: mark(ana), pose: at(-3, 5) });
    const [first] = named(world, "ana").performer!.marks;
    run(world, 1, { type: "layMark", mark: mark(car), pose: at(-6, 12) });
    // The car waits for her first mark.
    run(world, 1, {
      type: "direct",
      id: car,
      start: { kind: "mark", seconds: 0, on: first! },
      eyeline: AHEAD,
    });

    const paper = rehearsal.begin(createWorld(createStill(), yard()), world.entities.values(), []);
    while (!rehearsal.go(paper, performance.now() + 20));

    const start = world.tick;
    stepWorld(world, [{ person: 1, serial: 0, command: { type: "action" } }]);
    const reached = new Map<number, number>();
    for (let k = 0; k < 1800; k++) {
      stepWorld(world, []);
      for (const { performer } of world.entities.values()) {
        const id = performer?.marks[performer.at];
        if (id !== undefined && !reached.has(id)) reached.set(id, (world.tick - start) / 60);
      }
    }
    expect(reached.size).toBe(3);
    for (const legs of paper.legs.values())
      for (const { mark: id, arrives, way } of legs) {
        expect(arrives).toBeCloseTo(reached.get(id)!, 1);
        expect(way.length).toBeGreaterThanOrEqual(6);
      }
    // Round the wall, not through it.
    expect(paper.legs.get(ana)![0]!.way.length).toBeGreaterThan(6);
  });

  it("says nothing of a mark that waits for a hand", async () => {
    const world = await yardWorld();
    const ana = named(world, "ana").id;
    run(world, 1, {
      type: "setCue",
      id: 0,
      cue: { label: "go", when: "hand", seconds: 0, on: 0, against: 0 },
    });
    const [cue] = world.outcomes[0]!.created;
    run(world, 1, {
      type: "layMark",
      mark: mark(ana, { wait: { kind: "cue", seconds: 0, on: cue! } }),
      pose: at(3, 3),
    });
    run(world, 1, { type: "layMark", mark: mark(ana), pose: at(-3, 5) });
    const paper = rehearsal.begin(createWorld(createStill(), yard()), world.entities.values(), [
      ...world.cues.values(),
    ]);
    while (!rehearsal.go(paper, performance.now() + 20));
    expect(paper.legs.get(ana)).toHaveLength(1);
    expect(paper.legs.get(ana)![0]!.arrives).toBeGreaterThan(3);
  });
});
