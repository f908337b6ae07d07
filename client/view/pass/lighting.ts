/**
 * Light on the G-buffer: sun or moon with shadows, sky by normal, its reflection, lamps, and the sky itself where
 * nothing is hit. In: the G-buffer, shadows, `LIGHT`, occlusion. Out: luminance × exposure (half floats), linear sRGB.
 * The model of a surface is metallic-roughness with GGX reflection, as glTF defines it.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { BAND_0, BIAS } from "../../../shared/anchors/light-field.ts";
import { SKY_COLUMNS, SKY_ROWS } from "../../../shared/look/atmosphere.ts";
import { GLOSS_COLUMNS, GLOSS_LEVELS, GLOSS_ROWS } from "../../../shared/look/sky.ts";
import { type Block, COVER, type Draw, type Gpu, type Program, type Target } from "../gpu/gpu.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { CUBE_FUNCTIONS } from "./cube.ts";
import { CAMERA, EMISSION, LIGHT, MAX_LAMPS, OCTAHEDRAL, RAYS } from "./forms.ts";
import { LAMP_SHADOW_FUNCTIONS } from "./lamp-shadow.ts";
import { MEMORY_FUNCTIONS } from "./memory.ts";
import { MIRROR_BLOCK, MIRROR_FUNCTIONS } from "./mirror.ts";
import { COLUMNS, LEVELS } from "./shadow.ts";

const PI = "3.14159265";
/** What is reflected over what light memory tells of that direction, at most: in a room that people put up, and outdoors. */
const SHINE = { room: "1.5", open: "6.0" } as const;

/** Reads the sky: `skyTable` and `gloss` must be among the textures. */
export const SKY_FUNCTIONS = `
fn skyAt(d: vec3f) -> vec3f {
  let e: f32 = asin(clamp(d.y, 0.0, 1.0));
  let flat_: f32 = max(length(d.xz) * length(light.sunDirection.xz), 0.000001);
  let c: f32 = clamp(dot(d.xz, light.sunDirection.xz) / flat_, -1.0, 1.0);
  let u: f32 = acos(c) / ${PI};
  let v: f32 = sqrt(e / (${PI} * 0.5));
  let uv: vec2f = vec2f((u * ${SKY_COLUMNS - 1}.0 + 0.5) / ${SKY_COLUMNS}.0, (v * ${SKY_ROWS - 1}.0 + 0.5) / ${SKY_ROWS}.0);
  let above: vec3f = textureSampleLevel(skyTable, uv, 0.0).xyz;
  return mix(above, light.ground.xyz, saturate(-d.y * 12.0));
}
fn glossLevel(uv: vec2f, level: f32) -> vec3f {
  let row: f32 = clamp(uv.y * ${GLOSS_ROWS}.0, 0.5, ${GLOSS_ROWS}.0 - 0.5) + level * ${GLOSS_ROWS}.0;
  let at: vec2f = vec2f((uv.x * ${GLOSS_COLUMNS}.0 + 1.0) / ${GLOSS_COLUMNS + 2}.0, row / ${GLOSS_ROWS * GLOSS_LEVELS.length}.0);
  return textureSampleLevel(gloss, at, 0.0).xyz;
}
fn skyReflected(d: vec3f, roughness: f32) -> vec3f {
  let uv: vec2f = vec2f(atan2(d.x, -d.z) / (2.0 * ${PI}) + 0.5, asin(clamp(d.y, -1.0, 1.0)) / ${PI} + 0.5);
  let l: f32 = clamp((roughness - 0.15) / 0.2, 0.0, 3.99);
  let k: f32 = floor(l);
  let rough: vec3f = mix(glossLevel(uv, k), glossLevel(uv, k + 1.0), l - k);
  return mix(skyAt(d), rough, saturate(roughness / 0.15));
}
fn skyIrradiance(n: vec3f) -> vec3f {
  let e: vec3f = light.harmonics[0].xyz + light.harmonics[1].xyz * n.y + light.harmonics[2].xyz * n.z + light.harmonics[3].xyz * n.x
    + light.harmonics[4].xyz * (n.x * n.y) + light.harmonics[5].xyz * (n.y * n.z) + light.harmonics[6].xyz * (3.0 * n.z * n.z - 1.0)
    + light.harmonics[7].xyz * (n.x * n.z) + light.harmonics[8].xyz * (n.x * n.x - n.y * n.y);
  return max(e, vec3f(0.0));
}
`;

