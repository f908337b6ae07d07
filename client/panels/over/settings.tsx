/**
 * Settings of one's own screen and hands. In: settings. Out: `settings` with what changed.
 */
import { Pick, Segments, Toggle } from "../controls/choose.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { Field } from "../controls/field.tsx";
import { useDesk } from "../desk.ts";
import type { Settings } from "../model.ts";
import { figure, parseFigure } from "../units.ts";

/** The settings dialogue. */
export function SettingsDialog() {
  const { model, emit } = useDesk();
  const s = model.settings.value;
  const set = (change: Partial<Settings>) => emit({ type: "settings", change });
  const rolling = model.state.value === "rolling" ? "Cut first" : "";
  return (
    <Dialog title="Settings" class="wide">
      <div class="columns scroll">
        <section>
          <h3>Frame</h3>
          <Pick
            label="Delivery"
            value={s.ratio}
            choices={model.ratios.value}
            onPick={(ratio) => set({ ratio })}
          />
          <Segments
            label="Outside the gate"
            showLabel
            value={s.outside}
            choices={[
              { id: "dimmed", label: "Dimmed" },
              { id: "black", label: "Black" },
            ]}
            onPick={(outside) => set({ outside })}
          />
          <Toggle label="Centre cross" on={s.cross} onToggle={(cross) => set({ cross })} />
          <Toggle
            label="Safe areas"
            note="93 % action, 90 % titles"
            on={s.safe}
            onToggle={(safe) => set({ safe })}
          />
          <Toggle label="Thirds" on={s.thirds} onToggle={(thirds) => set({ thirds })} />
          <Toggle label="Horizon" on={s.horizon} onToggle={(horizon) => set({ horizon })} />
          <fieldset class="chips">
            <legend>Other ratios as guides</legend>
            {model.ratios.value
              .filter((ratio) => ratio.id !== s.ratio)
              .map((ratio) => (
                <button
                  key={ratio.id}
                  type="button"
                  class="button quiet"
                  aria-pressed={s.guides.includes(ratio.id)}
                  onClick={() =>
                    set({
                      guides: s.guides.includes(ratio.id)
                        ? s.guides.filter((one) => one !== ratio.id)
                        : [...s.guides, ratio.id],
                    })
                  }
                >
                  {ratio.label}
                </button>
              ))}
          </fieldset>
        </section>
        <section>
          <h3>Shooting</h3>
          <Pick
            label="Project rate"
            value={s.rate}
            choices={model.projectRates.value}
            refused={rolling}
            onPick={(rate) => set({ rate })}
          />
          <Segments
            label="Slate"
            showLabel
            value={s.slateStyle}
            choices={[
              { id: "us", label: "US" },
              { id: "uk", label: "UK" },
            ]}
            onPick={(slateStyle) => set({ slateStyle })}
          />
          <Toggle
            label="I call Action"
            note="Rolling does not call it"
            on={s.callsAction}
            onToggle={(callsAction) => set({ callsAction })}
          />
          <Field
            label="Pre-roll"
            text={`${figure(s.preRoll, 1)} s`}
            value={s.preRoll}
            step={0.5}
            min={0}
            max={30}
            parse={parseFigure}
            refused={s.callsAction ? "You call Action yourself" : ""}
            onValue={(preRoll, settled) => settled && set({ preRoll })}
          />
          <Toggle
            label="Back to one leaves the cameras"
            on={s.keepCameras}
            onToggle={(keepCameras) => set({ keepCameras })}
          />
          <h3>Screen</h3>
          <Segments
            label="Quality"
            showLabel
            value={s.quality}
            choices={[
              { id: "auto", label: "Auto", tip: "Chosen by timing on this machine" },
              { id: "low", label: "Low" },
              { id: "medium", label: "Medium" },
              { id: "high", label: "High" },
            ]}
            onPick={(quality) => set({ quality })}
          />
          <Segments
            label="Distances"
            showLabel
            value={s.units}
            choices={[
              { id: "metres", label: "Metres" },
              { id: "feet", label: "Feet" },
            ]}
            onPick={(units) => set({ units })}
          />
          <Toggle
            label="Project’s cadence"
            note="24 strobes as it will on a screen"
            on={s.cadence}
            onToggle={(cadence) => set({ cadence })}
          />
          <Segments
            label="Notes of a still"
            showLabel
            value={s.stillNotes}
            choices={[
              {
                id: "below",
                label: "Below",
                tip: "Slate, lens, height, tilt and distance under the picture",
              },
              { id: "in", label: "In it", tip: "The same, over the picture’s lower edge" },
              { id: "none", label: "None" },
            ]}
            onPick={(stillNotes) => set({ stillNotes })}
          />
          <Toggle
            label="Names in the picture"
            note="Never recorded"
            on={s.names}
            onToggle={(names) => set({ names })}
          />
          <Toggle
            label="Reduced motion"
            on={s.reducedMotion}
            onToggle={(reducedMotion) => set({ reducedMotion })}
          />
        </section>
      </div>
    </Dialog>
  );
}
