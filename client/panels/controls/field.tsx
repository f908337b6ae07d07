/**
 * Typed values. In: a figure as text, how to read it back, and a step. Out: a field that takes Enter, gives up on Esc,
 * steps with the arrows (Shift: tenfold, Alt: a tenth), and whose label can be dragged sideways.
 */
import { useRef, useState } from "preact/hooks";
import { cleanText } from "../../../shared/protocol/words.ts";
import { refuse, useDesk } from "../desk.ts";

interface FieldProps {
  label: string;
  /** What is shown while nobody types. */
  text: string;
  /** Value under the text, for steps; absent: the arrows do nothing. */
  value?: number;
  step?: number;
  min?: number;
  max?: number;
  /** Reads what was typed; null refuses it. */
  parse: (text: string) => number | null;
  onValue: (value: number, settled: boolean) => void;
  refused?: string;
  /** Words after the value, not typed. */
  after?: string;
  /** Only the value: the label is read out, not seen. */
  hideLabel?: boolean;
}

/** A row with a label on the left and a typed value on the right. */
export function Field(props: FieldProps) {
  const desk = useDesk();
  const [typed, setTyped] = useState<string | null>(null);
  const drag = useRef<{ x: number; from: number; now: number } | null>(null);
  const min = props.min ?? Number.NEGATIVE_INFINITY;
  const max = props.max ?? Number.POSITIVE_INFINITY;
  const bound = (value: number) => Math.min(max, Math.max(min, value));
  const refused = props.refused ?? "";

  const commit = (text: string) => {
    setTyped(null);
    if (text.trim() === props.text.trim()) return;
    const value = props.parse(text);
    if (value === null) refuse(desk, `“${text}” is not a value for ${props.label.toLowerCase()}`);
    else props.onValue(bound(value), true);
  };

  const step = (event: KeyboardEvent, by: number) => {
    if (props.value === undefined || props.step === undefined) return;
    event.preventDefault();
    const size = props.step * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
    const next = bound(Math.round((props.value + by * size) / size) * size);
    setTyped(null);
    props.onValue(Number(next.toFixed(6)), true);
  };

  const slide = {
    onPointerDown: (event: PointerEvent) => {
      if (props.value === undefined || props.step === undefined || refused !== "") return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, from: props.value, now: props.value };
    },
    onPointerMove: (event: PointerEvent) => {
      if (!drag.current || props.step === undefined) return;
      const moved = Math.round((event.clientX - drag.current.x) / 4) * props.step;
      const next = bound(Number((drag.current.from + moved).toFixed(6)));
      if (next === drag.current.now) return;
      drag.current.now = next;
      props.onValue(next, false);
    },
    onPointerUp: () => {
      if (drag.current && drag.current.now !== drag.current.from) props.onValue(drag.current.now, true);
      drag.current = null;
    },
  };

  return (
    <label class={`row field ${props.step !== undefined && refused === "" ? "slides" : ""}`}>
      <span class={props.hideLabel ? "unseen" : "name"} {...slide}>
        {props.label}
      </span>
      <span class="value">
        <input
          type="text"
          aria-label={props.label}
          spellcheck={false}
          autocomplete="off"
          value={typed ?? props.text}
          readOnly={refused !== ""}
          data-tip={refused || undefined}
          size={Math.max(3, (typed ?? props.text).length)}
          onFocus={(event) => event.currentTarget.select()}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onBlur={(event) => typed !== null && commit(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") {
              commit(event.currentTarget.value);
              event.currentTarget.select();
            } else if (event.key === "Escape" && typed !== null) {
              event.stopPropagation();
              setTyped(null);
            } else if (event.key === "ArrowUp") step(event, 1);
            else if (event.key === "ArrowDown") step(event, -1);
          }}
        />
        {props.after ? <span class="after">{props.after}</span> : null}
      </span>
    </label>
  );
}

/** Words that a person writes: a label, a note. Kept on Enter and on leaving. */
export function TextField(props: {
  label: string;
  text: string;
  onText: (text: string) => void;
  refused?: string;
  /** Lines to write in; absent: one. Enter keeps the text, and in three lines or more makes a new one. */
  lines?: number;
  max: number;
  placeholder?: string;
  hideLabel?: boolean;
  autoFocus?: boolean;
  onDone?: () => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const lines = props.lines ?? 1;
  /** Kept, or given up by Esc: that the field is then left, or taken away, keeps nothing more. */
  const settled = useRef(false);
  const commit = () => {
    if (settled.current) return;
    settled.current = true;
    // What was pasted may hold tabs and signs that nobody sees.
    const text = typed === null ? props.text : cleanText(typed).trim();
    if (text !== props.text) props.onText(text);
    setTyped(null);
    props.onDone?.();
  };
  const shared = {
    maxLength: props.max,
    value: typed ?? props.text,
    placeholder: props.placeholder,
    readOnly: Boolean(props.refused),
    "data-tip": props.refused || undefined,
    onInput: (event: { currentTarget: { value: string } }) => {
      settled.current = false;
      setTyped(event.currentTarget.value);
    },
    onFocus: () => {
      settled.current = false;
    },
    onBlur: commit,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        settled.current = true;
        setTyped(null);
        props.onDone?.();
      } else if (event.key === "Enter" && (lines < 3 || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        commit();
      }
    },
  };
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field is inside, whichever it is
    <label class={`row text ${lines > 1 ? "long" : ""}`}>
      <span class={props.hideLabel ? "unseen" : "name"}>{props.label}</span>
      {lines > 1 ? (
        <textarea rows={lines} {...shared} />
      ) : (
        <input
          type="text"
          spellcheck={false}
          autocomplete="off"
          ref={(input: HTMLInputElement | null) => {
            if (props.autoFocus && input && typed === null && document.activeElement !== input) {
              input.focus();
              input.select();
            }
          }}
          {...shared}
        />
      )}
    </label>
  );
}