/** Reads the shadows: `shadowFixed` and `shadowMoving` must be among the textures. */
export const SHADOW_FUNCTIONS = `
fn shadowTexel(t: vec2i, depth: f32) -> f32 {
  let near: f32 = min(textureLoad(shadowFixed, t, 0).x, textureLoad(shadowMoving, t, 0).x);
  return select(1.0, 0.0, near < depth);
}
fn shadowRow(t: vec2i, f: f32, depth: f32) -> f32 {
  return shadowTexel(t, depth) * (1.0 - f) + shadowTexel(t + vec2i(1, 0), depth) + shadowTexel(t + vec2i(2, 0), depth) + shadowTexel(t + vec2i(3, 0), depth) * f;
}
fn shadowLevelAt(level: i32, p: vec3f, n: vec3f, slant: f32) -> f32 {
  let facts: vec4f = light.shadowLevel[level];
  let q: vec3f = p + n * (facts.x * (1.0 + 1.5 * slant));
  let m: vec4f = light.shadowFromWorld[level] * vec4f(q, 1.0);
  let side: f32 = light.options.x;
  let margin: f32 = 3.0 / side;
  if (facts.w < 0.5 || m.x < margin || m.y < margin || m.x > 1.0 - margin || m.y > 1.0 - margin) { return -1.0; }
  let at: vec2f = m.xy * side - vec2f(1.5);
  let base: vec2f = floor(at);
  let f: vec2f = at - base;
  let t: vec2i = vec2i(i32(base.x) + (level % ${COLUMNS}) * i32(side), i32(base.y) + (level / ${COLUMNS}) * i32(side));
  let depth: f32 = m.z - facts.z;
  let sum: f32 = shadowRow(t, f.x, depth) * (1.0 - f.y) + shadowRow(t + vec2i(0, 1), f.x, depth) + shadowRow(t + vec2i(0, 2), f.x, depth) + shadowRow(t + vec2i(0, 3), f.x, depth) * f.y;
  return sum / 9.0;
}
fn shadowShare(level: i32, p: vec3f) -> f32 {
  let m: vec4f = light.shadowFromWorld[level] * vec4f(p, 1.0);
  let edge: f32 = max(abs(m.x - 0.5), abs(m.y - 0.5)) * 2.0;
  return select(0.0, saturate((0.96 - edge) * 8.0), light.shadowLevel[level].w > 0.5);
}
fn keyVisible(p: vec3f, n: vec3f) -> f32 {
  let facing: f32 = dot(n, light.keyDirection.xyz);
  let slant: f32 = sqrt(max(0.0, 1.0 - facing * facing));
  // Towards its edge a level gives way to the next, so that no edge of a shadow has a step in it.
  var s: f32 = 0.0;
  var left: f32 = 1.0;
  for (var k: i32 = 0; k < ${LEVELS.length}; k++) {
    let share: f32 = left * shadowShare(k, p);
    if (share > 0.0) {
      let here: f32 = shadowLevelAt(k, p, n, slant);
      s = s + share * select(here, 1.0, here < 0.0);
      left = left - share;
    }
  }
  return s + left;
}
`;

