/**
 * Undo and redo, per person: each edit keeps what it touched as it was. Undoing swaps, so that the same edit turned
 * round is the redo. Refused where somebody else has changed the same thing since: nobody's work is undone unasked.
 */
import { decode, encode } from "../protocol/form.ts";
import * as bodies from "./bodies.ts";
import type { Cue } from "./command.ts";
import { type Entity, entityForm, type Framing } from "./entity.ts";
import { MAX_UNDO } from "./limits.ts";
import { refuse } from "./refusal.ts";
import { copyPose, type Edit, extract, type History, insert, type World } from "./world.ts";

/** Ticks within which like edits of the same things by one person are one drag: of the thing, or of a slider. */
const DRAG = 30;
/** What is dragged. */
const DRAGGED: ReadonlySet<string> = new Set(["place", "lamp", "camera", "mark", "direct", "look"]);

/** A copy of an entity that shares nothing with it. */
export function image(entity: Entity): Entity {
  return decode(entityForm, encode(entityForm, entity));
}

/** A person's stacks. */
export function of(world: World, person: number): History {
  let history = world.histories.get(person);
  if (history === undefined) {
    history = { undo: [], redo: [] };
    world.histories.set(person, history);
  }
  return history;
}

/** An edit that has touched nothing yet. */
export function begin(world: World, label: string): Edit {
  return { label, tick: world.tick, entities: [], cues: [], framings: [], look: null, restore: "" };
}

/** Notes an entity as it is, before it is changed or removed. */
export function keep(edit: Edit, entity: Entity): void {
  edit.entities.push({ id: entity.id, before: image(entity), after: 0 });
}

/** Notes an entity as newly made. */
export function made(edit: Edit, id: number): void {
  edit.entities.push({ id, before: null, after: 0 });
}

/** Notes a cue as it was; null where it is new. */
export function keepCue(edit: Edit, id: number, before: Cue | null): void {
  edit.cues.push({ id, before: before === null ? null : { ...before } });
}

/** Notes a framing as it was; null where it is new. */
export function keepFraming(edit: Edit, id: number, before: Framing | null): void {
  edit.framings.push({ id, before });
}

/** Puts a finished edit on a person's stack. */
export function commit(world: World, person: number, edit: Edit): void {
  seal(world, edit);
  const history = of(world, person);
  const last = history.undo.at(-1);
  if (last !== undefined && isSameDrag(last, edit)) {
    for (let k = 0; k < edit.entities.length; k++) last.entities[k]!.after = edit.entities[k]!.after;
    last.tick = edit.tick;
  } else {
    push(history.undo, edit);
  }
  history.redo.length = 0;
}

function isSameDrag(last: Edit, edit: Edit): boolean {
  if (!DRAGGED.has(edit.label) || last.label !== edit.label || edit.tick - last.tick > DRAG) return false;
  if (last.entities.length !== edit.entities.length) return false;
  return last.entities.every((item, k) => item.id === edit.entities[k]!.id);
}

function seal(world: World, edit: Edit): void {
  for (const item of edit.entities) item.after = world.entities.get(item.id)?.revision ?? 0;
}

function push(stack: Edit[], edit: Edit): void {
  stack.push(edit);
  if (stack.length > MAX_UNDO) stack.shift();
}

/** The checkpoint that undoing (or redoing) a person's last edit would restore; null where it is no restore. */
export function nextRestore(world: World, person: number, way: "undo" | "redo"): string | null {
  const top = world.histories.get(person)?.[way].at(-1);
  return top === undefined || top.restore === "" ? null : top.restore;
}

/** Undoes or redoes a person's last edit. Refuses, and keeps it, where something has changed since. */
export function turn(world: World, person: number, way: "undo" | "redo"): void {
  const history = of(world, person);
  const edit = history[way].at(-1);
  if (edit === undefined)
    refuse(way === "undo" ? "nothing to undo" : "nothing to redo", `Nothing to ${way}.`);
  if (edit.restore !== "") refuse("needs a restore", "The room restores a checkpoint for this.");
  checkUnchanged(world, edit);
  history[way].pop();
  const back = swap(world, person, edit);
  push(history[way === "undo" ? "redo" : "undo"], back);
}

/** A restore by undo or redo takes its step off one stack and puts its opposite on the other. */
export function turnRestore(world: World, person: number, way: "undo" | "redo", before: string): void {
  const history = of(world, person);
  const edit = history[way].at(-1);
  if (edit === undefined || edit.restore === "") return;
  history[way].pop();
  push(history[way === "undo" ? "redo" : "undo"], { ...begin(world, edit.label), restore: before });
}

