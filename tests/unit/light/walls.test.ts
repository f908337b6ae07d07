import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as bounce from "../../../client/light/bounce.ts";
import { layGrid } from "../../../client/light/grid.ts";
import { encode } from "../../../client/light/light-file.ts";
import { calm, follow, open, settle } from "../../../client/light/light-memory.ts";
import { survey } from "../../../client/light/survey.ts";
import {
  boxesOf,
  createWatch,
  note,
  type PlacedLamp,
  type PlacedWall,
  read,
} from "../../../client/light/watch.ts";
import { corners, weigh } from "../../../shared/anchors/light-field.ts";
import { compileHavok, createHavok } from "../../../shared/physics/havok.ts";
import { gatherCatalogue } from "../../../shared/world/catalogue.ts";
import { createMirror, fillMirror } from "../../../shared/world/mirror.ts";
import { assembleSet, type LoadedSet, parseCatalogue, parseSetSheet } from "../../../shared/world/set.ts";
import { createWorld } from "../../../shared/world/world.ts";
import { at, type Block, day, litWorld, setOf, tracerOf } from "./place.ts";

const ASSETS = join(import.meta.dirname, "../../../assets");
const json = (path: string): unknown => JSON.parse(readFileSync(join(ASSETS, path), "utf8"));
const catalogue = parseCatalogue(
  "catalogue.json",
  await gatherCatalogue({
    list: async (folder) => readdirSync(join(ASSETS, folder)),
    read: async (path) => readFileSync(join(ASSETS, path)),
  }),
);
const stage = assembleSet(parseSetSheet("stage", json("sets/stage/set.json")), catalogue);

const ground: Block[] = [{ at: [0, -0.5, 0], size: [60, 1, 60], colour: [0.4, 0.4, 0.4] }];
const bounds = { min: [-5.25, 0, -5.25], max: [5.25, 5, 5.25] };
const meadow = setOf(ground, bounds);
const file = await encode(survey(layGrid(bounds, 1), [], tracerOf(ground).tracer));

let count = 0;
/** A piece of the kit where it would stand; heading in quarters of a turn. */
function piece(asset: string, x: number, z: number, quarters = 0): PlacedWall {
  const half = (quarters * Math.PI) / 4;
  const rotation: PlacedWall["rotation"] = [0, Math.sin(half), 0, Math.cos(half)];
  return {
    entity: 100 + count++,
    boxes: boxesOf(stage, asset)!,
    position: [x, 0, z],
    rotation,
    colour: [0.7, 0.7, 0.7],
  };
}

/** A room of 4 × 4 m with a ceiling; `south` is what stands twice on its +Z side. */
function room(south: string): PlacedWall[] {
  const out: PlacedWall[] = [];
  for (const a of [-1, 1]) {
    out.push(piece("kit-wall-200", a, -2), piece(south, a, 2, 2));
    out.push(piece("kit-wall-200", -2, a, 1), piece("kit-wall-200", 2, a, 3));
    for (const b of [-1, 1]) out.push(piece("kit-ceiling", a, b), piece("kit-floor-oak", a, b));
  }
  for (const x of [-2, 2]) for (const z of [-2, 2]) out.push(piece("kit-corner", x, z));
  return out;
}

const within = (walls: readonly PlacedWall[], more = {}) =>
  litWorld(day(12), { walls: [...walls], movers: walls.map(({ colour: _, ...mover }) => mover), ...more });
const up = [0, 1, 0];

