/**
 * Buttons. In: an action's name, or an icon, words and what to do. Out: a button with its key in the tooltip, which
 * stays reachable when it is refused and then says why.
 */
import type { ComponentChildren, ComponentType } from "preact";
import { act, describe, refuse, useDesk } from "../desk.ts";

/** One of lucide's icons. */
export type Icon = ComponentType<Record<string, unknown>>;

/** An icon as the house draws it: 16 px, 1.5 px stroke, silent for screen readers. */
export function Glyph({ icon: Drawn, size = 16 }: { icon: Icon; size?: number }) {
  return <Drawn size={size} strokeWidth={1.5} absoluteStrokeWidth aria-hidden="true" focusable="false" />;
}

/** Keys as caps. */
export function Keys({ keys }: { keys: readonly string[] }) {
  if (keys.length === 0) return null;
  return (
    <span class="keys" aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}

interface ButtonLook {
  icon?: Icon;
  /** `solid` stands out, `plain` is only words, `live` is red. */
  tone?: "quiet" | "solid" | "plain" | "live" | "review";
  /** Only the icon is seen. */
  bare?: boolean;
  class?: string;
}

interface ButtonProps extends ButtonLook {
  label: string;
  onPress: (event: MouseEvent) => void;
  /** Why it cannot be pressed. */
  refused?: string;
  keys?: readonly string[];
  /** What a tooltip adds to the label. */
  tip?: string;
  pressed?: boolean;
  showKeys?: boolean;
  expanded?: boolean;
  children?: ComponentChildren;
  tabIndex?: number;
  /** Words for screen readers where they differ from what is seen. */
  name?: string;
}

/** A button. */
export function Button(props: ButtonProps) {
  const desk = useDesk();
  const { label, icon, tone = "quiet", bare, refused = "", keys = [], pressed, showKeys } = props;
  const tip = refused !== "" ? refused : (props.tip ?? (bare || keys.length > 0 ? label : ""));
  return (
    <button
      type="button"
      class={`button ${tone} ${bare ? "bare" : ""} ${props.class ?? ""}`}
      aria-label={props.name ?? (bare ? label : undefined)}
      aria-disabled={refused !== "" ? "true" : undefined}
      aria-pressed={pressed}
      aria-expanded={props.expanded}
      aria-keyshortcuts={keys.length > 0 ? keys.join("+") : undefined}
      data-tip={tip || undefined}
      data-keys={keys.length > 0 && !showKeys ? keys.join(" ") : undefined}
      tabIndex={props.tabIndex}
      onClick={(event) => (refused !== "" ? refuse(desk, refused) : props.onPress(event))}
    >
      {icon ? <Glyph icon={icon} /> : null}
      {bare ? null : <span class="words">{props.children ?? label}</span>}
      {showKeys ? <Keys keys={keys} /> : null}
    </button>
  );
}

/** A button for an action of the table. */
export function ActionButton(
  props: ButtonLook & {
    action: string;
    label?: string;
    showKeys?: boolean;
    pressed?: boolean;
    name?: string;
  },
) {
  const desk = useDesk();
  const { label, refused, keys } = describe(desk, props.action);
  const { action, label: said, ...look } = props;
  return (
    <Button
      {...look}
      label={said ?? label}
      tip={refused !== "" ? refused : label}
      refused={refused}
      keys={keys}
      onPress={() => act(desk, action)}
    />
  );
}
