/**
 * What lens and shutter do to the light: motion blur over the shutter's opening, depth of field by the thin lens, veiling
 * glare. In: lit picture, depth, motion. Out: the picture as the sensor took it, still luminance × exposure. The circle
 * of confusion is worked out in millimetres on the filmback and drawn at that size; an anamorphic lens draws it narrower
 * across by its squeeze.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { blurAtInfinity, fromSensorPlane, fStop } from "../../../shared/camera/optics.ts";
import { type Block, COVER, type Draw, type Gpu, type Program, type Target } from "../gpu/gpu.ts";
import type { BlockForm, ShaderSource } from "../gpu/source.ts";
import type { Shot } from "../shot.ts";

const LENS = {
  name: "lens",
  fields: {
    /** x 1/focus (1/m, from the lens); y blur diameter at infinity in picture heights; z 1/squeeze; w largest radius. */
    focus: "vec4f",
    /** Size in texels and one over it. */
    size: "vec4f",
    /** x share of motion blur drawn; y aspect. */
    amounts: "vec4f",
  },
} as const satisfies BlockForm;

/** Largest blur that is drawn: radius as a share of the picture's height. */
const LARGEST = 0.045;

const MOTION = (taps: number): ShaderSource => ({
  name: "motion",
  ...COVER,
  blocks: [LENS],
  textures: { radiance: "filtered", surface2: "load", surface3: "load" },
  functions: `
fn texel(uv: vec2f) -> vec2i {
  return vec2i(i32(clamp(uv.x, 0.0, 0.9999) * lens.size.x), i32(clamp(uv.y, 0.0, 0.9999) * lens.size.y));
}
fn motionAt(uv: vec2f) -> vec2f { return textureLoad(surface3, texel(uv), 0).xy; }
`,
  fragment: `
let here: vec2f = motionAt(v_uv);
var m: vec2f = here;
let reach: vec2f = vec2f(0.02 / lens.amounts.y, 0.02);
for (var i: i32 = -1; i < 2; i++) {
  for (var j: i32 = -1; j < 2; j++) {
    let other: vec2f = motionAt(v_uv + vec2f(f32(i), f32(j)) * reach);
    // What passes by within its own reach blurs over this texel too.
    if (dot(other, other) > dot(m, m) * 1.2) { m = other; }
  }
}
let c: vec3f = textureSampleLevel(radiance, v_uv, 0.0).xyz;
let length_: f32 = length(m * lens.size.xy);
if (length_ < 0.75) {
  o_0 = vec4f(c, 1.0);
} else {
  let most: vec2f = m * min(1.0, 0.12 / max(length(m), 0.0001)) * lens.amounts.x;
  let depth: f32 = textureLoad(surface2, texel(v_uv), 0).x;
  var sum: vec3f = c;
  var weight: f32 = 1.0;
  for (var i: i32 = 0; i < ${taps}; i++) {
    let k: f32 = (f32(i) + 0.5) / ${taps}.0 - 0.5;
    let at: vec2f = v_uv + most * k;
    let d: f32 = textureLoad(surface2, texel(at), 0).x;
    let own: vec2f = motionAt(at) * lens.size.xy;
    let far: f32 = abs(k) * length_;
    // A texel counts if it is in front and moves this far, or if this one does over what lies behind.
    let front: f32 = saturate(1.0 + (d - depth) * 20.0 / max(depth, 0.001)) * saturate(length(own) * 0.5 - far + 1.0);
    let back: f32 = saturate(1.0 - (d - depth) * 20.0 / max(depth, 0.001)) * saturate(length(here * lens.size.xy) * 0.5 - far + 1.0);
    let w: f32 = max(front, back);
    sum = sum + textureSampleLevel(radiance, at, 0.0).xyz * w;
    weight = weight + w;
  }
  o_0 = vec4f(sum / weight, 1.0);
}`,
});

/** Signed circle of confusion, as a radius in picture heights: negative in front of the focus. */
const CIRCLE = `
fn circleOf(inverse: f32) -> f32 {
  return clamp(lens.focus.y * 0.5 * (1.0 - inverse / lens.focus.x), -lens.focus.w, lens.focus.w);
}
`;

