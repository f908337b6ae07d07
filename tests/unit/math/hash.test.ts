import { describe, expect, it } from "vitest";
import * as hash from "../../../shared/math/hash.ts";
import * as random from "../../../shared/math/random.ts";

const of = (fill: (h: hash.HashState) => void, seed = 0) => {
  const h = hash.create(seed);
  fill(h);
  return hash.digest(h);
};

describe("hash", () => {
  it("gives the pinned values", () => {
    expect({
      empty: of(() => {}),
      seeded: of(() => {}, 1),
      zero: of((h) => hash.word(h, 0)),
      one: of((h) => hash.word(h, 1)),
      minusOne: of((h) => hash.word(h, -1)),
      text: of((h) => hash.text(h, "Holdfast")),
      float: of((h) => hash.float32(h, 0.1)),
      double: of((h) => hash.float64(h, 0.1)),
      bytes: of((h) => hash.bytes(h, new Uint8Array([1, 2, 3, 4, 5]))),
      thousand: of((h) =>
        hash.words(
          h,
          Uint32Array.from({ length: 1000 }, (_, i) => i),
        ),
      ),
    }).toMatchInlineSnapshot(`
      {
        "bytes": "8061fc8850455321",
        "double": "5530c3e26080252c",
        "empty": "fb87323d751cf541",
        "float": "dfc9274102ce1976",
        "minusOne": "64be304c018a39e1",
        "one": "eec40b6bffe0676a",
        "seeded": "2c281125d65eb311",
        "text": "b52d19f10b7e1a31",
        "thousand": "134700b5c0bee7c0",
        "zero": "55b6b2a82fdea880",
      }
    `);
  });

  it("does not depend on how a stream of words is cut", () => {
    const words = new Uint32Array(100).map((_, i) => Math.imul(i, 2654435761));
    const whole = of((h) => hash.words(h, words));
    expect(
      of((h) => {
        for (const w of words) hash.word(h, w);
      }),
    ).toBe(whole);
    expect(
      of((h) => {
        hash.words(h, words, 0, 37);
        hash.words(h, words, 37);
      }),
    ).toBe(whole);
    expect(of((h) => hash.words(h, new Int32Array(words.buffer)))).toBe(whole);
    const floats = new Float32Array([1.5, -2, 0, -0, 3e38]);
    expect(of((h) => hash.float32s(h, floats))).toBe(
      of((h) => hash.words(h, new Uint32Array(floats.buffer))),
    );
  });

  it("tells order, length, sign of zero and framing apart", () => {
    const all = [
      of((h) => hash.words(h, new Uint32Array([1, 2]))),
      of((h) => hash.words(h, new Uint32Array([2, 1]))),
      of((h) => hash.words(h, new Uint32Array([1, 2, 0]))),
      of((h) => hash.words(h, new Uint32Array([0, 1, 2]))),
      of((h) => hash.float32(h, 0)),
      of((h) => hash.float32(h, -0)),
      of((h) => hash.float64(h, -0)),
      of((h) => hash.bytes(h, new Uint8Array([1]))),
      of((h) => hash.bytes(h, new Uint8Array([1, 0, 0]))),
      of((h) => hash.text(h, "ab")),
      of((h) => {
        hash.text(h, "a");
        hash.text(h, "b");
      }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("can be read midway and goes on", () => {
    const h = hash.create();
    hash.word(h, 1);
    const first = hash.digest(h);
    expect(hash.digest(h)).toBe(first);
    expect(hash.digest32(h)).toBe(Number.parseInt(first.slice(8), 16));
    hash.word(h, 2);
    expect(hash.digest(h)).toBe(of((o) => hash.words(o, new Uint32Array([1, 2]))));
    hash.reset(h);
    expect(hash.digest(h)).toBe(of(() => {}));
  });

  it("flips half the bits for one bit of input", () => {
    const words = new Uint32Array(8);
    const state = random.create("hash.test");
    let flipped = 0;
    let trials = 0;
    for (let round = 0; round < 50; round++) {
      for (let i = 0; i < words.length; i++) words[i] = random.next(state);
      const before = BigInt(`0x${of((h) => hash.words(h, words))}`);
      for (let bit = 0; bit < 256; bit += 7) {
        words[bit >> 5]! ^= 1 << (bit & 31);
        let diff = before ^ BigInt(`0x${of((h) => hash.words(h, words))}`);
        words[bit >> 5]! ^= 1 << (bit & 31);
        for (; diff > 0n; diff >>= 1n) flipped += Number(diff & 1n);
        trials++;
      }
    }
    expect(flipped / trials).toBeGreaterThan(31.5);
    expect(flipped / trials).toBeLessThan(32.5);
  });

  it("finds no two alike among 200,000 near inputs", () => {
    const seen = new Set<string>();
    const words = new Uint32Array(4);
    for (let i = 0; i < 200_000; i++) {
      words[i & 3] = i + 1;
      seen.add(of((h) => hash.words(h, words)));
    }
    expect(seen.size).toBe(200_000);
  });
});
