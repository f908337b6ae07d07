/**
 * The phone: picture, two thumb zones, roll, lens row, nothing more. In: the model. Out: `thumb` while a finger is
 * down, roll and cut, lenses.
 */
import { useEffect, useRef } from "preact/hooks";
import { useDesk } from "./desk.ts";
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
      <section class="phone-deck" aria-label="Roll and lens">
        <RollButton />
        <PhoneLenses />
      </section>
    </div>
  );
}

function PhoneTop() {
  const { model } = useDesk();
  const state = model.state.value;
  const degraded = model.degraded.value[0];
  return (
    <header class={`phone-top ${state.replace(" ", "-")}`}>
      <span class="state" role="status">
        <i class="tally" aria-hidden="true" />
        <b>{state === "rolling" ? "Rolling" : state === "playback" ? "Playback" : "On set"}</b>
      </span>
      <strong class="figures">{model.slate.value.name}</strong>
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
