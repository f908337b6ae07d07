/**
 * Light memory: first hits, solids and the bounce of one set, kept in step with its world. In: a LoadedSet, the bytes of
 * its light.bin or null, and LitWorlds. Out: LightFields. Runs in the worker, and in Node for footage and tests.
 */
import { LAMPS, type LightField } from "../../shared/anchors/light-field.ts";
import { lampLight } from "../../shared/look/lamps.ts";
import { keyLuminance, lightOf, luminance, type SkyLight } from "../../shared/look/sky.ts";
import * as quat from "../../shared/math/quat.ts";
import type { Collider } from "../../shared/physics/physics.ts";
import type { Look } from "../../shared/world/command.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import * as bounce from "./bounce.ts";
import { DIRECTIONS, RAYS, spread } from "./directions.ts";
import { layGrid, SPACINGS } from "./grid.ts";
import { createMet, type Hits, SKY } from "./hits.ts";
import { decode, LightFileError } from "./light-file.ts";
import { GREY, passes, REACH, type Shading, Solids } from "./solid-tracer.ts";
import { survey, tryGrid, write } from "./survey.ts";
import { concerns, counts, partition, standing, stop, stopped, type Wall } from "./walls.ts";
import { ballOf, type LitWorld, type PlacedLamp, type PlacedMover, type PlacedWall } from "./watch.ts";

/** Probes that a set may have. */
export const BUDGET = 8000;
/** Metres before a lamp within which nothing holds its light up. */
const SHORT = 0.25;
/** A mover that has gone less far and turned less than this waits until there is nothing else to do. */
const CALM = { metres: 0.2, turn: 0.17 };

/** Light memory of one set. */
export interface LightMemory {
  readonly set: LoadedSet;
  /** Hits as they were cooked or surveyed, with nothing hidden. */
  readonly cooked: Hits;
  /** Why the set's own light.bin is not used, or "". */
  readonly note: string;
  readonly bounce: bounce.Bounce;
  solids: Solids;
  hidden: readonly string[];
  walls: readonly Wall[];
  /** What is worked on, and what was last told; they differ by movers that are calm and walls that are being moved. */
  lit: LitWorld | null;
  told: LitWorld | null;
  sky: SkyLight | null;
  key: number;
}

/**
 * Opens a set's light memory. A missing or unreadable light.bin is replaced by a survey of the solids, in grey, and
 * `note` says so.
 */
export async function open(set: LoadedSet, file: Uint8Array | null): Promise<LightMemory> {
  const { cooked, note } = await hitsFor(set, file);
  const solids = solidsOf(set, cooked, []);
  const memory: LightMemory = {
    set,
    cooked,
    note,
    solids,
    hidden: [],
    walls: [],
    lit: null,
    told: null,
    sky: null,
    key: 1,
    bounce: bounce.create(copyOf(cooked), (from, towards, reach, except) =>
      memory.solids.occluded(from, towards, reach, except),
    ),
  };
  return memory;
}

async function hitsFor(set: LoadedSet, file: Uint8Array | null): Promise<{ cooked: Hits; note: string }> {
  const ids = set.sheet.parts.map((part) => part.id);
  let note = "the set has no cooked light: what its solids reflect is taken as grey";
  if (file !== null) {
    try {
      const cooked = await decode(file);
      if (`${cooked.parts}` === `${ids}`) return { cooked, note: "" };
      note = "the cooked light is another set's: what the solids reflect is taken as grey";
    } catch (error) {
      if (!(error instanceof LightFileError)) throw error;
      note = `${error.message}; what the set's solids reflect is taken as grey`;
    }
  }
  return { cooked: surveySolids(set, ids), note };
}

function surveySolids(set: LoadedSet, ids: readonly string[]): Hits {
  const solids = new Solids(collidersOf(set, []));
  const { bounds } = set.sheet;
  for (const spacing of SPACINGS) {
    const grid = layGrid(bounds, spacing);
    if (grid.counts[0] * grid.counts[1] * grid.counts[2] > BUDGET * 2) continue;
    const hits = tryGrid(grid, ids, solids, { most: BUDGET });
    if (hits !== null) return hits;
  }
  return survey(layGrid(bounds, (bounds.max[0] - bounds.min[0]) / 30), ids, solids);
}

