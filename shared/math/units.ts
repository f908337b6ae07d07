/**
 * Names for quantities. Every number that leaves a function says with one of these what it counts.
 *
 * In: nothing. Out: types only. They are aliases, not brands: they document, and cost no conversions.
 */

/** A length or position in the world, in metres. */
export type Metres = number;

/** A length on a lens or a filmback, in millimetres. */
export type Millimetres = number;

/** An angle, in radians. The only angle inside the house. */
export type Radians = number;

/** An angle, in degrees: for what people read and type, and for interchange. */
export type Degrees = number;

/** A span of time, in seconds. */
export type Seconds = number;

/** A mass, in kilograms. */
export type Kilograms = number;

/** A speed, in metres a second. */
export type MetresPerSecond = number;

/** An angular speed, in radians a second. */
export type RadiansPerSecond = number;

const RADIANS_PER_DEGREE = 0.017453292519943295;

/** Degrees to radians. */
export function radians(degrees: Degrees): Radians {
  return degrees * RADIANS_PER_DEGREE;
}

/** Radians to degrees. */
export function degrees(radians: Radians): Degrees {
  return radians / RADIANS_PER_DEGREE;
}

/** Millimetres to metres. */
export function metres(millimetres: Millimetres): Metres {
  return millimetres / 1000;
}

/** Metres to millimetres. */
export function millimetres(metres: Metres): Millimetres {
  return metres * 1000;
}
