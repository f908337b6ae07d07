/**
 * Shadows of lamps: two images of tiles (see light/lamp-tiles.ts), one for what stands and rests, drawn when a lamp takes
 * its seat or something in its light comes or goes, and a twin for what moves, drawn each frame where it does. A lamp's
 * own housing is left out. By day, and in a plan, nothing is done.
 * In: the lamps of the frame, casters, slots. Out: the images, and `lampTile` and `lampShadow` of `LIGHT`.
 */
import type { VertexBuffer } from "@babylonjs/core/Buffers/buffer.js";
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import type { Caster, Cluster } from "../asset/cluster.ts";
import type { Block, Draw, Geometry, Gpu, Program } from "../gpu/gpu.ts";
import { COLUMNS, isNarrow, SEATS, seesBox, TILES, type Tile, widthOf } from "../light/lamp-tiles.ts";
import { createWatch, type LampWatch, look } from "../light/lamp-watch.ts";
import { createSeating, type Manner, type Seat, type Seated, seat } from "../light/seats.ts";
import { MAX_LAMPS } from "./forms.ts";
import { LAMP_WIPE, LAMPBOX, lampShadowSource } from "./lamp-shadow.ts";

/** Metres from a lamp at which its shadows begin and end. */
const NEAR = 0.04;
const END = 100;
/** Metres that the eye moves from frame to frame where it has not been put elsewhere. */
const STRIDE = 1.5;

/** The shadows of lamps on one device. */
export interface LampShadows {
  readonly programs: readonly Program[];
  readonly fixed: ThinTexture;
  readonly moving: ThinTexture;
  /** Forgets what stands: the set or what is hidden has changed. */
  invalidate(): void;
  /**
   * Sees to it that shadows are drawn of the `used` lamps of this frame, in the order of `LIGHT`, and writes where they
   * are into the light block. `exact` depends on nothing before it.
   */
  update(
    lamps: readonly Seated[],
    used: number,
    casters: readonly Caster[],
    /** Rows of the slots. */
    places: Float32Array,
    eye: readonly number[],
    light: Block,
    exact: boolean,
  ): void;
  dispose(): void;
}

/** Pairs of slot and tile of one seat in which a cluster is drawn. */
interface Pairs {
  slots: Float32Array;
  tiles: Float32Array;
  count: number;
  slotBuffer: VertexBuffer;
  tileBuffer: VertexBuffer;
  /** Geometry of each of the cluster's casters. */
  geometries: Geometry[];
}