/** The fixed rest, then the parts; null for what is hidden. */
function collidersOf(set: LoadedSet, hidden: readonly string[]): (Collider | null)[] {
  const { sheet, colliders } = set;
  const parts = sheet.parts.map((part) => (hidden.includes(part.id) ? null : colliders.get(part.collider)!));
  return [colliders.get(sheet.collider)!, ...parts];
}

/** The solids, each part in the mean colour of what was met of it. */
function solidsOf(set: LoadedSet, hits: Hits, hidden: readonly string[]): Solids {
  const count = set.sheet.parts.length + 1;
  const sums = new Float64Array(count * 4);
  for (let r = 0; r < hits.part.length; r++) {
    const part = hits.part[r]!;
    if (part === SKY) continue;
    for (let c = 0; c < 3; c++) sums[part * 4 + c] = sums[part * 4 + c]! + hits.albedo[r * 3 + c]!;
    sums[part * 4 + 3] = sums[part * 4 + 3]! + 1;
  }
  const colours = new Float32Array(count * 3);
  for (let part = 0; part < count; part++)
    for (let c = 0; c < 3; c++)
      colours[part * 3 + c] = sums[part * 4 + 3]! > 0 ? sums[part * 4 + c]! / sums[part * 4 + 3]! : GREY;
  return new Solids(collidersOf(set, hidden), colours);
}

/** A copy whose rays may be changed where parts are hidden and walls put up. */
function copyOf(hits: Hits): Hits {
  const { distance, normal, albedo, open: opened, through, part, glow } = hits;
  return {
    ...hits,
    distance: distance.slice(),
    normal: normal.slice(),
    albedo: albedo.slice(),
    open: opened.slice(),
    through: through.slice(),
    part: part.slice(),
    glow: glow.slice(),
    valid: hits.valid.slice(),
  };
}

/**
 * Takes in a world. What did not change is not worked out again; movers that hardly moved wait for `calm`, and so do
 * walls until they are told twice in the same place.
 */
export function follow(memory: LightMemory, world: LitWorld): void {
  const heard = memory.told;
  memory.told = world;
  const before = memory.lit;
  if (before === null || heard === null) {
    take(memory, world);
    return;
  }
  const walls = same(heard.walls, world.walls) ? world.walls : before.walls;
  take(memory, { ...world, movers: calmed(before.movers, world.movers), walls });
}

/** Takes in what waited because it hardly moved; true where something did. */
export function calm(memory: LightMemory): boolean {
  const { lit, told } = memory;
  if (lit === null || told === null) return false;
  if (same(lit.movers, told.movers) && same(lit.walls, told.walls)) return false;
  take(memory, told);
  return true;
}

/** The settled field of a world: what every machine works out, whatever came before. */
export function settle(memory: LightMemory, world: LitWorld): LightField {
  memory.told = world;
  take(memory, world);
  bounce.settle(memory.bounce);
  return bounce.fieldOf(memory.bounce, memory.key);
}

function take(memory: LightMemory, world: LitWorld): void {
  const before = memory.lit;
  memory.lit = world;
  const hidden = `${world.hidden}` !== `${memory.hidden}`;
  if (hidden || !same(before?.walls ?? [], world.walls)) build(memory, world.hidden, world.walls, hidden);
  const looked = before === null || !sameLook(before.look, world.look);
  if (looked) relight(memory, world.look);
  const night = memory.sky!.night;
  const lamps = looked || !same(before.lamps, world.lamps);
  if (lamps) relamp(memory, world.lamps, night);
  if (before === null || !same(before.movers, world.movers)) shade(memory, world.movers);
  if (lamps || hidden || !same(before?.walls ?? [], world.walls)) look(memory);
}

/** Which lamps shine at which probes, walls and solids in their way; asked for only where somebody put walls up. */
function look(memory: LightMemory): void {
  const { walls, solids } = memory;
  const { hits, lattice, sources } = memory.bounce;
  lattice.lamps = [];
  lattice.seen = new Float32Array(0);
  if (walls.length === 0) return;
  const lamps = sources.lamps.slice(0, LAMPS);
  lattice.lamps = lamps.map((lamp) => lamp.entity);
  lattice.seen = new Float32Array(hits.valid.length);
  for (let p = 0; p < hits.slots.length; p++) {
    for (let c = 0; c < 3; c++) from[c] = hits.places[p * 3 + c]!;
    let seen = 0;
    for (let n = 0; n < lamps.length; n++) {
      const { place, range } = lamps[n]!;
      for (let c = 0; c < 3; c++) direction[c] = place[c]! - from[c]!;
      const distance = Math.sqrt(direction[0]! ** 2 + direction[1]! ** 2 + direction[2]! ** 2);
      if (distance > range) continue;
      for (let c = 0; c < 3; c++) direction[c] = direction[c]! / Math.max(distance, 1e-6);
      const reach = Math.max(0, distance - SHORT);
      if (stopped(walls, from, direction, reach) || solids.walled(from, direction, reach)) continue;
      seen += 2 ** n;
    }
    lattice.seen[hits.slots[p]!] = seen;
  }
}

