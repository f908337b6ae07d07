/**
 * `light.bin`: first hits as a file. Bytes: "HFLM", version, length of a JSON header, the header, then planes packed with
 * deflate. The header says what the planes hold and their hash, so that a damaged, foreign or shortened file is refused
 * in words. Little-endian.
 *
 * Planes, rays ordered direction by direction (neighbours then resemble each other): for each slot 0/1; for each probe
 * its offset from the grid, three signed bytes, 127 being the largest move; for each ray its part; and for each ray that
 * meets something: distance (12 bits, logarithmic, low byte and high byte in planes of their own), normal (octahedral,
 * two bytes), albedo (square root, 6 bits each of three bytes), glow, through. Last, for each ray, how far it is open to the sky.
 */
import * as hash from "../../shared/math/hash.ts";
import { RAYS } from "./directions.ts";
import { placeOf, roomOf, slotsOf } from "./grid.ts";
import { type Hits, MAX_GLOWS, MAX_PARTS, SKY } from "./hits.ts";

/** Version of the file. */
export const LIGHT_VERSION = 1;
const MAGIC = 0x4d4c4648;
/** Probes that a file may hold. */
const MAX_PROBES = 20_000;
const MAX_SLOTS = 100_000;
/** Metres of the farthest hit. */
const FAR = 600;
const STEPS = 4094;
const SCALE = STEPS / Math.log(1 + FAR);

/** A light.bin could not be read; the message is for people. */
export class LightFileError extends Error {
  constructor(what: string) {
    super(`light.bin ${what}`);
    this.name = "LightFileError";
  }
}

interface Header {
  probes: number;
  counts: [number, number, number];
  origin: [number, number, number];
  spacing: [number, number];
  heights: number[];
  parts: string[];
  glows: number[];
  bytes: number;
  hash: string;
  /** What it was cooked from: so that a check can tell whether it is out of date. Not read here. */
  source: string;
}

/** Writes first hits as a file; `source` names what they were taken from. The same hits give the same bytes. */
export async function encode(hits: Hits, source = ""): Promise<Uint8Array<ArrayBuffer>> {
  const body = pack(hits);
  const { grid } = hits;
  const header: Header = {
    probes: hits.slots.length,
    counts: grid.counts,
    origin: grid.origin,
    spacing: grid.spacing,
    heights: [...grid.heights],
    parts: [...hits.parts],
    glows: [...hits.glows].map((v) => Number(v.toPrecision(4))),
    bytes: body.length,
    hash: hashOf(body),
    source,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const packed = await through(body, new CompressionStream("deflate-raw"));
  const out = new Uint8Array(12 + text.length + packed.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, LIGHT_VERSION, true);
  view.setUint32(8, text.length, true);
  out.set(text, 12);
  out.set(packed, 12 + text.length);
  return out;
}

/** Reads first hits. Rejects with LightFileError. */
export async function decode(bytes: Uint8Array): Promise<Hits> {
  const { header, at } = readHeader(bytes);
  let body: Uint8Array;
  try {
    body = await through(bytes.slice(at), new DecompressionStream("deflate-raw"), header.bytes);
  } catch {
    throw new LightFileError("is damaged: it cannot be unpacked");
  }
  if (body.length !== header.bytes) throw new LightFileError("is damaged: it is not as long as it says");
  if (hashOf(body) !== header.hash) throw new LightFileError("is damaged: its bytes do not match its hash");
  return unpack(header, body);
}

function readHeader(bytes: Uint8Array): { header: Header; at: number } {
  if (bytes.length < 12) throw new LightFileError("is too short to be one");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0, true) !== MAGIC) throw new LightFileError("is no light memory");
  const version = view.getUint32(4, true);
  if (version !== LIGHT_VERSION)
    throw new LightFileError(`has version ${version}, and version ${LIGHT_VERSION} is read here`);
  const length = view.getUint32(8, true);
  if (length > 65536 || 12 + length > bytes.length)
    throw new LightFileError("is damaged: its header is cut off");
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(12, 12 + length)));
  } catch {
    throw new LightFileError("is damaged: its header is not JSON");
  }
  return { header: checkHeader(json), at: 12 + length };
}

