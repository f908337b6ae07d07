import { describe, expect, it } from "vitest";
import { layGrid } from "../../../client/light/grid.ts";
import { decode, encode, LightFileError } from "../../../client/light/light-file.ts";
import { survey } from "../../../client/light/survey.ts";
import * as random from "../../../shared/math/random.ts";
import { type Block, tracerOf } from "./place.ts";

const blocks: Block[] = [
  { at: [0, -0.5, 0], size: [40, 1, 40], colour: [0.3, 0.28, 0.25] },
  { at: [4, 3, 4], size: [5, 6, 5], colour: [0.7, 0.1, 0.05] },
  { at: [-4, 1, 2], size: [1, 2, 1], colour: [0.1, 0.2, 0.6], glow: 40 },
];
const hits = survey(
  layGrid({ min: [-8, 0, -8], max: [8, 7, 8] }, 2),
  ["house", "sign"],
  tracerOf(blocks).tracer,
);
const file = await encode(hits);

describe("light.bin", () => {
  it("gives back what was written: places to a centimetre, distances to 3 ‰, normals, colours and glow", async () => {
    const back = await decode(file);
    expect(back.grid).toEqual(hits.grid);
    expect(back.parts).toEqual(["house", "sign"]);
    expect(back.valid).toEqual(hits.valid);
    expect(back.part).toEqual(hits.part);
    for (let k = 0; k < hits.places.length; k++)
      expect(Math.abs(back.places[k]! - hits.places[k]!)).toBeLessThan(0.01);
    let lit = 0;
    for (let r = 0; r < hits.part.length; r++) {
      if (hits.part[r] === 255) continue;
      expect(Math.abs(back.distance[r]! - hits.distance[r]!)).toBeLessThan(0.003 * (1 + hits.distance[r]!));
      let facing = 0;
      for (let c = 0; c < 3; c++) {
        facing += back.normal[r * 3 + c]! * hits.normal[r * 3 + c]!;
        expect(Math.abs(back.albedo[r * 3 + c]! - hits.albedo[r * 3 + c]!)).toBeLessThan(0.02);
      }
      expect(facing).toBeGreaterThan(0.9999);
      const glow = back.glows[back.glow[r]! * 4]!;
      expect(glow).toBeCloseTo(hits.glows[hits.glow[r]! * 4]!, 2);
      if (glow > 0) lit++;
    }
    expect(lit).toBeGreaterThan(10);
  });

  it("is the same for the same hits", async () => {
    expect(await encode(hits)).toEqual(file);
  });

  it("refuses what is foreign, of another version or cut off, in words", async () => {
    await expect(decode(new TextEncoder().encode("glTF and more"))).rejects.toThrow("is no light memory");
    await expect(decode(new Uint8Array(3))).rejects.toThrow("too short");
    const other = file.slice();
    other[4] = 9;
    await expect(decode(other)).rejects.toThrow("has version 9, and version 1 is read here");
    await expect(decode(file.subarray(0, 40))).rejects.toThrow("cut off");
    await expect(decode(file.subarray(0, file.length - 200))).rejects.toThrow(LightFileError);
  });

  it("refuses whatever is damaged (seeds 1 to 160)", async () => {
    for (let seed = 1; seed <= 160; seed++) {
      const state = random.create(seed);
      const spoilt = file.slice();
      const many = 1 + random.int(state, 4);
      for (let k = 0; k < many; k++) {
        const at = random.chance(state, 0.6) ? random.int(state, 900) : random.int(state, file.length);
        spoilt[at] = spoilt[at]! ^ (1 + random.int(state, 255));
      }
      const cut = random.chance(state, 0.2) ? spoilt.subarray(0, random.int(state, file.length)) : spoilt;
      const answer = await decode(cut).then(
        (read) => read,
        (error: unknown) => error,
      );
      // A changed digit of the header may still make sense; anything else is refused, and in this file's own words.
      if (answer instanceof Error) expect(answer, `seed ${seed}`).toBeInstanceOf(LightFileError);
      else expect((answer as typeof hits).slots.length, `seed ${seed}`).toBe(hits.slots.length);
    }
  });
});
