/**
 * Where eyes rest: ahead, on somebody or something, on a point, on the lens. In: a gaze. Out: the gaze changed.
 */
import type { Gaze } from "../../../shared/world/entity.ts";
import { Pick } from "../controls/choose.tsx";
import { Field } from "../controls/field.tsx";
import { useDesk } from "../desk.ts";
import { parseDistance, placed } from "../units.ts";

/** The section of an eyeline. */
export function GazeRows(props: { gaze: Gaze; self: number; refused: string; onGaze: (gaze: Gaze) => void }) {
  const { model } = useDesk();
  const { gaze, refused } = props;
  const units = model.settings.value.units;
  const seen = model.entities.value.filter(
    (line) => line.id !== props.self && ["Cast", "Vehicles", "Props"].includes(line.section),
  );
  return (
    <section>
      <h3>Eyeline</h3>
      <Pick
        label="Looks"
        value={gaze.kind}
        choices={[
          { id: "ahead", label: "ahead" },
          { id: "entity", label: "at a person or thing" },
          { id: "point", label: "at a point" },
          { id: "lens", label: "into the lens" },
        ]}
        refused={refused}
        onPick={(kind) => props.onGaze({ ...gaze, kind: kind as Gaze["kind"] })}
      />
      {gaze.kind === "entity" ? (
        <Pick
          label="At"
          value={String(gaze.on)}
          choices={[
            { id: "0", label: "choose…" },
            ...seen.map((line) => ({ id: String(line.id), label: line.label })),
          ]}
          refused={refused}
          onPick={(id) => props.onGaze({ ...gaze, on: Number(id) })}
        />
      ) : null}
      {gaze.kind === "point" ? (
        <div class="triple">
          {(["X", "Y", "Z"] as const).map((axis, place) => (
            <Field
              key={axis}
              label={axis}
              text={placed(gaze.point[place] ?? 0, units)}
              value={gaze.point[place] ?? 0}
              step={0.1}
              parse={(text) => parseDistance(text, units)}
              refused={refused}
              onValue={(value) => {
                const point: [number, number, number] = [gaze.point[0], gaze.point[1], gaze.point[2]];
                point[place] = value;
                props.onGaze({ ...gaze, point });
              }}
            />
          ))}
        </div>
      ) : null}
    </section>
  );
}
