/**
 * The top strip: which slate, what the room is doing and at what time, what the picture is, who is here. In: the model.
 * Out: dialogues opened, and how one sees.
 */
import {
  Camera,
  CircleHelp,
  Clapperboard,
  Footprints,
  History,
  LayoutGrid,
  Map as MapIcon,
  Maximize,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Redo2,
  Settings as SettingsIcon,
  Snowflake,
  Sun,
  TriangleAlert,
  Undo2,
  UserPlus,
} from "lucide-preact";
import { toggleDialog } from "../actions.ts";
import { ActionButton, Glyph, type Icon } from "../controls/button.tsx";
import { Segments } from "../controls/choose.tsx";
import { person, useDesk } from "../desk.ts";
import type { Person } from "../model.ts";
import { slateOnScreen } from "../take-model.ts";
import { clock } from "../units.ts";

/** The top strip. */
export function TopStrip() {
  return (
    <header class="top">
      <div class="top-left">
        <ActionButton action="first-page" icon={LayoutGrid} bare />
        <Unfold which="left" icon={PanelLeft} />
        <SlateChip />
        <LookChip />
        <SeeingChoice />
      </div>
      <RoomClock />
      <div class="top-right">
        <PictureChip />
        <PeopleChip />
        <ActionButton
          action="invite"
          icon={UserPlus}
          tone="solid"
          label="Invite"
          name="Invite"
          class="invite-button"
        />
        <span class="top-tools">
          <Unfold which="bottom" icon={PanelBottom} />
          <Unfold which="right" icon={PanelRight} />
          <ActionButton action="undo" icon={Undo2} bare class="roomier" />
          <ActionButton action="redo" icon={Redo2} bare class="roomier" />
          <ActionButton action="history" icon={History} bare />
          <ActionButton action="settings" icon={SettingsIcon} bare />
          <ActionButton action="full-screen" icon={Maximize} bare class="roomy" />
          <ActionButton action="keys" icon={CircleHelp} bare />
        </span>
      </div>
    </header>
  );
}

/** Brings back a drawer that was folded away; it folds by a button of its own. */
function Unfold({ which, icon }: { which: "left" | "right" | "bottom"; icon: Icon }) {
  const { model } = useDesk();
  return model.view[which].value ? null : <ActionButton action={`fold-${which}`} icon={icon} bare />;
}

function SlateChip() {
  const { model } = useDesk();
  const name = slateOnScreen(model.takes.value, model.transport.take.value, model.slate.value.name);
  const offer = model.setupOffer.value;
  return (
    <button
      type="button"
      class="chip slate"
      data-tip={offer !== "" ? `${offer}: next setup?` : "Slate, scene and setup"}
      onClick={() => toggleDialog(model, "slate")}
    >
      <Glyph icon={Clapperboard} />
      <strong class="figures">{name || "No slate"}</strong>
      {offer !== "" ? <span class="offer">new setup?</span> : null}
      <span class="dim stage-name">{model.stage.value}</span>
    </button>
  );
}

function LookChip() {
  const { model } = useDesk();
  const look = model.look.value;
  return (
    <button
      type="button"
      class="chip look-chip"
      data-tip="Look: sun, sky, practicals"
      onClick={() => {
        model.view.bare.value = false;
        model.view.right.value = true;
        model.view.tab.value = "look";
      }}
    >
      <Glyph icon={Sun} />
      <span class="figures">{clock(look.look.time)}</span>
      <span class="dim phrase">{look.phrase}</span>
    </button>
  );
}

function SeeingChoice() {
  const { model, emit } = useDesk();
  const { take, camera, cameras } = model.transport;
  // In a review that is the take's camera, and not the one that somebody operates.
  const reviewed =
    take.value === "" ? undefined : cameras.value.find((one) => one.camera === camera.value)?.letter;
  const letter = reviewed ?? (model.camera.letter.value || model.cameras.value[0]?.letter || "A");
  return (
    <Segments
      label="How you see"
      value={model.seeing.value}
      choices={[
        { id: "camera", label: letter, icon: Camera, tip: `Through camera ${letter}` },
        { id: "foot", label: "On foot", icon: Footprints, tip: "Step off the camera" },
        { id: "plan", label: "Plan", icon: MapIcon, tip: "Plan from above" },
      ]}
      onPick={(seeing) => emit({ type: "see", seeing })}
    />
  );
}

