/**
 * The review desk: a take on this screen, in a world of its own, seen through the camera that shot it; the live world goes
 * on beside. In: what a person asks of a take. Out: the take's mirrors and camera in place of the live ones, the
 * transport's signals; everything live again on leaving.
 */
import * as cadence from "../../shared/camera/cadence.ts";
import * as pose from "../../shared/camera/pose.ts";
import type { CameraSettings } from "../../shared/camera/settings.ts";
import * as track from "../../shared/camera/track.ts";
import * as rate from "../../shared/clock/rate.ts";
import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { TimelineMark } from "../panels/model.ts";
import type { Display } from "../session/display.ts";
import type { PageReview } from "../session/review-page.ts";
import type { FromReview } from "../session/review-protocol.ts";
import * as watch from "../session/watch.ts";
import type { View } from "../view/view.ts";
import { type Floor, tell } from "./floor.ts";
import * as operating from "./operator.ts";
import * as roster from "./roster.ts";
import * as seeing from "./seeing.ts";
import { project } from "./settings.ts";
import type { ReviewDesk } from "./take-intents.ts";
import { write } from "./write.ts";

/** Ticks by which a follower may be off before they are set right, while it plays and where it stands. */
const OFF = 8;
const STILL = 0.01;
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
  /** How fast the world goes by in the pictures of the camera that is looked through: 0.5 at 48 in 24. */
  let pace = 1;
  let kept: { at: pose.Pose; settings: CameraSettings } | null = null;
  /** Where to go once the take is open. */
  let wanted: { frame: number } | { tick: number; rate: number } | null = null;
  /** The room is asked for the world of this frame: the review is left when it comes. */
  let leaving = false;

  const frameOf = (tick: number): number =>
    Math.max(0, Math.floor(rate.frameAtTicks(project(floor), tick - from) + 1e-6));
  const tickOf = (frame: number): number => from + rate.frameToTicks(project(floor), frame);

  const paceOf = (): number => {
    if (!watch.at(sample, watching, camera, from)) return 1;
    return cadence.playSpeed(cadence.rateOf(sample.rate, project(floor)), project(floor));
  };

  const show = (mirror: Mirror): void => {
    floor.mirror = mirror;
    roster.take(floor.roster, mirror, performance.now());
    view.take(mirror);
    floor.light?.follow(mirror, performance.now());
    world.arrive(mirror);
  };

  const opened = (message: Extract<FromReview, { type: "opened" }>): void => {
    line = message.line;
    from = message.from;
    // One's own camera where it was there; else the first.
    const first = message.cameras.find((each) => each.camera === operator.camera) ?? message.cameras[0];
    camera = first?.camera ?? 0;
    write(
      transport.cameras,
      message.cameras.map((each) => ({ camera: each.camera, letter: each.letter })),
    );
    transport.camera.value = camera;
    watching.clear();
    for (const each of message.cameras) {
      const fault = watch.put(watching, each.camera, each.samples);
      if (fault !== null)
        tell(floor, { tone: "error", text: `Camera ${each.letter} of this take: ${fault}.` });
    }
    pace = paceOf();
    transport.length.value = frameOf(message.to);
    transport.base.value = rate.nominal(project(floor));
    transport.range.value = null;
    writeMarks(floor.takes.get(take) ?? line);
    const go = wanted;
    wanted = null;
    if (go === null) return;
    if ("frame" in go) page?.seek(tickOf(go.frame));
    else follow(go.tick, go.rate);
  };

  /** Action and flags on the scrub bar. */
  const writeMarks = ({ action, flags, to }: TakeLine): void => {
    const marks: TimelineMark[] = flags.map(({ tick, label }) => ({
      id: `flag ${tick}`,
      at: frameOf(tick),
      label,
      kind: "flag",
    }));
    if (action >= from && action <= to)
      marks.unshift({ id: "action", at: frameOf(action), label: "Action", kind: "action" });
    write(transport.marks, marks);
  };

  const follow = (tick: number, speedThere: number): void => {
    if (line === null) {
      wanted = { tick, rate: speedThere };
      return;
    }
    if (speedThere !== speed) page?.play(speedThere);
    const off = speedThere === 0 ? STILL : OFF;
    if (speedThere !== speed || Math.abs(world.position() - tick) > off) page?.seek(tick);
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
        if (message.state.playing) transport.speed.value = message.state.rate / pace;
        transport.position.value = frameOf(message.state.position);
        return;
      case "failed":
        tell(floor, { tone: "error", text: message.text, kept: "The take itself is safe." });
        close();
        return;
    }
  };

  /** Leaves the review. `stay`: who operates the camera that was seen goes on from where it is now. */
  const close = (stay = false): void => {
    if (page === null) return;
    const goOn = stay && camera === operator.camera && camera !== 0;
    page.close();
    page = null;
    take = "";
    line = null;
    speed = 0;
    wanted = null;
    leaving = false;
    watching.clear();
    transport.take.value = "";
    transport.playing.value = false;
    transport.marks.value = [];
    transport.cameras.value = [];
    transport.range.value = null;
    if (goOn) operating.jump(operator, pose.copy(pose.create(), operator.at));
    else if (kept !== null) {
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
    close: () => close(),
    follow,
    rate: () => speed,
    look(id) {
      if (!transport.cameras.value.some((each) => each.camera === id)) return;
      camera = id;
      transport.camera.value = id;
      operator.jumped = true;
      const before = pace;
      pace = paceOf();
      if (speed !== 0 && pace !== before) page?.play((speed / before) * pace);
    },
    lineChanged(changed) {
      if (changed.id === take && line !== null) writeMarks(changed);
    },
    pickUp() {
      leaving = true;
    },
    stay() {
      leaving = false;
    },
    restored() {
      if (leaving) close(true);
    },
    play(playing) {
      if (!playing) {
        page?.play(0);
        return;
      }
      // Play is forwards, whatever the shuttle did; from the end it begins anew.
      if (transport.position.value >= transport.length.value - 1) page?.seek(from);
      page?.play((transport.speed.value > 0 ? transport.speed.value : 1) * pace);
    },
    shuttle(direction) {
      // J and L again in the same direction: twice as fast.
      const again = direction !== 0 && Math.sign(speed) === direction;
      page?.play(again ? direction * Math.min(FASTEST, Math.abs(speed) * 2) : direction * pace);
    },
    speed(value) {
      transport.speed.value = value;
      if (speed !== 0) page?.play(value * pace);
    },
    seek(frame) {
      if (line === null) wanted = { frame };
      else page?.seek(tickOf(frame));
    },
    step(frames) {
      page?.play(0);
      page?.seek(tickOf(frameOf(world.position()) + frames));
    },
    frame() {
      if (page === null || line === null) return;
      // A review that stands tells nothing more, but light hears of it only now and then.
      if (floor.mirror !== null) floor.light?.follow(floor.mirror, performance.now());
      const position = world.position();
      const shown = frameOf(position);
      if (speed !== 0 && shown !== transport.position.value) transport.position.value = shown;
      if (!watch.at(sample, watching, camera, position)) return;
      seeing.show(operator, sample, project(floor));
      const open = seeing.exposureTicks(operator.settings);
      if (watch.at(sample, watching, camera, position - open)) seeing.opened(operator, sample);
    },
    now: () =>
      page === null ? null : { take, tick: Math.round(world.position()), position: world.position() },
  };
}
