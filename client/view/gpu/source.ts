/**
 * One shader, two languages. A shader is written once, in a plain subset of WGSL, and becomes WGSL for WebGPU and
 * GLSL ES 3.00 for WebGL2. In: a `ShaderSource`. Out: the texts of both stages as Babylon's engines take them.
 *
 * The subset: every `let`, `var` and `const` states its type; floats carry a point; no pointers, no `loop`, no
 * `switch`, no struct of its own; nothing is assigned through a swizzle of more than one letter. Names: `a_…`
 * attributes, `v_…` varyings, `o_0…` outputs, `clip` the position; textures are sampled by
 * `textureSampleLevel(name, uv, lod)`, `textureSample(name, uv)` and `textureLoad(name, vec2i, 0)`, without a sampler.
 */

/** A value's type, as WGSL writes it. */
export type ShaderType = "f32" | "vec2f" | "vec3f" | "vec4f" | "mat4x4f";

/** Fields of a uniform block: only 16-byte types, so that both layouts agree. */
export type BlockFields = Readonly<
  Record<string, "vec4f" | "mat4x4f" | readonly ["vec4f" | "mat4x4f", number]>
>;

/** A uniform block: a name by which shaders read it, and its fields in order. */
export interface BlockForm {
  readonly name: string;
  readonly fields: BlockFields;
}

/** How a texture is read: `filtered` through a sampler, `load` texel by texel, `both`. */
export type TextureUse = "filtered" | "load";

/** A shader before it is turned into a language. */
export interface ShaderSource {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, ShaderType>>;
  readonly varyings?: Readonly<Record<string, ShaderType | readonly [ShaderType, "flat"]>>;
  readonly blocks?: readonly BlockForm[];
  readonly vertexTextures?: Readonly<Record<string, TextureUse>>;
  readonly textures?: Readonly<Record<string, TextureUse>>;
  /** Colour outputs; 1 unless told. */
  readonly outputs?: number;
  /** Functions shared by both stages. */
  readonly common?: string;
  /** Functions and the body of `main`. */
  readonly vertexFunctions?: string;
  readonly vertex: string;
  readonly functions?: string;
  readonly fragment: string;
}

/** Both stages in one language. */
export interface StageTexts {
  readonly vertex: string;
  readonly fragment: string;
}

const GLSL_TYPES: Record<string, string> = {
  f32: "float",
  bool: "bool",
  i32: "int",
  u32: "uint",
  vec2f: "vec2",
  vec3f: "vec3",
  vec4f: "vec4",
  vec2i: "ivec2",
  vec3i: "ivec3",
  vec4i: "ivec4",
  vec2u: "uvec2",
  vec3u: "uvec3",
  vec4u: "uvec4",
  mat3x3f: "mat3",
  mat4x4f: "mat4",
};

const glslType = (type: string): string => GLSL_TYPES[type.trim()] ?? type.trim();

/** Turns statements and functions of the subset into GLSL. */
export function toGlsl(code: string): string {
  return code
    .replace(
      /\bfn\s+(\w+)\s*\(([^)]*)\)\s*(?:->\s*(\w+)\s*)?\{/g,
      (_all, name: string, args: string, out) => {
        const list = args
          .split(",")
          .filter((a) => a.trim())
          .map((a) => {
            const [id, type] = a.split(":");
            return `${glslType(type!)} ${id!.trim()}`;
          });
        return `${out ? glslType(out) : "void"} ${name}(${list.join(", ")}) {`;
      },
    )
    .replace(
      /\b(?:let|var)\s+(\w+)\s*:\s*(\w+)\b/g,
      (_all, id: string, type: string) => `${glslType(type)} ${id}`,
    )
    .replace(
      /\bconst\s+(\w+)\s*:\s*(\w+)\b/g,
      (_all, id: string, type: string) => `const ${glslType(type)} ${id}`,
    )
    .replace(/\btextureSampleLevel\b/g, "textureLod")
    .replace(/\btextureSample\b/g, "texture")
    .replace(/\btextureLoad\b/g, "texelFetch")
    .replace(/\binverseSqrt\b/g, "inversesqrt")
    .replace(/\batan2\b/g, "atan")
    .replace(/\bdpdx\b/g, "dFdx")
    .replace(/\bdpdy\b/g, "dFdy")
    .replace(/\bfwidth\b/g, "fwidth")
    .replace(/\b(f32|i32|u32|vec[234][fiu]|mat[34]x[34]f)\b/g, (type) => glslType(type));
}

function glslBlocks(blocks: readonly BlockForm[]): string {
  return blocks
    .map((block) => {
      const fields = Object.entries(block.fields).map(([name, type]) =>
        typeof type === "string" ? `${glslType(type)} ${name};` : `${glslType(type[0])} ${name}[${type[1]}];`,
      );
      return `layout(std140) uniform ${blockName(block)} { ${fields.join(" ")} } ${block.name};`;
    })
    .join("\n");
}

function wgslBlocks(blocks: readonly BlockForm[]): string {
  return blocks
    .map((block) => {
      const fields = Object.entries(block.fields).map(([name, type]) =>
        typeof type === "string" ? `${name}: ${type},` : `${name}: array<${type[0]}, ${type[1]}>,`,
      );
      return `struct ${blockName(block)} {\n${fields.join("\n")}\n};\nvar<uniform> ${block.name} : ${blockName(block)};`;
    })
    .join("\n");
}

