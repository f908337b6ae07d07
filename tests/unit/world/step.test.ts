import { describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint, restore, take } from "../../../shared/world/checkpoint.ts";
import type { Command } from "../../../shared/world/command.ts";
import { type Mark, plainMark } from "../../../shared/world/entity.ts";
import { hashWorld } from "../../../shared/world/hash.ts";
import { stepWorld } from "../../../shared/world/step.ts";
import { named, orders, run, yardWorld } from "../../fixtures/yard.ts";

const at = (x: number, y: number, z: number) => ({
  position: [x, y, z] as [number, number, number],
  rotation: [0, 0, 0, 1] as [number, number, number, number],
});
const mark = (owner: number, more: Partial<Mark> = {}): Mark => ({ ...plainMark(owner), ...more });

describe("W1: the same commands give the same bits", () => {
  it("two worlds with equal orders stay equal", async () => {
    const a = await yardWorld();
    const b = await yardWorld();
    expect(hashWorld(a)).toBe(hashWorld(b));
    const ball = named(a, "ball").id;
    const script: Record<number, Command[]> = {
      10: [{ type: "push", id: ball, point: [2, 0.1, 0], impulse: [0.5, 1, 2] }],
      40: [{ type: "spawn", kind: "prop", asset: "crate", variant: "red", label: "", pose: at(2, 3, 2) }],
      50: [{ type: "grab", id: ball, grip: [0, 0, 0], hand: at(0, 1.5, 0) }],
      80: [{ type: "release", id: ball, velocity: [0, 2, 6] }],
      120: [{ type: "remove", ids: [ball] }],
    };
    for (let t = 0; t < 300; t++) {
      stepWorld(a, orders(1, ...(script[t] ?? [])));
      stepWorld(b, orders(1, ...(script[t] ?? [])));
      if (t % 60 === 59) expect(hashWorld(a)).toBe(hashWorld(b));
    }
    expect(a.outcomes).toEqual(b.outcomes);
  });
});

describe("W2: a checkpoint is exact", () => {
  it("restored into a fresh instance, through bytes, it steps on to the same bits", async () => {
    const a = await yardWorld();
    run(a, 100, { type: "push", id: named(a, "crate-5").id, point: [6.6, 1.4, 8], impulse: [20, 0, 12] });
    const bytes = encodeCheckpoint(take(a));
    const b = await yardWorld();
    restore(b, decodeCheckpoint(bytes));
    expect(hashWorld(b)).toBe(hashWorld(a));
    const spawn: Command = {
      type: "spawn",
      kind: "prop",
      asset: "ball",
      variant: "",
      label: "",
      pose: at(6, 4, 8),
    };
    for (let t = 0; t < 240; t++) {
      stepWorld(a, t === 30 ? orders(2, spawn) : []);
      stepWorld(b, t === 30 ? orders(2, spawn) : []);
    }
    expect(hashWorld(b)).toBe(hashWorld(a));
    expect(encodeCheckpoint(take(b))).toEqual(encodeCheckpoint(take(a)));
  });
});

