/**
 * What is drawn over the picture and never enters it: outlines in people's colours, camera bodies with their cones, names
 * and the numbers of marks. In: selection, holders, presence, cameras. Out: calls to the view, and names for the
 * viewfinder.
 */
import * as cameraSettings from "../../shared/camera/settings.ts";
import * as track from "../../shared/camera/track.ts";
import type { Space } from "../../shared/space/space.ts";
import type { Entity } from "../../shared/world/entity.ts";
import { MIRROR } from "../../shared/world/mirror.ts";
import * as watch from "../session/watch.ts";
import { type CameraBody, type Label, markColour } from "../view/overlays.ts";
import type { Outline } from "../view/pass/overlay.ts";
import type { View } from "../view/view.ts";
import type { Viewfinder } from "../viewfinder/viewfinder.ts";
import type { Floor } from "./floor.ts";
import { createHandles, type Handles } from "./handles.ts";
import type { Picture } from "./picture.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { offsetOf } from "./roster.ts";
import { isFilmed, through } from "./seeing.ts";

/** Metres beyond which nobody's name is shown through a camera. */
const FARTHEST = 60;
/** Names shown at once. */
const MOST_NAMES = 40;

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };
type Colour = readonly [number, number, number];

/** Overlays of one page. */
export interface Overlays {
  /** Once a frame: what moves. */
  frame(): void;
  /** Ten times a second: who holds and has selected what, and whose name something hides. */
  write(space: Space | null): void;
  /** Handles of what is selected. */
  readonly handles: Handles;
}

const NOBODY: Colour = [0.78, 0.78, 0.78];
const colours = new Map<string, Colour>();

