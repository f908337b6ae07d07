import { expect, it } from "vitest";
import { createLedger } from "../../../client/session/ledger.ts";
import { named, run, yardWorld } from "../../fixtures/yard.ts";

it("tells who did what, what can be redone: each time it has changed, and only then", async () => {
  const world = await yardWorld();
  const look = createLedger();
  expect(look(world)).toEqual({ tick: world.tick, due: -1, steps: [] });
  run(world, 30);
  expect(look(world)).toBeNull();

  const ball = named(world, "ball").id;
  const lamp = named(world, "lamp").id;
  run(world, 2, { type: "lock", ids: [ball], locked: true });
  run(world, 2, { type: "name", id: lamp, label: "Key light", variant: "" });
  expect(look(world)?.steps).toMatchObject([
    { person: 1, label: "lock", names: ["Ball"], undone: false, above: 1 },
    { person: 1, label: "name", names: ["Key light"], undone: false, above: 0 },
  ]);
  run(world, 2, { type: "undo" });
  const after = look(world)!;
  expect(after.steps.map(({ label, undone, above }) => [label, undone, above])).toEqual([
    ["lock", false, 0],
    ["name", true, 0],
  ]);

  expect(look(world)).toBeNull();
});
