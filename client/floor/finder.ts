/**
 * What the viewfinder shows, filled once a frame without allocating. In: settings, operator, room state. Out: the
 * viewfinder's state.
 */
import * as gates from "../../shared/camera/gate.ts";
import { degrees } from "../../shared/math/units.ts";
import { distance, limits } from "../panels/units.ts";
import type { Guide, ViewfinderState } from "../viewfinder/viewfinder.ts";
import type { Floor } from "./floor.ts";
import type { Picture } from "./picture.ts";

const left = ["", "", ""];
const right = ["", "", ""];
let shownGuides: readonly string[] = [];
let guides: Guide[] = [];
let insetLetter = "";
let insetLabel = "";

/** Fills the viewfinder's state. */
export function fill(state: ViewfinderState, floor: Floor, picture: Picture): void {
  const { model } = floor;
  const settings = model.settings.value;
  state.width = picture.width;
  state.height = picture.height;
  state.free = model.view.free.value;
  state.aspect = model.seeing.value === "camera" ? picture.ratio() : 0;
  state.outside = settings.outside;
  if (settings.guides !== shownGuides) {
    shownGuides = settings.guides;
    guides = settings.guides.flatMap((id) => {
      const found = gates.findRatio(id);
      return found ? [{ label: found.label, aspect: found.ratio }] : [];
    });
  }
  state.guides = guides;
  state.safe = settings.safe;
  state.cross = settings.cross;
  state.thirds = settings.thirds;
  state.split = floor.model.picture.value.shown === "split";
  state.horizon = settings.horizon;
  state.tilt = degrees(floor.operator.at.tilt);
  state.roll = degrees(floor.operator.at.roll);
  state.pixelsPerMetre = picture.scale();
  const { inset } = picture;
  if (inset === null) state.inset = null;
  else {
    const letter = model.camera.letter.value || floor.operator.letter;
    if (state.inset?.rect !== inset) state.inset = { rect: inset, label: "" };
    if (letter !== insetLetter) {
      insetLetter = letter;
      insetLabel = `Camera ${letter}: V goes back through it`;
    }
    state.inset.label = insetLabel;
  }
  state.state = model.state.value;
  // A picture that is less than it could be has its words in the strip; a frame is for a world that stands still.
  state.degraded = model.link.value === "lost" || model.link.value === "over";
  state.left = left;
  state.right = right;
}

/** Writes the read-outs under the gate; ten times a second is enough. */
export function words(floor: Floor): void {
  const { camera, settings } = floor.model;
  const { units } = settings.value;
  left[0] = `${settings.value.ratio} : 1`;
  // A phone has room for the lens and the focus alone.
  if (floor.model.view.phone.value) {
    left[1] = `${camera.focal.value} mm  T${camera.tStop.value.toFixed(1)}`;
    left[2] = "";
    right[0] = distance(camera.focus.value, units);
    right[1] = camera.subject.value;
    right[2] = "";
    return;
  }
  const filmback = camera.filmbacks.value.find((choice) => choice.id === camera.filmback.value);
  left[1] = `${camera.body.value} ${filmback?.label ?? ""}`;
  left[2] = `${camera.focal.value} mm  T${camera.tStop.value.toFixed(1)}`;
  right[0] = `focus ${distance(camera.focus.value, units)}`;
  right[1] = limits(camera.near.value, camera.far.value, units);
  right[2] = camera.subject.value;
}
