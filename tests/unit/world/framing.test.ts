import { describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint, restore, take } from "../../../shared/world/checkpoint.ts";
import type { Framing } from "../../../shared/world/entity.ts";
import { hashWorld } from "../../../shared/world/hash.ts";
import { createMirror, fillMirror } from "../../../shared/world/mirror.ts";
import { run, yardWorld } from "../../fixtures/yard.ts";

const framing = (label: string): Framing => ({
  label,
  pose: { position: [1, 1.5, 2], rotation: [0, 0, 0, 1] },
  filmback: "alexa-35-46k-og",
  lensSet: "signature-prime",
  focal: 35,
  squeeze: 1,
  tStop: 2.5,
  focus: 4,
  shutter: 180,
});

describe("framings", () => {
  it("are kept, changed and taken away, told once, and undone", async () => {
    const world = await yardWorld();
    const bare = take(world).table.length;
    run(world, 1, { type: "setFraming", id: 0, framing: framing("Ana") });
    const [id] = world.outcomes[0]!.created;
    const mirror = createMirror();
    fillMirror(world, mirror);
    expect(mirror.notes?.framings).toEqual([{ id, framing: framing("Ana") }]);
    fillMirror(world, mirror);
    expect(mirror.notes).toBeUndefined();
    run(world, 1, { type: "setFraming", id: id!, framing: framing("Ana, close") });
    run(world, 1, { type: "removeFraming", id: id! });
    expect(world.framings.size).toBe(0);
    run(world, 1, { type: "undo" });
    run(world, 1, { type: "undo" });
    expect(world.framings.get(id!)?.label).toBe("Ana");
    run(world, 1, { type: "undo" });
    expect(world.framings.size).toBe(0);
    run(world, 1, { type: "redo" });
    expect(world.framings.get(id!)?.label).toBe("Ana");
    run(world, 1, { type: "removeFraming", id: 9999 });
    expect(world.outcomes[0]).toMatchObject({ reason: "unknown entity" });
    expect(take(world).table.length).toBeGreaterThan(bare);
  });

  it("W2, W10: travel with a checkpoint and its undo stacks, and stay through a return to one", async () => {
    const world = await yardWorld();
    run(world, 1, { type: "setFraming", id: 0, framing: framing("Ana") });
    const [id] = world.outcomes[0]!.created;
    const other = await yardWorld();
    restore(other, decodeCheckpoint(encodeCheckpoint(take(world))));
    expect(other.framings).toEqual(world.framings);
    run(other, 1, { type: "undo" });
    expect(other.framings.size).toBe(0);

    const opening = take(world);
    world.checkpoints = { find: () => opening };
    run(world, 30, { type: "action" });
    run(world, 1, { type: "setFraming", id: id!, framing: framing("after Action") });
    run(world, 1, { type: "restore", checkpoint: "opening", before: "", why: "one", take: "" });
    expect(world.framings.get(id!)?.label).toBe("after Action");
    run(world, 1, { type: "undo" });
    expect(world.framings.get(id!)?.label).toBe("Ana");
  });

  it("W14: the hash does not know them", async () => {
    const a = await yardWorld();
    const b = await yardWorld();
    run(a, 1, { type: "setFraming", id: 0, framing: framing("Ana") });
    run(b, 1);
    expect(hashWorld(a)).toBe(hashWorld(b));
  });
});
