/**
 * Watching: other people's cameras as they move, and takes' cameras in a review. In: relayed batches, or a take's
 * samples, and the world's position on display. Out: each camera at a moment that lies as far back as its samples need
 * to have arrived; that delay follows the network, and changes too slowly to be seen.
 */
import type { CameraSample, Track } from "../../shared/camera/track.ts";
import * as track from "../../shared/camera/track.ts";
import * as code from "../../shared/camera/track-code.ts";
import { createLateness, high, type Lateness, note } from "./pace.ts";

/** Ticks kept in hand over what the network asks for. */
const MARGIN = 1;
/** The delay closes in on what it should be by at most this share of the time that passes. */
const SLEW = 0.05;
/** Ticks beyond which the delay jumps: a camera that was away. */
const JUMP = 90;
/** Samples after which a live track is begun anew, so that a long day does not fill memory. */
const LONGEST = 60 * 60 * 10;

/** One camera that is watched. */
export interface Watched {
  camera: number;
  /** Who operates it; 0 in a review. */
  person: number;
  track: Track;
  readonly lateness: Lateness;
  /** Ticks by which it is shown behind the world on display; NaN before the first sample. */
  delay: number;
  /** Position on display when the delay was last looked at. */
  looked: number;
}

/** Cameras that are watched, by entity. */
export type Watching = Map<number, Watched>;

/** Nobody's camera. */
export function create(): Watching {
  return new Map();
}

const begin = (camera: number, person: number): Watched => ({
  camera,
  person,
  track: track.create(),
  lateness: createLateness(),
  delay: Number.NaN,
  looked: 0,
});

/**
 * Takes in a batch that has arrived while `position` (ticks) was on display, `now` in ms. Answers why it could not be
 * read, or null; a batch of an earlier time than what is known (its operator has joined anew) begins a new track.
 */
export function hear(
  watching: Watching,
  batch: { person: number; camera: number; samples: Uint8Array },
  position: number,
  now: number,
): string | null {
  let watched = watching.get(batch.camera);
  if (watched === undefined || watched.person !== batch.person || watched.track.count > LONGEST) {
    watched = begin(batch.camera, batch.person);
    watching.set(batch.camera, watched);
  }
  const before = watched.track.count;
  let decoded = code.decode(watched.track, batch.samples);
  if (!decoded.ok && before > 0) {
    // Not later than what there is: another beginning. What cannot be read by itself cannot be read at all.
    const fresh = track.create();
    decoded = code.decode(fresh, batch.samples);
    if (decoded.ok) {
      watched.track = fresh;
      watched.delay = Number.NaN;
    }
  }
  if (!decoded.ok) return decoded.reason;
  if (decoded.count === 0) return null;
  const first = track.read(sample, watched.track, watched.track.count - decoded.count).tick;
  note(watched.lateness, position - first, now);
  if (Number.isNaN(watched.delay)) watched.delay = high(watched.lateness) + MARGIN;
  return null;
}

const sample = track.createSample();

/** A whole track to be watched without delay: a take's camera in review. Answers why it could not be read, or null. */
export function put(watching: Watching, camera: number, batches: readonly Uint8Array[]): string | null {
  const watched = begin(camera, 0);
  watched.delay = 0;
  watching.set(camera, watched);
  return code.join(watched.track, batches);
}

/** A camera at the position on display, into `out`; false where nothing is known of it. Allocates nothing. */
export function at(out: CameraSample, watching: Watching, camera: number, position: number): boolean {
  const watched = watching.get(camera);
  if (watched === undefined || Number.isNaN(watched.delay)) return false;
  if (watched.person !== 0) follow(watched, position);
  return track.sampleAt(out, watched.track, position - watched.delay);
}

/** Ticks by which a camera is shown behind the live position; 0 where nothing is known of it. */
export function delayOf(watching: Watching, camera: number): number {
  const delay = watching.get(camera)?.delay ?? 0;
  return Number.isNaN(delay) ? 0 : delay;
}

/** Lets the delay close in on what the network asks for. */
function follow(watched: Watched, position: number): void {
  const passed = Math.max(0, Math.min(60, position - watched.looked));
  watched.looked = position;
  const wanted = high(watched.lateness) + MARGIN;
  if (wanted === Number.NEGATIVE_INFINITY) return;
  const gap = wanted - watched.delay;
  if (Math.abs(gap) > JUMP) watched.delay = wanted;
  else watched.delay += Math.sign(gap) * Math.min(Math.abs(gap), passed * SLEW);
}

/** Forgets the cameras of people who have gone. */
export function forget(watching: Watching, here: ReadonlySet<number>): void {
  for (const [camera, { person }] of watching) if (person !== 0 && !here.has(person)) watching.delete(camera);
}
