import { beforeEach, describe, expect, it } from "vitest";
import type { Caster, Cluster } from "../../../client/view/asset/cluster.ts";
import {
  aim,
  createTiles,
  SEATS,
  seesBall,
  seesBox,
  widthOf,
} from "../../../client/view/light/lamp-tiles.ts";
import { createWatch, type LampWatch, look } from "../../../client/view/light/lamp-watch.ts";
import {
  createSeating,
  type Manner,
  type Seated,
  type Seating,
  seat,
} from "../../../client/view/light/seats.ts";
import { SLOT_TEXELS } from "../../../client/view/pass/forms.ts";

const EDGE = 256;
const lamp = (entity: number, weight: number, more: Partial<Seated> = {}): Seated => ({
  entity,
  place: [entity, 3, 0],
  direction: [0, -1, 0],
  range: 10,
  cosine: -1,
  weight,
  ...more,
});
const holders = (seating: Seating) => seating.seats.map((s) => s.entity).filter((e) => e >= 0);

describe("tiles of a lamp", () => {
  const inside = (t: ReturnType<typeof createTiles>[number], d: readonly number[]) => {
    const dot = (a: readonly number[]) => a[0]! * d[0]! + a[1]! * d[1]! + a[2]! * d[2]!;
    const z = dot(t.forward);
    return z > 0 && Math.abs(dot(t.right)) <= z * t.wide && Math.abs(dot(t.up)) <= z * t.wide;
  };

  it("of a point see every direction, and do not overlap in the atlas", () => {
    const tiles = createTiles(3, EDGE);
    expect(aim(tiles, [0, -1, 0], -1)).toBe(6);
    for (let k = 0; k < 500; k++) {
      const d = [Math.sin(k * 1.7), Math.cos(k * 2.3), Math.sin(k * 0.9 + 1)];
      expect(tiles.some((t) => inside(t, d))).toBe(true);
    }
    expect(new Set(tiles.map((t) => `${t.x} ${t.y}`)).size).toBe(6);
  });

  it("of a wide spot are those that its cone touches, of a narrow one a single one that holds the cone", () => {
    const tiles = createTiles(0, EDGE);
    expect(aim(tiles, [0, -1, 0], Math.cos(1.15))).toBe(5);
    expect(tiles.slice(0, 5).some((t) => t.forward[1] === 1)).toBe(false);
    const half = 0.6;
    const direction = [0.6, -0.64, 0.48];
    expect(aim(tiles, direction, Math.cos(half))).toBe(1);
    const [one] = tiles;
    expect(one!.edge).toBe(2 * EDGE);
    expect(one!.wide).toBeCloseTo(widthOf(Math.cos(half), EDGE), 9);
    for (let k = 0; k < 12; k++) {
      const [c, s] = [Math.cos(k), Math.sin(k)];
      const d = direction.map(
        (v, i) => v * Math.cos(half) + (one!.right[i]! * c + one!.up[i]! * s) * Math.sin(half),
      );
      expect(inside(one!, d)).toBe(true);
    }
  });

  it("see a ball or a box that reaches into them, and none behind or beyond the light", () => {
    const tiles = createTiles(0, EDGE);
    aim(tiles, [0, -1, 0], -1);
    const down = tiles.find((t) => t.forward[1] === -1)!;
    expect(seesBall(down, 0, -3, 0, 0.1)).toBe(true);
    expect(seesBall(down, 3.2, -3, 0, 0.5)).toBe(true);
    expect(seesBall(down, 4, -3, 0, 0.5)).toBe(false);
    expect(seesBall(down, 0, 2, 0, 0.5)).toBe(false);
    const box = (x: number, y: number) => ({ min: [x, y, -1], max: [x + 1, y + 1, 1] }) as const;
    expect(seesBox(down, [0, 3, 0], 10, box(0, 0))).toBe(true);
    expect(seesBox(down, [0, 3, 0], 10, box(4, 0))).toBe(false);
    expect(seesBox(down, [0, 3, 0], 10, box(0, 5))).toBe(false);
    expect(seesBox(down, [0, 30, 0], 10, box(0, 0))).toBe(false);
  });
});

