/**
 * An actor or a vehicle: their marks in order with times, gestures to be played now, where the eyes rest. In: the one
 * inspected. Out: marks laid, chosen and walked; gestures; eyelines.
 */
import { Car, Footprints, Route } from "lucide-preact";
import { ActionButton, Button } from "../controls/button.tsx";
import { roving } from "../controls/roving.ts";
import { useDesk } from "../desk.ts";
import type { Inspected, MarkSummary } from "../model.ts";
import { figure, seconds } from "../units.ts";
import { GazeRows } from "./gaze.tsx";

/** When a mark is reached, in words. */
const arrival = (at: MarkSummary["arrives"]): string =>
  at === "unknown" ? "…" : at === null ? "waits" : seconds(at);

/** The sections of somebody who follows marks. */
export function PerformerPanel({ thing }: { thing: Inspected }) {
  const { model, emit } = useDesk();
  const laying = model.tool.value;
  return (
    <>
      <section>
        <h3>Marks</h3>
        {thing.marks.length === 0 ? (
          <p class="nothing">
            {thing.label} has no marks. Lay one with each click on the ground
            {thing.kind === "actor" ? " (on a seat, to sit down there)" : ""}, or walk the path yourself.
          </p>
        ) : (
          <ol class="marks" onKeyDown={roving}>
            {thing.marks.map((mark, place) => (
              <li key={mark.id}>
                <button
                  type="button"
                  data-roving
                  tabIndex={place === 0 ? 0 : -1}
                  onClick={() => emit({ type: "select", ids: [mark.id], add: false })}
                >
                  <span class="number figures">{mark.number}</span>
                  <span class="label">{mark.text}</span>
                  <span class="dim figures">{arrival(mark.arrives)}</span>
                </button>
              </li>
            ))}
          </ol>
        )}
        <div class="buttons">
          <ActionButton
            action="marks"
            icon={Route}
            label="Lay marks"
            tone={laying === "marks" ? "solid" : "quiet"}
            pressed={laying === "marks"}
            showKeys
          />
          <ActionButton
            action="walk-it"
            icon={thing.kind === "vehicle" ? Car : Footprints}
            label={thing.kind === "vehicle" ? "Drive it" : "Walk it"}
            pressed={laying === "walk it"}
          />
        </div>
      </section>
      {thing.gestures.length > 0 ? (
        <section>
          <h3>Now</h3>
          <div class="buttons">
            {thing.gestures.map((clip) => (
              <Button
                key={clip}
                label={clip.replace(/-/g, " ")}
                tip="Plays now; recorded while rolling"
                onPress={() => emit({ type: "gesture", id: thing.id, clip })}
              />
            ))}
          </div>
        </section>
      ) : null}
      {thing.gaze ? (
        <GazeRows
          gaze={thing.gaze}
          self={thing.id}
          refused=""
          onGaze={(gaze) => emit({ type: "gaze", id: thing.id, gaze })}
        />
      ) : null}
      {thing.vehicle ? (
        <section>
          <h3>Drives</h3>
          <p class="row note figures">
            <span class="name">Top speed</span>
            <span class="value">{figure(thing.vehicle.topSpeed * 3.6, 0)} km/h</span>
          </p>
          <p class="row note figures">
            <span class="name">Turns in</span>
            <span class="value">{figure(thing.vehicle.turningCircle, 1)} m</span>
          </p>
        </section>
      ) : null}
    </>
  );
}
