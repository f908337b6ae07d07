/**
 * Three hints of a first visit, outside of the gate, each gone once it is followed. In: the hints still open. Out:
 * `dismiss hints`.
 */
import { X } from "lucide-preact";
import { Button, Keys } from "../controls/button.tsx";
import { useDesk } from "../desk.ts";

const HINTS = {
  move: { keys: ["W", "A", "S", "D"], text: "Move. Right-drag looks round." },
  lens: { keys: ["1", "…", "9"], text: "Change the lens." },
  roll: { keys: ["Space"], text: "Roll. Space again cuts: that is a take." },
} as const;

/** The hints, in a row under the gate. */
export function Hints() {
  const { model, emit } = useDesk();
  const hints = model.hints.value;
  if (hints.length === 0 || model.state.value !== "on set") return null;
  return (
    <div class="hints" role="note" aria-label="First steps">
      {hints.map((hint) => (
        <p key={hint}>
          <Keys keys={HINTS[hint].keys} />
          <span class="unseen">{HINTS[hint].keys.join(" ")}: </span>
          {HINTS[hint].text}
        </p>
      ))}
      <Button bare icon={X} label="Hide the hints" onPress={() => emit({ type: "dismiss hints" })} />
    </div>
  );
}
