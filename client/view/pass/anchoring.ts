/**
 * What the network is told besides the surfaces: the light that arrives, before any colour of a surface. In: the
 * G-buffer, shadows, the light of the frame. Out: three images, 24 bytes a texel: direct irradiance ÷ π (sun or moon with
 * shadows, lamps), the sky's irradiance ÷ π by normal (unoccluded), emission or the sky's radiance where nothing is hit;
 * all × exposure, that is over the look's key luminance.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { type Block, COVER, type Gpu, type Program, type Target } from "../gpu/gpu.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { CAMERA, EMISSION, LIGHT, MAX_LAMPS, OCTAHEDRAL, RAYS } from "./forms.ts";
import { LAMPS, SHADOW_FUNCTIONS, SKY_FUNCTIONS } from "./lighting.ts";

/** The shader of the anchors' light. */
export const ANCHORING: ShaderSource = {
  name: "anchoring",
  ...COVER,
  blocks: [CAMERA, LIGHT],
  textures: {
    surface1: "load",
    surface2: "load",
    surface5: "load",
    shadowFixed: "load",
    shadowMoving: "load",
    skyTable: "filtered",
    gloss: "filtered",
  },
  outputs: 3,
  functions: RAYS + OCTAHEDRAL + EMISSION + SKY_FUNCTIONS + SHADOW_FUNCTIONS + LAMPS,
  fragment: `
let t: vec2i = vec2i(i32(v_uv.x * camera.size.x), i32(v_uv.y * camera.size.y));
let inverse: f32 = textureLoad(surface2, t, 0).x;
let ray: vec3f = rayThrough(v_uv);
let exposure: f32 = light.keyDirection.w;
var direct: vec3f = vec3f(0.0);
var sky: vec3f = vec3f(0.0);
var glow: vec3f = vec3f(0.0);
if (inverse <= 0.0) {
  glow = skyAt(normalize(ray));
} else {
  let nv: vec3f = fromOctahedral(textureLoad(surface1, t, 0).xy);
  let n: vec3f = normalize(camera.right.xyz * nv.x + camera.up.xyz * nv.y - camera.forward.xyz * nv.z);
  let p: vec3f = camera.eye.xyz + ray / inverse;
  let facing: f32 = dot(n, light.keyDirection.xyz);
  if (facing > 0.0) { direct = light.keyLux.xyz * (keyVisible(p, n) * facing); }
  let lamps: i32 = i32(light.ground.w);
  for (var i: i32 = 0; i < ${MAX_LAMPS}; i++) {
    if (i >= lamps) { break; }
    let arriving: vec4f = lampArriving(i, p);
    direct = direct + light.lampColour[i].xyz * (arriving.w * max(dot(n, arriving.xyz), 0.0));
  }
  sky = skyIrradiance(n);
  glow = unpackEmission(textureLoad(surface5, t, 0).x);
}
let scale: f32 = exposure / 3.14159265;
o_0 = vec4f(min(direct * scale, vec3f(60000.0)), 1.0);
o_1 = vec4f(min(sky * scale, vec3f(60000.0)), 1.0);
o_2 = vec4f(min(glow * exposure, vec3f(60000.0)), 1.0);`,
};

/** The pass. */
export interface AnchoringPass {
  readonly programs: readonly Program[];
  /** Direct, sky, emission. */
  readonly target: Target;
  render(): void;
  dispose(): void;
}

/** Makes the pass over one G-buffer. */
export function createAnchoring(
  gpu: Gpu,
  camera: Block,
  light: Block,
  surfaces: Target,
  textures: Record<string, ThinTexture>,
): AnchoringPass {
  const program = gpu.program(ANCHORING);
  const target = gpu.target(surfaces.width, surfaces.height, ["rgba16f", "rgba16f", "rgba16f"]);
  const draw = gpu.draw(program, [camera, light], {
    surface1: surfaces.textures[1]!,
    surface2: surfaces.textures[2]!,
    surface5: surfaces.textures[5]!,
    ...textures,
  });
  return {
    programs: [program],
    target,
    render: () => gpu.cover(draw, target),
    dispose: () => target.dispose(),
  };
}
