import { expect, it } from "vitest";
import { restoreKeepingPeople, take } from "../../../shared/world/checkpoint.ts";
import type { Command } from "../../../shared/world/command.ts";
import { turnsOf } from "../../../shared/world/turns.ts";
import type { World } from "../../../shared/world/world.ts";
import { named, run, yardWorld } from "../../fixtures/yard.ts";

/** What the lists should hold, looked up anew. */
const looked = (world: World) => ({
  performers: [...world.entities.values()].filter((one) => one.performer !== null).map(({ id }) => id),
  free: [...world.entities.values()].filter((one) => one.body?.motion === "free").map(({ id }) => id),
});
const kept = (world: World) => {
  const { performers, free } = turnsOf(world);
  return { performers: performers.map(({ id }) => id), free: free.map(({ id }) => id) };
};

it("follows whatever comes, goes, hides, and is put back", async () => {
  const world = await yardWorld();
  expect(kept(world)).toEqual(looked(world));
  const before = take(world);
  const ball = named(world, "ball").id;
  const pose = { position: [2, 3, 2], rotation: [0, 0, 0, 1] } as const;
  const does = (...commands: Command[]): void => {
    run(world, 2, ...commands);
    expect(kept(world)).toEqual(looked(world));
  };
  const had = looked(world);
  does({ type: "spawn", kind: "prop", asset: "crate", variant: "", label: "", pose: pose as never });
  expect(looked(world).free).toHaveLength(had.free.length + 1);
  does({ type: "spawn", kind: "actor", asset: "ana", variant: "", label: "", pose: pose as never });
  expect(looked(world).performers).toHaveLength(had.performers.length + 1);
  does({ type: "hide", ids: [ball], hidden: true });
  expect(looked(world).free).not.toContain(ball);
  does({ type: "hide", ids: [ball], hidden: false });
  does({ type: "remove", ids: [ball, named(world, "ana").id] });
  does({ type: "undo" });
  expect(looked(world).free).toContain(ball);
  restoreKeepingPeople(world, before);
  expect(kept(world)).toEqual(looked(world));
  expect(looked(world)).toEqual(had);
});
