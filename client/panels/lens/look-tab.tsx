/**
 * The look: sun by time of day, sky, practicals, exposure. In: the stage's look and what follows from it. Out: `look`
 * intents; dragging the sun over the day is one step.
 */

import type { Look } from "../../../shared/world/command.ts";
import { Segments } from "../controls/choose.tsx";
import { Field } from "../controls/field.tsx";
import { linear, Slider } from "../controls/slider.tsx";
import { useDesk } from "../desk.ts";
import { clock, figure, fixed, parseClock, parseFigure, signed } from "../units.ts";

const DEGREES = 180 / Math.PI;
/** Times that a shot is planned for, as offered beside the scrub. */
const HOURS = (sunrise: number | null, sunset: number | null) => [
  { label: "Dawn", time: (sunrise ?? 6) - 0.4 },
  { label: "Morning", time: (sunrise ?? 6) + 2 },
  { label: "Noon", time: 12 },
  { label: "Golden", time: (sunset ?? 19) - 0.7 },
  { label: "Dusk", time: (sunset ?? 19) + 0.4 },
  { label: "Night", time: 23 },
];

/** The look tab. */
export function LookTab() {
  const { model, emit } = useDesk();
  const panel = model.look.value;
  const look = panel.look;
  const set = (change: Partial<Look>, settled = true) =>
    emit({ type: "look", look: { ...look, ...change }, settled });
  return (
    <>
      <section>
        <h3>Sun</h3>
        <Field
          label="Time of day"
          text={clock(look.time)}
          after={panel.phrase ? `· ${panel.phrase}` : ""}
          value={look.time}
          step={0.25}
          min={0}
          max={24}
          parse={parseClock}
          onValue={(time, settled) => set({ time }, settled)}
        />
        <Slider
          label="Time of day"
          value={look.time}
          min={0}
          max={24}
          step={1 / 12}
          notches={[panel.sunrise, panel.sunset].filter((hour) => hour !== null)}
          text={`${clock(look.time)}, ${panel.phrase}`}
          onValue={(time, settled) => set({ time }, settled)}
        />
        <div class="buttons hours">
          {HOURS(panel.sunrise, panel.sunset).map((hour) => (
            <button
              key={hour.label}
              type="button"
              class="button quiet"
              aria-pressed={Math.abs(hour.time - look.time) < 0.05}
              data-tip={clock(hour.time)}
              onClick={() => set({ time: hour.time })}
            >
              {hour.label}
            </button>
          ))}
        </div>
        <p class="row note figures">
          <span class="name">Stands</span>
          <span class="value">
            {panel.sunHeight >= 0
              ? `${fixed(panel.sunHeight, 0)}° high, ${fixed(panel.sunBearing, 0)}°`
              : `${fixed(-panel.sunHeight, 0)}° below the horizon`}
          </span>
        </p>
        {panel.sunrise !== null && panel.sunset !== null ? (
          <p class="row note figures">
            <span class="name">Rises, sets</span>
            <span class="value">
              {clock(panel.sunrise)}, {clock(panel.sunset)}
            </span>
          </p>
        ) : null}
        <Field
          label="North"
          text={`${fixed(look.north * DEGREES, 0)}°`}
          value={look.north * DEGREES}
          step={1}
          min={-180}
          max={360}
          parse={parseFigure}
          onValue={(value, settled) => set({ north: value / DEGREES }, settled)}
        />
        <Field
          label="Latitude"
          text={`${fixed(look.latitude, 1)}°`}
          value={look.latitude}
          step={1}
          min={-90}
          max={90}
          parse={parseFigure}
          onValue={(latitude, settled) => set({ latitude }, settled)}
        />
        <Field
          label="Day"
          text={dayText(look.day)}
          value={look.day}
          step={1}
          min={1}
          max={366}
          parse={parseDay}
          onValue={(day, settled) => set({ day: Math.round(day) }, settled)}
        />
      </section>
      <section>
        <h3>Sky</h3>
        <Field
          label="Cloud"
          text={`${Math.round(look.cloud * 100)} %`}
          value={look.cloud * 100}
          step={5}
          min={0}
          max={100}
          parse={parseFigure}
          onValue={(value, settled) => set({ cloud: value / 100 }, settled)}
        />
        <Slider
          label="Cloud"
          value={look.cloud}
          min={0}
          max={1}
          step={0.05}
          text={`${Math.round(look.cloud * 100)} per cent`}
          onValue={(cloud, settled) => set({ cloud }, settled)}
        />
        <Field
          label="Haze"
          text={figure(look.turbidity, 1)}
          after={look.turbidity < 2.2 ? "· very clear" : look.turbidity < 4 ? "· clear" : "· hazy"}
          value={look.turbidity}
          step={0.1}
          min={1.5}
          max={10}
          parse={parseFigure}
          onValue={(turbidity, settled) => set({ turbidity }, settled)}
        />
        <Slider
          label="Haze"
          value={look.turbidity}
          min={1.5}
          max={10}
          scale={linear(1.5, 10)}
          step={0.1}
          text={figure(look.turbidity, 1)}
          onValue={(turbidity, settled) => set({ turbidity }, settled)}
        />
      </section>
      <section>
        <h3>Practicals</h3>
        <Segments
          label="Practicals"
          value={look.practicals}
          choices={[
            { id: "off", label: "Off" },
            { id: "on", label: "On" },
            { id: "dusk", label: "By the sun", tip: "They come on as the sun goes down" },
          ]}
          onPick={(practicals) => set({ practicals })}
        />
      </section>
      <section>
        <h3>Exposure</h3>
        <Field
          label="Over the meter"
          text={`${signed(look.exposure)} stops`}
          value={look.exposure}
          step={0.1}
          min={-8}
          max={8}
          parse={parseFigure}
          onValue={(exposure, settled) => set({ exposure }, settled)}
        />
        <Slider
          label="Exposure over the meter"
          value={look.exposure}
          min={-4}
          max={4}
          step={0.1}
          notches={[0]}
          text={`${signed(look.exposure)} stops`}
          onValue={(exposure, settled) => set({ exposure }, settled)}
        />
      </section>
    </>
  );
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Day of the year as `14 Sep`, in a year that is no leap year. */
function dayText(day: number): string {
  let left = Math.min(365, Math.max(1, Math.round(day)));
  for (const [month, length] of LENGTHS.entries()) {
    if (left <= length) return `${left} ${MONTHS[month]}`;
    left -= length;
  }
  return "31 Dec";
}

/** Reads `14 Sep`, `Sep 14` or the day's number. */
function parseDay(text: string): number | null {
  const words = text.trim().toLowerCase();
  if (/^\d{1,3}$/.test(words)) return Number(words);
  const month = MONTHS.findIndex((name) => words.includes(name.toLowerCase()));
  const day = /\d{1,2}/.exec(words);
  if (month < 0 || !day) return null;
  return LENGTHS.slice(0, month).reduce((sum, length) => sum + length, 0) + Number(day[0]);
}
