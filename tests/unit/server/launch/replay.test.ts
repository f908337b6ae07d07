/** `npm run replay` with files that were damaged, or made to do harm: words and a code, whatever is in them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { replayFile } from "../../../../server/launch/replay.ts";
import { replayApart } from "../../../../server/launch/replay-apart.ts";
import * as random from "../../../../shared/math/random.ts";
import { encode, Writer } from "../../../../shared/protocol/form.ts";
import { decodeTake, encodeTake, type Take } from "../../../../shared/takes/take.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../../../shared/world/checkpoint.ts";
import { orderForm } from "../../../../shared/world/command.ts";
import { temporaryFolder } from "../../../fixtures/house.ts";
import { takeBytes } from "../../../golden/chains.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const file = join(folder.path, "one.take");
const squeeze = (bytes: Uint8Array): Buffer =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });

/** The first second of a golden take. */
function second(): Take {
  const take = decodeTake(new Uint8Array(brotliDecompressSync(takeBytes("yard-blocking"))));
  const to = take.from + 60;
  return { ...take, to, ticks: take.ticks.filter(({ tick }) => tick < to), hashes: take.hashes.slice(0, 1) };
}

async function replayed(bytes: Uint8Array, apart = 0): Promise<[code: number, said: string]> {
  writeFileSync(file, squeeze(bytes));
  const said: string[] = [];
  const print = (line: string): void => {
    said.push(line);
  };
  const code = apart > 0 ? await replayApart(file, print, apart) : await replayFile(file, print);
  return [code, said.join("\n")];
}

const take = second();
const whole = encodeTake(take);

describe("T2: a take that", () => {
  test("is whole plays, in this process and in its own", async () => {
    expect(await replayed(whole)).toMatchObject([0, expect.stringMatching(/^hash chain holds \(1 hashes/m)]);
    expect(await replayed(whole, 30_000)).toMatchObject([0, expect.stringContaining("ticks 60 ")]);
  });

  test("was damaged anywhere is told of in words: 60 files of a seed", async () => {
    const dice = random.create("damaged takes");
    for (let k = 0; k < 60; k++) {
      const bytes = Uint8Array.from(whole);
      for (let j = random.int(dice, 6); j >= 0; j--) {
        const part = random.int(dice, 3);
        const at =
          part === 0
            ? random.int(dice, 3000)
            : part === 1
              ? bytes.length - 1 - random.int(dice, 20_000)
              : random.int(dice, bytes.length);
        bytes[at] = random.int(dice, 2) === 0 ? 255 : random.int(dice, 256);
      }
      const [code, said] = await replayed(bytes);
      expect([0, 1, 2], said).toContain(code);
      if (code === 2) expect(said).toMatch(/one\.take: (the take|this is)/);
      expect(said).not.toMatch(/\n\s+at |[^\P{Cc}\n]/u);
    }
  }, 120_000);

  test.each([
    ["claims to last for ever", { ...take, to: take.from + 2 ** 45 }, /claims to last 35184372088832 ticks/],
    [
      "has orders of one tick twice",
      {
        ...take,
        ticks: [
          { tick: take.from + 3, orders: [] },
          { tick: take.from + 3, orders: [] },
        ],
      },
      /one tick twice/,
    ],
    ["begins at another tick than its opening", { ...take, from: take.from - 1 }, /its opening at/],
    ["has no opening", { ...take, opening: new Uint8Array(9) }, /opening is damaged/],
    [
      "has lost a collider",
      { ...take, catalogue: { ...take.catalogue, colliders: {} } },
      /cannot be played: .*collider/,
    ],
    ["moves the terminal's cursor", { ...take, engine: "\u009b2J\u202e" }, /recorded on \?2J\?/],
  ] satisfies [string, Take, RegExp][])("%s is told of", async (_, bad, words) => {
    const [code, said] = await replayed(encodeTake(bad));
    expect(said).toMatch(words);
    expect(said).not.toMatch(/[\u0080-\u009f\u202e]/);
    if (!words.source.includes("recorded")) expect(code).toBe(2);
  });

  test("holds a heap of noise ends in words, however the engine takes it", async () => {
    const opening = decodeCheckpoint(take.opening);
    const dice = random.create("heap");
    for (let k = 0; k < 4; k++) {
      const pages = opening.pages.slice();
      for (let j = 0; j < 2000; j++) pages[random.int(dice, pages.length)] = random.int(dice, 256);
      const [code] = await replayed(
        encodeTake({ ...take, opening: encodeCheckpoint({ ...opening, pages }) }),
        5000,
      );
      expect([1, 2]).toContain(code);
    }
  }, 60_000);

  test("unfolds to more than a take is, or to more orders than one has, fills no memory", async () => {
    expect(await replayed(new Uint8Array((1 << 28) + 1))).toMatchObject([
      2,
      expect.stringContaining("damaged"),
    ]);
    const one = encode(orderForm, { person: 1, serial: 1, command: { type: "undo" } });
    const orders = new Writer(1 << 24);
    orders.varint(4096);
    for (let k = 0; k < 4096; k++) orders.raw(one);
    const body = orders.finish();
    const many = 1100;
    // The list of ticks lies between the two numbers of ticks and the hashes: put anew where it begins.
    const empty = encodeTake({ ...take, ticks: [], hashes: [], cameras: [] });
    const writer = new Writer(1 << 25);
    writer.raw(empty.subarray(0, empty.length - 3));
    writer.varint(many);
    for (let k = 0; k < many; k++) {
      writer.varint(1);
      writer.raw(body);
    }
    writer.varint(0);
    writer.varint(0);
    expect(await replayed(writer.finish())).toMatchObject([
      2,
      expect.stringContaining("more than 4194304 orders"),
    ]);
  }, 60_000);

  test("is no file is told of", async () => {
    const said: string[] = [];
    const print = (line: string): void => {
      said.push(line);
    };
    expect(await replayFile(join(folder.path, "nothing.take"), print)).toBe(2);
    expect(await replayFile(folder.path, print)).toBe(2);
    expect(said).toEqual([
      expect.stringMatching(/nothing\.take: there is no such file$/),
      expect.stringMatching(/: this is no file$/),
    ]);
  });
});
