/**
 * The left drawer: what is in the set, and the shelf of things to add. In: entity lines. Out: selection, and what is
 * done to things.
 */

import {
  Armchair,
  Box,
  Building2,
  Camera,
  Car,
  ChevronDown,
  ChevronRight,
  Copy,
  Crosshair,
  Ellipsis,
  Eye,
  EyeOff,
  Focus,
  Group,
  Lamp,
  Lock,
  LockOpen,
  MapPin,
  PanelLeftClose,
  Pencil,
  PersonStanding,
  Plus,
  Route,
  Search,
  Trash,
  Ungroup,
  X,
} from "lucide-preact";
import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ActionButton, Button, Glyph, type Icon } from "../controls/button.tsx";
import { TextField } from "../controls/field.tsx";
import { Menu, type MenuEntry, openMenu } from "../controls/popover.tsx";
import { roving } from "../controls/roving.ts";
import { type Desk, describe, useDesk } from "../desk.ts";
import type { EntityLine, Section } from "../model.ts";
import { type Row, rows, settle, stem } from "../set-list.ts";
import { By } from "../top/strip.tsx";
import { Shelf } from "./shelf.tsx";

const ICONS: Record<Section, Icon> = {
  Cast: PersonStanding,
  Vehicles: Car,
  Props: Box,
  Lights: Lamp,
  Marks: MapPin,
  Cameras: Camera,
  Place: Building2,
};

/** Icon of a kind of thing, as the list and the shelf show it. */
export function iconOf(section: Section): Icon {
  return ICONS[section];
}

/** The left drawer. */
export function SetDrawer() {
  const { model } = useDesk();
  const onShelf = model.view.shelf.value;
  return (
    <aside class="drawer left" aria-label="Set">
      <header>
        <h2>{onShelf ? "Add to the set" : "Set"}</h2>
        <span class="together">
          <ActionButton action="shelf" icon={onShelf ? X : Plus} bare pressed={onShelf} />
          <ActionButton action="fold-left" icon={PanelLeftClose} bare />
        </span>
      </header>
      {onShelf ? <Shelf /> : <SetList />}
    </aside>
  );
}

/** A row as it was drawn last: handed to Preact again, it is not even compared. */
interface Drawn {
  line: EntityLine;
  inGroup: boolean;
  on: boolean;
  stop: boolean;
  node: VNode;
}

function SetList() {
  const desk = useDesk();
  const { model } = desk;
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [naming, setNaming] = useState(0);
  const kept = useRef<readonly EntityLine[]>([]);
  const lines = (kept.current = settle(kept.current, model.entities.value));
  const drawn = useRef(new Map<string, Drawn>());
  // Rows of what has been deleted are forgotten now and then.
  if (drawn.current.size > lines.length * 2 + 64) drawn.current.clear();
  const shown = useMemo(() => rows(lines, query, open), [lines, query, open]);
  const chosen = new Set(model.selection.value);
  const list = useRef<HTMLDivElement>(null);
  const first = model.selection.value[0];
  useEffect(() => {
    list.current?.querySelector(".line.on, .line.some")?.scrollIntoView({ block: "nearest" });
  }, [first]);

  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };

  if (lines.length === 0) return <NothingHere />;
  let stop = shown.findIndex((row) => row.type === "line" && chosen.has(row.line.id));
  if (stop < 0) stop = shown.findIndex((row) => row.type !== "section");
  return (
    <>
      <label class="search">
        <Glyph icon={Search} />
        <span class="unseen">Find in the set</span>
        <input
          type="search"
          placeholder="Find in the set"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setQuery("");
          }}
        />
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows inside have the roles; this only moves focus */}
      <div class="list scroll" onKeyDown={roving} ref={list}>
        {shown.length === 0 ? <p class="nothing">Nothing here is called “{query}”.</p> : null}
        {shown.map((row, place) => {
          if (row.type === "section")
            return (
              <h3 key={row.key}>
                {row.section}
                <span class="dim figures">{row.count}</span>
              </h3>
            );
          if (row.type === "group")
            return (
              <GroupRow
                key={row.key}
                row={row}
                chosen={chosen}
                stop={place === stop}
                onToggle={() => toggle(row.key)}
              />
            );
          if (naming === row.line.id)
            return (
              <div class="line naming" key={row.key}>
                <TextField
                  label="Name"
                  hideLabel
                  autoFocus
                  max={64}
                  text={row.line.label}
                  onText={(label) => desk.emit({ type: "name", id: row.line.id, label })}
                  onDone={() => setNaming(0)}
                />
              </div>
            );
          const on = chosen.has(row.line.id);
          const { line, inGroup } = row;
          const was = drawn.current.get(row.key);
          if (
            was &&
            was.line === line &&
            was.inGroup === inGroup &&
            was.on === on &&
            was.stop === (place === stop)
          )
            return was.node;
          const node = (
            <LineRow
              key={row.key}
              line={line}
              inGroup={inGroup}
              chosen={on}
              stop={place === stop}
              onName={setNaming}
            />
          );
          drawn.current.set(row.key, { line, inGroup, on, stop: place === stop, node });
          return node;
        })}
      </div>
    </>
  );
}