describe("W3: back to one puts everything back, bit for bit", () => {
  it("gives the hash that one had, and plays out alike again", async () => {
    const world = await yardWorld();
    const ana = named(world, "ana").id;
    run(world, 5, { type: "layMark", mark: mark(ana), pose: at(3, 0, 1) });
    const one = hashWorld(world);
    stepWorld(world, orders(1, { type: "action" }));
    const opening = world.kept.find((k) => k.why === "one")!.checkpoint;
    const script = (t: number): Command[] =>
      t === 20
        ? [{ type: "push", id: named(world, "crate-5").id, point: [6.6, 1.4, 8], impulse: [20, 0, 12] }]
        : [];
    for (let t = 0; t < 200; t++) stepWorld(world, orders(1, ...script(t)));
    const first = hashWorld(world);
    expect(first).not.toBe(one);
    world.checkpoints = { find: () => opening };
    const tick = world.tick;
    // The restore replaces the world before the tick's physics, so what follows is as if one had gone on.
    const twin = await yardWorld();
    restore(twin, opening);
    stepWorld(world, orders(1, { type: "restore", checkpoint: "x", before: "", why: "one", take: "" }));
    stepWorld(twin, []);
    expect(world.tick).toBe(tick + 1);
    expect(hashWorld(world)).toBe(hashWorld(twin));
    restore(world, opening);
    expect(hashWorld(world)).toBe(one);
    stepWorld(world, orders(1, { type: "action" }));
    for (let t = 0; t < 200; t++) stepWorld(world, orders(1, ...script(t)));
    expect(hashWorld(world)).toBe(first);
  });

  it("keeps edits that were made during the performance", async () => {
    const world = await yardWorld();
    const ball = named(world, "ball").id;
    stepWorld(world, orders(1, { type: "action" }));
    const opening = world.kept[0]!.checkpoint;
    world.checkpoints = { find: () => opening };
    const spawn: Command = {
      type: "spawn",
      kind: "prop",
      asset: "crate",
      variant: "",
      label: "New",
      pose: at(0, 0, 5),
    };
    stepWorld(world, orders(2, spawn));
    const [made] = world.outcomes[0]!.created;
    stepWorld(world, orders(1, { type: "place", moves: [{ id: ball, pose: at(7, 3, 0) }] }));
    run(world, 30, { type: "push", id: ball, point: [2, 0.1, 0], impulse: [1, 1, 1] });
    expect(world.entities.get(ball)!.pose.position[0]).toBeLessThan(7);
    stepWorld(world, orders(1, { type: "restore", checkpoint: "x", before: "", why: "one", take: "" }));
    expect(world.entities.get(ball)!.pose.position[0]).toBeCloseTo(7, 3);
    expect(world.entities.get(made!)!.label).toBe("New");
    stepWorld(world, orders(2, { type: "undo" }));
    expect(world.outcomes[0]!.reason).toBe(null);
    expect(world.entities.has(made!)).toBe(false);
  });
});

describe("W3: cameras that have come since stay", () => {
  const camera = (label = ""): Command => ({
    type: "spawn",
    kind: "camera",
    asset: "",
    variant: "",
    label,
    pose: at(1, 1.6, 4),
  });
  const back = (why: "one" | "pick up" | "undo"): Command => ({
    type: "restore",
    checkpoint: "x",
    before: "b",
    why,
    take: "",
  });

  it("picking up an older moment leaves its operator her camera, where it is, and B leaves it too", async () => {
    const world = await yardWorld();
    stepWorld(world, orders(1, { type: "action" }));
    const opening = world.kept[0]!.checkpoint;
    run(world, 30);
    const moment = take(world);
    world.checkpoints = { find: () => moment };
    stepWorld(world, orders(2, camera()));
    const [made] = world.outcomes[0]!.created;
    const { letter } = world.entities.get(made!)!.camera!;
    run(world, 10);
    stepWorld(world, orders(1, back("pick up")));
    expect(world.phase).toBe("performance");
    expect(world.entities.get(made!)).toMatchObject({ pose: at(1, 1.6, 4), camera: { letter } });
    // Nothing else is other than it was at that moment.
    const twin = await yardWorld();
    restore(twin, moment);
    stepWorld(twin, []);
    world.entities.delete(made!);
    expect(hashWorld(world)).toBe(hashWorld(twin));
    stepWorld(world, orders(2, camera()));
    const [third] = world.outcomes[0]!.created;
    world.pending = [];
    world.checkpoints = { find: () => opening };
    stepWorld(world, orders(1, back("one")));
    expect(world.phase).toBe("one");
    expect(world.entities.has(third!)).toBe(true);
  });

  it("one that was added in the performance is there once, and no two bear one letter", async () => {
    const world = await yardWorld();
    stepWorld(world, orders(1, { type: "action" }));
    const opening = world.kept[0]!.checkpoint;
    world.checkpoints = { find: () => opening };
    stepWorld(world, orders(2, camera(), camera()));
    stepWorld(world, orders(1, back("one")));
    const letters = [...world.entities.values()].flatMap(({ camera }) => camera?.letter ?? []);
    expect(letters).toEqual(["A", "B", "C"]);
  });

  it("an older camera of the same letter keeps it", async () => {
    const world = await yardWorld();
    stepWorld(world, orders(1, camera()));
    const [old] = world.outcomes[0]!.created;
    run(world, 5);
    const moment = take(world);
    stepWorld(world, orders(1, { type: "remove", ids: [old!] }));
    stepWorld(world, orders(2, camera()));
    const [young] = world.outcomes[0]!.created;
    expect(world.entities.get(young!)!.camera!.letter).toBe("B");
    world.checkpoints = { find: () => moment };
    stepWorld(world, orders(1, back("pick up")));
    expect(world.entities.get(old!)!.camera!.letter).toBe("B");
    expect(world.entities.get(young!)!.camera!.letter).toBe("C");
    // Taken back, she has it as before.
    const before = world.kept.find(({ why }) => why === "before")!.checkpoint;
    world.checkpoints = { find: () => before };
    stepWorld(world, orders(1, back("undo")));
    expect(world.entities.get(young!)!.camera!.letter).toBe("B");
    expect(world.entities.has(old!)).toBe(true);
  });
});

