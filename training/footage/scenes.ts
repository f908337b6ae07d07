/**
 * Seeded scenes for footage: which set, what stands on it, in what light, and what cameras do. In: a kind and a seed.
 * Out: a plan, plain data; the same seed gives the same plan. What is held out is never planned for training: lists of
 * cameras (nothing close to them that looks the same way), hours, and rooms of the kit (their seeds). There are two such
 * lists: `held`, by which a checkpoint is chosen, and `test`, which is scored once, when a bundle is released.
 */
import type { FootagePose } from "../../tests/browser/pages/footage.ts";

/** Kinds of scenes. */
export const KINDS = ["street", "stage", "room"] as const;
/** A kind of scene. */
export type SceneKind = (typeof KINDS)[number];
/** What scenes are for: to train on, to choose a checkpoint by, to score a bundle by. */
export const SPLITS = ["train", "held", "test"] as const;
/** What a scene is for. */
export type Split = (typeof SPLITS)[number];

/** A shot: cameras for each frame, what happens before and during it, and which frames are path-traced. */
export interface ShotPlan {
  width: number;
  height: number;
  /** Ticks of world before the first frame, and between frames. */
  before: number;
  ticks: number;
  commands: unknown[];
  /** Candidates for the first frame; the first that sees something is taken. */
  poses: FootagePose[];
  /** Metres and radians in each frame: right, up, forward, heading, tilt. */
  move: [number, number, number, number, number];
  /** Frame at which the camera is thrown round, and by how much; −1: never. */
  whip: number;
  whipBy: number;
  frames: number;
  traced: number[];
}
/** Everything in one light. */
export interface LightPlan {
  look: Record<string, unknown>;
  commands: unknown[];
  shots: ShotPlan[];
}
/** A scene. */
export interface ScenePlan {
  name: string;
  seed: number;
  kind: SceneKind;
  split: Split;
  set: string;
  opening: Entry[];
  lights: LightPlan[];
}
/** An entry of an opening, as in set.json. */
export type Entry = Record<string, unknown> & { id: string; kind: string; position: number[] };
/** What of a manifest matters here. */
export interface Piece {
  id: string;
  kind: string;
  bounds: { min: number[]; max: number[] };
  variants?: { id: string }[];
}
/** A camera of a set. */
export interface SetCamera {
  id: string;
  position: number[];
  heading: number;
  tilt: number;
  lens: number;
}

/** Cameras of the sets that are never trained on. */
export const HELD_CAMERAS: Record<string, readonly string[]> = {
  "corner-street": ["corner", "low", "shopfront", "side"],
  stage: ["plinth", "gear"],
};
/** Hours of the held-out views: day, dusk, night. Training keeps a quarter of an hour away from them. */
export const HELD_HOURS = { "corner-street": [10, 20.25, 22.75], stage: [10, 19.2, 22.75] } as const;
/**
 * Cameras of the test, none of the sets' own. A list is spent once a bundle has been scored by it: that of the next bundle
 * is another.
 */
export const TEST_CAMERAS: Record<string, readonly SetCamera[]> = {
  "corner-street": [
    { id: "kerb", position: [5.2, 0.9, -7.5], heading: 0.5, tilt: 0.05, lens: 28 },
    { id: "above", position: [-5, 4.2, 13.5], heading: -0.35, tilt: -0.2, lens: 25 },
    { id: "lane", position: [11.5, 1.4, -17.4], heading: -1.5, tilt: 0.03, lens: 35 },
    { id: "back", position: [0.4, 1.6, -31], heading: -3, tilt: 0.04, lens: 40 },
  ],
  stage: [
    { id: "south", position: [1.4, 1.6, 8.2], heading: 0.15, tilt: -0.04, lens: 25 },
    { id: "across", position: [-6.2, 1.2, -2.4], heading: -2.1, tilt: -0.02, lens: 35 },
  ],
};
/** Hours of the test and their clouds. */
export const TEST_LIGHT = {
  "corner-street": [[8.5, 0.3], [19.9, 0], [0.75, 0]],
  stage: [[15.5, 0], [19.55, 0], [22, 0.2]],
} as const;
/** Where each split's dice begin. */
const SPLIT_SEEDS = { train: 0, held: 7_000_003, test: 13_000_027 } as const;

