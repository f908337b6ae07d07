/**
 * The ledger: what people have done and can undo, and when Action is due, as the panels show them. In: a world after its
 * steps. Out: a new record where something differs from the one before, which is worked out without allocating.
 */
import type { Edit, World } from "../../shared/world/world.ts";

/** One step of somebody's work. */
export interface LedgerStep {
  person: number;
  /** What it was, as the world calls it: `place`, `spawn`, `pick up`. */
  label: string;
  /** Tick at which it was done, or last went on. */
  tick: number;
  /** Taken back, and there to be done again. */
  undone: boolean;
  /** Steps of the same person after it that undoing it would take back first; of an undone one: to be redone first. */
  above: number;
  /** Entities that it touched, at most a few, and their number. */
  ids: number[];
  names: string[];
  count: number;
}

/** What people have done, oldest first. */
export interface Ledger {
  tick: number;
  /** Tick at which a roll's pre-roll is over and Action is called; −1: none is due. */
  due: number;
  steps: LedgerStep[];
}

/** Names told of one step. */
const NAMED = 3;

/** Watches a world. Call after steps: answers the ledger where it has changed since, else null. */
export function createLedger(): (world: World) => Ledger | null {
  let known = Number.NaN;
  return (world) => {
    const now = printOf(world);
    if (now === known) return null;
    known = now;
    return read(world);
  };
}

/** A number that differs where the ledger does, in all but one of very many cases. */
function printOf(world: World): number {
  let print = 17;

  const mix = (value: number): void => {
    print = (Math.imul(print, 0x01000193) ^ value) >>> 0;
  };
  mix(world.actionDue);
  for (const [person, { undo, redo }] of world.histories) {
    mix(person);
    mix(undo.length);
    mix(undo[0]?.tick ?? -1);
    mix(undo[undo.length - 1]?.tick ?? -1);
    mix(redo.length);
    mix(redo[redo.length - 1]?.tick ?? -1);
  }
  return print;
}

function read(world: World): Ledger {
  const steps: LedgerStep[] = [];
  for (const [person, { undo, redo }] of world.histories) {
    for (let k = 0; k < undo.length; k++)
      steps.push(stepOf(world, person, undo[k]!, false, undo.length - 1 - k));
    for (let k = 0; k < redo.length; k++)
      steps.push(stepOf(world, person, redo[k]!, true, redo.length - 1 - k));
  }
  steps.sort((a, b) => a.tick - b.tick || a.person - b.person);
  return { tick: world.tick, due: world.actionDue, steps };
}

function stepOf(world: World, person: number, edit: Edit, undone: boolean, above: number): LedgerStep {
  const { label, tick, entities, cues } = edit;
  const first = entities.slice(0, NAMED);
  const names = first.map(({ id, before }) => world.entities.get(id)?.label ?? before?.label ?? "");
  for (const { id, before } of cues) names.push(world.cues.get(id)?.cue.label ?? before?.label ?? "");
  return {
    person,
    label: edit.look === null ? label : "look",
    tick,
    undone,
    above,
    ids: first.map(({ id }) => id),
    names: names.filter((name) => name !== "").slice(0, NAMED),
    count: entities.length + cues.length,
  };
}