const PREPARE: ShaderSource = {
  name: "focus-prepare",
  ...COVER,
  blocks: [LENS],
  textures: { radiance: "filtered", surface2: "load" },
  functions: `${CIRCLE}
fn inverseAt(uv: vec2f) -> f32 {
  return textureLoad(surface2, vec2i(i32(clamp(uv.x, 0.0, 0.9999) * lens.size.x), i32(clamp(uv.y, 0.0, 0.9999) * lens.size.y)), 0).x;
}
`,
  fragment: `
let px: vec2f = lens.size.zw * 0.5;
var sum: vec3f = vec3f(0.0);
var weight: f32 = 0.0;
var near: f32 = 0.0;
var far: f32 = 1.0;
for (var i: i32 = 0; i < 4; i++) {
  let at: vec2f = v_uv + vec2f(f32(i % 2) * 2.0 - 1.0, f32(i / 2) * 2.0 - 1.0) * px;
  let c: f32 = circleOf(inverseAt(at));
  let light_: vec3f = textureSampleLevel(radiance, at, 0.0).xyz;
  // Karis' weight keeps one hot texel from flickering as it crosses the grid.
  let w: f32 = 1.0 / (1.0 + max(light_.x, max(light_.y, light_.z)) * 0.05);
  sum = sum + light_ * w;
  weight = weight + w;
  near = min(near, c);
  far = min(far, c);
}
o_0 = vec4f(sum / weight, select(far, near, near < -0.0004));`,
};

const SPREAD = (taps: number): ShaderSource => ({
  name: "focus-spread",
  ...COVER,
  blocks: [LENS],
  textures: { prepared: "filtered" },
  fragment: `
let here: vec4f = textureSampleLevel(prepared, v_uv, 0.0);
let px: f32 = 2.0 * lens.size.w;
var sum: vec3f = here.xyz;
var weight: f32 = 1.0;
var nearer: f32 = 0.0;
var inFront: f32 = 0.0;
for (var i: i32 = 0; i < ${taps}; i++) {
  let k: f32 = sqrt((f32(i) + 0.5) / ${taps}.0);
  let a: f32 = f32(i) * 2.39996;
  let far: f32 = k * lens.focus.w;
  let at: vec2f = v_uv + vec2f(cos(a) * far * lens.focus.z / lens.amounts.y, sin(a) * far);
  let s: vec4f = textureSampleLevel(prepared, at, 0.0);
  // A texel lights this one if its own circle reaches here; those behind are kept to this one's circle.
  let circle: f32 = select(min(abs(s.w), abs(here.w)), abs(s.w), s.w < here.w);
  let w: f32 = smoothstep(far - px * 1.5, far + px * 0.5, max(circle, select(0.0, abs(s.w), s.w < 0.0)));
  sum = sum + s.xyz * w;
  weight = weight + w;
  let front: f32 = select(0.0, smoothstep(far - px, far + px, -s.w), s.w < -px * 0.5);
  nearer = nearer + front;
  inFront = inFront + 1.0;
}
o_0 = vec4f(sum / weight, saturate(nearer / inFront * 3.0));`,
});

const JOIN: ShaderSource = {
  name: "focus-join",
  ...COVER,
  blocks: [LENS],
  textures: { radiance: "filtered", spread: "filtered", surface2: "load" },
  functions: CIRCLE,
  fragment: `
let sharp: vec3f = textureSampleLevel(radiance, v_uv, 0.0).xyz;
let soft: vec4f = textureSampleLevel(spread, v_uv, 0.0);
let inverse: f32 = textureLoad(surface2, vec2i(i32(v_uv.x * lens.size.x), i32(v_uv.y * lens.size.y)), 0).x;
let c: f32 = abs(circleOf(inverse)) * lens.size.y;
let share: f32 = max(smoothstep(0.5, 1.8, c), soft.w);
o_0 = vec4f(mix(sharp, soft.xyz, share), 1.0);`,
};

const WIDE = (across: boolean): ShaderSource => ({
  name: across ? "glare-across" : "glare-down",
  ...COVER,
  blocks: [LENS],
  textures: { narrow: "filtered" },
  fragment: `
var sum: vec3f = vec3f(0.0);
var weight: f32 = 0.0;
for (var i: i32 = -8; i <= 8; i++) {
  let k: f32 = f32(i) / 8.0;
  let w: f32 = exp(-k * k * 3.0);
  let at: vec2f = v_uv + ${across ? "vec2f(k * 0.05 / lens.amounts.y, 0.0)" : "vec2f(0.0, k * 0.05)"};
  sum = sum + min(textureSampleLevel(narrow, at, 0.0).xyz, vec3f(400.0)) * w;
  weight = weight + w;
}
o_0 = vec4f(sum / weight, 1.0);`,
});

/** The shaders of these passes. */
export const LENSES: readonly ShaderSource[] = [
  MOTION(7),
  PREPARE,
  SPREAD(22),
  JOIN,
  WIDE(true),
  WIDE(false),
];