/** A seeded generator (mulberry32). */
export function createDice(seed: number) {
  let a = (seed * 0x9e3779b1) >>> 0;
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const between = (low: number, high: number) => low + (high - low) * next();
  return {
    next,
    between,
    chance: (p: number) => next() < p,
    whole: (low: number, high: number) => Math.floor(between(low, high + 1)),
    one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
  };
}
type Dice = ReturnType<typeof createDice>;

/** What planning needs to know of the assets. */
export interface Stock {
  openings: Record<string, Entry[]>;
  cameras: Record<string, SetCamera[]>;
  pieces: Map<string, Piece>;
}

const FOCALS = [18, 21, 25, 28, 35, 35, 40, 50, 75];

/** Plans a scene. */
export function planScene(stock: Stock, kind: SceneKind, seed: number, split: Split): ScenePlan {
  const dice = createDice(seed * 3 + KINDS.indexOf(kind) + SPLIT_SEEDS[split]);
  const set = kind === "street" ? "corner-street" : "stage";
  const name = `${split}-${kind}-${String(seed).padStart(4, "0")}`;
  const room = kind === "room" ? planRoom(stock, dice) : null;
  const opening = room ? room.entries : kind === "street" ? streetOpening(stock, dice) : stageOpening(stock, dice);
  const lights: LightPlan[] = [];
  if (split !== "train") {
    const test = split === "test";
    const hours = test ? TEST_LIGHT[set] : HELD_HOURS[set].map((hour) => [hour, 0] as const);
    const cameras = room ? [null] : test ? TEST_CAMERAS[set]! : heldCameras(stock, set);
    hours.forEach(([hour, cloud]) => {
      const look = { time: hour, cloud, turbidity: 2.6, practicals: room ? "on" : kind === "stage" ? "on" : "dusk" };
      const shots = cameras.map((camera, n): ShotPlan => {
        const poses = camera ? [poseOf(camera, 192 / 112)] : room!.poses(dice, 192 / 112);
        const plan = shotPlan(dice, poses, false);
        // In the test every other camera stands still, for flicker.
        const move: ShotPlan["move"] = test && n % 2 === 0 ? [0, 0, 0, 0, 0] : plan.move;
        return { ...plan, move, width: 192, height: 112, frames: 6, traced: [5], whip: -1, commands: [], before: 2 };
      });
      lights.push({ look, commands: [], shots });
    });
  } else {
    for (let l = 0; l < 2; l++) {
      const shots: ShotPlan[] = [];
      for (let s = 0; s < 3; s++) {
        const [width, height] = dice.one([[192, 112], [192, 112], [192, 80], [256, 144]] as const);
        const aspect = width / height;
        const poses: FootagePose[] = [];
        for (let k = 0; k < 10; k++) {
          if (room) poses.push(...room.poses(dice, aspect));
          else poses.push(anyPose(stock, dice, set, aspect));
        }
        const free = room ? poses : poses.filter((p) => !isHeld(stock, set, p));
        const moving = s === 1 || dice.chance(0.3);
        shots.push({ ...shotPlan(dice, free, moving), width, height, commands: moving ? stir(opening, dice, s === 1) : [] });
      }
      lights.push({ look: anyLook(dice, set), commands: lampsOf(opening, dice), shots });
    }
  }
  return { name, seed, kind, split, set, opening, lights };
}

function shotPlan(dice: Dice, poses: FootagePose[], moving: boolean): ShotPlan {
  const still = dice.chance(0.2);
  const d = (most: number) => (still ? 0 : dice.between(-most, most) * dice.next());
  return {
    width: 192,
    height: 112,
    before: moving ? dice.whole(20, 140) : 2,
    ticks: dice.one([2, 2, 3]),
    commands: [],
    poses,
    move: [d(0.07), d(0.03), d(0.07), d(0.03), d(0.015)],
    whip: dice.chance(0.15) ? 3 : -1,
    whipBy: dice.between(-1.2, 1.2),
    frames: 6,
    traced: [4, 5],
  };
}

/** A camera of a set as a pose. */
export function poseOf(camera: SetCamera, aspect: number): FootagePose {
  const [x, y, z] = camera.position as [number, number, number];
  return { position: [x, y, z], heading: camera.heading, tilt: camera.tilt, roll: 0, focal: camera.lens, aspect };
}

