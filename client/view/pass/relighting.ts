/**
 * Relighting: brings a network's light to the picture. In: the picture's G-buffer; the model's frame (normals, depths,
 * entities, the engine's light at its size), what the network made of that light as factors, where camera and entities
 * were then. Out: two images at full size: what the picture multiplies irradiance and specular radiance by. Where nothing
 * is known, and right of the split, that is 1. `shared/anchors/relight.ts` says how, and is the twin.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { GUIDE } from "../../../shared/anchors/relight.ts";
import { GAIN_LIMIT, GLOSS_FADE } from "../../../shared/anchors/twin.ts";
import { type Block, COVER, type Gpu, type Program, type Target } from "../gpu/gpu.ts";
import type { BlockForm, ShaderSource } from "../gpu/source.ts";
import { MOVE_BUCKETS, MOVE_PROBES, MOVE_TEXELS, NEW } from "../moves.ts";
import { CAMERA, OCTAHEDRAL, RAYS } from "./forms.ts";

/** The camera of the model's frame, and how its light is shown. */
export const PAST = {
  name: "past",
  fields: {
    clipFromWorld: "mat4x4f",
    eye: "vec4f",
    /** Axes; w of right and up: tangents of half the frame's width and height. */
    right: "vec4f",
    up: "vec4f",
    forward: "vec4f",
    /** Size in texels, and one over it. */
    size: "vec4f",
    /** x: where along the picture's width the network's light ends (2: nowhere); y: share of it, 0…1; z: movers. */
    shown: "vec4f",
  },
} as const satisfies BlockForm;

/** Width of the texture of moves. */
export const MOVES_WIDTH = 1024;
/** Rows of the texture of moves. */
export const MOVES_ROWS = (MOVE_BUCKETS * MOVE_TEXELS) / MOVES_WIDTH;

const most = Math.exp(GAIN_LIMIT).toFixed(4);
const least = Math.exp(-GAIN_LIMIT).toFixed(8);

