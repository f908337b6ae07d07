/**
 * Sizes that a picture of a ratio is delivered in. In: the gate's ratio. Out: choices in pixels, both even. The width is
 * that of the picture's longer side.
 */
import { DCI_FLAT, DCI_SCOPE, deliverySize } from "../../shared/camera/gate.ts";
import { LARGEST } from "./encoder.ts";

/** A size of picture. */
export interface Size {
  /** `1920x804`. */
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly height: number;
}

const sized = (width: number, height: number, note: string): Size => ({
  id: `${width}x${height}`,
  label: `${width} × ${height}${note === "" ? "" : `, ${note}`}`,
  width,
  height,
});

/** Containers of cinemas: 4K, and 2K as half of it. */
const CINEMA = [
  { ...DCI_FLAT, name: "DCI Flat" },
  { ...DCI_SCOPE, name: "DCI Scope" },
  { width: 4096, height: 2160, name: "DCI full" },
] as const;

/** The sizes offered for a ratio; the first is what most people want. */
export function sizesFor(ratio: number): Size[] {
  const long = (side: number): { width: number; height: number } =>
    ratio >= 1 ? deliverySize(ratio, side) : deliverySize(ratio, side, side);
  const sizes: Size[] = [];
  const add = ({ width, height }: { width: number; height: number }, note: string): void => {
    if (!sizes.some((size) => size.width === width && size.height === height))
      sizes.push(sized(width, height, note));
  };
  add(long(1920), "HD");
  for (const { width, height, name } of CINEMA) {
    if (Math.abs(width / height / ratio - 1) > 0.002) continue;
    add({ width: width / 2, height: height / 2 }, `${name} 2K`);
    add({ width, height }, `${name} 4K`);
  }
  add(long(3840), "UHD");
  add(long(960), "half");
  add(long(480), "quarter");
  return sizes;
}

/** Reads a size's id, `1920x804`; null where it is none or cannot be encoded. */
export function parseSize(id: string): { width: number; height: number } | null {
  const found = /^(\d{2,4})x(\d{2,4})$/.exec(id);
  if (found === null) return null;
  const width = Number(found[1]);
  const height = Number(found[2]);
  const fits = (side: number): boolean => side >= 16 && side <= LARGEST && side % 2 === 0;
  return fits(width) && fits(height) ? { width, height } : null;
}
