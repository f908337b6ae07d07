/**
 * Seeds of the fuzz: those that once found something stay, each with what it found; new ones are drawn each run.
 */

/** Seeds that are run each time. */
export const PINNED: readonly { seed: number; found: string }[] = [
  { seed: 1, found: "the first seed there was" },
];
