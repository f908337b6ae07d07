/**
 * The tensor contract between engine and network: what every channel of the anchors means, and what comes out.
 * Version it: a bundle names the contract that it was trained for, and one of another version is refused.
 *
 * Irradiance is always divided by π, so that albedo × irradiance is the radiance of a matt surface.
 *
 * Anchors: float32 `[1, CHANNEL_COUNT, H, W]`, H and W multiples of SIZE_STEP, linear light, sRGB primaries, divided
 * by the look's key luminance. Row 0 is the top of the gate.
 */

/** Version of this contract. */
export const CONTRACT = 2;
/** Height and width of a tensor are multiples of this: three halvings after a space-to-depth by two. */
export const SIZE_STEP = 16;

/** How a value is brought into a range that a network likes. */
export type Coding = "plain" | "log1p" | "inverse depth";

/** One run of channels. */
export interface ChannelRun {
  readonly name: string;
  /** First channel. */
  readonly at: number;
  readonly count: number;
  readonly coding: Coding;
  readonly meaning: string;
}

const runs: [name: string, count: number, coding: Coding, meaning: string][] = [
  ["albedo", 3, "plain", "base colour, linear, 0…1"],
  ["normal", 3, "plain", "surface normal in view space: x right, y up, z towards the camera, −1…1"],
  ["depth", 1, "inverse depth", "NEAR / distance along the view axis; 0 where nothing is hit"],
  ["surface", 2, "plain", "roughness, metallic, 0…1"],
  [
    "direct",
    3,
    "log1p",
    "direct irradiance by sun, moon and practicals with shadow maps, over key; no albedo",
  ],
  [
    "memory",
    3,
    "log1p",
    "irradiance of the light memory at the surface, of the sky where that has nothing, × the engine's occlusion, over key",
  ],
  [
    "reflected",
    3,
    "log1p",
    "the engine's whole specular radiance: highlights of sun and lamps, what is reflected of the rest, Fresnel, over key",
  ],
  ["sky", 3, "log1p", "sky irradiance by normal, unoccluded, over key"],
  ["emissive", 3, "log1p", "emitted radiance, or the sky's where nothing is hit, over key"],
  ["identity", 2, "plain", "code of the entity, −1…1"],
  ["history", 3, "log1p", "the previous step's irradiance, warped to now, over key"],
  ["fresh", 1, "plain", "1 where history is not valid"],
  ["hidden", 3, "plain", "the previous step's hidden state, warped to now"],
];

let next = 0;
/** The channels in order. */
export const CHANNELS: readonly ChannelRun[] = runs.map(([name, count, coding, meaning]) => {
  const at = next;
  next += count;
  return { name, at, count, coding, meaning };
});
/** Channels of the anchors. */
export const CHANNEL_COUNT = next;

/** Planes that the engine fills, before history's: the first of the channels. */
export const TOLD_PLANES = CHANNELS.find((run) => run.name === "history")!.at;
/**
 * Planes that come with them and are not of the tensor: where each pixel was one step ago as an offset in pixels (x right,
 * y down), and its entity (0 the set, −1 the sky).
 */
export const GUIDE_PLANES = 3;

/** Metres over which inverse depth is 1 or more: it is NEAR / depth, so that everything beyond lies in 0…1. */
export const NEAR = 0.5;

/** Outputs of a network, each float32 `[1, count, H, W]`. Zeros give exactly the engine's picture. */
export const OUTPUTS = [
  /** Natural logarithm of what (direct + memory) is multiplied by to give irradiance, within ±GAIN_LIMIT. */
  { name: "gain", count: 3 },
  /** Natural logarithm of what "reflected" is multiplied by to give specular radiance, within ±GAIN_LIMIT. */
  { name: "gloss", count: 3 },
  /** Share of the warped history in the irradiance, clamped to 0…BLEND_LIMIT. */
  { name: "blend", count: 1 },
  /** State carried to the next step, −1…1. */
  { name: "hidden", count: 3 },
] as const;
/** Channels of all outputs, in order, as one tensor `[1, OUTPUT_COUNT, H, W]`. */
export const OUTPUT_COUNT = 10;
/** Name of the input and output tensors in a bundle's graph. */
export const TENSORS = { anchors: "anchors", look: "look", out: "out" } as const;

/** Values of the look vector: `[1, LOOK_COUNT]`. */
export const LOOK = [
  "sun x",
  "sun y",
  "sun z",
  "sun r",
  "sun g",
  "sun b",
  "sky r",
  "sky g",
  "sky b",
  "turbidity",
  "cloud",
  "key",
] as const;
/** Values of the look vector. */
export const LOOK_COUNT = LOOK.length;

/** Channels of a name. Throws where there is none: a programmer's error. */
export function channels(name: string): ChannelRun {
  const run = CHANNELS.find((c) => c.name === name);
  if (run === undefined) throw new Error(`no anchor channels named "${name}"`);
  return run;
}

/** The largest tensor size of at most `width` × `height` with the gate's aspect, in steps of SIZE_STEP. */
export function sizeFor(aspect: number, width: number, height: number): { width: number; height: number } {
  const step = (value: number) => Math.max(SIZE_STEP, Math.floor(value / SIZE_STEP) * SIZE_STEP);
  const nearest = (value: number) => Math.max(SIZE_STEP, Math.round(value / SIZE_STEP) * SIZE_STEP);
  if (width / height > aspect)
    return { width: Math.min(step(width), nearest(height * aspect)), height: step(height) };
  return { width: step(width), height: Math.min(step(height), nearest(width / aspect)) };
}

/**
 * Identity code of an entity: two numbers in −1…1 from a fixed hash of its id, far apart for ids that are close.
 * 0 is the fixed set. Into `out` at `at`.
 */
export function identityCode(id: number, out: { [index: number]: number }, at: number): void {
  let h = Math.imul(id ^ (id >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  h ^= h >>> 16;
  out[at] = id === 0 ? 0 : (h & 0xffff) / 32767.5 - 1;
  out[at + 1] = id === 0 ? 0 : (h >>> 16) / 32767.5 - 1;
}
