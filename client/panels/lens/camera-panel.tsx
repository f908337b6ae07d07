/**
 * The camera: body, lens, focus, shutter, frame, rig, exposure, framings. In: the camera's signals. Out: `camera`
 * intents. Rows that change every frame are components of their own, so that nothing else is drawn again.
 */
import {
  Camera as CameraIcon,
  Check,
  Ellipsis,
  LockKeyhole,
  Pencil,
  Plus,
  Trash,
  UserRound,
} from "lucide-preact";
import { useState } from "preact/hooks";
import { ActionButton, Button, Glyph } from "../controls/button.tsx";
import { Pick, Toggle } from "../controls/choose.tsx";
import { Field, TextField } from "../controls/field.tsx";
import { Menu, openMenu } from "../controls/popover.tsx";
import { roving } from "../controls/roving.ts";
import { ratio, Slider } from "../controls/slider.tsx";
import { person, useDesk } from "../desk.ts";
import type { CameraChange } from "../intent.ts";
import type { FocusStop } from "../model.ts";
import { Disc } from "../top/strip.tsx";
import {
  distance,
  figure,
  fixed,
  limits,
  parseDistance,
  parseFigure,
  parseShutter,
  shutter,
  stopsOfNd,
  T_STOPS,
  tStop,
} from "../units.ts";
import { Framings } from "./framings.tsx";

/** Emits a change of the camera shown. */
function useChange() {
  const { emit } = useDesk();
  return (change: CameraChange, settled = true) => emit({ type: "camera", change, settled });
}

/** The camera tab. */
export function CameraPanel() {
  const { model } = useDesk();
  if (model.cameras.value.length === 0 && model.link.value === "joining")
    return <p class="empty">Joining: the cameras come here.</p>;
  if (model.cameras.value.length === 0)
    return (
      <div class="empty">
        <p>This stage has no camera yet.</p>
        <ActionButton action="add-camera" icon={Plus} tone="solid" />
      </div>
    );
  if (model.camera.id.value === 0) return <NoCamera />;
  return (
    <>
      <Head />
      <Body />
      <LensRow />
      <Stop />
      <Focus />
      <Motion />
      <Frame />
      <Rig />
      <Exposure />
      <Framings />
    </>
  );
}

function NoCamera() {
  const { model, emit } = useDesk();
  return (
    <div class="empty">
      <p>
        {model.seeing.value === "plan" ? "You look from above." : "You are on foot."} Take a camera to shoot:
      </p>
      <CameraList />
      <Button label="Watch instead" onPress={() => emit({ type: "watch" })} />
    </div>
  );
}

