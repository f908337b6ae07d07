/**
 * What is told once: refusals (who and why) and errors (what happened, what was kept, what to do). In: toasts, and the
 * interface's own refusals. Out: dismissals, and the action that a toast offers. Everything is also told to screen
 * readers.
 */

import { CircleAlert, OctagonX, X } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { Button, Glyph } from "../controls/button.tsx";
import { act, person, tellReaders, useDesk } from "../desk.ts";
import type { PanelsModel, Toast } from "../model.ts";
import { slateOnScreen } from "../take-model.ts";
import { Disc } from "../top/strip.tsx";

/** Seconds that a refusal of the interface itself stays. */
const REFUSAL_SECONDS = 4;

/** Toasts, newest last; while a dialogue is open they are shown over it, and not behind. */
export function Toasts({ over = false }: { over?: boolean }) {
  const desk = useDesk();
  const { model, refusal } = desk;
  const own = refusal.value;
  useEffect(() => {
    if (own === "") return;
    const timer = setTimeout(() => {
      refusal.value = "";
    }, REFUSAL_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [own]);
  if ((model.view.dialog.value !== "none") !== over) return null;
  return (
    <div class="toasts">
      {model.toasts.value.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
      {own !== "" ? (
        <div class="toast refused">
          <Glyph icon={CircleAlert} />
          <p>{own}</p>
        </div>
      ) : null}
    </div>
  );
}

function One({ toast }: { toast: Toast }) {
  const desk = useDesk();
  const who = person(desk.model, toast.who);
  const offer = toast.offer;
  return (
    <div class={`toast ${toast.tone}`}>
      {who ? (
        <Disc of={who} />
      ) : toast.tone === "told" ? null : (
        <Glyph icon={toast.tone === "error" ? OctagonX : CircleAlert} />
      )}
      <div>
        <p>{toast.text}</p>
        {toast.kept !== "" ? <p class="dim">{toast.kept}</p> : null}
        {toast.todo !== "" ? <p class="dim">{toast.todo}</p> : null}
      </div>
      {offer ? <Button label={offer.label} onPress={() => act(desk, offer.action)} /> : null}
      <Button
        bare
        icon={X}
        label="Dismiss"
        onPress={() => desk.emit({ type: "dismiss toast", id: toast.id })}
      />
    </div>
  );
}

/** What the room is doing, in words for whoever does not see it; empty while that is not known. */
export function stateTold(model: PanelsModel): string {
  if (model.page.value !== "room" || model.link.value === "joining") return "";
  if (model.link.value === "lost") return "Reconnecting";
  if (model.link.value === "over") return "Disconnected";
  const name = slateOnScreen(model.takes.value, model.transport.take.value, model.slate.value.name);
  // For a moment after a review there is no take any more, and the state has not been written yet.
  if (model.state.value === "playback") return model.transport.take.value === "" ? "" : `Playback of ${name}`;
  const one = model.phase.value === "one";
  if (model.state.value === "rolling") return one ? `Rolling ${name}` : "Action";
  if (model.frozen.value) return "Frozen";
  return one ? "On set" : model.cut.value ? "Cut" : "Rehearsal";
}

/** Tells screen readers what the room is doing, what toasts say, and what is degraded. Shows nothing. */
export function Teller() {
  const desk = useDesk();
  const { model } = desk;
  const toast = model.toasts.value.at(-1);
  const state = stateTold(model);
  const degraded = model.degraded.value.map((one) => one.text).join(", ");
  useEffect(
    () => tellReaders(desk, toast ? [toast.text, toast.kept, toast.todo].filter(Boolean).join(" ") : ""),
    [toast?.id],
  );
  useEffect(() => tellReaders(desk, state), [state]);
  useEffect(() => tellReaders(desk, degraded), [degraded]);
  return null;
}

/** Where screen readers listen. A dialogue has one of its own: what lies behind it is silent. */
export function Live({ over = false }: { over?: boolean }) {
  const { model, told } = useDesk();
  if ((model.view.dialog.value !== "none") !== over) return null;
  return (
    <div class="unseen" aria-live="polite" role="log">
      {told.value.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
