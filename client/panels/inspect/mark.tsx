/**
 * One mark of an actor or a vehicle: how she gets there, facing, wait, deed, eyeline, and her place in the order. In:
 * the mark. Out: `set mark` with the whole mark changed in one field.
 */
import { ArrowDown, ArrowUp } from "lucide-preact";
import type { Mark } from "../../../shared/world/entity.ts";
import { Button } from "../controls/button.tsx";
import { Pick, Segments } from "../controls/choose.tsx";
import { Field } from "../controls/field.tsx";
import { useDesk } from "../desk.ts";
import type { Choice, Inspected, PanelsModel } from "../model.ts";
import { seatsFirst } from "../set-list.ts";
import { figure, fixed, parseFigure } from "../units.ts";
import { GazeRows } from "./gaze.tsx";
import { lockedWhy } from "./inspector.tsx";

const DEGREES = 180 / Math.PI;
/** What each deed needs to be done with: a seat, a thing, a person, or nothing. */
const TARGETS: Partial<Record<Mark["deed"], string>> = {
  sit: "Sits on",
  "pick up": "Picks up",
  "put down": "Puts down on",
  "hand over": "Hands to",
  take: "Takes from",
  reach: "Reaches for",
};
const DEED_LABELS: readonly { id: Mark["deed"]; label: string }[] = [
  { id: "stand", label: "stands" },
  { id: "sit", label: "sits" },
  { id: "gesture", label: "gestures" },
  { id: "pick up", label: "picks up" },
  { id: "put down", label: "puts down" },
  { id: "hand over", label: "hands over" },
  { id: "take", label: "takes" },
  { id: "reach", label: "reaches" },
  { id: "look around", label: "looks around" },
];

/** The rows of a mark. */
export function MarkPanel(props: { thing: Inspected; mark: NonNullable<Inspected["mark"]> }) {
  const { model, emit } = useDesk();
  const { thing } = props;
  const { mark, ownerKind } = props.mark;
  const why = lockedWhy(thing);
  const set = (change: Partial<Mark>, settled = true) =>
    emit({ type: "set mark", id: thing.id, mark: { ...mark, ...change }, settled });
  const driving = ownerKind === "vehicle";
  const target = TARGETS[mark.deed];
  return (
    <>
      <Order mark={props.mark} id={thing.id} />
      <section>
        <h3>Arrives</h3>
        <Segments
          label="How"
          value={mark.gait}
          refused={why}
          choices={
            driving
              ? [
                  { id: "walk", label: "Drives" },
                  { id: "timed", label: "In time" },
                ]
              : [
                  { id: "walk", label: "Walks" },
                  { id: "run", label: "Runs" },
                  { id: "timed", label: "In time" },
                ]
          }
          onPick={(gait) => set({ gait })}
        />
        {mark.gait === "timed" ? (
          <Field
            label="Takes"
            text={`${figure(mark.seconds, 1)} s`}
            value={mark.seconds}
            step={0.5}
            min={0}
            max={3600}
            parse={parseFigure}
            refused={why}
            onValue={(seconds, settled) => set({ seconds }, settled)}
          />
        ) : (
          <Field
            label="Speed"
            text={mark.speed === 0 ? "their own" : `${figure(mark.speed, 2)} m/s`}
            after={driving && mark.speed > 0 ? `· ${figure(mark.speed * 3.6, 0)} km/h` : ""}
            value={mark.speed}
            step={driving ? 0.5 : 0.1}
            min={0}
            max={driving ? 60 : 10}
            parse={parseFigure}
            refused={why}
            onValue={(speed, settled) => set({ speed }, settled)}
          />
        )}
        <Pick
          label="Facing"
          value={mark.facing === null ? "way" : "turned"}
          refused={why}
          choices={[
            { id: "way", label: "along the way" },
            { id: "turned", label: "turned" },
          ]}
          onPick={(id) => set({ facing: id === "way" ? null : thing.heading / DEGREES })}
        />
        {mark.facing !== null ? (
          <Field
            label="To"
            text={`${fixed(mark.facing * DEGREES, 0)}°`}
            value={mark.facing * DEGREES}
            step={5}
            parse={parseFigure}
            refused={why}
            onValue={(value, settled) => set({ facing: value / DEGREES }, settled)}
          />
        ) : null}
        {mark.path.length > 0 ? (
          <div class="row">
            <span class="name">Path</span>
            <span class="value">
              walked by hand
              <Button label="Find the way again" onPress={() => set({ path: [] })} refused={why} />
            </span>
          </div>
        ) : null}
      </section>
      {driving ? null : (
        <section>
          <h3>There</h3>
          <Pick
            label="Does"
            value={mark.deed}
            choices={DEED_LABELS}
            refused={why}
            onPick={(deed) => set({ deed: deed as Mark["deed"] })}
          />
          {mark.deed === "gesture" ? (
            <Pick
              label="Gesture"
              value={mark.gesture}
              choices={thing.gestures.map((clip) => ({ id: clip, label: clip.replace(/-/g, " ") }))}
              refused={why}
              onPick={(gesture) => set({ gesture })}
            />
          ) : null}
          {target ? (
            <Pick
              label={target}
              value={String(mark.target)}
              choices={targets(model, mark)}
              refused={why}
              onPick={(id) => set({ target: Number(id) })}
            />
          ) : null}
        </section>
      )}
      <section>
        <h3>Waits</h3>
        <Pick
          label="For"
          value={mark.wait.kind}
          choices={[
            { id: "none", label: "nothing" },
            { id: "seconds", label: "a time" },
            { id: "cue", label: "a cue" },
            { id: "mark", label: "somebody's mark" },
          ]}
          refused={why}
          onPick={(kind) => set({ wait: { ...mark.wait, kind: kind as Mark["wait"]["kind"], on: 0 } })}
        />
        {mark.wait.kind === "seconds" ? (
          <Field
            label="Time"
            text={`${figure(mark.wait.seconds, 1)} s`}
            value={mark.wait.seconds}
            step={0.5}
            min={0}
            max={3600}
            parse={parseFigure}
            refused={why}
            onValue={(seconds, settled) => set({ wait: { ...mark.wait, seconds } }, settled)}
          />
        ) : null}
        {mark.wait.kind === "cue" ? (
          <Pick
            label="Cue"
            value={String(mark.wait.on)}
            choices={cueChoices(model)}
            refused={why}
            onPick={(id) => set({ wait: { ...mark.wait, on: Number(id) } })}
          />
        ) : null}
        {mark.wait.kind === "mark" ? (
          <Pick
            label="Mark"
            value={String(mark.wait.on)}
            choices={markChoices(model, thing.id)}
            refused={why}
            onPick={(id) => set({ wait: { ...mark.wait, on: Number(id) } })}
          />
        ) : null}
      </section>
      {driving ? null : (
        <GazeRows gaze={mark.gaze} refused={why} self={props.mark.owner} onGaze={(gaze) => set({ gaze })} />
      )}
    </>
  );
}