/** How a surface takes light. */
export const BRDF = `
fn distribution(nh: f32, a: f32) -> f32 {
  let a2: f32 = a * a;
  let d: f32 = nh * nh * (a2 - 1.0) + 1.0;
  return a2 / (${PI} * d * d);
}
fn masking(nl: f32, nv: f32, a: f32) -> f32 {
  let a2: f32 = a * a;
  let v: f32 = nl * sqrt(nv * nv * (1.0 - a2) + a2);
  let l: f32 = nv * sqrt(nl * nl * (1.0 - a2) + a2);
  return 0.5 / max(v + l, 0.00001);
}
fn fresnel(f0: vec3f, vh: f32) -> vec3f {
  let k: f32 = pow(saturate(1.0 - vh), 5.0);
  return f0 + (vec3f(1.0) - f0) * k;
}
fn reflected(n: vec3f, v: vec3f, l: vec3f, f0: vec3f, roughness: f32) -> vec3f {
  let h: vec3f = normalize(v + l);
  let a: f32 = roughness * roughness;
  let nl: f32 = saturate(dot(n, l));
  let nv: f32 = max(dot(n, v), 0.001);
  return fresnel(f0, saturate(dot(v, h))) * (distribution(saturate(dot(n, h)), a) * masking(nl, nv, a) * nl);
}
fn environmentShare(f0: vec3f, roughness: f32, nv: f32) -> vec3f {
  let c0: vec4f = vec4f(-1.0, -0.0275, -0.572, 0.022);
  let c1: vec4f = vec4f(1.0, 0.0425, 1.04, -0.04);
  let r: vec4f = c0 * roughness + c1;
  let a004: f32 = min(r.x * r.x, exp2(-9.28 * nv)) * r.x + r.y;
  let ab: vec2f = vec2f(-1.04, 1.04) * a004 + r.zw;
  return f0 * ab.x + vec3f(ab.y);
}
`;

/** Light of one lamp that arrives at a point: direction (xyz) is left to the caller. */
export const LAMPS = `
fn lampArriving(i: i32, p: vec3f) -> vec4f {
  let to: vec3f = light.lampPlace[i].xyz - p;
  let d2: f32 = max(dot(to, to), 0.01);
  let range: f32 = light.lampPlace[i].w;
  let edge: f32 = saturate(1.0 - (d2 * d2) / (range * range * range * range));
  let dir: vec3f = to * inverseSqrt(d2);
  let cosine: f32 = dot(-dir, light.lampDirection[i].xyz);
  let outer: f32 = light.lampDirection[i].w;
  let cone: f32 = smoothstep(outer, mix(outer, 1.0, 0.35), cosine);
  let share: f32 = mix(1.0, cone, light.lampColour[i].w - floor(light.lampColour[i].w * 0.5) * 2.0);
  return vec4f(dir, share * edge * edge / d2);
}
`;

/** Textures that `SURFACE_LIGHT` and its functions read. */
export const SURFACE_LIGHT_TEXTURES = {
  surface0: "load",
  surface1: "load",
  surface2: "load",
  surface5: "load",
  shadowFixed: "load",
  shadowMoving: "load",
  lampFixed: "load",
  lampMoving: "load",
  skyTable: "filtered",
  gloss: "filtered",
  occlusion: "filtered",
  mirrorFaces: "filtered",
  memory: "load",
} as const;

/** Functions that `SURFACE_LIGHT` calls. */
export const SURFACE_LIGHT_FUNCTIONS =
  RAYS +
  OCTAHEDRAL +
  CUBE_FUNCTIONS +
  EMISSION +
  SKY_FUNCTIONS +
  SHADOW_FUNCTIONS +
  BRDF +
  LAMPS +
  LAMP_SHADOW_FUNCTIONS +
  MIRROR_FUNCTIONS +
  MEMORY_FUNCTIONS;

/**
 * All light at a surface, for the picture and for the anchors alike, so that a network corrects exactly what the engine
 * shows. Needs `t` (texel), `ray`, `inverse` (> 0) and `exposure`. Leaves `albedo`, `metallic`, `roughness`; `lit`
 * (irradiance of sun, moon and lamps with shadows), `ambient` (irradiance of the light memory, or of the sky where that
 * has nothing; occluded), `shine` (their highlights) and `shineAround` (what is reflected of the rest); `emission`.
 * Lux and cd/m².
 */
