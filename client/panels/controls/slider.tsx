/**
 * A slider over any scale. In: a value, its ends, how value and place on the track belong together. Out: values, with
 * `settled` false while the drag goes on. Keys: arrows, Page, Home, End. The track may show a band (near to far).
 */
import { useRef } from "preact/hooks";

/** How values lie on a track: place 0…1 from a value, and back. */
export interface Scale {
  place: (value: number) => number;
  value: (place: number) => number;
}

/** Equal steps. */
export function linear(min: number, max: number): Scale {
  return { place: (v) => (v - min) / (max - min), value: (p) => min + p * (max - min) };
}

/** Equal ratios: stops, focal lengths, focus. */
export function ratio(min: number, max: number): Scale {
  const span = Math.log(max / min);
  return { place: (v) => Math.log(v / min) / span, value: (p) => min * Math.exp(p * span) };
}

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  scale?: Scale;
  /** Step of the arrow keys; or the values to stop at. */
  step: number | readonly number[];
  text: string;
  band?: readonly [number, number];
  /** Notches on the track, values. */
  notches?: readonly number[];
  refused?: string;
  onValue: (value: number, settled: boolean) => void;
}

/** A slider. */
export function Slider(props: SliderProps) {
  const track = useRef<HTMLDivElement>(null);
  const held = useRef<number | null>(null);
  const scale = props.scale ?? linear(props.min, props.max);
  const bound = (value: number) => Math.min(props.max, Math.max(props.min, value));
  const percent = (value: number) => `${(100 * clamp01(scale.place(bound(value)))).toFixed(2)}%`;
  const refused = Boolean(props.refused);

  const snap = (value: number) => {
    if (typeof props.step === "number") return Math.round(value / props.step) * props.step;
    return props.step.reduce(
      (best, one) =>
        Math.abs(scale.place(one) - scale.place(value)) < Math.abs(scale.place(best) - scale.place(value))
          ? one
          : best,
      props.step[0] ?? value,
    );
  };
  const tidy = (value: number) => Number(bound(snap(bound(value))).toFixed(4));

  const at = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    return box ? tidy(scale.value(clamp01((event.clientX - box.left) / box.width))) : props.value;
  };

  const stepBy = (steps: number) => {
    if (typeof props.step === "number") return tidy(props.value + steps * props.step);
    const values = props.step;
    const place = values.indexOf(snap(props.value));
    return values[Math.max(0, Math.min(values.length - 1, place + steps))] ?? props.value;
  };

  const keys = (event: KeyboardEvent) => {
    const by: Record<string, number> = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      PageUp: 10,
      PageDown: -10,
    };
    const move = by[event.key];
    const next =
      event.key === "Home"
        ? props.min
        : event.key === "End"
          ? props.max
          : move !== undefined
            ? stepBy(move * (event.shiftKey ? 10 : 1))
            : null;
    if (next === null || refused) return;
    event.preventDefault();
    event.stopPropagation();
    props.onValue(next, true);
  };

  return (
    <div
      class={`slider ${refused ? "refused" : ""}`}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={props.min}
      aria-valuemax={props.max}
      aria-valuenow={props.value}
      aria-valuetext={props.text}
      aria-disabled={refused ? "true" : undefined}
      data-tip={props.refused || undefined}
      onKeyDown={keys}
      onPointerDown={(event) => {
        if (refused || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current = at(event);
        props.onValue(held.current, false);
      }}
      onPointerMove={(event) => {
        if (held.current === null) return;
        const next = at(event);
        if (next !== held.current) props.onValue((held.current = next), false);
      }}
      onPointerUp={() => {
        if (held.current !== null) props.onValue(held.current, true);
        held.current = null;
      }}
      onPointerCancel={() => {
        if (held.current !== null) props.onValue(held.current, true);
        held.current = null;
      }}
    >
      <div class="track" ref={track}>
        {props.band ? (
          <span
            class="band"
            style={{
              left: percent(props.band[0]),
              right: `calc(100% - ${percent(props.band[1])})`,
            }}
          />
        ) : (
          <span class="fill" style={{ width: percent(props.value) }} />
        )}
        {props.notches?.map((value) => (
          <i key={value} style={{ left: percent(value) }} />
        ))}
        <b style={{ left: percent(props.value) }} />
      </div>
    </div>
  );
}

function clamp01(value: number): number {
  return Math.min(1, Math.max(0, value));
}
