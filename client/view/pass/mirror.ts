/**
 * The place's mirror: what can be seen from one point in all directions, with distances, for windows, car paint and wet
 * stone to reflect. In: six small pictures of the set. Out: one image of 3×2 faces, luminance × exposure and metres.
 * A reflection is found by walking along its ray against those distances, so that façades stand where they are.
 */
import { type Block, COVER, type Draw, type Gpu, type Program, type Target } from "../gpu/gpu.ts";
import type { BlockForm, ShaderSource } from "../gpu/source.ts";
import { CAMERA, RAYS } from "./forms.ts";

/** Texels along one side of a face. */
export const FACE = 128;

/** Where the mirror hangs, for shaders. */
export const MIRROR_BLOCK = {
  name: "mirror",
  fields: {
    /** xyz metres; w 1 when it is there. */
    place: "vec4f",
    /** x what its values are multiplied by to be this frame's. */
    scale: "vec4f",
  },
} as const satisfies BlockForm;

/** Reads the mirror: `mirrorFaces` must be among the textures, `cubeFace` among the functions. */
export const MIRROR_FUNCTIONS = `
fn mirrorFace(d: vec3f) -> vec4f {
  let met: vec3f = cubeFace(d);
  let face: f32 = met.z;
  let inside: vec2f = clamp(met.xy * 0.5 + vec2f(0.5), vec2f(${(0.5 / FACE).toFixed(6)}), vec2f(${(1 - 0.5 / FACE).toFixed(6)}));
  let column: f32 = face - floor(face / 3.0) * 3.0;
  let at: vec2f = (vec2f(column, floor(face / 3.0)) + inside) / vec2f(3.0, 2.0);
  return textureSampleLevel(mirrorFaces, at, 0.0);
}
fn mirrored(p: vec3f, d: vec3f) -> vec4f {
  let start: vec3f = p - mirror.place.xyz;
  var t: f32 = 6.0;
  for (var i: i32 = 0; i < 6; i++) {
    let q: vec3f = start + d * t;
    let l: f32 = length(q);
    let seen: f32 = mirrorFace(q / max(l, 0.001)).w;
    t = clamp(t + (seen - l) * 0.75, 0.15, 400.0);
  }
  let end: vec3f = start + d * t;
  let found: vec4f = mirrorFace(normalize(end));
  return vec4f(found.xyz * mirror.scale.x, t);
}
`;

/** The shader that copies a face in. */
export const MIRROR_COPY: ShaderSource = {
  name: "mirror-face",
  ...COVER,
  blocks: [CAMERA],
  textures: { radiance: "load", surface2: "load" },
  functions: RAYS,
  fragment: `
let t: vec2i = vec2i(i32(v_uv.x * camera.size.x), i32(v_uv.y * camera.size.y));
let inverse: f32 = textureLoad(surface2, t, 0).x;
let away: f32 = select(1000.0, min(length(rayThrough(v_uv)) / inverse, 1000.0), inverse > 0.0001);
o_0 = vec4f(textureLoad(radiance, t, 0).xyz, away);`,
};

/** The mirror's image and how faces get into it. */
export interface MirrorImage {
  readonly programs: readonly Program[];
  readonly target: Target;
  readonly block: Block;
  /** Copies a picture of one face in. */
  copy(face: number, first: boolean): void;
  dispose(): void;
}

/** Makes the mirror over a small picture's images. */
export function createMirrorImage(gpu: Gpu): Omit<MirrorImage, "copy" | "programs"> {
  const target = gpu.target(FACE * 3, FACE * 2, ["rgba16f"], { filter: true });
  return { target, block: gpu.block(MIRROR_BLOCK), dispose: () => target.dispose() };
}

/** Makes what copies a small picture into the mirror. */
export function createMirrorCopy(
  gpu: Gpu,
  into: Target,
  camera: Block,
  radiance: Target,
  surfaces: Target,
): { program: Program; copy(face: number): void } {
  const program = gpu.program(MIRROR_COPY);
  const draw: Draw = gpu.draw(program, [camera], {
    radiance: radiance.textures[0]!,
    surface2: surfaces.textures[2]!,
  });
  return {
    program,
    copy(face) {
      gpu.begin(into, null, false);
      gpu.area((face % 3) * FACE, Math.floor(face / 3) * FACE, FACE, FACE);
      gpu.state(false, false, false, "replace");
      gpu.coverOpen(draw);
      gpu.end(into);
    },
  };
}
