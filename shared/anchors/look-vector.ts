/**
 * The look vector: what a network is told of the light as a whole. In: a look's light, the camera's axes. Out:
 * `[LOOK_COUNT]` values, all about −1…3, in the order that `LOOK` names.
 */
import type { Look } from "../world/command.ts";
import { LOOK_COUNT } from "./contract.ts";

/** What is read of a look's light. */
export interface LookLight {
  readonly key: {
    readonly direction: ArrayLike<number>;
    readonly illuminance: ArrayLike<number>;
  };
  /** The first three: mean irradiance of the sky, lux. */
  readonly harmonics: ArrayLike<number>;
}

/** Axes of a camera in the world. */
export interface Axes {
  readonly right: ArrayLike<number>;
  readonly up: ArrayLike<number>;
  readonly forward: ArrayLike<number>;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

/**
 * Writes the vector into `out`. Sun or moon, whichever is the key light, as a direction in view space (z towards the
 * camera); its colour and the sky's as irradiance ÷ π over key, log1p; `key` is the look's key luminance, cd/m².
 */
export function writeLook(
  out: Float32Array,
  light: LookLight,
  look: Pick<Look, "turbidity" | "cloud">,
  key: number,
  axes: Axes,
): void {
  if (out.length !== LOOK_COUNT) throw new Error(`a look vector has ${LOOK_COUNT} values, not ${out.length}`);
  const { direction, illuminance } = light.key;
  out[0] = dot(direction, axes.right);
  out[1] = dot(direction, axes.up);
  out[2] = -dot(direction, axes.forward);
  const over = 1 / (Math.PI * Math.max(key, 1e-6));
  for (let c = 0; c < 3; c++) {
    out[3 + c] = Math.log1p(illuminance[c]! * over);
    out[6 + c] = Math.log1p(Math.max(0, light.harmonics[c]!) * over);
  }
  out[9] = look.turbidity / 10;
  out[10] = look.cloud;
  out[11] = Math.log10(Math.max(key, 1e-6)) / 4;
}
