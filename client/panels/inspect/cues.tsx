/**
 * Cues: when something is to happen. In: the stage's cues. Out: cues made, changed, removed, and fired by hand.
 */
import { Ellipsis, Hand, Plus, Trash, Zap } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Cue } from "../../../shared/world/command.ts";
import { Button } from "../controls/button.tsx";
import { Pick } from "../controls/choose.tsx";
import { Field, TextField } from "../controls/field.tsx";
import { Menu } from "../controls/popover.tsx";
import { useDesk } from "../desk.ts";
import type { CueLine, PanelsModel } from "../model.ts";
import { figure, parseFigure, seconds } from "../units.ts";
import { markChoices } from "./mark.tsx";

const NEW: Cue = { label: "Cue", when: "hand", seconds: 0, on: 0, against: 0 };

/** The tab of cues. */
export function CuesPanel() {
  const { model, emit } = useDesk();
  const [open, setOpen] = useState(0);
  const cues = model.cues.value;
  const add = () => emit({ type: "set cue", id: 0, cue: { ...NEW, label: `Cue ${cues.length + 1}` } });
  if (cues.length === 0)
    return (
      <div class="empty">
        <p>
          A cue says when something happens: a time after Action, a mark reached, a glass that hits the floor,
          or your hand. Marks wait for it.
        </p>
        <Button icon={Plus} tone="solid" label="Make a cue" onPress={add} />
      </div>
    );
  return (
    <>
      <ul class="cues">
        {cues.map((line) => (
          <li key={line.id} class={open === line.id ? "open" : ""}>
            <div class="cue">
              <button
                type="button"
                class="main"
                aria-expanded={open === line.id}
                onClick={() => setOpen(open === line.id ? 0 : line.id)}
              >
                <span class="label">{line.cue.label}</span>
                <span class="dim">{whenText(line.cue, model)}</span>
              </button>
              <Fired line={line} />
              <Menu
                label={`More for ${line.cue.label}`}
                icon={Ellipsis}
                entries={[
                  { label: "Fire it now", icon: Zap, onPress: () => emit({ type: "fire cue", id: line.id }) },
                  {
                    label: "Delete",
                    icon: Trash,
                    danger: true,
                    refused: line.waiters > 0 ? `${line.waiters} marks wait for it` : "",
                    onPress: () => emit({ type: "remove cue", id: line.id }),
                  },
                ]}
              />
            </div>
            {open === line.id ? <CueRows line={line} /> : null}
          </li>
        ))}
      </ul>
      <Button icon={Plus} label="Make a cue" onPress={add} />
    </>
  );
}

function Fired({ line }: { line: CueLine }) {
  const { emit } = useDesk();
  if (line.fired !== null) return <span class="fired figures">{seconds(line.fired)}</span>;
  if (line.cue.when !== "hand") return null;
  return <Button icon={Hand} label="Fire" onPress={() => emit({ type: "fire cue", id: line.id })} />;
}

function nameOf(model: PanelsModel, id: number): string {
  return model.entities.value.find((line) => line.id === id)?.label ?? "…";
}

/** When a cue fires, in words. */
function whenText(cue: Cue, model: PanelsModel): string {
  switch (cue.when) {
    case "time":
      return `${seconds(cue.seconds)} after Action`;
    case "mark":
      return `at ${nameOf(model, cue.on)}`;
    case "contact":
      return `${nameOf(model, cue.on)} hits ${cue.against === 0 ? "anything" : nameOf(model, cue.against)}`;
    case "hand":
      return "by hand";
  }
}

function CueRows({ line }: { line: CueLine }) {
  const { model, emit } = useDesk();
  const set = (change: Partial<Cue>) =>
    emit({ type: "set cue", id: line.id, cue: { ...line.cue, ...change } });
  const bodies = model.entities.value.filter((one) => ["Cast", "Vehicles", "Props"].includes(one.section));
  const bodyChoices = bodies.map((one) => ({ id: String(one.id), label: one.label }));
  return (
    <div class="cue-rows">
      <TextField label="Name" max={64} text={line.cue.label} onText={(label) => set({ label })} />
      <Pick
        label="When"
        value={line.cue.when}
        choices={[
          { id: "hand", label: "by hand" },
          { id: "time", label: "a time after Action" },
          { id: "mark", label: "a mark is reached" },
          { id: "contact", label: "something touches" },
        ]}
        onPick={(when) => set({ when: when as Cue["when"], on: 0, against: 0 })}
      />
      {line.cue.when === "time" ? (
        <Field
          label="After Action"
          text={`${figure(line.cue.seconds, 1)} s`}
          value={line.cue.seconds}
          step={0.5}
          min={0}
          max={3600}
          parse={parseFigure}
          onValue={(value) => set({ seconds: value })}
        />
      ) : null}
      {line.cue.when === "mark" ? (
        <Pick
          label="Mark"
          value={String(line.cue.on)}
          choices={markChoices(model, 0)}
          onPick={(id) => set({ on: Number(id) })}
        />
      ) : null}
      {line.cue.when === "contact" ? (
        <>
          <Pick
            label="This"
            value={String(line.cue.on)}
            choices={[{ id: "0", label: "choose…" }, ...bodyChoices]}
            onPick={(id) => set({ on: Number(id) })}
          />
          <Pick
            label="Touches"
            value={String(line.cue.against)}
            choices={[{ id: "0", label: "anything" }, ...bodyChoices]}
            onPick={(id) => set({ against: Number(id) })}
          />
        </>
      ) : null}
    </div>
  );
}
