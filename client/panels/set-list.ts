/**
 * The set list as rows. In: entity lines, a search, which groups are open. Out: headings, groups such as
 * `Crates ×12`, and single lines, in the order of the sections. Several of one asset make a group by themselves;
 * a group that a person named comes before that.
 */
import { rank } from "./fuzzy.ts";
import { type EntityLine, SECTIONS, type Section, type ShelfItem } from "./model.ts";

/** A row of the set list. */
export type Row =
  | { type: "section"; key: string; section: Section; count: number }
  | { type: "group"; key: string; label: string; lines: readonly EntityLine[]; open: boolean }
  | { type: "line"; key: string; line: EntityLine; inGroup: boolean };

/** A group is made by itself from this many of the same asset on. */
const FEW = 3;

/** Rows to show. A search opens every group that holds a match and drops empty sections. */
export function rows(lines: readonly EntityLine[], query: string, open: ReadonlySet<string>): Row[] {
  const searching = query.trim() !== "";
  const shown = searching
    ? rank(query, lines, (line) => `${line.label} ${line.group} ${line.section}`)
    : lines;
  const out: Row[] = [];
  for (const section of SECTIONS) {
    const here = shown.filter((line) => line.section === section);
    if (here.length === 0) continue;
    out.push({ type: "section", key: `section ${section}`, section, count: here.length });
    const done = new Set<string>();
    for (const line of here) {
      const name = searching ? "" : groupOf(line, here);
      if (name === "") {
        out.push({ type: "line", key: `line ${line.id}`, line, inGroup: false });
        continue;
      }
      if (done.has(name)) continue;
      done.add(name);
      const members = here.filter((other) => groupOf(other, here) === name);
      const key = `group ${section} ${name}`;
      const isOpen = open.has(key);
      out.push({ type: "group", key, label: name, lines: members, open: isOpen });
      if (isOpen)
        for (const member of members)
          out.push({ type: "line", key: `line ${member.id}`, line: member, inGroup: true });
    }
  }
  return out;
}

function groupOf(line: EntityLine, here: readonly EntityLine[]): string {
  if (line.group !== "") return line.group;
  if (line.section === "Cast" || line.section === "Cameras" || line.asset === "") return "";
  const alike = here.filter((other) => other.asset === line.asset && other.group === "");
  return alike.length >= FEW ? plural(stem(alike[0]?.label ?? line.label)) : "";
}

/** A label without its number: `Crate 3` → `Crate`, `Café chair 1a` → `Café chair`. */
export function stem(label: string): string {
  return label.replace(/[\s·-]*\d+[a-z]?$/, "") || label;
}

/** English plural of a label, for a group's name. */
export function plural(label: string): string {
  if (/(s|x|z|ch|sh)$/i.test(label)) return /s$/i.test(label) ? label : `${label}es`;
  if (/[^aeiou]y$/i.test(label)) return `${label.slice(0, -1)}ies`;
  return `${label}s`;
}

/**
 * `next` with the objects of `before` wherever nothing in them has changed, and `before` itself where nothing has at
 * all: who fills the model may make new lines ten times a second, and only what differs is drawn again.
 */
export function settle(before: readonly EntityLine[], next: readonly EntityLine[]): readonly EntityLine[] {
  if (before === next) return before;
  const known = new Map(before.map((line) => [line.id, line]));
  let same = before.length === next.length;
  const out = next.map((line, place) => {
    const old = known.get(line.id);
    const kept = old !== undefined && equal(old, line) ? old : line;
    same &&= kept === before[place];
    return kept;
  });
  return same ? before : out;
}

function equal(a: EntityLine, b: EntityLine): boolean {
  for (const key of Object.keys(a) as (keyof EntityLine)[]) if (a[key] !== b[key]) return false;
  return true;
}

/** Props as one looks for somewhere to sit: what has seats first. */
export function seatsFirst(lines: readonly EntityLine[], shelf: readonly ShelfItem[]): EntityLine[] {
  const seated = new Set(shelf.filter((item) => item.seats > 0).map((item) => item.asset));
  const props = lines.filter((line) => line.section === "Props");
  const has = (line: EntityLine): boolean => seated.has(line.asset);
  return [...props.filter(has), ...props.filter((line) => !has(line))];
}
