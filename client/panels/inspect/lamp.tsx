/**
 * A lamp: on or off, level, colour. In: the lamp. Out: `set lamp`.
 */
import type { Lamp } from "../../../shared/world/entity.ts";
import { Toggle } from "../controls/choose.tsx";
import { Field } from "../controls/field.tsx";
import { ratio, Slider } from "../controls/slider.tsx";
import { useDesk } from "../desk.ts";
import type { Inspected } from "../model.ts";
import { figure, parseFigure } from "../units.ts";
import { lockedWhy } from "./inspector.tsx";

/** Kelvin that the slider spans. */
const WARMEST = 1800;
const COOLEST = 12000;

/** The section of a lamp. */
export function LampPanel({ thing, lamp }: { thing: Inspected; lamp: Lamp }) {
  const { emit } = useDesk();
  const why = lockedWhy(thing);
  const set = (change: Partial<Lamp>, settled = true) =>
    emit({ type: "set lamp", ids: [thing.id], lamp: { ...lamp, ...change }, settled });
  return (
    <section>
      <h3>Lamp</h3>
      <Toggle label="On" on={lamp.on} refused={why} onToggle={(on) => set({ on })} />
      <Field
        label="Level"
        text={`${Math.round(lamp.level * 100)} %`}
        value={lamp.level * 100}
        step={5}
        min={0}
        max={400}
        parse={parseFigure}
        refused={why}
        onValue={(value, settled) => set({ level: value / 100 }, settled)}
      />
      <Slider
        label="Level"
        value={lamp.level}
        min={0}
        max={4}
        step={0.05}
        notches={[1]}
        text={`${Math.round(lamp.level * 100)} per cent`}
        refused={why}
        onValue={(level, settled) => set({ level }, settled)}
      />
      <Toggle
        label="Its own colour"
        on={lamp.kelvin === 0}
        refused={why}
        onToggle={(own) => set({ kelvin: own ? 0 : 3200 })}
      />
      {lamp.kelvin > 0 ? (
        <>
          <Field
            label="Colour"
            text={`${figure(lamp.kelvin, 0)} K`}
            value={lamp.kelvin}
            step={100}
            min={WARMEST}
            max={COOLEST}
            parse={parseFigure}
            refused={why}
            onValue={(kelvin, settled) => set({ kelvin }, settled)}
          />
          <Slider
            label="Colour temperature"
            value={lamp.kelvin}
            min={WARMEST}
            max={COOLEST}
            scale={ratio(WARMEST, COOLEST)}
            step={50}
            notches={[3200, 5600]}
            text={`${figure(lamp.kelvin, 0)} kelvin`}
            refused={why}
            onValue={(kelvin, settled) => set({ kelvin }, settled)}
          />
        </>
      ) : null}
    </section>
  );
}
