import { beforeAll, describe, expect, test } from "vitest";
import { createDisplay, type DisplayClock } from "../../../client/session/display.ts";
import { createReview, type Review, type ReviewState } from "../../../client/session/review.ts";
import * as seeks from "../../../client/session/seeks.ts";
import * as timeline from "../../../client/session/timeline.ts";
import { createManualTimer, type ManualTimer } from "../../../client/session/timer.ts";
import { take as takeCheckpoint } from "../../../shared/world/checkpoint.ts";
import type { Order } from "../../../shared/world/command.ts";
import type { Entity } from "../../../shared/world/entity.ts";
import { hashWorld } from "../../../shared/world/hash.ts";
import { createMirror, fillMirror, MIRROR_STRIDE, type Mirror } from "../../../shared/world/mirror.ts";
import { stepWorld } from "../../../shared/world/step.ts";
import { named, orders, yardWorld } from "../../fixtures/yard.ts";

const FROM = 130;
const TO = FROM + 600;
let take: timeline.Timeline;
const hashes = new Map<number, string>();
const floats = new Map<number, Float32Array>();
const labels = new Map<number, string>();

const label = (list: Iterable<Entity>): string =>
  [...list]
    .map(({ id, label, holder, hidden }) => `${id} ${label} ${holder} ${hidden}`)
    .sort()
    .join("\n");

beforeAll(async () => {
  const world = await yardWorld();
  for (let k = 0; k < FROM; k++) stepWorld(world, []);
  const opening = takeCheckpoint(world);
  const ball = named(world, "ball").id;
  const crate = named(world, "crate-5").id;
  const pose = {
    position: [0, 3, 2] as [number, number, number],
    rotation: [0, 0, 0, 1] as [number, number, number, number],
  };
  const script: Record<number, Order[]> = {
    5: orders(1, { type: "action" }),
    20: orders(1, { type: "push", id: ball, point: [2, 0.1, 0], impulse: [0.5, 1, 2] }),
    70: orders(2, { type: "spawn", kind: "prop", asset: "crate", variant: "red", label: "New", pose }),
    100: orders(2, { type: "name", id: crate, label: "Top", variant: "" }),
    130: orders(1, { type: "grab", id: ball, grip: [0, 0, 0], hand: pose }),
    180: orders(1, { type: "release", id: ball, velocity: [0, 2, 3] }),
    260: orders(2, { type: "hide", ids: [crate], hidden: true }),
    300: orders(2, { type: "hide", ids: [crate], hidden: false }),
    420: orders(2, { type: "remove", ids: [crate] }),
  };
  const ticks = Object.entries(script).map(([tick, list]) => ({ tick: FROM + Number(tick), orders: list }));
  take = timeline.create(opening, FROM, TO, ticks);
  const mirror = createMirror();
  const note = () => {
    fillMirror(world, mirror);
    hashes.set(world.tick, hashWorld(world));
    floats.set(world.tick, mirror.data.slice(0, mirror.ids.length * MIRROR_STRIDE));
    labels.set(world.tick, label(world.entities.values()));
  };
  note();
  while (world.tick < TO) {
    stepWorld(world, timeline.at(take, world.tick));
    note();
  }
});

/** Somebody who is shown a review, as a picture is: entities by what mirrors say. */
function viewer() {
  const entities = new Map<number, Entity>();
  const self = {
    entities,
    mirrors: [] as Mirror[],
    clocks: [] as DisplayClock[],
    states: [] as ReviewState[],
    wrong: [] as string[],
    /** Velocities apart, which need the tick before. */
    check(mirror: Mirror): void {
      const want = floats.get(mirror.tick)!;
      for (let k = 0; k < want.length; k++) {
        if (k % MIRROR_STRIDE === 23) continue;
        if (!Object.is(mirror.data[k], want[k])) {
          self.wrong.push(`tick ${mirror.tick}: float ${k} is ${mirror.data[k]}, not ${want[k]}`);
          return;
        }
      }
      if (label(entities.values()) !== labels.get(mirror.tick))
        self.wrong.push(`tick ${mirror.tick}: entities`);
    },
  };
  return self;
}

async function open(budget = 1000): Promise<{
  review: Review;
  timer: ManualTimer;
  see: ReturnType<typeof viewer>;
  pass(ms: number): Promise<void>;
}> {
  const timer = createManualTimer(5000);
  const see = viewer();
  const review = createReview(await yardWorld(), take, timer, budget, {
    mirror(mirror) {
      if (mirror.whole) see.entities.clear();
      for (const entity of mirror.edited) see.entities.set(entity.id, entity);
      for (const id of mirror.removed) see.entities.delete(id);
      see.mirrors.push(mirror);
      see.check(mirror);
    },
    clock: (clock) => see.clocks.push(clock),
    state: (state) => see.states.push(state),
  });
  const pass = async (ms: number): Promise<void> => {
    for (let at = 0; at < ms; at += 4) {
      timer.advance(4);
      await new Promise((done) => setImmediate(done));
    }
  };
  return { review, timer, see, pass };
}
/** Lets squeezed checkpoints be opened, which takes its own time. */
const patience = () => new Promise((done) => setTimeout(done, 150));

