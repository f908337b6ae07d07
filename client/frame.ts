/**
 * One display frame, as a list of calls. In: the time. It neither awaits nor allocates in steady state; everything slow
 * goes on beside it.
 */
import * as cameraIntents from "./floor/camera-intents.ts";
import type { Floor } from "./floor/floor.ts";
import * as holding from "./floor/holding.ts";
import * as operating from "./floor/operator.ts";
import * as readouts from "./floor/readouts.ts";
import * as seeing from "./floor/seeing.ts";
import * as settings from "./floor/settings.ts";
import type { Stage } from "./floor/stage.ts";
import * as strip from "./floor/strip.ts";
import { createMove } from "./input/move.ts";

const move = createMove();
const subject = [0, 0, 0];
/** Seconds of the longest frame that hands move through. */
const LONGEST = 0.1;

/** Draws one frame at `now` milliseconds; `passed` seconds since the one before. */
export function frame(stage: Stage, floor: Floor, now: number, passed: number): void {
  const seconds = Math.min(LONGEST, passed);
  stage.input.frame(move);
  stage.world.advance(now);
  operate(stage, floor, seconds, now);
  holding.frame(floor.holding, stage.world.position(), seconds);
  stage.picture.lay();
  if (!stage.picture.holds()) {
    stage.picture.show(now);
    stage.loop.frame(now, stage.picture.shot, stage.picture.aspect(), stage.picture.ratio());
  }
  stage.viewfinder();
  if (stage.every(now)) write(stage, floor);
}

/** Own camera and own feet follow the hands; what the camera does is noted for others and for takes. */
function operate(stage: Stage, floor: Floor, seconds: number, now: number): void {
  const { operator, eyes, model } = floor;
  const sees = model.seeing.value;
  // Whoever is being walked has the hands; cameras stand.
  stage.walking.frame(move, seconds);
  if (sees === "plan") seeing.pan(eyes, move, seconds);
  else if (sees === "foot") seeing.walk(eyes, move, seconds, now / 1000, stage.sweep(), stage.ground);
  if (stage.review.now() !== null) {
    stage.world.behind = 0;
    stage.review.frame();
    return;
  }
  if (operator.camera === 0) {
    seeing.watchCamera(floor, stage.world);
    return;
  }
  stage.world.behind = 0;
  if (sees === "camera") operating.frame(operator, move, seconds, now / 1000, stage.sweep());
  else operating.stand(operator, seconds, now / 1000);
  if (cameraIntents.subjectPoint(floor, subject)) operating.followFocus(operator, subject, seconds);
  // What is framed at one is what one goes back to, as all that is set up there.
  if (floor.mirror?.phase === "one" && floor.mirror.rolling === "") operating.standAtOne(operator);
  if (floor.room === null) return;
  const { rolling } = floor.presence;
  if (rolling !== operator.take) {
    // What has been noted until now belongs to the take that rolled until now, its last moments included.
    const rest = operating.flush(operator);
    if (rest !== null) floor.room.camera(operator.camera, operator.take, rest);
    operator.take = rolling;
  }
  const batch = operating.note(operator, stage.world.position(), settings.project(floor));
  if (batch !== null) floor.room.camera(operator.camera, rolling, batch);
}

/** Read-outs, ten times a second, and before a key acts on what they say. */
export function write(stage: Stage, floor: Floor): void {
  strip.writeClock(floor);
  const follows = floor.roster.entities.get(floor.operator.follows);
  const words =
    follows === undefined ? "" : follows.kind === "actor" ? `${follows.label}, eyes` : follows.label;
  readouts.write(floor.model.camera, floor.operator, stage.ratio(), words, 0, settings.project(floor));
  readouts.writeManning(floor);
  readouts.writeInspected(floor);
  stage.write();
}