/** Plain data by value; small enough to compare as text. */
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Stops do not change light. */
const sameLook = (a: Look, b: Look): boolean => same({ ...a, exposure: 0 }, { ...b, exposure: 0 });

/** A new sun and sky: shadow rays again where the sun has moved, sums everywhere. */
function relight(memory: LightMemory, look: Look): void {
  const sky = lightOf({ ...look, exposure: 0 }, memory.set.sheet.look.key);
  memory.sky = sky;
  memory.key = keyLuminance(sky, { ...look, exposure: 0 });
  const { sources } = memory.bounce;
  const moved = !same(sources.sun.direction, sky.key.direction);
  const lit = (lux: readonly number[]): boolean => lux.some((v) => v > 0);
  const again = moved || lit(sources.sun.lux) !== lit(sky.key.illuminance);
  memory.bounce.sources = {
    ...sources,
    sun: { direction: sky.key.direction, lux: sky.key.illuminance },
    sky: spread((x, y, z, out) => luminance(sky, x, y, z, out)),
    night: sky.night,
  };
  if (again) bounce.spoil(memory.bounce, bounce.STALE.sun);
  bounce.refresh(memory.bounce);
}

/** Other lamps: shadow rays again for the hits within reach of those that changed. */
function relamp(memory: LightMemory, placed: readonly PlacedLamp[], night: number): void {
  const { sources } = memory.bounce;
  const lamps = placed.flatMap(
    (p) => lampLight(p.entity, p.light, p.lamp, p.position, p.rotation, night) ?? [],
  );
  const old = new Map(sources.lamps.map((lamp) => [lamp.entity, lamp]));
  const changed = lamps.filter((lamp) => !same(old.get(lamp.entity), lamp));
  for (const lamp of lamps) if (!changed.includes(lamp)) old.delete(lamp.entity);
  const concerned = [...changed, ...old.values()];
  memory.bounce.sources = { ...sources, lamps };
  if (concerned.length === 0) return;
  bounce.spoil(memory.bounce, bounce.STALE.lamps, (ray) => {
    const [x, y, z] = bounce.hitOf(memory.bounce, ray) as [number, number, number];
    return concerned.some(
      ({ place, range }) => (place[0] - x) ** 2 + (place[1] - y) ** 2 + (place[2] - z) ** 2 < range * range,
    );
  });
}

/** Movers elsewhere: shadow rays again for hits whose light may have passed them, before or now. */
function shade(memory: LightMemory, placed: readonly PlacedMover[]): void {
  const { solids } = memory;
  const old = new Map(solids.movers.map((mover) => [mover.entity, mover]));
  const movers = placed.map((one): Shading => {
    const ball = ballOf(one);
    const centre: Shading["centre"] = [0, 0, 0];
    quat.rotate(centre, one.rotation, ball.centre);
    for (let c = 0; c < 3; c++) centre[c] = centre[c]! + one.position[c]!;
    return { ...one, centre, radius: ball.radius };
  });
  const changed = movers.filter((mover) => !same(old.get(mover.entity), mover));
  const leaving = [...old.values()].filter((mover) => {
    const now = movers.find((one) => one.entity === mover.entity);
    return now === undefined || changed.includes(now);
  });
  solids.movers = movers;
  const concerned = [...changed, ...leaving];
  if (concerned.length === 0 || memory.bounce.rays === 0) return;
  const { sun, lamps } = memory.bounce.sources;
  bounce.spoil(memory.bounce, bounce.STALE.sun, (ray) => {
    const at = bounce.hitOf(memory.bounce, ray);
    return concerned.some((mover) => passes(mover, at, sun.direction, REACH));
  });
  const towards = [0, 0, 0];
  bounce.spoil(memory.bounce, bounce.STALE.lamps, (ray) => {
    const at = bounce.hitOf(memory.bounce, ray);
    return lamps.some((lamp) => {
      let d2 = 0;
      for (let c = 0; c < 3; c++) {
        towards[c] = lamp.place[c]! - at[c]!;
        d2 += towards[c]! * towards[c]!;
      }
      if (d2 > lamp.range * lamp.range) return false;
      const distance = Math.sqrt(d2);
      for (let c = 0; c < 3; c++) towards[c] = towards[c]! / distance;
      return concerned.some((mover) => mover.entity !== lamp.entity && passes(mover, at, towards, distance));
    });
  });
}