describe("seats", () => {
  const many = Array.from({ length: 12 }, (_, k) => lamp(20 - k, 12 - k));

  it("go to the lamps that matter most; exactly, in the order of their entities", () => {
    const seating = createSeating(EDGE);
    seat(seating, many, 12, "exact");
    expect(holders(seating)).toEqual([13, 14, 15, 16, 17, 18, 19, 20]);
    expect(seating.seats.every((s) => s.fade === 1 && !s.drawn)).toBe(true);
  });

  it("exactly given depend on nothing before", () => {
    const one = createSeating(EDGE);
    const other = createSeating(EDGE);
    seat(one, many, 12, "cut");
    seat(one, many.slice(4).reverse(), 8, "live");
    seat(one, many, 12, "exact");
    seat(other, many, 12, "exact");
    expect(one.seats.map((s) => [s.entity, s.place, s.fade])).toEqual(
      other.seats.map((s) => [s.entity, s.place, s.fade]),
    );
  });

  it("are kept by a lamp that is hardly outweighed, and change hands without a jump", () => {
    const seating = createSeating(EDGE);
    const first = many.slice(0, 9).map((l) => lamp(l.entity, 10));
    const frame = (lamps: Seated[], manner: Manner = "live") => {
      seat(seating, lamps, lamps.length, manner);
      for (const s of seating.seats) if (s.index >= 0) s.drawn = true;
    };
    frame(first);
    expect(holders(seating)).not.toContain(12);
    expect(seating.seats.every((s) => s.fade === 1)).toBe(true);
    const slightly = first.map((l) => (l.entity === 12 ? lamp(12, 12) : l));
    for (let k = 0; k < 50; k++) frame(slightly);
    expect(holders(seating)).not.toContain(12);
    const much = first.map((l) => (l.entity === 12 ? lamp(12, 20) : l));
    let most = 0;
    let before = new Map(seating.seats.map((s) => [s.entity, s.fade]));
    for (let k = 0; k < 50; k++) {
      frame(much);
      const now = new Map(seating.seats.filter((s) => s.entity >= 0).map((s) => [s.entity, s.fade]));
      for (const e of new Set([...before.keys(), ...now.keys()]))
        most = Math.max(most, Math.abs((now.get(e) ?? 0) - (before.get(e) ?? 0)));
      before = now;
    }
    expect(most).toBeLessThanOrEqual(0.0501);
    expect(seating.seats.find((s) => s.entity === 12)?.fade).toBe(1);
  });

  it("show the shadow of a lamp at once where its light is new, or after a cut", () => {
    const seating = createSeating(EDGE);
    seat(seating, [lamp(1, 5)], 1, "live");
    seat(seating, [lamp(1, 5), lamp(2, 1)], 2, "live");
    expect(seating.seats.filter((s) => s.entity >= 0).map((s) => s.fade)).toEqual([1, 1]);
    seat(seating, [lamp(2, 1)], 1, "live");
    expect(holders(seating)).toEqual([2]);
  });

  it("are drawn again when their lamp moves, not when it trembles", () => {
    const seating = createSeating(EDGE);
    seat(seating, [lamp(1, 5)], 1, "live");
    const [one] = seating.seats;
    one!.drawn = true;
    seat(seating, [lamp(1, 5, { place: [1.0002, 3, 0] })], 1, "live");
    expect(one!.drawn).toBe(true);
    seat(seating, [lamp(1, 5, { place: [1.01, 3, 0] })], 1, "live");
    expect(one!.drawn).toBe(false);
  });
});

