/**
 * The phone: picture, two thumb zones, roll, lens row, nothing more; who operates no camera is offered one in their
 * place. In: the model. Out: `thumb` while a finger is down, roll and cut, lenses, cameras taken and left.
 */
import { Camera as CameraIcon, Clapperboard, Footprints, MonitorPlay, Plus, X } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { ActionButton, Button } from "./controls/button.tsx";
import { Menu, type MenuEntry } from "./controls/popover.tsx";
import { type Desk, person, useDesk } from "./desk.ts";
import { StateWord } from "./top/strip.tsx";
import { RollButton } from "./transport/transport.tsx";
import { figure } from "./units.ts";

/** Pixels from the first touch to full deflection. */
const REACH = 64;

/** The whole interface of a phone. */
export function Phone() {
  return (
    <div class="phone">
      <PhoneTop />
      <div class="free" />
      <section class="thumbs" aria-label="Thumbs">
        <Thumb zone="move" label="Move" />
        <Thumb zone="look" label="Look" />
      </section>
      <Deck />
    </div>
  );
}

/** Roll and lenses for who operates; the stage's cameras for who does not; the way back for who looks at a take. */
function Deck() {
  const desk = useDesk();
  const { model, emit } = desk;
  if (model.transport.take.value !== "")
    return (
      <section class="phone-deck" aria-label="Review">
        <ActionButton action="close-review" icon={X} label="To the set" tone="review" />
        <ActionButton action="action" />
      </section>
    );
  const self = model.people.value.find((who) => who.self);
  if (self?.on === "camera" || model.cameras.value.length === 0)
    return (
      <section class="phone-deck" aria-label="Roll and lens">
        <RollButton />
        <PhoneLenses />
      </section>
    );
  const free = model.cameras.value.filter((camera) => !isTaken(desk, camera.operator));
  return (
    <section class="phone-deck offers" aria-label="Cameras">
      {free.map((camera) => (
        <Button
          key={camera.id}
          icon={CameraIcon}
          tone="solid"
          label={`Take ${camera.letter}`}
          onPress={() => emit({ type: "man", camera: camera.id })}
        />
      ))}
      <ActionButton action="add-camera" icon={Plus} />
    </section>
  );
}

const isTaken = (desk: Desk, operator: number): boolean => {
  const who = person(desk.model, operator);
  return who !== undefined && !who.self;
};

/** What one does oneself, and what else one may do. */
function Standing() {
  const desk = useDesk();
  const { model, emit } = desk;
  const self = model.people.value.find((who) => who.self);
  const words =
    self?.on === "camera" ? `Camera ${self.camera}` : self?.on === "foot" ? "On foot" : "Watching";
  const entries: MenuEntry[] = model.cameras.value.map((camera) => ({
    label: `Take camera ${camera.letter}`,
    icon: CameraIcon,
    refused: isTaken(desk, camera.operator) ? "Somebody operates it" : "",
    onPress: () => emit({ type: "man", camera: camera.id }),
  }));
  entries.push(
    { label: "Watch", icon: MonitorPlay, onPress: () => emit({ type: "watch" }) },
    { label: "Walk", icon: Footprints, onPress: () => emit({ type: "walk" }) },
  );
  const last = model.takes.value.find((take) => !take.rolling);
  if (last !== undefined && model.state.value !== "rolling")
    entries.push({
      label: `Review ${last.setup} · T${last.number}`,
      icon: Clapperboard,
      onPress: () => emit({ type: "review", take: last.id }),
    });
  return (
    <Menu label="What you do" entries={entries}>
      {words}
    </Menu>
  );
}

function PhoneTop() {
  const { model } = useDesk();
  const state = model.state.value;
  const degraded = model.degraded.value[0];
  return (
    <header class={`phone-top ${state.replace(" ", "-")}`}>
      <span class="state">
        <i class="tally" aria-hidden="true" />
        <StateWord />
      </span>
      <strong class="figures">{model.slate.value.name}</strong>
      <Standing />
      <span class="timecode figures">{model.timecode}</span>
      {degraded ? <span class="amber">{degraded.text}</span> : null}
    </header>
  );
}

function Thumb({ zone, label }: { zone: "move" | "look"; label: string }) {
  const { emit } = useDesk();
  const from = useRef<{ id: number; x: number; y: number } | null>(null);
  const knob = useRef<HTMLSpanElement>(null);
  const send = (event: PointerEvent) => {
    const start = from.current;
    if (!start || start.id !== event.pointerId) return;
    const x = Math.max(-1, Math.min(1, (event.clientX - start.x) / REACH));
    const y = Math.max(-1, Math.min(1, (event.clientY - start.y) / REACH));
    if (knob.current) knob.current.style.transform = `translate(${x * 28}px, ${y * 28}px)`;
    emit({ type: "thumb", zone, x, y });
  };
  const lift = (event: PointerEvent) => {
    if (from.current?.id !== event.pointerId) return;
    from.current = null;
    if (knob.current) knob.current.style.transform = "";
    emit({ type: "thumb", zone, x: 0, y: 0 });
  };
  return (
    <fieldset
      class="thumb"
      aria-label={`${label} with a thumb`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
      }}
      onPointerMove={send}
      onPointerUp={lift}
      onPointerCancel={lift}
    >
      <span class="stick">
        <span class="knob" ref={knob} />
      </span>
      <span class="dim">{label}</span>
    </fieldset>
  );
}

function PhoneLenses() {
  const { model, emit } = useDesk();
  const { focals, focal, refused } = model.camera;
  const row = useRef<HTMLFieldSetElement>(null);
  const chosen = focal.value;
  useEffect(() => {
    const on = row.current?.querySelector<HTMLElement>(".on");
    if (row.current && on)
      row.current.scrollLeft = on.offsetLeft - (row.current.clientWidth - on.clientWidth) / 2;
  }, [chosen]);
  return (
    <fieldset class="phone-lenses" aria-label="Lens" ref={row}>
      {focals.value.map((one) => {
        const on = Math.abs(one - focal.value) < 0.05;
        return (
          <button
            key={one}
            type="button"
            class={on ? "on" : ""}
            aria-pressed={on}
            aria-label={`${figure(one, 1)} millimetres`}
            aria-disabled={refused.value !== "" ? "true" : undefined}
            onClick={() =>
              refused.value === "" && emit({ type: "camera", change: { focal: one }, settled: true })
            }
          >
            {figure(one, 1)}
          </button>
        );
      })}
    </fieldset>
  );
}