describe("W4: marks", () => {
  it("she walks round the wall to her mark, sits down on the chair and waits for the car", async () => {
    const world = await yardWorld();
    const ana = named(world, "ana");
    const car = named(world, "car");
    const chair = named(world, "chair");
    stepWorld(
      world,
      orders(
        1,
        { type: "layMark", mark: mark(car.id, { speed: 1 }), pose: at(-10, 0, 14) },
        { type: "layMark", mark: mark(ana.id, { gait: "run" }), pose: at(0, 0, 3) },
      ),
    );
    const carMark = world.outcomes[0]!.created[0]!;
    stepWorld(
      world,
      orders(1, {
        type: "setMark",
        id: ana.performer!.marks[0]!,
        mark: mark(ana.id, { gait: "run", wait: { kind: "mark", seconds: 0, on: carMark } }),
      }),
    );
    stepWorld(
      world,
      orders(1, {
        type: "layMark",
        mark: mark(ana.id, { deed: "sit", target: chair.id }),
        pose: at(3, 0, 4.5),
      }),
    );
    stepWorld(world, orders(1, { type: "action" }));
    expect(world.outcomes[0]!.reason).toBe(null);
    let crossed = 0;
    let waited = 0;
    for (let t = 0; t < 1500; t++) {
      stepWorld(world, []);
      const [x, , z] = ana.pose.position;
      if (Math.abs(z) < 0.1 && Math.abs(x) < 3) crossed++;
      if (ana.performer!.stage === "waiting") waited++;
    }
    expect(crossed).toBe(0);
    expect(waited).toBeGreaterThan(10);
    expect(ana.performer!.stage).toBe("done");
    expect(ana.performer!.posture).toBe("sit");
    expect(car.performer!.at).toBe(0);
    expect(Math.abs(car.pose.position[2] - 14)).toBeLessThan(0.3);
  });
});