/** Name of a block's type. */
export function blockName(block: BlockForm): string {
  return `${block.name}Block`;
}

const GLSL_HEAD = `precision highp float;
precision highp int;
precision highp sampler2D;
#define select(f, t, c) ((c) ? (t) : (f))
#define saturate(x) clamp(x, 0.0, 1.0)
`;

function glslSamplers(textures: Readonly<Record<string, TextureUse>>): string {
  return Object.keys(textures)
    .map((name) => `uniform highp sampler2D ${name};`)
    .join("\n");
}

function wgslTextures(textures: Readonly<Record<string, TextureUse>>): string {
  return Object.entries(textures)
    .map(([name, use]) =>
      use === "load"
        ? `var ${name} : texture_2d<f32>;`
        : `var ${name}Sampler : sampler;\nvar ${name} : texture_2d<f32>;`,
    )
    .join("\n");
}

const varyingType = (type: ShaderType | readonly [ShaderType, "flat"]): [ShaderType, boolean] =>
  typeof type === "string" ? [type, false] : [type[0], true];

/** The GLSL ES 3.00 of a shader (the version line is the engine's). */
export function glsl(source: ShaderSource): StageTexts {
  const varyings = (way: "in" | "out") =>
    Object.entries(source.varyings ?? {})
      .map(([name, type]) => {
        const [t, flat] = varyingType(type);
        return `${flat ? "flat " : ""}${way} ${glslType(t)} ${name};`;
      })
      .join("\n");
  const attributes = Object.entries(source.attributes ?? {})
    .map(([name, type]) => `in ${glslType(type)} ${name};`)
    .join("\n");
  const outputs = Array.from(
    { length: source.outputs ?? 1 },
    (_, i) => `layout(location = ${i}) out vec4 o_${i};`,
  ).join("\n");
  const blocks = glslBlocks(source.blocks ?? []);
  const body = (code: string) => toGlsl(code).replace(/\bclip\b/g, "gl_Position");
  return {
    vertex: [
      GLSL_HEAD,
      blocks,
      glslSamplers(source.vertexTextures ?? {}),
      attributes,
      varyings("out"),
      body(source.common ?? ""),
      body(source.vertexFunctions ?? ""),
      `void main() {\n${body(source.vertex)}\n}`,
    ].join("\n"),
    fragment: [
      GLSL_HEAD,
      blocks,
      glslSamplers(source.textures ?? {}),
      varyings("in"),
      outputs,
      body(source.common ?? ""),
      body(source.functions ?? ""),
      `void main() {\n${body(source.fragment)}\n}`,
    ].join("\n"),
  };
}

/** The WGSL of a shader, in the dialect of Babylon's WebGPU engine. */
export function wgsl(source: ShaderSource): StageTexts {
  const varyings = Object.entries(source.varyings ?? {})
    .map(([name, type]) => {
      const [t, flat] = varyingType(type);
      return `${flat ? "flat " : ""}varying ${name} : ${t};`;
    })
    .join("\n");
  const attributes = Object.entries(source.attributes ?? {})
    .map(([name, type]) => `attribute ${name} : ${type};`)
    .join("\n");
  const blocks = wgslBlocks(source.blocks ?? []);
  const filtered = { ...source.textures, ...source.vertexTextures };
  const sampling = (code: string) =>
    code
      .replace(/\b(textureSampleLevel|textureSample)\(\s*(\w+)\s*,/g, (all, call: string, name: string) =>
        filtered[name] ? `${call}(${name}, ${name}Sampler,` : all,
      )
      .replace(/\btextureLod\(/g, "textureSampleLevel(");
  const vertexBody = (code: string) =>
    sampling(code)
      .replace(/\ba_(\w+)\b/g, "vertexInputs.a_$1")
      .replace(/\bv_(\w+)\b/g, "vertexOutputs.v_$1")
      .replace(/\bclip\b/g, "vertexOutputs.position");
  const outputs = source.outputs ?? 1;
  const fragmentBody = (code: string) =>
    sampling(code)
      .replace(/\bv_(\w+)\b/g, "fragmentInputs.v_$1")
      .replace(/\bo_(\d)\b/g, outputs === 1 ? "fragmentOutputs.color" : "fragmentOutputs.fragData$1");
  return {
    vertex: [
      blocks,
      wgslTextures(source.vertexTextures ?? {}),
      attributes,
      varyings,
      vertexBody(source.common ?? ""),
      vertexBody(source.vertexFunctions ?? ""),
      `@vertex\nfn main(input : VertexInputs) -> FragmentInputs {\n${vertexBody(source.vertex)}\n}`,
    ].join("\n"),
    fragment: [
      blocks,
      wgslTextures(source.textures ?? {}),
      varyings,
      fragmentBody(source.common ?? ""),
      fragmentBody(source.functions ?? ""),
      `@fragment\nfn main(input : FragmentInputs) -> FragmentOutputs {\n${fragmentBody(source.fragment)}\n}`,
    ].join("\n"),
  };
}

/** Floats that a block takes, and where each field begins. */
export function blockLayout(form: BlockForm): { floats: number; offsets: Record<string, number> } {
  let floats = 0;
  const offsets: Record<string, number> = {};
  for (const [name, type] of Object.entries(form.fields)) {
    offsets[name] = floats;
    const [base, count] = typeof type === "string" ? [type, 1] : [type[0], type[1]];
    floats += (base === "vec4f" ? 4 : 16) * count;
  }
  return { floats, offsets };
}
