/**
 * Lamps as lights: from what a thing says of its lamp, how a person has set it and where it stands, to place, colour and
 * cone; and how much of it arrives at a point. The arithmetic is that of the picture's shader. World space, candela, lux.
 */
import * as quat from "../math/quat.ts";
import type { Lamp } from "../world/entity.ts";
import type { Thing } from "../world/set.ts";

/** A lamp that burns. */
export interface LampLight {
  /** Whose lamp it is: its own housing casts no shadow in its light. */
  entity: number;
  place: [number, number, number];
  /** Unit; where a spot points. */
  direction: [number, number, number];
  /** Candela by primary, with level and time of day. */
  colour: [number, number, number];
  /** Metres at which its light has died away. */
  range: number;
  /** 1 for a spot, 0 for a point. */
  spot: number;
  /** Cosine of half the spot's angle. */
  cosine: number;
}

const DOWN = [0, -1, 0] as const;

/**
 * A lamp as it burns, or null where it is dark. `night` is the share of practicals that is lit (SkyLight.night).
 */
export function lampLight(
  entity: number,
  light: NonNullable<Thing["light"]>,
  lamp: Lamp,
  position: ArrayLike<number>,
  rotation: ArrayLike<number>,
  night: number,
): LampLight | null {
  const level = lamp.on ? lamp.level * night : 0;
  if (level <= 0) return null;
  const place: LampLight["place"] = [0, 0, 0];
  const direction: LampLight["direction"] = [0, -1, 0];
  const colour: LampLight["colour"] = [...light.colour];
  quat.rotate(place, rotation, light.position);
  for (let c = 0; c < 3; c++) place[c] = place[c]! + position[c]!;
  quat.rotate(direction, rotation, light.direction ?? DOWN);
  if (lamp.kelvin > 0) blackbody(colour, lamp.kelvin);
  for (let c = 0; c < 3; c++) colour[c] = colour[c]! * light.candela * level;
  const spot = light.type === "spot";
  const cosine = spot ? Math.cos((light.angle ?? Math.PI) / 2) : -1;
  return { entity, place, direction, colour, range: light.range, spot: spot ? 1 : 0, cosine };
}

/** What arrives at a point: the way to the lamp (unit, in `towards`), its distance, and lux for each candela. */
export const arrived = { towards: [0, 0, 0], distance: 0, share: 0 };

/** Works out what arrives at a point from a lamp, on a surface that faces it, into `arrived`. */
export function arrive(lamp: LampLight, x: number, y: number, z: number): void {
  const { towards } = arrived;
  const dx = lamp.place[0] - x;
  const dy = lamp.place[1] - y;
  const dz = lamp.place[2] - z;
  const d2 = Math.max(dx * dx + dy * dy + dz * dz, 0.01);
  const r2 = lamp.range * lamp.range;
  const edge = Math.max(0, 1 - (d2 * d2) / (r2 * r2));
  arrived.distance = Math.sqrt(d2);
  towards[0] = dx / arrived.distance;
  towards[1] = dy / arrived.distance;
  towards[2] = dz / arrived.distance;
  let cone = 1;
  if (lamp.spot === 1) {
    const { direction, cosine } = lamp;
    const along = -(towards[0] * direction[0] + towards[1] * direction[1] + towards[2] * direction[2]);
    const inner = cosine + (1 - cosine) * 0.35;
    const t = Math.max(0, Math.min(1, (along - cosine) / (inner - cosine)));
    cone = t * t * (3 - 2 * t);
  }
  arrived.share = (cone * edge * edge) / d2;
}

/** Colour of a glowing body at a temperature, linear RGB with the largest about 1 (Helland's fit, 1000…40,000 K). */
export function blackbody(out: [number, number, number], kelvin: number): void {
  const t = Math.max(10, Math.min(400, kelvin / 100));
  const r = t <= 66 ? 255 : 329.7 * (t - 60) ** -0.1332;
  const g = t <= 66 ? 99.47 * Math.log(t) - 161.12 : 288.12 * (t - 60) ** -0.0755;
  const b = t >= 66 ? 255 : t <= 19 ? 0 : 138.52 * Math.log(t - 10) - 305.04;
  out[0] = (Math.max(0, Math.min(255, r)) / 255) ** 2.2;
  out[1] = (Math.max(0, Math.min(255, g)) / 255) ** 2.2;
  out[2] = (Math.max(0, Math.min(255, b)) / 255) ** 2.2;
}