/** Makes the pass, with faces of `edge` texels; 0: no lamp throws a shadow. */
export function createLampShadows(
  gpu: Gpu,
  slots: ThinTexture,
  bones: ThinTexture,
  edge: number,
): LampShadows {
  const none = edge === 0;
  const programs = none
    ? []
    : [
        gpu.program(lampShadowSource(false, false)),
        gpu.program(lampShadowSource(false, true)),
        gpu.program(lampShadowSource(true, false)),
        gpu.program(lampShadowSource(true, true)),
        gpu.program(LAMP_WIPE),
      ];
  const width = Math.max(1, edge * 3 * COLUMNS);
  const height = Math.max(1, (edge * 2 * SEATS) / COLUMNS);
  const fixed = gpu.target(width, height, ["r32f"], { depth: true });
  const moving = gpu.target(width, height, ["r32f"], { depth: true });
  // What stands is drawn tile by tile; what is placed seat by seat, since there may be much of it.
  const tileBox = gpu.block(LAMPBOX);
  const seatBox = gpu.block(LAMPBOX);
  const seating = createSeating(edge);
  const { seats } = seating;
  const watch = createWatch();
  const resting = new WeakMap<Cluster, (Pairs | null)[]>();
  const astir = new WeakMap<Cluster, (Pairs | null)[]>();
  const standing = new WeakMap<Caster, Geometry>();
  const wipe = none ? null : gpu.draw(programs[4]!, []);
  const numbers = none ? [] : Array.from({ length: SEATS * TILES }, (_, k) => instanced(gpu, [k]));
  const eyeBefore = [Number.NaN, 0, 0];
  let fresh = true;

  const drawOf = (b: Caster): Draw => {
    let draw = b.draws[KEY];
    if (!draw) {
      const program = programs[(b.cluster.skinned ? 2 : 0) + (b.holes ? 1 : 0)]!;
      const holes = b.holes ? { baseMap: b.holes } : {};
      draw = gpu.draw(program, [b.cluster.fixed ? tileBox : seatBox], { ...holes, slots, bones });
      b.draws[KEY] = draw;
    }
    return draw;
  };

  /** A standing caster's geometry for one tile. */
  const geometryFor = (b: Caster, tile: number): Geometry => {
    let made = standing.get(b);
    if (!made) {
      made = { ...b.geometry, buffers: { ...b.geometry.buffers } };
      standing.set(b, made);
    }
    made.buffers["a_tile"] = numbers[tile]!;
    return made;
  };

  const empty = (tile: Tile): void => {
    gpu.area(tile.x, tile.y, tile.edge, tile.edge);
    gpu.state(false, true, true, "replace");
    gpu.overwrite();
    gpu.coverOpen(wipe!);
  };

  const areaOf = (one: Seat): void => {
    const { seatX, seatY, edge: whole } = one.tiles[0]!;
    if (isNarrow(one.cosine)) gpu.area(seatX, seatY, whole, whole);
    else gpu.area(seatX, seatY, edge * 3, edge * 2);
  };

  /** Draws the set into one tile. */
  const drawSet = (casters: readonly Caster[], one: Seat, tile: Tile, number: number): void => {
    for (let i = 0; i < casters.length; i++) {
      const b = casters[i]!;
      const c = b.cluster;
      if (!c.fixed || c.hidden || c.count === 0 || !seesBox(tile, one.place, one.range, b.bounds)) continue;
      gpu.state(false, true, true, "replace");
      gpu.submit(drawOf(b), geometryFor(b, number), 1);
    }
  };

  /** Draws what is placed into those of a seat's tiles that are `stale`; `where` says in which each slot is. */
  const drawPlaced = (
    casters: readonly Caster[],
    all: WeakMap<Cluster, (Pairs | null)[]>,
    s: number,
    where: Uint8Array,
    stale: number,
  ): void => {
    areaOf(seats[s]!);
    let last: Cluster | null = null;
    for (let i = 0; i < casters.length; i++) {
      const c = casters[i]!.cluster;
      if (c === last || c.fixed || c.hidden) continue;
      last = c;
      let pairs: Pairs | null = null;
      for (let k = 0; k < c.count; k++) {
        const bits = where[c.slots[k]! * SEATS + s]! & stale;
        if (bits === 0) continue;
        pairs ??= pairsFor(gpu, all, c, s);
        for (let f = 0; f < TILES; f++) if ((bits >> f) & 1) add(gpu, c, pairs, c.slots[k]!, s * TILES + f);
      }
      if (pairs === null) continue;
      pairs.tileBuffer.update(pairs.tiles);
      pairs.slotBuffer.update(pairs.slots);
      for (let k = 0; k < c.casters.length; k++) {
        gpu.state(false, true, true, "replace");
        gpu.submit(drawOf(c.casters[k]!), pairs.geometries[k]!, pairs.count);
      }
    }
  };

  const drawFixed = (casters: readonly Caster[]): void => {
    gpu.begin(fixed, null, false);
    for (let s = 0; s < SEATS; s++) {
      const stale = watch.staleResting[s]!;
      if (stale === 0) continue;
      const one = seats[s]!;
      for (let k = 0; k < one.count; k++) {
        const tile = one.tiles[k]!;
        if (((stale >> tile.face) & 1) === 0) continue;
        empty(tile);
        drawSet(casters, one, tile, s * TILES + tile.face);
      }
      drawPlaced(casters, resting, s, watch.resting, stale);
    }
    gpu.end(fixed);
  };

  const drawMoving = (casters: readonly Caster[]): void => {
    gpu.begin(moving, null, false);
    for (let s = 0; s < SEATS; s++) {
      const stale = watch.staleMoving[s]!;
      if (stale === 0) continue;
      const one = seats[s]!;
      for (let k = 0; k < one.count; k++) if ((stale >> one.tiles[k]!.face) & 1) empty(one.tiles[k]!);
      drawPlaced(casters, astir, s, watch.moving, stale);
    }
    gpu.end(moving);
  };

  const clear = (): void => {
    fresh = false;
    for (const target of [fixed, moving]) {
      gpu.begin(target, NOTHING, true);
      gpu.end(target);
    }
  };

  return {
    programs,
    fixed: fixed.textures[0]!,
    moving: moving.textures[0]!,
    invalidate() {
      for (const one of seats) one.drawn = false;
    },
    update(lamps, used, casters, places, eye, light, exact) {
      const at = light.at["lampTile"]!;
      light.data.fill(0, at, at + MAX_LAMPS * 4);
      if (none || !gpu.ready(programs)) return;
      seat(seating, lamps, used, mannerOf(eyeBefore, eye, exact));
      if (used === 0) return;
      look(watch, seats, casters, places, exact);
      if (fresh) clear();
      if (any(watch.staleResting)) {
        writeTiles(gpu, tileBox, seats, true);
        writeTiles(gpu, seatBox, seats, false);
        drawFixed(casters);
      }
      if (any(watch.staleMoving)) drawMoving(casters);
      writeSeats(seats, watch, light, edge);
    },
    dispose() {
      fixed.dispose();
      moving.dispose();
    },
  };
}

const KEY = "lamps";
const NOTHING = { r: 1e6, g: 0, b: 0, a: 0 };