export const SURFACE_LIGHT = `
let s0: vec4f = textureLoad(surface0, t, 0);
let s1: vec4f = textureLoad(surface1, t, 0);
let albedo: vec3f = s0.xyz * s0.xyz;
let metallic: f32 = s0.w;
let roughness: f32 = s1.z;
let nv3: vec3f = fromOctahedral(s1.xy);
let n: vec3f = normalize(camera.right.xyz * nv3.x + camera.up.xyz * nv3.y - camera.forward.xyz * nv3.z);
let p: vec3f = camera.eye.xyz + ray / inverse;
let v: vec3f = -normalize(ray);
let nv: f32 = max(dot(n, v), 0.001);
let f0: vec3f = mix(vec3f(0.04), albedo, metallic);
let open: f32 = textureSampleLevel(occlusion, v_uv, 0.0).x;
var lit: vec3f = vec3f(0.0);
var shine: vec3f = vec3f(0.0);
let facing: f32 = dot(n, light.keyDirection.xyz);
if (facing > 0.0) {
  let seen: vec3f = light.keyLux.xyz * keyVisible(p, n);
  lit = seen * facing;
  shine = seen * min(reflected(n, v, light.keyDirection.xyz, f0, max(roughness, 0.06)), vec3f(40.0));
}
let key: f32 = light.options.w;
let walled: bool = key > 0.0 && light.memoryWalls.x > 0.5;
var probes: mat4x4f = mat4x4f(vec4f(0.0), vec4f(0.0), vec4f(0.0), vec4f(0.0));
if (key > 0.0) { probes = probesRound(p + n * ${BIAS}, n); }
var seenLamps: mat4x4f = probes;
if (walled) { seenLamps = lampsRound(probes); }
let lamps: i32 = i32(light.ground.w);
for (var i: i32 = 0; i < ${MAX_LAMPS}; i++) {
  if (i >= lamps) { break; }
  let arriving: vec4f = lampArriving(i, p);
  let cosine: f32 = dot(n, arriving.xyz);
  if (arriving.w > 0.0 && cosine > 0.0) {
    var e: vec3f = light.lampColour[i].xyz * arriving.w;
    // Where a lamp's shadow is not shown, or not wholly, walls that people put up keep its light out.
    let shadow: f32 = light.lampTile[i].z - floor(light.lampTile[i].z * 0.5) * 2.0;
    var open_: f32 = 1.0;
    if (walled && shadow < 1.0) { open_ = lampShare(seenLamps, floor(light.lampColour[i].w * 0.5) - 1.0); }
    if (shadow > 0.0) { open_ = mix(open_, lampOpen(i, p, n, cosine), shadow); }
    e = e * open_;
    lit = lit + e * cosine;
    shine = shine + e * min(reflected(n, v, arriving.xyz, f0, max(roughness, 0.12)), vec3f(20.0));
  }
}
var ambient: vec3f = skyIrradiance(n);
let bands: mat4x4f = blended(probes);
let told: bool = bands[0].w > 0.0;
if (told) { ambient = rememberedOn(bands, n) * (key * ${PI}); }
ambient = ambient * open;
// What is open at a point is open to its reflection too, the less the rougher (Lagarde).
let openShine: f32 = saturate(pow(nv + open, exp2(-16.0 * roughness - 1.0)) - 1.0 + open);
let r: vec3f = reflect(-v, n);
var around: vec3f = skyReflected(r, roughness) * openShine;
if (told) {
  let near: vec3f = remembered(bands, r, saturate(1.6 - roughness)) * key;
  // Under a roof no sky is reflected: what comes from there bounds it, far enough off to leave a bright sky as it is.
  let bound: f32 = 4.0 * (near.x + near.y + near.z) / max(around.x + around.y + around.z, 0.000001);
  around = mix(around * min(bound, 1.0), near * open, saturate(roughness * 3.0 - 0.6));
}
if (mirror.place.w > 0.5 && roughness < 0.5) {
  let found: vec4f = mirrored(p, r);
  around = mix(found.xyz / exposure, around, smoothstep(0.25, 0.5, roughness));
}
if (walled && told) {
  // The mirror hangs outside the rooms that people put up: in one, what is reflected is about as bright as the room.
  // A room is where far less light comes together than the sky gives.
  let under: vec3f = skyIrradiance(vec3f(0.0, 1.0, 0.0));
  let gathered: vec3f = bands[0].xyz * (key * ${BAND_0} * ${PI});
  let outdoors: f32 = smoothstep(0.25, 0.6, (gathered.x + gathered.y + gathered.z) / max(under.x + under.y + under.z, 0.000001));
  let most: vec3f = remembered(bands, r, 1.0) * (key * mix(${SHINE.room}, ${SHINE.open}, outdoors));
  around = around * min((most.x + most.y + most.z) / max(around.x + around.y + around.z, 0.000001), 1.0);
}
let shineAround: vec3f = around * environmentShare(f0, roughness, nv);
let emission: vec3f = unpackEmission(textureLoad(surface5, t, 0).x);
`;

