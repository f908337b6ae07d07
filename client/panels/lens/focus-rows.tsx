/**
 * Focus: distance with its subject and limits, stored stops, racks. In: the camera's signals. Out: `camera`, `rack` and
 * what is done to stops.
 */
import { Ellipsis, Pencil, Plus, Trash } from "lucide-preact";
import { useState } from "preact/hooks";
import { ActionButton, Button } from "../controls/button.tsx";
import { Field, TextField } from "../controls/field.tsx";
import { Menu, openMenu } from "../controls/popover.tsx";
import { ratio, Slider } from "../controls/slider.tsx";
import { useDesk } from "../desk.ts";
import type { FocusStop } from "../model.ts";
import { distance, figure, limits, parseDistance, parseFigure } from "../units.ts";
import { useChange } from "./use-change.ts";

/** Ends of the focus track, metres. */
const NEAREST = 0.4;
const FARTHEST = 40;

/** The rows of focus. */
export function Focus() {
  const { model } = useDesk();
  const change = useChange();
  const c = model.camera;
  const units = model.settings.value.units;
  const far = c.far.value;
  return (
    <div class="with-slider">
      <Field
        label="Focus"
        text={distance(c.focus.value, units)}
        after={c.subject.value !== "" ? `· ${c.subject.value}` : ""}
        value={c.focus.value}
        step={0.05}
        min={0.05}
        max={10000}
        parse={(text) => parseDistance(text, units)}
        refused={c.refused.value}
        onValue={(value, settled) => change({ focus: value }, settled)}
      />
      <Slider
        label="Focus distance"
        value={c.focus.value}
        min={NEAREST}
        max={FARTHEST}
        scale={ratio(NEAREST, FARTHEST)}
        step={0.01}
        band={[Math.max(NEAREST, c.near.value), Math.min(FARTHEST, far)]}
        notches={c.stops.value.map((one) => one.distance)}
        text={`${distance(c.focus.value, units)}${c.subject.value ? `, ${c.subject.value}` : ""}`}
        refused={c.refused.value}
        onValue={(value, settled) => change({ focus: value }, settled)}
      />
      <p class="row note figures">
        <span class="name" data-tip={`Circle of confusion ${figure(c.circle.value, 3)} mm`}>
          Sharp
        </span>
        <span class="value">{limits(c.near.value, far, units)}</span>
      </p>
      <div class="stops">
        {c.stops.value.map((stop) => (
          <FocusStopButton key={stop.id} stop={stop} />
        ))}
        <span class="stop-tools">
          <ActionButton action="store-focus" icon={Plus} label="Store" />
          {c.subject.value !== "" ? (
            <ActionButton action="focus-hand" label="By hand" />
          ) : (
            <ActionButton action="focus" label="Follow" />
          )}
          <Field
            label="Rack"
            text={`${figure(c.rackSeconds.value, 1)} s`}
            value={c.rackSeconds.value}
            step={0.1}
            min={0}
            max={30}
            parse={parseFigure}
            refused={c.refused.value}
            onValue={(value, settled) => change({ rackSeconds: value }, settled)}
          />
        </span>
      </div>
    </div>
  );
}

/** A stored focus: pressing it racks there. */
function FocusStopButton({ stop }: { stop: FocusStop }) {
  const { model, emit } = useDesk();
  const [naming, setNaming] = useState(false);
  const { refused, rackSeconds } = model.camera;
  const place = distance(stop.distance, model.settings.value.units);
  if (naming)
    return (
      <TextField
        label="Name of the focus stop"
        hideLabel
        autoFocus
        max={32}
        text={stop.label}
        onText={(label) => emit({ type: "name focus", stop: stop.id, label })}
        onDone={() => setNaming(false)}
      />
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu key and a right click open the menu inside
    <span class="stop" onContextMenu={openMenu}>
      <Button
        label={stop.label}
        tip={`Rack to ${place} in ${figure(rackSeconds.value, 1)} s`}
        refused={refused.value}
        onPress={() => emit({ type: "rack", stop: stop.id })}
      >
        {stop.label} <span class="dim figures">{place}</span>
      </Button>
      <Menu
        label={`More for ${stop.label}`}
        icon={Ellipsis}
        class="passing"
        tabIndex={-1}
        entries={[
          { label: "Rename", icon: Pencil, onPress: () => setNaming(true) },
          {
            label: "Forget",
            icon: Trash,
            danger: true,
            onPress: () => emit({ type: "forget focus", stop: stop.id }),
          },
        ]}
      />
    </span>
  );
}
