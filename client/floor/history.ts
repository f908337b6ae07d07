/**
 * The history as the panels show it. In: the session's ledger, the time. Out: its signal; undo of a step as so many undos
 * of one's own.
 */

import type { HistoryLine } from "../panels/model.ts";
import type { Ledger, LedgerStep } from "../session/ledger.ts";
import type { Floor } from "./floor.ts";

/** Lines shown at most, newest first. */
const MOST = 200;

/** What was done, in words, by the world's own name for it. */
const WORDS: Readonly<Record<string, (what: string) => string>> = {
  spawn: (what) => `Added ${what}`,
  remove: (what) => `Deleted ${what}`,
  duplicate: (what) => `Duplicated ${what}`,
  place: (what) => `Moved ${what}`,
  group: (what) => `Grouped ${what}`,
  hide: (what) => `Hid or showed ${what}`,
  lock: (what) => `Locked or unlocked ${what}`,
  name: (what) => `Renamed or recoloured ${what}`,
  lamp: (what) => `Changed ${what}`,
  camera: (what) => `Changed ${what}`,
  mark: (what) => `Changed the mark ${what}`,
  direct: (what) => `Directed ${what}`,
  "order marks": (what) => `Reordered the marks of ${what}`,
  cue: (what) => `Changed the cue ${what}`,
  look: () => "Changed the look",
  one: () => "Went back to one",
  "pick up": () => "Picked up from a take",
  "new one": () => "Made this the new one",
};

/** One step in words: `Moved Crate 2, Crate 3 and 4 more`. */
export function wordsOf(step: Pick<LedgerStep, "label" | "names" | "count">): string {
  const names = [...new Set(step.names)];
  const more = step.count - step.names.length;
  // A new mark changes its owner's list as well, and is named after her.
  if (step.label === "mark" && names.length === 2) return `Laid the mark ${names[1]}`;
  const listed = more > 0 ? `${names.join(", ")} and ${more} more` : listing(names);
  return (WORDS[step.label] ?? ((what: string) => `${step.label} ${what}`))(listed || "something").trim();
}

function listing(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The history's lines, newest first. `now`: ms since 1970 at the ledger's tick. */
export function lines(ledger: Ledger, now: number): HistoryLine[] {
  const out: HistoryLine[] = [];
  for (let k = ledger.steps.length - 1; k >= 0 && out.length < MOST; k--) {
    const step = ledger.steps[k]!;
    out.push({
      id: k + 1,
      who: step.person,
      what: wordsOf(step),
      when: now - ((ledger.tick - step.tick) * 1000) / 60,
      undone: step.undone,
      above: step.above,
      refused: "",
    });
  }
  return out;
}

/** Undos (or redos) that take a step of one's own back (or do it again); 0 where it is none of one's own. */
export function turnsFor(ledger: Ledger, id: number, self: number): number {
  const step = ledger.steps[id - 1];
  return step === undefined || step.person !== self ? 0 : step.above + 1;
}

/** Takes a ledger over. */
export function heard(floor: Floor, ledger: Ledger, now: number): void {
  floor.ledger = ledger;
  floor.model.history.value = lines(ledger, now);
}
