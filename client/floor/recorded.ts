/**
 * What a camera recorded in a take, as the shots it made: where it was, how its lens stood, and what its shutter saw open.
 * In: the take's samples, the camera as the stage keeps it, the delivered ratio. Out: a shot at any moment.
 */

import * as cadence from "../../shared/camera/cadence.ts";
import * as filmbacks from "../../shared/camera/filmback.ts";
import * as gates from "../../shared/camera/gate.ts";
import * as lenses from "../../shared/camera/lens.ts";
import { exposureTime, exposureValue } from "../../shared/camera/optics.ts";
import * as cameraSettings from "../../shared/camera/settings.ts";
import * as track from "../../shared/camera/track.ts";
import * as trackCode from "../../shared/camera/track-code.ts";
import type { Rate } from "../../shared/clock/rate.ts";
import * as rates from "../../shared/clock/rate.ts";
import { TICK_RATE } from "../../shared/clock/tick.ts";
import type { CameraTrack } from "../../shared/takes/take.ts";
import type { Camera } from "../../shared/world/entity.ts";
import type { Shot } from "../view/shot.ts";

/** One camera's recording. */
export interface Recorded {
  readonly letter: string;
  readonly camera: number;
  readonly track: track.Track;
}

/** Reads a camera's samples. Throws in words where they cannot be read, or there are none. */
export function read({ camera, letter, samples }: CameraTrack): Recorded {
  const own = track.create();
  const fault = trackCode.join(own, samples);
  if (fault !== null) throw new Error(`what camera ${letter} recorded cannot be read: ${fault}`);
  if (own.count === 0) throw new Error(`camera ${letter} recorded nothing in this take`);
  return { letter, camera, track: own };
}

/** A shot and the sample that it was made from, for what is written into the picture. */
export interface Taken {
  readonly shot: Shot;
  readonly sample: track.CameraSample;
}

const WHOLE = { x: 0, y: 0, width: 1, height: 1 } as const;

/**
 * Stops over what the picture is metered for, by what the lens did since the take began: opened by hand, it gets brighter;
 * held by ND while the light changed (`key` in cd/m² then and now), it does not. The take does not tell of ISO, and it
 * cancels out.
 */
export function stopsOver(
  first: track.CameraSample,
  firstKey: number,
  now: track.CameraSample,
  key: number,
  project: Rate,
): number {
  const value = ({ tStop, shutter, nd, rate }: track.CameraSample): number =>
    exposureValue({ tStop, time: exposureTime(shutter, cadence.rateOf(rate, project)), iso: 100, nd });
  const brighter = first.nd + now.nd > 0 && firstKey > 0 && key > 0 ? Math.log2(key / firstKey) : 0;
  const over = value(first) + brighter - value(now);
  // What the track's lattice rounds is no change.
  return Math.abs(over) < 0.01 ? 0 : over;
}

/**
 * The shot at a position in ticks. `kept` is the camera as the stage keeps it (null: as it comes out of its case); the
 * shutter is open for its angle's share of a camera frame up to that position. `over`: stops over the metering.
 */
export function shotAt(
  recorded: Recorded,
  kept: Camera | null,
  ratio: number,
  project: Rate,
  position: number,
  over: (sample: track.CameraSample) => number = () => 0,
): Taken {
  const sample = track.createSample();
  track.sampleAt(sample, recorded.track, position);
  const usual = cameraSettings.defaults();
  const rate = cadence.rateOf(sample.rate, project);
  const squeeze = kept?.squeeze ?? usual.squeeze;
  const back = filmbacks.find(kept?.filmback ?? "") ?? filmbacks.named(usual.filmback);
  const open = ((sample.shutter / 360) * TICK_RATE) / rates.perSecond(rate);
  const { focal, tStop, focus, shutter } = sample;
  const circle = lenses.findSet(kept?.lensSet ?? usual.lensSet)?.imageCircle ?? 0;
  const shot: Shot = {
    pose: { position: [...sample.position], rotation: [...sample.rotation] },
    opening: openingOf(recorded.track, position - open, position),
    lens: { focal, squeeze, tStop, focus, shutter, rate: rates.perSecond(rate), circle },
    gate: gates.onFilmback(back, ratio, squeeze),
    frame: WHOLE,
    outside: 1,
    exposure: over(sample),
    blur: { focus: true, motion: true },
    seconds: position / TICK_RATE,
  };
  return { shot, sample };
}

/** Where the camera was when the shutter opened; undefined where it jumped since: a cut leaves no streak. */
function openingOf(own: track.Track, from: number, to: number): Shot["opening"] {
  const sample = track.createSample();
  for (let k = Math.max(0, track.indexAt(own, from) + 1); k < own.count; k++) {
    track.read(sample, own, k);
    if (sample.tick > to) break;
    if (sample.cut && k > 0) return undefined;
  }
  track.sampleAt(sample, own, from);
  return { position: [...sample.position], rotation: [...sample.rotation] };
}