function heldCameras(stock: Stock, set: string): SetCamera[] {
  return HELD_CAMERAS[set]!.map((id) => stock.cameras[set]!.find((one) => one.id === id)!);
}

function isHeld(stock: Stock, set: string, pose: FootagePose): boolean {
  return [...heldCameras(stock, set), ...TEST_CAMERAS[set]!].some((c) => {
    const apart = Math.hypot(...c.position.map((v, k) => v - pose.position[k]!));
    const turn = Math.abs(Math.atan2(Math.sin(c.heading - pose.heading), Math.cos(c.heading - pose.heading)));
    return apart < 3 && turn < 0.8;
  });
}

function anyPose(stock: Stock, dice: Dice, set: string, aspect: number): FootagePose {
  const focal = dice.one(FOCALS);
  const height = dice.chance(0.15) ? dice.between(2.2, 5) : dice.between(0.35, 1.9);
  if (dice.chance(0.45)) {
    const known = stock.cameras[set]!.filter((c) => !HELD_CAMERAS[set]!.includes(c.id));
    const c = dice.one(known);
    const p = c.position.map((v) => v + dice.between(-1.2, 1.2)) as [number, number, number];
    p[1] = Math.max(0.3, p[1]);
    return { position: p, heading: c.heading + dice.between(-0.6, 0.6), tilt: c.tilt + dice.between(-0.12, 0.12), roll: 0, focal, aspect };
  }
  const tilt = dice.between(-0.3, 0.18) - (height > 2.2 ? 0.2 : 0);
  const heading = dice.between(-Math.PI, Math.PI);
  let x: number;
  let z: number;
  if (set === "stage") [x, z] = [dice.between(-7, 12), dice.between(-4, 9)];
  else if (dice.chance(0.3)) [x, z] = [dice.between(5, 34), dice.between(-19, -12)];
  else if (dice.chance(0.25)) [x, z] = [dice.between(-8, -3.5), dice.between(-10, 1)];
  else [x, z] = [dice.between(-6.5, 8), dice.between(-45, 24)];
  return { position: [x, height, z], heading, tilt, roll: dice.chance(0.1) ? dice.between(-0.1, 0.1) : 0, focal, aspect };
}

function anyLook(dice: Dice, set: string): Record<string, unknown> {
  const street = set === "corner-street";
  let time: number;
  do {
    const sort = dice.next();
    if (sort < 0.42) time = dice.between(6, 18.8);
    else if (sort < 0.68) time = dice.between(18.8, 20.9);
    else time = dice.chance(0.5) ? dice.between(20.9, 24) : dice.between(0, 3.5);
  } while (keptHours(set).some((h) => Math.abs(h - time) < 0.25));
  return {
    time,
    north: dice.between(-Math.PI, Math.PI),
    cloud: dice.chance(0.55) ? 0 : dice.next() ** 1.5,
    turbidity: dice.between(2, 5),
    practicals: street ? (dice.chance(0.85) ? "dusk" : "on") : dice.chance(0.97) ? "on" : "off",
  };
}

const keptHours = (set: string): number[] => [...HELD_HOURS[set as "stage"], ...TEST_LIGHT[set as "stage"].map(([hour]) => hour)];

/** Some lamps dimmed, put out, or in another colour. */
function lampsOf(opening: Entry[], dice: Dice): unknown[] {
  const out: unknown[] = [];
  for (const entry of opening) {
    if (entry.kind !== "light" || dice.chance(0.6)) continue;
    const lamp = { on: dice.chance(0.75), level: dice.between(0.25, 1), kelvin: dice.chance(0.3) ? dice.between(2200, 6500) : 0 };
    out.push({ type: "setLamp", ids: [`#${entry.id}`], lamp });
  }
  return out;
}

const MARK = {
  gait: "walk", speed: 0, seconds: 0, facing: null, deed: "stand", gesture: "", target: 0,
  gaze: { kind: "ahead", on: 0, point: [0, 0, 0] }, wait: { kind: "none", seconds: 0, on: 0 }, path: [],
};

