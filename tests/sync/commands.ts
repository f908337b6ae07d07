/**
 * Commands for the fuzz: every type, drawn from a seed. Most can be done, many are refused (unknown ids, wrong kinds,
 * things in other hands), some are at the very edge of what a form allows. In: dice and what a person sees of the
 * world. Out: a command, or a request of the room.
 */
import type { Asked, Wish } from "../../client/session/outbox.ts";
import type { Command, CommandType, Cue } from "../../shared/world/command.ts";
import {
  AHEAD,
  DEEDS,
  type Entity,
  type Gaze,
  KINDS,
  type Mark,
  type Pose,
  type Wait,
} from "../../shared/world/entity.ts";
import { MAX_IMPULSE, MAX_SPEED, WORLD_REACH } from "../../shared/world/limits.ts";
import type { World } from "../../shared/world/world.ts";

/** Dice with the shapes that commands need. */
export interface Hand {
  /** 0…1. */
  share(): number;
  /** Whole number 0…n − 1. */
  below(n: number): number;
  chance(p: number): boolean;
  between(a: number, b: number): number;
  one<T>(list: readonly T[]): T;
}

/** A hand that throws these dice. */
export function createHand(dice: () => number): Hand {
  const hand: Hand = {
    share: dice,
    below: (n) => Math.floor(dice() * n),
    chance: (p) => dice() < p,
    between: (a, b) => a + dice() * (b - a),
    one: (list) => list[hand.below(list.length)]!,
  };
  return hand;
}

/** How often each of a person's own commands is thrown. `cut` goes through the room: see `request`. */
const WEIGHTS: Record<Exclude<CommandType, "restore" | "roll" | "leave" | "makeOne" | "cut">, number> = {
  spawn: 7,
  remove: 2,
  duplicate: 3,
  place: 8,
  group: 1,
  hide: 3,
  lock: 2,
  name: 1,
  grab: 7,
  carry: 14,
  release: 5,
  push: 14,
  layMark: 5,
  setMark: 3,
  orderMarks: 2,
  setCue: 3,
  removeCue: 1,
  fireCue: 2,
  action: 2,
  look: 1,
  freeze: 1,
  undo: 7,
  redo: 4,
  setLamp: 2,
  setCamera: 2,
  play: 2,
  gaze: 2,
  direct: 2,
  // Notes that touch nothing of the world have a test of their own; what the pinned seeds draw stays as it is.
  setFraming: 0,
  removeFraming: 0,
};
const BAG = Object.entries(WEIGHTS).flatMap(([type, n]) =>
  Array<keyof typeof WEIGHTS>(n).fill(type as keyof typeof WEIGHTS),
);

const ASSETS = [
  "crate",
  "ball",
  "safe",
  "chair",
  "lamp",
  "car",
  "ana",
  "",
  "nothing",
  "crate",
  "ball",
  "crate",
];
const LABELS = ["", "Ana", "the other one", "é ü 漢字", "x".repeat(32), "red", "wave", "a\nb"];

/** A whole unit quaternion, now and then one that is not quite. */
function rotation(hand: Hand): [number, number, number, number] {
  if (hand.chance(0.3)) return [0, 0, 0, 1];
  const upright = hand.chance(0.6);
  const q = [
    upright ? 0 : hand.between(-1, 1),
    hand.between(-1, 1),
    upright ? 0 : hand.between(-1, 1),
    hand.between(0.1, 1),
  ];
  const n = Math.hypot(...q);
  const off = hand.chance(0.1) ? 1.0009 : 1;
  return q.map((v) => (v / n) * off) as [number, number, number, number];
}

function position(hand: Hand): [number, number, number] {
  if (hand.chance(0.02)) return [WORLD_REACH, WORLD_REACH, -WORLD_REACH];
  if (hand.chance(0.05)) return [-0, 0, -0];
  return [hand.between(-12, 12), hand.chance(0.5) ? 0 : hand.between(-1, 6), hand.between(-12, 12)];
}

/** A place as near as a form allows. */
const within = (v: readonly number[]): [number, number, number] =>
  v.map((c) => Math.max(-WORLD_REACH, Math.min(WORLD_REACH, c))) as [number, number, number];