describe("the watch", () => {
  let places: Float32Array;
  let watch: LampWatch;
  let seating: Seating;
  const put = (slot: number, x: number, y: number, z: number, entity = 100 + slot) => {
    const at = slot * SLOT_TEXELS * 4;
    places[at + 3] = x;
    places[at + 7] = y;
    places[at + 11] = z;
    places[at + 36] = entity;
  };
  const cluster = (serial: number, slots: number[], more: Partial<Cluster> = {}): Caster => {
    const bounds = { min: [-0.3, 0, -0.3], max: [0.3, 0.5, 0.3] } as const;
    const c = {
      serial,
      fixed: false,
      skinned: false,
      hidden: false,
      slots,
      count: slots.length,
      bounds,
      ...more,
    };
    return { cluster: c as unknown as Cluster, bounds, holes: null, geometry: null as never, draws: {} };
  };
  const frame = (casters: Caster[], exact = false) => look(watch, seating.seats, casters, places, exact);

  beforeEach(() => {
    places = new Float32Array(85 * SLOT_TEXELS * 4);
    watch = createWatch();
    seating = createSeating(EDGE);
    seat(seating, [lamp(1, 5, { place: [0, 3, 0] })], 1, "live");
  });

  it("draws everything once, and then nothing while nothing stirs", () => {
    put(1, 0.5, 0, 0);
    const casters = [cluster(1, [1])];
    frame(casters);
    expect(watch.staleResting[0]).toBe(63);
    expect(watch.resting[SEATS]).toBeGreaterThan(0);
    frame(casters);
    expect([...watch.staleResting, ...watch.staleMoving].every((v) => v === 0)).toBe(true);
  });

  it("lifts a thing that moves out of what rests, and lays it back when it has come to rest", () => {
    put(1, 0.5, 0, 0);
    const casters = [cluster(1, [1])];
    frame(casters);
    put(1, 0.6, 0, 0);
    frame(casters);
    expect(watch.staleResting[0]).toBeGreaterThan(0);
    expect(watch.staleMoving[0]).toBeGreaterThan(0);
    expect(watch.resting[SEATS]).toBe(0);
    let laid = 0;
    for (let k = 0; k < 60; k++) {
      frame(casters);
      if (watch.staleResting[0] !== 0) laid++;
    }
    expect(laid).toBe(1);
    expect(watch.moving[SEATS]).toBe(0);
    expect(watch.resting[SEATS]).toBeGreaterThan(0);
  });

  it("draws an actor anew in each frame, and only her tiles", () => {
    put(1, 0.5, 0, 0);
    put(2, -4, 2.5, 0);
    const casters = [cluster(1, [1]), cluster(2, [2], { skinned: true })];
    frame(casters);
    frame(casters);
    expect(watch.staleResting[0]).toBe(0);
    expect(watch.staleMoving[0]).toBe(watch.moving[2 * SEATS]);
    expect(watch.staleMoving[0]! & (1 << 5)).toBe(0);
  });

  it("takes the shadow of what has gone away, and of what has become something else", () => {
    put(1, 0.5, 0, 0);
    frame([cluster(1, [1])]);
    const tiles = watch.resting[SEATS];
    frame([cluster(7, [1])]);
    expect(watch.moving[SEATS]! | watch.resting[SEATS]!).toBe(tiles);
    expect(watch.staleResting[0]).toBe(tiles);
    frame([]);
    frame([cluster(7, [1])]);
    expect(watch.staleResting[0]).toBe(tiles);
    frame([]);
    expect(watch.staleResting[0]).toBe(tiles);
  });

  it("leaves a lamp's own housing out", () => {
    put(1, 0, 0, 0, 1);
    frame([cluster(1, [1])]);
    expect(watch.resting[SEATS]).toBe(0);
  });

  it("exactly: lets everything rest but actors, whatever it did before", () => {
    put(1, 0.5, 0, 0);
    const casters = [cluster(1, [1])];
    frame(casters);
    put(1, 0.6, 0, 0);
    frame(casters);
    frame(casters, true);
    expect(watch.moving[SEATS]).toBe(0);
    expect(watch.resting[SEATS]).toBeGreaterThan(0);
    expect(watch.staleResting[0]).toBe(watch.resting[SEATS]);
  });
});
