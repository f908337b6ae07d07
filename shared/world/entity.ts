/**
 * Entities: everything on a stage that has a name. Their forms give the types, the bytes in a checkpoint and the
 * checks. A field is either *blocking* (decided at one, survives "back to one") or *performance* (what happens).
 * Space: right-handed, Y up, metres, radians; seconds and ticks as named.
 */
import {
  bool,
  f32,
  f64,
  handle,
  int,
  list,
  nullable,
  type Of,
  oneOf,
  quat,
  record,
  text,
  uint,
  vec3,
} from "../protocol/form.ts";
import { MAX_MARKS, MAX_PATH_POINTS, MAX_SPEED, WORLD_REACH } from "./limits.ts";

/** Number of an entity, unique in its stage and never used again. */
export const entityId = uint(0xffffffff);
/** Number of a person in a room, unique in the room; 0 is the room itself. */
export const personId = uint(0xffff);
/** Tick of a world: 1/60 s. */
export const tickForm = uint();
const place = vec3(WORLD_REACH);
const angle = f32(-100, 100);

/** Where something stands. */
export const poseForm = record({ position: place, rotation: quat });
/** Where something stands: metres, unit quaternion x y z w. */
export type Pose = Of<typeof poseForm>;

/**
 * Where something has got to: as `poseForm`, with room beyond the reach of commands for what was carried, steered or
 * thrown there, so that a state that physics can bring about can always be written down.
 */
const stateForm = record({ position: vec3(4 * WORLD_REACH), rotation: quat });

/** What an entity is. */
export const KINDS = ["prop", "vehicle", "actor", "light", "mark", "camera"] as const;
/** What an entity is. */
export type Kind = (typeof KINDS)[number];

/** What an actor does on reaching a mark. */
export const DEEDS = [
  "stand",
  "sit",
  "gesture",
  "pick up",
  "put down",
  "hand over",
  "take",
  "reach",
  "look around",
] as const;
/** What an actor does on reaching a mark. */
export type Deed = (typeof DEEDS)[number];

/** What somebody waits for before leaving a mark. */
export const waitForm = record({
  /** seconds: for a time · cue: until a cue has fired · mark: until somebody else has reached a mark. */
  kind: oneOf(["none", "seconds", "cue", "mark"]),
  seconds: f32(0, 3600),
  /** The cue or the mark waited for; 0 when it is neither. */
  on: entityId,
});
/** What somebody waits for before leaving a mark. */
export type Wait = Of<typeof waitForm>;

/** Where eyes rest. */
export const gazeForm = record({
  /** ahead: where she goes · entity: a person or thing · point: a place · lens: whichever camera is main. */
  kind: oneOf(["ahead", "entity", "point", "lens"]),
  on: entityId,
  point: place,
});
/** Where eyes rest. */
export type Gaze = Of<typeof gazeForm>;

/** A numbered mark on the ground, of one actor or vehicle. All of it is blocking. */
export const markForm = record({
  owner: entityId,
  /** How she gets there from the mark before: by walking, by running (speed in m/s), or within a time. */
  gait: oneOf(["walk", "run", "timed"]),
  speed: f32(0, MAX_SPEED),
  seconds: f32(0, 3600),
  /** Heading on arrival, or null: as she came. */
  facing: nullable(angle),
  deed: oneOf(DEEDS),
  /** Clip of a gesture, such as "wave". */
  gesture: text(32),
  /** The thing sat on, picked up or handed over, or the person it is handed to; 0 for none. */
  target: entityId,
  gaze: gazeForm,
  wait: waitForm,
  /** A path steered by hand, as x z pairs in metres; empty: the way is found. */
  path: list(f32(-WORLD_REACH, WORLD_REACH), MAX_PATH_POINTS * 2),
});
/** A numbered mark on the ground, of one actor or vehicle. */
export type Mark = Of<typeof markForm>;

/** What an actor or vehicle is doing. */
export const STAGES = ["at one", "waiting", "going", "doing", "done"] as const;

