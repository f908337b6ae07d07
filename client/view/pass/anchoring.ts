/**
 * What the network is told besides the surfaces: the light that arrives. In: the G-buffer, shadows, occlusion, the light
 * of the frame. Out: four images, 32 bytes a texel (WebGPU's default limit); all × exposure, that is over the look's key
 * luminance. The light is worked out by the picture's own code (`SURFACE_LIGHT`):
 *
 * | image | rgb | a |
 * |---|---|---|
 * | 0 | direct irradiance ÷ π: sun or moon with shadows, lamps | sky's irradiance ÷ π by normal, unoccluded: red |
 * | 1 | irradiance ÷ π of the light memory (else of the sky), occluded | the same, green |
 * | 2 | the engine's specular radiance: highlights and reflections | the same, blue |
 * | 3 | emission, or the sky's radiance where nothing is hit | 1 |
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { type Block, COVER, type Gpu, type Program, type Target } from "../gpu/gpu.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { CAMERA, LIGHT } from "./forms.ts";
import { SURFACE_LIGHT, SURFACE_LIGHT_FUNCTIONS, SURFACE_LIGHT_TEXTURES } from "./lighting.ts";
import { MIRROR_BLOCK } from "./mirror.ts";

/** The shader of the anchors' light. */
export const ANCHORING: ShaderSource = {
  name: "anchoring",
  ...COVER,
  blocks: [CAMERA, LIGHT, MIRROR_BLOCK],
  textures: SURFACE_LIGHT_TEXTURES,
  outputs: 4,
  functions: SURFACE_LIGHT_FUNCTIONS,
  fragment: `
let t: vec2i = vec2i(i32(v_uv.x * camera.size.x), i32(v_uv.y * camera.size.y));
let inverse: f32 = textureLoad(surface2, t, 0).x;
let ray: vec3f = rayThrough(v_uv);
let exposure: f32 = light.keyDirection.w;
if (inverse <= 0.0) {
  o_0 = vec4f(0.0);
  o_1 = vec4f(0.0);
  o_2 = vec4f(0.0);
  o_3 = vec4f(min(skyAt(normalize(ray)) * exposure, vec3f(60000.0)), 1.0);
} else {
  ${SURFACE_LIGHT}
  let scale: f32 = exposure / 3.14159265;
  let sky: vec3f = min(skyIrradiance(n) * scale, vec3f(60000.0));
  o_0 = vec4f(min(lit * scale, vec3f(60000.0)), sky.x);
  o_1 = vec4f(min(ambient * scale, vec3f(60000.0)), sky.y);
  o_2 = vec4f(min((shine + shineAround) * exposure, vec3f(60000.0)), sky.z);
  o_3 = vec4f(min(emission * exposure, vec3f(60000.0)), 1.0);
}`,
};

/** The pass. */
export interface AnchoringPass {
  readonly programs: readonly Program[];
  /** Direct, memory, reflected, emission; see above. */
  readonly target: Target;
  render(): void;
  dispose(): void;
}

/** Makes the pass over one G-buffer. */
export function createAnchoring(
  gpu: Gpu,
  blocks: { camera: Block; light: Block; mirror: Block },
  surfaces: Target,
  textures: Record<string, ThinTexture>,
): AnchoringPass {
  const program = gpu.program(ANCHORING);
  const target = gpu.target(surfaces.width, surfaces.height, ["rgba16f", "rgba16f", "rgba16f", "rgba16f"]);
  const draw = gpu.draw(program, [blocks.camera, blocks.light, blocks.mirror], {
    surface0: surfaces.textures[0]!,
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