const pose = (hand: Hand): Pose => ({ position: position(hand), rotation: rotation(hand) });

function vector(hand: Hand, most: number): [number, number, number] {
  if (hand.chance(0.03)) return [most, -most, most];
  const size = hand.chance(0.2) ? most / 20 : Math.min(most, 6);
  return [hand.between(-size, size), hand.between(-size, size), hand.between(-size, size)];
}

/** Somebody's idea of an entity: mostly one that is there, and of a kind that fits. */
function entity(hand: Hand, world: World, fits: (e: Entity) => boolean = () => true): number {
  if (hand.chance(0.04)) return hand.one([0, 99_999, 0xffffffff, world.nextId]);
  const all = [...world.entities.values()];
  const list = hand.chance(0.88) ? all.filter(fits) : all;
  return list.length === 0 ? 0 : hand.one(list).id;
}
const free = (e: Entity): boolean => e.body?.motion === "free";
const performs = (e: Entity): boolean => e.performer !== null;

function several(hand: Hand, world: World, most: number, fits?: (e: Entity) => boolean): number[] {
  const n = hand.chance(0.7) ? 1 : hand.below(most + 1);
  const ids = Array.from({ length: n }, () => entity(hand, world, fits));
  // Now and then one of them twice.
  if (hand.chance(0.1) && ids.length > 0) ids.push(ids[0]!);
  return ids;
}

function gaze(hand: Hand, world: World): Gaze {
  const kind = hand.one(["ahead", "entity", "point", "lens"] as const);
  return kind === "ahead" ? AHEAD : { kind, on: entity(hand, world), point: position(hand) };
}

function wait(hand: Hand, world: World): Wait {
  const kind = hand.one(["none", "none", "seconds", "cue", "mark"] as const);
  const cues = [...world.cues.keys()];
  if (kind === "none") return { kind, seconds: 0, on: 0 };
  const on = kind === "cue" && cues.length > 0 ? hand.one(cues) : entity(hand, world, (e) => e.mark !== null);
  return { kind, seconds: hand.between(0, 2), on };
}

function mark(hand: Hand, world: World): Mark {
  const path = hand.chance(0.15)
    ? Array.from({ length: 2 * (2 + hand.below(8)) }, () => hand.between(-8, 8))
    : [];
  return {
    owner: entity(hand, world, performs),
    gait: hand.one(["walk", "run", "timed"]),
    speed: hand.one([0, 0, 1.4, 6, MAX_SPEED]),
    seconds: hand.one([0, 1, 3, 10]),
    facing: hand.chance(0.5) ? null : hand.between(-4, 4),
    deed: hand.one(DEEDS),
    gesture: hand.one(["", "wave", "nothing"]),
    target: entity(hand, world),
    gaze: gaze(hand, world),
    wait: wait(hand, world),
    path,
  };
}

function cue(hand: Hand, world: World): Cue {
  return {
    label: hand.one(LABELS),
    when: hand.one(["time", "mark", "contact", "hand"]),
    seconds: hand.between(0, 4),
    on: entity(hand, world),
    against: hand.chance(0.5) ? 0 : entity(hand, world),
  };
}

function kindOf(hand: Hand, asset: string): Entity["kind"] {
  if (hand.chance(0.1)) return hand.one(KINDS);
  if (asset === "ana") return "actor";
  if (asset === "car") return "vehicle";
  if (asset === "lamp") return "light";
  return asset === "" ? "camera" : "prop";
}

