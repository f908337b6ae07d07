/**
 * Three hints of a first visit, outside of the gate, each gone once it is followed; who watches somebody else's camera is
 * told instead what there is to do from there. In: the hints still open. Out: `dismiss hints`, a camera taken or added.
 */
import { Camera, X } from "lucide-preact";
import { Button, Keys } from "../controls/button.tsx";
import { person, useDesk } from "../desk.ts";

const HINTS = {
  move: { keys: ["W", "A", "S", "D"], text: "Move. Right-drag looks round." },
  lens: { keys: ["1", "…", "9"], text: "Change the lens." },
  roll: { keys: ["Space"], text: "Roll. Space again cuts: that is a take." },
} as const;

/** The hints, in a row under the gate. */
export function Hints() {
  const { model, emit } = useDesk();
  const hints = model.hints.value;
  // In a plan they would lie on its scale, and neither camera nor feet move there.
  if (hints.length === 0 || model.link.value !== "joined") return null;
  if (model.state.value !== "on set" || model.seeing.value === "plan") return null;
  const dismiss = (
    <Button bare icon={X} label="Hide the hints" onPress={() => emit({ type: "dismiss hints" })} />
  );
  const { id, letter, operator } = model.camera;
  const other = person(model, operator.value);
  if (model.seeing.value === "camera" && id.value !== 0 && other?.self !== true) {
    const free = model.cameras.value.find((camera) => camera.operator === 0);
    return (
      <div class="hints" role="note" aria-label="First steps">
        <p>
          You watch camera {letter.value}
          {other ? `, which ${other.name} operates` : ""}.
        </p>
        <p>
          <Keys keys={["V"]} />
          <span class="unseen">V: </span>
          Walk about.
        </p>
        <p>
          <Button
            icon={Camera}
            label={free ? `Take camera ${free.letter}` : "Add a camera of your own"}
            onPress={() => emit(free ? { type: "man", camera: free.id } : { type: "add camera" })}
          />
        </p>
        {dismiss}
      </div>
    );
  }
  return (
    <div class="hints" role="note" aria-label="First steps">
      {hints.map((hint) => (
        <p key={hint}>
          <Keys keys={HINTS[hint].keys} />
          <span class="unseen">{HINTS[hint].keys.join(" ")}: </span>
          {HINTS[hint].text}
        </p>
      ))}
      {dismiss}
    </div>
  );
}
