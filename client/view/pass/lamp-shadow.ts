/**
 * Shaders of lamps' shadows. In: casters, cameras of tiles. Out: for each texel the distance from the lamp to what its
 * light meets, radial, in metres; and the share of a lamp that reaches a surface.
 */
import type { BlockForm, ShaderSource } from "../gpu/source.ts";
import { SEATS, TILES } from "../light/lamp-tiles.ts";
import { casterStands, SKIN_FUNCTIONS, SLOT_FUNCTIONS } from "./forms.ts";

/** Stands for nothing between the lamp and the end of its light. */
const NOTHING = "1000000.0";
const COUNT = SEATS * TILES;

/** The cameras of all tiles, for what draws into them. */
export const LAMPBOX = {
  name: "lampbox",
  fields: {
    /** xyz of the lamp; w half the tile's height in clip space, which is that of the tile or of its seat. */
    place: ["vec4f", COUNT],
    /** Axes over the tangent; w middle of the tile in clip space. */
    right: ["vec4f", COUNT],
    up: ["vec4f", COUNT],
    /** w half the tile's width in clip space. */
    forward: ["vec4f", COUNT],
    /** Depth in clip space is x × depth + y. */
    depth: "vec4f",
  },
} as const satisfies BlockForm;

/** The shader of lamps' shadows, for skinned or rigid and masked or solid pieces. */
export const lampShadowSource = (skin: boolean, mask: boolean): ShaderSource => ({
  name: `lamp-shadow${skin ? "-skin" : ""}${mask ? "-mask" : ""}`,
  attributes: {
    a_position: "vec3f",
    a_uv: "vec2f",
    a_slot: "f32",
    a_tile: "f32",
    ...(skin ? { a_joints: "vec4f", a_weights: "vec4f" } : {}),
  } as const,
  varyings: { v_from: "vec3f", v_in: "vec3f", v_uv: "vec2f" },
  blocks: [LAMPBOX],
  vertexTextures: skin ? { slots: "load", bones: "load" } : { slots: "load" },
  textures: mask ? { baseMap: "filtered" } : {},
  vertexFunctions: SLOT_FUNCTIONS + (skin ? SKIN_FUNCTIONS : ""),
  vertex: `${casterStands(skin)}
let i: i32 = i32(a_tile);
let way: vec3f = here - lampbox.place[i].xyz;
let x: f32 = dot(way, lampbox.right[i].xyz);
let y: f32 = dot(way, lampbox.up[i].xyz);
let z: f32 = dot(way, lampbox.forward[i].xyz);
v_from = way;
v_in = vec3f(x, y, z);
v_uv = a_uv;
clip = vec4f(x * lampbox.forward[i].w + z * lampbox.right[i].w, y * lampbox.place[i].w + z * lampbox.up[i].w, z * lampbox.depth.x + lampbox.depth.y, z);`,
  fragment: `${mask ? "let alpha: f32 = textureSample(baseMap, v_uv).w;" : "let alpha: f32 = 1.0;"}
if (alpha < 0.5 || abs(v_in.x) > v_in.z || abs(v_in.y) > v_in.z) { discard; }
o_0 = vec4f(length(v_from), 0.0, 0.0, 1.0);`,
});

/** The shader that empties a tile. */
export const LAMP_WIPE: ShaderSource = {
  name: "lamp-wipe",
  attributes: { a_corner: "vec2f" },
  vertex: "clip = vec4f(a_corner, 1.0, 1.0);",
  fragment: `o_0 = vec4f(${NOTHING}, 0.0, 0.0, 1.0);`,
};

/**
 * Reads the shadows: `lampFixed` and `lampMoving` must be among the textures, `cubeFace` among the functions. `lampOpen` is the share of lamp `i` that
 * reaches a point on a surface with normal `n`, which the lamp meets under `facing` (a cosine).
 */
export const LAMP_SHADOW_FUNCTIONS = `
fn lampTexel(t: vec2i, low: vec2i, high: vec2i, depth: f32, moving: bool) -> f32 {
  let at: vec2i = clamp(t, low, high);
  var near: f32 = textureLoad(lampFixed, at, 0).x;
  if (moving) { near = min(near, textureLoad(lampMoving, at, 0).x); }
  return select(1.0, 0.0, near < depth);
}
fn lampRow(t: vec2i, low: vec2i, high: vec2i, f: f32, depth: f32, moving: bool) -> f32 {
  return lampTexel(t, low, high, depth, moving) * (1.0 - f) + lampTexel(t + vec2i(1, 0), low, high, depth, moving)
    + lampTexel(t + vec2i(2, 0), low, high, depth, moving) + lampTexel(t + vec2i(3, 0), low, high, depth, moving) * f;
}
fn lampOpen(i: i32, p: vec3f, n: vec3f, facing: f32) -> f32 {
  let tile: vec4f = light.lampTile[i];
  let narrow: bool = tile.w > 0.0;
  let edge: f32 = light.lampShadow.x * select(1.0, 2.0, narrow);
  let wide: f32 = select(light.lampShadow.y, tile.w, narrow);
  let direct: vec3f = p - light.lampPlace[i].xyz;
  let sides: vec3f = abs(direct);
  // So wide is a texel there; the point is moved off its surface by as much as the filter reaches past the plane.
  let texel: f32 = 2.0 * wide / edge * select(max(sides.x, max(sides.y, sides.z)), dot(direct, light.lampDirection[i].xyz), narrow);
  let d: vec3f = direct + n * (texel * (1.0 + 1.5 * sqrt(max(0.0, 1.0 - facing * facing))));
  var uv: vec3f = vec3f(0.0);
  if (narrow) {
    let axis: vec3f = light.lampDirection[i].xyz;
    let right: vec3f = normalize(cross(axis, select(vec3f(0.0, 1.0, 0.0), vec3f(1.0, 0.0, 0.0), abs(axis.y) > 0.9)));
    uv = vec3f(vec2f(dot(d, right), dot(d, cross(right, axis))) / max(dot(d, axis), 0.0001), 0.0);
  } else {
    uv = cubeFace(d);
  }
  let face: f32 = uv.z;
  let row: f32 = floor(face / 3.0);
  let corner: vec2f = tile.xy + vec2f(face - row * 3.0, row) * edge;
  let at: vec2f = corner + (uv.xy / wide * 0.5 + vec2f(0.5)) * edge - vec2f(1.5);
  let base: vec2f = floor(at);
  let f: vec2f = at - base;
  let t: vec2i = vec2i(i32(base.x), i32(base.y));
  let low: vec2i = vec2i(i32(corner.x), i32(corner.y));
  let high: vec2i = low + vec2i(i32(edge) - 1);
  let bits: f32 = floor(tile.z * 0.5);
  let moving: bool = floor(bits * exp2(-face)) - floor(bits * exp2(-face - 1.0)) * 2.0 > 0.5;
  let depth: f32 = length(d) - (texel * 0.6 + 0.004);
  let sum: f32 = lampRow(t, low, high, f.x, depth, moving) * (1.0 - f.y) + lampRow(t + vec2i(0, 1), low, high, f.x, depth, moving)
    + lampRow(t + vec2i(0, 2), low, high, f.x, depth, moving) + lampRow(t + vec2i(0, 3), low, high, f.x, depth, moving) * f.y;
  return sum / 9.0;
}
`;
