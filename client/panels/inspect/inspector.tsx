/**
 * What is selected, in detail: a mark, an actor, a vehicle, a lamp, a prop, or several things at once. In: the one
 * thing inspected. Out: typed places, and what belongs to its kind.
 */
import { Copy, Crosshair, Eye, EyeOff, Hand, Lock, LockOpen, RotateCw, Trash } from "lucide-preact";
import { ActionButton, Button } from "../controls/button.tsx";
import { Pick } from "../controls/choose.tsx";
import { Field, TextField } from "../controls/field.tsx";
import { person, useDesk } from "../desk.ts";
import type { Inspected } from "../model.ts";
import { Disc } from "../top/strip.tsx";
import { figure, fixed, parseDistance, parseFigure, placed } from "../units.ts";
import { LampPanel } from "./lamp.tsx";
import { MarkPanel } from "./mark.tsx";
import { PerformerPanel } from "./performer.tsx";

/** The tab of what is selected. */
export function Inspector() {
  const { model } = useDesk();
  const thing = model.inspected.value;
  const many = model.selection.value.length;
  if (many > 1) return <Several />;
  if (!thing)
    return (
      <div class="empty">
        <p>Click anything in the picture or the list: its place, its marks and what it does come here.</p>
        <ActionButton action="shelf" tone="solid" label="Add something" />
      </div>
    );
  return (
    <>
      <Head thing={thing} />
      {thing.mark ? <MarkPanel thing={thing} mark={thing.mark} /> : null}
      {thing.kind === "actor" || thing.kind === "vehicle" ? <PerformerPanel thing={thing} /> : null}
      {thing.lamp ? <LampPanel thing={thing} lamp={thing.lamp} /> : null}
      <Place thing={thing} />
    </>
  );
}

function Head({ thing }: { thing: Inspected }) {
  const { model, emit } = useDesk();
  const who = person(model, thing.holder);
  const ids = [thing.id];
  return (
    <>
      <div class="head">
        {thing.mark ? (
          <strong>{thing.label}</strong>
        ) : (
          <TextField
            label="Name"
            hideLabel
            max={64}
            text={thing.label}
            refused={lockedWhy(thing)}
            onText={(label) => label !== "" && emit({ type: "name", id: thing.id, label })}
          />
        )}
        <span class="tools-row">
          <Button
            bare
            icon={Crosshair}
            label={`Frame ${thing.label}`}
            onPress={() => emit({ type: "frame", id: thing.id })}
          />
          <Button
            bare
            icon={thing.hidden ? EyeOff : Eye}
            label={thing.hidden ? "Show" : "Hide"}
            pressed={thing.hidden}
            onPress={() => emit({ type: "hide", ids, hidden: !thing.hidden })}
          />
          <Button
            bare
            icon={thing.locked ? Lock : LockOpen}
            label={thing.locked ? "Unlock" : "Lock"}
            pressed={thing.locked}
            onPress={() => emit({ type: "lock", ids, locked: !thing.locked })}
          />
          <ActionButton bare action="duplicate" icon={Copy} />
          <ActionButton bare action="delete" icon={Trash} />
        </span>
      </div>
      {who ? (
        <p class="held">
          <Disc of={who} /> {who.self ? "You hold it" : `${who.name} holds it`}
        </p>
      ) : null}
      {thing.doing !== "" ? <p class="doing">{thing.doing}</p> : null}
      {thing.warning !== "" ? (
        <p class="warning" role="note">
          {thing.warning}
        </p>
      ) : null}
    </>
  );
}

/** Why a thing cannot be changed; empty: it can. */
export function lockedWhy(thing: Inspected): string {
  return thing.locked ? `${thing.label} is locked` : "";
}

const AXES = ["X", "Y", "Z"] as const;

function Place({ thing }: { thing: Inspected }) {
  const { model, emit } = useDesk();
  const units = model.settings.value.units;
  const why = lockedWhy(thing);
  return (
    <section>
      <h3>Place</h3>
      <div class="triple">
        {AXES.map((axis, place) => (
          <Field
            key={axis}
            label={axis}
            text={placed(thing.position[place] ?? 0, units)}
            value={thing.position[place] ?? 0}
            step={0.1}
            parse={(text) => parseDistance(text, units)}
            refused={why}
            onValue={(value, settled) => {
              const position: [number, number, number] = [...thing.position];
              position[place] = value;
              emit({ type: "move", id: thing.id, position, settled });
            }}
          />
        ))}
      </div>
      {thing.mark ? null : (
        <Field
          label="Turned"
          text={`${fixed(thing.heading, 1)}°`}
          value={thing.heading}
          step={5}
          parse={parseFigure}
          refused={why}
          onValue={(heading, settled) => emit({ type: "turn", id: thing.id, heading, settled })}
        />
      )}
      {thing.mark || thing.kind === "actor" || thing.kind === "camera" ? null : (
        <div class="buttons">
          <ActionButton action="grab" icon={Hand} showKeys />
          <ActionButton action="turn" icon={RotateCw} showKeys />
        </div>
      )}
      {thing.variants.length > 1 ? (
        <Pick
          label="Colour"
          value={thing.variant}
          choices={thing.variants}
          refused={why}
          onPick={(variant) => emit({ type: "variant", id: thing.id, variant })}
        />
      ) : null}
      {thing.mark || thing.kind === "actor" ? null : (
        <TextField
          label="Group"
          placeholder="none"
          max={32}
          text={thing.group}
          onText={(group) => emit({ type: "group", ids: [thing.id], group })}
        />
      )}
      {thing.mass !== null ? (
        <p class="row note figures">
          <span class="name">Weighs</span>
          <span class="value">{thing.mass === 0 ? "fixed" : `${figure(thing.mass, 1)} kg`}</span>
        </p>
      ) : null}
      {thing.size ? (
        <p class="row note figures">
          <span class="name">Measures</span>
          <span class="value">{thing.size.map((edge) => figure(edge, 2)).join(" × ")} m</span>
        </p>
      ) : null}
    </section>
  );
}

function Several() {
  const { model, emit } = useDesk();
  const ids = model.selection.value;
  const lines = model.entities.value.filter((line) => ids.includes(line.id));
  const locked = lines.every((line) => line.locked);
  const hidden = lines.every((line) => line.hidden);
  return (
    <>
      <div class="head">
        <strong>{ids.length} selected</strong>
      </div>
      <p class="dim several">{lines.map((line) => line.label).join(", ")}</p>
      <div class="buttons">
        <ActionButton action="duplicate" icon={Copy} />
        <Button
          icon={hidden ? EyeOff : Eye}
          label={hidden ? "Show" : "Hide"}
          onPress={() => emit({ type: "hide", ids, hidden: !hidden })}
        />
        <Button
          icon={locked ? Lock : LockOpen}
          label={locked ? "Unlock" : "Lock"}
          onPress={() => emit({ type: "lock", ids, locked: !locked })}
        />
        <ActionButton action="delete" icon={Trash} />
      </div>
      <TextField
        label="Group"
        placeholder="none"
        max={32}
        text={lines[0]?.group ?? ""}
        onText={(group) => emit({ type: "group", ids, group })}
      />
    </>
  );
}
