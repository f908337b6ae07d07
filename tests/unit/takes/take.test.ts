import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createHavok } from "../../../shared/physics/havok.ts";
import { chain, isHashed, open, replay } from "../../../shared/takes/replay.ts";
import { assetsOf, decodeTake, encodeTake, type OrderedTick, type Take } from "../../../shared/takes/take.ts";
import { catalogueFor } from "../../../shared/world/as-built.ts";
import { encodeCheckpoint, take as takeCheckpoint } from "../../../shared/world/checkpoint.ts";
import type { Command } from "../../../shared/world/command.ts";
import { hashWorld } from "../../../shared/world/hash.ts";
import { stepWorld } from "../../../shared/world/step.ts";
import { havok, named, orders, yardWorld } from "../../fixtures/yard.ts";

/** Records a take of the yard: the ball is thrown at the crates after half a second. */
async function record(): Promise<Take> {
  const world = await yardWorld();
  for (let k = 0; k < 30; k++) stepWorld(world, []);
  const from = world.tick;
  const opening = encodeCheckpoint(takeCheckpoint(world));
  const ball = named(world, "ball").id;
  const script: Record<number, Command> = {
    0: { type: "roll", take: "t1", action: from + 10 },
    30: { type: "push", id: ball, point: [2, 0.11, 0], impulse: [2.2, 1.2, 4] },
    90: {
      type: "spawn",
      kind: "prop",
      asset: "safe",
      variant: "",
      label: "",
      pose: { position: [6, 3, 8], rotation: [0, 0, 0, 1] },
    },
  };
  const ticks: OrderedTick[] = [];
  const hashes: string[] = [];
  const to = from + 200;
  for (let k = 0; k < 200; k++) {
    const command = script[k];
    const list = command ? orders(1, command) : [];
    if (command) ticks.push({ tick: world.tick, orders: list });
    stepWorld(world, list);
    if (isHashed({ from, to }, world.tick)) hashes.push(hashWorld(world));
  }
  const present = [...world.entities.values()].map((e) => e.asset);
  return {
    engine: world.physics.engine,
    line: {
      id: "t1",
      scene: "24",
      setup: "A",
      number: 1,
      slate: 1,
      cameras: [],
      opened: 0,
      from,
      action: from + 10,
      to,
      rating: 0,
      circled: false,
      status: "none",
      description: "",
      notes: "",
      flags: [],
    },
    sheet: world.set.sheet,
    catalogue: catalogueFor(world.set, assetsOf(world.set.sheet, present, ticks)),
    baseline: createHash("sha256").update(world.baseline).digest("hex"),
    opening,
    from,
    to,
    ticks,
    hashes,
    cameras: [{ camera: 3, letter: "A", samples: [new Uint8Array([1, 2, 3])] }],
  };
}

describe("T1: a take replays bit for bit, from its bytes alone", () => {
  it("every hash holds, and the chain is the recorder's", async () => {
    const take = await record();
    const read = decodeTake(encodeTake(take));
    expect(read.hashes).toEqual(take.hashes);
    const world = open(read, await createHavok(await havok()));
    const sealed = createHash("sha256").update(world.baseline).digest("hex");
    const result = replay(read, world, sealed);
    expect(result.differences).toEqual([]);
    expect(result.baseline).toBe(null);
    expect(result.ticks).toBe(200);
    expect(result.chain).toBe(chain(take.hashes));
    expect(result.final).toBe(take.hashes.at(-1));
  });

  it("says where it differs when an order was changed", async () => {
    const take = await record();
    const orders = take.ticks[1]!.orders;
    orders[0] = {
      ...orders[0]!,
      command: { type: "push", id: 13, point: [2, 0.11, 0], impulse: [2.2, 1.2, 4.0001] },
    };
    const world = open(take, await createHavok(await havok()));
    const result = replay(take, world, "another");
    expect(result.differences.length).toBeGreaterThan(0);
    expect(result.baseline).toEqual({ wanted: take.baseline, found: "another" });
  });

  it("refuses what is damaged or newer, in words", async () => {
    const bytes = encodeTake(await record());
    expect(() => decodeTake(bytes.slice(0, 100))).toThrow(/damaged/);
    expect(() => decodeTake(new Uint8Array([3, 65, 65, 65]))).toThrow(/damaged/);
    const newer = bytes.slice();
    newer[7] = 99;
    expect(() => decodeTake(newer)).toThrow(/update it|damaged/);
  });
});