/** The shader. */
export const RELIGHTING: ShaderSource = {
  name: "relighting",
  ...COVER,
  blocks: [CAMERA, PAST],
  textures: {
    surface1: "load",
    surface2: "load",
    surface4: "load",
    moves: "load",
    past1: "load",
    past2: "load",
    past4: "load",
    direct: "load",
    memory: "load",
    shine: "load",
    gains: "load",
    glosses: "load",
  },
  outputs: 2,
  functions: `${RAYS + OCTAHEDRAL}
fn moveTexel(bucket: i32, k: i32) -> vec4f {
  let i: i32 = bucket * ${MOVE_TEXELS} + k;
  return textureLoad(moves, vec2i(i % ${MOVES_WIDTH}, i / ${MOVES_WIDTH}), 0);
}
fn bucketOf(id: f32) -> i32 {
  let start: i32 = i32(id) % ${MOVE_BUCKETS};
  for (var k: i32 = 0; k < ${MOVE_PROBES}; k++) {
    let b: i32 = (start + k) % ${MOVE_BUCKETS};
    let head: vec4f = moveTexel(b, 0);
    if (head.y < 0.5) { return -1; }
    if (head.x == id) { return b; }
  }
  return -1;
}
fn agreement(t: vec2i, entity: f32, q: vec3f, m: vec3f, reach: f32) -> f32 {
  let inverse: f32 = textureLoad(past2, t, 0).x;
  if (inverse <= 0.0) { return 0.0; }
  if (textureLoad(past4, t, 0).x != entity) { return 0.0; }
  let nv: vec3f = fromOctahedral(textureLoad(past1, t, 0).xy);
  let n: vec3f = past.right.xyz * nv.x + past.up.xyz * nv.y - past.forward.xyz * nv.z;
  let at: vec2f = (vec2f(f32(t.x), f32(t.y)) + vec2f(0.5)) * past.size.zw * 2.0 - vec2f(1.0);
  let ray: vec3f = past.forward.xyz + past.right.xyz * (at.x * past.right.w) + past.up.xyz * (at.y * past.up.w);
  let away: f32 = abs(dot(past.eye.xyz + ray / inverse - q, m));
  return pow(saturate(dot(n, m)), ${GUIDE.normal}.0) * saturate(1.0 - away / reach);
}
`,
  fragment: `
var gain: vec3f = vec3f(1.0);
var gloss: vec3f = vec3f(1.0);
let t: vec2i = vec2i(i32(v_uv.x * camera.size.x), i32(v_uv.y * camera.size.y));
let inverse: f32 = textureLoad(surface2, t, 0).x;
if (inverse > 0.0 && v_uv.x < past.shown.x) {
  let s1: vec4f = textureLoad(surface1, t, 0);
  let nv: vec3f = fromOctahedral(s1.xy);
  let n: vec3f = normalize(camera.right.xyz * nv.x + camera.up.xyz * nv.y - camera.forward.xyz * nv.z);
  let p: vec3f = camera.eye.xyz + rayThrough(v_uv) / inverse;
  let entity: f32 = textureLoad(surface4, t, 0).x;
  var q: vec3f = p;
  var m: vec3f = n;
  var known: f32 = past.shown.y;
  if (past.shown.z > 0.5) {
    let b: i32 = bucketOf(entity);
    if (b >= 0) {
      let r0: vec4f = moveTexel(b, 1);
      let r1: vec4f = moveTexel(b, 2);
      let r2: vec4f = moveTexel(b, 3);
      q = vec3f(dot(r0.xyz, p) + r0.w, dot(r1.xyz, p) + r1.w, dot(r2.xyz, p) + r2.w);
      m = vec3f(dot(r0.xyz, n), dot(r1.xyz, n), dot(r2.xyz, n));
      if (moveTexel(b, 0).y > ${NEW - 0.5}) { known = 0.0; }
    }
  }
  let placed: vec4f = past.clipFromWorld * vec4f(q, 1.0);
  let uv: vec2f = placed.xy / max(placed.w, 0.0001) * 0.5 + vec2f(0.5);
  if (known > 0.0 && placed.w > 0.01 && uv.x >= 0.0 && uv.y >= 0.0 && uv.x <= 1.0 && uv.y <= 1.0) {
    let at: vec2f = uv * past.size.xy - vec2f(0.5);
    let base: vec2f = floor(at);
    let f: vec2f = at - base;
    let first: vec2i = vec2i(i32(base.x), i32(base.y));
    let last: vec2i = vec2i(i32(past.size.x) - 1, i32(past.size.y) - 1);
    let reach: f32 = ${GUIDE.plane} * placed.w + ${GUIDE.slack};
    var weight: f32 = 0.0;
    var lit: vec3f = vec3f(0.0);
    var estimate: vec3f = vec3f(0.0);
    var shown: vec3f = vec3f(0.0);
    var shining: vec3f = vec3f(0.0);
    for (var i: i32 = 0; i < 16; i++) {
      if (i == 4 && weight >= ${GUIDE.enough}) { break; }
      let j: i32 = i - 4;
      var d: vec2i = vec2i(i % 2, i / 2);
      var near: f32 = select(1.0 - f.x, f.x, d.x == 1) * select(1.0 - f.y, f.y, d.y == 1) + ${GUIDE.floor};
      if (j >= 0) {
        near = ${GUIDE.ring};
        d = vec2i(j - 1, -1);
        if (j >= 4) { d = vec2i(j - 5, 2); }
        if (j >= 8) { d = vec2i(select(2, -1, j % 2 == 0), (j - 8) / 2); }
      }
      let s: vec2i = clamp(first + d, vec2i(0, 0), last);
      let w: f32 = near * agreement(s, entity, q, m, reach);
      if (w > 0.0) {
        // The network's images begin at the top.
        let g: vec2i = vec2i(s.x, last.y - s.y);
        let e: vec3f = textureLoad(direct, s, 0).xyz + textureLoad(memory, s, 0).xyz;
        let r: vec3f = textureLoad(shine, s, 0).xyz;
        weight = weight + w;
        lit = lit + e * textureLoad(gains, g, 0).xyz * w;
        estimate = estimate + e * w;
        shown = shown + r * textureLoad(glosses, g, 0).xyz * w;
        shining = shining + r * w;
      }
    }
    let sure: f32 = smoothstep(0.0, ${GUIDE.sure}, weight) * known;
    let small: vec3f = vec3f(${GUIDE.dark});
    let ratio: vec3f = clamp((lit + small) / (estimate + small), vec3f(${least}), vec3f(${most}));
    let ratioShine: vec3f = clamp((shown + small) / (shining + small), vec3f(${least}), vec3f(${most}));
    gain = vec3f(1.0) + (ratio - vec3f(1.0)) * sure;
    gloss = vec3f(1.0) + (ratioShine - vec3f(1.0)) * (sure * smoothstep(${GLOSS_FADE.none}, ${GLOSS_FADE.full}, s1.z));
  }
}
o_0 = vec4f(gain, 1.0);
o_1 = vec4f(gloss, 1.0);`,
};

/** A model's frame as the pass reads it. */
export interface PastImages {
  readonly surfaces: readonly ThinTexture[];
  readonly light: readonly ThinTexture[];
  readonly gains: ThinTexture;
  readonly glosses: ThinTexture;
}

/** The pass over one picture's G-buffer. */
export interface RelightingPass {
  readonly programs: readonly Program[];
  /** Irradiance's factors, then specular's. */
  readonly target: Target;
  render(from: PastImages): void;
  dispose(): void;
}

/** Makes the pass. */
export function createRelighting(
  gpu: Gpu,
  camera: Block,
  past: Block,
  moves: ThinTexture,
  surfaces: Target,
): RelightingPass {
  const program = gpu.program(RELIGHTING);
  const target = gpu.target(surfaces.width, surfaces.height, ["rgba16f", "rgba16f"]);
  const draw = gpu.draw(program, [camera, past], {
    surface1: surfaces.textures[1]!,
    surface2: surfaces.textures[2]!,
    surface4: surfaces.textures[4]!,
    moves,
  });
  return {
    programs: [program],
    target,
    render(from) {
      const t = draw.textures;
      t["past1"] = from.surfaces[1]!;
      t["past2"] = from.surfaces[2]!;
      t["past4"] = from.surfaces[4]!;
      t["direct"] = from.light[0]!;
      t["memory"] = from.light[1]!;
      t["shine"] = from.light[2]!;
      t["gains"] = from.gains;
      t["glosses"] = from.glosses;
      gpu.cover(draw, target);
    },
    dispose: () => target.dispose(),
  };
}