/** Every camera with who mans it; choosing one takes it. */
export function CameraList() {
  const { model, emit } = useDesk();
  return (
    <ul class="cameras">
      {model.cameras.value.map((camera) => {
        const who = person(model, camera.operator);
        return (
          <li key={camera.id}>
            <Button
              label={`Camera ${camera.letter}`}
              icon={CameraIcon}
              tone={camera.id === model.camera.id.value ? "solid" : "quiet"}
              refused={who && !who.self ? `${who.name} mans camera ${camera.letter}` : ""}
              onPress={() => emit({ type: "man", camera: camera.id })}
            />
            <span class="dim figures">{camera.lens}</span>
            {who ? <Disc of={who} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

function Head() {
  const { model, emit } = useDesk();
  const { letter, operator, refused, warning } = model.camera;
  const who = person(model, operator.value);
  return (
    <>
      <div class="head">
        <Menu
          label="Cameras"
          entries={[
            ...model.cameras.value.map((camera) => {
              const mans = person(model, camera.operator);
              return {
                label: `Camera ${camera.letter} · ${camera.lens}`,
                icon: camera.id === model.camera.id.value ? Check : CameraIcon,
                refused: mans && !mans.self ? `${mans.name} mans it` : "",
                onPress: () => emit({ type: "man", camera: camera.id }),
              };
            }),
            { label: "Add a camera", icon: Plus, onPress: () => emit({ type: "add camera" }) },
            { label: "Watch", icon: UserRound, onPress: () => emit({ type: "watch" }) },
          ]}
        >
          <strong>Camera {letter.value}</strong>
        </Menu>
        <span class="who">
          {refused.value !== "" ? <Glyph icon={LockKeyhole} size={14} /> : null}
          {who ? (
            <>
              <Disc of={who} />
              <span class="dim">{who.self ? "you" : who.name}</span>
            </>
          ) : (
            <Button
              label="Take it"
              tone="solid"
              onPress={() => emit({ type: "man", camera: model.camera.id.value })}
            />
          )}
        </span>
      </div>
      {warning.value !== "" ? (
        <p class="warning" role="note">
          {warning.value}
        </p>
      ) : null}
    </>
  );
}

function Body() {
  const { model } = useDesk();
  const change = useChange();
  const c = model.camera;
  return (
    <>
      <Pick
        label="Body"
        value={c.body.value}
        choices={c.bodies.value}
        refused={c.refused.value}
        onPick={(body) => change({ body })}
      />
      <Pick
        label="Filmback"
        value={c.filmback.value}
        choices={c.filmbacks.value}
        refused={c.refused.value}
        onPick={(filmback) => change({ filmback })}
      />
      <Pick
        label="Lens set"
        value={c.lensSet.value}
        choices={c.lensSets.value}
        refused={c.refused.value}
        onPick={(lensSet) => change({ lensSet })}
      />
    </>
  );
}

/** The lens set as buttons, or a slider for a zoom. */
export function LensRow() {
  const { model } = useDesk();
  const change = useChange();
  const { focals, focal, zoom, refused, angles } = model.camera;
  const ends = zoom.value;
  if (ends)
    return (
      <>
        <Field
          label="Focal length"
          text={`${figure(focal.value, 1)} mm`}
          value={focal.value}
          step={1}
          min={ends[0]}
          max={ends[1]}
          parse={parseFigure}
          refused={refused.value}
          onValue={(value, settled) => change({ focal: value }, settled)}
        />
        <Slider
          label="Zoom"
          value={focal.value}
          min={ends[0]}
          max={ends[1]}
          scale={ratio(ends[0], ends[1])}
          step={1}
          text={`${figure(focal.value, 1)} millimetres`}
          refused={refused.value}
          onValue={(value, settled) => change({ focal: value }, settled)}
        />
      </>
    );
  const any = focals.value.some((one) => Math.abs(one - focal.value) < 0.05);
  return (
    <div
      class="lenses"
      role="radiogroup"
      aria-label={`Lens, ${figure(angles.value[0], 1)} degrees across`}
      tabIndex={-1}
      onKeyDown={roving}
    >
      {focals.value.map((one, place) => {
        const on = Math.abs(one - focal.value) < 0.05;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a button of the lens row, as on a lens case
          <button
            key={one}
            type="button"
            role="radio"
            aria-checked={on}
            aria-label={`${figure(one, 1)} millimetres`}
            aria-disabled={refused.value !== "" ? "true" : undefined}
            data-roving
            data-tip={refused.value || `${figure(one, 1)} mm`}
            data-keys={refused.value === "" && place < 9 ? String(place + 1) : undefined}
            tabIndex={on || (!any && place === 0) ? 0 : -1}
            class={on ? "on" : ""}
            onClick={() => refused.value === "" && change({ focal: one })}
          >
            {figure(one, 1)}
          </button>
        );
      })}
    </div>
  );
}

function Stop() {
  const { model } = useDesk();
  const change = useChange();
  const { tStop: stop, widest, refused } = model.camera;
  const last = 22;
  return (
    <div class="with-slider">
      <Field
        label="T-stop"
        text={tStop(stop.value)}
        value={stop.value}
        step={0.1}
        min={widest.value}
        max={45}
        parse={parseFigure}
        refused={refused.value}
        onValue={(value, settled) => change({ tStop: value }, settled)}
      />
      <Slider
        label="T-stop"
        value={stop.value}
        min={widest.value}
        max={last}
        scale={ratio(widest.value, last)}
        step={[widest.value, ...T_STOPS.filter((one) => one > widest.value && one <= last)]}
        text={tStop(stop.value)}
        refused={refused.value}
        onValue={(value, settled) => change({ tStop: value }, settled)}
      />
    </div>
  );
}

/** Ends of the focus track, metres. */
const NEAREST = 0.4;
const FARTHEST = 40;

function Focus() {
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

function Motion() {
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

function Frame() {
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

function Rig() {
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

function Exposure() {
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
