/**
 * Seeds of the fuzz: those that once found something stay, each with what it found; new ones are drawn each run.
 */

/** Seeds that are run each time. */
export const PINNED: readonly { seed: number; found: string }[] = [
  { seed: 1, found: "a copy laid beyond the stage's reach broke every later edit of it, and the room" },
  { seed: 10, found: "a car that turned at the edge of the reach left it, and no checkpoint could be taken" },
];
