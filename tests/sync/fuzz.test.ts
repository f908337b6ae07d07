/**
 * Fuzz over four people in one process (play.ts). Worlds must be equal each second, and at the end to the last byte of
 * heap and table. `FUZZ_SEED=n` runs one seed, `FUZZ_SEEDS=n` that many new ones beside those that are pinned.
 */
import { expect, test } from "vitest";
import { compare, play, replayAll } from "./play.ts";
import { PINNED } from "./seeds.ts";

async function run(seed: number): Promise<void> {
  const say = (text: string): string => `seed ${seed}: ${text}`;
  const { house, sent, cuts, crashes } = await play(seed);
  expect(house.wrong.map(say)).toEqual([]);
  expect((await compare(house)).map(say)).toEqual([]);
  for (const guest of house.guests) {
    expect(guest.defects.filter((text) => text.includes("took the room's world")).map(say)).toEqual([]);
    for (const [tick, hash] of guest.hashes) {
      const own = house.room.hashes.get(tick);
      if (own !== undefined)
        expect(say(`${guest.token} ${tick} ${hash}`)).toBe(say(`${guest.token} ${tick} ${own}`));
    }
  }
  expect((await replayAll(house)).map(say)).toEqual([]);
  if (sent < 1000) throw new Error(say(`only ${sent} commands were sent`));
  const done = house.guests.reduce((n, guest) => n + guest.done, 0);
  const refused = house.guests.reduce((n, guest) => n + guest.refused, 0);
  const takes = [...house.room.takes.values()].filter(({ to }) => to > 0).length;
  console.info(
    say(
      `${sent} sent, ${done} done, ${refused} refused, ${cuts} breaks, ${crashes} crashes, ${house.guests.length} ` +
        `people, ${takes} takes; ${[...house.written].map(([what, n]) => `${what} ${n}`).join(", ")}`,
    ),
  );
  expect(done).toBeGreaterThan(200);
  expect(refused).toBeGreaterThan(20);
  for (const guest of house.guests) guest.session.close();
}

const only = process.env["FUZZ_SEED"];
const fresh = Number(process.env["FUZZ_SEEDS"] ?? 4);
const drawn = Array.from({ length: fresh }, () => Math.floor(Math.random() * 2 ** 31));
const seeds = only !== undefined ? [Number(only)] : [...PINNED.map(({ seed }) => seed), ...drawn];

test.each(seeds)("W1: four people on bad networks stay in step (seed %d)", { timeout: 240_000 }, run);
