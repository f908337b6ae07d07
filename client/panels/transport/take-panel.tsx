/**
 * One take in detail: rating, circled, status, description, notes, flags, files. In: the take shown, or the one in
 * review. Out: `rate take`, flags named and removed, export and download.
 */
import { Circle, Clapperboard, Download, Flag, Play, Trash, X } from "lucide-preact";
import { ActionButton, Button } from "../controls/button.tsx";
import { Segments, Stars } from "../controls/choose.tsx";
import { TextField } from "../controls/field.tsx";
import { useDesk } from "../desk.ts";
import { figure, span } from "../units.ts";

/** The tab of a take. */
export function TakePanel() {
  const { model, emit } = useDesk();
  const shown = model.view.takeShown;
  const id = shown.value || model.transport.take.value;
  const take = model.takes.value.find((one) => one.id === id);
  if (!take) return <p class="nothing">This take is no longer here.</p>;
  const rate = (change: Extract<Parameters<typeof emit>[0], { type: "rate take" }>["change"]) =>
    emit({ type: "rate take", take: take.id, change });
  const base = model.transport.base.value;
  const reviewing = model.transport.take.value === take.id;
  return (
    <>
      <div class="head">
        <strong class={`figures ${take.circled ? "circled" : ""}`}>
          {take.setup} · T{take.number}
        </strong>
        <span class="tools-row">
          <Button
            bare
            icon={Circle}
            label={take.circled ? "Uncircle" : "Circle this take"}
            pressed={take.circled}
            onPress={() => rate({ circled: !take.circled })}
          />
          {shown.value !== "" ? (
            <Button
              bare
              icon={X}
              label="Close"
              onPress={() => {
                shown.value = "";
              }}
            />
          ) : null}
        </span>
      </div>
      <p class="row note figures">
        <span class="name">Length</span>
        <span class="value">{span(take.frames, base)}</span>
      </p>
      <p class="row note figures">
        <span class="name">{take.cameras.length > 1 ? "Cameras" : "Camera"}</span>
        <span class="value">
          {take.cameras.split("").join(", ")} · {figure(take.focal, 1)} mm
        </span>
      </p>
      <div class="row">
        <span class="name">Rating</span>
        <span class="value">
          <Stars label="Rating" value={take.rating} onValue={(rating) => rate({ rating })} />
        </span>
      </div>
      <Segments
        label="Status"
        value={take.status}
        choices={[
          { id: "none", label: "None" },
          { id: "ng", label: "NG" },
          { id: "ok", label: "OK" },
          { id: "print", label: "Print" },
        ]}
        onPick={(status) => rate({ status })}
      />
      <TextField
        label="Description"
        lines={2}
        placeholder="What happens in it"
        max={200}
        text={take.description}
        onText={(description) => rate({ description })}
      />
      <TextField
        label="Notes"
        lines={4}
        placeholder="For the edit, for the next take"
        max={4000}
        text={take.notes}
        onText={(notes) => rate({ notes })}
      />
      <section>
        <h3>Flags</h3>
        {take.flags.length === 0 ? (
          <p class="nothing">A flag keeps a moment: M while rolling, or in review.</p>
        ) : (
          <ul class="flags">
            {take.flags.map((flag) => (
              <li key={flag.frame}>
                <Button
                  icon={Flag}
                  label={span(flag.frame, base)}
                  tip="Go there"
                  onPress={() => {
                    if (!reviewing) emit({ type: "review", take: take.id });
                    emit({ type: "seek", frame: flag.frame, settled: true });
                  }}
                />
                <TextField
                  label="Flag"
                  hideLabel
                  max={64}
                  text={flag.label}
                  placeholder="unnamed"
                  onText={(label) =>
                    emit({ type: "set flag", take: take.id, frame: flag.frame, label, remove: false })
                  }
                />
                <Button
                  bare
                  icon={Trash}
                  label={`Remove the flag ${flag.label}`}
                  onPress={() =>
                    emit({
                      type: "set flag",
                      take: take.id,
                      frame: flag.frame,
                      label: flag.label,
                      remove: true,
                    })
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </section>
      <div class="buttons">
        {reviewing ? null : (
          <Button
            icon={Play}
            tone="solid"
            label="Review"
            onPress={() => emit({ type: "review", take: take.id })}
          />
        )}
        <ActionButton action="export" icon={Clapperboard} label="Export" />
        <Button
          icon={Download}
          label=".take file"
          onPress={() => emit({ type: "download take", take: take.id })}
        />
      </div>
    </>
  );
}
