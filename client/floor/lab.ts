/**
 * The lab: makes the frames of a take's cameras as pictures, on a view of its own, so that the one on screen and the live
 * world go on. In: a take, sizes, rates. Out: the picture of any frame, in order; the world between the ticks around it, the
 * camera's track there, light as it settles at that moment.
 */
import * as cadence from "../../shared/camera/cadence.ts";
import * as track from "../../shared/camera/track.ts";
import * as frames from "../../shared/clock/frames.ts";
import type { Rate } from "../../shared/clock/rate.ts";
import type { Camera } from "../../shared/world/entity.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import type { Light } from "../light/light.ts";
import * as lightWatch from "../light/watch.ts";
import type { PageReview } from "../session/review-page.ts";
import type { FromReview } from "../session/review-protocol.ts";
import { createSteps, type Opened, type Pair } from "../session/review-steps.ts";
import type { Pixels } from "../view/stills.ts";
import type { View } from "../view/view.ts";
import { createPrinter, type Printer, type Step, WARM_FRAMES } from "./print.ts";
import * as recorded from "./recorded.ts";

/** What a lab works with. */
export interface LabParts {
  /** Opens the take. */
  open(hear: (message: FromReview) => void): PageReview;
  /** A view of its own, with the set loaded. */
  view(): Promise<View>;
  /** Light memory of its own; null: none for this set. */
  light(): Light | null;
  /** A network's step for each frame; null: the engine's picture. */
  step: Step | null;
  set: LoadedSet;
  width: number;
  height: number;
  /** Rate at which frames are made, and the project's, which is the cameras' where they tell no other. */
  rate: Rate;
  project: Rate;
  /** Delivered ratio. */
  ratio: number;
  signal: AbortSignal;
}

/** A frame as it was made. */
export interface Frame extends recorded.Taken {
  readonly pixels: Pixels;
  /** Tick of the world at or before it. */
  readonly tick: number;
}

/** A lab at work on one take. */
export interface Lab {
  readonly take: Opened;
  /**
   * Goes to just before a frame with a camera (a letter), everything that goes on from frame to frame warmed up. `frame`
   * counts in the take's own time. Answers its number as this camera counts, and how fast the world goes by in its
   * pictures: at 0.5 there are twice as many.
   */
  begin(letter: string, frame: number): Promise<{ first: number; speed: number }>;
  /** The picture of a frame, as that camera counts from the take's beginning. */
  frame(frame: number): Promise<Frame>;
  close(): void;
}

/** Opens a take in a lab. Rejects in words. */
export async function openLab(parts: LabParts): Promise<Lab> {
  const { set, rate, project, ratio, signal } = parts;
  const watch = lightWatch.createWatch(set);
  const kept = new Map<number, Camera>();
  /** Mirrors that came before the view was there. */
  let early: Mirror[] | null = [];
  let view: View | null = null;
  const each = (mirror: Mirror): void => {
    lightWatch.note(watch, mirror);
    if (mirror.whole) kept.clear();
    for (const { id, camera } of mirror.edited) if (camera !== null) kept.set(id, camera);
    if (early !== null) early.push(mirror);
    else view!.take(mirror);
  };
  const steps = createSteps(parts.open, each);
  let light: Light | null = null;
  let printer: Printer | null = null;
  const close = (): void => {
    steps.close();
    light?.dispose();
    printer?.dispose();
    view?.dispose();
  };
  signal.addEventListener("abort", close, { once: true });
  let take: Opened;
  try {
    light = parts.light();
    [take, view] = await Promise.all([steps.opened, parts.view()]);
    signal.throwIfAborted();
    for (const mirror of early.splice(0)) view.take(mirror);
    early = null;
    await steps.at(take.from);
    await view.settled();
    printer = createPrinter(view, parts.width, parts.height, parts.step, signal);
  } catch (fault) {
    close();
    throw fault;
  }
  const own = view;
  const prints = printer;
  const firstKey = own.key();
  const first = track.createSample();
  let camera: recorded.Recorded | null = null;
  /** Moments a second of the world that frames are made of. */
  let moments = rate;
  /** The light that the picture has, as text: it is worked out again only where it would be another. */
  let lit = "";

  const show = async (frame: number): Promise<{ taken: recorded.Taken; pair: Pair }> => {
    if (camera === null) throw new Error("no camera has begun");
    const { tick, alpha } = frames.momentOf(moments, frame);
    const pair = await steps.at(take.from + tick);
    // What came into the set by then has its picture: no frame shows a box for it.
    await own.settled();
    own.show(pair.from, pair.to, alpha);
    const position = take.from + tick + alpha;
    const entity = kept.get(camera.camera) ?? null;
    const over = (now: track.CameraSample) => recorded.stopsOver(first, firstKey, now, own.key(), project);
    return { taken: recorded.shotAt(camera, entity, ratio, project, position, over), pair };
  };
  const settle = async (mirror: Mirror): Promise<void> => {
    if (light === null) return;
    const world = lightWatch.read(watch, mirror);
    const text = JSON.stringify(world);
    if (world === null || text === lit) return;
    own.memory(await light.settleWorld(world), own.key());
    lit = text;
  };

  return {
    take,
    async begin(letter, frame) {
      const found = take.cameras.find((one) => one.letter === letter);
      if (found === undefined) throw new Error(`camera ${letter} did not shoot this take`);
      camera = recorded.read(found);
      track.sampleAt(first, camera.track, take.from);
      const ran = cadence.rateOf(first.rate, project);
      const speed = cadence.playSpeed(ran, project);
      moments = cadence.takenFor(rate, ran, project);
      const from = Math.round(frame / speed);
      for (let k = Math.max(0, from - WARM_FRAMES); k < from; k++) {
        signal.throwIfAborted();
        await prints.pass((await show(k)).taken.shot);
      }
      return { first: from, speed };
    },
    async frame(frame) {
      const { taken, pair } = await show(frame);
      await settle(pair.from);
      return { ...taken, pixels: await prints.print(taken.shot), tick: pair.from.tick };
    },
    close,
  };
}
