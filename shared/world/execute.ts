/**
 * Executing orders: which command does what, and when. Edits of the blocking made during a performance wait for the
 * next return to one (what only dresses the set shows at once too); hands on things begin a performance.
 */
import * as blocking from "./blocking.ts";
import * as checkpoint from "./checkpoint.ts";
import type { Command, CommandType, Order } from "./command.ts";
import * as cues from "./cues.ts";
import * as hands from "./hands.ts";
import * as history from "./history.ts";
import { MAX_PENDING } from "./limits.ts";
import * as perform from "./perform.ts";
import { entityOf, Refusal, refuse } from "./refusal.ts";
import { copyPose, standingBy, type World } from "./world.ts";

const NOTHING: readonly number[] = [];

/** Edits that wait for the next return to one. */
const LATER: ReadonlySet<CommandType> = new Set(["place", "layMark", "setMark", "orderMarks", "direct"]);
/** Edits that are done at once and again at the next return to one. */
const BOTH: ReadonlySet<CommandType> = new Set([
  "spawn",
  "remove",
  "duplicate",
  "group",
  "hide",
  "lock",
  "name",
  "setLamp",
  "setCamera",
  "look",
  "setCue",
  "removeCue",
]);

/** Executes one order and notes what became of it. A refused order changes nothing. */
export function execute(world: World, order: Order): void {
  const { person, serial, command } = order;
  let created = NOTHING;
  try {
    created = run(world, person, command);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    world.outcomes.push({ person, serial, reason: error.reason, text: error.message, created: NOTHING });
    return;
  }
  world.outcomes.push({ person, serial, reason: null, text: "", created });
}

function run(world: World, person: number, command: Command): readonly number[] {
  if (world.phase === "performance" && (LATER.has(command.type) || BOTH.has(command.type))) {
    return duringPerformance(world, person, command);
  }
  return carryOut(world, person, command, NOTHING);
}

/** An edit during a performance: done now where it only dresses, and kept for the next one. */
function duringPerformance(world: World, person: number, command: Command): readonly number[] {
  if (world.pending.length >= MAX_PENDING) {
    refuse(
      "too many edits",
      `${MAX_PENDING} edits wait for the next return to one (MAX_PENDING). Go back to one.`,
    );
  }
  let ids: readonly number[] = NOTHING;
  if (BOTH.has(command.type)) ids = carryOut(world, person, command, NOTHING);
  else checkNamed(world, command);
  world.pending.push({ person, command, ids: [...ids] });
  return ids;
}

/** Refuses an edit that names what is not there, before it is kept for later. */
function checkNamed(world: World, command: Command): void {
  if (command.type === "place") for (const move of command.moves) entityOf(world, move.id);
  if (command.type === "layMark") entityOf(world, command.mark.owner, "actor", "vehicle");
  if (command.type === "setMark") entityOf(world, command.id, "mark");
  if (command.type === "orderMarks") entityOf(world, command.owner, "actor", "vehicle");
  if (command.type === "direct") entityOf(world, command.id, "actor", "vehicle");
}

/** Leaves one: keeps the opening, and the performance begins. */
function leaveOne(world: World): void {
  if (world.phase === "performance") return;
  world.kept.push({ why: "one", hash: "", checkpoint: checkpoint.take(world) });
  world.phase = "performance";
  world.left = world.tick;
  world.opening = world.tick;
  cues.rewind(world);
}