const fragment = `
let t: vec2i = vec2i(i32(v_uv.x * camera.size.x), i32(v_uv.y * camera.size.y));
let inverse: f32 = textureLoad(surface2, t, 0).x;
let ray: vec3f = rayThrough(v_uv);
let exposure: f32 = light.keyDirection.w;
if (inverse <= 0.0 && light.options.y > 0.5) {
  o_0 = vec4f(vec3f(0.02), 1.0);
} else if (inverse <= 0.0) {
  let d: vec3f = normalize(ray);
  var sky: vec3f = skyAt(d);
  let disc: f32 = dot(d, light.keyDirection.xyz);
  sky = sky + light.keyLux.xyz * (smoothstep(light.keyLux.w, light.keyLux.w + 0.0000015, disc) / 0.000068);
  o_0 = vec4f(min(sky * exposure, vec3f(60000.0)), 1.0);
} else {
  ${SURFACE_LIGHT}
  let diffuse: vec3f = albedo * ((1.0 - metallic) * (1.0 / ${PI}));
  // What a network makes of this light; 1 where none does.
  let gain: vec3f = textureSampleLevel(gains, v_uv, 0.0).xyz;
  let gloss: vec3f = textureSampleLevel(glosses, v_uv, 0.0).xyz;
  let radiance: vec3f = diffuse * (lit + ambient) * gain + (shine + shineAround) * gloss + emission;
  // A plan is read, not looked at: its colours are the surfaces' own, in even light from above, at every hour.
  let even: vec3f = mix(albedo, vec3f(0.6), metallic * 0.5) * ((0.7 + 0.8 * saturate(n.y)) * open);
  o_0 = vec4f(select(min(radiance * exposure, vec3f(60000.0)), even, light.options.y > 0.5), 1.0);
}
`;

/** The shader that lights a G-buffer. */
export const LIGHTING: ShaderSource = {
  name: "lighting",
  ...COVER,
  blocks: [CAMERA, LIGHT, MIRROR_BLOCK],
  textures: { ...SURFACE_LIGHT_TEXTURES, gains: "filtered", glosses: "filtered" },
  functions: SURFACE_LIGHT_FUNCTIONS,
  fragment,
};

/** The pass. */
export interface LightingPass {
  readonly programs: readonly Program[];
  /** Multiplies irradiance and specular radiance by these images from now on; null: by 1. */
  relit(factors: Target | null): void;
  render(target: Target): void;
}

/** Makes the pass over one G-buffer; `white` is an image of ones. */
export function createLighting(
  gpu: Gpu,
  camera: Block,
  light: Block,
  mirror: Block,
  surfaces: Target,
  textures: Record<string, ThinTexture>,
  white: ThinTexture,
): LightingPass {
  const program = gpu.program(LIGHTING);
  const draw: Draw = gpu.draw(program, [camera, light, mirror], {
    surface0: surfaces.textures[0]!,
    surface1: surfaces.textures[1]!,
    surface2: surfaces.textures[2]!,
    surface5: surfaces.textures[5]!,
    gains: white,
    glosses: white,
    ...textures,
  });
  return {
    programs: [program],
    relit(factors) {
      draw.textures["gains"] = factors?.textures[0] ?? white;
      draw.textures["glosses"] = factors?.textures[1] ?? white;
    },
    render: (target) => gpu.cover(draw, target),
  };
}
