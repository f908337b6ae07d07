/**
 * The G-buffer: what every texel shows, before any light. In: batches, the camera, transforms. Out: six images, 32 bytes
 * a texel, so that WebGPU's default limits hold:
 *
 * | image | holds |
 * |---|---|
 * | 0 rgba8 | square root of the albedo; metallic |
 * | 1 rgba16f | view-space normal (octahedral, 2), roughness, ambient occlusion of the material |
 * | 2 r32f | inverse depth along the view, 1/m; 0: nothing |
 * | 3 rg16f | motion since "then", in picture widths and heights |
 * | 4 r32f | entity number; 0 the set |
 * | 5 r32f | emission, packed (`EMISSION`), cd/m² |
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import type { Batch } from "../asset/cluster.ts";
import type { Block, Draw, Format, Gpu, Program, Target } from "../gpu/gpu.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { CAMERA, EMISSION, LIGHT, MATERIAL, OCTAHEDRAL, SKIN_FUNCTIONS, SLOT_FUNCTIONS } from "./forms.ts";

/** Formats of the images. */
export const SURFACE_FORMATS: readonly Format[] = ["rgba8", "rgba16f", "r32f", "rg16f", "r32f", "r32f"];

const ATTRIBUTES = {
  a_position: "vec3f",
  a_normal: "vec4f",
  a_uv: "vec2f",
  a_colour: "vec4f",
  a_slot: "f32",
} as const;
const SKIN_ATTRIBUTES = { ...ATTRIBUTES, a_joints: "vec4f", a_weights: "vec4f", a_blink: "vec3f" } as const;

/** World place of a vertex now and then, and its normal, for rigid and skinned pieces. */
export function vertexPlaces(skin: boolean): string {
  return skin
    ? `let facts: vec4f = slotTexel(a_slot, 10);
let bind: vec4f = vec4f(a_position + a_blink * facts.y, 1.0);
let first: i32 = i32(camera.gate.z) * 3;
let here: vec3f = moved(a_slot, 0, skinned(facts.x, a_joints, a_weights, 0, bind));
let then: vec3f = moved(a_slot, 3 + first, skinned(facts.x, a_joints, a_weights, 3 + first, bind));
let normal: vec3f = turned(a_slot, skinned(facts.x, a_joints, a_weights, 0, vec4f(a_normal.xyz, 0.0)));`
    : `let first: i32 = i32(camera.gate.z) * 3;
let here: vec3f = moved(a_slot, 0, a_position);
let then: vec3f = moved(a_slot, 3 + first, a_position);
let normal: vec3f = turned(a_slot, a_normal.xyz);`;
}

/** Albedo, roughness, metallic, normal and emission of a fragment, shared with the glass layer. */
export const SURFACE_TEXTURES = {
  baseMap: "filtered",
  surfaceMap: "filtered",
  normalMap: "filtered",
  emissiveMap: "filtered",
} as const;

/** Varyings of a surface. */
export const SURFACE_VARYINGS = {
  v_place: "vec3f",
  v_normal: "vec3f",
  v_uv: "vec2f",
  v_colour: "vec4f",
  v_now: "vec3f",
  v_then: "vec3f",
  v_facts: ["vec4f", "flat"],
  v_paint: ["vec4f", "flat"],
} as const;

/** Sends a vertex on. */
export const SURFACE_VERTEX_END = `
v_place = here;
v_normal = normal;
v_uv = a_uv;
v_colour = vec4f(a_colour.xyz * a_colour.xyz, a_colour.w);
clip = camera.clipFromWorld * vec4f(here, 1.0);
let past: vec4f = camera.clipFromWorldThen * vec4f(then, 1.0);
v_now = vec3f(clip.x, clip.y, clip.w);
v_then = vec3f(past.x, past.y, past.w);
v_facts = slotTexel(a_slot, 9);
v_paint = slotTexel(a_slot, 11);
`;

/** The normal of a fragment: the map's, in a frame made from how place and texture change across the picture. */
export const SURFACE_NORMAL = `
fn mappedNormal(n: vec3f, dpx: vec3f, dpy: vec3f, dux: vec2f, duy: vec2f, map: vec3f, strength: f32) -> vec3f {
  let m: vec3f = map * 2.0 - vec3f(1.0);
  let r1: vec3f = cross(dpy, n);
  let r2: vec3f = cross(n, dpx);
  let t: vec3f = r1 * dux.x + r2 * duy.x;
  let b: vec3f = r1 * dux.y + r2 * duy.y;
  let l: f32 = max(dot(t, t), dot(b, b));
  if (l < 1e-20) { return n; }
  let s: f32 = inverseSqrt(l);
  return normalize(t * (m.x * s * strength) - b * (m.y * s * strength) + n * m.z);
}
`;