describe("W5: undo is per person and never undoes another's work", () => {
  it("swaps, merges a drag, and refuses what somebody else has changed", async () => {
    const world = await yardWorld();
    const crate = named(world, "ball");
    const before = [...crate.pose.position];
    for (let k = 1; k <= 5; k++)
      stepWorld(world, orders(1, { type: "place", moves: [{ id: crate.id, pose: at(k, 1, 0) }] }));
    stepWorld(world, orders(1, { type: "undo" }));
    expect(world.outcomes[0]!.reason).toBe(null);
    expect(Math.abs(crate.pose.position[0] - before[0]!)).toBeLessThan(0.05);
    stepWorld(world, orders(1, { type: "redo" }));
    expect(crate.pose.position[0]).toBeCloseTo(5, 1);
    stepWorld(world, orders(2, { type: "name", id: crate.id, label: "Theirs", variant: "" }));
    stepWorld(world, orders(1, { type: "undo" }));
    expect(world.outcomes[0]!.reason).toBe("changed since");
    stepWorld(world, orders(2, { type: "undo" }));
    expect(crate.label).toBe("Ball");
    stepWorld(world, orders(3, { type: "undo" }));
    expect(world.outcomes[0]!.reason).toBe("nothing to undo");
  });

  it("goes back and forth over several steps of one thing, and over another's that was taken back", async () => {
    const world = await yardWorld();
    const ball = named(world, "ball");
    const put = (person: number, x: number): void => {
      stepWorld(world, orders(person, { type: "place", moves: [{ id: ball.id, pose: at(x, 0, 0) }] }));
      for (let k = 0; k < 40; k++) stepWorld(world, []);
    };
    const turn = (person: number, type: "undo" | "redo"): string | null => {
      stepWorld(world, orders(person, { type }));
      return world.outcomes[0]!.reason;
    };
    const x = (): number => Math.round(ball.pose.position[0]);
    put(1, 3);
    put(1, 4);
    put(2, 5);
    expect(turn(1, "undo")).toBe("changed since");
    expect(turn(2, "undo")).toBe(null);
    for (const where of [3, 2]) {
      expect(turn(1, "undo")).toBe(null);
      expect(x()).toBe(where);
    }
    for (const where of [3, 4]) {
      expect(turn(1, "redo")).toBe(null);
      expect(x()).toBe(where);
    }
    expect(turn(2, "redo")).toBe(null);
    expect(x()).toBe(5);
    expect(turn(1, "undo")).toBe("changed since");
  });

  it("takes a dragged slider as one step: a lamp's, the look's", async () => {
    const world = await yardWorld();
    const lamp = named(world, "lamp");
    const { time } = world.look;
    const before = { ...lamp.lamp! };
    for (let k = 1; k <= 8; k++) {
      const lit = { ...before, level: k / 4 };
      stepWorld(world, orders(1, { type: "setLamp", ids: [lamp.id], lamp: lit }));
    }
    for (let k = 1; k <= 8; k++)
      stepWorld(world, orders(1, { type: "look", look: { ...world.look, time: time + k / 10 } }));
    stepWorld(world, orders(1, { type: "undo" }));
    expect(world.look.time).toBe(time);
    expect(lamp.lamp!.level).toBe(2);
    stepWorld(world, orders(1, { type: "undo" }));
    expect(lamp.lamp).toEqual(before);
    stepWorld(world, orders(1, { type: "undo" }));
    expect(world.outcomes[0]!.reason).toBe("nothing to undo");
  });

  it("brings back what was removed, with its marks, under the same ids", async () => {
    const world = await yardWorld();
    const ana = named(world, "ana").id;
    stepWorld(world, orders(1, { type: "layMark", mark: mark(ana), pose: at(3, 0, 1) }));
    const [id] = world.outcomes[0]!.created;
    stepWorld(world, orders(1, { type: "remove", ids: [ana] }));
    expect(world.entities.has(ana)).toBe(false);
    expect(world.entities.has(id!)).toBe(false);
    stepWorld(world, orders(1, { type: "undo" }));
    expect(world.outcomes[0]!.reason).toBe(null);
    expect(world.entities.get(ana)!.performer!.marks).toEqual([id]);
    expect(world.entities.get(ana)!.body).not.toBe(null);
    expect(world.entities.has(id!)).toBe(true);
  });
});

describe("W6: refusals change nothing and say why", () => {
  it("names the limit, the holder or the weight", async () => {
    const world = await yardWorld();
    const twin = await yardWorld();
    const ball = named(world, "ball").id;
    stepWorld(world, orders(1, { type: "grab", id: ball, grip: [0, 0, 0], hand: at(2, 0.5, 0) }));
    stepWorld(twin, orders(1, { type: "grab", id: ball, grip: [0, 0, 0], hand: at(2, 0.5, 0) }));
    const cases: [Command, string][] = [
      [{ type: "push", id: 999999, point: [0, 0, 0], impulse: [0, 0, 0] }, "unknown entity"],
      [{ type: "grab", id: ball, grip: [0, 0, 0], hand: at(0, 1, 0) }, "held by somebody"],
      [{ type: "carry", id: ball, hand: at(0, 1, 0) }, "not held by you"],
      [{ type: "remove", ids: [named(world, "wall").id] }, "locked"],
      [
        { type: "spawn", kind: "prop", asset: "dragon", variant: "", label: "", pose: at(0, 0, 0) },
        "unknown asset",
      ],
      [{ type: "layMark", mark: mark(ball), pose: at(0, 0, 0) }, "wrong kind"],
      [{ type: "cut" }, "not rolling"],
    ];
    for (const [command, reason] of cases) {
      stepWorld(world, orders(2, command));
      stepWorld(twin, []);
      expect(world.outcomes[0]!.reason).toBe(reason);
      expect(world.outcomes[0]!.text.length).toBeGreaterThan(5);
    }
    expect(hashWorld(world)).toBe(hashWorld(twin));
  });
});
