/**
 * What carries the camera and what lets the light in: shutter and rate, squeeze and frame, rig, exposure. In: the
 * camera's signals. Out: `camera` intents.
 */
import { Pick, Toggle } from "../controls/choose.tsx";
import { Field } from "../controls/field.tsx";
import { Slider } from "../controls/slider.tsx";
import { useDesk } from "../desk.ts";
import {
  distance,
  figure,
  fixed,
  parseDistance,
  parseFigure,
  parseShutter,
  shutter,
  stopsOfNd,
} from "../units.ts";
import { useChange } from "./use-change.ts";

/** Shutter and camera rate. */
export function Motion() {
  const { model } = useDesk();
  const change = useChange();
  const c = model.camera;
  const rate = c.cameraRate.value;
  return (
    <>
      <Field
        label="Shutter"
        text={shutter(c.shutter.value, rate)}
        value={c.shutter.value}
        step={1}
        min={1}
        max={360}
        parse={(text) => parseShutter(text, rate)}
        refused={c.refused.value}
        onValue={(value, settled) => change({ shutter: value }, settled)}
      />
      <Field
        label="Camera rate"
        text={`${figure(rate, 3)} fps`}
        after={c.cameraRateNote.value ? `· ${c.cameraRateNote.value}` : ""}
        value={rate}
        step={1}
        min={1}
        max={240}
        parse={parseFigure}
        refused={c.refused.value}
        onValue={(value, settled) => change({ cameraRate: value }, settled)}
      />
    </>
  );
}

/** Squeeze and delivery ratio. */
export function Frame() {
  const { model, emit } = useDesk();
  const change = useChange();
  const c = model.camera;
  return (
    <>
      <Pick
        label="Squeeze"
        value={String(c.squeeze.value)}
        choices={c.squeezes.map((one) => ({ id: String(one), label: `${figure(one)}×` }))}
        refused={c.refused.value}
        onPick={(id) => change({ squeeze: Number(id) })}
      />
      <Pick
        label="Frame"
        value={model.settings.value.ratio}
        choices={model.ratios.value}
        onPick={(id) => emit({ type: "settings", change: { ratio: id } })}
      />
    </>
  );
}

/** Rig, height, tilt, roll, speed, smoothing. */
export function Rig() {
  const { model } = useDesk();
  const change = useChange();
  const c = model.camera;
  return (
    <section>
      <h3>Rig</h3>
      <Pick
        label="Kind"
        value={c.rig.value}
        choices={c.rigs.value}
        refused={c.refused.value}
        onPick={(rig) => change({ rig })}
      />
      <Height />
      <Angle label="Tilt" of="tilt" most={90} />
      <Angle label="Roll" of="roll" most={180} />
      <Speed />
      <Smoothing />
    </section>
  );
}

function Height() {
  const { model } = useDesk();
  const change = useChange();
  const { height, refused } = model.camera;
  const units = model.settings.value.units;
  return (
    <Field
      label="Height"
      text={distance(height.value, units)}
      value={height.value}
      step={0.05}
      min={0}
      max={200}
      parse={(text) => parseDistance(text, units)}
      refused={refused.value}
      onValue={(value, settled) => change({ height: value }, settled)}
    />
  );
}

function Angle({ label, of, most }: { label: string; of: "tilt" | "roll"; most: number }) {
  const { model } = useDesk();
  const change = useChange();
  const degrees = model.camera[of].value;
  return (
    <Field
      label={label}
      text={`${fixed(degrees, 1)}°`}
      value={degrees}
      step={0.5}
      min={-most}
      max={most}
      parse={parseFigure}
      refused={model.camera.refused.value}
      onValue={(value, settled) => change({ [of]: value }, settled)}
    />
  );
}

function Speed() {
  const { model } = useDesk();
  const change = useChange();
  const speed = model.camera.speed.value;
  return (
    <Field
      label="Speed"
      text={`${figure(speed, 2)} m/s`}
      value={speed}
      step={0.1}
      min={0.05}
      max={50}
      parse={parseFigure}
      onValue={(value, settled) => change({ speed: value }, settled)}
    />
  );
}

function Smoothing() {
  const { model } = useDesk();
  const change = useChange();
  const smoothing = model.camera.smoothing.value;
  const percent = Math.round(smoothing * 100);
  return (
    <>
      <Field
        label="Smoothing"
        text={`${percent} %`}
        value={percent}
        step={5}
        min={0}
        max={100}
        parse={parseFigure}
        onValue={(value, settled) => change({ smoothing: value / 100 }, settled)}
      />
      <Slider
        label="Smoothing"
        value={smoothing}
        min={0}
        max={1}
        step={0.05}
        text={`${percent} per cent`}
        onValue={(value, settled) => change({ smoothing: value }, settled)}
      />
    </>
  );
}

/** EI, ND, by hand. */
export function Exposure() {
  const { model } = useDesk();
  const change = useChange();
  const c = model.camera;
  return (
    <section>
      <h3>Exposure</h3>
      <Field
        label="EI"
        text={figure(c.ei.value, 0)}
        value={c.ei.value}
        step={100}
        min={25}
        max={25600}
        parse={parseFigure}
        refused={c.refused.value}
        onValue={(value, settled) => change({ ei: value }, settled)}
      />
      <Field
        label="ND"
        text={fixed(c.nd.value, 1)}
        after={`· ${stopsOfNd(c.nd.value)}`}
        value={c.nd.value}
        step={0.3}
        min={0}
        max={4.8}
        parse={parseFigure}
        refused={c.refused.value || (c.byHand.value ? "" : "ND holds the exposure: set it by hand first")}
        onValue={(value, settled) => change({ nd: value }, settled)}
      />
      <Toggle
        label="By hand"
        note={c.byHand.value ? "Stop and shutter change the exposure" : "ND holds the exposure"}
        on={c.byHand.value}
        refused={c.refused.value}
        onToggle={(byHand) => change({ byHand })}
      />
    </section>
  );
}
