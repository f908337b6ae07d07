/**
 * Read-outs of the shown camera, as the panels show them. In: the operator and the ratio. Out: the camera's signals, each
 * written only where it changed. Distances from the sensor plane, angles in degrees.
 */
import * as cadence from "../../shared/camera/cadence.ts";
import * as filmbacks from "../../shared/camera/filmback.ts";
import * as lens from "../../shared/camera/lens.ts";
import * as optics from "../../shared/camera/optics.ts";
import * as cameraSettings from "../../shared/camera/settings.ts";
import * as rate from "../../shared/clock/rate.ts";
import { degrees } from "../../shared/math/units.ts";
import type { CameraModel, Choice } from "../panels/model.ts";
import { stopsOver } from "./exposing.ts";
import type { Floor } from "./floor.ts";
import { type Operator, RIGS } from "./operator.ts";
import { inspect } from "./roster.ts";
import { write as writeSignal } from "./write.ts";

/** Densities: 0.3 is a stop. */
const DENSITY_PER_STOP = 0.301;
/** Angles are shown in tenths. */
const tenth = (value: number): number => Math.round(value * 10) / 10;
const hundredth = (value: number): number => Math.round(value * 100) / 100;

const bodies: readonly Choice[] = [...new Set(filmbacks.all().map((row) => row.camera))].map((camera) => ({
  id: camera,
  label: camera,
}));
const lensSets: readonly Choice[] = lens.allSets().map((set) => ({ id: set.id, label: set.label }));

let shownSettings: cameraSettings.CameraSettings | null = null;
let shownRatio = 0;
let shownProject: rate.Rate | null = null;

/** What a camera rate does to motion at the project's: `half speed`; empty where they are the same. */
export function rateNote(camera: rate.Rate, project: rate.Rate): string {
  const speed = cadence.playSpeed(camera, project);
  if (Math.abs(speed - 1) < 1e-9) return "";
  if (Math.abs(speed - 0.5) < 1e-9) return "half speed";
  if (Math.abs(speed - 2) < 1e-9) return "double speed";
  return `plays at ${Math.round(speed * 100)} %`;
}

/** Writes what changes only when a setting does. */
function writeSettings(
  model: CameraModel,
  settings: cameraSettings.CameraSettings,
  ratio: number,
  project: rate.Rate,
): void {
  const back = cameraSettings.filmbackOf(settings);
  const fitted = cameraSettings.lensOf(settings);
  const set = lens.namedSet(settings.lensSet);
  const gate = cameraSettings.gateOf(settings, ratio);
  const circle = optics.circleOfConfusion(gate);
  const sharp = optics.depthOfField(
    { near: 0, far: 0 },
    settings.focus,
    fitted.measured,
    optics.fStop(settings.tStop),
    circle.diameter,
  );
  model.body.value = back.camera;
  model.filmback.value = back.id;
  model.filmbacks.value = filmbacks
    .all()
    .filter((row) => row.camera === back.camera)
    .map((row) => ({
      id: row.id,
      label: row.mode,
      note: `${row.width.toFixed(2)} × ${row.height.toFixed(2)} mm`,
    }));
  model.lensSet.value = set.id;
  model.focals.value = lens.focals(set);
  model.focal.value = settings.focal;
  model.angles.value = [
    tenth(degrees(optics.horizontalFov(gate, fitted.measured, settings.squeeze))),
    tenth(degrees(optics.verticalFov(gate, fitted.measured))),
  ];
  model.tStop.value = settings.tStop;
  model.widest.value = fitted.tStop;
  model.focus.value = settings.focus;
  model.near.value = sharp.near;
  model.far.value = sharp.far;
  model.circle.value = circle.diameter;
  model.shutter.value = settings.shutter;
  model.zoom.value = set.zoom ? [set.zoom.from, set.zoom.to] : null;
  model.cameraRate.value = rate.perSecond(settings.rate);
  model.cameraRateNote.value = rateNote(settings.rate, project);
  model.squeeze.value = settings.squeeze;
  model.ei.value = settings.iso;
  model.nd.value = hundredth(settings.nd * DENSITY_PER_STOP);
  model.warning.value = cameraSettings.warnings(settings, ratio)[0] ?? "";
}

const sameRate = (project: rate.Rate): boolean =>
  shownProject !== null && project.num === shownProject.num && project.den === shownProject.den;

/** Writes the own camera's read-outs. */
export function write(
  model: CameraModel,
  operator: Operator,
  ratio: number,
  subject: string,
  ground: number,
  project: rate.Rate,
): void {
  if (operator.settings !== shownSettings || ratio !== shownRatio || !sameRate(project)) {
    shownSettings = operator.settings;
    shownRatio = ratio;
    shownProject = project;
    writeSettings(model, operator.settings, ratio, project);
    const under = -stopsOver(operator);
    if (model.warning.value === "" && !model.byHand.value && under > 0.05)
      model.warning.value = `${under.toFixed(1)} stops under: there is no ND left to take out`;
  }
  if (model.bodies.value.length === 0) {
    model.bodies.value = bodies;
    model.lensSets.value = lensSets;
    model.rigs.value = RIGS;
  }
  model.subject.value = subject;
  model.rig.value = operator.rig;
  model.smoothing.value = operator.smoothing;
  model.height.value = hundredth(operator.at.position[1] - ground);
  model.tilt.value = tenth(degrees(operator.at.tilt));
  model.roll.value = tenth(degrees(operator.at.roll));
}

/** Which camera is shown, who operates it, and why this person cannot change it. */
export function writeManning(floor: Floor): void {
  const { operator, eyes, model, presence, roster } = floor;
  const { camera } = model;
  const walks = operator.camera === 0 && model.seeing.value !== "camera";
  const id = operator.camera || (walks ? 0 : eyes.watched);
  const letter = roster.entities.get(id)?.camera?.letter ?? "";
  const who =
    id !== 0 && id === operator.camera
      ? presence.people.find((p) => p.number === floor.room?.person)
      : presence.people.find((p) => p.mans === id && id !== 0 && p.connected);
  camera.id.value = id;
  camera.letter.value = letter;
  camera.operator.value = who?.number ?? (id !== 0 && id === operator.camera ? (floor.room?.person ?? 0) : 0);
  camera.refused.value =
    id === operator.camera
      ? ""
      : who === undefined
        ? `Take camera ${letter} first`
        : `${who.name || `Person ${who.number}`} operates camera ${letter}`;
}

/** What is selected, as the panels show it. */
export function writeInspected({ model, mirror, set, roster, selection, rehearsal }: Floor): void {
  const [first] = selection;
  if (mirror === null || set === null) return;
  const found = first === undefined ? null : inspect(roster, mirror, set, first, rehearsal?.legs);
  writeSignal(model.inspected, found);
}
