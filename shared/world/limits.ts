/**
 * Limits of a world. Each is named in the refusal that it causes, so that a person knows what to change.
 */

/** Entities in a world, marks and cameras included. */
export const MAX_ENTITIES = 2000;
/** Bodies that move under physics. */
export const MAX_BODIES = 1000;
/** Entities that one command may name. */
export const MAX_TARGETS = 1000;
/** Commands that one person may have in one tick. */
export const MAX_COMMANDS_PER_TICK = 64;
/** Marks of one actor or vehicle. */
export const MAX_MARKS = 64;
/** Cues in a stage. */
export const MAX_CUES = 128;
/** Framings kept on one stage. */
export const MAX_FRAMINGS = 256;
/** Points of a path that somebody walked. */
export const MAX_PATH_POINTS = 512;
/** Undo steps kept for one person. */
export const MAX_UNDO = 50;
/** Edits of the blocking kept during one performance, to be applied at the next return to one. */
export const MAX_PENDING = 1000;
/** Metres from the origin within which a thing may be placed. */
export const WORLD_REACH = 2000;
/** Metres a second. */
export const MAX_SPEED = 120;
/** Newton seconds in one push. */
export const MAX_IMPULSE = 20000;
/** Kilograms that a hand can lift; heavier things are dragged or refused. */
export const MAX_LIFT = 60;
