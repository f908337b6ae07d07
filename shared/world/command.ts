/**
 * Commands: the only thing that changes a world. Each is validated by its form at the server's door, ordered into a
 * tick, and executed alike on every peer; one that cannot be done is refused with a reason and changes nothing.
 * The number of a command is part of the take format and of the protocol: new ones go at the end.
 */
import { bool, f32, list, type Of, oneOf, record, text, uint, union, vec3 } from "../protocol/form.ts";
import {
  cameraForm,
  entityId,
  framingForm,
  gazeForm,
  KINDS,
  lampForm,
  markForm,
  personId,
  poseForm,
  tickForm,
  waitForm,
} from "./entity.ts";
import { MAX_IMPULSE, MAX_SPEED, MAX_TARGETS, WORLD_REACH } from "./limits.ts";

const ids = list(entityId, MAX_TARGETS);
const place = vec3(WORLD_REACH);
const hash = text(64);

/** When a cue fires: a time after Action, a mark reached, a body's contact, or by hand. */
export const cueForm = record({
  label: text(64),
  when: oneOf(["time", "mark", "contact", "hand"]),
  /** Seconds after Action. */
  seconds: f32(0, 3600),
  /** The mark, or the body that touches something. */
  on: entityId,
  /** What it must touch; 0: anything but what it rested on at Action. */
  against: entityId,
});
/** When a cue fires. */
export type Cue = Of<typeof cueForm>;

/** Sun, sky and exposure of a stage. */
export const lookForm = record({
  /** Local solar time, hours 0…24. */
  time: f32(0, 24),
  /** Bearing of −Z from north, radians. */
  north: f32(-7, 7),
  latitude: f32(-90, 90),
  /** Day of the year, 1…366. */
  day: uint(366),
  /** 0 clear … 1 overcast. */
  cloud: f32(0, 1),
  /** 1.8 very clear … 10 hazy. */
  turbidity: f32(1.5, 10),
  /** Stops over the metered exposure. */
  exposure: f32(-8, 8),
  /** Practicals: off, on, or by the sun's height. */
  practicals: oneOf(["off", "on", "dusk"]),
});
/** Sun, sky and exposure of a stage. */
export type Look = Of<typeof lookForm>;