function mannerOf(before: number[], eye: readonly number[], exact: boolean): Manner {
  let gone = 0;
  for (let c = 0; c < 3; c++) {
    gone += (eye[c]! - before[c]!) ** 2;
    before[c] = eye[c]!;
  }
  if (exact) return "exact";
  return gone < STRIDE * STRIDE ? "live" : "cut";
}

function any(bits: Uint8Array): boolean {
  for (let s = 0; s < bits.length; s++) if (bits[s] !== 0) return true;
  return false;
}

/** Writes the cameras of all tiles; `whole`: a tile fills what is drawn into, else its seat does. */
function writeTiles(gpu: Gpu, box: Block, seats: readonly Seat[], whole: boolean): void {
  const { data: d, at } = box;
  for (let s = 0; s < SEATS; s++) {
    const one = seats[s]!;
    const w = whole || isNarrow(one.cosine) ? 1 : 1 / 3;
    const h = whole || isNarrow(one.cosine) ? 1 : 1 / 2;
    for (let k = 0; k < one.count; k++) {
      const tile = one.tiles[k]!;
      const o = (s * TILES + tile.face) * 4;
      for (let c = 0; c < 3; c++) {
        d[at["place"]! + o + c] = one.place[c]!;
        d[at["right"]! + o + c] = tile.right[c]! / tile.wide;
        d[at["up"]! + o + c] = tile.up[c]! / tile.wide;
        d[at["forward"]! + o + c] = tile.forward[c]!;
      }
      d[at["right"]! + o + 3] = whole ? 0 : ((2 * (tile.x - tile.seatX)) / tile.edge + 1) * w - 1;
      d[at["up"]! + o + 3] = whole ? 0 : ((2 * (tile.y - tile.seatY)) / tile.edge + 1) * h - 1;
      d[at["forward"]! + o + 3] = w;
      d[at["place"]! + o + 3] = h;
    }
  }
  const o = at["depth"]!;
  d[o] = gpu.webgpu ? END / (END - NEAR) : (END + NEAR) / (END - NEAR);
  d[o + 1] = ((gpu.webgpu ? -1 : -2) * END * NEAR) / (END - NEAR);
  gpu.send(box);
}

/** Says in the light block where each lamp's shadow is. */
function writeSeats(seats: readonly Seat[], watch: LampWatch, light: Block, edge: number): void {
  const { data: d, at } = light;
  d[at["lampShadow"]!] = edge;
  d[at["lampShadow"]! + 1] = widthOf(-1, edge);
  for (let s = 0; s < SEATS; s++) {
    const one = seats[s]!;
    if (one.index < 0 || !one.drawn || one.fade <= 0) continue;
    const o = at["lampTile"]! + one.index * 4;
    d[o] = one.tiles[0]!.seatX;
    d[o + 1] = one.tiles[0]!.seatY;
    d[o + 2] = 2 * watch.held[s]! + one.fade;
    d[o + 3] = isNarrow(one.cosine) ? widthOf(one.cosine, edge) : 0;
  }
}

function instanced(gpu: Gpu, values: ArrayLike<number>): VertexBuffer {
  const data = new Float32Array(values);
  return gpu.geometry({ a_tile: { data, size: 1, instanced: true, updatable: true } }, null).buffers[
    "a_tile"
  ]!;
}

/** Room for a cluster's pairs in a seat, emptied. */
function pairsFor(gpu: Gpu, all: WeakMap<Cluster, (Pairs | null)[]>, c: Cluster, s: number): Pairs {
  let list = all.get(c);
  if (!list) {
    list = new Array<Pairs | null>(SEATS).fill(null);
    all.set(c, list);
  }
  list[s] ??= createPairs(gpu, c, 4);
  list[s].count = 0;
  return list[s];
}

function createPairs(gpu: Gpu, c: Cluster, room: number): Pairs {
  const slots = new Float32Array(room);
  const slotBuffer = instanced(gpu, slots);
  const tileBuffer = instanced(gpu, slots);
  const geometries = c.casters.map((b) => ({
    ...b.geometry,
    buffers: { ...b.geometry.buffers, a_slot: slotBuffer, a_tile: tileBuffer },
  }));
  return { slots, tiles: new Float32Array(room), count: 0, slotBuffer, tileBuffer, geometries };
}

function add(gpu: Gpu, c: Cluster, pairs: Pairs, slot: number, tile: number): void {
  if (pairs.count === pairs.tiles.length) {
    // More than there ever were: twice the room.
    const { slots, tiles, count } = pairs;
    pairs.slotBuffer.dispose();
    pairs.tileBuffer.dispose();
    Object.assign(pairs, createPairs(gpu, c, count * 2));
    pairs.slots.set(slots);
    pairs.tiles.set(tiles);
    pairs.count = count;
  }
  pairs.slots[pairs.count] = slot;
  pairs.tiles[pairs.count++] = tile;
}
