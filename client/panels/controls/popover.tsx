/**
 * Small menus. In: a button's words and entries. Out: a menu that opens at the button, moves with the arrows, and
 * closes on Esc, on choosing, and when the focus leaves.
 */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Glyph, type Icon, Keys } from "./button.tsx";
import { roving } from "./roving.ts";

/** An entry of a menu. */
export interface MenuEntry {
  label: string;
  icon?: Icon;
  keys?: readonly string[];
  refused?: string;
  danger?: boolean;
  onPress: () => void;
}

/** A menu under its button. */
export function Menu(props: {
  label: string;
  icon?: Icon;
  entries: readonly MenuEntry[];
  children?: ComponentChildren;
  class?: string;
  tabIndex?: number;
}) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });

  // Before it is painted, so that no key that follows its opening misses it.
  useLayoutEffect(() => {
    if (!open) return;
    const from = anchor.current?.getBoundingClientRect();
    const size = list.current?.getBoundingClientRect();
    if (!from || !size) return;
    const below = from.bottom + 4 + size.height <= innerHeight;
    setPlace({
      left: Math.max(4, Math.min(from.left, innerWidth - size.width - 4)),
      top: below ? from.bottom + 4 : Math.max(4, from.top - 4 - size.height),
    });
    list.current?.querySelector<HTMLElement>("[data-roving]")?.focus();
  }, [open]);

  const close = (refocus: boolean) => {
    setOpen(false);
    if (refocus) anchor.current?.focus();
  };

  return (
    <span
      class="menu"
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOpen(false);
      }}
    >
      <button
        ref={anchor}
        type="button"
        class={`button quiet ${props.children ? "" : "bare"} ${props.class ?? ""}`}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={props.children ? undefined : props.label}
        data-tip={open ? undefined : props.label}
        tabIndex={props.tabIndex}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(!open);
        }}
      >
        {props.icon ? <Glyph icon={props.icon} /> : null}
        {props.children}
      </button>
      {open ? (
        <div
          ref={list}
          class="menu-list"
          role="menu"
          tabIndex={-1}
          aria-label={props.label}
          style={{ left: `${place.left}px`, top: `${place.top}px` }}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              event.stopPropagation();
              event.preventDefault();
              close(true);
            } else roving(event);
          }}
        >
          {props.entries.map((entry) => (
            <button
              key={entry.label}
              type="button"
              role="menuitem"
              data-roving
              tabIndex={-1}
              class={entry.danger ? "danger" : ""}
              aria-disabled={entry.refused ? "true" : undefined}
              data-tip={entry.refused || undefined}
              onClick={(event) => {
                event.stopPropagation();
                if (entry.refused) return;
                close(event.detail === 0);
                entry.onPress();
              }}
            >
              {entry.icon ? <Glyph icon={entry.icon} /> : <i />}
              <span>{entry.label}</span>
              <Keys keys={entry.keys ?? []} />
            </button>
          ))}
        </div>
      ) : null}
    </span>
  );
}

/** Opens the menu inside the element that this is set on as `onContextMenu`. */
export function openMenu(event: MouseEvent): void {
  const button = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(".menu > button");
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
  button.click();
}