function Order({ mark, id }: { mark: NonNullable<Inspected["mark"]>; id: number }) {
  const { model, emit } = useDesk();
  const swap = (by: -1 | 1) => {
    const ids = model.inspected.value?.marks.map((one) => one.id) ?? [];
    const from = ids.indexOf(id);
    const other = ids[from + by];
    if (from < 0 || other === undefined) return;
    ids[from + by] = id;
    ids[from] = other;
    emit({ type: "order marks", owner: mark.owner, marks: ids });
  };
  return (
    <div class="row order">
      <Button
        label={mark.ownerLabel}
        tip={`Select ${mark.ownerLabel}`}
        onPress={() => emit({ type: "select", ids: [mark.owner], add: false })}
      />
      <span class="value figures">
        {mark.number} of {mark.of}
        <Button
          bare
          icon={ArrowUp}
          label="Earlier"
          refused={mark.number <= 1 ? "It is the first mark" : ""}
          onPress={() => swap(-1)}
        />
        <Button
          bare
          icon={ArrowDown}
          label="Later"
          refused={mark.number >= mark.of ? "It is the last mark" : ""}
          onPress={() => swap(1)}
        />
      </span>
    </div>
  );
}

const NOBODY: Choice = { id: "0", label: "choose…" };

function targets(model: PanelsModel, mark: Mark): Choice[] {
  const people = mark.deed === "hand over" || mark.deed === "take";
  const lines = model.entities.value;
  const held =
    mark.deed === "sit"
      ? seatsFirst(lines, model.shelf.value)
      : lines.filter((line) =>
          people ? line.section === "Cast" && line.id !== mark.owner : line.section === "Props",
        );
  return [NOBODY, ...held.map((line) => ({ id: String(line.id), label: line.label }))];
}

/** Cues to wait for. */
export function cueChoices(model: PanelsModel): Choice[] {
  return [NOBODY, ...model.cues.value.map((line) => ({ id: String(line.id), label: line.cue.label }))];
}

/** Marks to wait for, all but one. */
export function markChoices(model: PanelsModel, but: number): Choice[] {
  const marks = model.entities.value.filter((line) => line.section === "Marks" && line.id !== but);
  return [NOBODY, ...marks.map((line) => ({ id: String(line.id), label: line.label }))];
}
