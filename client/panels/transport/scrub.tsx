/**
 * The scrub bar: where one is in a take, or how far a performance has come since Action, with cues and flags. In: the
 * transport. Out: `seek`, settled when the pointer lifts; the range for export by Shift-drag.
 */
import { useRef } from "preact/hooks";
import { useDesk } from "../desk.ts";
import { span } from "../units.ts";

/** The scrub bar. */
export function Scrub() {
  const { model, emit } = useDesk();
  const { position, length, marks, range, take, base } = model.transport;
  const bar = useRef<HTMLDivElement>(null);
  const held = useRef<{ from: number; ranging: boolean } | null>(null);
  const reviewing = take.value !== "";
  const last = Math.max(1, length.value);
  const percent = (frame: number) => `${((100 * Math.min(last, Math.max(0, frame))) / last).toFixed(3)}%`;
  const frameAt = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect();
    if (!box) return 0;
    return Math.round(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * last);
  };
  const move = (event: PointerEvent, settled: boolean) => {
    const start = held.current;
    if (!start) return;
    const frame = frameAt(event);
    if (start.ranging)
      emit({ type: "range", range: [Math.min(start.from, frame), Math.max(start.from, frame)] });
    else emit({ type: "seek", frame, settled });
  };

  const sorted = [...marks.value].sort((a, b) => a.at - b.at);

  if (!reviewing && length.value === 0)
    return (
      <div class="scrub idle">
        <span class="dim">Action starts the performance; its cues and flags show here.</span>
      </div>
    );
  return (
    <div
      ref={bar}
      class={`scrub ${reviewing ? "seeks" : ""}`}
      role="slider"
      tabIndex={reviewing ? 0 : -1}
      aria-label="Position in the take"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={position.value}
      aria-valuetext={span(position.value, base.value)}
      aria-disabled={reviewing ? undefined : "true"}
      onKeyDown={(event) => {
        if (!reviewing) return;
        const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: base.value, PageDown: -base.value }[event.key];
        const to = event.key === "Home" ? 0 : event.key === "End" ? last : null;
        if (by === undefined && to === null) return;
        event.preventDefault();
        event.stopPropagation();
        if (to !== null) emit({ type: "seek", frame: to, settled: true });
        else emit({ type: "step", frames: (by ?? 0) * (event.shiftKey ? 10 : 1) });
      }}
      onPointerDown={(event) => {
        if (!reviewing || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current = { from: frameAt(event), ranging: event.shiftKey };
        if (!event.shiftKey) move(event, false);
      }}
      onPointerMove={(event) => move(event, false)}
      onPointerUp={(event) => {
        move(event, true);
        held.current = null;
      }}
      onPointerCancel={() => {
        held.current = null;
      }}
    >
      {range.value ? (
        <span
          class="range"
          style={{ left: percent(range.value[0]), right: `calc(100% - ${percent(range.value[1])})` }}
        />
      ) : null}
      <span class="played" style={{ width: percent(position.value) }} />
      {sorted.map((mark, place) => (
        <span
          key={mark.id}
          class={`moment ${mark.kind}`}
          style={{ left: percent(mark.at), width: percent((sorted[place + 1]?.at ?? last) - mark.at) }}
        >
          <i />
          <span>{mark.label}</span>
        </span>
      ))}
      <b style={{ left: percent(position.value) }} />
    </div>
  );
}