function checkHeader(json: unknown): Header {
  const h = (typeof json === "object" && json !== null ? json : {}) as Partial<Record<keyof Header, unknown>>;
  const numbers = (value: unknown, field: string, least: number, most: number): number[] => {
    const fine =
      Array.isArray(value) &&
      value.length >= least &&
      value.length <= most &&
      value.every((v) => typeof v === "number" && Number.isFinite(v) && Math.abs(v) < 1e7);
    if (!fine) throw new LightFileError(`is damaged: ${field} is not ${least} to ${most} numbers`);
    return value as number[];
  };
  const counts = numbers(h.counts, "counts", 3, 3);
  const heights = numbers(h.heights, "heights", 2, 64);
  const spacing = numbers(h.spacing, "spacing", 2, 2);
  const glows = numbers(h.glows, "glows", 4, MAX_GLOWS * 4);
  const [probes, bytes] = numbers([h.probes, h.bytes], "probes and bytes", 2, 2) as [number, number];
  const slots = counts.reduce((a, b) => a * b, 1);
  const fail = (holds: boolean, what: string): void => {
    if (!holds) throw new LightFileError(`is damaged: ${what}`);
  };
  fail(counts.every((n) => Number.isInteger(n) && n >= 2) && slots <= MAX_SLOTS, "counts are out of range");
  fail(counts[1] === heights.length, "heights are not as many as its layers");
  fail(
    heights.every((v, k) => k === 0 || v > heights[k - 1]!),
    "heights do not rise",
  );
  fail(
    spacing.every((v) => v > 0.01),
    "spacing is out of range",
  );
  fail(glows.length % 4 === 0 && glows.every((v) => v >= 0), "glows are out of range");
  fail(
    Number.isInteger(probes) && probes >= 0 && probes <= Math.min(MAX_PROBES, slots),
    "probes are too many",
  );
  fail(Number.isInteger(bytes) && bytes >= 0 && bytes <= slots + probes * (3 + RAYS * 11), "it is too long");
  const { parts } = h;
  const named =
    Array.isArray(parts) && parts.length <= MAX_PARTS && parts.every((p) => typeof p === "string");
  fail(named, "parts are not names");
  fail(typeof h.hash === "string", "it has no hash");
  const origin = numbers(h.origin, "origin", 3, 3);
  return { ...h, counts, heights, spacing, glows, probes, bytes, origin, parts, hash: h.hash } as Header;
}

function pack(hits: Hits): Uint8Array {
  const { grid, slots, part } = hits;
  const probes = slots.length;
  const rays = probes * RAYS;
  let met = 0;
  for (let r = 0; r < rays; r++) if (part[r] !== SKY) met++;
  const out = new Uint8Array(hits.valid.length + probes * 3 + rays * 2 + met * 9);
  out.set(hits.valid);
  let at = hits.valid.length;
  const nominal = [0, 0, 0];
  for (let p = 0; p < probes; p++) {
    placeOf(grid, slots[p]!, nominal);
    for (let c = 0; c < 3; c++) {
      const moved = (hits.places[p * 3 + c]! - nominal[c]!) / roomOf(grid, slots[p]!, c);
      out[at++] = Math.round(Math.max(-1, Math.min(1, moved)) * 127);
    }
  }
  const order = ordered(probes);
  for (const r of order) out[at++] = part[r]!;
  const plane = (value: (r: number) => number): void => {
    for (const r of order) if (part[r] !== SKY) out[at++] = value(r);
  };
  const far = (r: number): number => 1 + Math.round(SCALE * Math.log(1 + Math.min(FAR, hits.distance[r]!)));
  plane((r) => far(r) & 255);
  plane((r) => far(r) >> 8);
  const flat = [0, 0];
  plane((r) => fold(hits.normal, r * 3, flat)[0]!);
  plane((r) => fold(hits.normal, r * 3, flat)[1]!);
  for (let c = 0; c < 3; c++)
    plane((r) => Math.round(Math.sqrt(Math.max(0, Math.min(1, hits.albedo[r * 3 + c]!))) * 63));
  plane((r) => hits.glow[r]!);
  plane((r) => Math.round(hits.through[r]! * 255));
  for (const r of order) out[at++] = Math.round(hits.open[r]! * 255);
  return out;
}

