/**
 * The eye: what lies under a pixel of the picture, and what a rig bumps into. In: the picture, the space of set and
 * movers once it is there. Out: points, entities, a sweep for rigs.
 */
import type { Sweep } from "../../shared/camera/slide.ts";
import type { Space } from "../../shared/space/space.ts";
import * as cameraIntents from "./camera-intents.ts";
import type { Floor } from "./floor.ts";
import type { Ghost } from "./ghost.ts";
import type { Picture } from "./picture.ts";
import type { Eye } from "./pointer-tools.ts";
import * as pointing from "./pointing.ts";
import * as seeing from "./seeing.ts";

const DOWN = [0, -1, 0] as const;
/** Upward share of a normal above which one stands on a surface, and metres that one stands off a wall. */
const LEVEL = 0.7;
const OFF = 0.3;

/** The place on the set beneath what is pointed at: beside a wall, under what stands or lies there. */
export function standing(
  space: Pick<Space, "strike"> | null,
  { point, hit }: pointing.Pointed,
): [number, number, number] {
  const [x, y, z] = point;
  if (space === null || (hit.entity === 0 && hit.normal[1] > LEVEL)) return [x, y, z];
  const off = hit.entity === 0 ? OFF : 0;
  const from: [number, number, number] = [x + hit.normal[0] * off, y, z + hit.normal[2] * off];
  const met = space.strike(from, DOWN, pointing.REACH);
  if (met === null) return [x, y, z];
  from[1] -= met.distance;
  return from;
}

/** A box for what has no size of its own. */
const SMALL = { min: [-0.2, -0.2, -0.2], max: [0.2, 0.2, 0.2] } as const;

/** Makes an eye. */
export function createEye(
  floor: Floor,
  picture: Picture,
  ghost: Ghost,
  space: () => Space | null,
  movers: () => pointing.Movers | null,
): Eye {
  const from: [number, number, number] = [0, 0, 0];
  const towards: [number, number, number] = [0, 0, 0];
  return {
    at(x, y, without) {
      const where = space();
      const who = movers();
      if (where === null || who === null || floor.mirror === null || floor.set === null) return null;
      who.leftOut = without;
      who.follow(floor.roster, floor.mirror, floor.set, seeing.through(floor));
      picture.ray(from, towards, x, y);
      return pointing.point(where, from, towards);
    },
    ground: (pointed) => standing(space(), pointed),
    along(x, y, metres) {
      picture.ray(from, towards, x, y);
      return [from[0] + towards[0] * metres, from[1] + towards[1] * metres, from[2] + towards[2] * metres];
    },
    frame: (id) => cameraIntents.handle(floor, { type: "frame", id }),
    ghost(entity, pose) {
      const { set } = floor;
      if (entity === null || pose === null) {
        ghost.hide();
        return;
      }
      const bounds = set?.things.get(entity.asset)?.bounds ?? set?.actors.get(entity.asset)?.bounds;
      const box = { min: bounds?.min ?? SMALL.min, max: bounds?.max ?? SMALL.max, ...pose };
      ghost.show({ box, label: entity.label, path: [] });
    },
  };
}

/** Collision of rigs by the space, once it is there. */
export function sweepOf(space: Space | null): Sweep | null {
  if (space === null) return null;
  return (hit, from, moveBy, radius) => {
    const reach = Math.sqrt(moveBy[0]! ** 2 + moveBy[1]! ** 2 + moveBy[2]! ** 2);
    if (reach < 1e-9) return false;
    const towards = [moveBy[0]! / reach, moveBy[1]! / reach, moveBy[2]! / reach];
    const met = space.sweep([from[0]!, from[1]!, from[2]!], radius, towards, reach);
    if (met === null) return false;
    hit.fraction = met.distance / reach;
    for (let k = 0; k < 3; k++) hit.normal[k] = met.normal[k]!;
    return true;
  };
}
