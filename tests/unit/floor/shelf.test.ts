import { describe, expect, it } from "vitest";
import { createFloor } from "../../../client/floor/create-floor.ts";
import { corners, type GhostState, linesOf } from "../../../client/floor/ghost.ts";
import { createShelf, items, snapped } from "../../../client/floor/shelf.ts";
import { begin, steer } from "../../../client/floor/walk-it.ts";
import type { Command } from "../../../shared/world/command.ts";
import { yard } from "../../fixtures/yard.ts";

function desk() {
  const floor = createFloor();
  const sent: Command[] = [];
  let serial = 0;
  floor.set = yard();
  floor.room = {
    person: 1,
    send: (commands) => {
      sent.push(...commands);
      serial += commands.length;
      return serial;
    },
    ask: () => 1,
    wish: () => {},
    camera: () => {},
  };
  const shown: (GhostState | null)[] = [];
  const shelf = createShelf({
    floor,
    ghost: { show: (state) => void shown.push(state), hide: () => void shown.push(null) },
    at: (x, y) =>
      y < 100
        ? null
        : { point: [x / 100, 0.12, 3], hit: { entity: 0, distance: 5, normal: [0, 1, 0] } as never },
    overPicture: (x) => x >= 200,
  });
  return { floor, sent, shown, shelf };
}
const crate = { asset: "crate", kind: "prop", variant: "red" } as const;

describe("the shelf", () => {
  it("holds everything that may stand on a stage, and a camera", () => {
    const all = items(yard());
    expect(all.map(({ label, kind }) => [label, kind])).toContainEqual(["Camera", "camera"]);
    expect(all.map(({ asset }) => asset).sort()).toEqual(
      ["", "ana", "ball", "car", "chair", "crate", "lamp", "safe"].sort(),
    );
    expect(all.find(({ asset }) => asset === "crate")?.variants.map(({ id }) => id)).toEqual(["red"]);
    expect(all[0]?.shelf).toBe("Cast");
  });

  it("shows a ghost at the pointer and spawns where it is dropped", () => {
    const { sent, shown, shelf } = desk();
    const drag = (x: number, y: number, phase: "move" | "drop" | "cancel") =>
      shelf.handle({ type: "drag in", ...crate, x, y, phase });
    drag(100, 400, "move");
    expect(shown.at(-1)).toBeNull();
    drag(400, 400, "move");
    expect(shown.at(-1)).toMatchObject({ label: "Crate", box: { position: [4, 0.12, 3] } });
    drag(500, 400, "drop");
    expect(shown.at(-1)).toBeNull();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      type: "spawn",
      asset: "crate",
      variant: "red",
      pose: { position: [5, 0.12, 3] },
    });
  });

  it("spawns nothing over a panel, on nothing, or where the drag was given up", () => {
    const { floor, sent, shelf } = desk();
    shelf.handle({ type: "drag in", ...crate, x: 100, y: 400, phase: "drop" });
    shelf.handle({ type: "drag in", ...crate, x: 400, y: 50, phase: "drop" });
    shelf.handle({ type: "drag in", ...crate, x: 400, y: 400, phase: "cancel" });
    expect(sent).toEqual([]);
    expect(floor.model.toasts.value.map(({ text }) => text)).toEqual([
      "There is nothing under that place to stand on.",
    ]);
  });

  it("puts what is chosen by key before the camera, and selects it once it is there", () => {
    const { floor, sent, shelf } = desk();
    floor.model.view.free.value = { x: 200, y: 0, width: 800, height: 600 };
    shelf.handle({ type: "add", asset: "ana", kind: "actor", variant: "" });
    expect(sent[0]).toMatchObject({ type: "spawn", kind: "actor", asset: "ana" });
    floor.roster.entities.set(9, { id: 9 } as never);
    floor.creating.get(1)?.([9]);
    expect(floor.selection).toEqual([9]);
  });

  it("keeps a kit's grid", () => {
    expect(snapped([1.26, 0.3, -0.74], 0.5)).toEqual([1.5, 0.3, -0.5]);
    expect(snapped([1.26, 0.3, -0.74], 0)).toEqual([1.26, 0.3, -0.74]);
  });
});

describe("a ghost", () => {
  const box = { min: [0, 0, 0], max: [1, 2, 3], position: [10, 0, 0], rotation: [0, 0, 0, 1] } as const;
  it("has the corners of its box, and the edges that are before the eye", () => {
    expect(corners(box)[7]).toEqual([11, 2, 3]);
    const all = linesOf({ box, label: "", path: [] }, (out, p) => {
      out[0] = p[0];
      out[1] = p[1];
      return true;
    });
    expect(all.match(/M/g)).toHaveLength(12);
    const few = linesOf(
      {
        box,
        label: "",
        path: [
          [0, 0, 0],
          [1, 0, 1],
        ],
      },
      (_, p) => p[2] > 2,
    );
    expect(few.match(/M/g)).toHaveLength(4);
  });
});

describe("walking somebody", () => {
  const flat = () => 0;
  it("goes where the keys point as it is seen, and keeps the path", () => {
    const walk = begin(1, [2, 0, 5], 0, 0);
    // Seen by a camera that looks along −Z: ahead is away from it.
    for (let k = 0; k < 60; k++) steer(walk, 0, 1, false, Math.PI, 1 / 60, flat);
    expect(walk.z).toBeCloseTo(5 - 1.35, 2);
    expect(walk.x).toBeCloseTo(2, 5);
    for (let k = 0; k < 60; k++) steer(walk, 1, 0, true, Math.PI, 1 / 60, flat);
    expect(walk.x).toBeCloseTo(2 + 3.4, 2);
    expect(walk.gone).toBeCloseTo(1.35 + 3.4, 2);
    expect(walk.path.length).toBeGreaterThan(10);
    expect(walk.path.slice(0, 2)).toEqual([2, 5]);
    // Standing still adds nothing.
    const { length } = walk.path;
    for (let k = 0; k < 60; k++) steer(walk, 0, 0, false, Math.PI, 1 / 60, flat);
    expect(walk.path).toHaveLength(length);
  });

  it("drives a car in turns that it can make, and never on the spot", () => {
    const car = begin(1, [0, 0, 0], 0, 5);
    steer(car, 1, 0, false, 0, 1, flat);
    expect([car.x, car.z, car.heading]).toEqual([0, 0, 0]);
    for (let k = 0; k < 600; k++) steer(car, 1, 1, false, 0, 1 / 60, flat);
    // To the right of +Z lies −X, and a whole turn fits into ten metres.
    expect(Math.hypot(car.x + 5, car.z)).toBeCloseTo(5, 0);
  });

  it("follows the ground, and never grows beyond what a mark can hold", () => {
    const walk = begin(1, [0, 0, 0], 0, 0);
    for (let k = 0; k < 60_000; k++) steer(walk, 0, 1, true, 0, 1 / 60, (_, z) => z / 100);
    expect(walk.y).toBeCloseTo(walk.z / 100, 6);
    expect(walk.path.length).toBeLessThanOrEqual(1024);
  });
});
