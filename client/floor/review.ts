/**
 * The review desk: a take on this screen, in a world of its own, seen through the camera that shot it; the live world goes
 * on beside. In: what a person asks of a take. Out: the take's mirrors and camera in place of the live ones, the
 * transport's signals; everything live again on leaving.
 */
import * as pose from "../../shared/camera/pose.ts";
import type { CameraSettings } from "../../shared/camera/settings.ts";
import * as track from "../../shared/camera/track.ts";
import * as rate from "../../shared/clock/rate.ts";
import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { Display } from "../session/display.ts";
import type { PageReview } from "../session/review-page.ts";
import type { FromReview } from "../session/review-protocol.ts";
import * as watch from "../session/watch.ts";
import type { View } from "../view/view.ts";
import { type Floor, tell } from "./floor.ts";
import * as operating from "./operator.ts";
import * as roster from "./roster.ts";
import * as seeing from "./seeing.ts";
import type { ReviewDesk } from "./take-intents.ts";

/** Fastest shuttle, either way. */
const FASTEST = 8;

/** What a desk is made of. */
export interface ReviewParts {
  floor: Floor;
  view: View;
  world: Display;
  /** Opens a take. */
  open(take: string, hear: (message: FromReview) => void): PageReview;
  /** The live world takes its place again, whole. */
  live(): void;
}

/** A desk with nothing on it. */
export function createReviewDesk({ floor, view, world, open, live }: ReviewParts): ReviewDesk {
  const { model, operator } = floor;
  const { transport } = model;
  const watching = watch.create();
  const sample = track.createSample();
  let page: PageReview | null = null;
  let take = "";
  let line: TakeLine | null = null;
  let from = 0;
  let camera = 0;
  let speed = 0;
  let kept: { at: pose.Pose; settings: CameraSettings } | null = null;

  const project = (): rate.Rate => rate.parse(model.settings.value.rate) ?? rate.FILM;
  const frameOf = (tick: number): number =>
    Math.max(0, Math.floor(rate.frameAtTicks(project(), tick - from) + 1e-6));
  const tickOf = (frame: number): number => from + rate.frameToTicks(project(), frame);

  const show = (mirror: Mirror): void => {
    floor.mirror = mirror;
    roster.take(floor.roster, mirror, performance.now());
    view.take(mirror);
    world.arrive(mirror);
  };

  const opened = (message: Extract<FromReview, { type: "opened" }>): void => {
    line = message.line;
    from = message.from;
    camera = message.cameras[0]?.camera ?? 0;
    watching.clear();
    for (const each of message.cameras) {
      const fault = watch.put(watching, each.camera, each.samples);
      if (fault !== null)
        tell(floor, { tone: "error", text: `Camera ${each.letter} of this take: ${fault}.` });
    }
    transport.length.value = frameOf(message.to);
    transport.base.value = rate.nominal(project());
    transport.range.value = null;
    const marks = line.flags.map((flag) => ({
      id: `flag ${flag.tick}`,
      at: frameOf(flag.tick),
      label: flag.label,
      kind: "flag" as "flag" | "action",
    }));
    const called = line.action >= message.from && line.action <= message.to;
    if (called) marks.unshift({ id: "action", at: frameOf(line.action), label: "Action", kind: "action" });
    transport.marks.value = marks;
  };

  const hear = (message: FromReview): void => {
    if (page === null) return;
    switch (message.type) {
      case "opened":
        opened(message);
        return;
      case "mirror":
        show(message.mirror);
        return;
      case "clock":
        world.set(message.clock);
        return;
      case "state":
        speed = message.state.rate;
        transport.playing.value = message.state.playing;
        if (message.state.playing) transport.speed.value = message.state.rate;
        transport.position.value = frameOf(message.state.position);
        return;
      case "failed":
        tell(floor, { tone: "error", text: message.text, kept: "The take itself is safe." });
        close();
        return;
    }
  };

  const close = (): void => {
    if (page === null) return;
    page.close();
    page = null;
    take = "";
    line = null;
    speed = 0;
    watching.clear();
    transport.take.value = "";
    transport.playing.value = false;
    transport.marks.value = [];
    if (kept !== null) {
      operator.settings = kept.settings;
      operating.jump(operator, kept.at);
    }
    kept = null;
    world.reset();
    live();
  };

  return {
    open(id) {
      if (id === take) return;
      if (page !== null) close();
      kept = { at: pose.copy(pose.create(), operator.at), settings: operator.settings };
      take = id;
      transport.take.value = id;
      transport.position.value = 0;
      world.reset();
      page = open(id, hear);
    },
    close,
    play: (playing) => page?.play(playing ? transport.speed.value || 1 : 0),
    shuttle(direction) {
      // J and L again in the same direction: twice as fast.
      const again = direction !== 0 && Math.sign(speed) === direction;
      page?.play(again ? direction * Math.min(FASTEST, Math.abs(speed) * 2) : direction);
    },
    speed(value) {
      transport.speed.value = value;
      if (speed !== 0) page?.play(value);
    },
    seek: (frame) => page?.seek(tickOf(frame)),
    step(frames) {
      page?.play(0);
      page?.seek(tickOf(frameOf(world.position()) + frames));
    },
    frame() {
      if (page === null || line === null) return;
      const position = world.position();
      const shown = frameOf(position);
      if (speed !== 0 && shown !== transport.position.value) transport.position.value = shown;
      if (!watch.at(sample, watching, camera, position)) return;
      seeing.show(operator, sample);
      const open = seeing.exposureTicks(operator.settings);
      if (watch.at(sample, watching, camera, position - open)) seeing.opened(operator, sample);
    },
    now: () => (page === null ? null : { take, tick: Math.round(world.position()) }),
  };
}