/** One command of a person. */
export function command(hand: Hand, world: World, person: number): Command {
  const type = hand.one(BAG);
  const mine = [...world.entities.values()].find((e) => e.holder === person);
  const cues = [...world.cues.keys()];
  switch (type) {
    case "spawn": {
      const asset = hand.one(ASSETS);
      const variant = hand.one(["", "red", "blue"]);
      return { type, kind: kindOf(hand, asset), asset, variant, label: hand.one(LABELS), pose: pose(hand) };
    }
    case "remove":
      return { type, ids: several(hand, world, 2) };
    case "duplicate":
      return { type, ids: several(hand, world, 3), offset: vector(hand, 4) };
    case "place":
      return { type, moves: several(hand, world, 4).map((id) => ({ id, pose: pose(hand) })) };
    case "group":
      return { type, ids: several(hand, world, 5), group: hand.one(LABELS) };
    case "hide":
      return { type, ids: several(hand, world, 3), hidden: hand.chance(0.4) };
    case "lock":
      return { type, ids: several(hand, world, 3), locked: hand.chance(0.3) };
    case "name":
      return { type, id: entity(hand, world), label: hand.one(LABELS), variant: hand.one(["", "red"]) };
    case "grab": {
      const id = entity(hand, world, free);
      const at = world.entities.get(id)?.pose ?? pose(hand);
      const near: Pose = {
        position: within([at.position[0], at.position[1] + 0.5, at.position[2]]),
        rotation: [...at.rotation],
      };
      return { type, id, grip: [0, hand.between(0, 0.3), 0], hand: hand.chance(0.85) ? near : pose(hand) };
    }
    case "carry": {
      const id = mine?.id ?? entity(hand, world, free);
      const from = mine?.hand.position ?? [0, 1, 0];
      const to = within(from.map((v) => v + hand.between(-0.6, 0.6)));
      return { type, id, hand: hand.chance(0.9) ? { position: to, rotation: rotation(hand) } : pose(hand) };
    }
    case "release":
      return { type, id: mine?.id ?? entity(hand, world, free), velocity: vector(hand, MAX_SPEED) };
    case "push": {
      const id = entity(hand, world, free);
      const [x, y, z] = world.entities.get(id)?.pose.position ?? [0, 0, 0];
      const point = within([x, y + hand.between(0, 0.4), z]);
      return { type, id, point, impulse: vector(hand, MAX_IMPULSE) };
    }
    case "layMark":
      return { type, mark: mark(hand, world), pose: { ...pose(hand), rotation: [0, 0, 0, 1] } };
    case "setMark":
      return { type, id: entity(hand, world, (e) => e.mark !== null), mark: mark(hand, world) };
    case "orderMarks": {
      const owner = entity(hand, world, performs);
      const marks = [...(world.entities.get(owner)?.performer?.marks ?? [])];
      if (hand.chance(0.5)) marks.reverse();
      if (hand.chance(0.3)) marks.pop();
      if (hand.chance(0.1)) marks.push(entity(hand, world));
      return { type, owner, marks };
    }
    case "setCue":
      return { type, id: cues.length > 0 && hand.chance(0.5) ? hand.one(cues) : 0, cue: cue(hand, world) };
    case "removeCue":
    case "fireCue":
      return { type, id: cues.length > 0 && hand.chance(0.9) ? hand.one(cues) : hand.below(100) };
    case "setFraming":
    case "removeFraming":
      return { type: "removeFraming", id: hand.below(100) };
    case "look":
      return {
        type,
        look: {
          time: hand.between(0, 24),
          north: hand.between(-3, 3),
          latitude: hand.between(-90, 90),
          day: hand.below(366),
          cloud: hand.share(),
          turbidity: hand.between(1.5, 10),
          exposure: hand.between(-8, 8),
          practicals: hand.one(["off", "on", "dusk"]),
        },
      };
    case "freeze":
      return { type, frozen: hand.chance(0.4) };
    case "setLamp":
      return {
        type,
        ids: several(hand, world, 2, (e) => e.lamp !== null),
        lamp: { on: hand.chance(0.5), level: hand.between(0, 4), kelvin: hand.between(0, 20_000) },
      };
    case "setCamera":
      return {
        type,
        id: entity(hand, world, (e) => e.camera !== null),
        camera: {
          letter: hand.one(["A", "B", ""]),
          filmback: "any",
          lensSet: "any",
          focal: hand.between(10, 300),
          squeeze: hand.between(1, 2),
          tStop: hand.between(1, 22),
          focus: hand.between(0.1, 100),
          follows: hand.chance(0.5) ? 0 : entity(hand, world),
          shutter: hand.between(1, 360),
          rig: "dolly",
        },
      };
    case "play":
      return { type, id: entity(hand, world, performs), clip: hand.one(["wave", "idle", "", "nothing"]) };
    case "gaze":
      return { type, id: entity(hand, world, performs), gaze: gaze(hand, world) };
    case "direct":
      return {
        type,
        id: entity(hand, world, performs),
        start: wait(hand, world),
        eyeline: gaze(hand, world),
      };
    case "action":
    case "undo":
    case "redo":
      return { type };
  }
}