describe("review: a take in a world of its own", () => {
  test("plays to its end, bit for bit, and stops there", async () => {
    const { review, see, pass } = await open();
    review.play(1);
    await pass(10_200);
    expect(review.state).toMatchObject({ playing: false, position: TO });
    expect(see.wrong).toEqual([]);
    expect(new Set(see.mirrors.map((mirror) => mirror.tick)).size).toBe(601);
    expect(hashWorld(review.world)).toBe(hashes.get(TO));
    review.close();
  });

  test("seeks anywhere, forwards and back", async () => {
    const { review, see, pass } = await open();
    for (const tick of [500, 140, 699, 131, 410, 411, 409, FROM, TO]) {
      review.seek(tick);
      for (let k = 0; k < 40 && !review.state.ready; k++) {
        await patience();
        await pass(20);
      }
      expect(see.mirrors.some((mirror) => mirror.tick === tick)).toBe(true);
      expect(review.state).toMatchObject({ position: tick, ready: true });
    }
    expect(see.wrong).toEqual([]);
    review.close();
  });

  test("plays backwards without a hole, things coming back as they go", async () => {
    const { review, see, pass } = await open();
    review.seek(TO);
    await pass(20);
    see.mirrors.length = 0;
    review.play(-1);
    for (let k = 0; k < 26; k++) {
      await pass(400);
      await patience();
    }
    expect(review.state).toMatchObject({ playing: false, position: FROM });
    expect(see.wrong).toEqual([]);
    const ticks = see.mirrors.map((mirror) => mirror.tick);
    expect(ticks.every((tick, k) => k === 0 || tick <= ticks[k - 1]! + 1)).toBe(true);
    expect(new Set(ticks).size).toBeGreaterThan(560);
    review.close();
  });

  test("plays at other rates, and stands between ticks", async () => {
    const { review, see, pass } = await open();
    review.seek(200.5);
    await pass(40);
    expect(see.mirrors.slice(-2).map((mirror) => mirror.tick)).toEqual([200, 201]);
    review.play(4);
    await pass(1000);
    expect(review.state.position).toBeCloseTo(200.5 + 240, 0);
    review.play(0.25);
    await pass(1000);
    expect(review.state.position).toBeCloseTo(200.5 + 240 + 15, 0);
    expect(see.wrong).toEqual([]);
    review.close();
  });

  test("a long way is stepped in slices", async () => {
    const { review, timer, pass } = await open(-1);
    review.seek(TO);
    expect(review.state.ready).toBe(false);
    expect(review.world.tick - FROM).toBeLessThan(3);
    for (let k = 0; k < 700; k++) timer.advance(1);
    await pass(8);
    expect(review.state.ready).toBe(true);
    review.close();
  });
});

describe("review: seek checkpoints", () => {
  test("are squeezed, thinned to their room, and found", async () => {
    const way = seeks.create(60_000);
    const checkpoint = (tick: number) => ({
      tick,
      heap: 1 << 24,
      numbers: [1],
      pages: new Uint8Array(4096).fill(tick % 250),
      table: new Uint8Array(10),
    });
    for (let tick = 0; tick < 20; tick++) seeks.add(way, checkpoint(tick * 10));
    expect(way.bytes).toBeLessThan(60_000);
    expect(seeks.before(way, 5)).toBe(0);
    await patience();
    expect(way.bytes).toBeLessThan(5000);
    const last = seeks.before(way, 195);
    expect(last).toBe(190);
    expect((await seeks.get(way, last)).pages).toEqual(checkpoint(last).pages);
  });
});

describe("display: the world between ticks", () => {
  const mirror = (tick: number, whole = false): Mirror => ({ ...createMirror(1), tick, whole });
  const epoch = performance.timeOrigin;

  test("follows the clock, smoothly, a little behind the newest", () => {
    const display = createDisplay();
    let before = 0;
    for (let k = 0; k < 300; k++) {
      const tick = Math.floor(k / 4);
      const now = (k * 1000) / 240;
      if (k % 4 === 0) display.arrive(mirror(tick), { at: epoch + now, tick: tick - 1.3, rate: 1 });
      display.advance(now);
      if (k > 40) {
        expect(display.position() - before).toBeCloseTo(0.25, 1);
        expect(display.from!.tick).toBeLessThanOrEqual(display.position());
        expect(display.to!.tick).toBeGreaterThan(display.position());
        expect(display.from!.tick + display.alpha).toBeCloseTo(display.position(), 5);
      }
      before = display.position();
    }
  });

  test("hands back what was shown, and never what is on display", () => {
    const spared: Float32Array[] = [];
    const display = createDisplay((data) => spared.push(data));
    for (let k = 0; k < 100; k++) {
      display.arrive(mirror(k), { at: epoch + k * 16.7, tick: k - 1.3, rate: 1 });
      // The display stands still for a while: a shader compiles.
      if (k < 40 || k > 80) display.advance(k * 16.7);
      expect(spared).not.toContain(display.from?.data);
      expect(spared).not.toContain(display.to?.data);
    }
    expect(new Set(spared).size).toBe(spared.length);
    expect(spared.length).toBeGreaterThan(80);
  });

  test("a replaced world is not mixed with the one before; a paused one stands where it is set", () => {
    const display = createDisplay();
    for (let k = 0; k < 20; k++) {
      display.arrive(mirror(k), { at: epoch + k * 16.7, tick: k - 1.3, rate: 1 });
      display.advance(k * 16.7);
    }
    display.arrive(mirror(500, true), { at: epoch + 340, tick: 498.7, rate: 1 });
    display.advance(340);
    expect([display.from!.tick, display.to!.tick]).toEqual([500, 500]);
    display.reset();
    display.set({ at: epoch, tick: 10.25, rate: 0 });
    display.arrive(mirror(11));
    display.arrive(mirror(10));
    display.advance(400);
    expect([display.from!.tick, display.to!.tick, display.alpha]).toEqual([10, 11, 0.25]);
  });
});
