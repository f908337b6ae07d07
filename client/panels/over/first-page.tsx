/**
 * The first page: stages to reopen, sets to begin from, and what was binned. In: the lists. Out: opened, made,
 * renamed, duplicated, binned and brought back.
 */
import { Clapperboard, Copy, Ellipsis, Pencil, Trash, Undo2, UsersRound } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, Glyph } from "../controls/button.tsx";
import { TextField } from "../controls/field.tsx";
import { Menu } from "../controls/popover.tsx";
import { useDesk } from "../desk.ts";
import type { StageCard } from "../model.ts";
import { ago } from "../units.ts";
import { Jobs } from "./jobs.tsx";
import { Toasts } from "./toasts.tsx";

/** The first page. */
export function FirstPage() {
  const { model, emit } = useDesk();
  const { stages, sets, bin } = model.first;
  const [binShown, setBinShown] = useState(false);
  const last = bin.value[0];
  return (
    <div class="first-page scroll">
      <header>
        <h1>Holdfast</h1>
        <p class="dim">A world that keeps its promises.</p>
      </header>
      <div>
        <section aria-label="Stages">
          <h2>Stages</h2>
          {stages.value.length === 0 ? (
            <p class="nothing">No stage yet. Make one from a set below: it is saved as you work.</p>
          ) : (
            <ul class="cards">
              {stages.value.map((stage) => (
                <Stage key={stage.id} stage={stage} />
              ))}
            </ul>
          )}
          {last ? (
            <p class="bin">
              <span>“{last.label}” is in the bin.</span>
              <Button
                icon={Undo2}
                label="Bring it back"
                onPress={() => emit({ type: "restore stage", id: last.id })}
              />
              {bin.value.length > 1 ? (
                <Button
                  label={binShown ? "Hide the bin" : `All ${bin.value.length} in the bin`}
                  expanded={binShown}
                  onPress={() => setBinShown(!binShown)}
                />
              ) : null}
            </p>
          ) : null}
          {binShown ? (
            <ul class="plain">
              {bin.value.slice(1).map((stage) => (
                <li key={stage.id}>
                  <span>{stage.label}</span>
                  <span class="dim">{ago(stage.changed, Date.now())}</span>
                  <Button
                    icon={Undo2}
                    label="Bring it back"
                    onPress={() => emit({ type: "restore stage", id: stage.id })}
                  />
                </li>
              ))}
            </ul>
          ) : null}
        </section>
        <section aria-label="New stage">
          <h2>New, from a set</h2>
          <ul class="cards">
            {sets.value.map((set) => (
              <li key={set.id} class="card">
                <button
                  type="button"
                  class="poster"
                  aria-label={`New stage from ${set.label}`}
                  onClick={() => emit({ type: "new stage", set: set.id, label: set.label })}
                >
                  {set.thumbnail ? (
                    <img src={set.thumbnail} alt="" />
                  ) : (
                    <span class="stand-in">
                      <Glyph icon={Clapperboard} size={24} />
                    </span>
                  )}
                </button>
                <div class="card-words">
                  <strong>{set.label}</strong>
                  <span class="dim">{set.about}</span>
                </div>
              </li>
            ))}
          </ul>
          {sets.value.length === 0 ? <p class="nothing">The sets are still loading.</p> : null}
        </section>
      </div>
      <Jobs />
      <Toasts />
    </div>
  );
}

function Stage({ stage }: { stage: StageCard }) {
  const { emit } = useDesk();
  const [naming, setNaming] = useState(false);
  const takes = stage.takes === 1 ? "1 take" : `${stage.takes} takes`;
  return (
    <li class="card">
      <button
        type="button"
        class="poster"
        aria-label={`Open ${stage.label}`}
        onClick={() => emit({ type: "open stage", id: stage.id })}
      >
        {stage.thumbnail ? (
          <img src={stage.thumbnail} alt="" />
        ) : (
          <span class="stand-in">
            <Glyph icon={Clapperboard} size={24} />
          </span>
        )}
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
            max={64}
            text={stage.label}
            onText={(label) => label !== "" && emit({ type: "rename stage", id: stage.id, label })}
            onDone={() => setNaming(false)}
          />
        ) : (
          <strong>{stage.label}</strong>
        )}
        <span class="dim">
          {stage.set} · {takes} · {ago(stage.changed, Date.now())}
        </span>
      </div>
      <Menu
        label={`More for ${stage.label}`}
        icon={Ellipsis}
        entries={[
          { label: "Rename", icon: Pencil, onPress: () => setNaming(true) },
          { label: "Duplicate", icon: Copy, onPress: () => emit({ type: "duplicate stage", id: stage.id }) },
          {
            label: "Move to the bin",
            icon: Trash,
            danger: true,
            refused: stage.people > 0 ? "Somebody is in it" : "",
            onPress: () => emit({ type: "bin stage", id: stage.id }),
          },
        ]}
      />
    </li>
  );
}