/** A take as people know it. */
export interface Known {
  id: string;
  from: number;
  to: number;
}

/** Something asked of the room itself. */
export function request(hand: Hand, takes: readonly Known[]): Asked {
  const done = takes.filter((take) => take.to > 0);
  const kind = hand.below(12);
  if (kind < 3) return { type: "one" };
  if (kind < 4) return { type: "makeOne" };
  if (kind < 7) {
    return { type: "roll", preRoll: hand.one([0, 0.2, 1]), callsAction: hand.chance(0.3), cameras: [] };
  }
  if (kind < 9 || done.length === 0) return { type: "cut" };
  const take = hand.one(done);
  const tick = hand.chance(0.9) ? take.from + hand.below(take.to - take.from + 1) : 5;
  return { type: "pickUp", take: hand.chance(0.95) ? take.id : "nowhere", tick };
}

/** Something said of takes, slate or oneself: no part of the world, and said again after a break. */
export function wish(hand: Hand, takes: readonly Known[], world: World): Wish {
  const { id, from, to } = takes.length === 0 ? { id: "nowhere", from: 0, to: 9 } : hand.one(takes);
  switch (hand.below(6)) {
    case 0:
      return { type: "hello", name: hand.one(LABELS) };
    case 1:
      return {
        type: "rate",
        take: id,
        rating: hand.below(6),
        circled: hand.chance(0.5),
        status: hand.one(["none", "ng", "ok", "print"]),
        description: hand.one(LABELS),
        notes: hand.one(LABELS),
      };
    case 2: {
      const tick = from + hand.below(Math.max(1, (to || world.tick) - from + 30));
      return { type: "mark", take: id, tick, label: hand.one(LABELS), remove: hand.chance(0.3) };
    }
    case 3:
      return {
        type: "slate",
        scene: hand.one(["1", "24", "24pt", ""]),
        style: hand.one(["us", "uk"]),
        nextSetup: hand.chance(0.5),
      };
    case 4:
      return { type: "show", take: hand.chance(0.5) ? id : "", tick: from, rate: hand.one([0, 1, -2]) };
    default: {
      const cameras = [...world.entities.values()].filter((e) => e.camera !== null);
      const camera = cameras.length === 0 ? 0 : hand.one(cameras).id;
      const on = hand.chance(0.8) ? "camera" : hand.one(["foot", "village"] as const);
      return { type: "man", camera, on };
    }
  }
}

/** Commands that no form allows: sending one must throw, and nothing may leave. */
export const FORBIDDEN: readonly Command[] = [
  { type: "push", id: 1, point: [Number.NaN, 0, 0], impulse: [0, 0, 0] },
  { type: "push", id: 1, point: [0, 0, 0], impulse: [Number.POSITIVE_INFINITY, 0, 0] },
  { type: "push", id: 1, point: [0, 0, 0], impulse: [MAX_IMPULSE * 2, 0, 0] },
  { type: "place", moves: [{ id: 1, pose: { position: [1e9, 0, 0], rotation: [0, 0, 0, 1] } }] },
  { type: "place", moves: [{ id: 1, pose: { position: [0, 0, 0], rotation: [0, 0, 0, 0] } }] },
  { type: "place", moves: [{ id: 1, pose: { position: [0, 0, 0], rotation: [Number.NaN, 0, 0, 1] } }] },
  { type: "remove", ids: Array.from({ length: 5000 }, (_, k) => k) },
  { type: "remove", ids: [-1] },
  { type: "remove", ids: [1.5] },
  { type: "release", id: 1, velocity: [0, 1e30, 0] },
  { type: "group", ids: [], group: "x".repeat(1000) },
  { type: "name", id: 1, label: "\u0000", variant: "" },
  { type: "nonsense" } as unknown as Command,
];
