/**
 * What is told once: refusals (who and why) and errors (what happened, what was kept, what to do). In: toasts, and the
 * interface's own refusals. Out: dismissals, and the action that a toast offers. Everything is also told to screen
 * readers.
 */

import { CircleAlert, OctagonX, X } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { Button, Glyph } from "../controls/button.tsx";
import { act, person, useDesk } from "../desk.ts";
import type { Toast } from "../model.ts";
import { Disc } from "../top/strip.tsx";

/** Seconds that a refusal of the interface itself stays. */
const REFUSAL_SECONDS = 4;

/** Toasts, newest last. */
export function Toasts() {
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

/** The one place that screen readers listen to. */
export function Live() {
  const { model, said } = useDesk();
  const [told, setTold] = useState("");
  const toast = model.toasts.value.at(-1);
  const state = model.state.value;
  const degraded = model.degraded.value.map((one) => one.text).join(", ");
  useEffect(() => setTold(said.value), [said.value]);
  useEffect(
    () => toast && setTold([toast.text, toast.kept, toast.todo].filter(Boolean).join(". ")),
    [toast?.id],
  );
  useEffect(
    () => setTold(state === "rolling" ? "Rolling" : state === "playback" ? "Playback" : "On set"),
    [state],
  );
  useEffect(() => {
    if (degraded !== "") setTold(degraded);
  }, [degraded]);
  return (
    <div class="unseen" aria-live="polite" role="log">
      {told}
    </div>
  );
}