/** State of the room in a word, timecode, rate. */
function RoomClock() {
  const { model } = useDesk();
  const state = model.state.value;
  return (
    <div class={`room-clock ${state.replace(" ", "-")}`}>
      <span class="state">
        <i class="tally" aria-hidden="true" />
        <StateWord />
      </span>
      <span class="timecode figures" role="timer" aria-label="Timecode" aria-live="off">
        {model.timecode}
      </span>
      <span class="rate figures dim">
        {model.rate}
        <span class="unseen"> frames a second</span>
      </span>
    </div>
  );
}

/** What the room is doing, in a word or two. */
export function StateWord() {
  const { model } = useDesk();
  const state = model.state.value;
  if (model.link.value === "lost") return <b class="amber">Reconnecting</b>;
  if (model.link.value === "over") return <b class="amber">Disconnected</b>;
  if (model.link.value === "joining") return <b>Joining</b>;
  const left = model.countdown.value;
  if (left >= 0) return <b class="figures">Action in {Math.ceil(left)}</b>;
  if (state === "rolling") return <b>Rolling</b>;
  if (state === "playback") return <b>Playback</b>;
  if (model.frozen.value)
    return (
      <b>
        <Glyph icon={Snowflake} size={12} /> Frozen
      </b>
    );
  if (model.phase.value === "one") return <b>On set</b>;
  return <b>{model.cut.value ? "Cut" : "Rehearsal"}</b>;
}

/** What the picture is made by, and amber words where something is degraded. */
function PictureChip() {
  const { model } = useDesk();
  const picture = model.picture.value;
  const degraded = model.degraded.value;
  const first = degraded[0];
  return (
    <button
      type="button"
      class={`chip picture ${first ? "degraded" : picture.tone}`}
      data-tip={first ? first.text : "Picture: what makes it, peaking, false colour"}
      onClick={() => toggleDialog(model, "picture")}
    >
      {first ? <Glyph icon={TriangleAlert} /> : <i class="dot" aria-hidden="true" />}
      <span class="figures">{first ? first.text : picture.text}</span>
      {degraded.length > 1 ? <span class="count">+{degraded.length - 1}</span> : null}
    </button>
  );
}

/** A person as a coloured disc with two letters. */
export function Disc({ of: who, size = 20 }: { of: Person; size?: number }) {
  return (
    <span
      class={`disc ${who.away ? "away" : ""}`}
      style={{ background: who.colour, width: `${size}px`, height: `${size}px` }}
      data-initials={who.initials}
      aria-hidden="true"
    />
  );
}

/** Somebody's initials in their colour, as beside what they hold. */
export function By({ id, tip }: { id: number; tip?: string }) {
  const { model } = useDesk();
  const who = person(model, id);
  if (!who) return null;
  return (
    <span class="by" style={{ color: who.colour }} data-tip={tip ? `${tip} ${who.name}` : who.name}>
      {who.initials}
    </span>
  );
}

/** What somebody is doing, in words. */
export function doing(who: Person): string {
  if (who.away) return "lost, waited for";
  const place = who.on === "camera" ? `camera ${who.camera}` : who.on === "village" ? "watching" : "on foot";
  return who.holds.length > 0 ? `${place}, holds ${who.holds.join(", ")}` : place;
}

function PeopleChip() {
  const { model } = useDesk();
  const people = model.people.value;
  const names = people.map((who) => `${who.name}, ${doing(who)}`).join("; ");
  return (
    <button
      type="button"
      class="people-chip"
      aria-label={`People: ${names || "nobody yet"}`}
      data-tip="People"
      onClick={() => toggleDialog(model, "people")}
    >
      {people.slice(0, 5).map((who) => (
        <Disc key={who.id} of={who} size={22} />
      ))}
      {people.length > 5 ? <span class="more">+{people.length - 5}</span> : null}
    </button>
  );
}
