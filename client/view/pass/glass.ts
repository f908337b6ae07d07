/**
 * Glass: a layer of its own over the lit picture, at full size. In: batches of glass, depth, the place's mirror, light.
 * Out: reflection added, what lies behind dimmed by Fresnel's share and the glass' tint. Both faces of a pane reflect.
 * Sorted by distance, far panes first.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import type { Batch } from "../asset/cluster.ts";
import type { Block, Draw, Gpu, Program, Target } from "../gpu/gpu.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { CUBE_FUNCTIONS } from "./cube.ts";
import { CAMERA, LIGHT, MATERIAL, MAX_LAMPS, SLOT_FUNCTIONS } from "./forms.ts";
import { BRDF, LAMPS, SHADOW_FUNCTIONS, SKY_FUNCTIONS } from "./lighting.ts";
import { MIRROR_BLOCK, MIRROR_FUNCTIONS } from "./mirror.ts";
import { SURFACE_TEXTURES, SURFACE_VARYINGS, SURFACE_VERTEX_END, vertexPlaces } from "./surfaces.ts";

/** The shader of panes. */
export const GLASS: ShaderSource = {
  name: "glass",
  attributes: { a_position: "vec3f", a_normal: "vec4f", a_uv: "vec2f", a_colour: "vec4f", a_slot: "f32" },
  varyings: SURFACE_VARYINGS,
  blocks: [CAMERA, LIGHT, MATERIAL, MIRROR_BLOCK],
  vertexTextures: { slots: "load" },
  textures: {
    ...SURFACE_TEXTURES,
    surface2: "load",
    shadowFixed: "load",
    shadowMoving: "load",
    skyTable: "filtered",
    gloss: "filtered",
    mirrorFaces: "filtered",
  },
  vertexFunctions: SLOT_FUNCTIONS,
  vertex: vertexPlaces(false) + SURFACE_VERTEX_END,
  functions: CUBE_FUNCTIONS + SKY_FUNCTIONS + SHADOW_FUNCTIONS + BRDF + LAMPS + MIRROR_FUNCTIONS,
  fragment: `
let base: vec4f = textureSample(baseMap, v_uv) * material.base;
let ndc: vec2f = v_now.xy / v_now.z;
let at: vec2f = ndc * 0.5 + vec2f(0.5);
let t: vec2i = vec2i(i32(clamp(at.x, 0.0, 0.9999) * camera.size.x), i32(clamp(at.y, 0.0, 0.9999) * camera.size.y));
let behind: f32 = textureLoad(surface2, t, 0).x;
if (behind > (1.0 / v_now.z) * 1.0015) { discard; }
let towards: vec3f = camera.eye.xyz - v_place;
let v: vec3f = normalize(towards);
var n: vec3f = normalize(v_normal);
if (dot(n, v) < 0.0) { n = -n; }
let nv: f32 = saturate(dot(n, v));
// A pane has two faces: R = 2F / (1 + F).
let one: f32 = 0.04 + 0.96 * pow(1.0 - nv, 5.0);
let share: f32 = 2.0 * one / (1.0 + one);
let r: vec3f = reflect(-v, n);
let exposure: f32 = light.keyDirection.w;
var seen: vec3f = skyReflected(r, material.surface.x) * exposure;
if (mirror.place.w > 0.5) {
  let found: vec4f = mirrored(v_place, r);
  seen = mix(found.xyz, seen, saturate(material.surface.x * 1.5));
}
var glint: vec3f = vec3f(0.0);
let roughness: f32 = max(material.surface.x, 0.05);
if (dot(n, light.keyDirection.xyz) > 0.0) {
  glint = light.keyLux.xyz * (keyVisible(v_place, n) * reflected(n, v, light.keyDirection.xyz, vec3f(0.04), roughness));
}
let lamps: i32 = i32(light.ground.w);
for (var i: i32 = 0; i < ${MAX_LAMPS}; i++) {
  if (i >= lamps) { break; }
  let arriving: vec4f = lampArriving(i, v_place);
  if (arriving.w > 0.0) {
    glint = glint + light.lampColour[i].xyz * (arriving.w * reflected(n, v, arriving.xyz, vec3f(0.04), roughness));
  }
}
// What little the pane's own dirt scatters.
let dust: f32 = base.w;
let lit: vec3f = (skyIrradiance(n) * 0.5 + light.keyLux.xyz * (saturate(dot(n, light.keyDirection.xyz)) * 0.3)) / 3.14159;
let own: vec3f = pow(base.xyz, vec3f(2.2)) * lit * (dust * 0.25);
let glow: vec3f = material.emissive.xyz * mix(1.0, light.sunDirection.w, material.emissive.w);
let shown: vec3f = seen * share + min(glint, vec3f(200000.0)) * exposure + (own + glow) * exposure;
let through: f32 = (1.0 - share) * (1.0 - dust * 0.6);
o_0 = vec4f(min(shown, vec3f(60000.0)), 1.0 - through);`,
};

/** The pass. */
export interface GlassPass {
  readonly programs: readonly Program[];
  render(batches: readonly Batch[], target: Target, eye: readonly [number, number, number]): void;
}

/** Makes the pass for one camera block. */
export function createGlass(
  gpu: Gpu,
  name: string,
  blocks: { camera: Block; light: Block; mirror: Block },
  textures: Record<string, ThinTexture>,
): GlassPass {
  const program = gpu.program(GLASS);
  const key = `${name}-glass`;
  const sorted: Batch[] = [];
  const away = new Map<Batch, number>();
  const byDistance = (a: Batch, b: Batch): number => away.get(b)! - away.get(a)!;
  const drawOf = (b: Batch): Draw => {
    let draw = b.draws[key];
    if (!draw) {
      draw = gpu.draw(program, [blocks.camera, blocks.light, b.surface.block, blocks.mirror], {
        ...b.surface.textures,
        ...textures,
      });
      b.draws[key] = draw;
    }
    return draw;
  };
  return {
    programs: [program],
    render(batches, target, eye) {
      sorted.length = 0;
      for (let i = 0; i < batches.length; i++) {
        const b = batches[i]!;
        if (b.seenCount === 0 || !b.surface.material.glass || b.cluster.skinned) continue;
        const { min, max } = b.bounds;
        const dx = (min[0] + max[0]) / 2 - eye[0];
        const dz = (min[2] + max[2]) / 2 - eye[2];
        away.set(b, b.cluster.fixed ? dx * dx + dz * dz : 0);
        sorted.push(b);
      }
      if (sorted.length === 0) return;
      sorted.sort(byDistance);
      gpu.begin(target, null, false);
      for (let i = 0; i < sorted.length; i++) {
        gpu.state(false, false, false, "premultiplied");
        gpu.submit(drawOf(sorted[i]!), sorted[i]!.geometry, sorted[i]!.seenCount);
      }
      gpu.end(target);
    },
  };
}