const fragment = (mask: boolean): string => `
let base: vec4f = textureSample(baseMap, v_uv);
let surface: vec4f = textureSample(surfaceMap, v_uv);
let bump: vec4f = textureSample(normalMap, v_uv);
let glow: vec4f = textureSample(emissiveMap, v_uv);
let dpx: vec3f = dpdx(v_place);
let dpy: vec3f = dpdy(v_place);
let dux: vec2f = dpdx(v_uv);
let duy: vec2f = dpdy(v_uv);
${mask ? "if (base.w * material.base.w < material.surface.w) { discard; }" : ""}
var albedo: vec3f = pow(base.xyz, vec3f(2.2)) * material.base.xyz * v_colour.xyz;
albedo = mix(albedo, albedo * 0.0 + v_paint.xyz * pow(base.xyz, vec3f(2.2)) * v_colour.xyz, material.flags.x * v_paint.w);
var n: vec3f = normalize(v_normal);
let towards: vec3f = camera.eye.xyz - v_place;
if (dot(n, towards) < 0.0 && material.flags.y > 0.5) { n = -n; }
if (material.surface.z > 0.0) { n = mappedNormal(n, dpx, dpy, dux, duy, bump.xyz, material.surface.z); }
let view: vec3f = vec3f(dot(n, camera.right.xyz), dot(n, camera.up.xyz), -dot(n, camera.forward.xyz));
let roughness: f32 = clamp(material.surface.x * surface.y, 0.045, 1.0);
let metallic: f32 = saturate(material.surface.y * surface.z);
let lit: f32 = mix(1.0, light.sunDirection.w, material.emissive.w) * v_facts.y;
let emission: vec3f = material.emissive.xyz * pow(glow.xyz, vec3f(2.2)) * lit;
let now: vec2f = v_now.xy / v_now.z;
let past: vec2f = v_then.xy / max(v_then.z, 0.01);
o_0 = vec4f(sqrt(clamp(albedo, vec3f(0.0), vec3f(1.0))), metallic);
o_1 = vec4f(octahedral(view), roughness, 1.0);
o_2 = vec4f(1.0 / v_now.z, 0.0, 0.0, 1.0);
o_3 = vec4f(clamp((now - past) * 0.5, vec2f(-4.0), vec2f(4.0)), 0.0, 1.0);
o_4 = vec4f(v_facts.x, 0.0, 0.0, 1.0);
o_5 = vec4f(packEmission(emission), 0.0, 0.0, 1.0);
`;

/** The shader of the G-buffer, for skinned or rigid and masked or solid pieces. */
export function surfaceSource(skin: boolean, mask: boolean): ShaderSource {
  return {
    name: `surfaces${skin ? "-skin" : ""}${mask ? "-mask" : ""}`,
    attributes: skin ? SKIN_ATTRIBUTES : ATTRIBUTES,
    varyings: SURFACE_VARYINGS,
    blocks: [CAMERA, LIGHT, MATERIAL],
    vertexTextures: skin ? { slots: "load", bones: "load" } : { slots: "load" },
    textures: SURFACE_TEXTURES,
    outputs: 6,
    vertexFunctions: SLOT_FUNCTIONS + (skin ? SKIN_FUNCTIONS : ""),
    vertex: vertexPlaces(skin) + SURFACE_VERTEX_END,
    functions: OCTAHEDRAL + EMISSION + SURFACE_NORMAL,
    fragment: fragment(mask),
  };
}

/** Programs of the pass. */
export interface SurfacePass {
  readonly programs: readonly Program[];
  /** Draws everything opaque that the camera sees. */
  render(batches: readonly Batch[], target: Target): void;
}

/** Makes the pass for one camera block. */
export function createSurfacePass(
  gpu: Gpu,
  name: string,
  camera: Block,
  light: Block,
  slots: ThinTexture,
  bones: ThinTexture,
): SurfacePass {
  const programs = [
    gpu.program(surfaceSource(false, false)),
    gpu.program(surfaceSource(false, true)),
    gpu.program(surfaceSource(true, false)),
    gpu.program(surfaceSource(true, true)),
  ];
  const drawOf = (b: Batch): Draw => {
    let draw = b.draws[name];
    if (!draw) {
      const program = programs[(b.cluster.skinned ? 2 : 0) + (b.surface.material.mask ? 1 : 0)]!;
      draw = gpu.draw(program, [camera, light, b.surface.block], { ...b.surface.textures, slots, bones });
      b.draws[name] = draw;
    }
    return draw;
  };
  return {
    programs,
    render(batches, target) {
      gpu.begin(target, NOTHING, true);
      for (let i = 0; i < batches.length; i++) {
        const b = batches[i]!;
        if (b.seenCount === 0 || b.surface.material.glass) continue;
        gpu.state(!b.surface.material.doubleSided, true, true, "replace");
        gpu.submit(drawOf(b), b.geometry, b.seenCount);
      }
      gpu.end(target);
    },
  };
}

const NOTHING = { r: 0, g: 0, b: 0, a: 0 };
