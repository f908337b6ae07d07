/**
 * Places for tests of light memory, made of boxes: in, named boxes with what they reflect and give; out, a set, a tracer
 * and lit worlds.
 */
import * as bounce from "../../../client/light/bounce.ts";
import type { Grid } from "../../../client/light/grid.ts";
import type { Met, Tracer } from "../../../client/light/hits.ts";
import { Solids } from "../../../client/light/solid-tracer.ts";
import { survey } from "../../../client/light/survey.ts";
import type { LitWorld } from "../../../client/light/watch.ts";
import { irradianceOf, type LightField, lookUp } from "../../../shared/anchors/light-field.ts";
import type { Collider } from "../../../shared/physics/physics.ts";
import type { Look } from "../../../shared/world/command.ts";
import { assembleSet, type LoadedSet, parseCatalogue, parseSetSheet } from "../../../shared/world/set.ts";

/** A box with a colour. */
export interface Block {
  at: [number, number, number];
  size: [number, number, number];
  colour: [number, number, number];
  glow?: number;
}

const collider = ({ at, size }: Block): Collider => ({
  shapes: [{ type: "box", position: at, rotation: [0, 0, 0, 1], size }],
});

/** A room of six slabs round the origin's floor, all of one colour, giving light of their own. */
export function room(width: number, height: number, colour: number, glow: number): Block[] {
  const c: Block["colour"] = [colour, colour, colour];
  const w = width / 2;
  return [
    { at: [0, -0.1, 0], size: [width + 0.4, 0.2, width + 0.4], colour: c, glow },
    { at: [0, height + 0.1, 0], size: [width + 0.4, 0.2, width + 0.4], colour: c, glow },
    { at: [-w - 0.1, height / 2, 0], size: [0.2, height, width + 0.4], colour: c, glow },
    { at: [w + 0.1, height / 2, 0], size: [0.2, height, width + 0.4], colour: c, glow },
    { at: [0, height / 2, -w - 0.1], size: [width, height, 0.2], colour: c, glow },
    { at: [0, height / 2, w + 0.1], size: [width, height, 0.2], colour: c, glow },
  ];
}

/** Solids and a tracer that knows their colours; each block is a part, the first the fixed rest. */
export function tracerOf(blocks: readonly Block[]): { solids: Solids; tracer: Tracer } {
  const colours = Float32Array.from(blocks.flatMap((block) => block.colour));
  const solids = new Solids(blocks.map(collider), colours);
  const tracer = {
    trace(origin: ArrayLike<number>, direction: ArrayLike<number>, out: Met): boolean {
      if (!solids.trace(origin, direction, out)) return false;
      out.emission.fill(blocks[out.part]!.glow ?? 0);
      return true;
    },
  };
  return { solids, tracer };
}

/** A bounce over blocks, in the dark. */
export function bounceOf(blocks: readonly Block[], grid: Grid): bounce.Bounce {
  const { solids, tracer } = tracerOf(blocks);
  const ids = blocks.slice(1).map((_, k) => `part-${k + 1}`);
  return bounce.create(survey(grid, ids, tracer), (a, b, c, d) => solids.occluded(a, b, c, d));
}

const sum = new Float64Array(12);

/** Irradiance over π on a surface. */
export function at(field: LightField, p: readonly number[], n: readonly number[]): [number, number, number] {
  lookUp(field, p, n, sum);
  return [irradianceOf(sum, 0, n), irradianceOf(sum, 1, n), irradianceOf(sum, 2, n)];
}

/** A clear day at 48° north, −Z being north. */
export const day = (time: number, more: Partial<Look> = {}): Look => ({
  time,
  north: 0,
  latitude: 48,
  day: 172,
  cloud: 0,
  turbidity: 2.5,
  exposure: 0,
  practicals: "dusk",
  ...more,
});

/** A world of light with nothing in it. */
export const litWorld = (look: Look, more: Partial<LitWorld> = {}): LitWorld => ({
  look,
  lamps: [],
  movers: [],
  walls: [],
  hidden: [],
  ...more,
});

const id = (n: number): string => n.toString(16).padStart(32, "0");

/** A set whose fixed rest is the first block and whose parts are the others. */
export function setOf(blocks: readonly Block[], bounds: { min: number[]; max: number[] }): LoadedSet {
  const colliders = Object.fromEntries(blocks.map((b, k) => [id(k + 1), { format: 1, ...collider(b) }]));
  const sheet = {
    format: 1,
    id: "place",
    label: "Place",
    visual: "set.glb",
    collider: id(1),
    bounds,
    parts: blocks.slice(1).map((_, k) => ({
      id: `part-${k + 1}`,
      label: `Part ${k + 1}`,
      node: `part-${k + 1}`,
      collider: id(k + 2),
    })),
    opening: [],
    cameras: [{ id: "a", label: "A", position: [0, 1, 0], heading: 0, tilt: 0, lens: 35 }],
    look: { time: 12, north: 0, latitude: 48, longitude: 0, date: "2026-06-21" },
  };
  const catalogue = { format: 1, sets: [], things: [], actors: [], colliders };
  return assembleSet(parseSetSheet("set.json", sheet), parseCatalogue("catalogue.json", catalogue));
}