/** Action: actors and vehicles go somewhere, loose things are thrown about. */
function stir(opening: Entry[], dice: Dice, first: boolean): unknown[] {
  const out: unknown[] = [];
  const loose = ["ball", "crate", "kit-cushion", "kit-apple-full", "traffic-cone", "kit-book", "kit-mug", "kit-chair", "kit-case-small"];
  for (const entry of opening) {
    const [x, y, z] = entry.position as [number, number, number];
    if (entry.kind === "actor" && dice.chance(0.8)) {
      const position = [x + dice.between(-4, 4), 0, z + dice.between(-4, 4)];
      out.push({
        type: "layMark",
        mark: { ...MARK, owner: `#${entry.id}`, gait: dice.chance(0.3) ? "run" : "walk" },
        pose: { position, rotation: [0, 0, 0, 1] },
      });
    } else if (entry.kind === "vehicle" && dice.chance(0.6)) {
      out.push({
        type: "layMark",
        mark: { ...MARK, owner: `#${entry.id}`, speed: dice.between(2, 9) },
        pose: { position: [x + dice.between(-1, 1), 0, z + dice.between(6, 14) * (dice.chance(0.5) ? 1 : -1)], rotation: [0, 0, 0, 1] },
      });
    } else if (loose.includes(String(entry["thing"])) && dice.chance(0.5)) {
      const kick = dice.between(5, 45);
      out.push({
        type: "push",
        id: `#${entry.id}`,
        point: [x, y + 0.15, z],
        impulse: [dice.between(-1, 1) * kick, dice.between(0.2, 1) * kick, dice.between(-1, 1) * kick],
      });
    }
  }
  return first ? [...out, { type: "action" }] : out;
}

function variantOf(stock: Stock, dice: Dice, id: string): { variant?: string } {
  const variants = stock.pieces.get(id)?.variants ?? [];
  return variants.length > 0 ? { variant: dice.one(variants).id } : {};
}

function streetOpening(stock: Stock, dice: Dice): Entry[] {
  const out: Entry[] = [];
  for (const entry of stock.openings["corner-street"]!) {
    const id = String(entry["thing"] ?? "");
    if (entry.kind === "prop" && dice.chance(0.1)) continue;
    out.push(entry.kind === "vehicle" ? { ...entry, ...variantOf(stock, dice, id) } : entry);
  }
  const extra = ["crate", "cafe-chair", "cafe-table", "traffic-cone", "planter", "bicycle", "menu-board", "litter-bin", "ball", "kit-armchair", "kit-sofa-2", "kit-chair", "kit-case-trunk", "kit-plant", "kit-ladder", "kit-director-chair"];
  const count = dice.whole(4, 12);
  for (let k = 0; k < count; k++) {
    const thing = dice.one(extra);
    const at = dice.chance(0.5) ? [dice.between(-3, 3), dice.between(-12, 12)] : [dice.between(-3, 7.6), dice.between(-30, 20)];
    out.push({ id: `extra-${k}`, label: thing, kind: "prop", thing, position: [at[0]!, 0.13, at[1]!], heading: dice.between(-3.1, 3.1), ...variantOf(stock, dice, thing) });
  }
  return out;
}

function stageOpening(stock: Stock, dice: Dice): Entry[] {
  const out: Entry[] = [];
  for (const entry of stock.openings["stage"]!) {
    if (entry.kind === "prop" && dice.chance(0.15)) continue;
    out.push(entry);
  }
  const extra = [...stock.pieces.values()].filter((p) => p.id.startsWith("kit-") && p.kind === "prop" && !/wall|floor|ceiling|corner|cornice|door|frame|mirror|clock|curtain|radiator/.test(p.id));
  const count = dice.whole(5, 14);
  for (let k = 0; k < count; k++) {
    const thing = dice.one(extra).id;
    out.push({ id: `extra-${k}`, label: thing, kind: "prop", thing, position: [dice.between(-6, 11), 0.02, dice.between(-3, 8)], heading: dice.between(-3.1, 3.1), ...variantOf(stock, dice, thing) });
  }
  if (dice.chance(0.6)) {
    const wall = dice.between(-2, 8);
    const turn = dice.between(-0.4, 0.4);
    const paint = variantOf(stock, dice, "kit-wall-200");
    for (let k = 0; k < 3; k++) out.push({ id: `wall-${k}`, label: "wall", kind: "prop", thing: dice.one(["kit-wall-200", "kit-wall-window", "kit-wall-200"]), position: [wall + 2 * k * Math.cos(turn), 0, 2 - 2 * k * Math.sin(turn)], heading: turn, ...paint });
  }
  return out;
}