/** sRGB 0…1 of `#rrggbb`. */
export function colourOf(text: string): Colour {
  let known = colours.get(text);
  if (known === undefined) {
    const value = Number.parseInt(text.slice(1), 16);
    known = Number.isNaN(value)
      ? NOBODY
      : [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
    colours.set(text, known);
  }
  return known;
}

/** `#rrggbb` of sRGB 0…1. */
export function textOf(colour: Colour): string {
  return `#${colour
    .map((c) =>
      Math.round(c * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

/** Whose colour a thing shows: its holder's, else one's own where it is selected; empty: nobody's. */
export function colourFor(floor: Floor, entity: Entity): string {
  const { people } = floor.presence;
  if (entity.holder !== 0) return people.find((p) => p.number === entity.holder)?.colour ?? "";
  if (!floor.selection.includes(entity.id)) return "";
  return people.find((p) => p.number === floor.room?.person)?.colour ?? "#ffffff";
}

/** Entities with their outlines' colours: what somebody holds, what one has selected, marks' owners. */
export function outlines(floor: Floor): Outline[] {
  const out: Outline[] = [];
  for (const entity of floor.roster.entities.values()) {
    const colour = colourFor(floor, entity);
    if (colour !== "") out.push({ id: entity.id, colour: colourOf(colour) });
  }
  return out;
}

/** Makes the overlays. */
export function createOverlays(floor: Floor, view: View, picture: Picture, finder: Viewfinder): Overlays {
  const handles = createHandles(floor, picture);
  const bodies: Mutable<CameraBody>[] = [];
  const sample = track.createSample();
  const hidden = new Set<number>();
  const times = new Map<number, string>();
  let cameras: Entity[] = [];
  let foreseen: Rehearsal["legs"] | null = null;

  const body = (k: number): Mutable<CameraBody> => {
    bodies[k] ??= {
      id: 0,
      letter: "",
      pose: { position: [0, 0, 0], rotation: [0, 0, 0, 1] },
      tanX: 0.4,
      tanY: 0.2,
      focus: 4,
      colour: [...NOBODY],
    };
    return bodies[k]!;
  };

  /** Where a camera is: one's own at once, another's as its operator has it, else as the world has it. */
  const place = (out: Mutable<CameraBody>, entity: Entity): void => {
    const { operator, eyes, mirror, roster } = floor;
    const { position, rotation } = out.pose;
    const own = entity.id === operator.camera || entity.id === eyes.watched;
    if (own) {
      for (let k = 0; k < 3; k++) position[k] = operator.at.position[k]!;
      for (let k = 0; k < 4; k++) rotation[k] = operator.rotation[k]!;
      out.focus = operator.settings.focus;
      return;
    }
    const tick = mirror?.tick ?? 0;
    const operated = floor.presence.people.some((p) => p.mans === entity.id && p.connected);
    if (operated && watch.at(sample, eyes.others, entity.id, tick)) {
      for (let k = 0; k < 3; k++) position[k] = sample.position[k]!;
      for (let k = 0; k < 4; k++) rotation[k] = sample.rotation[k]!;
      out.focus = sample.focus;
      return;
    }
    const at = offsetOf(roster, entity.id);
    if (at < 0 || mirror === null) return;
    for (let k = 0; k < 3; k++) position[k] = mirror.data[at + MIRROR.position + k]!;
    for (let k = 0; k < 4; k++) rotation[k] = mirror.data[at + MIRROR.rotation + k]!;
    out.focus = entity.camera?.focus ?? 4;
  };

  const angles = (out: Mutable<CameraBody>, entity: Entity): void => {
    const kept = entity.camera!;
    const wanted = { ...floor.operator.settings, filmback: kept.filmback, lensSet: kept.lensSet };
    const settings = { ...wanted, focal: kept.focal, squeeze: kept.squeeze };
    if (cameraSettings.check({ ...settings, tStop: 22 }) !== null) return;
    const gate = cameraSettings.gateOf(settings, picture.ratio());
    out.tanX = (gate.width * kept.squeeze) / (2 * kept.focal);
    out.tanY = gate.height / (2 * kept.focal);
    out.id = entity.id;
    out.letter = kept.letter;
    const who = floor.presence.people.find((p) => p.mans === entity.id && p.connected);
    const c = who === undefined ? NOBODY : colourOf(who.colour);
    for (let k = 0; k < 3; k++) out.colour[k] = c[k]!;
  };

  /** A mark's number, with when it is reached. */
  const timed = (label: Label): string => {
    const text = times.get(label.id);
    return text === undefined ? label.text : `${label.text} · ${text}`;
  };

  /** Puts a name where it is to be seen; whether it was. */
  const name = (label: Label): boolean => {
    const entity = floor.roster.entities.get(label.id);
    if (entity === undefined) return false;
    const chosen = colourFor(floor, entity);
    const sees = floor.model.seeing.value;
    const people = entity.kind === "actor" || entity.kind === "vehicle" || entity.kind === "camera";
    const mark = entity.mark !== null;
    // What is marked for the rehearsal is not in the picture that is shot, or was.
    if (mark && chosen === "" && isFilmed(floor)) return false;
    if (chosen === "" && !mark && (!people || label.depth > (sees === "plan" ? 1e9 : FARTHEST))) return false;
    if (chosen === "" && hidden.has(label.id)) return false;
    const colour = chosen !== "" ? chosen : mark ? textOf(markColour(entity.mark!.owner)) : "";
    const text = mark ? timed(label) : label.text;
    finder.name(label.id, text, label.x * picture.width, label.y * picture.height, colour);
    return true;
  };

  return {
    handles,
    frame() {
      const seen = through(floor);
      view.handles(handles.frame());
      for (let k = 0; k < cameras.length; k++) place(body(k), cameras[k]!);
      finder.beginNames();
      if (floor.model.settings.value.names) {
        const labels = view.labels();
        let shown = 0;
        for (let k = 0; k < labels.length && shown < MOST_NAMES; k++) {
          const label = labels[k]!;
          if (!label.shown || label.id === seen) continue;
          if (name(label)) shown++;
        }
      }
      finder.endNames();
    },
    write(space) {
      const seen = through(floor);
      cameras = [];
      for (const entity of floor.roster.entities.values())
        if (entity.camera !== null && entity.id !== seen && !entity.hidden) cameras.push(entity);
      bodies.length = cameras.length;
      for (let k = 0; k < cameras.length; k++) {
        place(body(k), cameras[k]!);
        angles(body(k), cameras[k]!);
      }
      view.cameras(bodies);
      const legs = floor.rehearsal?.legs;
      if (legs !== undefined && legs !== foreseen) {
        foreseen = legs;
        view.ways(legs);
        times.clear();
        for (const own of legs.values())
          for (const { mark, arrives } of own)
            if (arrives !== null) times.set(mark, `${arrives.toFixed(1)} s`);
      }
      view.outline(outlines(floor));
      hidden.clear();
      if (space === null || floor.model.seeing.value === "plan") return;
      const from: [number, number, number] = [0, 0, 0];
      const towards: [number, number, number] = [0, 0, 0];
      for (const label of view.labels()) {
        if (!label.shown || label.depth > FARTHEST) continue;
        picture.ray(from, towards, label.x * picture.width, label.y * picture.height);
        // Only what does not move hides a name: people are what one looks for.
        if (space.strike(from, towards, label.depth - 0.3) !== null) hidden.add(label.id);
      }
    },
  };
}