/**
 * Hides and shows parts and puts walls up: rays end where something now stands, rays that met what is gone go on, and
 * every shadow there may have changed.
 */
function build(
  memory: LightMemory,
  hidden: readonly string[],
  placed: readonly PlacedWall[],
  all: boolean,
): void {
  const { cooked, set, solids } = memory;
  const { hits, lattice } = memory.bounce;
  const gone = new Set(hidden.map((id) => set.sheet.parts.findIndex((part) => part.id === id) + 1));
  if (all) {
    memory.solids = solidsOf(set, cooked, hidden);
    memory.solids.movers = solids.movers;
    memory.hidden = hidden;
  }
  const old = memory.walls;
  const walls = standing(placed);
  memory.walls = walls;
  const has = (list: readonly Wall[], one: Wall): boolean => list.some((other) => same(other, one));
  const changed = [...walls.filter((one) => !has(old, one)), ...old.filter((one) => !has(walls, one))];
  if (changed.length > 0) {
    for (let p = 0; p < hits.slots.length; p++) hits.valid[hits.slots[p]!] = counts(walls, hits, p) ? 1 : 0;
    lattice.walls = partition(walls, hits.grid);
  }
  const again = new Uint8Array(cooked.part.length);
  for (let r = 0; r < again.length; r++) {
    if (all || concerns(changed, hits, r)) {
      again[r] = 1;
      lay(memory, r, gone);
      if (walls.length > 0) stop(walls, hits, r);
    } else if (changed.length === 0) continue;
    bounce.place(memory.bounce, r);
  }
  bounce.spoil(memory.bounce, bounce.STALE.sun | bounce.STALE.lamps, (ray) => again[ray] === 1);
  bounce.refresh(memory.bounce);
}

const met = createMet();
const from = [0, 0, 0];
const direction = [0, 0, 0];

/** What a ray meets of the set, as it was cooked or, where that part is gone, behind it. */
function lay(memory: LightMemory, r: number, gone: ReadonlySet<number>): void {
  const { cooked } = memory;
  const { hits } = memory.bounce;
  copyRay(cooked, hits, r);
  if (!gone.has(cooked.part[r]!)) return;
  // Whatever stood before the hidden part was seen; the solids are asked only from there on.
  const begin = Math.max(0, cooked.distance[r]! - 0.05);
  const p = Math.floor(r / RAYS) * 3;
  for (let c = 0; c < 3; c++) {
    direction[c] = DIRECTIONS[(r % RAYS) * 3 + c]!;
    from[c] = cooked.places[p + c]! + direction[c]! * begin;
  }
  hits.glow[r] = 0;
  if (memory.solids.trace(from, direction, met)) {
    met.distance += begin;
    write(hits, r, met);
  } else {
    hits.part[r] = SKY;
    hits.distance[r] = 0;
    hits.open[r] = cooked.open[r]! + cooked.through[r]!;
  }
}

function copyRay(from: Hits, to: Hits, r: number): void {
  to.distance[r] = from.distance[r]!;
  to.part[r] = from.part[r]!;
  to.glow[r] = from.glow[r]!;
  to.open[r] = from.open[r]!;
  to.through[r] = from.through[r]!;
  for (let c = r * 3; c < r * 3 + 3; c++) {
    to.normal[c] = from.normal[c]!;
    to.albedo[c] = from.albedo[c]!;
  }
}

/** The newest movers, but for those that hardly moved since they were last taken in. */
function calmed(before: readonly PlacedMover[], now: readonly PlacedMover[]): PlacedMover[] {
  const old = new Map(before.map((mover) => [mover.entity, mover]));
  return now.map((mover) => {
    const was = old.get(mover.entity);
    if (was === undefined || was.boxes.length !== mover.boxes.length) return mover;
    const gone = Math.hypot(...mover.position.map((v, c) => v - was.position[c]!));
    const still = gone < CALM.metres && quat.angle(was.rotation, mover.rotation) < CALM.turn;
    return still ? was : mover;
  });
}