describe("walls that people put up", () => {
  const closed = room("kit-wall-200");
  const windowed = room("kit-wall-window");

  it("a closed room of the kit is dark by day, and bright with a window, and the place round it stays as it was", async () => {
    const memory = await open(meadow, file);
    const free = settle(memory, litWorld(day(12)));
    const dark = settle(memory, within(closed));
    const lit = settle(memory, within(windowed));
    for (const p of [
      [0, 0.02, 0],
      [1.7, 0.02, 0.2],
      [-1.5, 0.02, -1.6],
      [0.3, 2, 1],
    ]) {
      const sky = at(free, p, up)[1];
      expect(at(dark, p, up)[1]).toBeLessThan(0.01 * sky);
      expect(at(lit, p, up)[1]).toBeGreaterThan(0.02 * sky);
      expect(at(lit, p, up)[1]).toBeLessThan(0.5 * sky);
    }
    // A wall within, beside the outer air; and the same wall from without.
    expect(at(dark, [1.93, 1.2, 0], [-1, 0, 0])[1]).toBeLessThan(
      0.01 * at(free, [1.93, 1.2, 0], [-1, 0, 0])[1],
    );
    const outside = [2.07, 1.2, 0.3];
    expect(at(dark, outside, [1, 0, 0])[1]).toBeGreaterThan(0.6 * at(free, outside, [1, 0, 0])[1]);
    const away = [4.5, 0.02, 4.5];
    expect(at(dark, away, up)[1] / at(free, away, up)[1]).toBeGreaterThan(0.75);
    expect(settle(memory, litWorld(day(12)))).toEqual(free);
  });

  it("keep lamps' light on their own side", async () => {
    const lamp = (entity: number, x: number): PlacedLamp => ({
      entity,
      light: { type: "point", position: [0, 1.8, 0], colour: [1, 1, 1], candela: 500, range: 12 },
      lamp: { on: true, level: 1, kelvin: 0 },
      position: [x, 0, 0.3],
      rotation: [0, 0, 0, 1],
    });
    const memory = await open(meadow, file);
    const lamps = [lamp(7, 4), lamp(9, 0.3)];
    expect(settle(memory, litWorld(day(0), { lamps })).seen.length).toBe(0);
    const field = settle(memory, within(closed, { look: day(0), lamps }));
    expect(field.lamps).toEqual([7, 9]);
    /** Which of the lamps shine at the probes round a point. */
    const seen = (p: readonly number[]): number[] => {
      weigh(field, p, up);
      return [0, 1].map((n) =>
        corners.share.reduce((sum, share, k) => sum + share * ((field.seen[corners.index[k]!]! >> n) & 1), 0),
      );
    };
    expect(seen([0.4, 0.6, -0.4])[0]).toBeLessThan(0.01);
    expect(seen([0.4, 0.6, -0.4])[1]).toBeGreaterThan(0.99);
    expect(seen([1.9, 0.6, 0.4])[0]).toBeLessThan(0.01);
    expect(seen([2.3, 0.6, 0.4])[1]).toBeLessThan(0.01);
    expect(seen([3.4, 0.6, 0.4])[0]).toBeGreaterThan(0.99);
  });

  it("settle to the same whatever came before, and colour what is near them", async () => {
    const red = closed.map((wall): PlacedWall => ({ ...wall, colour: [0.7, 0.1, 0.1] })).slice(0, 6);
    const fresh = settle(await open(meadow, file), within(red));
    const used = await open(meadow, file);
    settle(used, within(windowed));
    follow(used, within(closed));
    bounce.advance(used.bounce, 100);
    expect(settle(used, within(red))).toEqual(fresh);
    const inside = at(fresh, [0, 0.3, 0], up);
    expect(inside[0] / inside[2]).toBeGreaterThan(
      1.05 *
        (at(settle(used, litWorld(day(12))), [0, 0.3, 0], up)[0] /
          at(settle(used, litWorld(day(12))), [0, 0.3, 0], up)[2]),
    );
  });

  it("wait until they stand still, but not longer", async () => {
    const memory = await open(meadow, file);
    const moved = (x: number) =>
      closed.map((wall): PlacedWall => ({ ...wall, position: [wall.position[0] + x, 0, wall.position[2]] }));
    settle(memory, within(closed));
    follow(memory, within(moved(1)));
    expect(memory.lit!.walls).toEqual(closed);
    follow(memory, within(moved(1), { look: day(13) }));
    expect(memory.lit!.walls).toEqual(moved(1));
    follow(memory, within(moved(2)));
    bounce.settle(memory.bounce);
    expect(calm(memory)).toBe(true);
    expect(memory.lit!.walls).toEqual(moved(2));
  });

  it("are told by the watch: large fixed things in their paint, no furniture, no panes", async () => {
    const opening = [
      {
        id: "wall",
        label: "Wall",
        kind: "prop",
        thing: "kit-wall-window",
        variant: "oxblood",
        position: [1, 0, 0],
        heading: 0,
      },
      { id: "sofa", label: "Sofa", kind: "prop", thing: "kit-sofa-3", position: [1, 0, 3], heading: 0 },
      { id: "clock", label: "Clock", kind: "prop", thing: "kit-clock", position: [1, 0, 0], heading: 0 },
    ];
    const raw = json("sets/stage/set.json") as Record<string, unknown>;
    const set: LoadedSet = assembleSet(parseSetSheet("stage", { ...raw, opening }), catalogue);
    const wasm = readFileSync(new URL(import.meta.resolve("@babylonjs/havok/lib/esm/HavokPhysics.wasm")));
    const world = createWorld(await createHavok(await compileHavok(wasm)), set, 1);
    const watch = createWatch(set);
    const mirror = createMirror();
    fillMirror(world, mirror, true);
    note(watch, mirror);
    const lit = read(watch, mirror)!;
    expect(lit.walls.length).toBe(1);
    // Four pieces of wall, the sill, and five bars of the frame.
    expect(lit.walls[0]!.boxes.length).toBe(10);
    expect(lit.walls[0]!.colour[0]).toBeGreaterThan(2 * lit.walls[0]!.colour[1]);
    expect(lit.movers.length).toBe(2);
  });
});