function unpack(header: Header, body: Uint8Array): Hits {
  const { probes } = header;
  const grid = {
    origin: header.origin,
    spacing: header.spacing,
    counts: header.counts,
    heights: Float32Array.from(header.heights),
  };
  const rays = probes * RAYS;
  const hits: Hits = {
    grid,
    parts: header.parts,
    valid: body.slice(0, slotsOf(grid)),
    slots: new Uint32Array(probes),
    places: new Float32Array(probes * 3),
    distance: new Float32Array(rays),
    normal: new Float32Array(rays * 3),
    albedo: new Float32Array(rays * 3),
    open: new Float32Array(rays),
    through: new Float32Array(rays),
    part: new Uint8Array(rays),
    glow: new Uint8Array(rays),
    glows: Float32Array.from(header.glows),
  };
  let live = 0;
  for (let s = 0; s < hits.valid.length; s++) {
    if (hits.valid[s] === 0) continue;
    if (hits.valid[s] !== 1 || live >= probes)
      throw new LightFileError("is damaged: its probes do not add up");
    hits.slots[live++] = s;
  }
  if (live !== probes) throw new LightFileError("is damaged: its probes do not add up");
  let at = hits.valid.length;
  for (let p = 0; p < probes; p++) {
    placeOf(grid, hits.slots[p]!, hits.places, p * 3);
    for (let c = 0; c < 3; c++) {
      const moved = ((body[at++]! << 24) >> 24) / 127;
      hits.places[p * 3 + c] = hits.places[p * 3 + c]! + moved * roomOf(grid, hits.slots[p]!, c);
    }
  }
  const order = ordered(probes);
  let met = 0;
  for (const r of order) {
    const part = body[at++]!;
    if (part !== SKY && part > header.parts.length)
      throw new LightFileError("is damaged: it names a part too many");
    hits.part[r] = part;
    if (part !== SKY) met++;
  }
  if (at + met * 9 + rays !== body.length) throw new LightFileError("is damaged: its planes do not add up");
  let k = at;
  for (const r of order) {
    if (hits.part[r] === SKY) continue;
    hits.distance[r] = Math.exp((body[k]! + (body[k + met]! << 8) - 1) / SCALE) - 1;
    unfold(body[k + met * 2]!, body[k + met * 3]!, hits.normal, r * 3);
    for (let c = 0; c < 3; c++) hits.albedo[r * 3 + c] = (Math.min(63, body[k + met * (4 + c)]!) / 63) ** 2;
    const glow = body[k + met * 7]!;
    if (glow >= header.glows.length / 4) throw new LightFileError("is damaged: it names a glow too many");
    hits.glow[r] = glow;
    hits.through[r] = body[k + met * 8]! / 255;
    k++;
  }
  at += met * 9;
  for (const r of order) hits.open[r] = body[at++]! / 255;
  return hits;
}

/** Rays, direction by direction. */
function ordered(probes: number): Uint32Array {
  const out = new Uint32Array(probes * RAYS);
  for (let k = 0, at = 0; k < RAYS; k++) for (let p = 0; p < probes; p++) out[at++] = p * RAYS + k;
  return out;
}

/** A unit vector on the folded octahedron, two bytes. */
function fold(v: ArrayLike<number>, at: number, out: number[]): number[] {
  const [x, y, z] = [v[at]!, v[at + 1]!, v[at + 2]!];
  const sum = Math.abs(x) + Math.abs(y) + Math.abs(z) || 1;
  let a = x / sum;
  let b = z / sum;
  if (y < 0) {
    const t = a;
    a = (1 - Math.abs(b)) * (t < 0 ? -1 : 1);
    b = (1 - Math.abs(t)) * (b < 0 ? -1 : 1);
  }
  // 0…254, so that the axes are met exactly.
  out[0] = Math.round((a + 1) * 127);
  out[1] = Math.round((b + 1) * 127);
  return out;
}

function unfold(u: number, v: number, out: Float32Array, at: number): void {
  let a = u / 127 - 1;
  let b = v / 127 - 1;
  const y = 1 - Math.abs(a) - Math.abs(b);
  if (y < 0) {
    const t = a;
    a = (1 - Math.abs(b)) * (t < 0 ? -1 : 1);
    b = (1 - Math.abs(t)) * (b < 0 ? -1 : 1);
  }
  const size = Math.sqrt(a * a + y * y + b * b) || 1;
  out[at] = a / size;
  out[at + 1] = y / size;
  out[at + 2] = b / size;
}

function hashOf(bytes: Uint8Array): string {
  const state = hash.create();
  hash.bytes(state, bytes);
  return hash.digest(state);
}

/** Sends bytes through a stream; stops where more than `most` come out. */
async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  most = Infinity,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  const sent = writer.write(bytes.slice()).then(() => writer.close());
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = stream.readable.getReader();
  // A fault of the stream shows on both ends; the reader tells it.
  sent.catch(() => undefined);
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new LightFileError("is damaged: it is longer than it says");
    }
    pieces.push(value);
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
