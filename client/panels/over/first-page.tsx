/**
 * The first page: stages to reopen, sets to begin from, and what was binned; without the house's key the stages that
 * this browser has been in. In: the lists. Out: opened, made, renamed, duplicated, binned and brought back.
 */
import { Clapperboard, Copy, Ellipsis, Pencil, RotateCcw, Trash, Undo2, UsersRound, X } from "lucide-preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button, Glyph } from "../controls/button.tsx";
import { TextField } from "../controls/field.tsx";
import { Menu, type MenuEntry } from "../controls/popover.tsx";
import { useDesk } from "../desk.ts";
import type { SetCard, StageCard } from "../model.ts";
import { ago } from "../units.ts";
import { Jobs } from "./jobs.tsx";
import { Toasts } from "./toasts.tsx";

/** Longest name of a stage. */
const MAX_NAME = 40;

/** The first page. */
export function FirstPage() {
  const { model, emit } = useDesk();
  const { kind, text } = model.first.access.value;
  return (
    <div class="first-page scroll">
      <header>
        <h1>Holdfast</h1>
        <p class="dim">A world that keeps its promises.</p>
      </header>
      {text !== "" ? (
        <p class="warning" role="alert">
          {text}
          {kind === "unreachable" ? (
            <Button icon={RotateCcw} label="Try again" onPress={() => emit({ type: "refresh stages" })} />
          ) : null}
        </p>
      ) : null}
      <div>
        {kind === "asking" ? <p class="nothing">Asking the house for its stages…</p> : null}
        {kind === "house" ? <House /> : null}
        {kind === "visited" ? <VisitedStages /> : null}
      </div>
      <Jobs />
      <Toasts />
    </div>
  );
}

function House() {
  const { model } = useDesk();
  const { stages, sets, bin } = model.first;
  const section = useRef<HTMLElement>(null);
  const binned = useRef(bin.value.length);
  // The card, or the line of the bin, that had the focus has gone: it goes on with what came of it.
  useLayoutEffect(() => {
    const grew = bin.value.length > binned.current;
    if (bin.value.length !== binned.current && document.activeElement === document.body)
      section.current?.querySelector<HTMLElement>(grew ? ".bin button" : ".poster")?.focus();
    binned.current = bin.value.length;
  }, [bin.value.length]);
  return (
    <>
      <section aria-label="Stages" ref={section}>
        <h2>Stages</h2>
        {stages.value.length === 0 ? (
          <p class="nothing">No stage yet. Make one from a set below: it is saved as you work.</p>
        ) : (
          <ul class="cards">
            {stages.value.map((stage) => (
              <Stage key={stage.id} stage={stage} own />
            ))}
          </ul>
        )}
        <Bin />
      </section>
      <section aria-label="New stage">
        <h2>New, from a set</h2>
        <ul class="cards">
          {sets.value.map((set) => (
            <NewStage key={set.id} set={set} />
          ))}
        </ul>
        {sets.value.length === 0 ? <p class="nothing">This house has no set yet.</p> : null}
      </section>
    </>
  );
}

function VisitedStages() {
  const { model } = useDesk();
  const stages = model.first.stages.value;
  return (
    <section aria-label="Stages">
      <h2>Stages that you have been in</h2>
      {stages.length === 0 ? (
        <p class="nothing">
          None yet, in this browser. A stage is opened by its link: ask whoever shoots there for it (Invite,
          at the top right of the room).
        </p>
      ) : (
        <ul class="cards">
          {stages.map((stage) => (
            <Stage key={stage.id} stage={stage} own={false} />
          ))}
        </ul>
      )}
      <p class="dim house-note">
        All stages of this house, and new ones, open with the house’s own link. It was printed where Holdfast
        was started: “All stages”.
      </p>
    </section>
  );
}

