/**
 * Choosing one, or on and off. In: choices. Out: the chosen one's id. Radio groups move with the arrows and are one
 * stop of Tab; lists are the browser's own, so that phones and screen readers know them.
 */
import type { Choice } from "../model.ts";
import { Glyph, type Icon } from "./button.tsx";
import { roving } from "./roving.ts";

/** A row with a list to choose from. */
export function Pick(props: {
  label: string;
  value: string;
  choices: readonly Choice[];
  onPick: (id: string) => void;
  refused?: string;
  hideLabel?: boolean;
}) {
  const chosen = props.choices.find((choice) => choice.id === props.value);
  const known = chosen !== undefined;
  return (
    <label class="row pick">
      <span class={props.hideLabel ? "unseen" : "name"}>{props.label}</span>
      <span class={`value ${props.refused ? "refused" : ""}`}>
        <span class="shown" aria-hidden="true">
          {chosen?.label ?? (props.value || "none")}
        </span>
        {/* The browser's list lies unseen over these words: a list's own words cannot be cut or aligned. */}
        <select
          value={props.value}
          disabled={Boolean(props.refused)}
          data-tip={props.refused || undefined}
          onChange={(event) => props.onPick(event.currentTarget.value)}
        >
          {known ? null : <option value={props.value}>{props.value || "none"}</option>}
          {props.choices.map((choice) => (
            <option key={choice.id} value={choice.id} disabled={Boolean(choice.refused)}>
              {choice.label}
              {choice.note ? ` · ${choice.note}` : ""}
              {choice.refused ? ` (${choice.refused})` : ""}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}

/** A row of choices, one pressed. */
export function Segments<T extends string>(props: {
  label: string;
  value: T;
  choices: readonly { id: T; label: string; icon?: Icon; tip?: string; refused?: string }[];
  onPick: (id: T) => void;
  showLabel?: boolean;
  refused?: string;
}) {
  const any = props.choices.some((choice) => choice.id === props.value);
  return (
    <div class="row segments">
      {props.showLabel ? <span class="name">{props.label}</span> : null}
      <div class="segment-row" role="radiogroup" aria-label={props.label} onKeyDown={roving}>
        {props.choices.map((choice, place) => {
          const on = choice.id === props.value;
          const why = props.refused || choice.refused || "";
          return (
            // biome-ignore lint/a11y/useSemanticElements: an input cannot hold an icon and words
            <button
              key={choice.id}
              type="button"
              role="radio"
              aria-checked={on}
              aria-label={choice.label}
              aria-disabled={why !== "" ? "true" : undefined}
              data-roving
              data-tip={why || choice.tip}
              tabIndex={on || (!any && place === 0) ? 0 : -1}
              class={on ? "on" : ""}
              onClick={() => why === "" && props.onPick(choice.id)}
            >
              {choice.icon ? <Glyph icon={choice.icon} /> : null}
              <span>{choice.label}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** On or off. */
export function Toggle(props: {
  label: string;
  on: boolean;
  onToggle: (on: boolean) => void;
  note?: string;
  refused?: string;
}) {
  return (
    <label class="row toggle">
      <span class="name">
        {props.label}
        {props.note ? <small>{props.note}</small> : null}
      </span>
      <span class="value">
        <input
          type="checkbox"
          role="switch"
          aria-checked={props.on}
          checked={props.on}
          disabled={Boolean(props.refused)}
          onChange={(event) => props.onToggle(event.currentTarget.checked)}
        />
      </span>
    </label>
  );
}

/** A rating of 0…5 stars. Clicking the star that is the rating takes it away. */
export function Stars(props: {
  label: string;
  value: number;
  onValue: (value: number) => void;
  tabIndex?: number;
}) {
  const set = (value: number) => props.onValue(Math.max(0, Math.min(5, value)));
  return (
    <span
      class="stars"
      role="slider"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={5}
      aria-valuenow={props.value}
      aria-valuetext={props.value === 0 ? "not rated" : `${props.value} of 5`}
      tabIndex={props.tabIndex ?? 0}
      onKeyDown={(event) => {
        const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        const digit = /^[0-5]$/.test(event.key) ? Number(event.key) : null;
        if (by === undefined && digit === null) return;
        event.preventDefault();
        event.stopPropagation();
        set(digit ?? props.value + (by ?? 0));
      }}
    >
      {[1, 2, 3, 4, 5].map((star) => (
        // The stars themselves are for the pointer; keys and readers have the slider around them.
        <span
          key={star}
          aria-hidden="true"
          class={star <= props.value ? "lit" : ""}
          onClick={(event) => {
            event.stopPropagation();
            set(star === props.value ? 0 : star);
          }}
        >
          <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true" focusable="false">
            <path d="M6 .9l1.5 3.3 3.6.4-2.7 2.4.8 3.6L6 8.8l-3.2 1.8.8-3.6L.9 4.6l3.6-.4z" />
          </svg>
        </span>
      ))}
    </span>
  );
}