/** The commands and their numbers. */
export const commandForm = union(
  {
    spawn: 1,
    remove: 2,
    duplicate: 3,
    place: 4,
    group: 5,
    hide: 6,
    lock: 7,
    name: 8,
    grab: 9,
    carry: 10,
    release: 11,
    push: 12,
    layMark: 13,
    setMark: 14,
    orderMarks: 15,
    setCue: 16,
    removeCue: 17,
    fireCue: 18,
    action: 19,
    look: 20,
    freeze: 21,
    restore: 22,
    makeOne: 23,
    undo: 24,
    redo: 25,
    setLamp: 26,
    setCamera: 27,
    play: 28,
    gaze: 29,
    roll: 30,
    cut: 31,
    leave: 32,
    direct: 33,
    setFraming: 34,
    removeFraming: 35,
  },
  {
    /** Adds a thing, actor or camera at a place. */
    spawn: record({
      kind: oneOf(KINDS),
      asset: text(64),
      variant: text(32),
      label: text(64),
      pose: poseForm,
    }),
    /** Takes entities away; a performer's marks go with it. */
    remove: record({ ids }),
    /** Copies entities, moved by `offset`. */
    duplicate: record({ ids, offset: place }),
    /** Puts entities where they belong: blocking. */
    place: record({ moves: list(record({ id: entityId, pose: poseForm }), MAX_TARGETS) }),
    /** Groups entities under a name; an empty name takes them out. */
    group: record({ ids, group: text(32) }),
    /** Hides or shows; what is hidden neither is seen nor touched. */
    hide: record({ ids, hidden: bool }),
    /** Locks or unlocks; what is locked is refused to everybody. */
    lock: record({ ids, locked: bool }),
    /** Label and variant of one entity. */
    name: record({ id: entityId, label: text(64), variant: text(32) }),
    /** Takes hold of a thing at `grip` (its own space), the hand being at `hand`. Performance. */
    grab: record({ id: entityId, grip: place, hand: poseForm }),
    /** Moves the hand that holds. */
    carry: record({ id: entityId, hand: poseForm }),
    /** Lets go, with the hand's velocity in m/s: a throw where it is not zero. */
    release: record({ id: entityId, velocity: vec3(MAX_SPEED) }),
    /** Pushes a thing at a world point, newton seconds. */
    push: record({ id: entityId, point: place, impulse: vec3(MAX_IMPULSE) }),
    /** Lays the next mark of a performer. */
    layMark: record({ mark: markForm, pose: poseForm }),
    /** Changes a mark. */
    setMark: record({ id: entityId, mark: markForm }),
    /** Puts a performer's marks in this order; marks left out are taken away. */
    orderMarks: record({ owner: entityId, marks: ids }),
    /** Makes a cue (id 0) or changes one. */
    setCue: record({ id: entityId, cue: cueForm }),
    removeCue: record({ id: entityId }),
    /** Fires a cue by hand. */
    fireCue: record({ id: entityId }),
    /** Calls Action: every cue counts from this tick. */
    action: record({}),
    look: record({ look: lookForm }),
    /** Stops the clock of physics and performance; editing goes on. */
    freeze: record({ frozen: bool }),
    /** Given by the room alone: puts a checkpoint in place of the world. `before` names the world it replaces. */
    restore: record({
      checkpoint: hash,
      before: hash,
      why: oneOf(["one", "pick up", "undo", "redo", "resynchronise"]),
      take: text(64),
    }),
    /** Given by the room alone: the present state becomes the opening. `before` names the world as it was, for undo. */
    makeOne: record({ before: hash }),
    undo: record({}),
    redo: record({}),
    setLamp: record({ ids, lamp: lampForm }),
    setCamera: record({ id: entityId, camera: cameraForm }),
    /** Plays a gesture now. Performance. */
    play: record({ id: entityId, clip: text(32) }),
    /** Turns an actor's eyes now. Performance. */
    gaze: record({ id: entityId, gaze: gazeForm }),
    /** Given by the room alone: a take begins; while it lasts, restores and removals are refused. */
    roll: record({ take: text(64), action: tickForm }),
    /** The take ends. */
    cut: record({}),
    /** Given by the room alone: somebody has gone; what they held is let go. */
    leave: record({ person: personId, forget: bool }),
    /** What a performer waits for at one, and where her eyes rest. */
    direct: record({ id: entityId, start: waitForm, eyeline: gazeForm }),
    /** Keeps a framing (id 0) or changes one. Framings are notes: no restore touches them. */
    setFraming: record({ id: entityId, framing: framingForm }),
    removeFraming: record({ id: entityId }),
  },
);
/** One command. */
export type Command = Of<typeof commandForm>;
/** Name of a command. */
export type CommandType = Command["type"];

/** A command as it is ordered: whose it is and that person's number for it (0: the room's own). */
export const orderForm = record({ person: personId, serial: uint(), command: commandForm });
/** A command as it is ordered into a tick. */
export type Order = Of<typeof orderForm>;

/** Commands that only the room gives; a person's are refused at the door. */
export const ROOM_ONLY: ReadonlySet<CommandType> = new Set(["restore", "roll", "leave", "makeOne"]);

/** Why a command was refused. */
export const REASONS = [
  "unknown entity",
  "wrong kind",
  "locked",
  "held by somebody",
  "not held by you",
  "too heavy",
  "too many entities",
  "too many bodies",
  "too many marks",
  "too many cues",
  "too many framings",
  "too many edits",
  "unknown asset",
  "cut first",
  "already in performance",
  "not rolling",
  "nothing to undo",
  "nothing to redo",
  "changed since",
  "gone since",
  "needs a restore",
  "no way there",
  "out of reach",
] as const;
/** Why a command was refused. */
export type Reason = (typeof REASONS)[number];

/** Whether two looks are the same: mirrors that crossed to another thread bring a new record each tick. */
export function isSameLook(a: Look, b: Look): boolean {
  return (
    a.time === b.time &&
    a.north === b.north &&
    a.latitude === b.latitude &&
    a.day === b.day &&
    a.cloud === b.cloud &&
    a.turbidity === b.turbidity &&
    a.exposure === b.exposure &&
    a.practicals === b.practicals
  );
}
