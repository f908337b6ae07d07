/**
 * Uniform blocks that several passes read, and the shader functions that go with them. Units: metres, lux, cd/m²;
 * pictures hold luminance × exposure.
 */
import type { BlockForm } from "../gpu/source.ts";

/** The camera of a pass. `…Then` is the same camera when the shutter opened (or, for anchors, at the step before). */
export const CAMERA = {
  name: "camera",
  fields: {
    clipFromWorld: "mat4x4f",
    clipFromWorldThen: "mat4x4f",
    /** xyz eye; w near. */
    eye: "vec4f",
    /** Axes of the camera; w of right and up: tangent of half the picture's width and height. */
    right: "vec4f",
    up: "vec4f",
    /** xyz where the camera looks. */
    forward: "vec4f",
    /** Size in texels, and one over it. */
    size: "vec4f",
    /** xy: centre of the gate in clip space; z: which transforms are "then" (0 shutter, 1 step before); w: seconds. */
    gate: "vec4f",
  },
} as const satisfies BlockForm;

/** A material. */
export const MATERIAL = {
  name: "material",
  fields: {
    base: "vec4f",
    /** rgb cd/m²; w 1 where it glows only at night. */
    emissive: "vec4f",
    /** roughness, metallic, normal scale (0: no map), alpha cutoff (−1: opaque). */
    surface: "vec4f",
    /** x paint, y double-sided, z has an emissive map. */
    flags: "vec4f",
  },
} as const satisfies BlockForm;

/** Lamps that one frame can have. */
export const MAX_LAMPS = 24;

/** The light of the frame. */
export const LIGHT = {
  name: "light",
  fields: {
    /** xyz towards sun or moon; w exposure. */
    keyDirection: "vec4f",
    /** lux; w cosine of half the disc's angle. */
    keyLux: "vec4f",
    /** xyz towards the sun, below the horizon too; w night 0…1. */
    sunDirection: "vec4f",
    /** Luminance of the far ground; w lamps in use. */
    ground: "vec4f",
    harmonics: ["vec4f", 9],
    /** World → shadow texture for each level: fixed rows then moving. */
    shadowFromWorld: ["mat4x4f", 4],
    /** For each level: x texel in metres, y depth range in metres, z bias, w 1 if it is there. */
    shadowLevel: ["vec4f", 4],
    /** x edge of a shadow level in texels; y 1 for a plan; w key of the light memory, cd/m² (0: none). */
    options: "vec4f",
    /** xyz metres; w range. */
    lampPlace: ["vec4f", 24],
    /** rgb candela; w: 1 for a spot, and twice one more than its number in the light memory (0: it has none). */
    lampColour: ["vec4f", 24],
    /** xyz where it points; w cosine of its outer half angle. */
    lampDirection: ["vec4f", 24],
    /** xy: texel where its shadow's tiles begin; z: share of it (0: none) and twice the bits of the tiles that hold what moves; w: tangent of the one tile's half angle (0: a cube). */
    lampTile: ["vec4f", 24],
    /** x: edge of a cube's face in texels; y: tangent of its half angle, margin included. */
    lampShadow: "vec4f",
    /** Corner of the light memory; w metres between probes along x. */
    memoryOrigin: "vec4f",
    /** Probes along x, y, z; w metres between them along z. */
    memoryCounts: "vec4f",
    /** x: height of each layer of probes. */
    memoryHeights: ["vec4f", 20],
    /** x: texel at which the walls between probes begin; 0: none stand. */
    memoryWalls: "vec4f",
  },
} as const satisfies BlockForm;

/** Texels of one slot in the texture of transforms: now 3, at the shutter's opening 3, at the step before 3, facts 3. */
export const SLOT_TEXELS = 12;
/** Width of the texture of transforms: 85 slots a row. */
export const SLOT_WIDTH = 1020;
/** Texels of one joint in the texture of bones: now 3, then 3, step before 3. */
export const JOINT_TEXELS = 9;
/** Width of the texture of bones. */
export const JOINT_WIDTH = 1017;

