/**
 * A rehearsal on paper: when who reaches which mark, and by which way, before anybody has called Action. In: the stage at
 * one. Out: legs of every performer. It steps a world of its own with the world's own rules, but without its bodies, so
 * what somebody or something pushes out of the way is not foreseen.
 */
import { createStill } from "../../shared/physics/still.ts";
import type { Entity } from "../../shared/world/entity.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import { stepWorld } from "../../shared/world/step.ts";
import { createWorld, type World } from "../../shared/world/world.ts";
import type { Leg } from "../view/overlays.ts";
import type { Floor } from "./floor.ts";

/** Ticks that are looked ahead: two minutes. */
const HORIZON = 7200;
/** Milliseconds of one piece of the work. */
const PIECE = 5;
/** Milliseconds for which nothing must have changed before it is worked out. */
const QUIET = 250;

/** A rehearsal at work. */
export interface Rehearsal {
  /** Legs by performer; the same map until it is worked out anew. */
  readonly legs: ReadonlyMap<number, readonly Leg[]>;
  /** Ten times a second: works on, a piece at a time, where something has changed. */
  work(now: number): void;
}

/** One run through: a world, and what it has shown so far. */
interface Run {
  world: World;
  legs: Map<number, Leg[]>;
  left: number;
}

/** What a rehearsal depends on: who stands where with which marks, and what stands in the way. */
function printOf(floor: Floor): string {
  let out = "";
  for (const { id, revision, hidden } of floor.roster.entities.values())
    out += `${id}.${revision}${hidden ? "h" : ""} `;
  return `${out}| ${floor.notes.cues.map(({ id, cue }) => `${id} ${cue.when} ${cue.seconds} ${cue.on}`).join()}`;
}

const plain = (entity: Entity): Entity => ({ ...structuredClone(entity), body: null, holder: 0 });

/** Puts a stage at one into a world without bodies and calls Action. */
export function begin(world: World, entities: Iterable<Entity>, cues: Floor["notes"]["cues"]): Run {
  world.entities = new Map();
  for (const entity of entities) {
    const own = plain(entity);
    own.pose = structuredClone(own.one);
    world.entities.set(own.id, own);
  }
  world.cues = new Map(cues.map(({ id, cue }) => [id, { id, cue: { ...cue }, fired: -1 }]));
  world.phase = "one";
  world.action = -1;
  world.left = -1;
  world.frozen = false;
  world.rolling = "";
  stepWorld(world, [{ person: 0, serial: 0, command: { type: "action" } }]);
  return { world, legs: new Map(), left: HORIZON };
}

/** Steps on for at most `until` (ms of `performance.now`); whether it has ended. */
export function go(run: Run, until: number): boolean {
  const { world, legs } = run;
  const start = world.action;
  while (run.left > 0) {
    run.left--;
    stepWorld(world, []);
    let busy = false;
    for (const { id, performer } of world.entities.values()) {
      if (performer === null || performer.marks.length === 0) continue;
      const own = legs.get(id) ?? [];
      if (own.length === 0) legs.set(id, own);
      if (performer.stage === "going" && own.length === performer.at + 1)
        own.push({ mark: performer.marks[performer.at + 1]!, arrives: null, way: performer.way.slice() });
      const last = own[performer.at];
      if (last !== undefined && last.arrives === null)
        own[performer.at] = { ...last, arrives: (world.tick - start) / 60 };
      if (performer.stage !== "done") busy = true;
    }
    if (!busy) return true;
    if (performance.now() > until) return run.left === 0;
  }
  return true;
}

/** Puts a rehearsal to work. */
export function createRehearsal(floor: Floor): Rehearsal {
  let legs: ReadonlyMap<number, readonly Leg[]> = new Map();
  let world: World | null = null;
  let of: LoadedSet | null = null;
  let run: Run | null = null;
  let print = "";
  let since = 0;
  let done = "";
  return {
    get legs() {
      return legs;
    },
    work(now) {
      const { set, mirror } = floor;
      // During a performance what was foreseen stays; while rolling a machine has better things to do.
      if (set === null || mirror === null || mirror.phase !== "one" || mirror.rolling !== "") return;
      const next = printOf(floor);
      if (next !== print) {
        print = next;
        since = now;
        run = null;
        return;
      }
      if (done === print || now - since < QUIET) return;
      if (run === null) {
        if (world === null || of !== set) world = createWorld(createStill(), set);
        of = set;
        run = begin(world, floor.roster.entities.values(), floor.notes.cues);
      }
      if (!go(run, performance.now() + PIECE)) return;
      legs = run.legs;
      run = null;
      done = print;
    },
  };
}
