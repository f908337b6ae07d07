/**
 * From light to picture: film curve, lens vignette, the dimmed world outside the gate, dither. In: luminance × exposure
 * (0.18 is a grey card). Out: display values, sRGB encoded. The curve is AgX (Sobotka), its polynomial fit by
 * Wrensch: highlights go to white without their hue turning.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { type Block, COVER, type Draw, type Gpu, type Program, type Target } from "../gpu/gpu.ts";
import type { BlockForm, ShaderSource } from "../gpu/source.ts";

/** What the finish is told. */
export const FINISH = {
  name: "finish",
  fields: {
    /** Gate on the picture: x, y, width, height, 0…1 from the bottom left. */
    gate: "vec4f",
    /** x how much remains outside the gate (1: all), y vignette, z gain, w bloom. */
    amounts: "vec4f",
    /** Size in texels and one over it. */
    size: "vec4f",
    /** Gate in millimetres on the sensor: x, y; z radius of the lens's picture there (0: covers all); w its soft rim. */
    circle: "vec4f",
  },
} as const satisfies BlockForm;

/** The film curve, and its inverse's like on the processor in `tone.ts`. */
export const TONE = `
fn saturateColour(c: vec3f) -> vec3f { return clamp(c, vec3f(0.0), vec3f(1.0)); }
fn agxCurve(x: vec3f) -> vec3f {
  let x2: vec3f = x * x;
  let x4: vec3f = x2 * x2;
  return x4 * x2 * 15.5 - x4 * x * 40.14 + x4 * 31.96 - x2 * x * 6.868 + x2 * 0.4298 + x * 0.1191 - vec3f(0.00232);
}
fn film(c: vec3f) -> vec3f {
  let r: vec3f = max(vec3f(
    dot(c, vec3f(0.842479, 0.0784336, 0.0792237)),
    dot(c, vec3f(0.0423282, 0.8784686, 0.0791661)),
    dot(c, vec3f(0.0423757, 0.0784336, 0.879143))), vec3f(0.0000001));
  let e: vec3f = saturateColour((log2(r) + vec3f(12.47393)) / 16.5);
  // A little more contrast and colour than the base curve, as a print has ("punchy", by a third).
  let base: vec3f = agxCurve(e);
  let looked: vec3f = pow(max(base, vec3f(0.0)), vec3f(1.12));
  let luma: f32 = dot(looked, vec3f(0.2126, 0.7152, 0.0722));
  let print: vec3f = mix(vec3f(luma), looked, 1.14);
  let o: vec3f = vec3f(
    dot(print, vec3f(1.196879, -0.0980209, -0.0990297)),
    dot(print, vec3f(-0.0528969, 1.1519031, -0.0989612)),
    dot(print, vec3f(-0.0529716, -0.0980435, 1.1510737)));
  return saturateColour(o);
}
`;

const TONED: ShaderSource = {
  name: "tone",
  ...COVER,
  blocks: [FINISH],
  textures: { radiance: "filtered", bloom: "filtered" },
  functions: TONE,
  fragment: `
let c: vec3f = max(textureSampleLevel(radiance, v_uv, 0.0).xyz, vec3f(0.0));
let glare: vec3f = textureSampleLevel(bloom, v_uv, 0.0).xyz;
let q: vec2f = (v_uv - finish.gate.xy - finish.gate.zw * 0.5) / finish.gate.zw;
let natural: f32 = 1.0 - finish.amounts.y * dot(q, q);
// Beyond the picture that the lens throws there is no light: shared/camera/optics.ts, vignette.
let rim: f32 = select(length(q * finish.circle.xy) / finish.circle.z, 0.0, finish.circle.z <= 0.0);
let fall: f32 = natural * sqrt(1.0 - smoothstep(1.0, 1.0 + finish.circle.w, rim));
let shown: vec3f = film(mix(c, glare, finish.amounts.w) * (finish.amounts.z * fall * fall));
o_0 = vec4f(shown, dot(shown, vec3f(0.299, 0.587, 0.114)));`,
};