function NothingHere() {
  const { model, emit } = useDesk();
  if (model.link.value === "joining") return <p class="empty">Joining: the set comes here.</p>;
  if (model.link.value === "over") return <p class="empty">This page is not in the room.</p>;
  return (
    <div class="empty">
      <p>Nothing is in the set yet. Actors, cars, props and lamps go here.</p>
      <ActionButton action="shelf" icon={Plus} tone="solid" label="Add something" />
      <Button label="Load a set" onPress={() => emit({ type: "load set" })} />
    </div>
  );
}

function choose(desk: Desk, ids: readonly number[], event: MouseEvent | KeyboardEvent): void {
  desk.emit({ type: "select", ids, add: event.shiftKey || event.ctrlKey || event.metaKey });
}

/** Keys that act on the row under the focus, apart from moving. */
function rowKeys(desk: Desk, ids: readonly number[], onName: (() => void) | null) {
  return (event: KeyboardEvent) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if ((event.key === "Delete" || event.key === "Backspace") && plain) {
      const { refused } = describe(desk, "delete");
      if (desk.model.state.value === "rolling") desk.refusal.value = refused;
      else desk.emit({ type: "remove", ids });
    } else if (event.key === "F2" && onName) onName();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function entries(
  desk: Desk,
  ids: readonly number[],
  first: EntityLine,
  onName: (() => void) | null,
): MenuEntry[] {
  const { model, emit } = desk;
  const id = first.id;
  const performer = first.kind === "actor" || first.kind === "vehicle";
  const out: MenuEntry[] = [
    { label: "Frame it", icon: Crosshair, onPress: () => emit({ type: "frame", id }) },
    {
      label: "Focus on it",
      icon: Focus,
      refused: model.camera.refused.value,
      keys: describe(desk, "focus").keys,
      onPress: () => {
        emit({ type: "select", ids: [id], add: false });
        emit({ type: "focus on selection" });
      },
    },
  ];
  if (performer && ids.length === 1)
    out.push({
      label: "Lay marks",
      icon: Route,
      keys: describe(desk, "marks").keys,
      onPress: () => {
        emit({ type: "select", ids: [id], add: false });
        emit({ type: "lay marks", id });
      },
    });
  if (onName) out.push({ label: "Rename", icon: Pencil, keys: ["F2"], onPress: onName });
  out.push(
    {
      label: "Duplicate",
      icon: Copy,
      keys: describe(desk, "duplicate").keys,
      onPress: () => emit({ type: "duplicate", ids }),
    },
    {
      label: first.hidden ? "Show" : "Hide",
      icon: first.hidden ? Eye : EyeOff,
      onPress: () => emit({ type: "hide", ids, hidden: !first.hidden }),
    },
    {
      label: first.locked ? "Unlock" : "Lock",
      icon: first.locked ? LockOpen : Lock,
      onPress: () => emit({ type: "lock", ids, locked: !first.locked }),
    },
  );
  const marked = model.selection.value;
  if (first.group !== "")
    out.push({ label: "Ungroup", icon: Ungroup, onPress: () => emit({ type: "group", ids, group: "" }) });
  else if (marked.length > 1 && marked.includes(id))
    out.push({
      label: `Group the ${marked.length} selected`,
      icon: Group,
      onPress: () => emit({ type: "group", ids: marked, group: stem(first.label) }),
    });
  out.push({
    label: "Delete",
    icon: Trash,
    danger: true,
    keys: describe(desk, "delete").keys,
    refused: model.state.value === "rolling" ? "Cut first" : "",
    onPress: () => emit({ type: "remove", ids }),
  });
  return out;
}

function GroupRow(props: {
  row: Extract<Row, { type: "group" }>;
  chosen: ReadonlySet<number>;
  stop: boolean;
  onToggle: () => void;
}) {
  const desk = useDesk();
  const { row } = props;
  const ids = row.lines.map((line) => line.id);
  const first = row.lines[0];
  if (!first) return null;
  const chosen = ids.filter((id) => props.chosen.has(id)).length;
  const on = chosen === ids.length;
  const some = chosen > 0 && !on;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu key and a right click open the menu inside
    <div
      class={`line group ${on ? "on" : some ? "some" : ""} ${first.hidden ? "hidden" : ""}`}
      onContextMenu={openMenu}
    >
      <button
        type="button"
        class="fold"
        aria-expanded={row.open}
        aria-label={`${row.label}, ${ids.length}`}
        tabIndex={-1}
        onClick={props.onToggle}
      >
        <Glyph icon={row.open ? ChevronDown : ChevronRight} size={12} />
      </button>
      <button
        type="button"
        class="main"
        data-roving
        tabIndex={props.stop ? 0 : -1}
        aria-pressed={some ? "mixed" : on}
        onClick={(event) => choose(desk, ids, event)}
        onDblClick={props.onToggle}
        onKeyDown={(event) => {
          if ((event.key === "ArrowRight" && !row.open) || (event.key === "ArrowLeft" && row.open)) {
            event.preventDefault();
            event.stopPropagation();
            props.onToggle();
          } else rowKeys(desk, ids, null)(event);
        }}
      >
        <Glyph
          icon={
            first.section === "Props" && /chair|sofa|seat/i.test(row.label) ? Armchair : ICONS[first.section]
          }
        />
        <span class="label">{row.label}</span>
        <span class="dim figures">{some ? `${chosen} of ${ids.length}` : `×${ids.length}`}</span>
      </button>
      <RowTools ids={ids} first={first} onName={null} />
    </div>
  );
}

