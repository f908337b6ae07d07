/** The stage keeps the sun out but for its skylight, in its solids as in its picture. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readModel } from "../../../assets/sources/light/model.ts";
import { createPictureTracer } from "../../../assets/sources/light/picture-tracer.ts";
import { createMet } from "../../../client/light/hits.ts";
import { Solids } from "../../../client/light/solid-tracer.ts";
import type { Collider } from "../../../shared/physics/physics.ts";
import { parseCollider, parseSetSheet } from "../../../shared/world/set.ts";

const ASSETS = join(import.meta.dirname, "../../../assets");
const json = (path: string): unknown => JSON.parse(readFileSync(join(ASSETS, path), "utf8"));
const sheet = parseSetSheet("set.json", json("sets/stage/set.json"));
const collider = (hash: string): Collider => parseCollider(hash, json(`colliders/${hash}.json`));
const solids = new Solids([collider(sheet.collider), ...sheet.parts.map((part) => collider(part.collider))]);

/** Inside faces of the walls, and the ridge. */
const HALL = { x: [-9.5, 14.5], z: [-7.5, 10.5], ridge: 1.5 } as const;
const MIDDLE = [4, 3, HALL.ridge];

/** Unit vector from one place to another. */
function towards(from: readonly number[], to: readonly number[]): number[] {
  const d = to.map((v, c) => v - from[c]!);
  const size = Math.hypot(...d);
  return d.map((v) => v / size);
}

describe("the stage in the sun", () => {
  it("lets it in by the glass on either side of the ridge, for light memory too", () => {
    for (const side of [-0.8, 0.8])
      expect(solids.occluded(MIDDLE, towards(MIDDLE, [4.3, 9, HALL.ridge + side]), 100, 0)).toBe(false);
  });

  it("lets none in beside it: not at the ridge, by the slopes, over the walls, nor by the gables", () => {
    const shut = [
      [4.3, 9, HALL.ridge],
      [4, 8.5, HALL.ridge + 4],
      [4, 8, HALL.ridge - 6],
      [4, 7.1, HALL.z[0]],
      [4, 7.1, HALL.z[1]],
      [HALL.x[0], 7.6, HALL.ridge],
      [HALL.x[1], 8.3, HALL.ridge],
    ];
    for (const to of shut) expect(solids.occluded(MIDDLE, towards(MIDDLE, to), 100, 0), `${to}`).toBe(true);
  });

  it("shades the ground outside its walls, so that no blur of a shadow finds it lit", async () => {
    const tracer = createPictureTracer(await readModel(join(ASSETS, `sets/stage/${sheet.visual}`), []));
    const met = createMet();
    const lit: string[] = [];
    for (let k = 0; k < 96; k++) {
      const turn = (k * Math.PI) / 48;
      for (const rise of [0.05, 0.3, 0.8, 1.8]) {
        const direction = towards([0, 0, 0], [Math.cos(turn), rise, Math.sin(turn)]);
        for (const share of [0, 0.2, 0.5, 0.8, 1]) {
          // A hand outside each wall, and under its foot.
          const x = HALL.x[0] - 0.1 + share * (HALL.x[1] - HALL.x[0] + 0.2);
          const z = HALL.z[0] - 0.1 + share * (HALL.z[1] - HALL.z[0] + 0.2);
          for (const at of [
            [x, -0.1, HALL.z[0] - 0.1],
            [x, -0.1, HALL.z[1] + 0.1],
            [HALL.x[0] - 0.1, -0.1, z],
            [HALL.x[1] + 0.1, -0.1, z],
          ])
            if (!tracer.trace(at, direction, met)) lit.push(`${at} towards ${direction}`);
        }
      }
    }
    expect(lit).toEqual([]);
  });
});
