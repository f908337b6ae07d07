/**
 * Framings at work: kept with the stage by command, brought back by one click, each with a small picture that this page
 * makes itself. In: intents, the stage's notes. Out: commands, the own camera elsewhere, thumbnails.
 */
import * as described from "../../shared/camera/framing.ts";
import * as pose from "../../shared/camera/pose.ts";
import * as cameraSettings from "../../shared/camera/settings.ts";
import * as rate from "../../shared/clock/rate.ts";
import type { Framing } from "../../shared/world/entity.ts";
import type { PanelIntent } from "../panels/intent.ts";
import type { Shot } from "../view/shot.ts";
import { keep as keepCamera } from "./camera-intents.ts";
import { type Floor, send, tell } from "./floor.ts";
import * as operating from "./operator.ts";
import { shown } from "./seeing.ts";

/** Width of a thumbnail, pixels. */
const WIDTH = 240;
/** Beyond it focus is at infinity, metres. */
const FARTHEST = 9999;

/** What framings are made with. */
export interface FramingParts {
  floor: Floor;
  ratio(): number;
  /** A small picture as a file; null where none can be drawn now. */
  shoot(shot: Shot, width: number, height: number): Promise<Blob | null>;
}

/** Framings at work. */
export interface Framings {
  /** Handles an intent; false where it is about something else. */
  handle(intent: PanelIntent): boolean;
  /** Pictures by the framing's number. */
  readonly thumbnails: ReadonlyMap<number, string>;
  /** Ten times a second: makes at most one picture that is missing. */
  write(): void;
}

/** The own camera as a framing. */
export function framingOf(floor: Floor): Framing {
  const { settings, at, rotation } = floor.operator;
  const { filmback, lensSet, focal, squeeze, tStop, shutter, focus } = settings;
  return {
    label: described.describe(at, settings),
    pose: { position: [...at.position], rotation: [...rotation] },
    filmback,
    lensSet,
    focal,
    squeeze,
    tStop,
    focus: Math.min(FARTHEST, focus),
    shutter,
  };
}

/** Settings with a framing's lens and focus on them; the present ones where its presets are unknown here. */
export function settingsOf(
  before: cameraSettings.CameraSettings,
  framing: Framing,
): cameraSettings.CameraSettings {
  const { filmback, lensSet, focal, squeeze, tStop, focus, shutter } = framing;
  const { measured: _, ...plain } = before;
  const wanted = { ...plain, filmback, lensSet, focal, squeeze, tStop, focus, shutter };
  return cameraSettings.check(wanted) === null ? wanted : before;
}

/** The shot of a framing. */
export function shotOf(floor: Floor, framing: Framing, ratio: number): Shot {
  const settings = settingsOf(floor.operator.settings, framing);
  const gate = cameraSettings.gateOf(settings, ratio);
  const { focal, squeeze, tStop, focus, shutter } = settings;
  const circle = cameraSettings.lensOf(settings).imageCircle;
  return {
    pose: framing.pose,
    lens: { focal, squeeze, tStop, focus, shutter, rate: rate.perSecond(settings.rate), circle },
    gate,
    frame: { x: 0, y: 0, width: 1, height: 1 },
    outside: 1,
    exposure: 0,
    blur: { focus: true, motion: false },
  };
}

/** Puts framings to work. */
export function createFramings({ floor, ratio, shoot }: FramingParts): Framings {
  const thumbnails = new Map<number, string>();
  const tried = new Set<number>();
  let drawing = false;

  const find = (id: string): { id: number; framing: Framing } | undefined =>
    floor.notes.framings.find((one) => one.id === Number(id));

  const draw = async (id: number, framing: Framing): Promise<void> => {
    drawing = true;
    tried.add(id);
    try {
      const wide = ratio();
      const picture = await shoot(shotOf(floor, framing, wide), WIDTH, Math.round(WIDTH / wide));
      if (picture !== null) thumbnails.set(id, URL.createObjectURL(picture));
      else tried.delete(id);
    } catch (fault) {
      console.warn(`no small picture of a framing: ${fault instanceof Error ? fault.message : fault}`);
    }
    drawing = false;
  };

  const goTo = (framing: Framing): void => {
    const there = pose.create(framing.pose.position);
    pose.setRotation(there, framing.pose.rotation);
    const { operator, model, eyes } = floor;
    if (model.seeing.value === "foot") {
      eyes.flying = true;
      operating.jump(shown(floor), there);
      return;
    }
    if (operator.camera === 0) {
      tell(floor, {
        tone: "refused",
        text: "A framing moves a camera.",
        todo: "Take one first, or walk there: V.",
      });
      return;
    }
    const { filmback, lensSet, focal, squeeze, tStop, focus, shutter } = settingsOf(
      operator.settings,
      framing,
    );
    const changes = { filmback, lensSet, focal, squeeze, tStop, focus, shutter };
    const fault = operating.change(operator, changes, model.camera.byHand.value);
    if (fault !== null) tell(floor, { tone: "refused", text: fault, kept: "The camera stays as it was." });
    operator.follows = 0;
    operator.pull = null;
    operating.jump(operator, there);
    keepCamera(floor);
  };

  return {
    thumbnails,
    handle(intent) {
      switch (intent.type) {
        case "keep framing":
          // The list may be scrolled out of sight, or folded away: what a key did is said.
          send(floor, [{ type: "setFraming", id: 0, framing: framingOf(floor) }], [], () =>
            tell(floor, {
              tone: "told",
              text: "Framing kept.",
              kept: "It is under Framings in the camera's panel.",
            }),
          );
          return true;
        case "go to framing": {
          const found = find(intent.framing);
          if (found) goTo(found.framing);
          return true;
        }
        case "name framing": {
          const found = find(intent.framing);
          const label = intent.label.trim().slice(0, 64);
          if (found && label !== "")
            send(floor, [{ type: "setFraming", id: found.id, framing: { ...found.framing, label } }]);
          return true;
        }
        case "remove framing":
          send(floor, [{ type: "removeFraming", id: Number(intent.framing) }]);
          return true;
        default:
          return false;
      }
    },
    write() {
      if (drawing || floor.set === null || floor.presence.rolling !== "") return;
      for (const { id, framing } of floor.notes.framings) {
        if (thumbnails.has(id) || tried.has(id)) continue;
        void draw(id, framing);
        return;
      }
    },
  };
}
