/**
 * The camera: body, lens, focus, shutter, frame, rig, exposure, framings. In: the camera's signals. Out: `camera`
 * intents. Rows that change every frame are components of their own, so that nothing else is drawn again.
 */
import { Camera as CameraIcon, Check, LockKeyhole, Plus, UserRound } from "lucide-preact";
import { ActionButton, Button, Glyph } from "../controls/button.tsx";
import { Pick } from "../controls/choose.tsx";
import { Field } from "../controls/field.tsx";
import { Menu } from "../controls/popover.tsx";
import { roving } from "../controls/roving.ts";
import { ratio, Slider } from "../controls/slider.tsx";
import { person, useDesk } from "../desk.ts";
import { Disc } from "../top/strip.tsx";
import { figure, parseFigure, T_STOPS, tStop } from "../units.ts";
import { Focus } from "./focus-rows.tsx";
import { Framings } from "./framings.tsx";
import { Exposure, Frame, Motion, Rig } from "./rig-rows.tsx";
import { useChange } from "./use-change.ts";

/** The camera tab. */
export function CameraPanel() {
  const { model } = useDesk();
  if (model.cameras.value.length === 0 && model.link.value === "joining")
    return <p class="empty">Joining: the cameras come here.</p>;
  if (model.cameras.value.length === 0 && model.link.value === "over")
    return <p class="empty">This page is not in the room.</p>;
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
              refused={who && !who.self ? `${who.name} operates camera ${camera.letter}` : ""}
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
                refused: mans && !mans.self ? `${mans.name} operates it` : "",
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
