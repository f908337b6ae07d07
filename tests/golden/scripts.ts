/**
 * What happens in the golden takes: small ones that touch every kind of command, and one of ten minutes in which 500
 * bodies tumble on the street. In: a world and a tick. Out: commands; the same each time.
 */
import { createDice } from "../../client/session/memory-link.ts";
import { cos, hypot, sin } from "../../shared/math/trig.ts";
import type { Command } from "../../shared/world/command.ts";
import { AHEAD, type Entity, type Mark, plainMark } from "../../shared/world/entity.ts";
import type { World } from "../../shared/world/world.ts";
import { pile } from "../bench/pile.ts";
import { command, createHand } from "../sync/commands.ts";
import type { Script } from "./studio.ts";

const named = (world: World, name: string): Entity => {
  for (const entity of world.entities.values()) if (entity.name === name) return entity;
  throw new Error(`nobody is called ${name}`);
};

const still = (x: number, y: number, z: number): Entity["pose"] => ({
  position: [x, y, z],
  rotation: [0, 0, 0, 1],
});

const mark = (owner: number, more: Partial<Mark> = {}): Mark => ({ ...plainMark(owner), ...more });

const lay = (x: number, z: number, what: Mark): Command => ({
  type: "layMark",
  mark: what,
  pose: still(x, 0, z),
});

/** Two actors and a car follow their marks, wait for one another, sit and wave; a ball is thrown, a crate carried. */
const blocking: Script = {
  set: "yard",
  ticks: 60 * 20,
  people: 2,
  blocking(world) {
    const [ana, jonas, car] = ["ana", "jonas", "car"].map((name) => named(world, name).id) as [
      number,
      number,
      number,
    ];
    return [
      lay(2, -2, mark(ana, { gesture: "wave", deed: "gesture", gaze: { ...AHEAD, kind: "lens" } })),
      lay(3, 4.4, mark(ana, { deed: "sit", target: named(world, "chair").id })),
      lay(-4, -1, mark(jonas, { gait: "run", wait: { kind: "seconds", seconds: 1, on: 0 } })),
      lay(0, 3, mark(jonas, { gait: "timed", seconds: 4, facing: 1 })),
      lay(-10, -8, mark(car)),
      lay(2, -12, mark(car, { speed: 4 })),
      {
        type: "setCue",
        id: 0,
        cue: { label: "Crash", when: "contact", seconds: 0, on: named(world, "crate-0").id, against: 0 },
      },
      { type: "look", look: { ...world.look, time: 19.5 } },
    ];
  },
  act(world, tick, person) {
    const ball = named(world, "ball");
    const crate = named(world, "crate-5");
    if (person === 0) {
      if (tick === 30) return [{ type: "push", id: ball.id, point: [2, 0.11, 0], impulse: [1.4, 1.2, 2.6] }];
      if (tick === 400) return [{ type: "play", id: named(world, "jonas").id, clip: "wave" }];
      return [];
    }
    const up = (height: number): Entity["pose"] => {
      const [x, y, z] = crate.one.position;
      return still(x, y + 0.3 + height, z - height);
    };
    if (tick === 60) return [{ type: "grab", id: crate.id, grip: [0, 0.3, 0], hand: up(0) }];
    if (tick > 60 && tick < 200 && tick % 2 === 0)
      return [{ type: "carry", id: crate.id, hand: up((tick - 60) / 90) }];
    if (tick === 200) return [{ type: "release", id: crate.id, velocity: [0.5, 2, 5] }];
    if (tick === 300)
      return [{ type: "spawn", kind: "prop", asset: "ball", variant: "", label: "", pose: still(6, 4, 8) }];
    return [];
  },
};

/** Everything that a fuzz throws at a room, for half a minute. */
function wild(seed: number): Script {
  const hand = createHand(createDice(seed));
  return {
    set: "yard",
    ticks: 60 * 30,
    people: 3,
    blocking: (world) => Array.from({ length: 40 }, () => command(hand, world, 1)),
    act: (world, _tick, person) => (hand.chance(0.15) ? [command(hand, world, person + 1)] : []),
  };
}

/** The street as it opens: Action, the saloon comes round the corner, the crates are thrown over. */
const street: Script = {
  set: "corner-street",
  ticks: 60 * 12,
  people: 1,
  blocking(world) {
    return [lay(-6.1, -3, mark(named(world, "ana").id, { deed: "look around" }))];
  },
  act(world, tick) {
    const crates = [...world.entities.values()].filter((entity) => entity.name.startsWith("crate-"));
    if (tick % 40 !== 20) return [];
    const crate = crates[(tick / 20) % crates.length]!;
    const [x, y, z] = crate.pose.position;
    return [{ type: "push", id: crate.id, point: [x, y + 0.2, z], impulse: [-20, 14, 9] }];
  },
};

/** Bodies of the long take, and metres from its middle beyond which they are pushed back. */
const BODIES = 500;
const HEAP = 4;
const MIDDLE = [2, 8] as const;

/** Ten minutes: 500 bodies fall onto the street in the first second, and two people keep them tumbling. */
const long: Script = {
  set: "corner-street",
  ticks: 36_000,
  people: 2,
  blocking: () => [],
  act(world, tick, person) {
    if (tick <= 10) {
      if (person !== 0) return [];
      return pile("corner-street", BODIES).slice((tick - 1) * 50, tick * 50);
    }
    if (tick % 20 !== person * 10) return [];
    const first = firstOf(world);
    return [0, 1].map((k) => stir(world, first, tick + k * 5));
  },
};

/** A push that throws a body up and about, or back onto the heap where it lies apart. */
function stir(world: World, first: number, n: number): Command {
  const entity = world.entities.get(first + ((n * 1013) % BODIES))!;
  const mass = entity.body!.mass;
  const [x, y, z] = entity.pose.position;
  const back = [MIDDLE[0] - x, MIDDLE[1] - z] as const;
  const far = hypot(back[0], back[1]);
  const way = far > HEAP ? [back[0] / far, back[1] / far] : [cos(n * 2.4), sin(n * 2.4)];
  const speed = far > HEAP ? Math.min(7, Math.sqrt(far) * 2) : 2;
  return {
    type: "push",
    id: entity.id,
    point: [x, y + 0.1, z],
    impulse: [mass * speed * way[0]!, mass * 4.5, mass * speed * way[1]!],
  };
}

/** Number of the first entity that a take adds to a set's opening. */
const firstOf = (world: World): number => {
  let most = 0;
  for (const entity of world.entities.values()) if (entity.name !== "") most = Math.max(most, entity.id);
  return most + 1;
};

/** The golden takes by their names. */
export const SCRIPTS: Readonly<Record<string, () => Script>> = {
  "yard-blocking": () => blocking,
  "yard-wild-7": () => wild(7),
  "yard-wild-23": () => wild(23),
  "street-opening": () => street,
  "street-ten-minutes": () => long,
};

/** The one that is ten minutes long. */
export const LONG = "street-ten-minutes";