function Bin() {
  const { model, emit } = useDesk();
  const bin = model.first.bin.value;
  const [shown, setShown] = useState(false);
  const last = bin[0];
  if (!last) return null;
  return (
    <>
      <p class="bin">
        <span>“{last.label}” is in the bin.</span>
        <Button
          icon={Undo2}
          label="Bring it back"
          name={`Bring it back: ${last.label}`}
          onPress={() => emit({ type: "restore stage", id: last.id })}
        />
        {bin.length > 1 ? (
          <Button
            label={shown ? "Hide the bin" : `All ${bin.length} in the bin`}
            expanded={shown}
            onPress={() => setShown(!shown)}
          />
        ) : null}
      </p>
      {shown ? (
        <ul class="plain">
          {bin.slice(1).map((stage) => (
            <li key={stage.id}>
              <span>{stage.label}</span>
              <span class="dim">{ago(stage.changed, Date.now())}</span>
              <Button
                icon={Undo2}
                label={`Bring back ${stage.label}`}
                onPress={() => emit({ type: "restore stage", id: stage.id })}
              >
                Bring it back
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** A picture, or a board where there is none. */
function Poster({ src }: { src: string | null }) {
  const [failed, setFailed] = useState("");
  return src && failed !== src ? (
    <img src={src} alt="" onError={() => setFailed(src)} />
  ) : (
    <span class="stand-in">
      <Glyph icon={Clapperboard} size={24} />
    </span>
  );
}

function NewStage({ set }: { set: SetCard }) {
  const { emit } = useDesk();
  const [naming, setNaming] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (naming) name.current?.select();
  }, [naming]);
  const make = () => {
    const label = name.current?.value.trim() || set.label;
    emit({ type: "new stage", set: set.id, label });
  };
  return (
    <li class="card">
      <button
        type="button"
        class="poster"
        aria-label={`New stage from ${set.label}`}
        aria-expanded={naming}
        onClick={() => setNaming(!naming)}
      >
        <Poster src={set.thumbnail} />
      </button>
      {naming ? (
        <form
          class="naming"
          onSubmit={(event) => {
            event.preventDefault();
            make();
          }}
          onKeyDown={(event) => event.key === "Escape" && setNaming(false)}
        >
          <input
            ref={name}
            aria-label="Name of the new stage"
            maxLength={MAX_NAME}
            defaultValue={set.label}
          />
          <Button tone="solid" label="Make it" onPress={make} />
        </form>
      ) : (
        <div class="card-words">
          <strong>{set.label}</strong>
          <span class="dim">{set.about}</span>
        </div>
      )}
    </li>
  );
}

function Stage({ stage, own }: { stage: StageCard; own: boolean }) {
  const { emit } = useDesk();
  const [naming, setNaming] = useState(false);
  const card = useRef<HTMLLIElement>(null);
  const named = useRef(false);
  useLayoutEffect(() => {
    if (named.current && !naming && document.activeElement === document.body)
      card.current?.querySelector<HTMLElement>(".menu > button")?.focus();
    named.current = naming;
  }, [naming]);
  const takes = stage.takes === 1 ? "1 take" : `${stage.takes} takes`;
  const words = [stage.set, stage.takes < 0 ? "" : takes, ago(stage.changed, Date.now())];
  const entries: MenuEntry[] = [
    { label: "Rename", icon: Pencil, onPress: () => setNaming(true) },
    { label: "Duplicate", icon: Copy, onPress: () => emit({ type: "duplicate stage", id: stage.id }) },
    {
      label: "Move to the bin",
      icon: Trash,
      danger: true,
      refused: stage.people > 0 ? "Somebody is in it" : "",
      onPress: () => emit({ type: "bin stage", id: stage.id }),
    },
  ];
  return (
    <li class="card" ref={card}>
      <button
        type="button"
        class="poster"
        aria-label={`Open ${stage.label}`}
        onClick={() => emit({ type: "open stage", id: stage.id })}
      >
        <Poster src={stage.thumbnail} />
      </button>
      {stage.people > 0 ? (
        <span class="here">
          <Glyph icon={UsersRound} size={12} /> {stage.people} here
        </span>
      ) : null}
      <div class="card-words">
        {naming ? (
          <TextField
            label="Name"
            hideLabel
            autoFocus
            max={MAX_NAME}
            text={stage.label}
            onText={(label) => label !== "" && emit({ type: "rename stage", id: stage.id, label })}
            onDone={() => setNaming(false)}
          />
        ) : (
          <strong>{stage.label}</strong>
        )}
        <span class="dim">{words.filter((word) => word !== "").join(" · ")}</span>
      </div>
      {own ? (
        <Menu label={`More for ${stage.label}`} icon={Ellipsis} entries={entries} />
      ) : (
        <Button
          bare
          icon={X}
          label={`Forget ${stage.label} in this browser`}
          onPress={() => emit({ type: "forget stage", id: stage.id })}
        />
      )}
    </li>
  );
}