/** Somebody who follows marks: an actor or a vehicle. The first three are blocking, the rest performance. */
export const performerForm = record({
  marks: list(entityId, MAX_MARKS),
  /** What she waits for at her opening place, counted from Action. */
  start: waitForm,
  /** Where her eyes rest when no mark says otherwise. */
  eyeline: gazeForm,
  stage: oneOf(STAGES),
  /** Index in `marks` of the mark that she stands on (−1: her opening place). */
  at: int(-1, MAX_MARKS),
  /** Tick at which `stage` began. */
  since: tickForm,
  /** The way to the next mark: x y z triples, metres. */
  way: list(f64(), 4096),
  /** Metres gone along `way`. */
  along: f64(),
  /** Speed along the way, m/s. */
  speed: f64(),
  /** Metres moved since one, which is what drives the legs. */
  travelled: f64(),
  /** Facing, radians about +Y from +Z. */
  heading: f64(),
  /** Steering angle of the front wheels, radians; 0 for actors. */
  steer: f64(),
  /** Bearing of the body: standing, seated… and what is being played over it. */
  posture: oneOf(["stand", "sit"]),
  clip: text(32),
  clipSince: tickForm,
  gaze: gazeForm,
  /** What an actor holds in the right hand; 0 for nothing. */
  holds: entityId,
});
/** Somebody who follows marks: an actor or a vehicle. */
export type Performer = Of<typeof performerForm>;

/** A lamp. All of it is blocking. */
export const lampForm = record({
  on: bool,
  /** Share of the lamp's full light, 0…4. */
  level: f32(0, 4),
  /** Kelvin; 0 keeps the lamp's own colour. */
  kelvin: f32(0, 20000),
});
/** A lamp. */
export type Lamp = Of<typeof lampForm>;

/** A film camera's kept settings. Lens values in millimetres, focus in metres from the sensor plane. Blocking. */
export const cameraForm = record({
  letter: text(4),
  filmback: text(64),
  lensSet: text(64),
  focal: f32(1, 2000),
  squeeze: f32(1, 2),
  tStop: f32(0.5, 64),
  focus: f32(0.05, 10000),
  /** Subject that focus follows; 0 for none. */
  follows: entityId,
  /** Degrees. */
  shutter: f32(1, 360),
  rig: text(32),
});
/** A film camera's kept settings. */
export type Camera = Of<typeof cameraForm>;

/** A framing: a kept camera position with its lens and focus, back with one click. All of it is blocking. */
export const framingForm = record({
  label: text(64),
  pose: poseForm,
  filmback: text(64),
  lensSet: text(64),
  focal: f32(1, 2000),
  squeeze: f32(1, 2),
  tStop: f32(0.5, 64),
  /** Metres from the sensor plane. */
  focus: f32(0.05, 10000),
  /** Degrees. */
  shutter: f32(1, 360),
});
/** A kept camera position with its lens and focus. */
export type Framing = Of<typeof framingForm>;

/** A body in the physics engine, as plain data that travels with a checkpoint. */
export const bodyForm = record({
  handle: handle,
  /** Bytes from the world's body buffer to this body's 4×4 transform. */
  offset: uint(0xffffffff),
  motion: oneOf(["fixed", "keyed", "free"]),
  mass: f32(0, 1e6),
});
/** A body in the physics engine. */
export type Body = Of<typeof bodyForm>;

/** One entity with all its state. */
export const entityForm = record({
  id: entityId,
  kind: oneOf(KINDS),
  /** Name that the set gave it, such as `car-red`; empty for what people added. */
  name: text(64),
  label: text(64),
  /** Thing or actor of the assets; empty for marks and cameras. */
  asset: text(64),
  variant: text(32),
  hidden: bool,
  locked: bool,
  group: text(32),
  /** Opening place: blocking. */
  one: stateForm,
  /** Present place. For a free body the engine's memory is the truth and this is what was last read from it. */
  pose: stateForm,
  body: nullable(bodyForm),
  /** Goes up with each edit; undo is refused where somebody else has raised it since. */
  revision: uint(),
  editor: personId,
  /** Who holds it (0: nobody) and where the hand is. */
  holder: personId,
  hand: poseForm,
  /** Point of the thing that the hand holds, in its own space. */
  grip: place,
  mark: nullable(markForm),
  performer: nullable(performerForm),
  lamp: nullable(lampForm),
  camera: nullable(cameraForm),
});
/** One entity with all its state. */
export type Entity = Of<typeof entityForm>;

/** A look without anybody in particular: straight ahead. */
export const AHEAD: Gaze = { kind: "ahead", on: 0, point: [0, 0, 0] };
/** Leaves at once. */
export const NO_WAIT: Wait = { kind: "none", seconds: 0, on: 0 };
/** A mark of an owner's (0: nobody's yet) with nothing decided but the way there. */
export const plainMark = (owner: number): Mark => ({
  owner,
  gait: "walk",
  speed: 0,
  seconds: 0,
  facing: null,
  deed: "stand",
  gesture: "",
  target: 0,
  gaze: AHEAD,
  wait: NO_WAIT,
  path: [],
});