/** Does a command. `ids` are given to what it creates where it is done again. */
function carryOut(world: World, person: number, command: Command, ids: readonly number[]): readonly number[] {
  switch (command.type) {
    case "spawn":
      return blocking.spawn(world, person, command, ids);
    case "remove":
      return blocking.remove(world, person, command);
    case "duplicate":
      return blocking.duplicate(world, person, command, ids);
    case "place":
      return blocking.place(world, person, command);
    case "group":
      return blocking.group(world, person, command);
    case "hide":
      return blocking.hide(world, person, command);
    case "lock":
      return blocking.lock(world, person, command);
    case "name":
      return blocking.name(world, person, command);
    case "layMark":
      return blocking.layMark(world, person, command, ids);
    case "setMark":
      return blocking.setMark(world, person, command);
    case "orderMarks":
      return blocking.orderMarks(world, person, command);
    case "direct":
      return blocking.direct(world, person, command);
    case "setCue":
      return blocking.setCue(world, person, command, ids);
    case "removeCue":
      return blocking.removeCue(world, person, command);
    case "setFraming":
      return blocking.setFraming(world, person, command);
    case "removeFraming":
      return blocking.removeFraming(world, person, command);
    case "look":
      return blocking.look(world, person, command);
    case "setLamp":
      return blocking.setLamp(world, person, command);
    case "setCamera":
      return blocking.setCamera(world, person, command);
    case "grab":
      // Looked at first: a refused hand neither begins a performance nor costs a checkpoint.
      hands.mayGrab(world, person, command);
      leaveOne(world);
      hands.grab(world, person, command);
      return NOTHING;
    case "carry":
      hands.carry(world, person, command);
      return NOTHING;
    case "release":
      hands.release(world, person, command);
      return NOTHING;
    case "push":
      hands.mayPush(world, person, command);
      leaveOne(world);
      hands.push(world, person, command);
      return NOTHING;
    case "fireCue":
      return fireCue(world, command.id);
    case "action":
      return action(world);
    case "freeze":
      world.frozen = command.frozen;
      return NOTHING;
    case "restore":
      return restore(world, person, command);
    case "makeOne":
      return makeOne(world, person, command.before);
    case "undo":
    case "redo":
      return turn(world, person, command.type);
    case "play":
      return play(world, command.id, command.clip);
    case "gaze": {
      const entity = entityOf(world, command.id, "actor");
      entity.performer!.gaze = command.gaze;
      world.edited.add(entity.id);
      return NOTHING;
    }
    case "roll":
      if (world.rolling !== "") refuse("cut first", "A take is rolling already. Cut first.");
      world.rolling = command.take;
      world.actionDue = command.action > world.tick ? command.action : -1;
      if (command.action === world.tick) action(world);
      return NOTHING;
    case "cut":
      if (world.rolling === "") refuse("not rolling", "Nothing is rolling.");
      world.rolling = "";
      world.actionDue = -1;
      return NOTHING;
    case "leave":
      hands.letAllGo(world, command.person);
      if (command.forget) world.histories.delete(command.person);
      return NOTHING;
  }
}

/** Calls Action: cues and marks count from this tick. */
export function action(world: World): readonly number[] {
  if (world.action >= 0) refuse("already in performance", "Action has been called. Go back to one first.");
  leaveOne(world);
  world.action = world.tick;
  world.actionDue = -1;
  perform.start(world);
  return NOTHING;
}

function fireCue(world: World, id: number): readonly number[] {
  const state = world.cues.get(id);
  if (state === undefined) refuse("unknown entity", `There is no cue ${id} any more.`);
  leaveOne(world);
  if (state.fired < 0) state.fired = world.tick;
  world.noted = true;
  return NOTHING;
}

function play(world: World, id: number, clip: string): readonly number[] {
  const entity = entityOf(world, id, "actor");
  const known = world.set.actors.get(entity.asset)?.clips.some((c) => c.name === clip);
  if (!known && clip !== "") refuse("unknown asset", `${entity.label} has no gesture "${clip}".`);
  entity.performer!.clip = clip;
  entity.performer!.clipSince = world.tick;
  world.edited.add(entity.id);
  return NOTHING;
}

