import { describe, expect, test } from "vitest";
import { differing as byMachine } from "../../../../server/room/pages.ts";
import * as random from "../../../../shared/math/random.ts";
import { differing, PAGE } from "../../../../shared/world/checkpoint.ts";

const SEED = 20261127;

describe("pages that differ", () => {
  const dice = random.create(SEED);
  const below = (n: number): number => random.int(dice, n);

  /** Byte by byte, as the words say it. */
  const slowly = (memory: Uint8Array, baseline: Uint8Array): number[] => {
    const pages = new Set<number>();
    for (let k = 0; k < memory.length; k++) {
      if (memory[k] !== (baseline[k] ?? 0)) pages.add(Math.floor(k / PAGE));
    }
    return [...pages].sort((a, b) => a - b);
  };

  test(`are the same ones by memcmp and in plain JavaScript, seed ${SEED}`, () => {
    for (let round = 0; round < 40; round++) {
      // Whole pages, as a heap's are, or a last one that is cut short.
      const short = round % 3 === 0 ? 4 * below(PAGE / 4) : 0;
      const baseline = new Uint8Array(PAGE * (1 + below(12)) + short);
      for (let k = 0; k < 30; k++) baseline[below(baseline.length)] = below(256);
      // A heap that has grown: what is beyond the baseline's end counts as changed where it is not zero.
      const memory = new Uint8Array(baseline.length + PAGE * below(4));
      memory.set(baseline);
      for (let k = below(6); k > 0; k--) memory[below(memory.length)] = below(256);
      const wanted = slowly(memory, baseline);
      expect(differing(memory, baseline)).toEqual(wanted);
      expect(byMachine(memory, baseline)).toEqual(wanted);
    }
  });

  test("each bit of each byte counts", () => {
    const baseline = new Uint8Array(PAGE * 2);
    for (let at = 0; at < PAGE * 2; at += 61) {
      for (let bit = 0; bit < 8; bit++) {
        const memory = baseline.slice();
        memory[at] = 1 << bit;
        expect(differing(memory, baseline)).toEqual([Math.floor(at / PAGE)]);
        expect(byMachine(memory, baseline)).toEqual([Math.floor(at / PAGE)]);
      }
    }
  });
});
