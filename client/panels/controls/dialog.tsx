/**
 * What lies over the room. In: a title and contents. Out: the browser's own modal dialogue, so that focus is kept
 * inside, Esc closes it, and focus goes back to where it was.
 */

import { X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useDesk } from "../desk.ts";
import { Live, Toasts } from "../over/toasts.tsx";
import { Button } from "./button.tsx";

/** A modal dialogue; it closes by setting `view.dialog` to `none`. */
export function Dialog(props: {
  title: string;
  class?: string;
  /** Words beside the title. */
  aside?: ComponentChildren;
  /** No title bar: the contents bring their own. */
  bare?: boolean;
  children: ComponentChildren;
}) {
  const { model } = useDesk();
  const box = useRef<HTMLDialogElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const close = () => {
    model.view.dialog.value = "none";
  };
  useLayoutEffect(() => {
    const dialog = box.current;
    if (!dialog || dialog.open) return;
    const before = document.activeElement as HTMLElement | null;
    dialog.showModal();
    // The browser would begin on the close button; a reader begins with the title, and Tab goes on from there.
    if (!props.bare) sheet.current?.focus();
    return () => {
      dialog.close();
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it; the click is on the backdrop
    <dialog
      ref={box}
      class={`dialog ${props.class ?? ""}`}
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => event.target === box.current && close()}
    >
      <div class="sheet" ref={sheet} tabIndex={props.bare ? undefined : -1}>
        {props.bare ? null : (
          <header>
            <h2>{props.title}</h2>
            {props.aside}
            <Button icon={X} bare label="Close" keys={["Esc"]} onPress={close} />
          </header>
        )}
        {props.children}
      </div>
      <Toasts over />
      <Live over />
    </dialog>
  );
}
