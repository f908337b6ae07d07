/**
 * Smaller dialogues of the room: slate, picture, people, history, making the present the new one. In: the model. Out:
 * what each asks for.
 */
import { Footprints, MonitorPlay, Redo2, TriangleAlert, Undo2 } from "lucide-preact";
import { ActionButton, Button, Glyph } from "../controls/button.tsx";
import { Segments, Toggle } from "../controls/choose.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { TextField } from "../controls/field.tsx";
import { person, useDesk } from "../desk.ts";
import { CameraList } from "../lens/camera-panel.tsx";
import type { HistoryLine } from "../model.ts";
import { Disc, doing } from "../top/strip.tsx";
import { ago } from "../units.ts";

/** Scene, setup and take. */
export function SlateDialog() {
  const { model, emit } = useDesk();
  const slate = model.slate.value;
  const offer = model.setupOffer.value;
  const style = model.settings.value.slateStyle;
  const rolling = model.state.value === "rolling" ? "Cut first" : "";
  return (
    <Dialog title="Slate" class="narrow">
      <div class="board" aria-hidden="true">
        <span>
          <small>{style === "uk" ? "Slate" : "Scene"}</small>
          <b class="figures">{slate.setup || slate.scene}</b>
        </span>
        <span>
          <small>Take</small>
          <b class="figures">{slate.take}</b>
        </span>
      </div>
      <TextField
        label="Scene"
        max={16}
        text={slate.scene}
        refused={rolling}
        onText={(scene) => scene !== "" && emit({ type: "scene", scene })}
      />
      <Segments
        label="Numbering"
        showLabel
        value={style}
        choices={[
          { id: "us", label: "US", tip: "Scene, with a letter for each setup" },
          { id: "uk", label: "UK", tip: "A running slate number" },
        ]}
        onPick={(slateStyle) => emit({ type: "settings", change: { slateStyle } })}
      />
      {offer !== "" ? (
        <p class="offered">{offer} since the last take. The next letter is offered, never taken unasked.</p>
      ) : null}
      <footer>
        {offer !== "" ? (
          <Button label={`Stay on ${slate.setup}`} onPress={() => emit({ type: "keep setup" })} />
        ) : null}
        <ActionButton action="next-setup" tone="solid" />
      </footer>
    </Dialog>
  );
}

/** What makes the picture, and what is degraded. */
export function PictureDialog() {
  const { model, emit } = useDesk();
  const picture = model.picture.value;
  const why = picture.network ? "" : "There is no network picture yet";
  return (
    <Dialog title="Picture" class="narrow">
      {model.degraded.value.map((one) => (
        <div class="warning" role="note" key={one.id}>
          <Glyph icon={TriangleAlert} />
          <div>
            <strong>{one.text}</strong>
            {one.detail !== "" ? <p>{one.detail}</p> : null}
          </div>
        </div>
      ))}
      <p class="row note figures">
        <span class="name">Now</span>
        <span class="value">{picture.text}</span>
      </p>
      <Segments
        label="Made by"
        showLabel
        value={picture.shown}
        choices={[
          { id: "network", label: "Network", refused: why },
          { id: "engine", label: "Engine" },
          { id: "split", label: "Split", refused: why },
        ]}
        onPick={(shown) => emit({ type: "compare", shown })}
      />
      <Toggle
        label="Focus peaking"
        on={model.peaking.value}
        onToggle={(on) => emit({ type: "peaking", on })}
      />
      <Toggle
        label="False colour"
        on={model.falseColour.value}
        onToggle={(on) => emit({ type: "false colour", on })}
      />
      <p class="dim">Neither peaking nor false colour is ever recorded.</p>
    </Dialog>
  );
}

/** Who is here, and what one does oneself. */
export function PeopleDialog() {
  const { model, emit } = useDesk();
  const people = model.people.value;
  const self = people.find((who) => who.self);
  return (
    <Dialog title="People" class="narrow">
      {self ? (
        <TextField
          label="My name"
          max={40}
          text={self.name}
          onText={(name) => name !== "" && emit({ type: "rename self", name })}
        />
      ) : null}
      <ul class="people">
        {people.map((who) => (
          <li key={who.id}>
            <Disc of={who} size={24} />
            <strong>
              {who.name}
              {who.self ? <span class="dim"> (you)</span> : null}
            </strong>
            <span class="dim">{doing(who)}</span>
          </li>
        ))}
      </ul>
      {people.length < 2 ? (
        <div class="alone">
          <p class="dim">Nobody else is here yet.</p>
          <ActionButton action="invite" tone="solid" />
        </div>
      ) : null}
      <h3>Take a camera</h3>
      <CameraList />
      <div class="buttons">
        <Button
          icon={MonitorPlay}
          label="Watch"
          tip="Video village: watch what camera A sees"
          pressed={self?.on === "village"}
          onPress={() => emit({ type: "watch" })}
        />
        <Button
          icon={Footprints}
          label="Walk"
          tip="On one’s own feet, or flying"
          pressed={self?.on === "foot"}
          onPress={() => emit({ type: "walk" })}
        />
      </div>
    </Dialog>
  );
}

/** Who did what, and what can be undone. */
export function HistoryDialog() {
  const { model, emit } = useDesk();
  const lines = model.history.value;
  const now = Date.now();
  return (
    <Dialog title="History" aside={<span class="dim">Undo takes back your own steps only</span>}>
      {lines.length === 0 ? (
        <p class="nothing">What people change on this stage is listed here, with who did it.</p>
      ) : (
        <ol class="history scroll">
          {lines.map((line) => {
            const who = person(model, line.who);
            return (
              <li key={line.id} class={line.undone ? "undone" : ""}>
                {who ? <Disc of={who} /> : <span class="disc none" />}
                <span class="label">
                  {line.what}
                  {line.undone ? <span class="dim"> (undone)</span> : null}
                </span>
                <span class="dim figures">{ago(line.when, now)}</span>
                {who?.self ? (
                  <Button
                    bare
                    icon={line.undone ? Redo2 : Undo2}
                    label={stepLabel(line)}
                    refused={line.refused}
                    onPress={() => emit({ type: "undo step", id: line.id })}
                  />
                ) : (
                  <span />
                )}
              </li>
            );
          })}
        </ol>
      )}
      <footer>
        <ActionButton action="undo" showKeys />
        <ActionButton action="redo" showKeys />
      </footer>
    </Dialog>
  );
}

/** What the button of a step does, with how many of one's own go with it. */
function stepLabel({ what, undone, above }: HistoryLine): string {
  const verb = undone ? "Redo" : "Undo";
  const others = above === 0 ? "" : `, and ${above} of your later ${above === 1 ? "step" : "steps"}`;
  return `${verb}: ${what}${undone ? others.replace("later", "earlier") : others}`;
}

/** Asks before the opening is replaced by what is now. */
export function MakeOneDialog() {
  const { model, emit } = useDesk();
  const close = () => {
    model.view.dialog.value = "none";
  };
  return (
    <Dialog title="Make this the new one" class="narrow">
      <p>
        Everything opens from where it stands now. Back to one returns here, for everybody. It can be undone.
      </p>
      <footer>
        <Button label="Keep the old one" onPress={close} />
        <Button
          tone="solid"
          label="Make this one"
          onPress={() => {
            close();
            emit({ type: "make this one" });
          }}
        />
      </footer>
    </Dialog>
  );
}
