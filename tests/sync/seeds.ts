/**
 * Seeds of the fuzz: those that once found something stay, each with what it found; new ones are drawn each run. When
 * what is drawn changes (tests/sync/commands.ts), a seed plays something else: what it found has a test of its own.
 */

/** Seeds that are run each time. */
export const PINNED: readonly { seed: number; found: string }[] = [
  { seed: 1, found: "a copy laid beyond the stage's reach broke every later edit of it, and the room" },
  { seed: 10, found: "a take that began in the tick of a restore lacked the restore's checkpoint" },
];
