/**
 * The bottom: transport over the strip of takes. In: room state, transport, takes. Out: roll and cut, Action, back to
 * one, play, seek, pick up. Roll is grey until it rolls.
 */
import {
  ChevronFirst,
  Circle,
  Clapperboard,
  Flag,
  GitBranch,
  Megaphone,
  PanelBottomClose,
  Pause,
  Play,
  RotateCcw,
  Share2,
  Snowflake,
  Square,
  StepBack,
  StepForward,
  X,
} from "lucide-preact";
import { ActionButton, Button } from "../controls/button.tsx";
import { Segments } from "../controls/choose.tsx";
import { person, useDesk } from "../desk.ts";
import { Disc } from "../top/strip.tsx";
import { figure, span } from "../units.ts";
import { Scrub } from "./scrub.tsx";
import { TakeStrip } from "./take-strip.tsx";

/** The bottom of the room. */
export function Transport() {
  const { model } = useDesk();
  const reviewing = model.transport.take.value !== "";
  return (
    <section class="bottom" aria-label="Transport and takes">
      <div class={`transport ${model.state.value.replace(" ", "-")}`}>
        {reviewing ? <ReviewButtons /> : <SetButtons />}
        <Scrub />
        <Position />
        <ActionButton action="fold-bottom" icon={PanelBottomClose} bare />
      </div>
      <TakeStrip />
    </section>
  );
}

function SetButtons() {
  const { model } = useDesk();
  const rolling = model.state.value === "rolling";
  return (
    <div class="deck">
      <RollButton />
      <ActionButton action="action" icon={Megaphone} showKeys />
      <ActionButton action="one" icon={RotateCcw} showKeys />
      {rolling ? null : <ActionButton action="freeze" icon={Snowflake} bare pressed={model.frozen.value} />}
      {rolling ? <ActionButton action="flag" icon={Flag} label="Flag" showKeys /> : null}
    </div>
  );
}

/** Roll, or Cut while it rolls. */
export function RollButton() {
  const { model } = useDesk();
  const rolling = model.state.value === "rolling";
  return (
    <ActionButton
      action="roll"
      icon={rolling ? Square : Circle}
      tone={rolling ? "live" : "solid"}
      class="roll"
      showKeys
    />
  );
}

function ReviewButtons() {
  const { model, emit } = useDesk();
  const { playing, shownBy, cameras, camera } = model.transport;
  const self = model.people.value.find((who) => who.self);
  const others = model.people.value.length > 1;
  const mine = self !== undefined && shownBy.value === self.id;
  const shower = mine ? undefined : person(model, shownBy.value);
  return (
    <div class="deck">
      <ActionButton action="pick-up" icon={GitBranch} label="Pick up" tone="review" showKeys />
      <span class="together">
        <Button
          bare
          icon={ChevronFirst}
          label="To the start"
          onPress={() => emit({ type: "seek", frame: 0, settled: true })}
        />
        <ActionButton action="step-back" bare icon={StepBack} />
        <ActionButton action="action" bare icon={playing.value ? Pause : Play} class="play" />
        <ActionButton action="step-on" bare icon={StepForward} />
      </span>
      <Speed />
      {cameras.value.length > 1 ? (
        <Segments
          label="Camera of the take"
          value={String(camera.value)}
          choices={cameras.value.map((one) => ({
            id: String(one.camera),
            label: one.letter,
            tip: `Through camera ${one.letter}`,
          }))}
          onPick={(id) => emit({ type: "review camera", camera: Number(id) })}
        />
      ) : null}
      <ActionButton action="flag" bare icon={Flag} />
      {shower ? (
        <span class="shower">
          <Disc of={shower} />
          <span class="dim">shows it</span>
        </span>
      ) : null}
      {others && !shower ? (
        <Button
          bare
          icon={Share2}
          label={mine ? "Stop showing all" : "Show all: everybody follows"}
          pressed={mine}
          onPress={() => emit({ type: "show all", shown: !mine })}
        />
      ) : null}
      <ActionButton action="export" bare icon={Clapperboard} />
      <ActionButton action="close-review" icon={X} label="To the set" />
    </div>
  );
}

const SPEEDS = [0.25, 0.5, 1, 2, 4];

function Speed() {
  const { model, emit } = useDesk();
  const speed = model.transport.speed.value;
  const known = SPEEDS.includes(speed);
  return (
    <label class="speed">
      <span class="unseen">Speed</span>
      <select
        value={String(speed)}
        data-tip="Speed; J K L shuttle"
        onChange={(event) => emit({ type: "speed", speed: Number(event.currentTarget.value) })}
      >
        {known ? null : <option value={String(speed)}>{figure(speed, 2)}×</option>}
        {SPEEDS.map((one) => (
          <option key={one} value={String(one)}>
            {figure(one, 2)}×
          </option>
        ))}
      </select>
    </label>
  );
}

function Position() {
  const { model } = useDesk();
  const { position, length, base, take } = model.transport;
  return (
    <output class="position figures" aria-label="Position" aria-live="off">
      {span(position.value, base.value)}
      {take.value !== "" || length.value > position.value ? (
        <span class="dim"> / {span(length.value, base.value)}</span>
      ) : null}
    </output>
  );
}
