/**
 * What stands in the picture, as plain data: for a path tracer that draws the same moment from the same models, and for
 * whoever wants the poses that people saw. In: a scene whose slots were written for a moment. Out: copies.
 * Space: world, metres; transforms are three rows of four. Light in candela.
 */
import { JOINT_TEXELS } from "./pass/forms.ts";
import type { LampState, Scene } from "./scene.ts";
import { offset, SLOT_FLOATS } from "./slots.ts";

/** A model, or a movable node of one, where it stands. */
export interface Placed {
  readonly entity: number;
  /** Asset as the catalogue names it; the model is a box where its picture could not be read. */
  readonly asset: string;
  readonly boxed: boolean;
  /** Movable node (a wheel) that is placed; "" the rest. */
  readonly node: string;
  /** Model to world, 12 numbers. */
  readonly rows: number[];
  /** Paint of a variant, linear RGB and its share. */
  readonly paint: number[];
  /** Share of its full glow. */
  readonly glow: number;
  /** Joint × inverse bind of every skin slot, 12 numbers each; null: rigid. */
  readonly bones: number[] | null;
  /** 0 … 1: eyes closed. */
  readonly blink: number;
}

/** Everything that stands. */
export interface Standing {
  readonly placed: Placed[];
  /** Nodes of the set that are hidden. */
  readonly hidden: string[];
  /** Entity numbers of the set's parts by node. */
  readonly parts: Record<string, number>;
  /** Lamps that burn, every one of them. */
  readonly lamps: LampState[];
}

/** Copies what stands in a scene. `bones` is the texture of bones. */
export function standingIn(scene: Scene, bones: Float32Array): Standing {
  const d = scene.slots.data;
  const placed: Placed[] = [];
  for (const figure of scene.order) {
    if (figure.hidden) continue;
    const wheels = figure.thing?.vehicle?.wheels ?? [];
    const { skeleton, name } = figure.stocked.model;
    [figure.slot, ...figure.wheels].forEach((slot, k) => {
      const own = d.slice(offset(slot), offset(slot) + SLOT_FLOATS);
      const first = own[40]! * 4;
      const joints = k === 0 && skeleton ? skeleton.slots.length : 0;
      const posed: number[] = [];
      for (let j = 0; j < joints; j++) {
        const at = first + j * JOINT_TEXELS * 4;
        for (let n = 0; n < 12; n++) posed.push(bones[at + n]!);
      }
      placed.push({
        entity: figure.id,
        asset: figure.entity.asset,
        boxed: name === "box",
        node: k === 0 ? "" : wheels[k - 1]!.node,
        rows: [...own.subarray(0, 12)],
        paint: [...d.subarray(offset(figure.slot) + 44, offset(figure.slot) + 48)],
        glow: own[37]!,
        bones: joints > 0 ? posed : null,
        blink: own[41]!,
      });
    });
  }
  return { placed, hidden: scene.hiddenNodes(), parts: scene.partNumbers(), lamps: scene.burning() };
}
