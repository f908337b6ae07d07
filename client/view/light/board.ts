/**
 * The lighting board: what a frame's light block says. In: a look's light, the lamps of the scene, the shot. Out: the
 * values of `LIGHT` but for the shadows, which write their own.
 */

import type { SkyLight } from "../../../shared/look/sky.ts";
import type { Block } from "../gpu/gpu.ts";
import { MAX_LAMPS } from "../pass/forms.ts";
import type { Scene } from "../scene.ts";
import { isPlan, type Shot } from "../shot.ts";

/** Share of the key that fills a studio until its light memory is there. */
const FILL = 0.15;

/**
 * Writes the light of a frame. `indoors`: key luminance of a studio whose light memory is not there yet, since no sky
 * reaches what stands in it; 0 otherwise. `known`: entities of the lamps that the light memory numbers.
 */
export function writeLight(
  block: Block,
  shot: Shot,
  scene: Scene,
  sky: SkyLight,
  shadowSize: number,
  indoors: number,
  known: readonly number[],
): void {
  const d = block.data;
  const at = block.at;
  const k = at["keyDirection"]!;
  d[k] = sky.key.direction[0];
  d[k + 1] = sky.key.direction[1];
  d[k + 2] = sky.key.direction[2];
  d[k + 3] = sky.exposure * 2 ** shot.exposure;
  const l = at["keyLux"]!;
  for (let c = 0; c < 3; c++) d[l + c] = sky.key.illuminance[c]!;
  d[l + 3] = Math.cos(0.00465);
  const s = at["sunDirection"]!;
  for (let c = 0; c < 3; c++) d[s + c] = sky.sunDirection[c]!;
  d[s + 3] = sky.night;
  const g = at["ground"]!;
  for (let c = 0; c < 3; c++) d[g + c] = sky.ground[c]!;
  const h = at["harmonics"]!;
  for (let b = 0; b < 9; b++) {
    const fill = b === 0 ? indoors * FILL * Math.PI : 0;
    for (let c = 0; c < 3; c++) d[h + b * 4 + c] = indoors > 0 ? fill : sky.harmonics[b * 3 + c]!;
  }
  const o = at["options"]!;
  d[o] = shadowSize;
  d[o + 1] = isPlan(shot) ? 1 : 0;
  writeLamps(d, at, shot, scene, sky, known);
}

/** The lamps that light this picture most, as many as a frame can have. */
function writeLamps(
  d: Float32Array,
  at: Readonly<Record<string, number>>,
  shot: Shot,
  scene: Scene,
  sky: SkyLight,
  known: readonly number[],
): void {
  scene.gatherLamps(sky.night);
  const lamps = scene.lamps;
  const count = scene.lampCount;
  const eye = shot.pose.position;
  for (let i = 0; i < count; i++) {
    const lamp = lamps[i]!;
    const x = lamp.place[0] - eye[0];
    const y = lamp.place[1] - eye[1];
    const z = lamp.place[2] - eye[2];
    lamp.weight = (lamp.colour[0] + lamp.colour[1] + lamp.colour[2]) / (9 + x * x + y * y + z * z);
  }
  const used = Math.min(count, MAX_LAMPS);
  // A few passes of selection: lists are short, and nothing is allocated.
  for (let i = 0; i < used; i++) {
    let best = i;
    for (let j = i + 1; j < count; j++) if (lamps[j]!.weight > lamps[best]!.weight) best = j;
    const swap = lamps[i]!;
    lamps[i] = lamps[best]!;
    lamps[best] = swap;
    const lamp = lamps[i]!;
    const p = at["lampPlace"]! + i * 4;
    const c = at["lampColour"]! + i * 4;
    const v = at["lampDirection"]! + i * 4;
    for (let n = 0; n < 3; n++) {
      d[p + n] = lamp.place[n]!;
      d[c + n] = lamp.colour[n]!;
      d[v + n] = lamp.direction[n]!;
    }
    d[p + 3] = lamp.range;
    d[c + 3] = lamp.spot + 2 * (known.indexOf(lamp.entity) + 1);
    d[v + 3] = lamp.cosine;
  }
  d[at["ground"]! + 3] = used;
}
