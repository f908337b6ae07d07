/**
 * The anchors as the network takes them: every plane of the contract that the engine fills, one after the other, and
 * behind them what history needs. In: the images of a G-buffer. Out: one image whose texels, read in rows, are float32
 * `[TENSOR_PLANES, H, W]` with row 0 at the top of the gate; so that they are copied into a tensor as they are.
 * The twin is `planesOf` in shared/anchors/twin.ts.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { channels, GUIDE_PLANES, NEAR, TOLD_PLANES } from "../../../shared/anchors/contract.ts";
import { COVER, type Gpu, type Program, type Target } from "../gpu/gpu.ts";
import type { BlockForm, ShaderSource } from "../gpu/source.ts";
import { OCTAHEDRAL } from "./forms.ts";

/** Planes of the image: what the network is told, then motion x and y and the entity. */
export const TENSOR_PLANES = TOLD_PLANES + GUIDE_PLANES;

const FORM = {
  name: "planes",
  fields: {
    /** Width, height of the G-buffer; rows of the image; 1 where motion means something. */
    size: "vec4f",
  },
} as const satisfies BlockForm;

const at = (name: string): number => channels(name).at;
/** One of three channels by number. */
const pick = (from: string, first: string): string =>
  `let v: vec4f = ${from}; let k: i32 = c - ${at(first)}; return select(select(v.x, v.y, k == 1), v.z, k == 2);`;
const coded = (from: string, first: string): string =>
  `let v: vec4f = ${from}; let k: i32 = c - ${at(first)}; return log(1.0 + max(select(select(v.x, v.y, k == 1), v.z, k == 2), 0.0));`;

const FUNCTIONS = `${OCTAHEDRAL}
fn identity(id: u32, second: bool) -> f32 {
  if (id == 0u) { return 0.0; }
  var h: u32 = (id ^ (id >> 16u)) * 0x7feb352du;
  h = (h ^ (h >> 15u)) * 0x846ca68bu;
  h = h ^ (h >> 16u);
  return f32(select(h & 0xffffu, h >> 16u, second)) / 32767.5 - 1.0;
}
fn told(c: i32, t: vec2i) -> f32 {
  let inverse: f32 = textureLoad(surface2, t, 0).x;
  if (c >= ${at("emissive")} && c < ${at("identity")}) { ${coded("textureLoad(light3, t, 0)", "emissive")} }
  if (inverse <= 0.0) { return select(0.0, -1.0, c == ${TOLD_PLANES + 2}); }
  if (c < ${at("normal")}) {
    let s: vec4f = textureLoad(surface0, t, 0);
    let v: vec4f = s * s;
    return select(select(v.x, v.y, c == 1), v.z, c == 2);
  }
  if (c < ${at("depth")}) { ${pick("vec4f(fromOctahedral(textureLoad(surface1, t, 0).xy), 0.0)", "normal")} }
  if (c < ${at("surface")}) { return ${NEAR} * inverse; }
  if (c == ${at("surface")}) { return textureLoad(surface1, t, 0).z; }
  if (c < ${at("direct")}) { return textureLoad(surface0, t, 0).w; }
  if (c < ${at("memory")}) { ${coded("textureLoad(light0, t, 0)", "direct")} }
  if (c < ${at("reflected")}) { ${coded("textureLoad(light1, t, 0)", "memory")} }
  if (c < ${at("sky")}) { ${coded("textureLoad(light2, t, 0)", "reflected")} }
  if (c == ${at("sky")}) { return log(1.0 + textureLoad(light0, t, 0).w); }
  if (c == ${at("sky") + 1}) { return log(1.0 + textureLoad(light1, t, 0).w); }
  if (c == ${at("sky") + 2}) { return log(1.0 + textureLoad(light2, t, 0).w); }
  if (c == ${TOLD_PLANES}) { return -textureLoad(surface3, t, 0).x * planes.size.x; }
  if (c == ${TOLD_PLANES + 1}) { return textureLoad(surface3, t, 0).y * planes.size.y; }
  let entity: f32 = textureLoad(surface4, t, 0).x;
  if (c == ${TOLD_PLANES + 2}) { return entity; }
  return identity(u32(entity + 0.5), c > ${at("identity")});
}
`;

/** The shader that lays the planes out: each texel holds four neighbours of one row of one plane. */
export const TENSOR: ShaderSource = {
  name: "tensor",
  ...COVER,
  blocks: [FORM],
  textures: {
    surface0: "load",
    surface1: "load",
    surface2: "load",
    surface3: "load",
    surface4: "load",
    light0: "load",
    light1: "load",
    light2: "load",
    light3: "load",
  },
  functions: FUNCTIONS,
  fragment: `
let wide: i32 = i32(planes.size.x);
let high: i32 = i32(planes.size.y);
let column: i32 = i32(v_uv.x * planes.size.x);
let row: i32 = i32(v_uv.y * planes.size.z);
// Texel (row, column) holds floats 4·(row·wide + column) … + 3 of all planes; a row of the picture is wide ÷ 4 texels.
let quarter: i32 = wide / 4;
let line: i32 = row * 4 + column / quarter;
let c: i32 = line / high;
let x: i32 = (column - (column / quarter) * quarter) * 4;
let y: i32 = high - 1 - (line - c * high);
o_0 = vec4f(told(c, vec2i(x, y)), told(c, vec2i(x + 1, y)), told(c, vec2i(x + 2, y)), told(c, vec2i(x + 3, y)));`,
};

/** The pass. */
export interface TensorPass {
  readonly programs: readonly Program[];
  readonly target: Target;
  /** Lays out the G-buffer of these images. */
  render(surfaces: readonly ThinTexture[], light: readonly ThinTexture[]): void;
  dispose(): void;
}

/** Makes the pass for G-buffers of one size. */
export function createTensorPass(gpu: Gpu, width: number, height: number): TensorPass {
  const program = gpu.program(TENSOR);
  const target = gpu.target(width, (TENSOR_PLANES * height) / 4, ["rgba32f"]);
  const block = gpu.block(FORM);
  block.data.set([width, height, target.height, 0]);
  gpu.send(block);
  const draw = gpu.draw(program, [block]);
  return {
    programs: [program],
    target,
    render(surfaces, light) {
      const t = draw.textures;
      t["surface0"] = surfaces[0]!;
      t["surface1"] = surfaces[1]!;
      t["surface2"] = surfaces[2]!;
      t["surface3"] = surfaces[3]!;
      t["surface4"] = surfaces[4]!;
      t["light0"] = light[0]!;
      t["light1"] = light[1]!;
      t["light2"] = light[2]!;
      t["light3"] = light[3]!;
      gpu.cover(draw, target);
    },
    dispose: () => target.dispose(),
  };
}
