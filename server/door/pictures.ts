/**
 * Small pictures that pages bring for everybody: what is really in their bytes. In: bytes from anybody. Out: their type, or
 * why they are not taken. Few bytes may unfold to a picture of a gigabyte in every browser that shows it, and a file may
 * be two things at once; what is said at the beginning is held against the limits before anybody sees it.
 */

/** Longest side, pixels. */
const LONGEST = 2048;

interface Found {
  type: "image/jpeg" | "image/webp";
  width: number;
  height: number;
}

/** Type of a picture by its bytes; empty for what is none, is damaged at its head, moves, or is larger than any small picture. */
export function pictureType(bytes: Uint8Array): string {
  const found = readWebp(bytes) ?? readJpeg(bytes);
  if (found === null || found.width < 1 || found.height < 1) return "";
  return found.width <= LONGEST && found.height <= LONGEST ? found.type : "";
}

const says = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((letter, k) => bytes[at + k] === letter.charCodeAt(0));

/** Moving pictures. */
const ANIMATED = 0x02;

function readWebp(bytes: Uint8Array): Found | null {
  if (bytes.length < 30 || !says(bytes, 0, "RIFF") || !says(bytes, 8, "WEBP")) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Nothing follows what the file says of its length.
  if (view.getUint32(4, true) + 8 !== bytes.length) return null;
  let size: [number, number] | null = null;
  let pictures = 0;
  for (let at = 12; at + 18 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const of = chunkSize(bytes, view, at);
    if (of === "moves") return null;
    // Of a canvas and the picture in it, the larger counts.
    if (of !== null) size = [Math.max(of[0], size?.[0] ?? 0), Math.max(of[1], size?.[1] ?? 0)];
    if (of !== null && !says(bytes, at, "VP8X")) pictures++;
    at += 8 + length + (length % 2);
  }
  return size === null || pictures !== 1 ? null : { type: "image/webp", width: size[0], height: size[1] };
}

/** Width and height that a chunk tells; null where it tells none. */
function chunkSize(bytes: Uint8Array, view: DataView, at: number): [number, number] | "moves" | null {
  const uint24 = (from: number): number => view.getUint16(from, true) + bytes[from + 2]! * 65536;
  if (says(bytes, at, "ANIM") || says(bytes, at, "ANMF")) return "moves";
  if (says(bytes, at, "VP8X"))
    return (bytes[at + 8]! & ANIMATED) !== 0 ? "moves" : [uint24(at + 12) + 1, uint24(at + 15) + 1];
  if (says(bytes, at, "VP8L") && bytes[at + 8] === 0x2f) {
    const bits = view.getUint32(at + 9, true);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  }
  if (says(bytes, at, "VP8 ") && says(bytes, at + 11, "\x9d\x01\x2a"))
    return [view.getUint16(at + 14, true) & 0x3fff, view.getUint16(at + 16, true) & 0x3fff];
  return null;
}

function readJpeg(bytes: Uint8Array): Found | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    // Filling before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (frame) return { type: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}