/** Undo and redo: at one at once; during a performance the edits of the blocking that wait, or later. */
function turn(world: World, person: number, way: "undo" | "redo"): readonly number[] {
  if (history.nextRestore(world, person, way) !== null)
    refuse("needs a restore", "The room restores a checkpoint.");
  if (world.phase === "one") {
    history.turn(world, person, way);
    return NOTHING;
  }
  const top = world.histories.get(person)?.[way].at(-1);
  const mine = lastPending(world, person);
  if (way === "undo" && mine >= 0) {
    const { command } = world.pending[mine]!;
    if (BOTH.has(command.type)) history.turn(world, person, way);
    world.pending.splice(mine, 1);
    return NOTHING;
  }
  if (top === undefined) refuse(way === "undo" ? "nothing to undo" : "nothing to redo", `Nothing to ${way}.`);
  if (top.tick >= world.left) refuse("changed since", "Edits undone in a performance can be redone at one.");
  if (world.pending.length >= MAX_PENDING) refuse("too many edits", "Go back to one first (MAX_PENDING).");
  world.pending.push({ person, command: { type: way }, ids: [] });
  return NOTHING;
}

function lastPending(world: World, person: number): number {
  for (let k = world.pending.length - 1; k >= 0; k--) {
    const { person: whose, command } = world.pending[k]!;
    if (whose === person) return command.type === "undo" || command.type === "redo" ? -1 : k;
  }
  return -1;
}

/** Puts a checkpoint in place of the world. */
function restore(
  world: World,
  person: number,
  command: Extract<Command, { type: "restore" }>,
): readonly number[] {
  if (world.rolling !== "" && command.why !== "resynchronise")
    refuse("cut first", "A take is rolling. Cut first.");
  const found = world.checkpoints.find(command.checkpoint);
  if (found === undefined)
    throw new Error(`checkpoint ${command.checkpoint} was not fetched before the step`);
  world.kept.push({ why: "before", hash: command.before, checkpoint: checkpoint.take(world) });
  const pending = command.why === "one" ? world.pending : [];
  const since = world.left;
  const before = world.entities;
  checkpoint.restoreKeepingPeople(world, found);
  if (command.why !== "resynchronise") keepCameras(world, before, pending);
  if (command.why === "one") {
    if (since >= 0) history.forgetSince(world, since);
    again(world, pending);
  }
  if (command.why === "undo" || command.why === "redo")
    history.turnRestore(world, person, command.why, command.before);
  else history.commitRestore(world, person, command.why, command.before);
  return NOTHING;
}

/**
 * Cameras that have come since stay where they are: somebody may stand behind one, and a world that is put back is what
 * stands before the lens. What `pending` makes again is left to it.
 */
function keepCameras(world: World, before: World["entities"], pending: World["pending"]): void {
  for (const camera of before.values()) {
    if (camera.camera === null || world.entities.has(camera.id)) continue;
    if (pending.some(({ ids }) => ids.includes(camera.id))) continue;
    if (!blocking.isLetterFree(world, camera.camera.letter))
      camera.camera.letter = blocking.nextLetter(world);
    camera.holder = 0;
    world.entities.set(camera.id, camera);
    world.edited.add(camera.id);
  }
}

/** Does the edits of a performance again, at one; what cannot be done any more is left out. */
function again(world: World, pending: World["pending"]): void {
  for (const { person, command, ids } of pending) {
    try {
      carryOut(world, person, command, ids);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

/** The present state becomes the opening: everybody stands by where she is, and edits that waited are done. */
function makeOne(world: World, person: number, before: string): readonly number[] {
  if (world.rolling !== "") refuse("cut first", "A take is rolling. Cut first.");
  if (before !== "") world.kept.push({ why: "before", hash: before, checkpoint: checkpoint.take(world) });
  const { pending } = world;
  world.pending = [];
  world.phase = "one";
  world.left = -1;
  world.opening = -1;
  world.action = -1;
  cues.rewind(world);
  for (const entity of world.entities.values()) {
    if (entity.holder !== 0) hands.letGo(world, entity);
    entity.one = copyPose(entity.pose);
    if (entity.performer !== null) {
      const { marks, start, eyeline, holds, posture } = entity.performer;
      entity.performer = { ...standingBy(entity.pose), marks, start, eyeline, holds, posture, gaze: eyeline };
    }
    world.edited.add(entity.id);
  }
  again(world, pending);
  history.commitRestore(world, person, "new one", before);
  return NOTHING;
}