interface Room {
  entries: Entry[];
  poses(dice: Dice, aspect: number): FootagePose[];
}

/** A room of the kit on the stage's floor: walls round a floor, a ceiling or none, furniture, lamps, people. */
function planRoom(stock: Stock, dice: Dice): Room {
  const out: Entry[] = [];
  const cx = 3;
  const cz = 3;
  const w = dice.whole(2, 3) * 2;
  const d = dice.whole(2, 3) * 2;
  let n = 0;
  const put = (thing: string, x: number, y: number, z: number, heading: number, more: object = {}) => {
    const kind = stock.pieces.get(thing)!.kind;
    const own = "variant" in more ? {} : variantOf(stock, dice, thing);
    out.push({ id: `${thing}-${n++}`.slice(0, 40), label: thing, kind, thing, position: [cx + x, y, cz + z], heading, ...(kind === "light" ? { on: true } : {}), ...own, ...more });
  };
  const floor = dice.one(["kit-floor-oak", "kit-floor-carpet", "kit-floor-tiles"]);
  const boards = variantOf(stock, dice, floor);
  const paint = variantOf(stock, dice, "kit-wall-200");
  const ceiling = dice.chance(0.65);
  for (let i = 0; i < w / 2; i++)
    for (let j = 0; j < d / 2; j++) {
      const [x, z] = [i * 2 - w / 2 + 1, j * 2 - d / 2 + 1];
      put(floor, x, 0, z, 0, boards);
      if (ceiling) put("kit-ceiling", x, 0, z, 0);
    }
  const side = (length: number, place: (along: number) => [number, number], heading: number, open: boolean) => {
    if (open) return;
    for (let k = 0; k < length / 2; k++) {
      const along = k * 2 - length / 2 + 1;
      const [x, z] = place(along);
      const sort = dice.next();
      if (sort < 0.3) {
        put("kit-wall-window", x, 0, z, heading, paint);
        if (dice.chance(0.6)) put(dice.one(["kit-curtains-open", "kit-curtains-drawn"]), x, 0, z, heading);
      } else if (sort < 0.45) {
        const [ax, az] = place(along - 0.5);
        const [bx, bz] = place(along + 0.5);
        put(dice.one(["kit-wall-door", "kit-door-open", "kit-wall-opening"]), ax, 0, az, heading, paint);
        put("kit-wall-100", bx, 0, bz, heading, paint);
      } else {
        put("kit-wall-200", x, 0, z, heading, paint);
        const hung = dice.next();
        if (hung < 0.5) put(dice.one(["kit-frame-abstract", "kit-frame-landscape", "kit-frame-print", "kit-mirror", "kit-clock", "kit-radiator"]), x, 0, z, heading);
      }
    }
  };
  const openSide = dice.chance(0.35) ? 1 : -1;
  side(w, (a) => [a, -d / 2], 0, false);
  side(d, (a) => [-w / 2, a], Math.PI / 2, false);
  side(w, (a) => [a, d / 2], Math.PI, openSide === 1);
  side(d, (a) => [w / 2, a], -Math.PI / 2, false);
  for (const [sx, sz] of [[-1, -1], [-1, 1], [1, -1], [1, 1]]) put("kit-corner", (sx! * w) / 2, 0, (sz! * d) / 2, 0, paint);
  // Furniture: against walls, facing in; then in the middle.
  const taken: number[][] = [];
  const free = (x: number, z: number, r: number) => taken.every((t) => Math.hypot(t[0]! - x, t[1]! - z) > t[2]! + r);
  const against = ["kit-sofa-2", "kit-sofa-3", "kit-bookcase", "kit-sideboard", "kit-bed", "kit-cupboard", "kit-desk", "kit-fridge", "kit-counter", "kit-tv", "kit-plant", "kit-armchair", "kit-bedside", "kit-lamp-floor"];
  const middle = ["kit-table", "kit-table-round", "kit-coffee-table", "kit-chair", "kit-chair-tube", "kit-armchair", "kit-rug", "kit-director-chair"];
  const tops = ["kit-mug", "kit-book", "kit-bottle", "kit-plate", "kit-telephone", "kit-lamp-table", "kit-lamp-desk", "kit-glass"];
  for (let k = 0; k < 7; k++) {
    const thing = dice.one(against);
    const b = stock.pieces.get(thing)!.bounds;
    const half = Math.max(b.max[0]!, -b.min[0]!);
    const back = -b.min[2]!;
    const which = dice.whole(0, 3);
    const length = which % 2 === 0 ? w : d;
    if (half * 2 > length - 0.4) continue;
    const along = dice.between(-length / 2 + half + 0.15, length / 2 - half - 0.15);
    const off = (which % 2 === 0 ? d : w) / 2 - back - 0.1;
    const [x, z, h] = ([[along, -off, 0], [-off, along, Math.PI / 2], [along, off, Math.PI], [off, along, -Math.PI / 2]] as const)[which]!;
    if (!free(x, z, half)) continue;
    taken.push([x, z, half]);
    put(thing, x, 0.012, z, h);
    const top = b.max[1]!;
    if (/sideboard|desk|bedside|counter/.test(thing) && top < 1.3) put(dice.one(tops), x, (/counter/.test(thing) ? 0.92 : top) + 0.005, z, h);
  }
  for (let k = 0; k < 5; k++) {
    const thing = dice.one(middle);
    const b = stock.pieces.get(thing)!.bounds;
    const r = Math.hypot(b.max[0]!, b.max[2]!) * 0.8;
    const [x, z] = [dice.between(-w / 2 + 0.9, w / 2 - 0.9), dice.between(-d / 2 + 0.9, d / 2 - 0.9)];
    if (thing !== "kit-rug" && !free(x, z, r)) continue;
    if (thing !== "kit-rug") taken.push([x, z, r]);
    put(thing, x, 0.014, z, dice.between(-3.1, 3.1));
    if (/table/.test(thing)) for (let t = 0; t < 3; t++) put(dice.one(tops), x + dice.between(-0.2, 0.2), b.max[1]! + 0.01, z + dice.between(-0.15, 0.15), dice.between(-3, 3));
  }
  if (ceiling) put(dice.one(["kit-pendant", "kit-bulb"]), dice.between(-0.6, 0.6), 0, dice.between(-0.6, 0.6), 0);
  else put("kit-softbox-hung", 0, 4, 0, 0);
  // A studio is exposed for film lamps; practicals alone are a dark room.
  if (dice.chance(0.8)) {
    const [x, z] = [(w / 2 - 0.7) * (dice.chance(0.5) ? 1 : -1), (d / 2 - 0.7) * (dice.chance(0.5) ? 1 : -1)];
    put(dice.one(["kit-softbox", "kit-softbox", "kit-fresnel"]), x, 0.012, z, Math.atan2(-x, -z) + dice.between(-0.5, 0.5));
    taken.push([x, z, 0.5]);
  }
  put("kit-worklight", 9.4 - cx, 4.6, 1.5 - cz, 0);
  for (const actor of ["ana", "jonas", "mika"]) {
    if (dice.chance(0.45)) continue;
    for (let t = 0; t < 8; t++) {
      const [x, z] = [dice.between(-w / 2 + 0.6, w / 2 - 0.6), dice.between(-d / 2 + 0.6, d / 2 - 0.6)];
      if (!free(x, z, 0.35)) continue;
      taken.push([x, z, 0.4]);
      out.push({ id: actor, label: actor, kind: "actor", actor, position: [cx + x, 0.012, cz + z], heading: dice.between(-3.1, 3.1) });
      break;
    }
  }
  return {
    entries: out,
    poses(more, aspect) {
      const [x, z] = [more.between(-w / 2 + 0.4, w / 2 - 0.4), more.between(-d / 2 + 0.4, d / 2 - 0.4)];
      // Looks across the room's middle.
      const aim = [more.between(-w / 4, w / 4) - x, more.between(-d / 4, d / 4) - z];
      const heading = Math.atan2(-aim[0]!, -aim[1]!);
      const position: [number, number, number] = [cx + x, more.between(0.6, 1.9), cz + z];
      return [{ position, heading, tilt: more.between(-0.3, 0.1), roll: 0, focal: more.one([16, 18, 21, 25, 28, 35, 50]), aspect }];
    },
  };
}