const SMOOTHED: ShaderSource = {
  name: "edges",
  ...COVER,
  blocks: [FINISH],
  textures: { toned: "filtered" },
  // FXAA 3.11's idea, shortened: along an edge, mix across it by how far the ends of the edge are.
  functions: `
fn lumaAt(uv: vec2f) -> f32 { return textureSampleLevel(toned, uv, 0.0).w; }
fn hash(p: vec2f) -> f32 {
  let q: vec3f = fract(vec3f(p.x, p.y, p.x) * 0.1031);
  let r: vec3f = q + vec3f(dot(q, q.yzx + vec3f(33.33)));
  return fract((r.x + r.y) * r.z);
}
`,
  fragment: `
let px: vec2f = finish.size.zw;
let m: f32 = lumaAt(v_uv);
let n: f32 = lumaAt(v_uv + vec2f(0.0, px.y));
let s: f32 = lumaAt(v_uv - vec2f(0.0, px.y));
let e: f32 = lumaAt(v_uv + vec2f(px.x, 0.0));
let w: f32 = lumaAt(v_uv - vec2f(px.x, 0.0));
let high: f32 = max(m, max(max(n, s), max(e, w)));
let low: f32 = min(m, min(min(n, s), min(e, w)));
let range: f32 = high - low;
var at: vec2f = v_uv;
if (range > max(0.03, high * 0.11)) {
  let ne: f32 = lumaAt(v_uv + px);
  let sw: f32 = lumaAt(v_uv - px);
  let nw: f32 = lumaAt(v_uv + vec2f(-px.x, px.y));
  let se: f32 = lumaAt(v_uv + vec2f(px.x, -px.y));
  let across: f32 = abs(n + s - 2.0 * m) * 2.0 + abs(ne + se - 2.0 * e) + abs(nw + sw - 2.0 * w);
  let down: f32 = abs(e + w - 2.0 * m) * 2.0 + abs(ne + nw - 2.0 * n) + abs(se + sw - 2.0 * s);
  let level: f32 = select(0.0, 1.0, across >= down);
  let a: f32 = mix(w, s, level);
  let b: f32 = mix(e, n, level);
  let step: vec2f = mix(vec2f(px.x, 0.0), vec2f(0.0, px.y), level);
  let side: f32 = select(1.0, -1.0, abs(a - m) >= abs(b - m));
  let middle: f32 = (m + mix(b, a, select(0.0, 1.0, side < 0.0))) * 0.5;
  let gradient: f32 = max(abs(a - m), abs(b - m)) * 0.25;
  let along: vec2f = mix(vec2f(0.0, px.y), vec2f(px.x, 0.0), level);
  let start: vec2f = v_uv + step * (side * 0.5);
  var left: f32 = 12.0;
  var right: f32 = 12.0;
  var leftEnd: f32 = 0.0;
  var rightEnd: f32 = 0.0;
  var walking: f32 = 1.0;
  for (var i: i32 = 1; i <= 8; i++) {
    let k: f32 = f32(i) * select(1.5, 1.0, i < 4);
    let l: f32 = lumaAt(start - along * k) - middle;
    let r: f32 = lumaAt(start + along * k) - middle;
    if (left > 11.5 && abs(l) >= gradient) { left = k; leftEnd = l; }
    if (right > 11.5 && abs(r) >= gradient) { right = k; rightEnd = r; }
    walking = walking + 1.0;
  }
  let nearest: f32 = min(left, right);
  let end: f32 = select(rightEnd, leftEnd, left < right);
  let good: f32 = select(0.0, 1.0, (end < 0.0) != (m - middle < 0.0));
  let offset: f32 = (0.5 - nearest / (left + right)) * good;
  let around: f32 = (2.0 * (n + s + e + w) + ne + nw + se + sw) / 12.0;
  let sub: f32 = saturate(abs(around - m) / range);
  let soft: f32 = sub * sub * (3.0 - 2.0 * sub);
  at = v_uv + step * (side * max(offset, soft * soft * 0.6));
}
let shown: vec3f = textureSampleLevel(toned, at, 0.0).xyz;
let inside: vec2f = step(finish.gate.xy, v_uv) * step(v_uv, finish.gate.xy + finish.gate.zw);
let kept: f32 = mix(finish.amounts.x, 1.0, inside.x * inside.y);
let noise: f32 = (hash(floor(v_uv * finish.size.xy)) - 0.5) / 255.0;
o_0 = vec4f(shown * kept + vec3f(noise), 1.0);`,
};

/** The shaders of this pass. */
export const FINISHES: readonly ShaderSource[] = [TONED, SMOOTHED];

/** The pass. */
export interface FinishPass {
  readonly programs: readonly Program[];
  readonly block: Block;
  /** Writes the toned picture of `radiance` into `between`, then the finished one into `target` (null: the canvas; "none": nowhere yet). */
  render(radiance: Target, between: Target, target: Target | null | "none"): void;
  /** The finished picture into a rectangle of the canvas, over what is there. */
  blit(x: number, y: number, width: number, height: number): void;
}

/** Makes the pass. `glare` is the scattered light, `between` where the toned picture is kept. */
export function createFinish(gpu: Gpu, glare: ThinTexture, between: Target): FinishPass {
  const block = gpu.block(FINISH);
  const toned = gpu.program(TONED);
  const edges = gpu.program(SMOOTHED);
  const firsts = new Map<Target, Draw>();
  const second: Draw = gpu.draw(edges, [block], { toned: between.textures[0]! });
  return {
    programs: [toned, edges],
    block,
    render(radiance, into, target) {
      let first = firsts.get(radiance);
      if (!first) {
        first = gpu.draw(toned, [block], { radiance: radiance.textures[0]!, bloom: glare });
        firsts.set(radiance, first);
      }
      gpu.cover(first, into);
      if (target !== "none") gpu.cover(second, target);
    },
    blit(x, y, width, height) {
      gpu.begin(null, null, false);
      gpu.area(x, y, width, height);
      gpu.state(false, false, false, "replace");
      gpu.coverOpen(second);
    },
  };
}