/** Reads a slot's rows: `slots` must be among the vertex textures. */
export const SLOT_FUNCTIONS = `
fn slotTexel(slot: f32, k: i32) -> vec4f {
  let i: i32 = i32(slot) * ${SLOT_TEXELS} + k;
  return textureLoad(slots, vec2i(i % ${SLOT_WIDTH}, i / ${SLOT_WIDTH}), 0);
}
fn moved(slot: f32, first: i32, p: vec3f) -> vec3f {
  let q: vec4f = vec4f(p, 1.0);
  return vec3f(dot(slotTexel(slot, first), q), dot(slotTexel(slot, first + 1), q), dot(slotTexel(slot, first + 2), q));
}
fn turned(slot: f32, n: vec3f) -> vec3f {
  return vec3f(dot(slotTexel(slot, 0).xyz, n), dot(slotTexel(slot, 1).xyz, n), dot(slotTexel(slot, 2).xyz, n));
}
`;

/** Skins a vertex: `bones` must be among the vertex textures. */
export const SKIN_FUNCTIONS = `
fn boneTexel(index: i32) -> vec4f {
  return textureLoad(bones, vec2i(index % ${JOINT_WIDTH}, index / ${JOINT_WIDTH}), 0);
}
fn boned(base: f32, joint: f32, first: i32, p: vec4f) -> vec3f {
  let i: i32 = i32(base) + i32(joint) * ${JOINT_TEXELS} + first;
  return vec3f(dot(boneTexel(i), p), dot(boneTexel(i + 1), p), dot(boneTexel(i + 2), p));
}
fn skinned(base: f32, j: vec4f, w: vec4f, first: i32, p: vec4f) -> vec3f {
  return boned(base, j.x, first, p) * w.x + boned(base, j.y, first, p) * w.y + boned(base, j.z, first, p) * w.z + boned(base, j.w, first, p) * w.w;
}
`;

/** Packs a normal into two numbers −1…1 and back (octahedral). */
export const OCTAHEDRAL = `
fn octahedral(n: vec3f) -> vec2f {
  let s: f32 = abs(n.x) + abs(n.y) + abs(n.z);
  let p: vec2f = n.xy / s;
  let q: vec2f = vec2f((1.0 - abs(p.y)) * select(-1.0, 1.0, p.x >= 0.0), (1.0 - abs(p.x)) * select(-1.0, 1.0, p.y >= 0.0));
  return select(p, q, n.z < 0.0);
}
fn fromOctahedral(e: vec2f) -> vec3f {
  let z: f32 = 1.0 - abs(e.x) - abs(e.y);
  let t: f32 = max(-z, 0.0);
  return normalize(vec3f(e.x - select(-t, t, e.x >= 0.0), e.y - select(-t, t, e.y >= 0.0), z));
}
`;

/** Emission as one float of 24 exact bits: 10 of brightness (2⁻¹² … 2¹⁶), 7 and 7 of colour. */
export const EMISSION = `
fn packEmission(c: vec3f) -> f32 {
  let s: f32 = c.x + c.y + c.z;
  if (s < 0.0003) { return 0.0; }
  let b: f32 = clamp(floor((log2(s) + 12.0) / 28.0 * 1022.0 + 0.5) + 1.0, 1.0, 1023.0);
  return b * 16384.0 + floor(c.x / s * 127.0 + 0.5) * 128.0 + floor(c.y / s * 127.0 + 0.5);
}
fn unpackEmission(v: f32) -> vec3f {
  if (v < 16384.0) { return vec3f(0.0); }
  let b: f32 = floor(v / 16384.0);
  let rest: f32 = v - b * 16384.0;
  let r: f32 = floor(rest / 128.0) / 127.0;
  let g: f32 = (rest - floor(rest / 128.0) * 128.0) / 127.0;
  return vec3f(r, g, max(0.0, 1.0 - r - g)) * exp2((b - 1.0) / 1022.0 * 28.0 - 12.0);
}
`;

/** World place and ray of a texel of a camera's picture. */
export const RAYS = `
fn rayThrough(uv: vec2f) -> vec3f {
  let n: vec2f = uv * 2.0 - vec2f(1.0) - camera.gate.xy;
  return camera.forward.xyz + camera.right.xyz * (n.x * camera.right.w) + camera.up.xyz * (n.y * camera.up.w);
}
`;

/** Where a vertex of what throws a shadow stands in the world, as `here`: skinned, or as rigid as its slot. */
export const casterStands = (skin: boolean): string =>
  skin
    ? "let here: vec3f = moved(a_slot, 0, skinned(slotTexel(a_slot, 10).x, a_joints, a_weights, 0, vec4f(a_position, 1.0)));"
    : "let here: vec3f = moved(a_slot, 0, a_position);";
