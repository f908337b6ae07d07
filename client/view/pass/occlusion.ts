/**
 * Ambient occlusion from the G-buffer: what of the sky near things hide from one another, within a metre. In: depth and
 * normals. Out: one image of openness 0…1 at half size. Horizon samples on a spiral (McGuire's scalable obscurance),
 * turned by a 4×4 pattern, then smoothed over that pattern without crossing edges.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { type Block, COVER, type Gpu, type Program, type Target } from "../gpu/gpu.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { CAMERA, OCTAHEDRAL, RAYS } from "./forms.ts";

/** Metres within which things occlude one another. */
const RADIUS = 0.9;

const GATHER = (taps: number): ShaderSource => ({
  name: "occlusion",
  ...COVER,
  blocks: [CAMERA],
  textures: { surface1: "load", surface2: "load" },
  functions: `${RAYS + OCTAHEDRAL}
fn viewAt(uv: vec2f) -> vec4f {
  let t: vec2i = vec2i(i32(clamp(uv.x, 0.0, 0.9999) * camera.size.x), i32(clamp(uv.y, 0.0, 0.9999) * camera.size.y));
  let inverse: f32 = textureLoad(surface2, t, 0).x;
  let n: vec2f = (vec2f(f32(t.x) + 0.5, f32(t.y) + 0.5) * camera.size.zw) * 2.0 - vec2f(1.0) - camera.gate.xy;
  let depth: f32 = 1.0 / max(inverse, 0.0003);
  return vec4f(n.x * camera.right.w * depth, n.y * camera.up.w * depth, -depth, inverse);
}
`,
  fragment: `
let here: vec4f = viewAt(v_uv);
var open: f32 = 1.0;
if (here.w > 0.0) {
  let t: vec2i = vec2i(i32(v_uv.x * camera.size.x), i32(v_uv.y * camera.size.y));
  let n: vec3f = fromOctahedral(textureLoad(surface1, t, 0).xy);
  let half_: vec2f = floor(v_uv * camera.size.xy * 0.5);
  let cell: f32 = (half_.x - floor(half_.x / 4.0) * 4.0) * 4.0 + (half_.y - floor(half_.y / 4.0) * 4.0);
  let turn: f32 = cell * 2.39996 + cell * 0.3927;
  let reach: f32 = min(${RADIUS} * here.w / (2.0 * camera.up.w), 0.25);
  let aspect: f32 = camera.size.y * camera.size.z;
  var sum: f32 = 0.0;
  for (var i: i32 = 0; i < ${taps}; i++) {
    let k: f32 = (f32(i) + 0.5 + (cell - 7.5) / 32.0) / ${taps}.0;
    let a: f32 = turn + k * 6.28318 * 3.0;
    let at: vec2f = v_uv + vec2f(cos(a) * aspect, sin(a)) * (reach * k);
    let there: vec4f = viewAt(at);
    let v: vec3f = there.xyz - here.xyz;
    let d2: f32 = dot(v, v);
    let rise: f32 = dot(v, n) - 0.008 - 0.0012 / max(here.w, 0.001);
    let near: f32 = saturate(1.0 - d2 / ${RADIUS * RADIUS});
    sum = sum + near * max(0.0, rise) * inverseSqrt(d2 + 0.0001);
  }
  open = saturate(1.0 - sum * ${(2.1 / taps).toFixed(4)});
}
o_0 = vec4f(open * open * 0.35 + open * 0.65, here.w, 0.0, 1.0);`,
});

const SMOOTH: ShaderSource = {
  name: "occlusion-smooth",
  ...COVER,
  blocks: [CAMERA],
  textures: { gathered: "load" },
  fragment: `
let size: vec2f = floor(camera.size.xy * 0.5);
let x: i32 = i32(v_uv.x * size.x);
let y: i32 = i32(v_uv.y * size.y);
let here: vec4f = textureLoad(gathered, vec2i(x, y), 0);
var sum: f32 = 0.0;
var weight: f32 = 0.0001;
for (var i: i32 = -2; i < 2; i++) {
  for (var j: i32 = -2; j < 2; j++) {
    let s: vec4f = textureLoad(gathered, vec2i(clamp(x + i, 0, i32(size.x) - 1), clamp(y + j, 0, i32(size.y) - 1)), 0);
    let w: f32 = saturate(1.0 - abs(s.y - here.y) / max(here.y * 0.06, 0.000001));
    sum = sum + s.x * w;
    weight = weight + w;
  }
}
o_0 = vec4f(select(here.x, sum / weight, weight > 0.01), 0.0, 0.0, 1.0);`,
};

/** The shaders of this pass. */
export const OCCLUSIONS: readonly ShaderSource[] = [GATHER(8), SMOOTH];

/** The pass. */
export interface OcclusionPass {
  readonly programs: readonly Program[];
  readonly open: ThinTexture;
  render(): void;
  dispose(): void;
}

/** Makes the pass over one G-buffer; more taps are smoother. */
export function createOcclusion(gpu: Gpu, camera: Block, surfaces: Target, taps: number): OcclusionPass {
  const width = Math.max(1, Math.floor(surfaces.width / 2));
  const height = Math.max(1, Math.floor(surfaces.height / 2));
  const gathered = gpu.target(width, height, ["rgba16f"]);
  const smooth = gpu.target(width, height, ["rgba8"], { filter: true });
  const gather = gpu.program(GATHER(taps));
  const calm = gpu.program(SMOOTH);
  const first = gpu.draw(gather, [camera], {
    surface1: surfaces.textures[1]!,
    surface2: surfaces.textures[2]!,
  });
  const second = gpu.draw(calm, [camera], { gathered: gathered.textures[0]! });
  return {
    programs: [gather, calm],
    open: smooth.textures[0]!,
    render() {
      gpu.cover(first, gathered);
      gpu.cover(second, smooth);
    },
    dispose() {
      gathered.dispose();
      smooth.dispose();
    },
  };
}