/** The passes of lens and shutter. */
export interface LensPass {
  readonly programs: readonly Program[];
  readonly glare: ThinTexture;
  /** Draws them; the image of the result is returned. */
  render(shot: Shot): Target;
  dispose(): void;
}

/** How finely lens and shutter are drawn. */
export interface LensDetail {
  readonly motionTaps: number;
  readonly focusTaps: number;
}

/** Makes the passes over a lit picture. */
export function createLens(gpu: Gpu, radiance: Target, surfaces: Target, detail: LensDetail): LensPass {
  const { width, height } = radiance;
  const block: Block = gpu.block(LENS);
  const moved = gpu.target(width, height, ["rgba16f"], { filter: true });
  const halfWidth = Math.max(1, width >> 1);
  const halfHeight = Math.max(1, height >> 1);
  const prepared = gpu.target(halfWidth, halfHeight, ["rgba16f"], { filter: true });
  const spread = gpu.target(halfWidth, halfHeight, ["rgba16f"], { filter: true });
  const small = [0, 1].map(() =>
    gpu.target(Math.max(1, width >> 3), Math.max(1, height >> 3), ["rgba16f"], { filter: true }),
  );
  const depth = { surface2: surfaces.textures[2]! };
  const motion = gpu.program(MOTION(detail.motionTaps));
  const prepare = gpu.program(PREPARE);
  const gather = gpu.program(SPREAD(detail.focusTaps));
  const join = gpu.program(JOIN);
  const across = gpu.program(WIDE(true));
  const down = gpu.program(WIDE(false));
  const draw = (program: Program, textures: Record<string, ThinTexture>): Draw =>
    gpu.draw(program, [block], textures);
  const lit = radiance.textures[0]!;
  const blurred = moved.textures[0]!;
  const move = draw(motion, { radiance: lit, ...depth, surface3: surfaces.textures[3]! });
  const ready = [draw(prepare, { radiance: lit, ...depth }), draw(prepare, { radiance: blurred, ...depth })];
  const spreading = draw(gather, { prepared: prepared.textures[0]! });
  const joins = [
    draw(join, { radiance: lit, spread: spread.textures[0]!, ...depth }),
    draw(join, { radiance: blurred, spread: spread.textures[0]!, ...depth }),
  ];
  const glares = [draw(across, { narrow: lit }), draw(across, { narrow: blurred })];
  const glareDown = draw(down, { narrow: small[0]!.textures[0]! });
  return {
    programs: [motion, prepare, gather, join, across, down],
    glare: small[1]!.textures[0]!,
    render(shot) {
      const d = block.data;
      const blur = circleAtInfinity(shot);
      const focus = Math.max(0.02, fromSensorPlane(shot.lens.focus, shot.lens.focal));
      // The gate fills frame.height of the picture.
      const share = (blur / shot.gate.height) * shot.frame.height;
      put(d, block.at["focus"]!, 1 / focus, share, 1 / shot.lens.squeeze, Math.min(LARGEST, largest(share)));
      put(d, block.at["size"]!, width, height, 1 / width, 1 / height);
      put(d, block.at["amounts"]!, 1, width / height, 0, 0);
      gpu.send(block);
      let from = radiance;
      const motionOn = shot.blur?.motion ?? false;
      if (motionOn) {
        gpu.cover(move, moved);
        from = moved;
      }
      const which = from === moved ? 1 : 0;
      // A circle below a texel and a half shows nothing.
      if ((shot.blur?.focus ?? false) && share * height * 0.5 > 0.6) {
        gpu.cover(ready[which]!, prepared);
        gpu.cover(spreading, spread);
        const into = from === moved ? radiance : moved;
        gpu.cover(joins[which]!, into);
        from = into;
      }
      gpu.cover(glares[from === moved ? 1 : 0]!, small[0]!);
      gpu.cover(glareDown, small[1]!);
      return from;
    },
    dispose() {
      for (const t of [moved, prepared, spread, ...small]) t.dispose();
    },
  };
}

/** Circle of confusion of things infinitely far, millimetres on the filmback. */
export function circleAtInfinity(shot: Shot): number {
  const focus = fromSensorPlane(shot.lens.focus, shot.lens.focal);
  return blurAtInfinity(focus, shot.lens.focal, fStop(shot.lens.tStop));
}

/** Largest radius worth drawing: at infinity or at a quarter of the focus distance in front. */
function largest(share: number): number {
  return Math.max(share * 0.5 * 3, 0.002);
}

function put(d: Float32Array, at: number, x: number, y: number, z: number, w: number): void {
  d[at] = x;
  d[at + 1] = y;
  d[at + 2] = z;
  d[at + 3] = w;
}