/** Notes a restore, or a new opening, that `before` would take back. */
export function commitRestore(world: World, person: number, label: string, before: string): void {
  if (before === "") return;
  const history = of(world, person);
  push(history.undo, { ...begin(world, label), restore: before });
  history.redo.length = 0;
}

/** Forgets edits made since the world left one: they were of a performance that is over. */
export function forgetSince(world: World, tick: number): void {
  for (const history of world.histories.values()) {
    const stays = (edit: Edit): boolean =>
      edit.tick < tick || edit.restore !== "" || edit.framings.length > 0;
    history.undo = history.undo.filter(stays);
    history.redo = history.redo.filter(stays);
  }
}

function checkUnchanged(world: World, edit: Edit): void {
  for (const { id, after } of edit.entities) {
    const entity = world.entities.get(id);
    if ((entity === undefined) !== (after === 0)) {
      refuse("gone since", "Somebody has removed it, or brought it back, since.");
    }
    if (entity !== undefined && entity.revision !== after) {
      refuse("changed since", `${entity.label} was changed by person ${entity.editor} since.`);
    }
    if (entity !== undefined && entity.holder !== 0) {
      refuse("held by somebody", `${entity.label} is held by person ${entity.holder}.`);
    }
  }
}

/** Puts everything back as the edit found it; what comes out would undo that. */
function swap(world: World, person: number, edit: Edit): Edit {
  const back = begin(world, edit.label);
  for (let k = edit.entities.length - 1; k >= 0; k--) {
    const { id, before } = edit.entities[k]!;
    const entity = world.entities.get(id);
    if (entity === undefined) made(back, id);
    else keep(back, entity);
    if (before === null) {
      if (entity !== undefined) extract(world, entity);
      continue;
    }
    const restored = entity ?? { ...image(before), body: null, holder: 0 };
    if (entity === undefined) insert(world, restored);
    else putBack(world, entity, before);
    // It is again what it was at that revision: earlier edits of it, this person's or another's, can be undone too.
    restored.revision = before.revision;
    restored.editor = person;
    world.edited.add(id);
  }
  for (const { id, before } of edit.cues) {
    keepCue(back, id, world.cues.get(id)?.cue ?? null);
    if (before === null) world.cues.delete(id);
    else world.cues.set(id, { id, cue: { ...before }, fired: world.cues.get(id)?.fired ?? -1 });
  }
  for (const { id, before } of edit.framings) {
    keepFraming(back, id, world.framings.get(id) ?? null);
    if (before === null) world.framings.delete(id);
    else world.framings.set(id, before);
  }
  if (edit.cues.length > 0 || edit.framings.length > 0) world.noted = true;
  if (edit.look !== null) {
    back.look = world.look;
    world.look = edit.look;
  }
  seal(world, back);
  return back;
}

/** Gives an entity the blocking of an image of it; its performance stays, and its place changes only at one. */
function putBack(world: World, entity: Entity, before: Entity): void {
  const from = image(before);
  entity.label = from.label;
  entity.variant = from.variant;
  entity.locked = from.locked;
  entity.group = from.group;
  entity.mark = from.mark;
  entity.lamp = from.lamp;
  entity.camera = from.camera;
  entity.one = from.one;
  if (entity.performer !== null && from.performer !== null) {
    entity.performer.marks = from.performer.marks.filter((id) => world.entities.has(id));
    entity.performer.start = from.performer.start;
    entity.performer.eyeline = from.performer.eyeline;
  }
  if (world.phase === "one") moveTo(world, entity, from.pose);
  if (entity.hidden !== from.hidden) setHidden(world, entity, from.hidden);
}

/** Puts an entity, at rest, at a pose. */
export function moveTo(world: World, entity: Entity, pose: Entity["pose"]): void {
  entity.pose = copyPose(pose);
  if (entity.performer !== null) entity.performer.heading = bodies.heading(pose.rotation);
  if (entity.body !== null) world.physics.moveTo(entity.body, pose.position, pose.rotation);
}

/** Hides or shows an entity: what is hidden has no body. */
export function setHidden(world: World, entity: Entity, hidden: boolean): void {
  entity.hidden = hidden;
  if (hidden) bodies.disembody(world, entity);
  else bodies.embody(world, entity);
}
