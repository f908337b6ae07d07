/**
 * The command palette: every action and every thing, found by a few letters. In: actions, entities, takes, framings,
 * cameras. Out: what Enter does to the chosen one. A combobox: the focus stays in the field.
 */

import { Search } from "lucide-preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { ACTIONS, keysOf, labelOf } from "../actions.ts";
import { Glyph, Keys } from "../controls/button.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { act, type Desk, useDesk } from "../desk.ts";
import { rank } from "../fuzzy.ts";
import { figure } from "../units.ts";

interface Found {
  key: string;
  label: string;
  group: string;
  keys: readonly string[];
  refused: string;
  run: () => void;
}

/** Lines shown at once; more are reached by typing on. */
const SHOWN = 40;

/** The palette. */
export function Palette() {
  const desk = useDesk();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const { model } = desk;
  const all = useMemo(() => everything(desk), []);
  const found = rank(query, all, (one) => `${one.label} ${one.group}`).slice(0, SHOWN);
  const here = Math.min(at, found.length - 1);

  const choose = (one: Found | undefined) => {
    if (!one) return;
    if (one.refused === "") model.view.dialog.value = "none";
    one.run();
  };
  const move = (to: number) => {
    const next = Math.max(0, Math.min(found.length - 1, to));
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };

  return (
    <Dialog title="Find anything" class="palette" bare>
      <label class="search large">
        <Glyph icon={Search} />
        <span class="unseen">Find an action, a person, a thing, a take</span>
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found[here] ? `palette-${here}` : undefined}
          aria-autocomplete="list"
          spellcheck={false}
          autocomplete="off"
          placeholder="Find an action, a person, a thing, a take"
          value={query}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
            list.current?.scrollTo(0, 0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") move(here + 1);
            else if (event.key === "ArrowUp") move(here - 1);
            else if (event.key === "PageDown") move(here + 8);
            else if (event.key === "PageUp") move(here - 8);
            else if (event.key === "Enter") choose(found[here]);
            else return;
            event.preventDefault();
          }}
        />
      </label>
      <div
        id="palette-list"
        class="palette-list scroll"
        role="listbox"
        tabIndex={-1}
        aria-label="Found"
        ref={list}
      >
        {found.map((one, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
          <div
            key={one.key}
            id={`palette-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === here}
            aria-disabled={one.refused !== "" ? "true" : undefined}
            class={place === here ? "here" : ""}
            onClick={() => choose(one)}
            onPointerMove={() => place !== here && setAt(place)}
          >
            <span class="label">{one.label}</span>
            <span class="dim">{one.refused || one.group}</span>
            <Keys keys={one.keys} />
          </div>
        ))}
      </div>
      {found.length === 0 ? <p class="nothing">Nothing is called “{query}”.</p> : null}
    </Dialog>
  );
}

function everything(desk: Desk): Found[] {
  const { model, emit } = desk;
  const actions = ACTIONS.filter((action) => action.id !== "palette").map((action) => ({
    key: action.id,
    label: labelOf(action, model),
    group: action.group,
    keys: keysOf(action.id, desk.keys),
    refused: action.refused?.(model) ?? "",
    // Dialogues are opened after this one has closed.
    run: () => queueMicrotask(() => act(desk, action.id)),
  }));
  const plain = { keys: [], refused: "" };
  const things = model.entities.value.map((line) => ({
    ...plain,
    key: `entity ${line.id}`,
    label: line.label,
    group: line.section,
    run: () => emit({ type: "select", ids: [line.id], add: false }),
  }));
  const lenses = model.camera.focals.value.map((focal) => ({
    ...plain,
    key: `lens ${focal}`,
    label: `${figure(focal, 1)} mm`,
    group: "Lens",
    refused: model.camera.refused.value,
    run: () => emit({ type: "camera", change: { focal }, settled: true }),
  }));
  const takes = model.takes.value.map((take) => ({
    ...plain,
    key: `take ${take.id}`,
    label: `${take.setup} · T${take.number}${take.description ? ` · ${take.description}` : ""}`,
    group: "Take",
    refused: model.state.value === "rolling" ? "Cut first" : "",
    run: () => emit({ type: "review", take: take.id }),
  }));
  const framings = model.framings.value.map((framing) => ({
    ...plain,
    key: `framing ${framing.id}`,
    label: framing.label,
    group: "Framing",
    refused: model.camera.refused.value,
    run: () => emit({ type: "go to framing", framing: framing.id }),
  }));
  const cues = model.cues.value.map((line) => ({
    ...plain,
    key: `cue ${line.id}`,
    label: `Fire ${line.cue.label}`,
    group: "Cue",
    run: () => emit({ type: "fire cue", id: line.id }),
  }));
  const shelf = model.shelf.value.map((item) => ({
    ...plain,
    key: `add ${item.asset}`,
    label: `Add ${item.label}`,
    group: "Shelf",
    run: () => emit({ type: "add", asset: item.asset, kind: item.kind, variant: item.variants[0]?.id ?? "" }),
  }));
  return [...actions, ...things, ...takes, ...framings, ...cues, ...lenses, ...shelf];
}