function LineRow(props: {
  line: EntityLine;
  inGroup: boolean;
  chosen: boolean;
  stop: boolean;
  onName: (id: number) => void;
}) {
  const desk = useDesk();
  const { line } = props;
  const name = () => props.onName(line.id);
  const ids = [line.id];
  const chair = line.section === "Props" && /chair|sofa|seat|stool/i.test(line.label);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu key and a right click open the menu inside
    <div
      onContextMenu={openMenu}
      class={`line ${props.chosen ? "on" : ""} ${props.inGroup ? "member" : ""} ${line.hidden ? "hidden" : ""} ${
        line.pending ? "pending" : ""
      }`}
    >
      <button
        type="button"
        class="main"
        data-roving
        tabIndex={props.stop ? 0 : -1}
        aria-pressed={props.chosen}
        onClick={(event) => choose(desk, ids, event)}
        onDblClick={() => desk.emit({ type: "frame", id: line.id })}
        onKeyDown={rowKeys(desk, ids, name)}
      >
        <Glyph icon={chair ? Armchair : ICONS[line.section]} />
        <span class="label">{line.label}</span>
        {line.hidden ? <span class="unseen">, hidden</span> : null}
        {line.locked ? <span class="unseen">, locked</span> : null}
        <span class="doing-now dim">{line.state}</span>
        <By id={line.holder || line.touched} tip={line.holder ? "Held by" : "Changed by"} />
      </button>
      <RowTools ids={ids} first={line} onName={name} />
    </div>
  );
}

function RowTools(props: { ids: readonly number[]; first: EntityLine; onName: (() => void) | null }) {
  const desk = useDesk();
  const { ids, first } = props;
  return (
    <span class={`tools ${first.hidden || first.locked ? "lasting" : ""}`}>
      <Button
        bare
        tabIndex={-1}
        class={first.hidden ? "" : "passing"}
        icon={first.hidden ? EyeOff : Eye}
        label={first.hidden ? `Show ${first.label}` : `Hide ${first.label}`}
        onPress={() => desk.emit({ type: "hide", ids, hidden: !first.hidden })}
      />
      <Button
        bare
        tabIndex={-1}
        class={first.locked ? "" : "passing"}
        icon={first.locked ? Lock : LockOpen}
        label={first.locked ? `Unlock ${first.label}` : `Lock ${first.label}`}
        onPress={() => desk.emit({ type: "lock", ids, locked: !first.locked })}
      />
      <Menu
        label={`More for ${first.label}`}
        icon={Ellipsis}
        class="passing"
        tabIndex={-1}
        entries={entries(desk, ids, first, props.onName)}
      />
    </span>
  );
}
